//! The rows of `www/spread/trainings.csv.gz`, unpacked.

/// The first line of the file.
pub const HEAD: &str = "network,seed,epoch,loss,accuracy,test_loss,test_accuracy,outputs";

/// A training after one of its epochs. Numbers are in hundred-thousandths, as they stand in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// The case, or the function of the hidden layers.
    pub network: &'a str,
    /// The seed.
    pub seed: u32,
    /// The epoch, from 1.
    pub epoch: usize,
    /// Loss, accuracy, loss on the test and accuracy on the test; `None` where the file leaves one out.
    pub numbers: [Option<u32>; 4],
    /// The outputs for the first test samples.
    pub outputs: Vec<u32>,
}

/// Why the rows can't be read. The number counts lines from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The first line is another.
    #[error("line 1: expected {HEAD}")]
    Head,
    /// A line lacks a column, or has a number that is none.
    #[error(
        "line {0}: expected a network, a seed, an epoch from 1, and numbers with five decimals"
    )]
    Line(usize),
}

/// Reads all rows.
///
/// # Errors
/// [`Fault`] at the first line that is no row.
pub fn read(text: &str) -> Result<Vec<Row<'_>>, Fault> {
    let mut lines = text.lines();
    if lines.next() != Some(HEAD) {
        return Err(Fault::Head);
    }
    let rows = lines.enumerate();
    rows.map(|(index, line)| row(line).ok_or(Fault::Line(index + 2)))
        .collect()
}

fn row(line: &str) -> Option<Row<'_>> {
    let mut cells = line.split(',');
    let network = cells.next().filter(|name| !name.is_empty())?;
    let seed = cells.next()?.parse().ok()?;
    let epoch = cells.next()?.parse().ok().filter(|epoch| *epoch > 0)?;
    let mut numbers = [None; 4];
    for number in &mut numbers {
        *number = match cells.next()? {
            "" => None,
            text => Some(units(text)?),
        };
    }
    let outputs = cells.next()?.split_whitespace().map(units);
    let outputs = outputs.collect::<Option<_>>()?;
    cells.next().is_none().then_some(Row {
        network,
        seed,
        epoch,
        numbers,
        outputs,
    })
}

/// A number with five decimals, in hundred-thousandths.
fn units(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.')?;
    let [whole, decimals] = [whole, decimals].map(|digits| {
        let digits = Some(digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u32>().ok())
    });
    let five = text.len() - text.find('.')? == 6;
    whole?
        .checked_mul(100_000)?
        .checked_add(decimals?)
        .filter(|_| five)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_its_numbers() {
        let text = format!("{HEAD}\n2.0,3,2,0.22000,,1.00001,0.88560,0.20142 0.99999\n");
        let row = Row {
            network: "2.0",
            seed: 3,
            epoch: 2,
            numbers: [Some(22_000), None, Some(100_001), Some(88_560)],
            outputs: vec![20_142, 99_999],
        };
        assert_eq!(read(&text), Ok(vec![row]));
    }

    #[test]
    fn what_is_no_row_is_named_with_its_line() {
        assert_eq!(read("seed\n"), Err(Fault::Head));
        let good = "1.0,0,1,0.10000,0.10000,0.10000,0.10000,0.10000";
        let bad = [
            "",
            "1.0",
            ",0,1,0.10000,0.10000,0.10000,0.10000,",
            "1.0,0,0,0.10000,0.10000,0.10000,0.10000,",
            "1.0,0,1,0.1000,0.10000,0.10000,0.10000,",
            "1.0,0,1,-0.1000,0.10000,0.10000,0.10000,",
            "1.0,0,1,99999999.00000,0.10000,0.10000,0.10000,",
            "1.0,0,1,0.10000,0.10000,0.10000,0.10000,,",
            "1.0,0,1,0.10000,0.10000,0.10000,0.10000,x",
        ];
        for bad in bad {
            let text = format!("{HEAD}\n{good}\n{bad}\n");
            assert_eq!(read(&text), Err(Fault::Line(3)), "{bad}");
        }
    }
}
