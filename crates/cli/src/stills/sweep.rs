//! The sweep's usual values on the playground's points: the mean accuracy of each, with its deviation.

use anyhow::Result;
use redes_experiment::{
    Data, Experiment,
    playground::sweep::{Sweep, SweepBody},
};
use redes_figures::playground::{playground, sweep::link::State};
use redes_sheet::{
    language::Language,
    number::{fixed, short_percent},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
    plot::Plot,
};

/// Steps of each training: fewer than the figure's, and enough to see the difference.
const STEPS: u64 = 600;

pub(super) fn still() -> Result<Still> {
    let state = State::default();
    let base = playground::link::State {
        steps: STEPS,
        ..playground::link::State::default()
    };
    let mut sweep = Sweep::new(&state.setup(base.setup()), &Data::default())?;
    while !sweep.finished() {
        sweep.step(0.0)?;
    }
    let (body, _) = sweep.state(true, 0.0)?;
    Ok(Box::new(move |language| draw(language, &state, &body)))
}

fn draw(language: Language, state: &State, body: &SweepBody) -> Picture {
    let title = language.choose(
        "El acierto medio de cada valor con su desviación, y qué parte de las semillas aprende",
        "The mean accuracy of each value with its deviation, and the share of the seeds that learn",
    );
    let mut picture = Picture::new(language, 400.0, title);
    let names = state.names();
    let plot = Plot {
        area: [76.0, 60.0, WIDTH - MARGIN - 76.0, 230.0],
        x: [0.0, names.len() as f64],
        y: [0.5, 1.0],
    };
    for level in [0.5, 0.75, 1.0] {
        plot.level(&mut picture, level, fixed(level, 2));
    }
    plot.axes(&mut picture, 0.5);
    let title = language.choose(
        "Acierto según las neuronas por capa",
        "Accuracy by the neurons in each layer",
    );
    picture.text([MARGIN, 36.0], words(22.0).bold(), title);
    for (place, (name, row)) in names.iter().zip(&body.rows).enumerate() {
        let x = place as f64 + 0.5;
        let (mean, deviation) = (row.accuracy.mean, row.accuracy.deviation);
        let [high, low] = [mean + deviation, mean - deviation].map(|end| end.clamp(0.5, 1.0));
        let line = stroke(Colour::Soft, 3.0);
        picture.line(plot.at(x, high), plot.at(x, low), line);
        picture.circle(plot.at(x, mean.clamp(0.5, 1.0)), 8.0, fill(Colour::Accent));
        plot.below(&mut picture, x, *name);
        let [across, _] = plot.at(x, 0.5);
        let share = short_percent(row.learnt, 0, language);
        picture.text([across, 356.0], words(22.0).middle(), share);
    }
    let label = language.choose(
        "Debajo de cada valor, qué parte de las semillas aprende",
        "Below each value, the share of the seeds that learn",
    );
    let how = words(20.0).colour(Colour::Soft);
    picture.text([MARGIN, 388.0], how, label);
    picture
}
