//! What changes on the page when the state of the figure of chance changes.

use redes_shell::{
    choice,
    computed::Picture,
    dom::{self, Result, part},
    number,
    plot::graph::{self, Margin, Window},
    text::Language,
};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    link::{State, View, view_name},
    numbers::{ENOUGH, Numbers},
    sentences,
};
use crate::{bars::Bars, words};

/// Around the graph.
const MARGIN: Margin = Margin {
    left: 38.0,
    right: 26.0,
    top: 24.0,
    bottom: 22.0,
};

/// The parts of the page that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    graph: Element,
    accuracy: HtmlInputElement,
    other: HtmlInputElement,
    apart: HtmlInputElement,
    networks: HtmlInputElement,
}

impl Drawing {
    /// Finds them in a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            graph: part(host, "graph")?,
            accuracy: part(host, "accuracy")?,
            other: part(host, "other")?,
            apart: part(host, "apart")?,
            networks: part(host, "networks")?,
        })
    }

    /// Shows or hides what belongs to one view or to many tests.
    fn parts(&self, state: &State) {
        let hide = |name: &str, hidden: bool| dom::hide_part(&self.host, name, hidden);
        for name in ["other-row", "apart-row"] {
            hide(name, state.view != View::Two);
        }
        hide("networks-row", state.view != View::Best);
        hide("key-curve", state.tests < ENOUGH);
        hide("key-band", state.tests < ENOUGH || state.view == View::Best);
    }
}

/// Bars in per cent.
fn scaled(bars: &Bars) -> Bars {
    Bars {
        from: bars.from * 100.0,
        width: bars.width * 100.0,
        heights: bars.heights.clone(),
    }
}

impl Picture for Drawing {
    type State = State;
    type Numbers = Numbers;

    fn numbers(state: &State) -> Option<Numbers> {
        Some(Numbers::new(state))
    }

    fn set(&self, state: &State, _: &Numbers) {
        choice::show(&self.host, "view", view_name(state.view));
        choice::show(&self.host, "size", &state.examples.to_string());
        let percent = |value: f64| number::short_percent(value / 100.0, 2, self.language);
        let sliders = [
            (&self.accuracy, "accuracy-now", state.accuracy),
            (&self.other, "other-now", state.other),
            (&self.apart, "apart-now", state.apart),
        ];
        for (slider, output, value) in sliders {
            slider.set_value(&number::plain(value));
            dom::set_part_text(&self.host, output, &percent(value));
            dom::set_attribute(slider, "aria-valuetext", &percent(value));
        }
        let networks = state.networks.to_string();
        self.networks.set_value(&networks);
        dom::set_part_text(&self.host, "networks-now", &networks);
        self.parts(state);
    }

    fn draw(&self, state: &State, numbers: &Numbers) {
        let texts = [
            ("answer", sentences::answer(self.language, state, numbers)),
            ("title", sentences::title(self.language, state)),
            ("key-truth", sentences::truth(self.language, state, numbers)),
        ];
        for (name, text) in texts {
            dom::set_part_text(&self.host, name, &text);
        }
        let enough = state.tests >= ENOUGH;
        let tallest = match enough {
            true => numbers.bars.top().max(numbers.expected.top()),
            false => numbers.bars.top(),
        };
        // A few tests do not fill the height: they are seen to pile up.
        let top = tallest.max(6.0) * 1.15;
        let window = Window {
            x: numbers.ends.map(|end| end * 100.0),
            y: [0.0, top],
        };
        let Some(mut graph) = graph::of(&self.graph, window, MARGIN) else {
            return;
        };
        if enough && state.view != View::Best {
            graph.band("band", numbers.interval().map(|end| end * 100.0));
        }
        let unit = if state.view == View::Two { "" } else { "%" };
        graph.axes(unit, self.language.text(words::CHANCE_AXIS));
        graph.line("bars", scaled(&numbers.bars).outline());
        if enough {
            let expected = scaled(&numbers.expected);
            let middles = expected.heights.iter().enumerate().map(|(index, height)| {
                [
                    expected.from + expected.width * (index as f64 + 0.5),
                    *height,
                ]
            });
            graph.line("curve", middles);
        }
        let truth = numbers.truth * 100.0;
        graph.line("here", [[truth, 0.0], [truth, top]]);
        if let Some(last) = numbers.results.last() {
            graph.dot("last", [last * 100.0, top * 0.035], 5.5);
        }
        graph::show(&graph, &self.graph);
    }

    fn describe(&self, state: &State, numbers: &Numbers) {
        let status = sentences::status(self.language, state, numbers);
        dom::set_part_text(&self.host, "status", &status);
    }
}
