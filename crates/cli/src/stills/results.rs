//! Some of the ledger's rows: the printed number, our result, and whether they agree.

use anyhow::{Context, Result};
use redes_ledger::{Case, Entry, Inputs, Ledger, Outcome, THESIS, Verdict, check, columns};
use redes_sheet::{language::Language, theme::Colour};

use super::{
    Still,
    picture::{MARGIN, Picture, WIDTH, stroke, words},
};

/// The rows and their cases, which need no data.
const ROWS: [&str; 5] = [
    "perceptron/trained-weights",
    "perceptron/new-answer",
    "circles/learned-as-meant",
    "circles/learned-as-printed",
    "2.0/parameters",
];
const CASES: [Case; 3] = [Case::Perceptron, Case::Circles, Case::Case20];
const SEEDS: [u32; 3] = [1, 2, 3];
/// The number of letters in a line of the first column.
const LETTERS: usize = 22;
/// The right edges of the columns, except the first, which begins at the margin.
const ENDS: [f64; 2] = [402.0, 588.0];
const LINE: f64 = 25.0;

pub(super) fn still() -> Result<Still> {
    let ledger = Ledger::parse(THESIS)?;
    let mut outcomes = Vec::new();
    for case in CASES {
        // Without data, only the sizes of a network are measured.
        outcomes.extend(check(
            &ledger,
            case,
            &SEEDS,
            &Inputs::default(),
            &mut |_| true,
        )?);
    }
    let rows: Result<Vec<(Entry, Outcome)>> = ROWS
        .iter()
        .map(|id| {
            let entry = ledger.get(id).with_context(|| format!("no {id}"))?;
            let outcome = outcomes.iter().find(|outcome| outcome.id == *id);
            let outcome = outcome.with_context(|| format!("no {id}"))?;
            Ok((entry.clone(), outcome.clone()))
        })
        .collect();
    let rows = rows?;
    Ok(Box::new(move |language| draw(language, &rows)))
}

fn draw(language: Language, rows: &[(Entry, Outcome)]) -> Picture {
    let title = language.choose(
        "Números que imprime la memoria, lo que sale aquí y un veredicto",
        "Numbers that the thesis prints, what comes out here, and a verdict",
    );
    let heads = language.choose(["memoria", "aquí"], ["thesis", "here"]);
    let lines: Vec<[Vec<String>; 3]> = rows
        .iter()
        .map(|(entry, outcome)| {
            let what = language.choose(&entry.what.es, &entry.what.en);
            let case = entry.case.name();
            let what = match case.starts_with(|c: char| c.is_ascii_digit()) {
                true => format!("{case}: {what}"),
                false => what.clone(),
            };
            let (printed, ours) = columns(entry, outcome, [12, 18], "");
            [wrapped(&what), minus(printed), minus(ours)]
        })
        .collect();
    let high = |lines: &[Vec<String>; 3]| lines.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let all: f64 = lines.iter().map(|lines| high(lines) * LINE + 16.0).sum();
    let mut picture = Picture::new(language, 62.0 + all, title);
    let head = words(22.0).bold().end();
    for (x, name) in ENDS.iter().zip(heads) {
        picture.text([*x, 40.0], head, name);
    }
    let mut top = 54.0;
    for ((_, outcome), row) in rows.iter().zip(&lines) {
        picture.line(
            [MARGIN, top],
            [WIDTH - MARGIN, top],
            stroke(Colour::Rule, 1.5),
        );
        for (column, lines) in row.iter().enumerate() {
            for (place, line) in lines.iter().enumerate() {
                let y = top + 26.0 + LINE * place as f64;
                let (x, how) = match column.checked_sub(1) {
                    None => (MARGIN, words(20.0)),
                    Some(column) => (ENDS[column], words(20.0).end()),
                };
                picture.text([x, y], how, line);
            }
        }
        verdict(&mut picture, language, top + 26.0, &outcome.verdict);
        top += high(row) * LINE + 16.0;
    }
    picture
}

/// A sign and its meaning.
fn verdict(picture: &mut Picture, language: Language, y: f64, verdict: &Verdict) {
    let (sign, colour, name) = match verdict {
        Verdict::Reproduced => ("✓", Colour::Good, language.choose("igual", "same")),
        Verdict::WithinSpread(_) => ("✓", Colour::Good, language.choose("dentro", "within")),
        Verdict::Slip => ("≠", Colour::Bad, language.choose("errata", "slip")),
        _ => ("?", Colour::Soft, ""),
    };
    picture.text([ENDS[1] + 18.0, y], words(20.0).bold().colour(colour), sign);
    picture.text([ENDS[1] + 40.0, y], words(20.0).colour(colour), name);
}

/// True minus signs.
fn minus(lines: Vec<String>) -> Vec<String> {
    lines
        .into_iter()
        .map(|line| line.replace('-', "−"))
        .collect()
}

/// A text in lines.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
