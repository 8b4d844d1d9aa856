//! Network 1.0, opened from its file: a test image of a 7, the layers, the outputs of the first one with weights, and
//! the ten outputs.

use std::fs;

use anyhow::{Context, Result, bail};
use redes_data::{mnist::SIDE, samples};
use redes_experiment::{Data, Experiment};
use redes_figures::models::opened::{link::State, markup, numbers};
use redes_sheet::{
    language::Language,
    number::{fixed, grouped},
    theme::Colour,
};
use redes_workshop::{
    Bytes, Opening, Shop,
    digest::Digest,
    protocol::{Input, Message, Open, Source},
};

use super::{
    Arguments, Still, cells,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
};

/// The digit that the network reads.
const DIGIT: u8 = 7;
/// The layer that is looked at.
const LAYER: usize = 1;
/// Side of a pixel of the digit.
const PIXEL: f64 = 5.0;

/// The computed numbers.
struct Seen {
    digest: Digest,
    outputs: Vec<f32>,
    /// The layer's outputs, 1 for the greatest.
    layer: Vec<f64>,
    columns: usize,
}

pub(super) fn still(arguments: &Arguments) -> Result<Still> {
    let path = arguments.models.join("digits-1.0.safetensors");
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let source = Source::File(Bytes::from(&*bytes));
    let open = Open {
        source: source.clone(),
        seed: 1,
    };
    let mut opening = Opening::new(&open, &Data::default())?;
    let digest = match opening.state(true, 0.0)?.0.result {
        Ok(digest) => digest,
        Err(refusal) => bail!("{}: {refusal:?}", path.display()),
    };
    let setup = numbers::setup(&State::default(), &source, false);
    let mut shop = Shop::new(&setup, &Data::default())?;
    shop.receive(Message::Look {
        input: Some(Input::Image(Bytes::from(&samples::digit(DIGIT)[..]))),
        layer: LAYER,
    });
    let (body, blocks) = shop.state(true, 0.0)?;
    let outputs = blocks.get(1).context("no outputs of a layer")?.f32();
    let shape = body.layer.context("no such layer")?.shape;
    let picture = numbers::picture(&shape, outputs).context("the layer has no picture")?;
    let greatest = outputs.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let share = |output: &Option<f32>| f64::from(output.unwrap_or_default() / greatest);
    let seen = Seen {
        digest,
        outputs: body.answer.context("no answer")?,
        layer: picture.pixels.iter().map(share).collect(),
        columns: picture.width,
    };
    Ok(Box::new(move |language| draw(language, &seen)))
}

fn draw(language: Language, seen: &Seen) -> Picture {
    let title = language.choose(
        "La red 1.0, abierta de su archivo: un 7, sus capas, las salidas de la primera capa con pesos y las diez salidas",
        "Network 1.0, opened from its file: a 7, its layers, the outputs of the first layer with weights, and the ten outputs",
    );
    let mut picture = Picture::new(language, 390.0, title);
    let side = PIXEL * SIDE as f64;
    let ink = samples::digit(DIGIT)
        .iter()
        .map(|&ink| f64::from(ink) / 255.0);
    cells::ink(
        &mut picture,
        [MARGIN, MARGIN],
        PIXEL,
        SIDE,
        &ink.collect::<Vec<f64>>(),
    );
    picture.rect([MARGIN, MARGIN, side, side], stroke(Colour::Rule, 1.5));
    let left = MARGIN + side + 28.0;
    for (place, row) in seen.digest.rows.iter().enumerate() {
        let y = MARGIN + 24.0 + 34.0 * place as f64;
        picture.text([left, y], words(20.0), row.name.clone());
        let shape = words(20.0).colour(Colour::Soft);
        picture.text([left + 110.0, y], shape, markup::shape(&row.shape));
        let parameters = grouped(row.parameters as u64, language);
        picture.text([left + 340.0, y], words(20.0).end(), parameters);
    }
    outputs(&mut picture, &seen.outputs);
    let wide = WIDTH - 2.0 * MARGIN;
    let square = wide / seen.columns.max(1) as f64;
    let top = 390.0 - MARGIN - square * (seen.layer.len() / seen.columns.max(1)) as f64;
    let name = seen.digest.rows.get(LAYER).map_or("", |row| &*row.name);
    let label = language.choose("Salidas de ", "Outputs of ");
    let soft = words(20.0).colour(Colour::Soft);
    picture.text([MARGIN, top - 10.0], soft, format!("{label}{name}"));
    cells::signed(
        &mut picture,
        [MARGIN, top],
        square,
        seen.columns,
        &seen.layer,
    );
    picture.rect(
        [MARGIN, top, wide, 390.0 - MARGIN - top],
        stroke(Colour::Rule, 1.5),
    );
    picture
}

/// The ten outputs as bars.
fn outputs(picture: &mut Picture, outputs: &[f32]) {
    let (left, floor, high) = (556.0, 170.0, 118.0);
    let each = (WIDTH - MARGIN - left) / outputs.len().max(1) as f64;
    let best = numbers::best(outputs);
    for (digit, output) in outputs.iter().enumerate() {
        let (x, output) = (left + each * digit as f64, f64::from(*output));
        let is_best = Some(digit) == best;
        let colour = if is_best {
            Colour::Class1
        } else {
            Colour::Soft
        };
        picture.rect(
            [x + 1.0, floor - high * output, each - 2.0, high * output],
            fill(colour),
        );
        if is_best {
            let label = format!("{digit}: {}", fixed(output, 2));
            let y = floor - high * output - 8.0;
            picture.text([x + each / 2.0, y], words(20.0).middle(), label);
        }
    }
    picture.line(
        [left, floor],
        [WIDTH - MARGIN, floor],
        stroke(Colour::Soft, 1.5),
    );
}
