//! Which trainings a sweep does.

use serde::{Deserialize, Serialize};

use super::super::setup::{Cost, Hidden, Kind, PlaygroundSetup, Points, Rule, Start};

/// The most trainings of a sweep.
pub const MAX_TRAININGS: usize = 400;

/// A sweep's parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepSetup {
    /// What all trainings have in common. Its seed is the first.
    pub base: PlaygroundSetup,
    /// What differs.
    pub what: Vary,
    /// Number of seeds of each value: the base's, the next, and so on.
    pub seeds: u32,
    /// A training has learnt whose accuracy is at least this, of the test points or, without any, of the training points.
    pub enough: f64,
    /// Whether this is a part of another run: the training of this number alone.
    pub part: Option<u32>,
}

/// A parameter and its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Vary {
    /// Learning rates.
    Rate(Vec<f64>),
    /// Neurons of every hidden layer.
    Units(Vec<u32>),
    /// Numbers of hidden layers, all as the base's first (or four neurons with tanh, where the base has none).
    Depth(Vec<u32>),
    /// Activations of every hidden layer.
    Kind(Vec<Kind>),
    /// Standard deviations of drawn points. Own points have none.
    Noise(Vec<f64>),
    /// Numbers of drawn points. Own points stay as they are.
    Samples(Vec<u32>),
    /// Points a step.
    Batch(Vec<u32>),
    /// First weights.
    Start(Vec<Start>),
    /// Optimisers.
    Rule(Vec<Rule>),
    /// Losses. Only trainings with the same one have comparable losses.
    Cost(Vec<Cost>),
    /// L1 penalties.
    L1(Vec<f64>),
    /// L2 penalties.
    L2(Vec<f64>),
    /// Shares left out.
    Dropout(Vec<f64>),
}

impl Vary {
    /// How many values there are.
    pub fn values(&self) -> usize {
        match self {
            Vary::Rate(values) | Vary::Noise(values) => values.len(),
            Vary::L1(values) | Vary::L2(values) | Vary::Dropout(values) => values.len(),
            Vary::Units(values) | Vary::Depth(values) => values.len(),
            Vary::Samples(values) | Vary::Batch(values) => values.len(),
            Vary::Kind(values) => values.len(),
            Vary::Start(values) => values.len(),
            Vary::Rule(values) => values.len(),
            Vary::Cost(values) => values.len(),
        }
    }

    /// Sets the value of that place. `None` where there is no such value.
    fn apply(&self, place: usize, setup: &mut PlaygroundSetup) -> Option<()> {
        match self {
            Vary::Rate(values) => setup.rate = *values.get(place)?,
            Vary::Units(values) => {
                let units = *values.get(place)?;
                setup
                    .layers
                    .iter_mut()
                    .for_each(|layer| layer.units = units);
            }
            Vary::Depth(values) => {
                let first = setup.layers.first().copied().unwrap_or(Hidden {
                    units: 4,
                    activation: Kind::Tanh,
                });
                setup.layers = vec![first; *values.get(place)? as usize];
            }
            Vary::Kind(values) => {
                let kind = *values.get(place)?;
                setup
                    .layers
                    .iter_mut()
                    .for_each(|layer| layer.activation = kind);
            }
            Vary::Noise(values) => {
                let value = *values.get(place)?;
                if let Points::Drawn { noise, .. } = &mut setup.points {
                    *noise = value;
                }
            }
            Vary::Samples(values) => {
                let value = *values.get(place)?;
                if let Points::Drawn { samples, .. } = &mut setup.points {
                    *samples = value;
                }
            }
            Vary::Batch(values) => setup.batch = *values.get(place)?,
            Vary::Start(values) => setup.initializer = *values.get(place)?,
            Vary::Rule(values) => setup.optimizer = *values.get(place)?,
            Vary::Cost(values) => setup.loss = *values.get(place)?,
            Vary::L1(values) => setup.l1 = *values.get(place)?,
            Vary::L2(values) => setup.l2 = *values.get(place)?,
            Vary::Dropout(values) => setup.dropout = *values.get(place)?,
        }
        Some(())
    }
}

impl SweepSetup {
    /// Number of trainings.
    pub fn trainings(&self) -> usize {
        self.what.values().saturating_mul(self.seeds as usize)
    }

    /// The training of that number: all values with the first seed, then all with the next. `None` beyond the last.
    pub fn training(&self, number: usize) -> Option<PlaygroundSetup> {
        let values = self.what.values();
        let seed = number.checked_div(values)?;
        if number >= self.trainings() {
            return None;
        }
        let mut setup = self.base.clone();
        setup.seed = setup.seed.wrapping_add(seed as u32);
        setup.events.clear();
        self.what.apply(number % values, &mut setup)?;
        Some(setup)
    }
}
