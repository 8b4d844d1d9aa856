//! What the sweep shows, computed: a row for each value, and the graph of their accuracies.

use redes_experiment::playground::sweep::{Spread, SweepBody, SweepRow};
use redes_sheet::decimal;
use redes_shell::{dom, number, text::Language};

use super::link::State;
use crate::{
    playground::{self, files::Paint},
    words,
};

/// Height of the graph.
pub const HEIGHT: f64 = 220.0;
/// The ends of its plane, and the room on its left.
const PLANE: [f64; 2] = [16.0, 180.0];
const LEFT: f64 = 44.0;

/// The cells of a row: value, seeds, loss, accuracy, share that learnt.
pub fn cells(language: Language, name: &str, row: &SweepRow) -> [String; 5] {
    let spread = |mean: f64, deviation: f64, decimals: usize| match mean.is_finite() {
        true => format!(
            "{} ± {}",
            number::fixed(mean, decimals),
            number::fixed(deviation, decimals)
        ),
        false => "—".to_owned(),
    };
    let seeds = match row.diverged {
        0 => row.seeds.to_string(),
        n => {
            let slots = [("n", &*row.seeds.to_string()), ("diverged", &n.to_string())];
            language.fill(words::SWEEP_DIVERGED, &slots)
        }
    };
    let learnt = match row.learnt.is_finite() {
        true => number::short_percent(row.learnt, 0, language),
        false => "—".to_owned(),
    };
    [
        name.to_owned(),
        seeds,
        spread(row.loss.mean, row.loss.deviation, 4),
        spread(row.accuracy.mean, row.accuracy.deviation, 3),
        learnt,
    ]
}

/// The rows of the table.
pub fn rows(language: Language, state: &State, body: &SweepBody) -> String {
    let row = |(name, row): (&str, &_)| {
        let [value, rest @ ..] = cells(language, name, row);
        let rest = rest.map(|cell| format!("<td>{cell}</td>")).concat();
        format!(
            r#"<tr><th scope="row">{}</th>{rest}</tr>"#,
            dom::escape(&value)
        )
    };
    state.names().into_iter().zip(&body.rows).map(row).collect()
}

/// The graph: a point for the mean accuracy of each value, a line as long as two standard deviations.
pub fn graph(width: f64, state: &State, body: &SweepBody, paint: Paint<'_>) -> String {
    let names = state.names();
    let [top, bottom] = PLANE;
    let y = |accuracy: f64| bottom - accuracy.clamp(0.0, 1.0) * (bottom - top);
    let apart = (width - LEFT) / names.len().max(1) as f64;
    let at = |value: f64| decimal::fixed(value, 1);
    let mut text = String::new();
    for mark in [0.0, 0.5, 1.0] {
        let line = y(mark);
        text += &format!(
            r#"<line {} x1="{}" x2="{}" y1="{line}" y2="{line}"/><text x="{}" y="{}" text-anchor="end">{}</text>"#,
            paint("axis"),
            at(LEFT),
            at(width),
            at(LEFT - 8.0),
            at(line + 4.0),
            number::short(mark, 1),
            line = at(line),
        );
    }
    for (place, (name, row)) in names.iter().zip(&body.rows).enumerate() {
        let x = LEFT + apart * (place as f64 + 0.5);
        text += &format!(
            r#"<text x="{}" y="{}" text-anchor="middle">{}</text>"#,
            at(x),
            at(bottom + 20.0),
            dom::escape(name)
        );
        let Spread { mean, deviation } = row.accuracy;
        if mean.is_finite() {
            let (high, low) = (y(mean + deviation), y(mean - deviation));
            text += &format!(
                r#"<path {spread} stroke-width="2" d="M{x} {high}V{low}"/><circle {dot} cx="{x}" cy="{mean}" r="5"/>"#,
                spread = paint("spread"),
                dot = paint("mean"),
                x = at(x),
                high = at(high),
                low = at(low),
                mean = at(y(mean)),
            );
        }
    }
    text
}

/// The graph's view box.
pub fn view_box(width: f64) -> String {
    format!(
        "0 0 {} {}",
        decimal::fixed(width, 0),
        decimal::fixed(HEIGHT, 0)
    )
}

/// What the trainings have in common, in a few words.
pub fn common(language: Language, base: &playground::link::State) -> String {
    let what = playground::lists::common(language, base);
    language.fill(words::SWEEP_COMMON, &[("what", &what)])
}

/// How far the sweep is.
pub fn message(language: Language, body: &SweepBody) -> String {
    let [done, total] = [body.done(), body.total].map(|n| n.to_string());
    language.fill(words::SWEEP_DONE, &[("done", &done), ("total", &total)])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_experiment::{Data, Experiment, playground::sweep::Sweep};

    use super::*;
    use crate::playground::files::on_page;

    #[test]
    fn a_sweep_fills_its_rows() {
        let mut state = State::default();
        assert!(
            redes_shell::link::read(&mut state, "sweep", "#sweep.values=1,2&sweep.seeds=2")
                .is_empty()
        );
        let base = playground::link::State {
            steps: 20,
            samples: 40,
            ..playground::link::State::default()
        };
        let mut sweep = Sweep::new(&state.setup(base.setup()), &Data::default()).unwrap();
        while !sweep.finished() {
            sweep.step(0.0).unwrap();
        }
        let (body, _) = sweep.state(true, 0.0).unwrap();
        assert_eq!((body.done(), body.total), (4, 4));
        let rows = rows(Language::English, &state, &body);
        assert_eq!(rows.matches("<tr>").count(), 2);
        assert!(rows.contains("<td>2</td>") && rows.contains('±'), "{rows}");
        let graph = graph(400.0, &state, &body, &on_page);
        assert_eq!(graph.matches("<circle").count(), 2);
        assert!(message(Language::English, &body).contains("4"));
        assert!(common(Language::English, &base).contains("moons"));
    }
}
