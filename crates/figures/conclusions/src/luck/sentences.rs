//! The sentences of the figure of the thousands: the answer, the title, the status line.

use redes_shell::{number, text::Language};
use redes_spread::Measure;

use super::{
    link::{State, View},
    markup::{measure_label, network_label},
    numbers::{Numbers, Side},
};
use crate::words;

/// A number of a measure, as the page writes it: a share in per cent.
pub fn value(measure: Measure, value: f64, language: Language) -> String {
    match measure {
        _ if measure.is_share() => number::percent(value, language),
        Measure::Output => number::fixed(value, 3),
        _ => number::fixed(value, 4),
    }
}

/// A share of many, in per cent with two decimals, or one from 10% on. A share that is not all of them is never written
/// as all, nor one that is not nothing as nothing.
pub fn share(share: f64, language: Language) -> String {
    let decimals = if (0.1..0.9).contains(&share) { 1 } else { 2 };
    match share {
        _ if share > 0.0 && share < 0.000_05 => format!("< {}", number::percent(0.0001, language)),
        _ if share < 1.0 && share > 0.999_95 => format!("> {}", number::percent(0.9999, language)),
        _ => number::short_percent(share, decimals, language),
    }
}

/// A network's short name with its epoch: "1.0, epoch 3".
pub fn side(side: &Side, language: Language) -> String {
    let epoch = side.epoch.to_string();
    let name = match side
        .network
        .starts_with(|first: char| first.is_ascii_digit())
    {
        true => side.network,
        false => language.text(network_label(side.network)),
    };
    language.fill(words::LUCK_SIDE, &[("name", name), ("epoch", &epoch)])
}

/// The one sentence that the view is about.
pub fn answer(language: Language, state: &State, numbers: &Numbers) -> String {
    let shown = |v: f64| value(numbers.measure, v, language);
    let counts = &numbers.first.counts;
    let n = number::grouped(counts.total(), language);
    match (state.view, numbers.shares()) {
        (View::Runs, _) => {
            let [mean_from, mean_to] = numbers.means(state.runs).map(shown);
            let [best_from, best_to] = numbers.bests(state.runs).map(shown);
            language.fill(
                words::LUCK_ANSWER_RUNS,
                &[
                    ("runs", &state.runs.to_string()),
                    ("mean_from", &mean_from),
                    ("mean_to", &mean_to),
                    ("best_from", &best_from),
                    ("best_to", &best_to),
                ],
            )
        }
        (View::Pair, Some([ahead, _, _])) => {
            let second = numbers.second.as_ref();
            let pairs = numbers.pairs.map_or(0, |pairs| pairs.total());
            language.fill(
                words::LUCK_ANSWER_PAIR,
                &[
                    ("first", &side(&numbers.first, language)),
                    (
                        "second",
                        &second.map_or(String::new(), |s| side(s, language)),
                    ),
                    ("share", &share(ahead, language)),
                    ("n", &number::grouped(pairs, language)),
                ],
            )
        }
        _ => match (numbers.first.printed, numbers.first.below()) {
            (Some(printed), Some(below)) => language.fill(
                words::LUCK_ANSWER_ONE,
                &[
                    ("n", &n),
                    ("value", &shown(printed)),
                    ("share", &share(below, language)),
                ],
            ),
            _ => {
                let [low, high] = [0.25, 0.75].map(|q| shown(counts.quantile(q)));
                let slots = [("n", &*n), ("low", &*low), ("high", &*high)];
                language.fill(words::LUCK_ANSWER_PLAIN, &slots)
            }
        },
    }
}

/// The heading of the graph: network, epoch and measure.
pub fn title(language: Language, numbers: &Numbers) -> String {
    let measure = language.text(measure_label(numbers.measure));
    match &numbers.second {
        Some(_) => measure.to_owned(),
        None => format!("{} · {measure}", side(&numbers.first, language)),
    }
}

/// Mean, deviation and ends of a network's trainings.
fn spread(language: Language, numbers: &Numbers, of: &Side) -> String {
    let shown = |v: f64| value(numbers.measure, v, language);
    let counts = &of.counts;
    let deviation = match numbers.measure.is_share() {
        true => language.fill(
            words::LUCK_POINTS,
            &[("n", &number::fixed(counts.deviation() * 100.0, 2))],
        ),
        false => shown(counts.deviation()),
    };
    language.fill(
        words::LUCK_SPREAD,
        &[
            ("side", &side(of, language)),
            ("n", &number::grouped(counts.total(), language)),
            ("least", &shown(counts.least())),
            ("greatest", &shown(counts.greatest())),
            ("mean", &shown(counts.mean())),
            ("deviation", &deviation),
        ],
    )
}

/// The trainings that lie outside of the graph; empty where there is none.
fn outside(language: Language, numbers: &Numbers, of: &Side) -> String {
    let [left, right] = numbers.outside(of);
    match left + right {
        0 => String::new(),
        n => {
            let n = number::grouped(n, language);
            let text = language.fill(words::LUCK_OUTSIDE, &[("n", &n)]);
            format!(" {text}")
        }
    }
}

/// Where the number of the reader's last training lies; `None` stands for a number that is not measured in it.
pub fn own(language: Language, numbers: &Numbers, seed: u32, own: Option<f64>) -> String {
    let seed = seed.to_string();
    let Some(own) = own else {
        return language.fill(words::LUCK_OWN_NONE, &[("seed", &seed)]);
    };
    let counts = &numbers.first.counts;
    let below = counts.below(own) as f64 / counts.total().max(1) as f64;
    let [from, to] = numbers.ends;
    let key = match (from..=to).contains(&own) {
        true => words::LUCK_OWN_LAST,
        false => words::LUCK_OWN_OUTSIDE,
    };
    let slots = [
        ("seed", &*seed),
        ("value", &*value(numbers.measure, own, language)),
        ("n", &*number::grouped(counts.total(), language)),
        ("share", &*share(below, language)),
    ];
    language.fill(key, &slots)
}

/// The status line.
pub fn status(language: Language, state: &State, numbers: &Numbers) -> String {
    let first = spread(language, numbers, &numbers.first);
    let shown = |v: f64| value(numbers.measure, v, language);
    let said = match (state.view, &numbers.second, numbers.shares()) {
        (View::Runs, _, _) => {
            let Some(last) = numbers.draws.last() else {
                return first;
            };
            let slots = [
                ("draws", &*state.draws.to_string()),
                ("mean", &shown(last.mean)),
                ("best", &shown(last.best)),
            ];
            let last = language.fill(words::LUCK_STATUS_RUNS, &slots);
            format!("{last} {first}")
        }
        (View::Pair, Some(second), Some(shares)) => {
            let other = spread(language, numbers, second);
            let [ahead, equal, behind] = shares.map(|s| number::percent(s, language));
            let slots = [("ahead", &*ahead), ("equal", &equal), ("behind", &behind)];
            let pairs = language.fill(words::LUCK_STATUS_PAIR, &slots);
            let far = outside(language, numbers, second);
            format!("{pairs} {first} {other}{far}")
        }
        _ => first,
    };
    format!("{said}{}", outside(language, numbers, &numbers.first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_all_or_nothing_only_if_it_is() {
        let shares = [0.0, 1e-6, 0.016, 0.4004, 0.9998, 0.999_999, 1.0];
        let texts = shares.map(|s| share(s, Language::English));
        let wanted = ["0%", "< 0.01%", "1.6%", "40%", "99.98%", "> 99.99%", "100%"];
        assert_eq!(texts, wanted);
    }
}
