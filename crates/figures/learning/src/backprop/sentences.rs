//! The figure's sentences: what a beat does, and what has just happened.

use redes_shell::{
    number,
    text::{Language, Text},
};

use super::{
    link::{Beat, State},
    numbers::{Numbers, output},
};
use crate::words;

/// What has just happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The state changed.
    Changed,
    /// This many steps were made.
    Stepped(u64),
    /// After this many steps, the next one would have run away.
    RanAway(u64),
}

/// What the state's beat does.
pub fn explanation(language: Language, state: &State, numbers: &Numbers) -> String {
    let key = match state.beat {
        Beat::Forward => words::BACKPROP_EXPLAIN_FORWARD,
        Beat::Error => words::BACKPROP_EXPLAIN_ERROR,
        Beat::Backward => words::BACKPROP_EXPLAIN_BACKWARD,
        Beat::Gradients => words::BACKPROP_EXPLAIN_GRADIENTS,
        Beat::Step if numbers.next.is_none() => words::BACKPROP_BLOCKED,
        Beat::Step => words::BACKPROP_EXPLAIN_STEP,
    };
    let mut sentence = language.text(key).to_owned();
    if state.beat == Beat::Error {
        let [.., last] = numbers.neurons();
        let key = match last.delta {
            delta if delta < 0.0 => words::BACKPROP_DELTA_NEGATIVE,
            delta if delta > 0.0 => words::BACKPROP_DELTA_POSITIVE,
            _ => words::BACKPROP_DELTA_ZERO,
        };
        sentence.push(' ');
        sentence.push_str(language.text(key));
    }
    sentence
}

/// The status below the drawing: the news, else the beat's results.
pub fn status(language: Language, state: &State, numbers: &Numbers, news: News) -> String {
    let [first, second, last] = numbers.neurons();
    let (now, cost) = (output(&numbers.trace), numbers.trace.cost);
    let say = |key: Text, slots: &[(&str, f64)]| {
        let texts: Vec<(&str, String)> = slots
            .iter()
            .map(|(name, value)| (*name, number::compact(*value)))
            .collect();
        let slots: Vec<(&str, &str)> = texts.iter().map(|(k, v)| (*k, v.as_str())).collect();
        language.fill(key, &slots)
    };
    let counted = |sentence: String, steps: u64| {
        let steps = number::grouped(steps, language);
        let around = sentence.split_once('{').and_then(|(before, after)| {
            let (_, after) = after.split_once('}')?;
            Some(format!("{before}{steps}{after}"))
        });
        around.unwrap_or(sentence)
    };
    let result = [("a", now), ("cost", cost)];
    match news {
        News::Stepped(1) => return say(words::BACKPROP_MADE_ONE, &result),
        News::Stepped(steps) => return counted(say(words::BACKPROP_MADE_STEPS, &result), steps),
        News::RanAway(steps) => return counted(say(words::BACKPROP_RAN_AWAY, &[]), steps),
        News::Changed => {}
    }
    match state.beat {
        Beat::Forward => say(
            words::BACKPROP_STATUS_FORWARD,
            &[
                ("a1", first.a),
                ("a2", second.a),
                ("a", now),
                ("cost", cost),
            ],
        ),
        Beat::Error => say(
            words::BACKPROP_STATUS_ERROR,
            &[("d", last.delta), ("a", now), ("y", state.y)],
        ),
        Beat::Backward => say(
            words::BACKPROP_STATUS_BACKWARD,
            &[("d1", first.delta), ("d2", second.delta)],
        ),
        Beat::Gradients => {
            let zeros = numbers.zeros();
            let key = match zeros {
                0 => words::BACKPROP_STATUS_GRADIENTS,
                _ => words::BACKPROP_STATUS_ZEROS,
            };
            say(key, &[("zero", zeros as f64), ("d", numbers.apart())])
        }
        Beat::Step => match &numbers.next {
            Some(next) => say(
                words::BACKPROP_STATUS_STEP,
                &[
                    ("a", now),
                    ("a2", output(next)),
                    ("cost", cost),
                    ("cost2", next.cost),
                ],
            ),
            None => language.text(words::BACKPROP_BLOCKED).to_owned(),
        },
    }
}
