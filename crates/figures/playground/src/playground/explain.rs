//! What the reader is looking at, in sentences that follow the state and the training.

use redes_diagram::{layers::Neuron, markup::of_neuron};
use redes_experiment::playground::{Kind, PlaygroundBody, Reason, Start};
use redes_shell::{
    number,
    text::{Language, Text},
};

use super::{hidden, link::State, lists, names, numbers::Course};
use crate::words;

/// The sentences.
pub fn sentences(
    language: Language,
    state: &State,
    course: &Course,
    look: Option<Neuron>,
) -> Vec<String> {
    let mut message = vec![points(language, state, course), network(language, state)];
    message.push(match look {
        Some(neuron) => of_neuron(language, words::PLAYGROUND_EXPLAIN_NEURON, neuron),
        None if state.regression() => language.text(words::PLAYGROUND_EXPLAIN_VALUES).to_owned(),
        None => language.text(words::PLAYGROUND_EXPLAIN_COLOURS).to_owned(),
    });
    if let Some(report) = course.last() {
        message.extend(training(language, state, course, report));
        let found = diagnosis(state, course, report).into_iter();
        message.extend(found.map(|text| language.text(text).to_owned()));
    }
    if !state.events.is_empty() {
        let n = state.events.len().to_string();
        message.push(language.fill(words::PLAYGROUND_EXPLAIN_EDITED, &[("n", &n)]));
    }
    message
}

fn points(language: Language, state: &State, course: &Course) -> String {
    let test = course.points().iter().filter(|point| point.test).count();
    let train = course.points().len() - test;
    let [train, test] = [train, test].map(|n| number::grouped(n as u64, language));
    let noise = number::plain(state.noise);
    let slots = [
        ("train", &*train),
        ("test", &test),
        ("shape", language.text(names::label(state.shape))),
        ("noise", &noise),
    ];
    let key = match state.own() {
        Some(_) => words::PLAYGROUND_EXPLAIN_OWN,
        None => words::PLAYGROUND_EXPLAIN_DRAWN,
    };
    language.fill(key, &slots)
}

fn network(language: Language, state: &State) -> String {
    let linear = |layer: &redes_experiment::playground::Hidden| layer.activation == Kind::Identity;
    let key = match state.layers.as_slice() {
        [] => words::PLAYGROUND_EXPLAIN_NONE,
        layers if layers.iter().all(linear) => words::PLAYGROUND_EXPLAIN_LINEAR,
        _ => words::PLAYGROUND_EXPLAIN_LAYERS,
    };
    let n = number::grouped(state.parameters() as u64, language);
    language.fill(key, &[("layers", &hidden::shown(&state.layers)), ("n", &n)])
}

fn training(
    language: Language,
    state: &State,
    course: &Course,
    report: &PlaygroundBody,
) -> Vec<String> {
    if report.iteration == 0 {
        return vec![language.text(words::PLAYGROUND_EXPLAIN_START).to_owned()];
    }
    let first = course.rows().first().map_or(f64::NAN, |row| row[1]);
    let slots = [
        ("step", number::grouped(report.iteration, language)),
        ("epoch", number::grouped(report.epoch, language)),
        ("first", number::compact(first)),
        ("last", number::compact(report.train.loss)),
        (
            "score",
            lists::score(language, state, report.train.accuracy),
        ),
    ];
    let slots: Vec<(&str, &str)> = slots.iter().map(|(name, text)| (*name, &**text)).collect();
    let key = match state.regression() {
        true => words::PLAYGROUND_EXPLAIN_COURSE_VALUES,
        false => words::PLAYGROUND_EXPLAIN_COURSE,
    };
    let mut message = vec![language.fill(key, &slots)];
    if let Some(test) = &report.test {
        let score = lists::score(language, state, test.accuracy);
        message.push(language.fill(words::PLAYGROUND_EXPLAIN_TESTED, &[("score", &score)]));
    }
    message
}

/// What a teacher would point at.
fn diagnosis(state: &State, course: &Course, report: &PlaygroundBody) -> Vec<Text> {
    let mut found = Vec::new();
    let first = course.rows().first().map_or(f64::NAN, |row| row[1]);
    let (train, test) = (report.train, report.test);
    if state.start == Start::Zeros && !state.layers.is_empty() {
        found.push(words::PLAYGROUND_EXPLAIN_ALIKE);
    }
    if report.iteration == 0 {
        return found;
    }
    if train.loss > 1.5 * first {
        found.push(words::PLAYGROUND_EXPLAIN_RISING);
    }
    if train.accuracy >= 1.0 && !state.regression() {
        found.push(words::PLAYGROUND_EXPLAIN_SOLVED);
    }
    let apart = |test: redes_experiment::playground::Score| {
        test.loss > 1.5 * train.loss && test.accuracy < train.accuracy - 0.04
    };
    if test.is_some_and(apart) {
        found.push(words::PLAYGROUND_EXPLAIN_OVER);
    }
    let chance = if state.regression() { 0.1 } else { 0.62 };
    if report.epoch >= 20 && train.accuracy < chance {
        found.push(words::PLAYGROUND_EXPLAIN_STUCK);
    }
    if let [first, .., last] = report.norms.as_slice()
        && *last > 0.0
        && *first < 1e-2 * *last
    {
        found.push(words::PLAYGROUND_EXPLAIN_VANISHING);
    }
    match report.stopped {
        Some(Reason::Below) => found.push(words::PLAYGROUND_EXPLAIN_BELOW),
        Some(Reason::Patience) => found.push(words::PLAYGROUND_EXPLAIN_PATIENCE),
        Some(Reason::Steps) | None => {}
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_experiment::{Data, Experiment, playground::Playground};

    use super::*;

    fn message(state: &State, steps: usize) -> String {
        let mut playground = Playground::new(&state.setup(), &Data::default()).unwrap();
        let mut course = Course::default();
        let (report, blocks) = playground.state(true, 0.0).unwrap();
        course.take(report, blocks);
        for _ in 0..steps {
            playground.step(0.0).unwrap();
        }
        let (report, blocks) = playground.state(true, 0.0).unwrap();
        course.take(report, blocks);
        sentences(Language::English, state, &course, None).join(" ")
    }

    #[test]
    fn the_text_follows_the_state() {
        let state = State::default();
        let text = message(&state, 0);
        assert!(
            text.contains("“moons”") && text.contains("4 tanh, 4 tanh"),
            "{text}"
        );
        assert!(text.contains("not done a step"), "{text}");
        let text = message(&state, 40);
        assert!(text.contains("After 40 steps"), "{text}");
        assert!(!text.contains('{'), "{text}");
    }

    #[test]
    fn networks_that_draw_straight_lines_are_named() {
        let mut state = State {
            layers: hidden::linked("3identity").unwrap(),
            ..State::default()
        };
        assert!(message(&state, 1).contains("linear"));
        state.layers.clear();
        assert!(message(&state, 1).contains("no hidden layer"));
    }
}
