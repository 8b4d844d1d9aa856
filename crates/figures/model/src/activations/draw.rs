//! What changes on the page when the state of the activations changes.

use redes_sheet::number;
use redes_shell::{
    choice,
    computed::Picture,
    dom::{self, Result, part},
    outcome,
    plot::graph::{self, Graph, Margin, Window},
    text::Language,
};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    link::State,
    markup,
    numbers::{self, Curve, Numbers},
};

/// Around both graphs.
const MARGIN: Margin = Margin {
    left: 38.0,
    right: 22.0,
    top: 22.0,
    bottom: 22.0,
};

/// The parts of the page that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    f: Element,
    derivative: Element,
    z: HtmlInputElement,
    u: HtmlInputElement,
}

impl Drawing {
    /// Finds them in a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            f: part(host, "f")?,
            derivative: part(host, "d")?,
            z: part(host, "z")?,
            u: part(host, "u")?,
        })
    }

    /// The z at a share of a graph's width, in twentieths. Both graphs have the same z.
    pub fn z_at(&self, share: f64) -> f64 {
        let z = graph::x_at(&self.f, &numbers::slope_plane(), &MARGIN, share);
        (z * 20.0).round() / 20.0 + 0.0
    }

    fn graph(
        &self,
        svg: &Element,
        window: Window,
        name: &str,
        numbers: &Numbers,
        fill: impl FnOnce(&mut Graph),
    ) {
        if let Some(mut graph) = graph::of(svg, window, MARGIN) {
            for stretch in &numbers.flat {
                graph.band("flat", *stretch);
            }
            graph.axes("z", name);
            fill(&mut graph);
            graph::show(&graph, svg);
        }
    }
}

impl Picture for Drawing {
    type State = State;
    type Numbers = Numbers;

    fn numbers(state: &State) -> Option<Numbers> {
        Some(Numbers::new(state))
    }

    fn draw(&self, state: &State, numbers: &Numbers) {
        choice::show(&self.host, "kind", state.kind);
        self.z.set_value(&number::plain(state.z));
        self.u.set_value(&number::plain(state.u));
        let (z, u) = (number::fixed(state.z, 2), number::fixed(state.u, 1));
        for (input, output, name, text) in [(&self.z, "z-now", "z", z), (&self.u, "u-now", "U", u)]
        {
            dom::set_part_text(&self.host, output, &text);
            dom::set_attribute(input, "aria-valuetext", &format!("{name} = {text}"));
        }
        dom::hide_part(&self.host, "threshold", !state.has_threshold());
        dom::hide_part(&self.host, "closed", numbers.jump().is_none());
        dom::hide_part(&self.host, "open", numbers.corner.is_none());
        let point = [state.z, numbers.value];
        self.graph(
            &self.f,
            numbers::plane(state.kind),
            "f(z)",
            numbers,
            |graph| {
                lines(graph, "f", &numbers.f);
                if let Some(corner) = numbers.jump() {
                    graph.line("jump", [[corner.z, corner.left], [corner.z, corner.right]]);
                    graph.dot("end f", [corner.z, corner.left], 4.5);
                    graph.dot("end f open", [corner.z, corner.right], 4.5);
                }
                if let Some(tangent) = numbers.tangent(state.z) {
                    graph.line("tangent", tangent);
                }
                mark(graph, state.z, point);
            },
        );
        let point = [state.z, numbers.slope];
        self.graph(
            &self.derivative,
            numbers::slope_plane(),
            "f′(z)",
            numbers,
            |graph| {
                lines(graph, "slope", &numbers.derivative);
                if let (Some(corner), [before, after]) = (numbers.corner, &numbers.derivative[..]) {
                    // There is no derivative at the corner: both ends are left out.
                    for end in [before.last(), after.first()].into_iter().flatten() {
                        graph.dot("end slope open", [corner.z, end[1]], 4.5);
                    }
                }
                mark(graph, state.z, point);
            },
        );
        // Its exponent is raised, by markup made here of numbers alone.
        if let Ok(line) = part::<Element>(&self.host, "f-line") {
            line.set_inner_html(&markup::value_line(state, numbers));
        }
        dom::set_part_text(&self.host, "d-line", &markup::slope_line(state, numbers));
        let note = markup::note(self.language, state, numbers);
        dom::set_part_text(&self.host, "note", &note);
    }

    fn describe(&self, state: &State, numbers: &Numbers) {
        let status = markup::status(self.language, state, numbers);
        dom::set_part_text(&self.host, "status", &status);
        outcome::write(&self.host, &[("z", state.z), ("slope", numbers.slope)]);
    }
}

fn lines(graph: &mut Graph, class: &str, curve: &Curve) {
    for branch in curve {
        graph.line(class, branch.iter().copied());
    }
}

/// The point, and a line down to the axis.
fn mark(graph: &mut Graph, z: f64, point: [f64; 2]) {
    graph.line("here", [[z, 0.0], point]);
    graph.dot("point", point, 7.0);
}
