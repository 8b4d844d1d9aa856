//! The figure's sentences: where the walk is and how it went.

use redes_lessons::descent::{Descent, End, Manner};
use redes_shell::{
    number,
    text::{Language, Text},
};

use super::{link::State, numbers};
use crate::words;

/// A walk of more steps than this creeps.
const MANY: u64 = 50;

/// Where the walk is, and how it went if it is over.
pub fn status(language: Language, walk: &Descent) -> String {
    let (place, settings) = (walk.place(), walk.settings());
    let whole = |value| number::grouped(value, language);
    language.fill(
        verdict(walk),
        &[
            ("n", &whole(walk.steps())),
            ("m", &whole(walk.crossings())),
            ("cost", &number::compact(place.cost)),
            ("slope", &number::compact(place.slope())),
            ("e", &number::plain(settings.epsilon)),
            ("low", &number::compact(settings.landscape.lowest())),
        ],
    )
}

/// The sentence that fits the walk.
fn verdict(walk: &Descent) -> Text {
    let (steps, crossings) = (walk.steps(), walk.crossings());
    match walk.end() {
        None => match walk.manner() {
            None => words::DESCENT_AT_START,
            Some(Manner::Descending) => words::DESCENT_DESCENDING,
            Some(Manner::Creeping) => words::DESCENT_CREEPING,
            Some(Manner::Oscillating) => words::DESCENT_OSCILLATING,
            Some(Manner::Circling) => words::DESCENT_CIRCLING,
            Some(Manner::Diverging) => words::DESCENT_DIVERGING,
        },
        Some(_) if steps == 0 => words::DESCENT_NOWHERE,
        Some(End::Minimum) if steps == 1 => words::DESCENT_LEAPT,
        Some(End::Minimum) if crossings == 0 && steps > MANY => words::DESCENT_CREPT,
        Some(End::Minimum) if crossings == 0 => words::DESCENT_CONVERGED,
        Some(End::Minimum) if 2 * crossings >= steps => words::DESCENT_OSCILLATED,
        Some(End::Minimum) => words::DESCENT_CROSSED,
        Some(End::LocalMinimum) => words::DESCENT_LOCAL,
        Some(End::Saddle) if walk.settings().landscape.dimensions() == 1 => words::DESCENT_TOP,
        Some(End::Saddle) => words::DESCENT_AT_SADDLE,
        Some(End::Slope) => words::DESCENT_ON_SLOPE,
        Some(End::Diverged) => words::DESCENT_DIVERGED,
        Some(End::OutOfSteps) if walk.manner() == Some(Manner::Circling) => words::DESCENT_CIRCLED,
        Some(End::OutOfSteps) => words::DESCENT_OUT_OF_STEPS,
    }
}

/// The gradient and the velocity of the last step.
pub fn vectors(language: Language, walk: &Descent) -> String {
    let flat = walk.settings().landscape.dimensions() == 1;
    let written = |[x, y]: [f64; 2]| match flat {
        true => number::compact(x),
        false => format!("({}; {})", number::compact(x), number::compact(y)),
    };
    let place = walk.place();
    let slots = [
        ("g", &*written(place.gradient)),
        ("v", &*written(place.velocity)),
    ];
    language.fill(words::DESCENT_VECTORS, &slots)
}

/// The speed in steps per second.
pub fn speed(language: Language, state: &State) -> String {
    let speed = number::grouped(numbers::speed(state) as u64, language);
    language.fill(words::STEPS_PER_SECOND, &[("n", &speed)])
}
