//! The table of counts, `www/spread/counts.txt`: a line for each network, epoch and measure.
//!
//! ```text
//! 1.0 3 accuracy 10 9724 1 0 2 -3 1
//! ```
//!
//! After the names come the width of a bin in hundred-thousandths, the first bin's value in steps, and the trainings in
//! each bin; −3 stands for three empty bins.

use std::fmt::Write;

use crate::{ACTIVATIONS, CASES, Counts, Measure, reads_digits, rows::Row};

/// The counts of a network after an epoch, from the text of a table; `None` where the table does not have them.
pub fn counts(table: &str, network: &str, epoch: usize, measure: Measure) -> Option<Counts> {
    let epoch = epoch.to_string();
    let wanted = [network, &epoch, measure.name()];
    let mut lines = table.lines();
    let cells = lines.find_map(|line| {
        let mut cells = line.split(' ');
        let ours = wanted.into_iter().all(|name| cells.next() == Some(name));
        ours.then_some(cells)
    });
    let mut cells = cells?;
    let step = cells.next()?.parse().ok()?;
    let first = cells.next()?.parse().ok()?;
    let mut bins = Vec::new();
    for cell in cells {
        match cell.strip_prefix('-') {
            Some(empty) => bins.resize(bins.len() + empty.parse::<u16>().ok()? as usize, 0),
            None => bins.push(cell.parse().ok()?),
        }
    }
    Counts::new(step, first, bins)
}

/// The last epoch of a network in a table; 0 where the table does not have the network.
pub fn epochs(table: &str, network: &str) -> usize {
    let lines = table.lines().filter_map(|line| {
        let mut cells = line.split(' ');
        let ours = cells.next() == Some(network);
        cells.next().filter(|_| ours)?.parse().ok()
    });
    lines.max().unwrap_or(0)
}

/// The values of a network's trainings after an epoch, in hundred-thousandths, in the order of the rows.
pub fn values<'a>(
    rows: &'a [Row<'_>],
    network: &'a str,
    epoch: usize,
    measure: Measure,
) -> impl Iterator<Item = u32> + 'a {
    let rows = rows
        .iter()
        .filter(move |row| row.network == network && row.epoch == epoch);
    rows.filter_map(move |row| {
        let [loss, accuracy, test_loss, test_accuracy] = row.numbers;
        match measure {
            Measure::Loss => loss,
            Measure::Accuracy => accuracy,
            Measure::TestLoss => test_loss,
            Measure::TestAccuracy => test_accuracy,
            Measure::Output => row.outputs.first().copied(),
        }
    })
}

/// Counts rows and writes the table: every measure of the cases, their output after the last epoch only, and the
/// accuracy on the test of the other networks.
pub fn write(rows: &[Row<'_>]) -> String {
    let mut table = String::new();
    for network in CASES.into_iter().chain(ACTIVATIONS) {
        let ours = rows.iter().filter(|row| row.network == network);
        let last = ours.map(|row| row.epoch).max().unwrap_or(0);
        for epoch in 1..=last {
            for measure in Measure::ALL {
                let wanted = match measure {
                    Measure::TestAccuracy => true,
                    Measure::Output => CASES.contains(&network) && epoch == last,
                    _ => CASES.contains(&network),
                };
                let step = measure.step(reads_digits(network));
                let counts = Counts::of(values(rows, network, epoch, measure), step);
                if let (true, Some(counts)) = (wanted, counts) {
                    line(
                        &mut table,
                        [network, &epoch.to_string(), measure.name()],
                        &counts,
                    );
                }
            }
        }
    }
    table
}

fn line(table: &mut String, names: [&str; 3], counts: &Counts) {
    let (step, first, bins) = counts.parts();
    table.push_str(&names.join(" "));
    // Writing to a text does not fail.
    let _ = write!(table, " {step} {first}");
    let mut empty = 0;
    for count in bins {
        if *count == 0 {
            empty += 1;
            continue;
        }
        let _ = match empty {
            0 => Ok(()),
            1 => write!(table, " 0"),
            _ => write!(table, " -{empty}"),
        };
        empty = 0;
        let _ = write!(table, " {count}");
    }
    table.push('\n');
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::rows::{HEAD, read};

    #[test]
    fn counts_go_there_and_back() {
        let text = format!(
            "{HEAD}\n1.0,0,1,0.10000,0.20000,0.30000,0.40000,0.50000\n\
             1.0,1,1,0.10050,0.20010,0.30020,0.40000,0.51000\n\
             tanh,0,1,0.10000,0.20000,0.30000,0.40000,0.50000\n"
        );
        let rows = read(&text).unwrap();
        let table = write(&rows);
        let lines = [
            "1.0 1 loss 10 1000 1 -4 1",
            "1.0 1 accuracy 10 2000 1 1",
            "1.0 1 testloss 10 3000 1 0 1",
            "1.0 1 test 10 4000 2",
            "1.0 1 output 100 500 1 -9 1",
            "tanh 1 test 10 4000 1",
        ];
        assert_eq!(table.lines().collect::<Vec<_>>(), lines);
        for measure in Measure::ALL {
            let step = measure.step(true);
            let counted = Counts::of(values(&rows, "1.0", 1, measure), step);
            assert_eq!(counts(&table, "1.0", 1, measure), counted);
        }
        assert_eq!([epochs(&table, "1.0"), epochs(&table, "2.0")], [1, 0]);
        assert_eq!(counts(&table, "1.0", 2, Measure::Loss), None);
        assert_eq!(counts("1.0 1 loss 10 x 1", "1.0", 1, Measure::Loss), None);
    }
}
