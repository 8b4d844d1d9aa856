//! Tests of the phrases' figure. The weights and the words are those that ship.

use redes_core::network::Network;
use redes_data::words::{Extent, Vocabulary};
use redes_inputs::reviews::Review;
use redes_lessons::thesis::reviews::{self, Case};
use redes_shell::text::Language;

use super::{
    markup,
    numbers::{self, FILTERS, Inside, TAPS},
};
use crate::testing::{has_parts, site};

fn vocabulary() -> Vocabulary {
    let words = String::from_utf8(site("models/reviews-words.txt")).unwrap();
    Vocabulary::from_ranked_lines(&words, Extent::Head).unwrap()
}

fn shipped() -> Network<f32> {
    let file = site("models/reviews-2.0.safetensors");
    let model = redes_models::load_as(&file, &reviews::architecture(Case::Case20), 1);
    model.unwrap().network
}

fn inside() -> Inside {
    Inside::new(shipped()).unwrap()
}

#[test]
fn the_markup_has_every_part() {
    let parts = [
        "answers",
        "column",
        "filter",
        "filter-name",
        "likes-title",
        "list",
        "load",
        "load-bar",
        "load-button",
        "load-error",
        "load-progress",
        "load-text",
        "near",
        "near-note",
        "neurons",
        "opened",
        "place-0",
        "place-1",
        "place-2",
        "pooled",
        "reset",
        "rows",
        "score",
        "status",
        "sum",
        "text",
        "three",
        "vectors",
        "windows",
        "word",
        "words",
    ];
    has_parts(markup::markup, &parts);
}

#[test]
fn the_layers_are_those_of_the_plain_network() {
    let vocabulary = vocabulary();
    let mut inside = inside();
    let mut plain = Network::plain(&reviews::architecture(Case::Case20), 1).unwrap();
    plain
        .parameters_mut()
        .copy_from_slice(shipped().parameters());
    let long = "not a bad film ".repeat(200);
    for text in [
        "",
        "wonderful",
        "not a good film",
        super::link::EXAMPLE,
        &long,
    ] {
        let review = Review::new(&vocabulary, text);
        let reading = inside.read(&review).unwrap();
        let score = f64::from(plain.forward_row(review.input()).unwrap()[0]);
        assert!((reading.score - score).abs() < 1e-5, "{text:?}: {score}");
        let layers = [
            &reading.vectors,
            &reading.answers,
            &reading.pooled,
            &reading.neurons,
        ];
        for (layer, ours) in [0, 1, 2, 4].into_iter().zip(layers) {
            let theirs = plain.activations(layer).unwrap();
            let theirs = theirs.as_slice().unwrap();
            // The rows of the padding are left out.
            for (ours, theirs) in ours.iter().rev().zip(theirs.iter().rev()) {
                assert!((ours - theirs).abs() < 1e-4, "{text:?}, layer {layer}");
            }
        }
        let words = review.read().len();
        assert_eq!(reading.words(), words);
        assert_eq!(reading.answers.len(), words * FILTERS);
        assert_eq!(reading.pooled.len(), words.div_ceil(2) * FILTERS);
        assert_eq!(reading.neurons.len(), 250);
    }
}

#[test]
fn a_filters_answer_is_the_sum_of_its_parts() {
    let review = Review::new(&vocabulary(), super::link::EXAMPLE);
    let mut inside = inside();
    let reading = inside.read(&review).unwrap();
    let read = review.read();
    // Keras's number of the start (imdb.load_data, start_char); nothing follows the last word.
    assert_eq!(
        numbers::window(&review, 0),
        [Some(1), Some(read[0].id), Some(read[1].id)]
    );
    assert_eq!(numbers::window(&review, read.len() - 1)[TAPS - 1], None);
    for filter in 0..FILTERS {
        for place in 0..review.read().len() {
            let ids = numbers::window(&review, place).into_iter().enumerate();
            let parts = ids.filter_map(|(tap, id)| Some(inside.part(filter, tap, id?)));
            let sum: f64 = inside.bias(filter) + parts.sum::<f64>();
            let answer = reading.answer(place, filter);
            assert!((answer - sum.max(0.0)).abs() < 1e-5, "{filter} {place}");
        }
        let windows = inside.windows(filter, &[&review]);
        assert!(windows.is_sorted_by(|a, b| a.answer >= b.answer));
    }
}

#[test]
fn favourites_are_the_greatest_of_all_words() {
    let inside = inside();
    for (tap, words) in inside.favourites(5).iter().enumerate() {
        let greatest = (4..5_000).map(|id| inside.part(5, tap, id));
        let greatest = greatest.fold(f64::MIN, f64::max);
        assert_eq!(words[0].1, greatest);
        assert!(words.is_sorted_by(|a, b| a.1 >= b.1));
    }
}

#[test]
fn the_neighbours_of_a_word_have_its_opinion() {
    let (vocabulary, inside) = (vocabulary(), inside());
    for (word, expected) in [("excellent", "perfect"), ("worst", "awful")] {
        let id = numbers::id_of(&vocabulary, word).unwrap();
        let near = inside.neighbours(id);
        let words: Vec<&str> = near
            .iter()
            .map(|(id, _)| numbers::word(&vocabulary, *id))
            .collect();
        assert!(words.contains(&expected), "{word}: {words:?}");
        assert!(
            near.iter()
                .all(|(other, cosine)| *other != id && *cosine <= 1.0 + 1e-9)
        );
    }
    assert_eq!(numbers::id_of(&vocabulary, "zyzzyva"), None);
    assert_eq!(numbers::id_of(&vocabulary, " The "), Some(4));
}

#[test]
fn a_cosine_needs_no_length() {
    assert_eq!(numbers::cosine(&[3.0, 0.0], &[0.5, 0.0]), 1.0);
    assert_eq!(numbers::cosine(&[3.0, 0.0], &[0.0, 1.0]), 0.0);
    assert_eq!(numbers::cosine(&[0.0], &[1.0]), 0.0);
}

#[test]
fn words_are_completed_the_most_frequent_first() {
    let vocabulary = vocabulary();
    let found = numbers::completions(&vocabulary, "Wond", 3);
    assert!(
        found.contains(&"wonderful") && found.len() <= 3,
        "{found:?}"
    );
    assert!(numbers::completions(&vocabulary, "zzzz", 3).is_empty());
}

#[test]
fn weights_of_another_size_are_refused() {
    let other = Network::new(&reviews::architecture(Case::Case21), 1);
    assert!(Inside::new(other.unwrap()).is_none());
    assert!(inside().vector(5_000).is_empty());
}

#[test]
fn the_status_counts_words_before_the_network_is_there() {
    let text = markup::status(Language::English, "not a good film", None);
    assert!(text.starts_with("The text has 4 words."), "{text}");
}

#[test]
fn without_a_known_word_there_is_no_verdict() {
    let (mut inside, language) = (inside(), Language::English);
    for (text, strange) in [("zyzzyva ¿?", true), ("", true), ("It isn’t good", false)] {
        let reading = inside.read(&Review::new(&vocabulary(), text)).unwrap();
        assert_eq!(reading.strange, strange);
        let status = markup::status(language, text, Some(&reading));
        assert_eq!(status.contains("none of these words"), strange, "{status}");
        assert_eq!(markup::score(language, &reading) == "—", strange);
    }
    let known = |word| numbers::id_of(&vocabulary(), word);
    assert_eq!(known("Isn’t "), known("isn't"));
    assert!(known("isn’t").is_some());
}
