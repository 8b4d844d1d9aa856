//! What the figure says in words.

use redes_shell::{
    dom, number,
    text::{Language, Text},
};
use redes_workshop::{
    digest::{Digest, Kept, Reads},
    protocol::{Body, Doing, Layer, Tested, Trial},
    refusal::{Refusal, Unsaved},
    remark::Remark,
    scaling::Scaling,
};

use super::{
    Found, markup,
    numbers::{self, RowError},
};
use crate::words;

fn grouped(language: Language, count: u64) -> String {
    number::grouped(count, language)
}

/// A text that ends without a full stop, for a sentence that has one.
fn clause(text: &str) -> &str {
    text.trim_end_matches('.')
}

/// The name of a scaling in the choice; of `None`, that it is found by trying.
pub fn scaling(language: Language, scaling: Option<Scaling>) -> &'static str {
    language.text(match scaling {
        None => words::OPENED_SCALING_AUTO,
        Some(Scaling::Unit) => words::OPENED_SCALING_UNIT,
        Some(Scaling::Columns) => words::OPENED_SCALING_COLUMNS,
        Some(Scaling::Bytes) => words::OPENED_SCALING_BYTES,
        Some(Scaling::Centred) => words::OPENED_SCALING_CENTRED,
        Some(Scaling::Inverted) => words::OPENED_SCALING_INVERTED,
    })
}

/// Why a file was refused.
pub fn refusal(language: Language, refusal: &Refusal) -> String {
    let fill = |text: Text, slots: &[(&str, &str)]| language.fill(text, slots);
    match refusal {
        Refusal::UnknownFormat(found) => fill(words::OPENED_UNKNOWN_FORMAT, &[("found", found)]),
        Refusal::Onnx => language.text(words::OPENED_ONNX).to_owned(),
        Refusal::Program => language.text(words::OPENED_PROGRAM).to_owned(),
        Refusal::TooShort(bytes) => fill(words::OPENED_TOO_SHORT, &[("n", &bytes.to_string())]),
        Refusal::TooLarge(what, found, limit) => {
            let [found, limit] = [found, limit].map(|count| grouped(language, *count));
            let slots = [("what", &**what), ("n", &found), ("limit", &limit)];
            fill(words::OPENED_TOO_LARGE, &slots)
        }
        Refusal::Damaged(why) => fill(words::OPENED_DAMAGED, &[("why", clause(why))]),
        Refusal::CutShort(length) => fill(
            words::OPENED_CUT_SHORT,
            &[("n", &grouped(language, *length))],
        ),
        Refusal::WeightsAlone => language.text(words::OPENED_WEIGHTS_ALONE).to_owned(),
        Refusal::NoInputShape => language.text(words::OPENED_NO_INPUT).to_owned(),
        Refusal::UnknownLayer(layer, class) => {
            let slots = [("layer", &**layer), ("class", class)];
            fill(words::OPENED_UNKNOWN_LAYER, &slots)
        }
        Refusal::UnknownOption([layer, class, option, value]) => {
            let slots = [
                ("layer", &**layer),
                ("class", class),
                ("option", option),
                ("value", value),
            ];
            fill(words::OPENED_UNKNOWN_OPTION, &slots)
        }
        Refusal::Branches(layer) => fill(words::OPENED_BRANCHES, &[("layer", layer)]),
        Refusal::Weights(layer, why) => {
            let slots = [("layer", &**layer), ("why", clause(why))];
            fill(words::OPENED_WEIGHTS, &slots)
        }
        Refusal::OtherNetwork => language.text(words::OPENED_OTHER_NETWORK).to_owned(),
        Refusal::Network(why) => fill(words::OPENED_NO_NETWORK, &[("why", clause(why))]),
        Refusal::Other(why) => fill(words::OPENED_OTHER, &[("why", clause(why))]),
    }
}

/// Why no file was written.
pub fn unsaved(language: Language, why: &Unsaved) -> String {
    match why {
        Unsaved::Layer(layer, why) => {
            let slots = [("layer", &**layer), ("why", clause(why))];
            language.fill(words::OPENED_UNSAVED_LAYER, &slots)
        }
        Unsaved::NotFinite(tensor, count) => {
            let slots = [("name", &**tensor), ("n", &grouped(language, *count))];
            language.fill(words::OPENED_UNSAVED_NOT_FINITE, &slots)
        }
        Unsaved::Other(why) => language.fill(words::OPENED_UNSAVED, &[("why", clause(why))]),
    }
}

fn remark(language: Language, remark: &Remark) -> String {
    let fill = |text: Text, slots: &[(&str, &str)]| language.fill(text, slots);
    match remark {
        Remark::BatchSizeDropped(size) => {
            fill(words::OPENED_BATCH_DROPPED, &[("n", &size.to_string())])
        }
        Remark::DropoutKept(layer) => fill(words::OPENED_DROPOUT, &[("layer", layer)]),
        Remark::HardSigmoid(layer, keras) => {
            let slots = [("layer", &**layer), ("n", &keras.to_string())];
            fill(words::OPENED_HARD_SIGMOID, &slots)
        }
        Remark::OptimizerLeftOut(class) => {
            fill(words::OPENED_OPTIMIZER_LEFT_OUT, &[("name", class)])
        }
        Remark::MemoryLeftOut(why) => fill(words::OPENED_MEMORY_LEFT_OUT, &[("why", clause(why))]),
        Remark::LossLeftOut(loss) => fill(words::OPENED_LOSS_LEFT_OUT, &[("name", loss)]),
        Remark::ClassesAsNumbers => language.text(words::OPENED_CLASSES).to_owned(),
        Remark::NotFinite(tensor, count) => {
            let slots = [("name", &**tensor), ("n", &grouped(language, *count))];
            fill(words::OPENED_NOT_FINITE, &slots)
        }
        Remark::OptimizerOption(class, option) => {
            let slots = [("name", &**class), ("option", option)];
            fill(words::OPENED_OPTIMIZER_OPTION, &slots)
        }
        Remark::RecurrentDropoutLeftOut(layer) => {
            fill(words::OPENED_RECURRENT_DROPOUT, &[("layer", layer)])
        }
        Remark::FromPyTorch => language.text(words::OPENED_FROM_PYTORCH).to_owned(),
        Remark::OtherBits(kind) => fill(words::OPENED_OTHER_BITS, &[("name", kind)]),
        Remark::Other(text) => fill(words::OPENED_OTHER, &[("why", clause(text))]),
    }
}

/// The remarks on a file, an item each.
pub fn remarks(language: Language, digest: &Digest) -> String {
    let item = |found: &Remark| format!("<li>{}</li>", dom::escape(&remark(language, found)));
    digest.remarks.iter().map(item).collect()
}

/// What a network is: format, version, input, output, parameters.
pub fn facts(language: Language, digest: &Digest) -> String {
    let format = language.text(match digest.kept {
        Kept::KerasH5 => words::OPENED_KERAS_H5,
        Kept::KerasZip => words::OPENED_KERAS_ZIP,
        Kept::KerasWeights => words::OPENED_KERAS_WEIGHTS,
        Kept::Safetensors => words::OPENED_SAFETENSORS,
        Kept::Npz => words::OPENED_NPZ,
        Kept::New => words::OPENED_FRESH,
    });
    let format = match &digest.keras {
        Some(version) => {
            let slots = [("format", format), ("version", version)];
            language.fill(words::OPENED_VERSION, &slots)
        }
        None => format.to_owned(),
    };
    let output = digest.rows.last().map(|row| markup::shape(&row.shape));
    let slots = [
        ("format", &*format),
        ("input", &markup::shape(&digest.input)),
        ("output", &output.unwrap_or_default()),
        ("n", &grouped(language, digest.total as u64)),
    ];
    let facts = language.fill(words::OPENED_FACTS, &slots);
    match &digest.optimizer {
        Some(name) if digest.kept != Kept::New => {
            let more = language.fill(words::OPENED_FACTS_OPTIMIZER, &[("name", name)]);
            format!("{facts} {more}")
        }
        _ => facts,
    }
}

/// How the scaling was chosen. `new` says that the network begins with first weights, on which nothing can be tried.
pub fn trial(
    language: Language,
    chosen: Option<Scaling>,
    new: bool,
    found: Option<&Found>,
) -> String {
    if let Some(chosen) = chosen {
        let name = scaling(language, Some(chosen));
        return language.fill(words::OPENED_CHOSEN, &[("name", name)]);
    }
    if new {
        return language.text(words::OPENED_TRIAL_NEW).to_owned();
    }
    let Some(found) = found else {
        return String::new();
    };
    let trials = || found.trials.iter();
    let best = trials().find(|trial| trial.scaling == found.scaling);
    let others = trials().filter(|trial| trial.scaling != found.scaling);
    let (Some(best), Some(next)) = (best, others.max_by_key(|trial| trial.right)) else {
        return String::new();
    };
    let loss = |trial: &Trial| number::short(trial.loss, 4);
    let slots = [
        ("name", scaling(language, Some(best.scaling))),
        ("n", &best.right.to_string()),
        ("of", &found.of.to_string()),
        ("loss", &loss(best)),
        ("other", scaling(language, Some(next.scaling))),
        ("m", &next.right.to_string()),
        ("other_loss", &loss(next)),
    ];
    // By chance one in ten is right. What decides among near equals: `redes_workshop::scaling::best`.
    let text = match u64::from(best.right) * 10 < found.of * 3 {
        true => words::OPENED_TRIAL_NONE,
        false if next.right < best.right => words::OPENED_TRIAL,
        false if u64::from(next.right) == found.of => words::OPENED_TRIAL_ORDER,
        false => words::OPENED_TRIAL_LOSS,
    };
    language.fill(text, &slots)
}

/// The answer in words.
pub fn answer(language: Language, reads: Reads, outputs: &[f32]) -> String {
    let Some(first) = outputs.first() else {
        return language.text(words::OPENED_ANSWER_NONE).to_owned();
    };
    let Some(best) = numbers::best(outputs) else {
        return language.text(words::OPENED_ANSWER_NAN).to_owned();
    };
    match (reads, outputs.len()) {
        (Reads::Digits, _) => {
            language.fill(words::OPENED_ANSWER_DIGIT, &[("digit", &best.to_string())])
        }
        (Reads::Words { reviews: true, .. }, count) => {
            let positive = if count == 1 { *first > 0.5 } else { best == 1 };
            let verdict = language.text(match positive {
                true => words::OPENED_POSITIVE,
                false => words::OPENED_NEGATIVE,
            });
            let shown = if count == 1 {
                *first
            } else {
                outputs.get(1).copied().unwrap_or(*first)
            };
            let slots = [
                ("n", &*number::fixed(f64::from(shown), 4)),
                ("verdict", verdict),
            ];
            language.fill(words::OPENED_ANSWER_REVIEW, &slots)
        }
        (_, 1) => number::fixed(f64::from(*first), 6),
        (_, count) => {
            let slots = [("n", &*best.to_string()), ("of", &count.to_string())];
            language.fill(words::OPENED_ANSWER_PLACE, &slots)
        }
    }
}

/// What is seen of a layer.
pub fn inside(language: Language, layer: &Layer) -> String {
    let what = match *layer.shape {
        [_, _, channels] => {
            let slots = [("n", &*channels.to_string())];
            language.fill(words::OPENED_AS_MAPS, &slots)
        }
        [_, _] => language.text(words::OPENED_AS_STEPS).to_owned(),
        _ => language.text(words::OPENED_AS_STRIP).to_owned(),
    };
    let ends = |[low, high]: [f32; 2]| [low, high].map(|end| number::short(f64::from(end), 4));
    let [low, high] = ends(layer.outputs);
    let slots = [("low", &*low), ("high", &high), ("what", &what)];
    let outputs = language.fill(words::OPENED_INSIDE_TEXT, &slots);
    match layer.weights {
        Some(weights) => {
            let [low, high] = ends(weights);
            let slots = [("low", &*low), ("high", &high)];
            let weights = language.fill(words::OPENED_INSIDE_WEIGHTS, &slots);
            format!("{outputs} {weights}")
        }
        None => outputs,
    }
}

/// What the network does, and how much of it is done; nothing where it waits.
pub fn doing(language: Language, body: &Body) -> Option<(f64, String)> {
    let part = |text, done: u64, of: u64| {
        let [n, total] = [done, of].map(|count| grouped(language, count));
        let text = language.fill(text, &[("n", &*n), ("of", &total)]);
        Some((done as f64 / of.max(1) as f64, text))
    };
    match body.doing {
        Doing::Trying { done, of } => part(words::OPENED_TRYING, done, of),
        Doing::Testing { done, of } => part(words::OPENED_TESTING, done, of),
        Doing::Training | Doing::Rest => {
            let [loss, accuracy] = body.running?;
            let batches = body.batches_per_epoch.max(1);
            let slots = [
                ("n", &*grouped(language, body.iteration)),
                ("loss", &number::fixed(loss, 4)),
                ("accuracy", &number::percent(accuracy, language)),
                ("speed", &grouped(language, body.samples_per_second as u64)),
            ];
            let text = language.fill(words::OPENED_TRAINING, &slots);
            Some(((body.iteration % batches) as f64 / batches as f64, text))
        }
    }
}

/// The latest tests that are listed; the curve shows them all.
const LISTED: usize = 4;

/// The results of the first test and of the latest ones, an item each.
pub fn tests(language: Language, tests: &[Tested]) -> String {
    let item = |test: &Tested| {
        let when = match test.step {
            0 => language.text(words::OPENED_WHEN_FILE).to_owned(),
            steps => {
                let slots = [("n", &*grouped(language, steps))];
                language.fill(words::OPENED_WHEN_STEPS, &slots)
            }
        };
        let slots = [
            ("accuracy", &*number::percent(test.accuracy, language)),
            ("of", &grouped(language, test.samples)),
            ("loss", &number::fixed(test.loss, 4)),
            ("when", &when),
        ];
        let text = dom::escape(&language.fill(words::OPENED_TESTED, &slots));
        format!("<li>{text}</li>")
    };
    let latest = tests.len().saturating_sub(LISTED).max(1);
    let first = tests.iter().take(1);
    first.chain(tests.iter().skip(latest)).map(item).collect()
}

/// Why a row of numbers is no input of `count` numbers.
pub fn row_error(language: Language, error: &RowError, count: usize) -> String {
    match error {
        RowError::NoNumber(part) => language.fill(words::OPENED_NO_NUMBER, &[("part", part)]),
        RowError::Count(found) => {
            let [found, count] = [*found, count].map(|count| grouped(language, count as u64));
            language.fill(words::OPENED_COUNT, &[("n", &*found), ("of", &count)])
        }
    }
}
