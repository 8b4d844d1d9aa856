//! The playground's first network after its training: what it answers on the plane, its points, and both losses.

use anyhow::{Context, Result};
use redes_experiment::{
    Data, Experiment,
    playground::{Playground, PlaygroundBody},
};
use redes_figures::playground::playground::{
    link::State,
    numbers::{Course, Series},
};
use redes_sheet::{
    language::Language,
    number::{fixed, grouped, short_percent},
    theme::Colour,
};

use super::{
    Still, circles,
    picture::{MARGIN, Picture, WIDTH, stroke, words},
    plot::Plot,
};

/// The outputs at which the shade changes.
const LEVELS: [f64; 3] = [0.5, 0.8, 0.98];
/// Of the values along a side, the picture takes one in so many.
const APART: usize = 3;
/// The side of the plane.
const PLANE: f64 = 352.0;

/// The computed numbers.
struct Trained {
    course: Course,
    report: PlaygroundBody,
    surface: Vec<f64>,
}

pub(super) fn still() -> Result<Still> {
    let mut playground = Playground::new(&State::default().setup(), &Data::default())?;
    let mut course = Course::default();
    let (report, blocks) = playground.state(true, 0.0)?;
    course.take(report, blocks);
    while !playground.finished() {
        playground.step(0.0)?;
    }
    let (report, blocks) = playground.state(true, 0.0)?;
    course.take(report, blocks);
    let side = course.surface().len().isqrt().max(1);
    let rows = course.surface().chunks(side).step_by(APART);
    let surface = rows.flat_map(|row| row.iter().step_by(APART).map(|value| f64::from(*value)));
    let trained = Trained {
        surface: surface.collect(),
        report: course.last().cloned().context("nothing was reported")?,
        course,
    };
    Ok(Box::new(move |language| draw(language, &trained)))
}

fn draw(language: Language, trained: &Trained) -> Picture {
    let title = language.choose(
        "Puntos de dos clases, lo que responde la red en todo el plano, y el coste de entrenamiento y de prueba",
        "Points of two classes, what the network answers on the whole plane, and the loss in training and test",
    );
    let mut picture = Picture::new(language, 440.0, title);
    let place = [MARGIN, MARGIN, PLANE];
    circles::plane(&mut picture, place, &trained.surface, &LEVELS);
    let points = trained.course.points().iter();
    let rows: Vec<f64> = points
        .flat_map(|point| [point.at[0], point.at[1], point.target])
        .collect();
    circles::points(&mut picture, place, &rows);
    let frame = [MARGIN, MARGIN, PLANE, PLANE];
    picture.rect(frame, stroke(Colour::Soft, 1.5));
    let steps = grouped(trained.report.iteration, language);
    let label = format!("{steps} {}", language.choose("pasos", "steps"));
    picture.text([MARGIN, 414.0], words(22.0), label);
    let name = language.choose("acierta el", "accuracy");
    let score = short_percent(trained.report.train.accuracy, 1, language);
    let label = format!("{name} {score}");
    picture.text([MARGIN + PLANE, 414.0], words(22.0).end(), label);
    losses(&mut picture, language, trained);
    picture
}

fn losses(picture: &mut Picture, language: Language, trained: &Trained) {
    let rows = trained.course.rows();
    let plot = Plot {
        area: [450.0, 70.0, WIDTH - MARGIN - 450.0, 250.0],
        x: [0.0, trained.report.iteration.max(1) as f64],
        y: [0.0, 0.8],
    };
    for level in [0.4, 0.8] {
        plot.level(picture, level, fixed(level, 1));
    }
    plot.axes(picture, 0.0);
    plot.label(picture, 0.0, "0");
    let line = stroke(Colour::Accent, 3.0);
    plot.curve(picture, &Series::TrainLoss.points(rows), line);
    plot.curve(picture, &Series::TestLoss.points(rows), line.dashed("8 5"));
    let title = language.choose("El coste", "The loss");
    picture.text([plot.area[0], 46.0], words(22.0).bold(), title);
    let label = [
        (
            language.choose("entrenamiento", "training"),
            Some(trained.report.train),
        ),
        (
            language.choose("prueba (– –)", "test (dashed)"),
            trained.report.test,
        ),
    ];
    for (place, (name, score)) in label.into_iter().enumerate() {
        let y = 368.0 + 34.0 * place as f64;
        picture.text([plot.area[0], y], words(22.0), name);
        let loss = score.map_or(f64::NAN, |score| score.loss);
        let at = [WIDTH - MARGIN, y];
        picture.text(at, words(22.0).end(), fixed(loss, 4));
    }
}
