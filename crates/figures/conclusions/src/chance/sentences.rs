//! The sentences of the figure of chance: the last test, what many tests show, the status line.

use redes_shell::{number, text::Language};

use super::{
    link::{State, View},
    numbers::{ENOUGH, Numbers},
};
use crate::words;

/// A share in per cent, with as many decimals as the test has examples for.
fn percent(state: &State, share: f64, language: Language) -> String {
    number::short_percent(share, decimals(state), language)
}

fn decimals(state: &State) -> usize {
    if state.examples > 1_000 { 2 } else { 1 }
}

/// A difference of shares in points, with its sign.
fn signed(state: &State, share: f64, language: Language) -> String {
    let n = number::signed(share * 100.0, decimals(state));
    language.fill(words::CHANCE_POINTS, &[("n", &n)])
}

/// A length in points.
fn points(share: f64, language: Language) -> String {
    let n = number::fixed(share * 100.0, 2);
    language.fill(words::CHANCE_POINTS, &[("n", &n)])
}

/// A result, as the view measures it.
fn result(state: &State, value: f64, language: Language) -> String {
    match state.view {
        View::Two => signed(state, value, language),
        _ => percent(state, value, language),
    }
}

/// What the last test gave.
pub fn answer(language: Language, state: &State, numbers: &Numbers) -> String {
    let last = numbers.results.last().copied().unwrap_or_default();
    let key = match state.view {
        View::One => words::CHANCE_ANSWER_ONE,
        View::Two if last > 0.0 => words::CHANCE_ANSWER_FIRST,
        View::Two if last < 0.0 => words::CHANCE_ANSWER_SECOND,
        View::Two => words::CHANCE_ANSWER_EQUAL,
        View::Best => words::CHANCE_ANSWER_BEST,
    };
    let value = match state.view {
        View::Two => points(last.abs(), language),
        _ => percent(state, last, language),
    };
    let truth = number::short_percent(state.accuracy / 100.0, 2, language);
    let slots = [
        ("test", &*number::grouped(u64::from(state.tests), language)),
        ("n", &number::grouped(u64::from(state.examples), language)),
        ("value", &value),
        ("truth", &truth),
        ("networks", &state.networks.to_string()),
    ];
    language.fill(key, &slots)
}

/// The heading of the graph.
pub fn title(language: Language, state: &State) -> String {
    let key = match state.view {
        View::One => words::CHANCE_TITLE_ONE,
        View::Two => words::CHANCE_TITLE_TWO,
        View::Best => words::CHANCE_TITLE_BEST,
    };
    let n = number::grouped(u64::from(state.examples), language);
    let slots = [("n", &*n), ("networks", &*state.networks.to_string())];
    language.fill(key, &slots)
}

/// The true value, for the legend.
pub fn truth(language: Language, state: &State, numbers: &Numbers) -> String {
    let value = match state.view {
        View::Two => signed(state, numbers.truth, language),
        _ => number::short_percent(numbers.truth, 2, language),
    };
    language.fill(words::CHANCE_TRUTH, &[("value", &value)])
}

/// What the reader has seen gets its name once there are enough tests; before that, the sentence asks for more.
fn named(language: Language, state: &State, numbers: &Numbers) -> String {
    if state.tests < ENOUGH {
        return language.text(words::CHANCE_MORE).to_owned();
    }
    let interval = numbers.interval();
    let [from, to] = interval.map(|end| result(state, end, language));
    let inside = numbers.within(interval) as f64 / numbers.results.len().max(1) as f64;
    let wrong = numbers.wrong() as f64 / numbers.results.len().max(1) as f64;
    let lifted = numbers.mean - numbers.truth;
    let key = match state.view {
        View::One => words::CHANCE_NAMED_ONE,
        View::Two => words::CHANCE_NAMED_TWO,
        View::Best => words::CHANCE_NAMED_BEST,
    };
    let errors = if numbers.error > 0.0 {
        lifted / numbers.error
    } else {
        0.0
    };
    language.fill(
        key,
        &[
            ("error", &points(numbers.error, language)),
            ("separate", &points(numbers.separate, language)),
            ("from", &from),
            ("to", &to),
            ("inside", &number::short_percent(inside, 1, language)),
            ("wrong", &number::short_percent(wrong, 1, language)),
            ("networks", &state.networks.to_string()),
            ("lifted", &points(lifted, language)),
            ("errors", &number::short(errors, 2)),
        ],
    )
}

/// The status line: how many tests, and from where to where their results reach.
pub fn status(language: Language, state: &State, numbers: &Numbers) -> String {
    let [from, to] = numbers.reached().map(|end| result(state, end, language));
    let slots = [
        ("tests", &*number::grouped(u64::from(state.tests), language)),
        ("n", &number::grouped(u64::from(state.examples), language)),
        ("from", &from),
        ("to", &to),
    ];
    let key = match state.tests {
        1 => words::CHANCE_STATUS_FIRST,
        _ => words::CHANCE_STATUS,
    };
    let reached = language.fill(key, &slots);
    format!("{reached} {}", named(language, state, numbers))
}
