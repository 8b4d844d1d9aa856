//! What the reviews' figure says: scores, words and what they add, the course of training.

use redes_experiment::reviews::{Epoch, ReviewsBody, RunBody};
use redes_inputs::reviews::{Review, Word};
use redes_lessons::thesis::reviews::Case;

use super::{
    markup::case_name,
    numbers::{self, Contributions, Measure, Progress},
};
use crate::words;
use redes_shell::{
    dom, number,
    text::{Language, Text},
};

/// A network's name in a sentence.
fn short(case: Case) -> Text {
    match case {
        Case::Case20 => words::REVIEWS_CASE20_SHORT,
        Case::Case21 => words::REVIEWS_CASE21_SHORT,
    }
}

/// What a score means, as plain text.
pub fn verdict(language: Language, score: f64) -> &'static str {
    language.text(match score > 0.5 {
        true => words::REVIEWS_POSITIVE,
        false => words::REVIEWS_NEGATIVE,
    })
}

/// A score and what it means, as plain text.
pub fn score(language: Language, score: Option<f64>) -> String {
    match score {
        Some(score) => format!("{} {}", number::fixed(score, 4), verdict(language, score)),
        None => "—".to_owned(),
    }
}

/// The answers of the networks that ship, and how many words they read, as plain text. Without answers there is no
/// verdict; where most words are unknown, it names the language that the networks know, and where they are few, what the
/// networks learnt from.
pub fn answer(language: Language, review: &Review, scores: &[(&str, f64)]) -> String {
    if review.words().is_empty() {
        return language.text(words::REVIEWS_EMPTY).to_owned();
    }
    let scores = scores.iter();
    let said: Vec<String> = scores
        .map(|(row, score)| format!("{row}: {}", verdict(language, *score)))
        .collect();
    let read = number::grouped(review.read().len() as u64, language);
    let unknown = number::grouped(review.unknown() as u64, language);
    let slots = [("n", &*read), ("unknown", &unknown)];
    let counts = language.fill(words::REVIEWS_COUNTS, &slots);
    let said = match said.is_empty() {
        true => language.text(words::REVIEWS_NO_VERDICT).to_owned(),
        false => said.join(" · "),
    };
    let answer = format!("{said}. {counts}");
    let note = match (review.is_mostly_strange(), review.is_short()) {
        (true, _) => words::REVIEWS_ENGLISH,
        (false, true) => words::REVIEWS_SHORT,
        (false, false) => return answer,
    };
    format!("{answer} {}", language.text(note))
}

/// The words of a review as buttons. Of a long one the first are left out, and counted.
pub fn words(language: Language, review: &Review) -> String {
    let hidden = review.hidden();
    let mut markup = String::new();
    if hidden > 0 {
        let n = number::grouped(hidden as u64, language);
        let more = language.fill(words::REVIEWS_MORE, &[("n", &n)]);
        markup = format!("<span class=\"unread\">{}</span> ", dom::escape(&more));
    }
    for (index, word) in review.words().iter().enumerate().skip(hidden) {
        let shown = dom::escape(&word.text);
        // One stop for the Tab key; the arrows go from word to word.
        let tab = if index == hidden { 0 } else { -1 };
        let class = match (index < review.unread(), word.is_unknown()) {
            (true, _) => "word unread",
            (false, true) => "word unknown",
            (false, false) => "word",
        };
        markup.push_str(&format!(
            r#"<button type="button" class="{class}" data-word="{index}" tabindex="{tab}">{shown}</button> "#
        ));
    }
    markup
}

/// A word's classes with the shade of what it adds, in place of an earlier shade.
pub fn coloured(classes: &str, value: f64, shade: Option<u8>) -> String {
    let kept = classes
        .split_whitespace()
        .filter(|class| !class.starts_with("plus") && !class.starts_with("minus"));
    let kept: Vec<&str> = kept.collect();
    let side = if value > 0.0 { "plus" } else { "minus" };
    match shade {
        Some(shade) => format!("{} {side}-{shade}", kept.join(" ")),
        None => kept.join(" "),
    }
}

/// The items of a list of the strongest words.
pub fn strongest(words: &[(&Word, f64)]) -> String {
    let item = |(word, value): &(&Word, f64)| {
        let (word, value) = (dom::escape(&word.text), number::signed(*value, 2));
        format!("<li>{word} <span>{value}</span></li>")
    };
    words.iter().map(item).collect()
}

/// What one word is and adds, as plain text; none where there is no such word.
pub fn explained(
    language: Language,
    review: &Review,
    contributions: &Contributions,
    place: usize,
) -> Option<String> {
    let word = review.words().get(place)?;
    let text = word.text.as_str();
    if place < review.unread() {
        return Some(language.fill(words::REVIEWS_WORD_UNREAD, &[("word", text)]));
    }
    let id = word.id.to_string();
    let what = match word.rank() {
        None => language.fill(words::REVIEWS_WORD_UNKNOWN, &[("word", text), ("id", &id)]),
        Some(rank) => {
            let rank = number::grouped(rank, language);
            let slots = [("word", text), ("id", &id), ("rank", &rank)];
            language.fill(words::REVIEWS_WORD_KNOWN, &slots)
        }
    };
    let adds = match contributions.word(review, place) {
        Some(value) => {
            let n = number::signed(value, 2);
            language.fill(words::REVIEWS_WORD_ADDS, &[("n", &n)])
        }
        None => String::new(),
    };
    Some(format!("{what} {adds}"))
}

/// The numbers of a training, each with the part of the page that shows it.
pub fn now(
    language: Language,
    report: &ReviewsBody,
    run: &RunBody,
    progress: &Progress,
) -> [(&'static str, String); 6] {
    let speed = number::grouped(report.samples_per_second.round() as u64, language);
    let left = progress.seconds_left;
    [
        ("network-now", language.text(short(run.case)).to_owned()),
        (
            "epoch-now",
            format!("{} / {}", progress.epoch, progress.epochs),
        ),
        ("loss-now", number::fixed(run.loss, 4)),
        ("accuracy-now", number::percent(run.accuracy, language)),
        (
            "speed-now",
            language.fill(words::REVIEWS_PER_SECOND, &[("n", &speed)]),
        ),
        (
            "left-now",
            match left.is_finite() {
                true => number::duration(left),
                false => "—".to_owned(),
            },
        ),
    ]
}

/// What is being done, as plain text: a step of the training, or a test.
pub fn doing(language: Language, report: &ReviewsBody) -> String {
    let (key, done, all) = match report.testing {
        Some((read, all)) => (words::REVIEWS_TESTING, read, all),
        None => (words::REVIEWS_STEP_OF, report.iteration, report.iterations),
    };
    let (done, all) = (
        number::grouped(done, language),
        number::grouped(all, language),
    );
    language.fill(key, &[("n", &done), ("total", &all)])
}

/// The rows of the epochs, a network each; those under the cursor are marked.
pub fn epochs(language: Language, report: &ReviewsBody, cursor: usize) -> String {
    let most = report.runs.iter().map(|run| run.epochs.len()).max();
    let mut rows = String::new();
    for epoch in 0..most.unwrap_or_default() {
        for run in &report.runs {
            if let Some(record) = run.epochs.get(epoch) {
                rows.push_str(&row(language, run.case, epoch, record, cursor == epoch + 1));
            }
        }
    }
    rows
}

fn row(language: Language, case: Case, epoch: usize, record: &Epoch, here: bool) -> String {
    let show = |value: Option<f64>| value.map_or("—".to_owned(), |v| number::fixed(v, 4));
    let class = if here { " class=\"here\"" } else { "" };
    format!(
        r#"<tr{class}><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"#,
        case_name(case, language),
        epoch + 1,
        show(Some(record.loss)),
        show(Some(record.accuracy)),
        show(record.test.map(|(loss, _)| loss)),
        show(record.test.map(|(_, accuracy)| accuracy)),
        show(numbers::printed(case, epoch)),
    )
}

/// What the networks do at an epoch, from 1, as plain text.
pub fn at_epoch(language: Language, report: &ReviewsBody, epoch: usize) -> String {
    let said = report.runs.iter().filter_map(|run| {
        let record = run.epochs.get(epoch.checked_sub(1)?)?;
        let (_, test) = record.test?;
        let slots = [
            ("name", language.text(short(run.case))),
            ("train", &number::percent(record.accuracy, language)),
            ("test", &number::percent(test, language)),
        ];
        Some(language.fill(words::REVIEWS_AT_EPOCH, &slots))
    });
    let said: Vec<String> = said.collect();
    format!("{epoch}. {}", said.join(" "))
}

/// What a curve shows now, as plain text: its title and the tests.
pub fn curve_label(language: Language, report: &ReviewsBody, measure: Measure) -> String {
    let title = match measure {
        Measure::Loss => words::REVIEWS_LOSS_CURVE,
        Measure::Accuracy => words::REVIEWS_ACCURACY_CURVE,
    };
    let mut label = language.text(title).to_owned();
    for run in &report.runs {
        let tests = measure.tests(&run.epochs).into_iter();
        let values: Vec<String> = tests.map(|(_, value)| number::fixed(value, 4)).collect();
        if !values.is_empty() {
            let name = language.text(short(run.case));
            label.push_str(&format!(". {name}: {}", values.join(", ")));
        }
    }
    label
}
