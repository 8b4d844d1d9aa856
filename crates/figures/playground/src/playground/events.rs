//! What the reader changed during a run, as text of a link: `120r0.01` is a rate from step 120 on, `0w17v0.5` a weight.

use redes_experiment::playground::{Change, Event};
use redes_shell::number;

use super::link::MAX_RATE;

/// The events of a text, if their steps ascend and their parameters are among so many.
pub fn read(text: &str, parameters: usize, steps: u64) -> Option<Vec<Event>> {
    let mut last = 0;
    let read = |part: &str| {
        let event = one(part)?;
        let known = match event.change {
            Change::Rate(rate) => (0.0..=MAX_RATE).contains(&rate),
            Change::Parameter { index, .. } => (index as usize) < parameters,
        };
        let fits = known && (last..=steps).contains(&event.step);
        last = event.step;
        fits.then_some(event)
    };
    text.split(',').map(read).collect()
}

fn one(text: &str) -> Option<Event> {
    let (step, sign, rest) = match text.split_once('r') {
        Some((step, rest)) => (step, 'r', rest),
        None => {
            let (step, rest) = text.split_once('w')?;
            (step, 'w', rest)
        }
    };
    let change = match sign {
        'r' => Change::Rate(number::parse(rest)?),
        _ => {
            let (index, value) = rest.split_once('v')?;
            Change::Parameter {
                index: index.parse().ok()?,
                value: number::parse(value)?,
            }
        }
    };
    Some(Event {
        step: step.parse().ok()?,
        change,
    })
}

/// The events' text. It has every bit of the numbers.
pub fn written(events: &[Event]) -> String {
    let event = |event: &Event| match event.change {
        Change::Rate(rate) => format!("{}r{}", event.step, number::plain(rate)),
        Change::Parameter { index, value } => {
            format!("{}w{index}v{}", event.step, number::plain(value))
        }
    };
    let events: Vec<String> = events.iter().map(event).collect();
    events.join(",")
}

/// Adds an event. A change of the same number at the same step takes the place of the one before.
pub fn add(events: &mut Vec<Event>, event: Event) {
    let same = |other: &Event| {
        let parameter = |change: &Change| match change {
            Change::Rate(_) => None,
            Change::Parameter { index, .. } => Some(*index),
        };
        other.step == event.step && parameter(&other.change) == parameter(&event.change)
    };
    events.retain(|other| !same(other));
    events.push(event);
}

/// The events without those that a later one at the same step replaces.
pub fn distinct(events: &[Event]) -> Vec<Event> {
    let mut distinct = Vec::with_capacity(events.len());
    events.iter().for_each(|event| add(&mut distinct, *event));
    distinct
}

/// A number as people write it: also as a quotient such as `1/3`.
pub fn value(text: &str) -> Option<f64> {
    let value = match text.split_once('/') {
        Some((above, below)) => number::parse(above)? / number::parse(below)?,
        None => number::parse(text)?,
    };
    value.is_finite().then_some(value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn events_come_back_with_every_bit() {
        let third = 1.0 / 3.0;
        let events = vec![
            Event {
                step: 0,
                change: Change::Parameter {
                    index: 3,
                    value: -third,
                },
            },
            Event {
                step: 120,
                change: Change::Rate(1e-9),
            },
        ];
        let text = written(&events);
        assert_eq!(text, "0w3v-0.3333333333333333,120r1e-9");
        assert_eq!(read(&text, 4, 120).unwrap(), events);
        // No such parameter, no such step.
        assert_eq!(read(&text, 3, 120), None);
        assert_eq!(read(&text, 4, 119), None);
        for text in [
            "", "r1", "1r", "1r-1", "1r101", "1w2", "5r1,4r1", "1w2vx", "1r1,",
        ] {
            assert_eq!(read(text, 9, 9), None, "{text}");
        }
    }

    #[test]
    fn a_second_change_of_a_number_replaces_the_first() {
        let mut events = Vec::new();
        let change = |step, index, value| Event {
            step,
            change: Change::Parameter { index, value },
        };
        add(&mut events, change(0, 1, 1.0));
        add(&mut events, change(0, 2, 1.0));
        add(&mut events, change(0, 1, 2.0));
        add(&mut events, change(5, 1, 3.0));
        let expected = [change(0, 2, 1.0), change(0, 1, 2.0), change(5, 1, 3.0)];
        assert_eq!(events, expected);
        let events = [[change(0, 1, 1.0)].as_slice(), &expected].concat();
        assert_eq!(distinct(&events), expected);
    }

    #[test]
    fn quotients_are_numbers() {
        assert_eq!(value("1/3"), Some(1.0 / 3.0));
        assert_eq!(value("−1 / 4"), Some(-0.25));
        assert_eq!(value("0,5"), Some(0.5));
        for text in ["1/0", "", "1/", "a/2", "1/2/3"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
