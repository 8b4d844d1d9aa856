//! Reading ledgers: the thesis's own, and broken ones.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use redes_ledger::{Case, Class, Ledger, LedgerError, Printed, THESIS, Text};

fn thesis() -> Ledger {
    Ledger::parse(THESIS).unwrap()
}

#[test]
fn every_case_has_entries_under_its_own_name() {
    let ledger = thesis();
    for case in Case::ALL {
        assert!(ledger.of(case).count() > 5, "{case}");
        for entry in ledger.of(case) {
            let name = entry.id.strip_prefix(case.name());
            let rest = name.and_then(|rest| rest.strip_prefix('/'));
            assert!(rest.is_some_and(|rest| !rest.is_empty()), "{}", entry.id);
        }
        assert_eq!(case.to_string().parse(), Ok(case));
    }
    let cases: Vec<Case> = ledger.entries().iter().map(|entry| entry.case).collect();
    assert!(cases.is_sorted(), "the thesis's order");
    assert!("3.0".parse::<Case>().is_err());
}

#[test]
fn every_text_is_there_in_both_languages() {
    let differ = |text: &Text, id: &str| {
        for words in [&text.es, &text.en] {
            assert!(!words.trim().is_empty(), "{id}");
            assert_eq!(words.trim(), words, "{id}");
        }
        assert_ne!(text.es, text.en, "{id}");
    };
    for entry in thesis().entries() {
        differ(&entry.what, &entry.id);
        let reason = entry.tolerance.as_ref().map(|tolerance| &tolerance.reason);
        for text in [entry.note.as_ref(), reason].into_iter().flatten() {
            differ(text, &entry.id);
        }
        // They stand in a table.
        for words in [&entry.what.es, &entry.what.en] {
            let length = words.chars().count();
            assert!(length <= 64, "{}: {length}", entry.id);
        }
        assert!(!entry.place.is_empty(), "{}", entry.id);
    }
}

#[test]
fn the_numbers_that_matter_are_there() {
    let ledger = thesis();
    let printed = |id: &str| -> Vec<String> {
        let entry = ledger.get(id).unwrap_or_else(|| panic!("{id}"));
        entry.printed.iter().map(|n| n.text.clone()).collect()
    };
    for (id, numbers) in [
        (
            "perceptron/starting-weights",
            &["-0.16595599", "0.44064899", "-0.99977125"][..],
        ),
        (
            "perceptron/trained-weights",
            &["9.67299303", "-0.2078435", "-4.62963669"],
        ),
        ("perceptron/new-answer", &["0.99993704"]),
        ("circles/points", &["500"]),
        ("1.0/epoch-3/accuracy", &["0.9743"]),
        ("1.0/first-digit", &["7"]),
        ("1.1/epoch-3/loss", &["0.1663"]),
        ("1.1/conclusion", &["95.01"]),
        ("2.0/parameters", &["2163605"]),
        ("2.0/first-answer", &["0.20142166"]),
        ("2.0/test-accuracy", &["88.56"]),
        ("2.1/parameters", &["4160501"]),
        ("2.1/epoch-3/val-loss", &["0.4145"]),
        ("2.1/test-accuracy", &["86.14"]),
        ("1.0/test-accuracy", &[]),
    ] {
        assert_eq!(printed(id), numbers, "{id}");
    }
    let review = printed("2.0/second-review");
    assert_eq!(review.len(), 260);
    assert_eq!(review[..4], ["1", "14", "22", "3443"]);
    assert_eq!(review[259], "3077");
    assert!(ledger.get("nothing").is_none());
}

#[test]
fn trailing_zeros_are_digits() {
    let number = |text: &str| Printed::parse(text).unwrap();
    assert!(number("0.1200").agrees(0.120_04, None));
    assert!(!number("0.1200").agrees(0.120_06, None));
    assert!(number("0.12").agrees(0.120_06, None));
    assert!(!number("-0.2078435").agrees(-0.207_843_52, Some(8)));
    assert!(number("-0.2078435").agrees(-0.207_843_52, None));
    assert!(number("0").agrees(-0.2, None));
    assert!(number("4.8952447e-08").agrees(4.895_244_71e-8, None));
    assert!(!number("4.8952447e-08").agrees(4.895_244_81e-8, None));
    assert_eq!(number("0.1200").like(0.1, None), "0.1000");
    for (value, text) in [(2e-9, "2.0e-09"), (0.25, "2.5e-01"), (1e123, "1.0e+123")] {
        assert_eq!(number("4.9e-08").like(value, None), text);
    }
    for nonsense in ["", "x", "nan", "inf", "1,000", " 1", "0x1", "1e999"] {
        assert_eq!(Printed::parse(nonsense), None, "{nonsense}");
    }
}

/// An entry that is right, to be spoilt line by line.
const ENTRY: &str = r#"
[reasons.why]
es = "porque"
en = "because"

[[entry]]
id = "1.0/loss"
case = "1.0"
place = "4"
what.es = "Pérdida"
what.en = "Loss"
printed = "0.2853"
class = "distribution"
quantity = "loss"
epoch = 1
tolerance = 0.008
reason = "why"
"#;

#[test]
fn a_good_entry_is_read() {
    let ledger = Ledger::parse(ENTRY).unwrap();
    let entry = ledger.get("1.0/loss").unwrap();
    assert_eq!(
        (entry.class, entry.epoch),
        (Class::Distribution, Some(1)),
        "{entry:?}"
    );
    let tolerance = entry.tolerance.as_ref().unwrap();
    assert_eq!(tolerance.value, 0.008);
    assert_eq!(tolerance.reason.en, "because");
}

#[test]
fn what_is_wrong_is_said_with_the_entry() {
    for (line, instead, said) in [
        (r#"case = "1.0""#, r#"case = "3.0""#, "3.0"),
        (r#"class = "distribution""#, r#"class = "sure""#, "sure"),
        (r#"quantity = "loss""#, r#"quantity = "luck""#, "luck"),
        (r#"quantity = "loss""#, "", "without a quantity"),
        (r#"place = "4""#, "", "place"),
        (
            r#"place = "4""#,
            r#"place = "4"
colour = 1"#,
            "colour",
        ),
        (r#"what.en = "Loss""#, "", "en"),
        (r#"what.en = "Loss""#, r#"what.en = " ""#, "both languages"),
        (
            r#"what.en = "Loss""#,
            r#"what.en = "a"
what.fr = "b""#,
            "fr",
        ),
        ("0.2853\"", "0,2853\"", "\"0,2853\" is not a printed number"),
        (
            r#"printed = "0.2853""#,
            "printed = 0.2853",
            "keep the digits",
        ),
        (r#""0.2853""#, r#"["1", "2"]"#, "of one number"),
        (r#""0.2853""#, "[]", "of one number"),
        ("tolerance = 0.008", "", "a tolerance needs a reason"),
        (r#"reason = "why""#, "", "a tolerance needs a reason"),
        (r#"reason = "why""#, r#"reason = "no""#, r#"no reason "no""#),
        ("tolerance = 0.008", "tolerance = -1.0", "makes no sense"),
        ("tolerance = 0.008", "tolerance = nan", "makes no sense"),
        (
            r#"class = "distribution""#,
            r#"class = "exact""#,
            "tolerance",
        ),
        ("epoch = 1", "epoch = 0", "counted from 1"),
        ("epoch = 1", "epoch = 1\nlayer = 1", "not of both"),
        ("epoch = 1", "epoch = -1", "-1"),
        ("epoch = 1", "slip = true", "needs a note"),
        ("epoch = 1", "decimals = 3", "at least those"),
        ("epoch = 1", "decimals = 400", "at most 20"),
    ] {
        let text = ENTRY.replace(line, instead);
        assert_ne!(text, ENTRY, "{line}");
        let error = Ledger::parse(&text).unwrap_err();
        assert!(
            matches!(&error, LedgerError::Entry { id, .. } if id == "1.0/loss"),
            "{instead}: {error}"
        );
        let words = error.to_string();
        assert!(words.contains(said), "{instead}: {words}");
        assert!(
            words.starts_with("entry 1.0/loss of the ledger: "),
            "{words}"
        );
    }
}

#[test]
fn what_has_no_entry_is_said_too() {
    let twice = format!("{ENTRY}{}", &ENTRY[ENTRY.find("[[entry]]").unwrap()..]);
    let nameless = ENTRY.replace(r#"id = "1.0/loss""#, "");
    for (text, said) in [
        ("", "no entries"),
        ("[[entry]", "can't be read"),
        ("entry = 1", "can't be read"),
        ("[[enrty]]", "enrty"),
        (&nameless, "entry number 1 of the ledger has no id"),
        (
            &twice,
            "entry 1.0/loss of the ledger: there is another entry of this id",
        ),
    ] {
        let words = Ledger::parse(text).unwrap_err().to_string();
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[test]
fn the_trainings_say_where_a_printed_number_lies() {
    let ledger = Ledger::parse(THESIS).unwrap();
    let among = |id: &str| ledger.get(id).unwrap().among;
    // The shares of www/spread/README.md, in per cent; a test of redes-cli computes them from the trainings.
    let rows = [
        ("1.0/epoch-3/accuracy", 2048, 39.0),
        ("1.0/epoch-3/loss", 2048, 78.0),
        ("1.1/epoch-2/accuracy", 2048, 1.6),
        ("1.1/epoch-3/loss", 2048, 96.0),
        ("2.0/epoch-2/val-accuracy", 640, 49.0),
        ("2.0/test-accuracy", 640, 49.0),
        ("2.1/epoch-1/val-accuracy", 512, 4.3),
        ("2.1/test-accuracy", 512, 23.0),
    ];
    for (id, of, percent) in rows {
        let among = among(id).unwrap();
        assert_eq!(among.of, of, "{id}");
        assert!(
            (100.0 * among.share() - percent).abs() < 0.6,
            "{id}: {among:?}"
        );
    }
    // For the outputs the README has 35 per cent, and 47 for 298 of 640; here they are counted in bins of a thousandth.
    for (id, percent) in [("1.0/first-answer", 35.0), ("2.0/first-answer", 46.56)] {
        let share = 100.0 * among(id).unwrap().share();
        assert!((share - percent).abs() < 0.6, "{id}: {share}");
    }
    for id in [
        "1.0/above",
        "1.0/conclusion",
        "1.0/neurons",
        "perceptron/new-answer",
        "1.0/test-accuracy",
    ] {
        assert_eq!(among(id), None, "{id}");
    }
}
