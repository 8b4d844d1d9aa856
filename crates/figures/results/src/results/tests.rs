//! The results' figure without a page: rows, counts, progress, links.

use redes_experiment::results::{Among, Now, ResultRow, ResultsBody};
use redes_shell::{link, text::Language};

use super::{
    link::{CASES, State},
    markup, numbers,
};
use crate::testing::{TRAINING, has_parts, values};

fn row(verdict: &str) -> ResultRow {
    ResultRow {
        place: "4".to_owned(),
        what: "a < b".to_owned(),
        printed: vec!["0.9".to_owned(), "<".to_owned()],
        ours: Vec::new(),
        verdict: verdict.to_owned(),
        note: Some("note".to_owned()),
        tolerance: Some(0.005),
        among: Some(Among {
            below: 819,
            equal: 100,
            of: 2048,
        }),
    }
}

#[test]
fn verdicts_are_counted_in_their_order() {
    let rows = ["within", "slip", "within", "outside"].map(row);
    assert_eq!(
        numbers::counts(&rows),
        [("within", 2), ("slip", 1), ("outside", 1)]
    );
    assert!(numbers::counts(&[]).is_empty());
    for language in Language::BOTH {
        let message = markup::summary(&rows, language);
        assert!(
            message.starts_with("2 ") && message.matches(" · 1 ").count() == 2,
            "{message}"
        );
    }
}

#[test]
fn a_row_has_what_is_printed_ours_and_a_verdict_with_a_mark() {
    let markup = markup::rows(&[row("within")], Language::English);
    assert!(markup.contains("a &lt; b") && !markup.contains("a < b"));
    assert!(
        markup.contains(r#"<td data-head="Printed">0.9<br>&lt;</td><td data-head="Ours: mean (least–greatest)">—</td>"#),
        "{markup}"
    );
    assert_eq!(markup.matches("<small>").count(), 3);
    assert!(markup.contains("0.005") && markup.contains("2,048") && markup.contains("40%"));
    let none = ResultRow {
        note: None,
        tolerance: Some(0.0),
        among: None,
        ..row("within")
    };
    assert!(!markup::rows(&[none], Language::English).contains("<small>"));
    let verdicts = [
        "reproduced",
        "within",
        "outside",
        "other",
        "slip",
        "unreproducible",
        "missing",
        "waiting",
    ];
    let mut words: Vec<String> = verdicts
        .iter()
        .map(|name| markup::summary(&[row(name)], Language::English))
        .collect();
    words.sort();
    words.dedup();
    assert_eq!(words.len(), verdicts.len());
}

#[test]
fn good_and_bad_verdicts_differ_in_mark_and_class() {
    let shown = |name: &str| {
        let markup = markup::rows(&[row(name)], Language::Spanish);
        let class = values(&markup, "class")
            .into_iter()
            .find(|class| class.starts_with("verdict"));
        let mark = markup.split(r#"<b aria-hidden="true">"#).nth(1);
        let mark = mark.and_then(|rest| rest.chars().next());
        (class.unwrap().to_owned(), mark.unwrap())
    };
    let [good, bad] = ["reproduced", "outside"].map(shown);
    assert_eq!(good, ("verdict good".to_owned(), '✓'));
    assert_eq!(bad, ("verdict bad".to_owned(), '✗'));
    assert_eq!(shown("within"), ("verdict good".to_owned(), '≈'));
    assert_eq!(shown("an older verdict"), ("verdict none".to_owned(), '…'));
}

#[test]
fn progress_is_reported_with_seed_epoch_and_loss() {
    let now = Now {
        seed: Some(7),
        epoch: 2,
        loss: 0.123_44,
    };
    let body = ResultsBody {
        done: 1_500,
        total: 6_000,
        now: Some(now),
        rows: Vec::new(),
        reached: 1,
        known: Vec::new(),
        part: None,
    };
    assert_eq!(numbers::share(&body), 0.25);
    let message = markup::doing(&body, Language::English);
    for part in ["1,500", "6,000", "7 · 2 · 0.1234"] {
        assert!(message.contains(part), "{message}");
    }
    let between = ResultsBody {
        now: None,
        total: 0,
        done: 0,
        ..body
    };
    assert_eq!(numbers::share(&between), 0.0);
    assert!(!markup::doing(&between, Language::English).contains("7 · 2"));
}

#[test]
fn a_case_is_read_by_its_name() {
    for (place, case) in CASES.into_iter().enumerate() {
        let mut state = State::default();
        let hash = format!("#results.case={case}");
        assert!(link::read(&mut state, "results", &hash).is_empty());
        assert_eq!(
            (state.case, state.setup(Language::English).case),
            (place, case.to_owned())
        );
    }
    for hash in ["#results.case=3.0", "#results.case=0", "#results.seeds=21"] {
        let mut state = State::default();
        assert_eq!(link::read(&mut state, "results", hash).len(), 1, "{hash}");
        assert_eq!(state.setup(Language::Spanish).seeds, 3);
    }
    assert!(State::default().setup(Language::Spanish).spanish);
}

#[test]
fn the_markup_has_every_part() {
    let own = ["checkpoint", "seeds", "summary", "table"];
    let parts: Vec<&str> = own.iter().chain(&TRAINING).copied().collect();
    has_parts(markup::markup, &parts);
    let markup = markup::markup(Language::Spanish, "results");
    assert_eq!(values(&markup, "data-case"), CASES);
}
