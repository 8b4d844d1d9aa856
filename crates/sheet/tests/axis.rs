//! Marks of an axis: round, ascending, none twice, over the whole axis.
#![allow(missing_docs)]

use proptest::prelude::*;
use redes_sheet::axis::{
    Room::{Marks, Parts},
    around, decimals, labelled, marks, step,
};

#[test]
fn marks_are_round_and_within() {
    assert_eq!(
        marks([-3.0, 3.0], Parts(6.0)),
        [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]
    );
    assert_eq!(marks([-17.0, 19.0], Parts(5.0)), [-10.0, 0.0, 10.0]);
    assert_eq!(marks([0.0, 1.0], Parts(4.0)), [0.0, 0.5, 1.0]);
    assert_eq!(marks([0.0, 9.0], Parts(5.0)), [0.0, 2.0, 4.0, 6.0, 8.0]);
    assert_eq!(marks([-0.05, 0.06], Parts(4.0)), [-0.05, 0.0, 0.05]);
    // As plotters chooses them for five labels.
    assert_eq!(marks([0.0, 1.0], Marks(5)), [0.0, 0.5, 1.0]);
    assert_eq!(marks([0.0, 2500.0], Marks(5)), [0.0, 1000.0, 2000.0]);
    assert_eq!(marks([0.0, 40.0], Marks(5)), [0.0, 10.0, 20.0, 30.0, 40.0]);
    assert_eq!(
        marks([-0.2, 0.7], Marks(5)),
        [-0.2, 0.0, 0.2, 0.4, 0.6].map(|m: f64| (m / 0.2).round() * 0.2)
    );
}

#[test]
fn an_axis_of_no_length_has_no_marks() {
    let ends = [
        [1.0, 1.0],
        [2.0, 1.0],
        [0.0, f64::NAN],
        [f64::NAN, 1.0],
        [0.0, f64::INFINITY],
        [f64::NEG_INFINITY, f64::INFINITY],
        [f64::MIN, f64::MAX],
    ];
    for ends in ends {
        for room in [Parts(5.0), Marks(5), Marks(0), Parts(f64::NAN)] {
            assert_eq!(step(ends, room), None, "{ends:?}");
            assert!(marks(ends, room).is_empty());
        }
    }
    assert_eq!(step([0.0, 1.0], Marks(0)), None);
    assert_eq!(step([0.0, 1.0], Parts(f64::NAN)), None);
    // Nearer to each other than numbers there are: nothing endless, nothing twice.
    assert!(marks([1e300, 1e300 * (1.0 + 1e-15)], Marks(5)).len() <= 5);
    assert!(!marks([0.0, f64::MAX], Parts(5.0)).is_empty());
    assert!(marks([0.0, 5e-324], Parts(5.0)).len() <= 6);
}

#[test]
fn steps_need_decimals() {
    let table = [
        (1.0, 0),
        (20.0, 0),
        (0.5, 1),
        (0.05, 2),
        (2e-4, 4),
        (1e-9, 9),
        (0.0, 0),
        (f64::NAN, 0),
        (1e300, 0),
    ];
    for (step, count) in table {
        assert_eq!(decimals(step), count, "{step}");
    }
}

#[test]
fn no_label_is_repeated() {
    let whole = |value: f64| format!("{value:.0}");
    let labels: Vec<String> = labelled([-0.2, 1.0], Marks(5), whole)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    // Marks at 0, 0.5 and 1; 0.5 is rounded to 0.
    assert_eq!(labels, ["0", "1"]);
}

#[test]
fn an_axis_around_values_ends_at_round_numbers() {
    assert_eq!(around([0.0, 1.0]), [-0.1, 1.1]);
    assert_eq!(around([-17.0, 19.0]), [-20.0, 25.0]);
    assert_eq!(around([0.0, 0.0]), [-0.1, 0.1]);
}

/// Ends of every size, some far from 0.
fn ends() -> impl Strategy<Value = [f64; 2]> {
    let size = (-300..300).prop_map(|power| 10_f64.powi(power));
    (-1.0..1.0_f64, 1e-6..1.0_f64, size)
        .prop_map(|(low, span, size)| [low * size, (low + span) * size])
}

proptest! {
    #[test]
    fn marks_are_what_they_should_be(ends in ends(), room in 1..12_usize, parts in any::<bool>()) {
        let room = if parts { Parts(room as f64) } else { Marks(room) };
        let Some(step) = step(ends, room) else {
            return Err(TestCaseError::fail("no step"));
        };
        // Round: one figure, which is 1, 2 or 5.
        let text = format!("{step:e}");
        prop_assert!(["1", "2", "5"].contains(&text.split('e').next().unwrap_or_default()), "{}", text);
        let marks = marks(ends, room);
        prop_assert!(marks.iter().zip(marks.iter().skip(1)).all(|(a, b)| a < b), "{:?}", marks);
        let slack = step * 1e-6;
        for mark in &marks {
            prop_assert!(*mark >= ends[0] - slack && *mark <= ends[1] + slack);
            prop_assert!((mark / step - (mark / step).round()).abs() < 1e-6);
        }
        match room {
            Marks(most) => prop_assert!(marks.len() <= most),
            Parts(parts) => prop_assert!((ends[1] - ends[0]) / step <= parts * (1.0 + 1e-6)),
        }
        // Over the whole axis: no mark more would stand on it.
        if let (Some(first), Some(last)) = (marks.first(), marks.last()) {
            prop_assert!(first - step < ends[0] + slack && last + step > ends[1] - slack);
        }
    }

    #[test]
    fn the_step_is_the_least_that_there_is_room_for(ends in ends(), most in 2..12_usize) {
        // Half the step or less would make too many marks.
        if let Some(step) = step(ends, Marks(most)) {
            let finer = (1.0 + ((ends[1] / (step / 2.0)).floor() - (ends[0] / (step / 2.0)).ceil())) as usize;
            let finest = (1.0 + ((ends[1] / (step / 2.5)).floor() - (ends[0] / (step / 2.5)).ceil())) as usize;
            prop_assert!(finer.max(finest) + 1 > most);
        }
    }

    #[test]
    fn labels_differ_from_their_neighbours(ends in ends(), decimals in 0..3_usize) {
        let labels = labelled(ends, Marks(5), |value| format!("{value:.decimals$}"));
        prop_assert!(labels.iter().zip(labels.iter().skip(1)).all(|(a, b)| a.1 != b.1));
    }
}
