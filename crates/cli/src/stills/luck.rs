//! The accuracy of case 1.0 among its trainings: bars, and where the thesis's number lies.

use anyhow::{Context, Result};
use redes_figures::conclusions::{
    bars::Bars,
    luck::{link::State, numbers::Numbers},
};
use redes_sheet::{
    language::Language,
    number::{grouped, percent, short, short_percent},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
    plot::Plot,
};

/// The percentages under the bars.
const MARKS: [f64; 4] = [97.3, 97.4, 97.5, 97.6];

pub(super) fn still() -> Result<Still> {
    let numbers = Numbers::new(&State::default()).context("no trainings of case 1.0")?;
    let printed = numbers.first.printed.context("no printed accuracy")?;
    let below = numbers.first.below().context("no share")?;
    Ok(Box::new(move |language| {
        draw(language, &numbers, printed, below)
    }))
}

fn draw(language: Language, numbers: &Numbers, printed: f64, below: f64) -> Picture {
    let counts = &numbers.first.counts;
    let total = grouped(counts.total(), language);
    let title = language.choose(
        format!(
            "El acierto de {total} entrenamientos del caso 1.0, y el de la memoria entre ellos"
        ),
        format!("The accuracy of {total} trainings of case 1.0, and the thesis’s among them"),
    );
    let mut picture = Picture::new(language, 420.0, title);
    let bars = numbers.bars(&numbers.first);
    let plot = Plot {
        area: [70.0, 100.0, WIDTH - MARGIN - 90.0, 260.0],
        x: numbers.ends,
        y: [0.0, bars.top() * 1.05],
    };
    for level in [50.0, 100.0] {
        plot.level(&mut picture, level, short(level, 0));
    }
    for mark in MARKS {
        let mark_words = short_percent(mark / 100.0, 1, language);
        plot.below(&mut picture, mark / 100.0, mark_words);
    }
    histogram(&mut picture, &plot, &bars, printed);
    plot.axes(&mut picture, 0.0);
    let [x, top] = plot.at(printed, plot.y[1]);
    let [_, floor] = plot.at(printed, 0.0);
    picture.line([x, top], [x, floor], stroke(Colour::Ink, 2.5));
    let value = percent(printed, language);
    let said = language.choose(format!("memoria: {value}"), format!("thesis: {value}"));
    let how = words(22.0).bold().end();
    picture.text([x - 10.0, top + 18.0], how, said);
    let share = short_percent(below, 0, language);
    let head = language.choose(
        format!("De {total} entrenamientos,"),
        format!("Of {total} trainings,"),
    );
    let tail = language.choose(
        format!("el {share} obtuvo menos que la memoria."),
        format!("{share} got less than the thesis."),
    );
    picture.text([MARGIN, 40.0], words(22.0), head);
    picture.text([MARGIN, 70.0], words(22.0), tail);
    picture
}

/// The bars; those left of a value are darker.
fn histogram(picture: &mut Picture, plot: &Plot, bars: &Bars, value: f64) {
    let line = |points: Vec<[f64; 2]>| {
        let points = points.into_iter().map(|[x, y]| {
            let [x, y] = plot.at(x, y);
            format!("{x:.1} {y:.1}")
        });
        format!("M{}Z", points.collect::<Vec<_>>().join("L"))
    };
    let paint = |opacity| fill(Colour::Accent).opacity(opacity);
    picture.path(line(bars.outline()), paint(0.3));
    picture.path(line(bars.until(value)), paint(0.6));
}
