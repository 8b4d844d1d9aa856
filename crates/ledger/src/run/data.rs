//! The data sets themselves: how many, how large, from where to where.

use redes_core::Error;
use redes_core::network::LayerConfig;
use redes_data::words::{Encoding, Extent, PAD, Vocabulary};
use redes_lessons::thesis::{digits, reviews};

use super::{Inputs, Progress, Split, Stage, Work, number, numbers};
use crate::entry::{Case, Quantity};
use crate::judge::Measurements;

/// Samples a slice.
const SLICE: usize = 256;

pub(super) struct Data {
    /// What is still to be looked through, the last first.
    waiting: Vec<Look>,
    before: u64,
    total: u64,
}

/// The ranges of one half of a data set, as far as it has been looked through.
#[derive(Clone, Copy)]
struct Look {
    set: Set,
    next: usize,
    inputs: [f64; 2],
    targets: [f64; 2],
}

#[derive(Clone, Copy)]
enum Set {
    Mnist,
    Reviews,
}

impl Data {
    pub(super) fn new(inputs: &Inputs<'_>, measured: &mut Measurements) -> Self {
        let mut waiting = Vec::new();
        let mut total = 0;
        look_at_ids(measured);
        if let Some(Split { train, test, .. }) = inputs.mnist {
            measured.add(Quantity::Images, number(train.len() + test.len()));
            measured.add(Quantity::TrainingImages, number(train.len()));
            measured.add(Quantity::TestImages, number(test.len()));
            // The rows of a data set are flat; the network says how they are folded.
            let shape = digits::architecture(digits::Case::Case10).input;
            let shape = if shape.iter().product::<usize>() == train.input_width() {
                numbers(&shape)
            } else {
                number(train.input_width())
            };
            measured.add(Quantity::ImageShape, shape);
            waiting.push(Look::new(Set::Mnist));
            total += train.len() as u64;
        }
        if let Some(Split { train, test, .. }) = inputs.reviews {
            measured.add(Quantity::Reviews, number(train.len() + test.len()));
            measured.add(Quantity::TrainingReviews, number(train.len()));
            measured.add(Quantity::TestReviews, number(test.len()));
            measured.add(Quantity::ReviewLength, number(train.input_width()));
            waiting.push(Look::new(Set::Reviews));
            total += train.len() as u64;
        }
        waiting.reverse();
        Data {
            waiting,
            before: 0,
            total,
        }
    }
}

impl Look {
    fn new(set: Set) -> Self {
        let nothing = [f64::INFINITY, f64::NEG_INFINITY];
        Look {
            set,
            next: 0,
            inputs: nothing,
            targets: nothing,
        }
    }

    /// Looks at the next samples; true when there are none left.
    fn step(&mut self, split: Split<'_>) -> bool {
        let train = split.train;
        let end = (self.next + SLICE).min(train.len());
        let indices: Vec<usize> = (self.next..end).collect();
        let mut x = vec![0.0_f32; indices.len() * train.input_width()];
        let mut y = vec![0.0_f32; indices.len() * train.target_width()];
        train.gather(&indices, &mut x, &mut y);
        widen(&mut self.inputs, &x);
        widen(&mut self.targets, &y);
        self.next = end;
        end == train.len()
    }
}

impl Work for Data {
    fn step(
        &mut self,
        inputs: &Inputs<'_>,
        measured: &mut Measurements,
    ) -> Result<Option<Progress>, Error> {
        let Some(look) = self.waiting.last_mut() else {
            return Ok(None);
        };
        let split = match look.set {
            Set::Mnist => inputs.mnist,
            Set::Reviews => inputs.reviews,
        };
        let over = split.is_none_or(|split| look.step(split));
        let (look, done) = (*look, self.before + look.next as u64);
        if over {
            match look.set {
                Set::Mnist => {
                    measured.add(Quantity::PixelRange, look.inputs);
                    measured.add(Quantity::DigitRange, look.targets);
                }
                Set::Reviews => measured.add(Quantity::ReviewClasses, look.targets),
            }
            self.before = done;
            self.waiting.pop();
        }
        Ok(Some(Progress {
            case: Case::Data,
            seed: None,
            stage: Stage::Look,
            done,
            total: self.total,
        }))
    }
}

/// How words become ids, which takes no review to see.
fn look_at_ids(measured: &mut Measurements) {
    let layers = reviews::architecture(reviews::Case::Case20).layers;
    if let Some(LayerConfig::Embedding { words, .. }) = layers.first() {
        measured.add(Quantity::Vocabulary, number(*words));
    }
    let encoding = Encoding::default();
    let ids = [PAD, encoding.start, encoding.oov].map(f64::from);
    measured.add(Quantity::SpecialIds, ids);
    measured.add(Quantity::UnknownId, [f64::from(encoding.oov)]);
    measured.add(Quantity::IndexFrom, [f64::from(encoding.index_from)]);
    let third = Vocabulary::from_ranked_lines("first\nsecond\nthird", Extent::Whole)
        .ok()
        .and_then(|vocabulary| encoding.id(&vocabulary, "third"));
    if let Some(id) = third {
        measured.add(Quantity::ThirdWordId, [f64::from(id)]);
    }
}

/// Widens a range to take these in.
fn widen(range: &mut [f64; 2], values: &[f32]) {
    for &value in values {
        range[0] = range[0].min(f64::from(value));
        range[1] = range[1].max(f64::from(value));
    }
}
