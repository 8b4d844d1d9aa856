//! A training that is kept over a reload.

use std::rc::Rc;

use super::{Trains, control_of, set_up};
use crate::{
    controls::Control,
    dom::Result,
    keeping::{self, Kept},
    mounted::Mounting,
    worker::envelope::Part,
};

/// Keeps the figure's training over a reload. `resume` goes on from a kept one: [`resume`], or what comes before that.
pub fn kept<F: Trains>(mounting: &mut Mounting<'_, F>, resume: fn(&Rc<F>, Kept)) -> Result<()> {
    keeping::connect(mounting, |figure| figure.training().runner.keep(), resume)
}

/// Goes on from a kept training of the state's parameters.
pub fn resume<F: Trains>(figure: &Rc<F>, kept: Kept) {
    // Some figures begin their run as they set it up.
    figure.training().runner.go_on_from(kept.pieces);
    set_up(&**figure, 0, false);
    control_of(&**figure, Control::PlayPause);
}

/// Hands over the part of the run that came to be kept.
pub(super) fn hand_over<F: Trains>(figure: &F, part: Part) {
    let training = figure.training();
    let pieces = training.runner.kept();
    // Nothing is kept where the page has no place for it.
    let _ = keeping::hand_over(
        &training.host,
        part,
        pieces,
        &figure.name(),
        None,
        training.parts.get(),
    );
}
