use redes_data::mnist::PIXELS;
use redes_experiment::{Data, Experiment, dense::Unfit};
use redes_shell::text::Language;
use redes_workshop::{
    Bytes, Opening,
    digest::{Digest, Reads},
    form::Form,
    protocol::{Body, Doing, Layer, Open, Source, Tested, Trial},
    refusal::{Refusal, Unsaved},
    remark::Remark,
    scaling::Scaling,
};

use super::{
    Found, hand,
    link::{self, State},
    markup,
    numbers::{self, RowError},
    sentences,
};
use crate::testing::{TRAINING, has_parts, site};

fn digest() -> Digest {
    let file = site("models/digits-1.0.safetensors");
    let open = Open {
        source: Source::File(Bytes::from(&*file)),
        seed: 1,
    };
    let mut opening = Opening::new(&open, &Data::default()).unwrap();
    opening.state(true, 0.0).unwrap().0.result.unwrap()
}

fn found() -> Found {
    let trial = |scaling, right, loss| Trial {
        scaling,
        right,
        loss,
    };
    Found {
        scaling: Scaling::Columns,
        trials: vec![
            trial(Scaling::Unit, 471, 0.375),
            trial(Scaling::Columns, 489, 0.125),
            trial(Scaling::Bytes, 60, 9.0),
        ],
        of: 500,
    }
}

fn body() -> Body {
    Body {
        iteration: 0,
        batches_per_epoch: 1875,
        doing: Doing::Rest,
        scaling: Some(Scaling::Columns),
        trials: Vec::new(),
        tried: 0,
        running: None,
        samples_per_second: 0.0,
        tests: Vec::new(),
        remembers: false,
        answer: None,
        layer: None,
        saved: None,
        inside: None,
    }
}

#[test]
fn the_markup_has_every_part() {
    let own = [
        "accuracy-curve",
        "answer",
        "bars",
        "checkpoint",
        "clear",
        "course",
        "curves",
        "digits",
        "facts",
        "file",
        "ghost",
        "handed",
        "inside-text",
        "inside-title",
        "layer",
        "look-inside",
        "loss-curve",
        "name",
        "network",
        "numbers",
        "opened-note",
        "opening",
        "opening-text",
        "optimizer",
        "others",
        "pad",
        "pad-said",
        "random",
        "rate",
        "refusal",
        "remarks",
        "remembers",
        "row",
        "row-error",
        "save",
        "saved",
        "scaling",
        "stop",
        "test",
        "tests",
        "text",
        "trial",
        "undo",
        "undo-training",
        "words",
        "zeros",
    ];
    has_parts(markup::markup, &own);
    has_parts(markup::markup, &TRAINING);
    let markup = markup::markup(Language::English, "x");
    for form in Form::ALL {
        let button = format!("data-form=\"{}\"", form.name());
        assert_eq!(markup.matches(&button).count(), 1, "{form:?}");
    }
}

/// No slot is left open, and the languages differ.
fn both(text: impl Fn(Language) -> String) {
    let [spanish, english] = Language::BOTH.map(text);
    assert_ne!(spanish, english);
    for text in [spanish, english] {
        assert!(!text.contains(['{', '}']) && text.ends_with('.'), "{text}");
        assert!(!text.contains(".."), "{text}");
    }
}

#[test]
fn every_refusal_is_a_sentence_in_both_languages() {
    let text = || "lstm_2".to_owned();
    let refusals = [
        Refusal::UnknownFormat("47 49 46".to_owned()),
        Refusal::TooLarge("layers".to_owned(), 70, 64),
        Refusal::Damaged("the heap ends at byte 12".to_owned()),
        Refusal::WeightsAlone,
        Refusal::NoInputShape,
        Refusal::UnknownLayer(text(), "Attention".to_owned()),
        Refusal::UnknownOption([
            text(),
            "LSTM".to_owned(),
            "go_backwards".to_owned(),
            "true".to_owned(),
        ]),
        Refusal::Branches(text()),
        Refusal::Weights(text(), "two kernels.".to_owned()),
        Refusal::OtherNetwork,
        Refusal::Network("it must be at least 1".to_owned()),
        Refusal::TooShort(2),
        Refusal::Onnx,
        Refusal::CutShort(30_808),
        Refusal::Program,
    ];
    for refusal in &refusals {
        both(|language| sentences::refusal(language, refusal));
    }
    for why in [
        Unsaved::Layer(text(), "no causal padding".to_owned()),
        Unsaved::NotFinite(text(), 12),
        Unsaved::Other("memory".to_owned()),
    ] {
        both(|language| sentences::unsaved(language, &why));
    }
    let named = sentences::refusal(Language::Spanish, &refusals[6]);
    assert_eq!(
        named,
        "Su capa «lstm_2» (LSTM) tiene go_backwards = true, y Redes no lo tiene."
    );
}

#[test]
fn a_network_is_described_in_both_languages() {
    let mut digest = digest();
    digest.keras = Some("2.2.4-tf".to_owned());
    let text = || "dense".to_owned();
    digest.remarks = vec![
        Remark::BatchSizeDropped(8),
        Remark::DropoutKept(text()),
        Remark::HardSigmoid(text(), 2),
        Remark::OptimizerLeftOut("Adadelta".to_owned()),
        Remark::MemoryLeftOut("two of four arrays".to_owned()),
        Remark::LossLeftOut("hinge".to_owned()),
        Remark::ClassesAsNumbers,
        Remark::NotFinite(text(), 63),
        Remark::OtherBits("float16".to_owned()),
        Remark::OptimizerOption("Adam".to_owned(), "amsgrad".to_owned()),
        Remark::RecurrentDropoutLeftOut(text()),
        Remark::FromPyTorch,
    ];
    both(|language| sentences::facts(language, &digest));
    for language in Language::BOTH {
        let remarks = sentences::remarks(language, &digest);
        assert_eq!(remarks.matches("<li>").count(), digest.remarks.len());
        assert!(!remarks.contains('{'), "{remarks}");
    }
    let facts = sentences::facts(Language::English, &digest);
    assert_eq!(
        facts,
        "safetensors, in the form of Keras 2.2.4-tf. Input (None, 28, 28), output (None, 10); 118,282 parameters."
    );
    let rows = markup::rows(Language::English, &digest);
    assert_eq!(rows.matches("data-layer=").count(), 4);
    assert!(
        rows.contains("<td>(None, 128)</td><td>100,480</td>"),
        "{rows}"
    );
    digest.rows[1].name = "<b>".to_owned();
    assert!(!markup::rows(Language::English, &digest).contains("<b>"));
}

#[test]
fn the_course_is_reported_in_both_languages() {
    let mut body = body();
    let mut found = found();
    let trial = |language, found: &Found| sentences::trial(language, None, false, Some(found));
    both(|language| trial(language, &found));
    both(|language| sentences::trial(language, None, true, None));
    both(|language| sentences::trial(language, Some(Scaling::Bytes), false, Some(&found)));
    let message = trial(Language::English, &found);
    assert!(
        message.contains("489 of 500") && message.contains("“0 to 1” with 471"),
        "{message}"
    );
    assert_eq!(sentences::doing(Language::English, &body), None);
    found.trials[0].right = 490;
    both(|language| trial(language, &found));
    let message = trial(Language::English, &found);
    let decided = "the smaller loss decides: 0.125 against 0.375";
    assert!(message.contains(decided), "{message}");
    // Where none makes a mistake, the loss does not decide.
    found.trials[0].right = 500;
    both(|language| trial(language, &found));
    let message = trial(Language::English, &found);
    assert!(message.contains("stands first in the list"), "{message}");
    for trial in &mut found.trials {
        trial.right /= 10;
    }
    let message = trial(Language::English, &found);
    assert!(message.starts_with("No scaling reads"), "{message}");
    body.doing = Doing::Testing {
        done: 2_500,
        of: 10_000,
    };
    let testing = sentences::doing(Language::English, &body).unwrap();
    assert_eq!(testing, (0.25, "Testing: 2,500 of 10,000".to_owned()));
    body.doing = Doing::Training;
    (body.iteration, body.running) = (2_812, Some([0.25, 0.9375]));
    let (share, text) = sentences::doing(Language::English, &body).unwrap();
    assert!((share - 937.0 / 1_875.0).abs() < 1e-12);
    assert!(text.contains("loss 0.2500, accuracy 93.75%"), "{text}");
    let test = |step| Tested {
        step,
        accuracy: 0.9701,
        loss: 0.1,
        samples: 10_000,
    };
    let tests = sentences::tests(Language::English, &[test(0), test(1_875)]);
    assert_eq!(tests.matches("97.01% right of 10,000").count(), 2);
    assert!(tests.contains("after 1,875 steps"), "{tests}");
    let layer = Layer {
        layer: 1,
        shape: vec![26, 26, 32],
        outputs: [0.0, 2.5],
        weights: Some([-0.4, 0.3]),
    };
    both(|language| sentences::inside(language, &layer));
}

#[test]
fn answers_are_in_words() {
    let message = |reads, outputs: &[f32]| sentences::answer(Language::English, reads, outputs);
    let words = Reads::Words {
        steps: 500,
        words: 5_000,
        reviews: true,
    };
    assert_eq!(message(Reads::Digits, &[0.1, 0.7, 0.2]), "It reads a 1.");
    assert_eq!(message(words, &[0.7268]), "0.7268: positive.");
    assert_eq!(message(words, &[0.9, 0.1]), "0.1000: negative.");
    assert_eq!(
        message(Reads::Numbers, &[0.1, 0.7]),
        "The greatest is output 1, of 2."
    );
    assert_eq!(message(Reads::Numbers, &[-1.5]), "−1.500000");
    assert_eq!(
        message(Reads::Digits, &[f32::NAN; 10]),
        "The outputs are no numbers (NaN)."
    );
    assert_eq!(message(Reads::Digits, &[]), "There is no input yet.");
}

#[test]
fn rows_of_numbers_are_read_as_people_write_them() {
    assert_eq!(
        numbers::row("1 2.5, −3\n[4e-1]", 4),
        Ok(vec![1.0, 2.5, -3.0, 0.4])
    );
    assert_eq!(numbers::row("1 2", 3), Err(RowError::Count(2)));
    assert_eq!(
        numbers::row("1 two", 2),
        Err(RowError::NoNumber("two".to_owned()))
    );
    assert_eq!(
        numbers::row("1 inf", 2),
        Err(RowError::NoNumber("inf".to_owned()))
    );
    assert_eq!(numbers::row("", 0), Ok(Vec::new()));
    for error in [RowError::Count(2), RowError::NoNumber("x".to_owned())] {
        both(|language| sentences::row_error(language, &error, 3));
    }
}

#[test]
fn files_have_sensible_names() {
    for (name, stem) in [
        ("epic_num_reader.h5", "epic_num_reader"),
        ("model.weights.h5", "model"),
        ("../../etc/passwd", "passwd"),
        ("C:\\models\\mi red.keras", "mi_red"),
        (".h5", "model"),
        ("número.hdf5", "número"),
    ] {
        assert_eq!(numbers::stem(name), stem, "{name}");
    }
}

#[test]
fn layers_of_every_shape_become_pictures() {
    let numbers: Vec<f32> = (0..PIXELS as u16).map(f32::from).collect();
    let image = numbers::picture(&[784], &numbers).unwrap();
    assert_eq!((image.width, image.height), (28, 28));
    let strip = numbers::picture(&[10], &numbers[..10]).unwrap();
    assert_eq!((strip.width, strip.height), (10, 1));
    let strip = numbers::picture(&[128], &numbers[..128]).unwrap();
    assert_eq!((strip.width, strip.height), (32, 4));
    // Five words with two channels: columns and rows.
    let steps = numbers::picture(&[5, 2], &numbers[..10]).unwrap();
    assert_eq!((steps.width, steps.height), (5, 2));
    assert_eq!(steps.pixels[6], Some(3.0));
    // Three images of 2 x 2, side by side with gaps.
    let maps = numbers::picture(&[2, 2, 3], &numbers[..12]).unwrap();
    assert_eq!((maps.width, maps.height), (5, 5));
    let row = |y: usize| &maps.pixels[y * 5..(y + 1) * 5];
    assert_eq!(row(0), [Some(0.0), Some(3.0), None, Some(1.0), Some(4.0)]);
    assert_eq!(row(2), [None; 5]);
    assert_eq!(row(3), [Some(2.0), Some(5.0), None, None, None]);
    assert_eq!(numbers::picture(&[0], &[]), None);
    assert_eq!(numbers::picture(&[2, 2, 2, 2], &numbers[..16]), None);
}

#[test]
fn the_greatest_outputs_have_bars() {
    let outputs: Vec<f32> = (0..46_u8).map(|place| f32::from(place % 23)).collect();
    let bars = numbers::bars(&outputs);
    assert_eq!(bars.len(), numbers::BARS);
    assert_eq!(bars[0], (22, 22.0));
    assert_eq!(numbers::best(&outputs), Some(22));
    assert_eq!(numbers::best(&[f32::NAN]), None);
    assert_eq!(numbers::share(0.25, &[0.25, 0.5]), 0.25);
    assert_eq!(numbers::share(-2.0, &[-2.0, 4.0]), 0.5);
    assert_eq!(numbers::share(f32::NAN, &[1.0]), 0.0);
}

#[test]
fn the_parameters_reach_the_run() {
    let mut state = State::default();
    let source = Source::Thesis;
    assert_eq!(numbers::setup(&state, &source, true).rate, None);
    state.rate = link::rate_named("0.003").unwrap();
    (state.batch, state.seed) = (64, 41);
    let setup = numbers::setup(&state, &source, true);
    assert_eq!(
        (setup.rate, setup.batch, setup.open.seed),
        (Some(0.003), 64, 41)
    );
    for rate in link::RATES {
        assert_eq!(link::rate(&link::rate_named(rate).unwrap()), rate);
    }
    assert_eq!(link::scaling_named("thesis"), None);
}

#[test]
fn why_the_figure_of_the_neurons_refuses_a_network_is_said() {
    let digest = digest();
    let said = |unfit: &Unfit| hand::unfit_text(Language::English, &digest, unfit);
    for (unfit, words) in [
        (Unfit::Input(10), "its input has 10 numbers"),
        (Unfit::Outputs(5), "it has 5 outputs"),
        (Unfit::NoHidden, "it has no hidden layer"),
        (Unfit::Layer(1), "its layer “dense” is a Dense"),
        (
            Unfit::Function(1, "gelu".to_owned()),
            "its layer “dense” has the function gelu",
        ),
        (Unfit::Wide(2_000), "has 2,000 neurons, and 1,024 fit"),
    ] {
        let text = said(&unfit);
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn a_network_that_was_trained_further_has_another_name() {
    let named = |language, steps| hand::named(language, "digits-1.1", steps);
    assert_eq!(named(Language::English, 0), "digits-1.1");
    assert_eq!(
        named(Language::English, 45_000),
        "digits-1.1, trained further to step 45,000"
    );
    assert_eq!(
        named(Language::Spanish, 450),
        "digits-1.1, entrenada después hasta el paso 450"
    );
}
