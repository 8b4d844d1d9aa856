//! The encoding: numbers against Keras's rules, what a touch chooses, markup, sentences, links.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/common/markup.rs"]
mod common;

use common::{tags, values};
use redes_chapter_problems::encoding::{
    link::{EXAMPLE, State},
    markup,
    numbers::{Choice, MAX_WORDS, Row},
};
use redes_data::words::{Extent, Id, Vocabulary};
use redes_sheet::language::Language;
use redes_shell::link;

/// The six most frequent words of Keras's index of the IMDB reviews.
const WORDS: &str = "the\nand\na\nof\nto\nis";

fn row(text: &str) -> Row {
    Row::new(
        &Vocabulary::from_ranked_lines(WORDS, Extent::Head).unwrap(),
        text,
    )
}

/// `keras.datasets.imdb.load_data`: 1 begins a review, 2 is an unknown word, the word of rank r is r + 3; and
/// `pad_sequences` puts zeros in front and cuts at the front.
#[test]
fn the_numbers_follow_keras() {
    let found = row("The actor IS a, to?");
    let ids: Vec<Id> = found.words.iter().map(|word| word.id).collect();
    assert_eq!(ids, [1 + 3, 2, 6 + 3, 3 + 3, 5 + 3]);
    assert_eq!(found.padded.len(), 500);
    assert_eq!(found.padded[493..], [0, 1, 4, 2, 9, 6, 8]);
    let ranks: Vec<Id> = found.words.iter().map(|word| word.rank()).collect();
    assert_eq!(ranks, [1, 0, 6, 3, 5]);
    assert_eq!((found.unknown(), found.zeros()), (1, 494));
    assert!(found.words[1].is_unknown() && !found.words[0].is_unknown());
}

/// With `num_words=5000` the last word with a number of its own has rank 4,996.
#[test]
fn words_beyond_the_4996_most_frequent_are_unknown() {
    let lines: Vec<String> = (0..5_010).map(|n| format!("w{n}")).collect();
    let words = Vocabulary::from_ranked_lines(&lines.join("\n"), Extent::Whole).unwrap();
    let found = Row::new(&words, "w4995 w4996 never");
    let ids: Vec<Id> = found.words.iter().map(|word| word.id).collect();
    // Keras drops a word that its whole index lacks.
    assert_eq!(ids, [4_999, 2]);
}

#[test]
fn at_500_words_the_start_is_lost_and_then_the_first_words() {
    for (count, zeros, start) in [
        (498, 1, Some(1)),
        (499, 0, Some(0)),
        (500, 0, None),
        (501, 0, None),
    ] {
        let found = row(&"of ".repeat(count));
        assert_eq!((found.zeros(), found.start()), (zeros, start), "{count}");
        let place = 500 - count as isize;
        assert_eq!(found.place(0), usize::try_from(place).ok());
        assert_eq!(found.place(count - 1), Some(499));
        for at in 0..MAX_WORDS {
            let word = found.word_at(at);
            assert_eq!(word.and_then(|word| found.place(word)), word.map(|_| at));
        }
    }
}

#[test]
fn a_touch_chooses_the_word_and_its_place_together() {
    let found = row("the end of");
    let both = |word, place| Some(Choice { word, place });
    assert_eq!(found.choice(Some("0"), None), both(Some(0), Some(497)));
    assert_eq!(found.choice(None, Some("499")), both(Some(2), Some(499)));
    assert_eq!(found.choice(Some("start"), None), both(None, Some(496)));
    assert_eq!(found.choice(None, Some("496")), both(None, Some(496)));
    assert_eq!(found.choice(None, Some("3")), both(None, Some(3)));
    assert_eq!(found.choice(None, None), None);
    assert_eq!(found.choice(None, Some("x")), None);
    let start = found.choice(Some("start"), None).unwrap();
    assert!(found.is_start(start) && found.chosen(start).is_none());
    let zero = found.choice(None, Some("3")).unwrap();
    assert!(!found.is_start(zero));
    // What a changed page might send is no reason to stop.
    for text in ["", "-1", "18446744073709551615", "99"] {
        if let Some(choice) = found.choice(Some(text), Some(text)) {
            assert!(found.chosen(choice).is_none(), "{text}");
        }
        found.choice(None, Some(text));
    }
}

#[test]
fn notes_explain_each_kind_of_number() {
    let found = row("the end of");
    let note = |row: &Row, word: Option<&str>, place: Option<&str>| {
        markup::note(Language::English, row, row.choice(word, place).unwrap())
    };
    assert_eq!(
        note(&found, Some("2"), None),
        "“of” is word number 4 by frequency; 4 + 3 = 7. Its position in the row is 500."
    );
    assert_eq!(
        note(&found, Some("1"), None),
        "“end” is not among the 4,996 most frequent words: it gets the 2, like every unknown word. Its position in the row is 499."
    );
    assert!(note(&found, Some("start"), None).starts_with("The 1 is not a word"));
    assert!(note(&found, None, Some("0")).starts_with("A zero of padding"));
    let long = row(&"of ".repeat(501));
    assert!(note(&long, Some("0"), None).contains("does not fit"));
    let counts = |row: &Row| markup::counts(Language::English, row);
    assert_eq!(
        counts(&found),
        "3 words, 1 unknown; before them, 496 zeros and the 1 of the start."
    );
    assert!(counts(&long).starts_with("501 words, 0 unknown; they do not all fit"));
}

#[test]
fn the_markup_has_its_parts() {
    for language in Language::BOTH {
        let page = markup::markup(language, "encoding");
        assert!(values(&page, "data-ref").contains(&"refused"));
    }
}

#[test]
fn chips_and_numbers_belong_together() {
    let found = row("the <b>end</b> & of");
    let chips = markup::chips(Language::English, &found);
    tags(&chips);
    assert_eq!(
        values(&chips, "data-word"),
        ["start", "0", "1", "2", "3", "4"]
    );
    assert_eq!(
        values(&chips, "tabindex"),
        ["0", "-1", "-1", "-1", "-1", "-1"]
    );
    assert_eq!(chips.matches(r#"class="chip unknown""#).count(), 3);
    let numbers = markup::numbers(&found);
    tags(&numbers);
    let places: Vec<String> = (0..MAX_WORDS).map(|place| place.to_string()).collect();
    assert_eq!(values(&numbers, "data-place"), places);
    let classes = values(&numbers, "class");
    assert_eq!(
        classes[493..],
        ["zero", "start", "", "unknown", "unknown", "unknown", ""]
    );
    assert!(classes[..494].iter().all(|class| *class == "zero"));
    // Of a very long review the last 700 words are shown.
    let long = markup::chips(Language::English, &row(&"of ".repeat(750)));
    assert!(long.contains("… 50 words before …"));
    assert_eq!(values(&long, "data-word").len(), 700);
    assert_eq!(long.matches(r#"class="chip unread""#).count(), 200);
}

#[test]
fn a_link_holds_a_text_of_4000_characters() {
    let read = |text: &str| {
        let mut state = State::default();
        let refused = link::read(&mut state, "encoding", &format!("#encoding.text={text}"));
        (state.text, refused.len())
    };
    for (length, refused) in [(0, 0), (4_000, 0), (4_001, 1)] {
        // Characters, not bytes.
        let text = "é".repeat(length);
        let kept = if refused == 0 {
            text.clone()
        } else {
            EXAMPLE.to_owned()
        };
        assert_eq!(read(&text), (kept, refused), "{length}");
    }
    assert_eq!(read("a%26b%0Ac").0, "a&b\nc");
    let long = State {
        text: "x".repeat(4_001),
    };
    assert_eq!(link::write(&long, "encoding", "#a.b=1"), "#a.b=1");
    let short = State {
        text: "a&b".to_owned(),
    };
    assert_eq!(link::write(&short, "encoding", ""), "#encoding.text=a%26b");
}
