//! The reviews' figure without a page: words and vectors, what each word adds, numbers of a training.

use ndarray::ArrayView2;
use redes_core::network::Network;
use redes_data::words::{Encoding, Extent, Vocabulary, pad_front};
use redes_experiment::{
    Block,
    reviews::{Epoch, ReviewsBody, RunBody},
};
use redes_inputs::reviews::Review;
use redes_lessons::thesis::reviews::{Case, MAX_WORDS, architecture};
use redes_shell::{link, text::Language};

use super::{
    link::{Networks, State},
    markup,
    numbers::{self, Contributions, Course, Measure, Reader, SLICE},
    sentences,
};
use crate::testing::{self, TRAINING, has_parts, values};

fn vocabulary() -> Vocabulary {
    let lines = testing::site("models/reviews-words.txt");
    Vocabulary::from_ranked_lines(std::str::from_utf8(&lines).unwrap(), Extent::Head).unwrap()
}

fn shipped(case: Case) -> Network<f32> {
    let bytes = testing::site(&format!("models/reviews-{case}.safetensors"));
    let model = redes_models::load_as(&bytes, &architecture(case), SLICE).unwrap();
    model.network
}

/// All contributions of a review's words.
fn all(reader: &mut Reader, review: &Review) -> Contributions {
    let mut contributions = Contributions::of(review);
    while !reader.go_on(review, &mut contributions) {}
    contributions
}

fn epoch(loss: f64, accuracy: f64, test: Option<(f64, f64)>) -> Epoch {
    Epoch {
        loss,
        accuracy,
        test,
    }
}

fn report(iterations: [u64; 2], epochs: [Vec<Epoch>; 2]) -> ReviewsBody {
    let runs = Case::ALL.into_iter().zip(iterations).zip(epochs);
    ReviewsBody {
        iteration: iterations.iter().sum(),
        iterations: 2 * 3 * 40,
        batches_per_epoch: 40,
        current: 0,
        runs: runs
            .map(|((case, iteration), epochs)| RunBody {
                case,
                iteration,
                loss: 0.5,
                accuracy: 0.75,
                epochs,
                weights: false,
            })
            .collect(),
        samples_per_second: 500.0,
        testing: None,
        present: false,
    }
}

#[test]
fn a_word_adds_what_the_log_odds_lose_without_it() {
    let review = Review::new(&vocabulary(), "Not a good film, zyzzyva.");
    assert_eq!((review.read().len(), review.unknown()), (5, 1));
    for case in Case::ALL {
        let network = shipped(case);
        let mut plain = Network::plain(&architecture(case), 1).unwrap();
        plain.parameters_mut().copy_from_slice(network.parameters());
        let mut log_odds = |input: &[f32]| {
            let row = ArrayView2::from_shape((1, MAX_WORDS), input).unwrap();
            let p = f64::from(plain.forward(row).unwrap()[[0, 0]]);
            (p / (1.0 - p)).ln()
        };
        let mut reader = Reader::new(network, None);
        let contributions = all(&mut reader, &review);
        assert_eq!(contributions.all().len(), 5);
        let whole = log_odds(review.input());
        for (place, value) in contributions.all().iter().enumerate() {
            let mut without = review.input().to_vec();
            // Keras's number of a word that is not in the list (imdb.load_data, oov_char).
            without[MAX_WORDS - 5 + place] = 2.0;
            let expected = whole - log_odds(&without);
            assert!((value - expected).abs() < 1e-3, "{value} is not {expected}");
            assert_eq!(contributions.word(&review, place), Some(*value));
        }
        // An unknown word stands for itself.
        assert_eq!(contributions.all()[4], 0.0);
        let score = reader.score(&review).unwrap();
        assert!(((score / (1.0 - score)).ln() - whole).abs() < 1e-3);
    }
}

#[test]
fn a_long_review_is_read_from_its_end() {
    let text = format!("{} good", "film ".repeat(800));
    let review = Review::new(&vocabulary(), &text);
    assert_eq!((review.words().len(), review.unread()), (801, 301));
    assert_eq!((review.read().len(), review.hidden()), (MAX_WORDS, 101));
    assert!(review.input().iter().all(|id| *id > 0.0));
    assert!(!review.vector().contains('×'));
    let contributions = Contributions::of(&review);
    assert_eq!(contributions.word(&review, 300), None);
    let language = Language::English;
    let markup = sentences::words(language, &review);
    assert_eq!(values(&markup, "data-word").len(), 700);
    assert_eq!(markup.matches("word unread").count(), 200);
    assert!(markup.contains(r#"data-word="101" tabindex="0""#));
    assert_eq!(markup.matches(r#"tabindex="0""#).count(), 1);
    let unread = sentences::explained(language, &review, &contributions, 300);
    let read = sentences::explained(language, &review, &contributions, 301);
    assert!(unread.is_some() && read.is_some() && unread != read);
    assert_eq!(
        sentences::explained(language, &review, &contributions, 801),
        None
    );
}

#[test]
fn a_short_review_is_padded_in_front() {
    let review = Review::new(&vocabulary(), "the");
    // Start is 1, "the" is the most frequent word, and ranks begin after the number 3 (imdb.load_data, index_from).
    assert_eq!(review.vector(), "[0 × 498, 1, 4]");
    assert_eq!(review.words()[0].rank(), Some(1));
    let empty = Review::new(&vocabulary(), " , . ");
    assert_eq!(empty.vector(), "[0 × 499, 1]");
    let mut reader = Reader::new(shipped(Case::Case20), None);
    assert!(all(&mut reader, &empty).all().is_empty());
    let unknown = Review::new(&vocabulary(), "zyzzyva");
    assert_eq!((unknown.unknown(), unknown.words()[0].rank()), (1, None));
    assert!(sentences::words(Language::English, &unknown).contains("word unknown"));
}

#[test]
fn other_apostrophes_and_entities_are_the_same_words() {
    let plain = Review::new(
        &vocabulary(),
        "It isn't good, I can't recommend this 'great' film",
    );
    assert_eq!(plain.unknown(), 0);
    for text in [
        "It isn’t good, I can’t recommend this ‘great’ film",
        "It isnʼt good, I can´t recommend this “great” film",
        "It&nbsp;isn&#39;t good&hellip; I can`t recom\u{ad}mend this\u{a0}`great` ﬁlm",
    ] {
        let review = Review::new(&vocabulary(), text);
        assert_eq!(review.vector(), plain.vector(), "{text}");
    }
    // The thesis's two reviews keep Keras's numbers.
    for name in ["first", "second"] {
        let text = testing::site(&format!("reviews/{name}.txt"));
        let text = std::str::from_utf8(&text).unwrap();
        let ids = Encoding::default().encode(&vocabulary(), text);
        let review = Review::new(&vocabulary(), text);
        let mut input = vec![0.0; MAX_WORDS];
        pad_front(&ids, &mut input);
        assert_eq!(review.input(), input, "{name}");
    }
}

#[test]
fn without_known_words_there_is_no_verdict_and_with_few_a_note() {
    let said = |language, text, scores: &[(&str, f64)]| {
        let review = Review::new(&vocabulary(), text);
        sentences::answer(language, &review, scores)
    };
    let none = said(Language::English, "zyzzyva película", &[]);
    assert!(
        none.starts_with("No verdict. 2 words read, 2 of them unknown."),
        "{none}"
    );
    let (none, spanish) = ("zyzzyva", Language::Spanish);
    assert!(said(spanish, none, &[]).starts_with("Sin veredicto. "));
    let scores = [("2.0", 0.6)];
    // 5 of 8 words and 3 of 4 are unknown; in the last text 1 of 2.
    for (text, note) in [
        ("Una película excelente, me ha encantado de verdad", true),
        ("La película es excelente", true),
        ("good zyzzyva", false),
    ] {
        let (english, spanish) = (
            said(Language::English, text, &scores),
            said(spanish, text, &scores),
        );
        assert!(english.starts_with("2.0: positive. "), "{english}");
        assert_eq!(english.contains("no other language"), note, "{english}");
        assert_eq!(spanish.contains("solo leen inglés"), note, "{spanish}");
    }
    assert_eq!(said(Language::English, "", &[]), "There are no words yet.");
}

#[test]
fn a_text_that_is_shorter_than_almost_every_review_has_a_note() {
    let message = |count: usize| {
        let review = Review::new(&vocabulary(), &"good ".repeat(count));
        let scores = [("2.0", 0.6)];
        Language::BOTH.map(|language| sentences::answer(language, &review, &scores))
    };
    for (count, note) in [(1, true), (29, true), (30, false), (600, false)] {
        let [spanish, english] = message(count);
        assert_eq!(english.contains("It is short."), note, "{english}");
        assert_eq!(spanish.contains("Es corta."), note, "{spanish}");
    }
}

#[test]
fn what_is_not_computed_yet_is_not_shown() {
    let review = Review::new(&vocabulary(), &"good bad ".repeat(SLICE));
    let mut reader = Reader::new(shipped(Case::Case20), None);
    let mut contributions = Contributions::of(&review);
    assert!(!reader.go_on(&review, &mut contributions));
    assert_eq!(contributions.all().len(), SLICE);
    assert!(contributions.word(&review, SLICE - 1).is_some());
    assert_eq!(contributions.word(&review, SLICE), None);
    assert!(reader.go_on(&review, &mut contributions));
    assert_eq!(contributions.all().len(), 2 * SLICE);
    // Nothing is left: nothing changes.
    assert!(reader.go_on(&review, &mut contributions));
    assert_eq!(contributions.all().len(), 2 * SLICE);
}

#[test]
fn the_strongest_words_come_first() {
    let review = Review::new(&vocabulary(), "A wonderful film with an awful, boring end");
    let mut reader = Reader::new(shipped(Case::Case20), None);
    let contributions = all(&mut reader, &review);
    let [positive, negative] = contributions.strongest(&review);
    assert!(positive.iter().any(|(word, _)| word.text == "wonderful"));
    assert!(negative.iter().any(|(word, _)| word.text == "awful"));
    assert!(positive.len() <= 6 && negative.len() <= 6);
    assert!(positive.windows(2).all(|two| two[0].1 >= two[1].1));
    assert!(negative.windows(2).all(|two| two[0].1 <= two[1].1));
    assert!(positive.iter().all(|(_, value)| *value > 0.0));
    let most = contributions
        .all()
        .iter()
        .fold(0.0, |most: f64, v| most.max(v.abs()));
    let shades = [most, -most, most * 0.5, most * 0.1, most * 0.09, 0.0];
    let shades = shades.map(|value| contributions.shade(value));
    assert_eq!(shades, [Some(5), Some(5), Some(3), Some(1), None, None]);
    let list = sentences::strongest(&positive);
    assert!(list.contains("<li>wonderful <span>+"), "{list}");
}

#[test]
fn another_shade_replaces_the_one_before() {
    assert_eq!(sentences::coloured("word", 1.0, Some(3)), "word plus-3");
    assert_eq!(
        sentences::coloured("word plus-3", -1.0, Some(2)),
        "word minus-2"
    );
    assert_eq!(
        sentences::coloured("word unknown minus-2", 0.0, None),
        "word unknown"
    );
}

#[test]
fn a_bar_leads_from_the_middle_to_the_score() {
    assert_eq!(numbers::bar(0.5), [50.0, 0.0]);
    assert_eq!(numbers::bar(0.75), [50.0, 25.0]);
    assert_eq!(numbers::bar(0.0), [0.0, 50.0]);
    let [good, bad] = [0.9, 0.1].map(|score| sentences::score(Language::English, Some(score)));
    assert!(good.starts_with("0.9000 ") && bad.starts_with("0.1000 "));
    assert!(good[6..] != bad[6..]);
    assert_eq!(sentences::score(Language::English, None), "—");
}

#[test]
fn weights_are_taken_only_where_they_fit() {
    let weights = shipped(Case::Case20).parameters().to_vec();
    let mut own = Reader::own(Case::Case20).unwrap();
    assert!(!own.take(&weights[1..], 1));
    assert!(own.take(&weights, 1));
    let review = Review::new(&vocabulary(), "A good film");
    let mut other = Reader::new(shipped(Case::Case20), Some(0.88));
    assert_eq!(own.score(&review), other.score(&review));
}

#[test]
fn the_printed_numbers_are_the_ledgers() {
    for (case, epochs) in [(Case::Case20, 2), (Case::Case21, 3)] {
        for epoch in 0..epochs {
            let id = format!("{case}/epoch-{}/val-accuracy", epoch + 1);
            let printed = numbers::printed(case, epoch);
            assert_eq!(printed, Some(testing::ledger(&id)), "{id}");
        }
        assert_eq!(numbers::printed(case, epochs), None);
    }
}

#[test]
fn progress_counts_the_tests_as_a_third_of_their_training() {
    let body = report([40, 0], [vec![epoch(0.5, 0.7, None)], Vec::new()]);
    let progress = numbers::progress(&body, &body.runs[0], 5_000);
    assert_eq!((progress.epoch, progress.epochs), (1, 3));
    assert!((progress.share - 1.0 / 6.0).abs() < 1e-12);
    // 5 epochs of 5,000 reviews are left, and 6 tests at three times the speed.
    assert!((progress.seconds_left - (25_000.0 + 6.0 * 5_000.0 / 3.0) / 500.0).abs() < 1e-9);
    let tested = vec![epoch(0.5, 0.7, Some((0.4, 0.8)))];
    let body = report([40, 0], [tested, Vec::new()]);
    let after = numbers::progress(&body, &body.runs[0], 5_000);
    assert!((progress.seconds_left - after.seconds_left - 10.0 / 3.0).abs() < 1e-9);
}

#[test]
fn reports_add_up_to_a_curve_a_network() {
    let mut course = Course::default();
    let rows = [
        [0.0, 20.0, 0.6, 0.7],
        [1.0, 40.0, 0.5, 0.8],
        [9.0, 1.0, 1.0, 1.0],
    ];
    course.take(
        report([20, 40], [Vec::new(), Vec::new()]),
        &[Block::F64(rows.concat())],
    );
    assert_eq!(
        course.curves(Measure::Loss),
        [vec![(0.5, 0.6)], vec![(1.0, 0.5)]]
    );
    let accuracies = course.curves(Measure::Accuracy);
    assert_eq!(accuracies, [vec![(0.5, 0.7)], vec![(1.0, 0.8)]]);
    assert_eq!(numbers::extent(&accuracies), (0.7, 0.8));
    let epochs = [epoch(0.5, 0.7, Some((0.4, 0.8))), epoch(0.3, 0.9, None)];
    assert_eq!(Measure::Accuracy.tests(&epochs), [(1.0, 0.8)]);
    assert_eq!(Measure::Loss.tests(&epochs), [(1.0, 0.4)]);
}

#[test]
fn epochs_are_reported_beside_the_printed_ones() {
    let language = Language::English;
    let tested = vec![epoch(0.5, 0.7, Some((0.4, 0.8)))];
    let body = report([40, 40], [tested, vec![epoch(0.6, 0.65, None)]]);
    let rows = sentences::epochs(language, &body, 1);
    assert_eq!(rows.matches(r#"<tr class="here">"#).count(), 2);
    let first = "<td>0.5000</td><td>0.7000</td><td>0.4000</td><td>0.8000</td><td>0.8848</td>";
    assert!(rows.contains(first), "{rows}");
    assert!(
        rows.contains("<td>—</td><td>—</td><td>0.8530</td>"),
        "{rows}"
    );
    let message = sentences::at_epoch(language, &body, 1);
    assert!(
        message.starts_with("1. ") && message.contains("80.00%"),
        "{message}"
    );
    assert_eq!(sentences::at_epoch(language, &body, 0), "0. ");
    let label = sentences::curve_label(language, &body, Measure::Accuracy);
    assert!(label.ends_with(": 0.8000"), "{label}");
    let testing = ReviewsBody {
        testing: Some((1_250, 5_000)),
        ..body.clone()
    };
    assert!(sentences::doing(language, &testing).contains("1,250"));
    assert!(sentences::doing(language, &body).contains("240"));
}

#[test]
fn links_keep_to_their_ranges() {
    let read = |hash: &str| {
        let mut state = State::default();
        let refused = link::read(&mut state, "reviews", hash);
        (state, refused.len())
    };
    assert_eq!(read("#reviews.networks=both").0.networks, Networks::Both);
    let one = read("#reviews.networks=2.1").0.setup();
    assert_eq!(one.cases, [Case::Case21]);
    for hash in [
        "#reviews.networks=1.0",
        "#reviews.samples=10000",
        "#reviews.epochs=11",
        "#reviews.batch=0",
        "#reviews.reader=both",
    ] {
        assert_eq!(read(hash).1, 1, "{hash}");
    }
    let long = State {
        text: "ñ".repeat(4_000),
        ..State::default()
    };
    assert!(link::write(&long, "reviews", "").contains("text="));
    let longer = State {
        text: "ñ".repeat(4_001),
        ..State::default()
    };
    assert!(!link::write(&longer, "reviews", "").contains("text="));
}

#[test]
fn the_markup_has_every_part() {
    let own = [
        "accuracy-2.0",
        "accuracy-2.1",
        "accuracy-curve",
        "accuracy-now",
        "answer",
        "checkpoint",
        "answers",
        "batch",
        "clear",
        "cursor",
        "cursor-box",
        "cursor-text",
        "epoch-now",
        "epochs",
        "epochs-body",
        "example-note",
        "for-negative",
        "for-positive",
        "left-now",
        "live",
        "load",
        "load-bar",
        "load-button",
        "load-error",
        "load-progress",
        "load-text",
        "loss-curve",
        "loss-now",
        "network-now",
        "speed-now",
        "text",
        "vector",
        "word-note",
        "words",
    ];
    let training = TRAINING.iter().filter(|name| **name != "rows");
    let parts: Vec<&str> = own.iter().chain(training).copied().collect();
    has_parts(markup::markup, &parts);
    let markup = markup::markup(Language::English, "reviews");
    assert_eq!(values(&markup, "data-row"), markup::ROWS);
    for row in markup::ROWS {
        for part in [format!("bar-{row}"), format!("score-{row}")] {
            assert!(values(&markup, "data-ref").contains(&&*part), "{part}");
        }
    }
    assert_eq!(values(&markup, "data-example"), ["first", "second"]);
}
