//! Links: what they restore, what is refused, what is written. Native; nothing here needs a page.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Debug;

use proptest::{collection::vec, prelude::*};
use redes_figures::{circles, each, problems};
use redes_shell::{
    link::{self, Allowed, Keyed, Refused},
    number,
    text::Language,
};
use serde::Deserialize;

/// A link that an earlier version of the site read; `golden/README.md` says which.
#[derive(Deserialize)]
struct Golden {
    figure: String,
    hash: String,
    /// The page's hash after the figure wrote its state.
    page: String,
    /// The figure's own part.
    own: String,
    /// `key=text`.
    refused: Vec<String>,
}

/// The state that a hash restores.
fn restored<S: Keyed + Default>(prefix: &str, hash: &str) -> (S, Vec<Refused>) {
    let mut state = S::default();
    let refused = link::read(&mut state, prefix, hash);
    (state, refused)
}

/// A key and its text, with every byte of it escaped.
fn entry(prefix: &str, key: &str, text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
    format!("{prefix}.{key}={out}")
}

#[test]
fn links_restore_what_they_always_did() {
    let cases: Vec<Golden> = serde_json::from_str(include_str!("golden/links.json")).unwrap();
    assert!(cases.len() > 500);
    let mut seen = 0;
    each!(restores, &cases, &mut seen);
    assert_eq!(seen, cases.len());
}

fn restores<S: Keyed + Default>(figure: &str, cases: &[Golden], seen: &mut usize) {
    for case in cases.iter().filter(|case| case.figure == figure) {
        *seen += 1;
        let (state, refused) = restored::<S>(figure, &case.hash);
        let name = format!("{figure} with {}", case.hash);
        assert_eq!(link::write(&state, figure, &case.hash), case.page, "{name}");
        let own = link::write(&state, figure, "");
        assert_eq!(own.trim_start_matches('#'), case.own, "{name}");
        let message = |entry: &Refused| format!("{}={}", entry.key, entry.text);
        let mut refused: Vec<String> = refused.iter().map(message).collect();
        let mut expected = case.refused.clone();
        // The order of reading was another one where a row depends on others that stand after it.
        if matches!(figure, "circles" | "descent" | "filter" | "lines") {
            refused.sort();
            expected.sort();
        }
        assert_eq!(refused, expected, "{name}");
    }
}

#[test]
fn a_number_keeps_to_its_range_and_a_name_is_one_of_the_given() {
    let mut ranges = 0;
    each!(keeps_to_what_is_reported, &mut ranges);
    assert!(ranges > 40, "{ranges}");
}

fn keeps_to_what_is_reported<S: Keyed + Default>(figure: &str, ranges: &mut usize) {
    let usual = S::default();
    let refuses = |key: &str, text: &str| {
        let (state, refused) = restored::<S>(figure, &entry(figure, key, text));
        assert!(refused.len() <= 1);
        // What is refused leaves no trace, but that a seed or a width of `lines` asks for drawn weights.
        if let ([entry], true) = (refused.as_slice(), figure != "lines") {
            assert_eq!((entry.key, &*entry.text), (key, text));
            assert_eq!(link::write(&state, figure, ""), "", "{figure}.{key}={text}");
        }
        !refused.is_empty()
    };
    for key in usual.keys() {
        match usual.allowed(key) {
            Allowed::Range { low, high, whole } => {
                *ranges += 1;
                for end in [low, high] {
                    assert!(!refuses(key, &number::plain(end)), "{figure}.{key}={end}");
                }
                let mut beyond = vec!["nan".to_owned(), "inf".to_owned(), "".to_owned()];
                if whole {
                    beyond.push(format!("{}", low - 1.0));
                    beyond.push(format!("{}", high + 1.0));
                    beyond.push(format!("{}", low + 0.5));
                } else {
                    beyond.push(number::plain(low - low.abs() * 1e-3 - 1e-6));
                    let above = high + high.abs() * 1e-3 + 1e-6;
                    beyond.push(if high == 1e308 {
                        "1.1e308".to_owned()
                    } else {
                        number::plain(above)
                    });
                }
                for text in beyond {
                    assert!(refuses(key, &text), "{figure}.{key}={text}");
                }
            }
            Allowed::Names(names) => {
                assert!(refuses(key, "nobody"), "{figure}.{key}");
                for name in names.split(", ") {
                    assert!(!refuses(key, name), "{figure}.{key}={name}");
                }
            }
            Allowed::Form(form) => {
                // The neuron that is looked at depends on the layers, which stand as usual here.
                assert!(!refuses(key, form), "{figure}.{key}={form}");
                assert!(refuses(key, "?"), "{figure}.{key}");
            }
            Allowed::Length(most) => {
                assert!(!refuses(key, &"x".repeat(most)), "{figure}.{key}");
            }
        }
    }
}

#[test]
fn what_is_refused_is_said_in_both_languages() {
    let (_, refused) = restored::<circles::circles::link::State>(
        "circles",
        "#circles.noise=2&circles.samples=9&circles.activation=x&circles.hidden=1234567890123456789012345",
    );
    let english = link::message(Language::English, &refused);
    for part in [
        "noise=2 (from 0 to 1)",
        "samples=9 (from 10 to 5,000)",
        "activation=x (one of: sigmoid, tanh, relu)",
        "hidden=123456789012345678901234 (such as 4,8)",
    ] {
        assert!(english.contains(part), "{english}");
    }
    let spanish = link::message(Language::Spanish, &refused);
    for part in [
        "noise=2 (de 0 a 1)",
        "samples=9 (de 10 a 5000)",
        "activation=x (uno de estos: sigmoid, tanh, relu)",
        "hidden=123456789012345678901234 (por ejemplo, 4,8)",
    ] {
        assert!(spanish.contains(part), "{spanish}");
    }
}

#[test]
fn an_address_holds_no_sign_with_a_meaning_elsewhere() {
    type Encoding = problems::encoding::link::State;
    for (text, written) in [
        (
            "a \"good\" <film> & {{x}}",
            "a%20%22good%22%20%3Cfilm%3E%20%26%20%7B%7Bx%7D%7D",
        ),
        (
            "it's $1 | `x` \\ *y* _z_ ~",
            "it%27s%20%241%20%7C%20%60x%60%20%5C%20%2Ay%2A%20%5Fz%5F%20%7E",
        ),
        ("¿qué?", "%C2%BFqu%C3%A9%3F"),
        ("a,b.c-d", "a,b.c-d"),
    ] {
        let hash = entry("encoding", "text", text);
        let (state, refused) = restored::<Encoding>("encoding", &hash);
        assert_eq!(refused, [], "{text}");
        let expected = format!("#encoding.text={written}");
        assert_eq!(link::write(&state, "encoding", ""), expected);
    }
}

#[test]
fn an_address_that_was_escaped_twice_is_whole() {
    let hash = "#circles.noise=0.1&amp;circles.seed=3&amp;amp;perceptron.seed=7";
    let (state, refused) = restored::<circles::circles::link::State>("circles", hash);
    assert_eq!((state.noise, state.seed), (0.1, 3));
    assert_eq!(refused, []);
    assert_eq!(
        link::write(&state, "circles", hash),
        "#perceptron.seed=7&circles.noise=0.1&circles.seed=3"
    );
}

#[test]
fn two_figures_of_a_kind_keep_apart() {
    let hash = "#circles.noise=0.2&circles-2.noise=0.3&perceptron.seed=7";
    let (first, _) = restored::<circles::circles::link::State>("circles", hash);
    let (second, _) = restored::<circles::circles::link::State>("circles-2", hash);
    assert_eq!((first.noise, second.noise), (0.2, 0.3));
    let mut other = second.clone();
    other.seed = 4;
    assert_eq!(
        link::write(&other, "circles-2", hash),
        "#circles.noise=0.2&perceptron.seed=7&circles-2.noise=0.3&circles-2.seed=4"
    );
    assert_eq!(
        link::write(&other, "circles-2", ""),
        "#circles-2.noise=0.3&circles-2.seed=4"
    );
}

/// A text that the key may well have, by a drawn number.
fn likely(allowed: Allowed, drawn: u64) -> String {
    match allowed {
        Allowed::Range { low, high, whole } => {
            let share = (drawn % 1009) as f64 / 1008.0;
            let value = low + (high - low) * share;
            number::plain(if whole { value.round() } else { value })
        }
        Allowed::Names(names) => {
            let names: Vec<&str> = names.split(", ").collect();
            names[drawn as usize % names.len()].to_owned()
        }
        Allowed::Form(form) => {
            // One of its signs becomes another one that stands in it.
            let mut signs: Vec<char> = form.chars().collect();
            let (from, to) = (
                drawn as usize % signs.len(),
                (drawn >> 8) as usize % signs.len(),
            );
            signs[to] = signs[from];
            signs.into_iter().collect()
        }
        Allowed::Length(_) => format!("a & b=é%20 {drawn}\n#"),
    }
}

fn is_read_back<S: Keyed + Default + PartialEq + Debug>(figure: &str, drawn: &[(usize, u64)]) {
    let usual = S::default();
    let key = |place: usize| usual.keys()[place % usual.keys().len()];
    let names_weights = drawn.iter().any(|(place, _)| key(*place) == "weights");
    let entries: Vec<String> = drawn
        .iter()
        // Weights that have a name have neither seed nor width; both would be read and never written.
        .filter(|(place, _)| !(names_weights && matches!(key(*place), "seed" | "width")))
        .map(|(place, drawn)| {
            let key = key(*place);
            entry(figure, key, &likely(usual.allowed(key), *drawn))
        })
        .collect();
    let (state, _) = restored::<S>(figure, &entries.join("&"));
    let hash = link::write(&state, figure, "#other.a=1&fig-x");
    assert!(hash.starts_with("#other.a=1&fig-x"), "{hash}");
    let (again, refused) = restored::<S>(figure, &hash);
    assert_eq!(refused, [], "{hash}");
    // A drawing's nearest points are left out once.
    if !hash.contains("digits.ink") {
        assert_eq!(again, state, "{hash}");
    }
    assert_eq!(link::write(&again, figure, &hash), hash);
}

/// Whether a text is within a range, found without the code that reads it.
fn lies_within(text: &str, low: f64, high: f64, whole: bool) -> bool {
    let number = match whole {
        true => text.parse::<u64>().ok().map(|number| number as f64),
        false => number::parse(text),
    };
    number.is_some_and(|number| low <= number && number <= high)
}

fn refuses_by_name<S: Keyed + Default>(figure: &str, junk: &[(usize, String)]) {
    let usual = S::default();
    let (keys, mut texts) = (usual.keys(), Vec::<(&str, &str)>::new());
    for (place, text) in junk {
        let key = keys[place % keys.len()];
        texts.retain(|(known, _)| *known != key);
        texts.push((key, text));
    }
    let entries: Vec<String> = texts
        .iter()
        .map(|(key, text)| entry(figure, key, text))
        .collect();
    let (state, refused) = restored::<S>(figure, &entries.join("&"));
    for (key, text) in texts {
        let named = refused.iter().find(|entry| entry.key == key);
        if let Some(entry) = named {
            assert_eq!(entry.text, text.chars().take(24).collect::<String>());
        }
        // A start's comma parts two numbers.
        let is_point = (figure, key) == ("descent", "start") && text.contains(',');
        if let (Allowed::Range { low, high, whole }, false) = (state.allowed(key), is_point) {
            let is_within = lies_within(text, low, high, whole);
            assert_eq!(named.is_none(), is_within, "{figure}.{key}={text}");
        }
    }
    for language in [Language::English, Language::Spanish] {
        let message = link::message(language, &refused);
        for entry in &refused {
            assert!(
                message.contains(&format!("{}={} (", entry.key, entry.text)),
                "{message}"
            );
        }
    }
}

fn survives<S: Keyed + Default>(figure: &str, hash: &str) {
    let own = hash.replace('@', figure);
    let (state, _) = restored::<S>(figure, &own);
    let others = |hash: &str| {
        let parts = hash.trim_start_matches('#').split('&');
        let others = parts.filter(|part| !matches!(*part, "" | "=") && !part.starts_with(figure));
        others.count()
    };
    let written = link::write(&state, figure, &own);
    let (_, refused) = restored::<S>(figure, &written);
    assert_eq!(refused, [], "{own} became {written}");
    // Escaped names may turn out to be the figure's own.
    if !own.contains('%') {
        assert_eq!(others(&written), others(&own), "{own} became {written}");
    }
}

fn junk() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        (-2.0f64..2e5).prop_map(|value| value.to_string()),
        (0u64..200_000).prop_map(|value| value.to_string()),
        Just("-1".to_owned()),
        Just("1e309".to_owned()),
        Just("0,5".to_owned()),
        Just("4,8".to_owned()),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(drawn in vec((0usize..64, any::<u64>()), 0..12)) {
        each!(is_read_back, &drawn);
    }

    #[test]
    fn each_refused_entry_is_named(junk in vec((0usize..64, junk()), 0..10)) {
        each!(refuses_by_name, &junk);
    }

    #[test]
    fn no_hash_is_too_absurd(parts in vec(prop_oneof![
        any::<String>(),
        Just("@.".to_owned()), Just("@.seed=".to_owned()), Just("@.at=".to_owned()), Just("@.x=".to_owned()),
        Just("&".to_owned()), Just("%".to_owned()), Just("%41".to_owned()), Just("=".to_owned()), Just("1".to_owned()),
    ], 0..16)) {
        each!(survives, &parts.concat());
    }
}
