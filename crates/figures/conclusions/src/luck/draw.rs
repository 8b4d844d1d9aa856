//! What changes on the page when the state of the figure of the thousands changes.

use redes_shell::{
    choice,
    computed::Picture,
    dom::{self, Result, part},
    number, outcome,
    plot::graph::{self, Graph, Margin, Window},
    text::Language,
};
use redes_spread::{COUNTS, table};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{
    link::{State, VIEWS, View, view_name},
    numbers::{Numbers, Side},
    sentences,
    trainer::Trainer,
};
use crate::{bars::Bars, words};

/// Around the graph.
const MARGIN: Margin = Margin {
    left: 38.0,
    right: 26.0,
    top: 24.0,
    bottom: 22.0,
};
/// Around the strip of draws, which has the same x.
const STRIP: Margin = Margin {
    top: 4.0,
    bottom: 4.0,
    ..MARGIN
};

/// The parts of the page that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    graph: Element,
    strip: Element,
    ahead: Element,
    equal: Element,
    selects: [HtmlSelectElement; 3],
    sliders: [HtmlInputElement; 3],
    trainer: Trainer,
}

impl Drawing {
    /// Finds them in a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language, trainer: Trainer) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            graph: part(host, "graph")?,
            strip: part(host, "strip")?,
            ahead: part(host, "ahead")?,
            equal: part(host, "equal")?,
            selects: [
                part(host, "network")?,
                part(host, "rival")?,
                part(host, "measure")?,
            ],
            sliders: [
                part(host, "epoch")?,
                part(host, "other")?,
                part(host, "count")?,
            ],
            trainer,
        })
    }

    /// The reader's own trainings.
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// The numbers of the reader's own trainings of a network.
    fn own(&self, numbers: &Numbers, side: &Side) -> Vec<(u32, f64)> {
        let own = self.trainer.own();
        own.values(side.network, side.epoch, numbers.measure)
    }

    /// Sets the selects and disables what was not kept.
    fn choices(&self, state: &State) {
        let [network, rival, measure] = &self.selects;
        network.set_value(state.network);
        rival.set_value(state.rival);
        measure.set_value(state.measure.name());
        let kept = state.measures();
        for option in dom::all(measure, "option").unwrap_or_default() {
            let name = option.get_attribute("value").unwrap_or_default();
            let missing = kept.iter().all(|measure| measure.name() != name);
            let _ = option.toggle_attribute_with_force("disabled", missing);
        }
        for option in dom::all(rival, "option").unwrap_or_default() {
            let name = option.get_attribute("value").unwrap_or_default();
            let digits = redes_spread::reads_digits;
            let other = digits(&name) != digits(state.network);
            let _ = option.toggle_attribute_with_force("disabled", other);
        }
    }

    fn sliders(&self, state: &State) {
        let [epoch, other, count] = &self.sliders;
        epoch.set_max(&table::epochs(COUNTS, state.network).to_string());
        other.set_max(&table::epochs(COUNTS, state.rival).to_string());
        epoch.set_disabled(state.measure == redes_spread::Measure::Output);
        let values = [
            state.epoch as u64,
            state.other as u64,
            u64::from(state.runs),
        ];
        let outputs = ["epoch-now", "other-now", "count-now"];
        for ((slider, value), output) in [epoch, other, count].into_iter().zip(values).zip(outputs)
        {
            let value = value.to_string();
            slider.set_value(&value);
            dom::set_part_text(&self.host, output, &value);
        }
    }

    fn parts(&self, state: &State, numbers: &Numbers) {
        let view = state.view;
        let hide = |name: &str, hidden: bool| dom::hide_part(&self.host, name, hidden);
        hide("pair", view != View::Pair);
        hide("runs", view != View::Runs);
        hide("key-run", view != View::Runs);
        for name in ["key-first", "key-second"] {
            hide(name, view != View::Pair);
        }
        dom::set_attribute(&self.host, "data-shows", view_name(view));
        let printed = numbers.first.printed.is_some();
        let other = numbers.second.as_ref().is_some_and(|s| s.printed.is_some());
        hide("key-below", view != View::One || !printed);
        hide("key-thesis", !printed && !other);
        hide(
            "key-ours",
            view != View::One || numbers.first.ours.is_empty(),
        );
        dom::set_part_text(
            &self.host,
            "name-first",
            &sentences::side(&numbers.first, self.language),
        );
        if let Some(second) = &numbers.second {
            dom::set_part_text(
                &self.host,
                "name-second",
                &sentences::side(second, self.language),
            );
        }
    }

    /// The share of the pairs as a bar.
    fn share(&self, numbers: &Numbers) {
        let [ahead, equal, _] = numbers.shares().unwrap_or_default();
        let widths = [(&self.equal, ahead + equal), (&self.ahead, ahead)];
        for (part, share) in widths {
            dom::set_attribute(part, "width", &number::plain(share * 100.0));
        }
    }

    /// The histogram with its marks.
    fn bars(&self, state: &State, numbers: &Numbers) {
        let [first, second] = [Some(&numbers.first), numbers.second.as_ref()]
            .map(|side| side.map(|side| scaled(numbers, side)));
        let Some(first) = first else { return };
        let top = second.as_ref().map_or(0.0, Bars::top).max(first.top()) * 1.12;
        let scale = scale(numbers);
        let window = Window {
            x: numbers.ends.map(|end| end * scale),
            y: [0.0, top],
        };
        let Some(mut graph) = graph::of(&self.graph, window, MARGIN) else {
            return;
        };
        let unit = if numbers.measure.is_share() { "%" } else { "" };
        graph.axes(unit, self.language.text(words::LUCK_COUNT_AXIS));
        graph.line("bars first", first.outline());
        if let Some(second) = &second {
            graph.line("bars second", second.outline());
        }
        if let (View::One, Some(printed)) = (state.view, numbers.first.printed) {
            graph.line("bars below", first.until(printed * scale));
            for value in &numbers.first.ours {
                graph.dot("ours", [value * scale, top * 0.035], 3.5);
            }
        }
        for side in std::iter::once(&numbers.first).chain(&numbers.second) {
            self.thesis(&mut graph, numbers, side, top);
        }
        let second = numbers.second.as_ref();
        for (side, class) in [(Some(&numbers.first), "own"), (second, "own second")] {
            for (_, value) in side.map_or(Vec::new(), |side| self.own(numbers, side)) {
                if (numbers.ends[0]..=numbers.ends[1]).contains(&value) {
                    graph.line("own", [[value * scale, 0.0], [value * scale, top * 0.12]]);
                    graph.dot(class, [value * scale, top * 0.12], 5.5);
                }
            }
        }
        for run in &numbers.last {
            graph.dot("run", [run * scale, top * 0.035], 4.5);
        }
        graph::show(&graph, &self.graph);
    }

    /// The thesis's number, as a line with a word.
    fn thesis(&self, graph: &mut Graph, numbers: &Numbers, side: &Side, top: f64) {
        let Some(printed) = side.printed else { return };
        let x = printed * scale(numbers);
        graph.line("here", [[x, 0.0], [x, top]]);
        let [from, to] = numbers.ends;
        let place = (printed - from) / (to - from);
        let other = match std::ptr::eq(side, &numbers.first) {
            true => numbers.second.as_ref(),
            false => Some(&numbers.first),
        };
        // The word stands on the side away from the other number, unless it would be cut there.
        let left = match other.and_then(|other| other.printed) {
            Some(other) if place > 0.3 && place < 0.7 => printed < other,
            _ => place > 0.6,
        };
        let (anchor, beside) = if left { ("end", -6.0) } else { ("start", 6.0) };
        let value = sentences::value(numbers.measure, printed, self.language);
        let text = match numbers.second {
            // The legend says whose numbers these are.
            Some(_) => format!("{}: {value}", side.network),
            None => self.language.fill(words::LUCK_MARK, &[("value", &value)]),
        };
        // A second word stands under the first.
        let row = if std::ptr::eq(side, &numbers.first) || numbers.first.printed.is_none() {
            0.0
        } else {
            16.0
        };
        graph.word("mark", [x, top], [beside, 12.0 + row], anchor, &text);
    }

    /// The means and the best runs of all draws, one row each, under the histogram.
    fn strip(&self, state: &State, numbers: &Numbers) {
        let scale = scale(numbers);
        let window = Window {
            x: numbers.ends.map(|end| end * scale),
            y: [0.0, 2.0],
        };
        let Some(mut graph) = graph::of(&self.strip, window, STRIP) else {
            return;
        };
        let [from, to] = window.x;
        graph.line("rule", [[from, 1.0], [to, 1.0]]);
        let runs = state.runs.to_string();
        let rows = [
            (words::LUCK_MEANS, 1.0, numbers.means(state.runs), "mean"),
            (words::LUCK_BESTS, 0.0, numbers.bests(state.runs), "best"),
        ];
        for (name, floor, interval, class) in rows {
            let middle = floor + 0.4;
            graph.line("interval", interval.map(|end| [end * scale, middle]));
            let last = numbers.draws.len().saturating_sub(1);
            for (index, draw) in numbers.draws.iter().enumerate() {
                let value = if class == "mean" {
                    draw.mean
                } else {
                    draw.best
                };
                // Draws of nearly the same value stand above each other.
                let height = middle + ((index * 7 % 11) as f64 - 5.0) * 0.045;
                let (kind, radius) = match index == last {
                    true => ("last", 5.5),
                    false => ("draw", 2.5),
                };
                let at = if index == last { middle } else { height };
                graph.dot(&format!("{kind} {class}"), [value * scale, at], radius);
            }
            let name = self.language.fill(name, &[("runs", &runs)]);
            graph.word("row", [from, floor + 1.0], [4.0, 13.0], "start", &name);
        }
        graph::show(&graph, &self.strip);
    }
}

/// What a number is multiplied by in the graph: shares are in per cent.
fn scale(numbers: &Numbers) -> f64 {
    if numbers.measure.is_share() {
        100.0
    } else {
        1.0
    }
}

/// A network's bars in the units of the graph.
fn scaled(numbers: &Numbers, side: &Side) -> Bars {
    let (bars, scale) = (numbers.bars(side), scale(numbers));
    Bars {
        from: bars.from * scale,
        width: bars.width * scale,
        heights: bars.heights,
    }
}

impl Picture for Drawing {
    type State = State;
    type Numbers = Numbers;

    fn numbers(state: &State) -> Option<Numbers> {
        Numbers::new(state)
    }

    fn set(&self, state: &State, numbers: &Numbers) {
        for (name, view) in VIEWS {
            if view == state.view {
                choice::show(&self.host, "view", name);
            }
        }
        self.choices(state);
        self.sliders(state);
        self.trainer.offer(state.network);
        self.parts(state, numbers);
    }

    fn draw(&self, state: &State, numbers: &Numbers) {
        let answer = sentences::answer(self.language, state, numbers);
        dom::set_part_text(&self.host, "answer", &answer);
        dom::set_part_text(
            &self.host,
            "title",
            &sentences::title(self.language, numbers),
        );
        let own = self.trainer.own().last(state.network);
        dom::hide_part(&self.host, "key-own", own.is_none());
        self.share(numbers);
        self.bars(state, numbers);
        if state.view == View::Runs {
            self.strip(state, numbers);
        }
    }

    fn describe(&self, state: &State, numbers: &Numbers) {
        let mut status = sentences::status(self.language, state, numbers);
        if let Some(seed) = self.trainer.own().last(state.network) {
            let own = self.own(numbers, &numbers.first);
            let value = own.iter().find(|(of, _)| *of == seed);
            let value = value.map(|(_, value)| *value);
            let own = sentences::own(self.language, numbers, seed, value);
            status = format!("{own} {status}");
        }
        dom::set_part_text(&self.host, "status", &status);
        let below = numbers.first.below().unwrap_or(f64::NAN);
        let own = self.trainer.own().last(state.network);
        let own = own.map_or(0.0, |_| 1.0);
        outcome::write(&self.host, &[("below", below), ("own", own)]);
    }
}
