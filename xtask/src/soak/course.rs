//! The samples of one figure, and what is allowed.

use serde_json::Value;

/// The longest warm-up, in seconds. A shorter run has a tenth of its time.
pub(super) const WARM_UP: f64 = 300.0;
/// The longest time until the page shows a pause, in milliseconds.
const CANCEL: f64 = 100.0;

/// A number of the samples, and how much the fitted line may change.
struct Measure {
    key: &'static str,
    what: &'static str,
    /// May change so much …
    most: f64,
    /// … or so large a share of what it was.
    share: f64,
    /// Whether less is the fault instead of more.
    falls: bool,
    decimals: usize,
}

/// What has to stay flat. A heap's own bookkeeping moves a little; the process also holds what the browser compiles and keeps
/// for later, without the pages of its program, of which it touches more from time to time; frames depend on what else the
/// machine does.
const MEASURES: [Measure; 5] = [
    Measure {
        key: "heap",
        what: "MB of the page's heap",
        most: 1.0,
        share: 0.0,
        falls: false,
        decimals: 2,
    },
    Measure {
        key: "module",
        what: "MB of the page's module",
        most: 0.2,
        share: 0.0,
        falls: false,
        decimals: 2,
    },
    Measure {
        key: "own",
        what: "MB of the process's own",
        most: 10.0,
        share: 0.05,
        falls: false,
        decimals: 0,
    },
    Measure {
        key: "nodes",
        what: "nodes",
        most: 50.0,
        share: 0.05,
        falls: false,
        decimals: 0,
    },
    Measure {
        key: "frames",
        what: "frames a second",
        most: 5.0,
        share: 0.2,
        falls: true,
        decimals: 1,
    },
];

/// The nodes that a figure draws for each training that has ended: `luck` a point, in two groups of its graph.
fn drawn(figure: &str) -> f64 {
    if figure == "luck" { 2.0 } else { 0.0 }
}

/// A figure's samples.
pub(super) struct Course {
    pub(super) figure: String,
    samples: Vec<Value>,
    /// Milliseconds until the page showed a pause, and until the trainer rested.
    cancels: Vec<[f64; 2]>,
}

/// A line through samples: its values at the end of the warm-up and at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fit {
    first: f64,
    last: f64,
}

impl Course {
    pub(super) fn of(figure: &str) -> Self {
        Self {
            figure: figure.to_owned(),
            samples: Vec::new(),
            cancels: Vec::new(),
        }
    }

    /// Takes a line of the measuring program.
    pub(super) fn take(&mut self, line: &Value) {
        match line["cancels"].as_array() {
            Some(cancels) => {
                let pair =
                    |value: &Value| [0, 1].map(|place| value[place].as_f64().unwrap_or(f64::NAN));
                self.cancels = cancels.iter().map(pair).collect();
            }
            None => self.samples.push(line.clone()),
        }
    }

    fn fit(&self, key: &str) -> Option<Fit> {
        let time = self.samples.last()?["at"].as_f64()?;
        let warm = WARM_UP.min(time / 10.0);
        let drawn = if key == "nodes" {
            drawn(&self.figure)
        } else {
            0.0
        };
        let points = self.samples.iter().filter_map(|sample| {
            let drawn = drawn * sample["restarts"].as_f64().unwrap_or_default();
            Some((sample["at"].as_f64()?, sample[key].as_f64()? - drawn))
        });
        let points: Vec<(f64, f64)> = points.filter(|(at, _)| *at >= warm).collect();
        line(&points)
    }

    /// What is out of bounds.
    pub(super) fn faults(&self) -> Vec<String> {
        let figure = &self.figure;
        let mut faults = Vec::new();
        for measure in MEASURES {
            let Some(Fit { first, last }) = self.fit(measure.key) else {
                continue;
            };
            let change = if measure.falls {
                first - last
            } else {
                last - first
            };
            if change > measure.most.max(measure.share * first) {
                faults.push(format!(
                    "{figure}: {} went from {first:.2} to {last:.2}",
                    measure.what
                ));
            }
        }
        if self.cancels.is_empty() {
            faults.push(format!("{figure}: it was not paused"));
        }
        let shown = self.longest(0);
        if shown > CANCEL {
            faults.push(format!("{figure}: a pause was shown after {shown:.0} ms"));
        }
        if let Some(errors) = self
            .samples
            .last()
            .and_then(|sample| sample["errors"].as_array())
        {
            faults.extend(errors.iter().map(|error| format!("{figure}: {error}")));
        }
        faults
    }

    fn longest(&self, place: usize) -> f64 {
        let times = self.cancels.iter().filter_map(|pair| pair.get(place));
        times.copied().fold(f64::NAN, f64::max)
    }

    /// The row of the table.
    pub(super) fn row(&self) -> String {
        let last = |key: &str| {
            self.samples
                .last()
                .and_then(|sample| sample[key].as_f64())
                .unwrap_or(f64::NAN)
        };
        let most = |key: &str| {
            let values = self
                .samples
                .iter()
                .filter_map(|sample| sample[key].as_f64());
            values.fold(f64::NAN, f64::max)
        };
        let mut cells = vec![
            self.figure.clone(),
            format!("{:.1}", last("at") / 60.0),
            format!("{:.0}", last("steps")),
            format!("{:.0}", last("restarts")),
        ];
        for measure in MEASURES {
            let decimals = measure.decimals;
            match self.fit(measure.key) {
                Some(Fit { first, last }) => {
                    cells.push(format!("{last:.decimals$}"));
                    cells.push(format!("{:+.decimals$}", last - first));
                }
                None => cells.extend(["–".to_owned(), "–".to_owned()]),
            }
            if measure.key == "own" {
                cells.extend(["most", "resident", "peak"].map(|key| format!("{:.0}", most(key))));
            }
        }
        cells.push(format!("{:.0}", most("longest")));
        cells.push(format!("{:.1}", self.longest(0)));
        cells.push(format!("{:.0}", self.longest(1)));
        format!("| {} |", cells.join(" | "))
    }
}

/// The line with the least squares through points; none through fewer than three.
fn line(points: &[(f64, f64)]) -> Option<Fit> {
    let [(first, _), _, .., (last, _)] = points else {
        return None;
    };
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|(x, _)| *x), mean(|(_, y)| *y));
    let squares: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let products: f64 = points
        .iter()
        .map(|point| (point.0 - x) * (point.1 - y))
        .sum();
    let slope = if squares > 0.0 {
        products / squares
    } else {
        0.0
    };
    Some(Fit {
        first: y + slope * (first - x),
        last: y + slope * (last - x),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A run of an hour, a sample a minute.
    fn course(module: impl Fn(f64) -> f64) -> Course {
        let mut course = Course::of("circles");
        for minute in 1..=60 {
            let at = f64::from(minute) * 60.0;
            course.take(&json!({ "at": at, "module": module(at), "frames": 60.0, "errors": [] }));
        }
        course.take(&json!({ "figure": "circles", "cancels": [[4.0, 30.0], [9.0, 20.0]] }));
        course
    }

    #[test]
    fn what_grows_after_the_warm_up_is_a_fault() {
        assert_eq!(course(|_| 2.0).faults(), [""; 0]);
        // All of it in the first five minutes.
        assert_eq!(course(|at| 2.0 + at.min(290.0) / 100.0).faults(), [""; 0]);
        let faults = course(|at| 2.0 + at / 3_600.0).faults();
        assert_eq!(
            faults,
            ["circles: MB of the page's module went from 2.08 to 3.00"]
        );
    }

    #[test]
    fn frames_that_become_fewer_and_late_pauses_are_faults() {
        let mut course = course(|_| 2.0);
        for (place, sample) in course.samples.iter_mut().enumerate() {
            sample["frames"] = json!(60.0 - place as f64 / 2.0);
        }
        course.cancels.push([140.0, 150.0]);
        course.samples.last_mut().unwrap()["errors"] = json!(["broken"]);
        let faults = course.faults().join("\n");
        assert!(
            faults.contains("frames a second went from 58.00 to 30.50"),
            "{faults}"
        );
        assert!(
            faults.contains("a pause was shown after 140 ms"),
            "{faults}"
        );
        assert!(faults.ends_with("circles: \"broken\""), "{faults}");
        assert!(Course::of("circles").faults()[0].contains("not paused"));
    }

    #[test]
    fn what_a_figure_draws_for_each_training_is_no_fault() {
        let faults = |figure| {
            let mut course = course(|_| 2.0);
            course.figure = String::from(figure);
            for (place, sample) in course.samples.iter_mut().enumerate() {
                sample["restarts"] = json!(place);
                sample["nodes"] = json!(500 + 2 * place);
            }
            course.faults()
        };
        assert_eq!(faults("luck"), [""; 0]);
        assert_eq!(faults("circles").len(), 1);
    }

    #[test]
    fn a_line_goes_through_its_points() {
        let fit = line(&[(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)]).unwrap();
        assert_eq!(
            fit,
            Fit {
                first: 3.0,
                last: 7.0
            }
        );
        assert_eq!(line(&[(1.0, 3.0), (2.0, 5.0)]), None);
    }
}
