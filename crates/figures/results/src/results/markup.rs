//! The results' markup: choice of a case, and its rows judged.

use redes_experiment::results::{ResultRow, ResultsBody};

use super::{
    link::{CASES, SPEEDS, State},
    numbers,
};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    field::FieldSpec,
    keeping,
    mounted::REFUSED,
    number,
    text::{Language, Text},
};

/// How many seeds the distributions are compared with.
pub fn seeds_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "seeds", words::RESULTS_SEEDS)
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let names = [
        text(words::RESULTS_PERCEPTRON),
        text(words::RESULTS_CIRCLES),
        text(words::RESULTS_DATA),
        "1.0".to_owned(),
        "1.1".to_owned(),
        "2.0".to_owned(),
        "2.1".to_owned(),
    ];
    let mut cases = CASES.into_iter();
    let cases = choice::markup(
        "case",
        names.map(|name| (cases.next().unwrap_or_default().to_owned(), name)),
    );
    format!(
        r#"<p class="help">{help}</p>
<div class="fields"><span class="segmented" role="group" aria-label="{which}">{cases}</span>{seeds}</div>
{REFUSED}
{controls}
{keeping}
{REFUSED}
<div class="controls results-more"><button type="button" class="button" data-ref="cancel" hidden>{cancel}</button><button type="button" class="button" data-ref="retry" hidden>{retry}</button></div>
<div class="results-progress" data-ref="progress" hidden><progress data-ref="bar" max="1" value="0"></progress><span data-ref="progress-text"></span></div>
<div class="results-table" data-ref="table" hidden>
  <p class="answer" data-ref="summary" role="status"></p>
  <div class="scroll"><table class="ledger"><thead><tr><th scope="col">{what}</th><th scope="col">{printed}</th><th scope="col">{ours}</th><th scope="col">{verdict}</th></tr></thead><tbody data-ref="rows"></tbody></table></div>
</div>"#,
        help = text(words::RESULTS_HELP),
        which = text(words::RESULTS_WHICH),
        seeds = seeds_field().markup(language, prefix),
        controls = controls::markup(language, prefix, SPEEDS),
        keeping = keeping::PLACE,
        cancel = text(words::RESULTS_CANCEL),
        retry = text(words::RESULTS_RETRY),
        what = text(words::RESULTS_WHAT),
        printed = text(words::RESULTS_PRINTED),
        ours = text(words::RESULTS_OURS),
        verdict = text(words::RESULTS_VERDICT),
    )
}

/// A verdict's words and its mark: never colour alone.
fn verdict(name: &str) -> (Text, &'static str, &'static str) {
    match name {
        "reproduced" => (words::RESULTS_REPRODUCED, "✓", "good"),
        "within" => (words::RESULTS_WITHIN, "≈", "good"),
        "outside" => (words::RESULTS_OUTSIDE, "✗", "bad"),
        "other" => (words::RESULTS_OTHER, "✗", "bad"),
        "slip" => (words::RESULTS_SLIP, "!", "slip"),
        "unreproducible" => (words::RESULTS_UNREPRODUCIBLE, "–", "none"),
        "missing" => (words::RESULTS_MISSING, "–", "none"),
        _ => (words::RESULTS_WAITING, "…", "none"),
    }
}

/// The table's rows.
pub fn rows(rows: &[ResultRow], language: Language) -> String {
    let lines = |lines: &[String]| match lines.is_empty() {
        true => "—".to_owned(),
        false => {
            let lines: Vec<String> = lines.iter().map(|line| dom::escape(line)).collect();
            lines.join("<br>")
        }
    };
    let row = |row: &ResultRow| {
        let (key, mark, class) = verdict(&row.verdict);
        let note = row.note.iter().map(|note| dom::escape(note));
        let tolerance = row
            .tolerance
            .filter(|tolerance| *tolerance > 0.0)
            .map(|tolerance| {
                let n = number::plain(tolerance);
                dom::escape(&language.fill(words::RESULTS_TOLERANCE, &[("n", &n)]))
            });
        let among = row.among.map(|among| {
            let n = number::grouped(u64::from(among.of), language);
            let share = number::short_percent(among.share(), 1, language);
            let slots = [("n", &*n), ("share", &*share)];
            dom::escape(&language.fill(words::RESULTS_AMONG, &slots))
        });
        let notes: String = note
            .chain(tolerance)
            .chain(among)
            .map(|note| format!("<small>{note}</small>"))
            .collect();
        format!(
            r#"<tr><th scope="row">{} <span class="place">§ {}</span>{notes}</th><td data-head="{printed}">{}</td><td data-head="{ours}">{}</td><td class="verdict {class}"><b aria-hidden="true">{mark}</b> {}</td></tr>"#,
            dom::escape(&row.what),
            dom::escape(&row.place),
            lines(&row.printed),
            lines(&row.ours),
            dom::escape(language.text(key)),
            printed = dom::escape(language.text(words::RESULTS_PRINTED)),
            ours = dom::escape(language.text(words::RESULTS_OURS)),
        )
    };
    rows.iter().map(row).collect()
}

/// How many of each verdict, as plain text.
pub fn summary(rows: &[ResultRow], language: Language) -> String {
    let parts = numbers::counts(rows).into_iter().map(|(name, count)| {
        let (key, _, _) = verdict(name);
        format!("{count} {}", language.text(key))
    });
    parts.collect::<Vec<_>>().join(" · ")
}

/// What is being done, as plain text: steps, seed, epoch and loss.
pub fn doing(body: &ResultsBody, language: Language) -> String {
    let step = number::grouped(body.done, language);
    let total = number::grouped(body.total, language);
    let now = body.now.map(|now| {
        let seed = now.seed.map(|seed| seed.to_string()).unwrap_or_default();
        let loss = number::fixed(now.loss, 4);
        format!("{seed} · {} · {loss}", now.epoch)
    });
    let now = now.unwrap_or_default();
    let slots = [("n", &*step), ("total", &*total), ("now", &*now)];
    language.fill(words::RESULTS_STEP_OF, &slots)
}
