//! The trainings of `www/spread`: the counts made of them, the tables of its README, and our own seeds among them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, path::PathBuf, sync::LazyLock};

use redes_data::gzip;
use redes_spread::{
    CASES, COUNTS, Counts, Measure,
    rows::{self, Row},
    table,
};

/// The greatest distance of Kolmogorov and Smirnov between our seeds and the thousands: the one that chance exceeds once
/// in a thousand times, √(−ln(0.001 / 2) / 2) · √((n + m) / (n m)).
const SELDOM: f64 = 1.949;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../www/spread")
}

fn text(name: &str) -> String {
    let bytes = fs::read(folder().join(name)).unwrap();
    String::from_utf8(gzip::content(&bytes, 16 << 20).unwrap().into_owned()).unwrap()
}

static TRAININGS: LazyLock<String> = LazyLock::new(|| text("trainings.csv.gz"));
static ROWS: LazyLock<Vec<Row<'static>>> = LazyLock::new(|| rows::read(&TRAININGS).unwrap());

/// The values of a network's trainings, exactly.
fn values(network: &str, epoch: usize, measure: Measure) -> Vec<f64> {
    let values = table::values(&ROWS, network, epoch, measure);
    let values: Vec<f64> = values.map(|value| f64::from(value) / 1e5).collect();
    assert!(!values.is_empty(), "{network} {epoch} {measure:?}");
    values
}

/// The measure of a name in the README.
fn measure(name: &str) -> Measure {
    match name {
        "loss" => Measure::Loss,
        "accuracy" => Measure::Accuracy,
        "test accuracy" => Measure::TestAccuracy,
        other => panic!("{other}"),
    }
}

/// The cells of the README's tables with so many columns, without heads.
fn table_of(columns: usize) -> Vec<Vec<String>> {
    let readme = text("README.md");
    let rows = readme.lines().filter_map(|line| {
        let line = line.strip_prefix("| ")?.strip_suffix('|')?;
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        (cells.len() == columns && !line.contains("---")).then_some(cells)
    });
    rows.skip(1).collect()
}

/// Whether a number, rounded as a text is, is that text: `.9744`, `1.6 %`.
fn agrees(value: f64, text: &str) -> bool {
    let (number, unit) = match text.strip_suffix(" %") {
        Some(number) => (number, 100.0),
        None => (text, 1.0),
    };
    let decimals = number.split_once('.').map_or(0, |(_, after)| after.len());
    let wanted: f64 = number.parse().unwrap();
    (value * unit - wanted).abs() <= 0.5 * 10_f64.powi(-(decimals as i32)) + 1e-9
}

#[test]
fn the_counts_are_those_of_the_trainings() {
    assert!(table::write(&ROWS) == COUNTS, "run `redes spread`");
}

#[test]
fn the_readme_says_where_the_thesis_lies() {
    let rows = table_of(8);
    assert_eq!(rows.len(), 14);
    for row in rows {
        let (network, epoch) = row[0].split_once(", ").unwrap();
        let (epoch, measure) = (epoch.parse().unwrap(), measure(&row[1]));
        let values = values(network, epoch, measure);
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
        let least = values.iter().copied().fold(f64::MAX, f64::min);
        let most = values.iter().copied().fold(f64::MIN, f64::max);
        let all = [mean, (squares / (n - 1.0)).sqrt(), least, most];
        for (value, said) in all.into_iter().zip(&row[2..6]) {
            assert!(agrees(value, said), "{row:?}: {value}");
        }
        if row[6].is_empty() {
            continue;
        }
        let counts = table::counts(COUNTS, network, epoch, measure).unwrap();
        let printed: f64 = row[6].parse().unwrap();
        let below = values
            .iter()
            .filter(|v| **v < printed - 5e-5 - 1e-9)
            .count();
        assert_eq!(counts.below(printed), below as u64, "{row:?}");
        assert!(agrees(below as f64 / n, &row[7]), "{row:?}: {below} of {n}");
    }
}

#[test]
fn the_readme_says_which_network_wins() {
    let rows = table_of(3);
    assert_eq!(rows.len(), 8);
    for row in rows {
        let [first, second] = [&row[0], &row[1]].map(|name| {
            let (network, epoch) = name.split_once(", epoch ").unwrap();
            let epoch: usize = epoch.parse().unwrap();
            let counts = table::counts(COUNTS, network, epoch, Measure::TestAccuracy).unwrap();
            (values(network, epoch, Measure::TestAccuracy), counts)
        });
        let wins = first
            .0
            .iter()
            .map(|a| second.0.iter().filter(|b| a > *b).count());
        let wins: usize = wins.sum();
        let pairs = first.1.against(&second.1);
        // Bins of the accuracy on the test lose nothing.
        assert_eq!(pairs.greater, wins as u64, "{row:?}");
        let share = wins as f64 / pairs.total() as f64;
        assert!(agrees(share, &row[2]), "{row:?}: {share}");
    }
}

#[test]
fn our_seeds_are_a_fair_draw_from_the_thousands() {
    let ours = text("ours.csv");
    let ours = rows::read(&ours).unwrap();
    let mut compared = 0;
    for network in CASES {
        for epoch in 1..=table::epochs(COUNTS, network) {
            for measure in Measure::ALL {
                let values: Vec<f64> = table::values(&ours, network, epoch, measure)
                    .map(|value| f64::from(value) / 1e5)
                    .collect();
                let counts: Option<Counts> = table::counts(COUNTS, network, epoch, measure);
                let (Some(counts), false) = (counts, values.is_empty()) else {
                    continue;
                };
                assert_eq!(values.len(), 20, "{network} {epoch} {measure:?}");
                let (n, m) = (20.0, counts.total() as f64);
                let distance = counts.distance(&values);
                let most = SELDOM * ((n + m) / (n * m)).sqrt();
                assert!(
                    distance < most,
                    "{network} {epoch} {measure:?}: {distance} of {most}"
                );
                compared += 1;
            }
        }
    }
    // Three epochs of the digits with loss and accuracy and one test each, five epochs of the reviews with four numbers
    // each, and the outputs of 1.0 and 2.0.
    let wanted = [("1.0", 8), ("1.1", 7), ("2.0", 9), ("2.1", 12)];
    let there = wanted
        .into_iter()
        .filter(|(network, _)| ours.iter().any(|row| row.network == *network));
    let there: Vec<usize> = there.map(|(_, numbers)| numbers).collect();
    assert!(there.len() >= 2, "www/spread/ours.csv lacks the digits");
    assert_eq!(compared, there.iter().sum::<usize>());
}
