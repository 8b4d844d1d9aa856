//! What the page shows of the playground.

use serde::{Deserialize, Serialize};

use super::setup::Event;

/// The state of the playground after a step.
///
/// Six blocks travel beside it:
///
/// 1. the points (f64, rows of x, y, class or value, 1 if it is a test point), only in the first report;
/// 2. the surface (f32, [`SURFACE`](crate::surface::SURFACE) squared);
/// 3. the thumbnails (f32, [`THUMBNAIL`](crate::surface::THUMBNAIL) squared for each neuron, the output neuron last);
/// 4. the parameters (f64: of each layer the weights, row by row, then the biases);
/// 5. the gradients of the last step (f64, as many; 0 before the first step), with the penalties' share;
/// 6. an epoch a row since the last report (f64, rows of step, train loss, test loss, train accuracy, test accuracy; NaN
///    where there are no test points). The step is the number of steps done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaygroundBody {
    /// Steps done.
    pub iteration: u64,
    /// Epochs done.
    pub epoch: u64,
    /// The training points with these weights.
    pub train: Score,
    /// The test points with these weights.
    pub test: Option<Score>,
    /// Counts of the training points and of the test points: class 0 taken for 0 and for 1, class 1 taken for 0 and for 1.
    /// Zeros for values.
    pub confusion: [[u32; 4]; 2],
    /// The neuron (layer, unit) of the surface. `None` means the output neuron.
    pub look: Option<(u32, u32)>,
    /// The setup's events and those sent since.
    pub events: Vec<Event>,
    /// Why training ended.
    pub stopped: Option<Reason>,
    /// The length of each layer's part of the gradients.
    pub norms: Vec<f64>,
    /// Steps an epoch.
    pub batches: u32,
}

/// How well the network answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The mean loss, without penalties and with all neurons. For the thesis's cost, the mean of the squares.
    pub loss: f64,
    /// The share of the points on their side of 0.5; for values R², 1 − Σ(a − y)² / Σ(y − mean)².
    pub accuracy: f64,
}

/// Why training ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// All steps are done.
    Steps,
    /// The training loss is below the bound.
    Below,
    /// The test loss has not fallen for long enough.
    Patience,
}
