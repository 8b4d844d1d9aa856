//! A drawn digit, the image that the networks read, their ten outputs, and their training.

use std::fs;

use anyhow::{Context, Result};
use redes_data::{
    drawing::Stroke,
    mnist::{Folder, SIDE},
};
use redes_inputs::{
    answer::{self, Answer},
    digits::{self as drawn, PEN},
};
use redes_ledger::{self as ledger, Inputs, Split};
use redes_lessons::thesis::digits::{self, Case};
use redes_sheet::{
    language::Language,
    markup::Point,
    number::{fixed, short_percent},
    theme::Colour,
};

use super::{
    Arguments, Still, cells,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
    plot::Plot,
    training::{self, Look, Training},
};
use crate::place;

/// The 7 that chapter 7 links to, as the figure's link has it.
const SEVEN: &str = "QANuv_NugAiSZJ0k";
const LOOKS: [Look; 2] = [Look::Discs(Colour::Ink), Look::Squares(Colour::Accent)];
/// Side of the paper, and of a pixel.
const PAPER: f64 = 156.0;
const PIXEL: f64 = 6.0;

/// The computed numbers.
struct Read {
    strokes: Vec<Stroke>,
    image: Vec<f64>,
    /// Of each network.
    answers: Vec<Answer>,
    training: Vec<Training>,
}

pub(super) fn still(arguments: &Arguments) -> Result<Still> {
    let strokes = drawn::decode(SEVEN).context("the 7 is no drawing")?;
    let image = drawn::image(&strokes).context("nothing was drawn")?;
    let mut answers = Vec::new();
    for case in Case::ALL {
        let path = arguments.models.join(format!("digits-{case}.safetensors"));
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let model = redes_models::load_as(&bytes, &digits::architecture(case), 1);
        let mut network = model.with_context(|| path.display().to_string())?.network;
        let answer = answer::answer(&mut network, case, &image);
        answers.push(answer.context("the network takes no such image")?);
    }
    let Folder { train, test, .. } = place::mnist(arguments.set("mnist").as_deref())?;
    let inputs = Inputs {
        mnist: Some(Split::new(&train, &test)),
        reviews: None,
    };
    let cases = [ledger::Case::Case10, ledger::Case::Case11].into_iter();
    let training: Result<Vec<Training>> = cases.map(|c| training::train(c, &inputs)).collect();
    let read = Read {
        strokes,
        image: image.iter().map(|&ink| f64::from(ink) / 255.0).collect(),
        answers,
        training: training?,
    };
    Ok(Box::new(move |language| draw(language, &read)))
}

fn draw(language: Language, read: &Read) -> Picture {
    let title = language.choose(
        "Un 7 dibujado, su imagen de 28 por 28, las diez salidas de las redes 1.0 y 1.1, y su entrenamiento",
        "A drawn 7, its image of 28 by 28, the ten outputs of networks 1.0 and 1.1, and their training",
    );
    let mut picture = Picture::new(language, 470.0, title);
    let frame = stroke(Colour::Soft, 1.5);
    picture.rect([MARGIN, MARGIN, PAPER, PAPER], frame);
    let scale = PAPER / f64::from(drawn::SIDE);
    let pen = stroke(Colour::Ink, f64::from(PEN) * scale);
    for stroke in &read.strokes {
        let place = |at: f32| MARGIN + f64::from(at) * scale;
        let points = stroke.points.iter().map(|&(x, y)| [place(x), place(y)]);
        picture.pen(&points.collect::<Vec<Point>>(), pen);
    }
    let middle = MARGIN + PAPER / 2.0;
    picture.arrow([188.0, middle], [214.0, middle], Colour::Soft);
    let place = [222.0, MARGIN - 6.0];
    let side = PIXEL * SIDE as f64;
    cells::ink(&mut picture, place, PIXEL, SIDE, &read.image);
    picture.rect([place[0], place[1], side, side], frame);
    let caption = words(20.0).middle().colour(Colour::Soft);
    picture.text([place[0] + side / 2.0, 212.0], caption, "28 × 28");
    let drawn = language.choose("el dibujo", "the drawing");
    picture.text([MARGIN + PAPER / 2.0, 212.0], caption, drawn);
    outputs(&mut picture, read);
    training(&mut picture, language, &read.training);
    picture
}

fn outputs(picture: &mut Picture, read: &Read) {
    let (left, floor, high) = (426.0, 184.0, 134.0);
    let each = (WIDTH - MARGIN - left) / 10.0;
    for (network, answer) in read.answers.iter().enumerate() {
        let outputs = answer.outputs.map(f64::from);
        let colour = [Colour::Ink, Colour::Accent][network];
        let wide = each / 2.0 - 2.0;
        for (digit, output) in outputs.iter().enumerate() {
            let x = left + each * digit as f64 + 1.0 + network as f64 * (wide + 1.0);
            let bar = [x, floor - high * output, wide, high * output];
            if *output >= 0.005 {
                picture.rect(bar, fill(colour));
            }
        }
        let name = ["1.0", "1.1"][network];
        let greatest = outputs.iter().copied().fold(0.0, f64::max);
        let y = 42.0 + 30.0 * network as f64;
        LOOKS[network].mark(picture, [left + 8.0, y - 7.0]);
        let label = format!("{name}: {}", fixed(greatest, 2));
        picture.text([left + 22.0, y], words(22.0), label);
    }
    let line = stroke(Colour::Soft, 1.5);
    picture.line([left, floor], [WIDTH - MARGIN, floor], line);
    for digit in 0..10 {
        let x = left + each * (f64::from(digit) + 0.5);
        picture.text([x, 212.0], words(22.0).middle(), digit.to_string());
    }
}

fn training(picture: &mut Picture, language: Language, trainings: &[Training]) {
    let plot = Plot {
        area: [92.0, 282.0, 350.0, 140.0],
        x: [0.6, 3.2],
        y: [0.84, 1.0],
    };
    let title = language.choose("Acierto al entrenar", "Accuracy in training");
    picture.text([MARGIN, 262.0], words(22.0).bold(), title);
    for share in [0.9, 1.0] {
        plot.level(picture, share, short_percent(share, 0, language));
    }
    plot.axes(picture, plot.y[0]);
    training::epochs(picture, &plot, language);
    for (network, training) in trainings.iter().enumerate() {
        training::line(picture, &plot, LOOKS[network], &training.train, false);
    }
    let test = language.choose("En el test", "In the test");
    let left = 478.0;
    picture.text([left, 312.0], words(22.0).bold(), test);
    for (network, training) in trainings.iter().enumerate() {
        let y = 352.0 + 40.0 * network as f64;
        let place: Point = [left + 8.0, y - 7.0];
        LOOKS[network].mark(picture, place);
        let share = training.test.last().copied().unwrap_or(f64::NAN);
        let label = format!(
            "{}: {}",
            ["1.0", "1.1"][network],
            short_percent(share, 2, language)
        );
        picture.text([left + 24.0, y], words(22.0), label);
    }
}
