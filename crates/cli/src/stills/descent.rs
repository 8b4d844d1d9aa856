//! Two descents: on the parabola with a large learning rate, and in a ravine.

use anyhow::Result;
use redes_figures::learning::descent::{link::State, numbers};
use redes_lessons::{cost_landscape::Landscape, descent::Descent};
use redes_sheet::{
    language::Language,
    markup::{Point, distance, outline},
    number::short,
    theme::Colour,
};

use super::{
    Still, contour,
    picture::{MARGIN, Paint, Picture, fill, stroke, words},
    plot::Plot,
};

/// Costs of the ravine that have a line.
const LEVELS: [f64; 7] = [0.5, 2.0, 5.0, 10.0, 20.0, 35.0, 55.0];
/// How many costs are computed along the ravine and across it.
const GRID: [usize; 2] = [53, 31];

pub(super) fn still() -> Result<Still> {
    let walk = |landscape, rate: Option<f64>| -> Result<Descent> {
        let usual = State::usual(landscape);
        let state = State {
            rate: rate.unwrap_or(usual.rate),
            at: usual.iterations,
            ..usual
        };
        Ok(numbers::walk(&state)?)
    };
    let walks = [
        walk(Landscape::Parabola, Some(0.9))?,
        walk(Landscape::Ravine, None)?,
    ];
    Ok(Box::new(move |language| draw(language, &walks)))
}

fn draw(language: Language, [parabola, ravine]: &[Descent; 2]) -> Picture {
    let title = language.choose(
        "El descenso en una parábola, con los valores de sus pasos, y en un barranco",
        "Descent on a parabola, with the values of its steps, and in a ravine",
    );
    let mut picture = Picture::new(language, 430.0, title);
    curve(&mut picture, parabola);
    surface(&mut picture, ravine);
    let steps = language.choose("pasos", "steps");
    for (x, walk) in [(MARGIN + 158.0, parabola), (MARGIN + 514.0, ravine)] {
        let label = format!("η = {}: {} {steps}", walk.settings().rate, walk.steps());
        picture.text([x, 44.0], words(22.0).bold().middle(), label);
    }
    picture
}

fn curve(picture: &mut Picture, walk: &Descent) {
    let plot = Plot {
        area: [MARGIN, 66.0, 316.0, 260.0],
        x: [-2.3, 2.3],
        y: [-0.3, 5.0],
    };
    picture.rect(plot.area, fill(Colour::Panel2));
    plot.axes_at_zero(picture);
    let values = (-22..=22).map(|i| f64::from(i) / 10.0);
    let values: Vec<(f64, f64)> = values
        .map(|w| (w, walk.settings().landscape.cost([w, 0.0])))
        .collect();
    plot.curve(picture, &values, stroke(Colour::Ink, 3.0));
    let trail: Vec<Point> = walk
        .places()
        .iter()
        .map(|place| plot.at(place.point[0], place.cost))
        .collect();
    follow(picture, &trail, stroke(Colour::Accent, 2.0), 6.0);
    // As many values as fit.
    let values: Vec<String> = walk
        .places()
        .iter()
        .take(5)
        .map(|p| short(p.point[0], 2))
        .collect();
    let label = format!("w: {} …", values.join("\u{2002}"));
    picture.text([MARGIN, 366.0], words(20.0), label);
    let costs: Vec<String> = walk
        .places()
        .iter()
        .take(5)
        .map(|p| short(p.cost, 2))
        .collect();
    let label = format!("C: {} …", costs.join("\u{2002}"));
    picture.text([MARGIN, 400.0], words(20.0), label);
}

fn surface(picture: &mut Picture, walk: &Descent) {
    let plot = Plot {
        area: [MARGIN + 356.0, 66.0, 316.0, 260.0],
        x: [-2.0, 11.0],
        y: [-2.4, 2.4],
    };
    picture.rect(plot.area, fill(Colour::Panel2));
    let [columns, rows] = GRID;
    let costs = numbers::costs(walk.settings().landscape, plot.x, plot.y, GRID);
    let height: Vec<f64> = costs.into_iter().map(|cost| -cost).collect();
    for level in LEVELS {
        let lines: String = contour::around(&height, columns, -level)
            .into_iter()
            .map(|line| {
                let points: Vec<Point> = line
                    .into_iter()
                    .map(|[x, y]| {
                        let [left, top, width, high] = plot.area;
                        [
                            left + x / (columns - 1) as f64 * width,
                            top + y / (rows - 1) as f64 * high,
                        ]
                    })
                    .collect();
                format!("{}z", outline(&points))
            })
            .collect();
        let paint = fill(Colour::Class0)
            .opacity(0.1)
            .outlined(Colour::Class0, 1.0);
        picture.path(lines, paint);
    }
    let trail: Vec<Point> = walk
        .places()
        .iter()
        .map(|p| plot.at(p.point[0], p.point[1]))
        .collect();
    follow(picture, &trail, stroke(Colour::Accent, 2.5), 5.0);
    let first = walk.places().iter().take(2);
    let label: Vec<String> = first
        .map(|p| format!("({}, {})", short(p.point[0], 2), short(p.point[1], 2)))
        .collect();
    let [left, ..] = plot.area;
    picture.text(
        [left, 366.0],
        words(20.0),
        format!("{} …", label.join("\u{2002}")),
    );
    let costs: Vec<String> = walk
        .places()
        .iter()
        .take(3)
        .map(|p| short(p.cost, 2))
        .collect();
    let label = format!("C: {} …", costs.join("\u{2002}"));
    picture.text([left, 400.0], words(20.0), label);
}

/// A path through the points; the start is larger.
fn follow(picture: &mut Picture, trail: &[Point], line: Paint, size: f64) {
    picture.polyline(trail, line);
    for (place, point) in trail.iter().enumerate() {
        let far = place == 0 || distance(trail[place - 1], *point) > 2.0;
        if far {
            let radius = if place == 0 { size + 3.0 } else { size };
            let mark = fill(Colour::Accent).outlined(Colour::Panel, 1.5);
            picture.circle(*point, radius, mark);
        }
    }
}
