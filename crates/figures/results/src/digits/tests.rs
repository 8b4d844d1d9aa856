//! The digits' figure without a page: drawings as text, answers of the networks that ship, numbers of a training.

use redes_core::{network::Network, train::EpochRecord};
use redes_data::drawing::Stroke;
use redes_experiment::{
    Block,
    digits::{DigitsBody, Evaluation, Mistake},
};
use redes_inputs::{
    answer::{self, Answer},
    digits,
};
use redes_lessons::thesis::digits::{Case, architecture};
use redes_shell::{link, text::Language};

use super::{
    link::State,
    markup,
    numbers::{self, Course},
};
use crate::testing::{self, TRAINING, has_parts, values};

/// The 7 that chapter 7 links to.
const SEVEN: &str = "QANuv_NugAiSZJ0k";

fn report(iteration: u64) -> DigitsBody {
    DigitsBody {
        case: Case::Case11,
        hidden: None,
        iteration,
        iterations: 939,
        batches_per_epoch: 313,
        loss: 0.25,
        accuracy: 0.9375,
        samples_per_second: 1_000.0,
        epochs: Vec::new(),
        trained: iteration == 939,
        evaluation: None,
    }
}

fn shipped(case: Case) -> Network<f32> {
    let bytes = testing::site(&format!("models/digits-{case}.safetensors"));
    let model = redes_models::load_as(&bytes, &architecture(case), 1).unwrap();
    model.network
}

#[test]
fn what_is_no_drawing_is_refused() {
    for text in [
        "",
        ".",
        "AAA",
        "AAAAA",
        "AAAA.",
        "AA+A",
        "ÁAA",
        "AAAA..AAAA",
    ] {
        assert!(digits::decode(text).is_none(), "{text}");
        let mut state = State::default();
        let refused = link::read(&mut state, "digits", &format!("#digits.ink={text}"));
        assert_eq!((refused.len(), state.strokes.len()), (1, 0), "{text}");
    }
}

#[test]
fn links_keep_to_their_ranges() {
    for (hash, refused) in [
        ("#digits.samples=60000&digits.epochs=20", 0),
        ("#digits.samples=30000", 1),
        ("#digits.epochs=0", 1),
        ("#digits.epochs=21", 1),
        ("#digits.batch=1024", 0),
        ("#digits.batch=1025", 1),
        ("#digits.case=1.2", 1),
        ("#digits.at=1200001", 1),
        ("#reviews.epochs=99", 0),
    ] {
        let found = link::read(&mut State::default(), "digits", hash);
        assert_eq!(found.len(), refused, "{hash}");
    }
    let setup = State::default().setup();
    assert_eq!(
        (setup.samples, setup.batch_size, setup.epochs),
        (10_000, 32, 3)
    );
}

#[test]
fn both_networks_read_the_sevens_that_the_book_links_to() {
    for case in Case::ALL {
        let mut network = shipped(case);
        for text in [SEVEN, "SSQAttyS.ttQASSyS"] {
            let image = digits::image(&digits::decode(text).unwrap()).unwrap();
            let answer = answer::answer(&mut network, case, &image).unwrap();
            let best = answer.outputs.iter().copied().fold(0.0, f32::max);
            assert_eq!(answer.outputs[answer.digit], best);
            if text == SEVEN {
                assert_eq!(answer.digit, 7, "{case}");
            }
        }
    }
}

#[test]
fn both_networks_answer_the_exercises_drawing_and_differ() {
    let exercises = String::from_utf8(testing::site("exercises.toml")).unwrap();
    let (_, ink) = exercises.split_once(r#"solution = "digits.ink="#).unwrap();
    let (ink, _) = ink.split_once('"').unwrap();
    let image = digits::image(&digits::decode(ink).unwrap()).unwrap();
    let answers = Case::ALL.map(|case| answer::answer(&mut shipped(case), case, &image).unwrap());
    assert!(answers.iter().all(|answer| answer.clear));
    // A writer's barred 7.
    assert_eq!(answers.map(|answer| answer.digit), [2, 7]);
}

#[test]
fn what_is_no_digit_is_reported() {
    let cross = [
        vec![(60.0, 60.0), (220.0, 220.0)],
        vec![(220.0, 60.0), (60.0, 220.0)],
    ];
    let dot = [vec![(140.0, 140.0)]];
    let full = (0..24).flat_map(|row| {
        let y = 10.0 + 11.0 * row as f32;
        let ends = [(10.0, y), (270.0, y)];
        if row % 2 == 0 {
            ends
        } else {
            [ends[1], ends[0]]
        }
    });
    let full = [full.collect()];
    for case in Case::ALL {
        for drawing in [&cross[..], &dot, &full] {
            let strokes = drawing.iter().cloned().map(|points| Stroke { points });
            let image = digits::image(&strokes.collect::<Vec<_>>()).unwrap();
            let answer = answer::answer(&mut shipped(case), case, &image).unwrap();
            assert!(!answer.clear, "{case}: {answer:?}");
        }
    }
}

#[test]
fn an_answer_is_that_of_the_network_layer_by_layer() {
    for case in Case::ALL {
        let mut quick = shipped(case);
        let mut plain = Network::plain(&architecture(case), 1).unwrap();
        plain.parameters_mut().copy_from_slice(quick.parameters());
        let image = digits::image(&digits::decode(SEVEN).unwrap()).unwrap();
        let quick = answer::answer(&mut quick, case, &image).unwrap();
        let plain = answer::answer(&mut plain, case, &image).unwrap();
        for (quick, plain) in quick.outputs.iter().zip(plain.outputs) {
            assert!((quick - plain).abs() < 1e-5, "{quick} is not {plain}");
        }
    }
    assert!(digits::image(&[]).is_none());
}

#[test]
fn the_printed_numbers_are_the_ledgers() {
    for case in Case::ALL {
        for epoch in 0..3 {
            let (loss, accuracy) = numbers::printed(case, epoch).unwrap();
            let id = format!("{case}/epoch-{}", epoch + 1);
            assert_eq!(loss, testing::ledger(&format!("{id}/loss")));
            assert_eq!(accuracy, testing::ledger(&format!("{id}/accuracy")));
        }
        assert_eq!(numbers::printed(case, 3), None);
    }
}

#[test]
fn progress_counts_epochs_from_one_and_time_in_images() {
    let at = |iteration| numbers::progress(&report(iteration), 10_000);
    let epochs = [0, 1, 313, 314, 939].map(|iteration| at(iteration).epoch);
    assert_eq!(epochs, [1, 1, 1, 2, 3]);
    assert_eq!((at(0).epochs, at(0).share, at(939).share), (3, 0.0, 1.0));
    // 626 batches of 10,000 / 313 images at 1,000 a second.
    assert!((at(313).seconds_left - 20.0).abs() < 1e-9);
    assert_eq!(at(939).seconds_left, 0.0);
    let still = DigitsBody {
        samples_per_second: 0.0,
        ..report(1)
    };
    let progress = numbers::progress(&still, 10_000);
    let shown = markup::now(Language::English, &still, &progress);
    assert_eq!(shown[4], ("left-now", "—".to_owned()));
    assert_eq!(shown[0].1, "1 / 3");
    assert_eq!(shown[1].1, "0.2500");
}

#[test]
fn reports_add_up_to_curves_and_a_gallery() {
    let mut course = Course::default();
    let rows = Block::F64(vec![313.0, 0.5, 0.75, 626.0, 0.25, 0.875, 1.0]);
    assert!(course.take(report(626), &[rows]).is_none());
    assert_eq!(course.losses(), [(1.0, 0.5), (2.0, 0.25)]);
    assert_eq!(course.accuracies(), [(1.0, 0.75), (2.0, 0.875)]);
    let mistake = Mistake {
        index: 8,
        truth: 5,
        answer: 6,
    };
    let evaluation = Evaluation {
        loss: 0.1,
        accuracy: 0.9998,
        confusion: vec![0; 100],
        mistakes: vec![mistake; 2],
        wrong: 2,
    };
    let tested = DigitsBody {
        evaluation: Some(evaluation.clone()),
        ..report(939)
    };
    let pixels = [[7_u8; 784], [9; 784]].concat();
    let blocks = [
        Block::F64(Vec::new()),
        Block::F32(vec![1.0]),
        Block::U8(pixels),
    ];
    assert_eq!(course.take(tested, &blocks), Some(evaluation.clone()));
    assert_eq!(course.mistakes(), [[7; 784], [9; 784]]);
    assert_eq!(course.last().unwrap().evaluation, None);
    let gallery = markup::gallery(Language::English, &evaluation.mistakes);
    assert_eq!(values(&gallery, "data-mistake"), ["0", "1"]);
    assert!(gallery.contains("5→6"));
    let tested = markup::tested(Language::English, &evaluation);
    assert!(tested[0].1.contains("99.98%"));
}

#[test]
fn the_image_is_reported_by_its_ink() {
    let mut image = [0; 784];
    assert_eq!(numbers::ink(&image), None);
    for at in [5 * 28 + 9, 5 * 28 + 12, 20 * 28 + 3] {
        image[at] = 1;
    }
    assert_eq!(numbers::ink(&image), Some((3, [6, 21], [4, 13])));
    for language in Language::BOTH {
        let none = markup::seen(language, None);
        let message = markup::seen(language, Some(&image));
        assert!(
            message.starts_with(&none) && !message.contains('{'),
            "{message}"
        );
    }
}

#[test]
fn the_matrix_is_shaded_by_the_share_of_its_row() {
    let mut row = [0; 10];
    (row[3], row[4]) = (99, 1);
    assert_eq!(
        [row[0], row[3], row[4]].map(|n| numbers::shade(n, &row)),
        [0, 10, 1]
    );
    assert_eq!(numbers::shade(0, &[0; 10]), 0);
    let mut counts = vec![0; 100];
    (counts[33], counts[34]) = (99, 1);
    let markup = markup::confusion(&counts);
    assert_eq!(markup.matches("<tr>").count(), 10);
    assert!(
        markup.contains(r#"<td class="right shade-10">99</td><td class="wrong shade-1">1</td>"#)
    );
    assert_eq!(markup.matches('·').count(), 98);
}

#[test]
fn epochs_stand_beside_the_printed_ones() {
    let record = EpochRecord {
        epoch: 0,
        loss: 0.53414,
        accuracy: 0.85416,
        samples: 10_000,
    };
    let body = DigitsBody {
        epochs: vec![record; 4],
        ..report(939)
    };
    let rows = markup::epochs(&body);
    let first = "<td>0.5341</td><td>0.8542</td><td>0.5341</td><td>0.8542</td>";
    assert!(rows.contains(first), "{rows}");
    assert!(rows.ends_with("<td>—</td><td>—</td></tr>"), "{rows}");
    let doing = [0, 939].map(|at| markup::doing(Language::English, &report(at)));
    assert!(doing[0].contains("939") && doing[0] != doing[1]);
}

#[test]
fn answers_are_reported_for_the_networks_that_are_there() {
    let language = Language::English;
    let seven = Answer {
        outputs: [0.0; 10],
        digit: 7,
        clear: true,
    };
    let none = markup::answer(language, false, &[None, None, None]);
    let waiting = markup::answer(language, true, &[None, None, None]);
    assert!(none != waiting);
    let message = markup::answer(
        language,
        true,
        &[Some(seven.clone()), None, Some(seven.clone())],
    );
    assert_eq!(message.matches(": 7").count(), 2);
    assert_eq!(message.matches(" · ").count(), 1);
    let unclear = Answer {
        clear: false,
        ..seven
    };
    let message = markup::answer(language, true, &[Some(unclear), None, None]);
    assert_eq!(message, "Case 1.0: no digit");
}

#[test]
fn the_markup_has_every_part() {
    let own = [
        "accuracy-1.0",
        "accuracy-1.1",
        "accuracy-curve",
        "accuracy-now",
        "answer",
        "batch",
        "checkpoint",
        "clear",
        "confusion-body",
        "epoch-now",
        "epochs",
        "epochs-body",
        "gallery",
        "gallery-title",
        "left-now",
        "live",
        "loss-curve",
        "loss-now",
        "models-error",
        "models-error-text",
        "models-retry",
        "pad",
        "pad-said",
        "picture-note",
        "pictures",
        "sample",
        "seen",
        "speed-now",
        "test",
        "test-text",
        "undo",
    ];
    let training = TRAINING.iter().filter(|name| **name != "rows");
    let parts: Vec<&str> = own.iter().chain(training).copied().collect();
    has_parts(markup::markup, &parts);
    let markup = markup::markup(Language::English, "digits");
    assert_eq!(values(&markup, "data-cell").len(), 3 * 10);
    assert_eq!(values(&markup, "data-case"), ["1.0", "1.1"]);
    assert_eq!(values(&markup, "data-samples"), ["10000", "60000"]);
}
