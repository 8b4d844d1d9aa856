//! A thousand tests of one network: bars, what the formula expects, and the interval of 95 in 100.

use redes_figures::conclusions::chance::{link::State, numbers::Numbers};
use redes_sheet::{
    language::Language,
    number::{grouped, short, short_percent},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
    plot::Plot,
};

/// The number of tests.
const TESTS: u32 = 1_000;
/// The percentages under the bars.
const MARKS: [f64; 5] = [84.0, 86.0, 88.0, 90.0, 92.0];

pub(super) fn still() -> Still {
    let state = State {
        tests: TESTS,
        ..State::default()
    };
    let numbers = Numbers::new(&state);
    Box::new(move |language| draw(language, &state, &numbers))
}

fn draw(language: Language, state: &State, numbers: &Numbers) -> Picture {
    let [tests, examples] = [state.tests, state.examples].map(|n| grouped(u64::from(n), language));
    let truth = short_percent(numbers.truth, 0, language);
    let title = language.choose(
        format!("{tests} tests de {examples} ejemplos de una red que acierta el {truth}"),
        format!("{tests} tests of {examples} examples of a network that gets {truth} right"),
    );
    let mut picture = Picture::new(language, 420.0, title);
    let plot = Plot {
        area: [70.0, 100.0, WIDTH - MARGIN - 90.0, 260.0],
        x: numbers.ends,
        y: [0.0, numbers.bars.top().max(numbers.expected.top()) * 1.05],
    };
    let [from, to] = numbers.interval().map(|end| plot.at(end, 0.0)[0]);
    let [_, top] = plot.at(0.0, plot.y[1]);
    let [_, floor] = plot.at(0.0, 0.0);
    let band = [from, top, to - from, floor - top];
    picture.rect(band, fill(Colour::Panel2));
    for level in [25.0, 50.0, 75.0] {
        plot.level(&mut picture, level, short(level, 0));
    }
    for mark in MARKS {
        let mark_words = short_percent(mark / 100.0, 0, language);
        plot.below(&mut picture, mark / 100.0, mark_words);
    }
    let bars = &numbers.bars;
    for (index, height) in bars.heights.iter().enumerate().filter(|(_, h)| **h > 0.0) {
        let left = bars.from + bars.width * index as f64;
        let [x, y] = plot.at(left, *height);
        let [end, _] = plot.at(left + bars.width, 0.0);
        let bar = [x + 0.5, y, end - x - 1.0, floor - y];
        picture.rect(bar, fill(Colour::Accent).opacity(0.5));
    }
    let expected = &numbers.expected;
    let middles = expected.heights.iter().enumerate().map(|(index, height)| {
        (
            expected.from + expected.width * (index as f64 + 0.5),
            *height,
        )
    });
    let curve: Vec<(f64, f64)> = middles.collect();
    plot.curve(&mut picture, &curve, stroke(Colour::Ink, 2.5).dashed("8 5"));
    plot.axes(&mut picture, 0.0);
    let lines = language.choose(
        [
            format!("La misma red en {tests} tests de {examples} ejemplos:"),
            format!("acierta el {truth}, más o menos {}.", error(numbers)),
        ],
        [
            format!("The same network on {tests} tests of {examples} examples:"),
            format!("it gets {truth} right, give or take {}.", error(numbers)),
        ],
    );
    for (line, y) in lines.into_iter().zip([40.0, 70.0]) {
        picture.text([MARGIN, y], words(22.0), line);
    }
    picture
}

/// The standard error, in points.
fn error(numbers: &Numbers) -> String {
    short(numbers.error * 100.0, 2)
}
