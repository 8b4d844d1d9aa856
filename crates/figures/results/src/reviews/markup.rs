//! The reviews' markup: text, scores, words, training.

use redes_experiment::reviews::{Epoch, ReviewsBody, RunBody};
use redes_lessons::thesis::reviews::Case;

use super::{
    link::{Networks, SAMPLES, SPEEDS, State},
    numbers::{self, Contributions, Measure, Progress, Review, Word},
};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    field::FieldSpec,
    mounted::REFUSED,
    number,
    text::{Language, Text},
};

/// The rows of scores: the two networks that ship, and the reader's own two.
pub const ROWS: [&str; 4] = ["2.0", "2.1", "own-2.0", "own-2.1"];
/// The longest text that the box takes, in characters.
pub const LONGEST: usize = 100_000;

/// The number of epochs.
pub fn epochs_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "epochs", words::REVIEWS_EPOCHS)
}

/// The number of reviews a step.
pub fn batch_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "batch", words::REVIEWS_BATCH)
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    format!(
        "{}{}",
        reading(language, prefix),
        training(language, prefix)
    )
}

fn reading(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    format!(
        r#"<div class="reviews-text">
  <h3><label for="{prefix}-text">{title}</label></h3>
  <p class="help">{english}</p>
  <textarea id="{prefix}-text" data-ref="text" rows="6" maxlength="{LONGEST}" lang="en" spellcheck="false" placeholder="{placeholder}"></textarea>
  <div class="controls"><button type="button" class="button" data-example="first">{first}</button><button type="button" class="button" data-example="second">{second}</button><button type="button" class="button" data-ref="clear">{clear}</button></div>
  <p class="help" data-ref="example-note" role="status"></p>
</div>
<div class="reviews-load" data-ref="load">
  <p>{load_help}</p>
  <button type="button" class="button primary" data-ref="load-button">{load}</button>
  <div class="reviews-progress" data-ref="load-progress" hidden><progress data-ref="load-bar" max="1" value="0"></progress><span data-ref="load-text"></span></div>
  <p class="notice bad" data-ref="load-error" role="alert" hidden></p>
</div>
<div class="reviews-answers" data-ref="answers" hidden>
  <h3>{scores}</h3>
  <table class="scores"><caption class="visually-hidden">{scores}</caption><thead class="visually-hidden"><tr><th scope="col">{network}</th><th scope="col">{score}</th><th scope="col">{verdict}</th></tr></thead><tbody>{rows}</tbody></table>
  <p class="answer" data-ref="answer" role="status"></p>
  <div class="reviews-words-head"><h3>{words}</h3><span class="segmented" role="group" aria-label="{words_of}">{readers}</span></div>
  <p class="help">{words_help}</p>
  <div class="words" data-ref="words" lang="en"></div>
  <p class="word-note" data-ref="word-note" role="status">{word_note}</p>
  <div class="strongest"><div><h4>{for_positive}</h4><ol data-ref="for-positive" lang="en"></ol></div><div><h4>{for_negative}</h4><ol data-ref="for-negative" lang="en"></ol></div></div>
  <details class="vector"><summary>{vector}</summary><p class="help">{vector_help}</p><code data-ref="vector"></code></details>
</div>"#,
        title = text(words::REVIEWS_TITLE),
        english = text(words::REVIEWS_ENGLISH),
        placeholder = text(words::REVIEWS_PLACEHOLDER),
        first = text(words::REVIEWS_FIRST),
        second = text(words::REVIEWS_SECOND),
        clear = text(words::REVIEWS_CLEAR),
        load_help = text(words::REVIEWS_LOAD_HELP),
        load = text(words::REVIEWS_LOAD),
        scores = text(words::REVIEWS_SCORES),
        network = text(words::REVIEWS_NETWORK),
        score = text(words::REVIEWS_SCORE),
        verdict = text(words::REVIEWS_VERDICT),
        rows = ROWS.map(|row| score_row(row, language)).concat(),
        words = text(words::REVIEWS_WORDS),
        words_of = text(words::REVIEWS_WORDS_OF),
        readers = choice::markup(
            "reader",
            Case::ALL.map(|case| (case.to_string(), case_name(case, language)))
        ),
        words_help = text(words::REVIEWS_WORDS_HELP),
        word_note = text(words::REVIEWS_WORD_NOTE),
        for_positive = text(words::REVIEWS_FOR_POSITIVE),
        for_negative = text(words::REVIEWS_FOR_NEGATIVE),
        vector = text(words::REVIEWS_VECTOR),
        vector_help = text(words::REVIEWS_VECTOR_HELP),
    )
}

/// A network's short name.
pub fn case_name(case: Case, language: Language) -> String {
    dom::escape(language.text(match case {
        Case::Case20 => words::REVIEWS_CASE20,
        Case::Case21 => words::REVIEWS_CASE21,
    }))
}

fn score_row(row: &str, language: Language) -> String {
    let own = row.strip_prefix("own-");
    let case = own.unwrap_or(row).parse().unwrap_or(Case::Case20);
    let name = match own {
        Some(_) => language.fill(words::REVIEWS_OWN, &[("name", &case_name(case, language))]),
        None => case_name(case, language),
    };
    let hidden = if own.is_some() { " hidden" } else { "" };
    format!(
        r#"<tr data-row="{row}"{hidden}><th scope="row">{name}<small data-ref="accuracy-{row}"></small></th><td class="scale"><span class="bar"><i data-ref="bar-{row}"></i></span></td><td><span data-ref="score-{row}">—</span></td></tr>"#
    )
}

fn training(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let networks = [
        (Networks::Both, text(words::REVIEWS_BOTH)),
        (
            Networks::One(Case::Case20),
            case_name(Case::Case20, language),
        ),
        (
            Networks::One(Case::Case21),
            case_name(Case::Case21, language),
        ),
    ];
    format!(
        r#"<section class="reviews-train" aria-label="{title}">
  <h3>{title}</h3>
  <p class="help">{help}</p>
  <div class="fields">
    <span class="segmented" role="group" aria-label="{network}">{networks}</span>
    <span class="segmented" role="group" aria-label="{reviews}">{sizes}</span>
    {epochs}{batch}
  </div>
  {REFUSED}
  {controls}
  {REFUSED}
  <div class="controls reviews-more"><button type="button" class="button" data-ref="cancel" hidden>{cancel}</button><button type="button" class="button" data-ref="retry" hidden>{retry}</button></div>
  <div class="reviews-progress" data-ref="progress" hidden><progress data-ref="bar" max="1" value="0"></progress><span data-ref="progress-text"></span></div>
  <div class="reviews-live" data-ref="live" hidden>
    <dl class="figures"><div><dt>{network}</dt><dd data-ref="network-now">—</dd></div><div><dt>{epoch}</dt><dd data-ref="epoch-now">—</dd></div><div><dt>{loss}</dt><dd data-ref="loss-now">—</dd></div><div><dt>{accuracy}</dt><dd data-ref="accuracy-now">—</dd></div><div><dt>{speed}</dt><dd data-ref="speed-now">—</dd></div><div><dt>{left}</dt><dd data-ref="left-now">—</dd></div></dl>
    <div class="reviews-curves">
      <figure><figcaption>{loss_curve}</figcaption><canvas data-ref="loss-curve" class="curve" role="img" aria-label="{loss_curve}"></canvas></figure>
      <figure><figcaption>{accuracy_curve}</figcaption><canvas data-ref="accuracy-curve" class="curve" role="img" aria-label="{accuracy_curve}"></canvas></figure>
    </div>
    <p class="help">{curves_help}</p>
    <div class="reviews-cursor" data-ref="cursor-box" hidden><label for="{prefix}-cursor">{cursor}</label><input type="range" id="{prefix}-cursor" data-ref="cursor" min="1" max="1" value="1" step="1"><output data-ref="cursor-text" for="{prefix}-cursor"></output></div>
    <div class="scroll"><table class="epochs"><caption>{caption}</caption><thead><tr><th scope="col">{network}</th><th scope="col">{epoch}</th><th scope="col">{loss}</th><th scope="col">{accuracy}</th><th scope="col">{test_loss}</th><th scope="col">{test_accuracy}</th><th scope="col">{thesis}</th></tr></thead><tbody data-ref="epochs-body"></tbody></table></div>
  </div>
</section>"#,
        title = text(words::REVIEWS_TRAIN_TITLE),
        help = text(words::REVIEWS_TRAIN_HELP),
        network = text(words::REVIEWS_NETWORK),
        networks = choice::markup(
            "networks",
            networks.map(|(networks, label)| (networks.to_string(), label))
        ),
        reviews = text(words::REVIEWS_REVIEWS),
        sizes = choice::markup(
            "samples",
            SAMPLES.map(|n| {
                let shown = number::grouped(n as u64, language);
                let label = language.fill(words::REVIEWS_COUNT, &[("n", &shown)]);
                (n.to_string(), label)
            })
        ),
        epochs = epochs_field().markup(language, prefix),
        batch = batch_field().markup(language, prefix),
        controls = controls::markup(language, prefix, SPEEDS),
        cancel = text(words::REVIEWS_CANCEL),
        retry = text(words::REVIEWS_RETRY),
        epoch = text(words::REVIEWS_EPOCH),
        loss = text(words::REVIEWS_LOSS),
        accuracy = text(words::REVIEWS_ACCURACY),
        speed = text(words::REVIEWS_SPEED),
        left = text(words::REVIEWS_TIME_LEFT),
        loss_curve = text(words::REVIEWS_LOSS_CURVE),
        accuracy_curve = text(words::REVIEWS_ACCURACY_CURVE),
        curves_help = text(words::REVIEWS_CURVES_HELP),
        cursor = text(words::REVIEWS_CURSOR),
        caption = text(words::REVIEWS_CAPTION),
        test_loss = text(words::REVIEWS_TEST_LOSS),
        test_accuracy = text(words::REVIEWS_TEST_ACCURACY),
        thesis = text(words::REVIEWS_THESIS),
    )
}

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

/// The answers of the networks that ship, and how many words they read, as plain text.
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
    format!("{}. {counts}", said.join(" · "))
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
