//! The writers' markup: digits of both origins, the accuracies by digit, the reader's own, the training.

use redes_experiment::tuning::{Read, TuningBody};
use redes_inputs::words as pad;
use redes_shell::{
    choice, controls, dom,
    field::FieldSpec,
    keeping::PLACE,
    mounted::REFUSED,
    number, saving,
    text::{Language, Text},
};

use super::link::{MIXES, SPEEDS, Source, State};
use crate::words;

/// The field for the steps.
pub fn steps_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "steps", words::WRITERS_STEPS)
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let wall = |name: &str, label: Text| {
        format!(
            r#"<section><h3 id="{prefix}-{name}">{}</h3><div class="writers-wall" data-ref="{name}" role="group" aria-labelledby="{prefix}-{name}"></div></section>"#,
            text(label)
        )
    };
    let head = |key| format!(r#"<th scope="col">{}</th>"#, text(key));
    format!(
        r#"<div class="fields">{digits}</div>
{REFUSED}
<p class="notice bad" data-ref="models-error" hidden><span data-ref="models-error-text"></span> <button type="button" class="button" data-ref="models-retry">{again}</button></p>
<div class="writers-walls">{mnist}{pen}</div>
<p class="status" data-ref="reads" role="status" aria-live="off" data-first="loading"></p>
<div class="scroll"><table class="writers-table"><caption>{caption}</caption><thead><tr><th scope="col">{digit}</th>{heads}</tr></thead><tbody data-ref="table"></tbody></table></div>
<section class="writers-train" aria-label="{train}">
  <h3>{train}</h3>
  <p class="help">{train_help}</p>
  <div class="writers-own">
    <div>
      <h4 id="{prefix}-pad-title" data-ref="draw"></h4>
      <canvas data-ref="pad" class="pad" width="190" height="190" tabindex="0" role="application" aria-roledescription="{pad}" aria-labelledby="{prefix}-pad-title" aria-describedby="{prefix}-pad-help"></canvas>
      <p class="visually-hidden" id="{prefix}-pad-help">{pad_help}</p>
      <p class="answer" data-ref="pad-said" role="status"></p>
      <div class="controls"><button type="button" class="button primary" data-ref="add">{add}</button><button type="button" class="button" data-ref="clear">{clear}</button></div>
    </div>
    <section><h4 id="{prefix}-own" data-ref="own-title"></h4><div class="writers-wall" data-ref="own" role="group" aria-labelledby="{prefix}-own"></div><button type="button" class="button" data-ref="forget" hidden>{forget}</button></section>
  </div>
  <div class="fields">{sources}{mixes}{steps}</div>
  {controls}
  {REFUSED}
  <div class="controls"><button type="button" class="button" data-ref="cancel" hidden>{cancel}</button><button type="button" class="button" data-ref="retry" hidden>{again}</button>{save}</div>
  {PLACE}
  <div class="writers-progress" data-ref="progress" hidden><progress data-ref="bar" max="1" value="0"></progress><span data-ref="progress-text"></span></div>
  <p class="answer" data-ref="came" role="status"></p>
</section>
<p class="help">{about}</p>"#,
        digits = choice::digits(language, prefix, words::WRITERS_DIGIT),
        again = text(words::WRITERS_RETRY),
        mnist = wall("mnist", words::WRITERS_MNIST),
        pen = wall("pen", words::WRITERS_PEN),
        caption = text(words::WRITERS_CAPTION),
        digit = text(words::WRITERS_DIGIT),
        heads = [
            words::WRITERS_MNIST_BEFORE,
            words::WRITERS_MNIST_AFTER,
            words::WRITERS_PEN_BEFORE,
            words::WRITERS_PEN_AFTER,
            words::WRITERS_OWN_NOW
        ]
        .map(head)
        .concat(),
        train = text(words::WRITERS_TRAIN),
        train_help = text(words::WRITERS_TRAIN_HELP),
        pad = text(pad::INPUTS_PAD),
        pad_help = text(pad::INPUTS_PAD_HELP),
        add = text(words::WRITERS_ADD),
        clear = text(pad::INPUTS_CLEAR),
        forget = text(words::WRITERS_FORGET),
        sources = choice::labelled(
            language,
            prefix,
            "source",
            words::WRITERS_SOURCE,
            [
                (Source::Pen, words::WRITERS_SOURCE_PEN),
                (Source::Own, words::WRITERS_SOURCE_OWN)
            ]
            .map(|(source, key)| (source.name().to_owned(), text(key)))
        ),
        mixes = choice::labelled(
            language,
            prefix,
            "mixed",
            words::WRITERS_MIXED,
            [
                (MIXES[0], words::WRITERS_MIXED_NONE),
                (MIXES[1], words::WRITERS_MIXED_NINE)
            ]
            .map(|(mixed, key)| (mixed.to_string(), text(key)))
        ),
        steps = steps_field().markup(language, prefix),
        controls = controls::markup(language, prefix, SPEEDS),
        save = saving::button(language, prefix),
        cancel = text(words::WRITERS_CANCEL),
        about = text(words::WRITERS_ABOUT),
    )
}

/// A wall of digits: a canvas each, with what the network reads.
pub fn wall(language: Language, digits: &[u8], answers: &[Option<u8>]) -> String {
    let item = |(digit, answer): (&u8, &Option<u8>)| {
        let message = answer.map_or("—".to_owned(), |answer| answer.to_string());
        let kind = match answer {
            Some(answer) if answer != digit => "hand wrong",
            _ => "hand",
        };
        let label = language.fill(words::WRITERS_READ_AS, &[("digit", &message)]);
        format!(
            r#"<span class="{kind}"><canvas width="28" height="28" role="img" aria-label="{}"></canvas><span aria-hidden="true">{message}</span></span>"#,
            dom::escape(&label)
        )
    };
    digits.iter().zip(answers).map(item).collect()
}

/// The columns of the table: what was read before and after.
pub type Columns = [Option<Read>; 5];

/// The rows of the table: a digit each, then all.
pub fn table(language: Language, digit: u8, columns: &Columns) -> String {
    let share = |right: u64, all: u64| match all {
        0 => "—".to_owned(),
        all => number::short_percent(right as f64 / all as f64, 1, language),
    };
    let row = |head: &str, chosen: bool, of: &dyn Fn(&Read) -> (u64, u64)| {
        let cells = columns.iter().map(|read| {
            let shown = read.as_ref().map(of).map(|(right, all)| share(right, all));
            format!("<td>{}</td>", shown.unwrap_or_else(|| "—".to_owned()))
        });
        let kind = if chosen { r#" class="chosen""# } else { "" };
        format!(
            r#"<tr{kind}><th scope="row">{head}</th>{}</tr>"#,
            cells.collect::<String>()
        )
    };
    let mut rows: String = (0..10_usize)
        .map(|place| {
            let of = move |read: &Read| {
                let at = |counts: &[u64; 10]| counts.get(place).copied().unwrap_or_default();
                (at(&read.right), at(&read.all))
            };
            row(&place.to_string(), place == usize::from(digit), &of)
        })
        .collect();
    let all = |read: &Read| (read.right.iter().sum(), read.all.iter().sum());
    rows += &row(language.text(words::WRITERS_ALL), false, &all);
    rows
}

/// The heading of the pad: which digit is drawn.
pub fn draw(language: Language, digit: u8) -> String {
    language.fill(words::WRITERS_DRAW, &[("digit", &digit.to_string())])
}

/// How many digits of the reader's there are.
pub fn own(language: Language, count: usize) -> String {
    language.fill(words::WRITERS_OWN, &[("n", &count.to_string())])
}

/// How many of a digit's drawings are read right, of which `shown` are on the page and the taught ones are left out.
pub fn status(language: Language, digit: u8, shown: usize, read: Option<&Read>) -> String {
    let Some(read) = read else {
        return language.text(words::WRITERS_WAITING).to_owned();
    };
    let at = |counts: &[u64; 10]| counts.get(usize::from(digit)).copied().unwrap_or_default();
    let (right, all) = (at(&read.right), at(&read.all));
    let taught = (shown as u64).saturating_sub(all);
    let slots = [
        ("digit", &*digit.to_string()),
        ("shown", &shown.to_string()),
        ("right", &right.to_string()),
        ("all", &all.to_string()),
        ("taught", &taught.to_string()),
    ];
    let text = match taught {
        0 => words::WRITERS_STATUS_ALL,
        _ => words::WRITERS_STATUS,
    };
    language.fill(text, &slots)
}

/// The share of the present test or training that is done, and what is being done.
pub fn doing(language: Language, body: &TuningBody) -> (f64, String) {
    if body.before.is_none() || body.iteration >= body.iterations {
        let (read, all) = body.testing.unwrap_or_default();
        let [n, total] = [read, all].map(|count| number::grouped(count, language));
        let slots = [("n", &*n), ("total", &total)];
        let text = language.fill(words::WRITERS_TESTING, &slots);
        return (read as f64 / all.max(1) as f64, text);
    }
    let slots = [
        ("n", &*body.iteration.to_string()),
        ("total", &body.iterations.to_string()),
        ("loss", &number::fixed(body.loss, 4)),
    ];
    let share = body.iteration as f64 / body.iterations.max(1) as f64;
    (share, language.fill(words::WRITERS_STEP, &slots))
}

/// What came of the training: gained there, lost elsewhere.
pub fn came(language: Language, columns: &Columns) -> Option<String> {
    let [
        Some(mnist),
        Some(mnist_after),
        Some(pen),
        Some(pen_after),
        _,
    ] = columns
    else {
        return None;
    };
    let percent = |read: &Read| number::percent(read.accuracy(), language);
    let slots = [
        ("pen", &*percent(pen)),
        ("pen_after", &percent(pen_after)),
        ("mnist", &percent(mnist)),
        ("mnist_after", &percent(mnist_after)),
    ];
    Some(language.fill(words::WRITERS_CAME, &slots))
}
