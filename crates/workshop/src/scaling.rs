//! Which scaling of the pixels a network was trained with.

pub use redes_experiment::scaling::Scaling;

use crate::protocol::Trial;

/// The scaling that did best in a trial of `tried` images.
///
/// Many networks read the same images right with several scalings: a ReLU network with small biases answers 255 times a
/// number as it answers the number, but for the certainty. Among those that are within a hundredth of the best, the least
/// loss decides, since a wrong scaling makes mistakes with too much certainty. Where the best makes no mistake, the loss
/// would prefer that certainty, and the order of [`Scaling::ALL`] decides.
pub fn best(trials: &[Trial], tried: u64) -> Option<Scaling> {
    let most = u64::from(trials.iter().map(|trial| trial.right).max()?);
    let slack = tried / 100;
    let mut good = trials
        .iter()
        .filter(|trial| u64::from(trial.right) + slack >= most);
    let best = match most < tried {
        true => good.min_by(|one, other| one.loss.total_cmp(&other.loss)),
        false => good.next(),
    };
    best.map(|trial| trial.scaling)
}
