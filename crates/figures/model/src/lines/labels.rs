//! The neurons of a layer, named: their answers one after the other, and numbers beside the ends of their lines.

use redes_core::activation::Activation;

use redes_shell::number;

/// What the neurons of a layer answer, one after the other; those that are off are grey.
pub fn many(answers: &[f64], activation: Activation) -> String {
    let cuts = matches!(
        activation,
        Activation::Relu { .. } | Activation::Step { .. }
    );
    let one = |(unit, answer): (usize, &f64)| {
        let class = if cuts && *answer == 0.0 { "off" } else { "on" };
        let n = unit + 1;
        let a = number::short(*answer, 2);
        format!(r#"<span class="{class}">a<sub>{n}</sub> = {a}</span> "#)
    };
    answers.iter().enumerate().map(one).collect()
}

/// The neurons' numbers beside their lines' ends; those nearer than `near` share a place.
pub fn grouped(mut ends: Vec<(f64, usize)>, near: f64) -> Vec<(f64, String)> {
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut groups: Vec<(f64, Vec<usize>)> = Vec::new();
    for (y, unit) in ends {
        match groups.last_mut() {
            Some((first, units)) if y - *first < near => units.push(unit),
            _ => groups.push((y, vec![unit])),
        }
    }
    let joined = groups.into_iter().map(|(y, mut units)| {
        units.sort_unstable();
        (y, listed(&units))
    });
    joined.collect()
}

/// Numbers in order, three and more in a row as `1–4`.
fn listed(units: &[usize]) -> String {
    let rows = units.chunk_by(|a, b| a + 1 == *b).map(|row| match row {
        [first, .., last] if row.len() > 2 => format!("{first}–{last}"),
        _ => row
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(","),
    });
    rows.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_would_overlap_share_a_place() {
        let ends = vec![(0.0, 3), (2.0, 1), (0.05, 2), (-1.0, 4)];
        let found = grouped(ends, 0.2);
        let names: Vec<&str> = found.iter().map(|(_, names)| names.as_str()).collect();
        assert_eq!(names, ["4", "2,3", "1"]);
        assert_eq!(listed(&[1, 2, 3, 4, 6, 8]), "1–4,6,8");
        assert_eq!(listed(&[]), "");
    }

    #[test]
    fn neurons_that_are_off_are_marked() {
        let said = many(&[0.0, 1.5], Activation::RELU);
        assert_eq!(said.matches(r#"class="off""#).count(), 1);
        assert!(!many(&[0.0], Activation::Tanh).contains("off"));
    }
}
