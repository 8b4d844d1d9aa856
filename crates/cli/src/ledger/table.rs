//! The table for a terminal of 100 columns.

use redes_ledger::{Case, Entry, Failure, Outcome, Spread, Verdict, columns};

/// The whole table's width.
const WIDTH: usize = 100;
/// The widths of name, printed number and our number; the verdict gets the rest.
const COLUMNS: [usize; 3] = [39, 15, 24];

/// The lines of a case, a heading first and an empty one last.
pub(super) fn lines(case: Case, judged: &[(&Entry, Outcome)]) -> Vec<String> {
    let mut lines = vec![
        title(case).to_owned(),
        row(["", "printed", "ours"], "verdict"),
    ];
    for (entry, outcome) in judged {
        lines.extend(rows(entry, outcome));
        for note in notes(entry, &outcome.verdict)
            .into_iter()
            .chain(among(entry, outcome))
        {
            lines.extend(wrap(&note, WIDTH - 6, "      "));
        }
    }
    lines.push(String::new());
    lines
}

fn title(case: Case) -> &'static str {
    match case {
        Case::Perceptron => "The perceptron (sections 2 to 2.2)",
        Case::Circles => "The circles (section 2.5)",
        Case::Data => "The data (sections 1, 3 and 4)",
        Case::Case10 => "Case 1.0: digits, ReLU, ReLU, sigmoid",
        Case::Case11 => "Case 1.1: digits, three sigmoids",
        Case::Case20 => "Case 2.0: reviews, a convolution",
        Case::Case21 => "Case 2.1: reviews, dense layers",
    }
}

/// An entry's lines: more than one if its name is long or it has several numbers.
fn rows(entry: &Entry, outcome: &Outcome) -> Vec<String> {
    let what = wrap(&entry.what.en, COLUMNS[0], "");
    let (printed, ours) = columns(entry, outcome, [COLUMNS[1], COLUMNS[2]], "numbers");
    let or = |cells: Vec<String>, word: &str| match cells.is_empty() {
        true => vec![word.to_owned()],
        false => cells,
    };
    let (printed, ours) = (or(printed, "not printed"), or(ours, "–"));
    let verdict = word(&outcome.verdict);
    let height = what.len().max(printed.len()).max(ours.len());
    let cell = |cells: &[String], index: usize| cells.get(index).cloned().unwrap_or_default();
    (0..height)
        .map(|index| {
            let cells = [&what, &printed, &ours].map(|cells| cell(cells, index));
            let verdict = if index == 0 { verdict } else { "" };
            row(cells.each_ref().map(String::as_str), verdict)
        })
        .collect()
}

fn row(cells: [&str; 3], verdict: &str) -> String {
    let [a, b, c] = COLUMNS;
    let [what, printed, ours] = cells;
    let line = format!("  {what:<a$} {printed:>b$} {ours:>c$}  {verdict}");
    line.trim_end().to_owned()
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::NotReproduced { .. } => "NOT REPRODUCED",
        Verdict::Slip => "thesis slips",
        verdict => verdict.name(),
    }
}

/// The explanation of a verdict.
fn notes(entry: &Entry, verdict: &Verdict) -> Vec<String> {
    let failure = match verdict {
        Verdict::NotReproduced { failure } => match failure {
            Failure::Digits => "It should have come out in all printed digits.".into(),
            Failure::Outside(spread) => format!(
                "It lies outside the spread of our runs (seeds: {}), {} given or taken.",
                spread.seeds,
                entry.tolerance.as_ref().map_or(0.0, |t| t.value)
            ),
            Failure::NotFinite => "A number came out that is not finite.".into(),
            Failure::NoSlip => "The ledger calls it a slip, but it came out.".into(),
        },
        Verdict::WithinSpread(spread) => match stretched(entry, spread) {
            Some(tolerance) => {
                format!("Outside our seeds, inside with the tolerance of {tolerance}.")
            }
            None => return Vec::new(),
        },
        Verdict::Slip | Verdict::NotReproducible => String::new(),
        _ => return Vec::new(),
    };
    let note = entry.note.as_ref().map(|note| note.en.clone());
    let lines = [failure, note.unwrap_or_default()];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// Where the printed number lies among thousands of trainings, if something was measured beside it.
fn among(entry: &Entry, outcome: &Outcome) -> Option<String> {
    let among = entry.among.filter(|_| !outcome.measured.is_empty())?;
    let (of, percent) = (among.of, 100.0 * among.share());
    Some(format!(
        "Of {of} trainings by another program, {percent:.1}% give less."
    ))
}

/// The tolerance, if the printed number is only reached with it.
fn stretched(entry: &Entry, spread: &Spread) -> Option<f64> {
    let printed = entry.printed.first()?.value;
    let outside = printed < spread.min || printed > spread.max;
    let tolerance = entry.tolerance.as_ref()?.value;
    outside.then_some(tolerance)
}

/// A text in lines of at most `width` characters, each after `indent`.
fn wrap(text: &str, width: usize, indent: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && longer > width {
            lines.push(format!("{indent}{line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(format!("{indent}{line}"));
    lines
}
