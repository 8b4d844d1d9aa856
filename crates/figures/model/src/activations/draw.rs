//! What the activations' widget shows of its state.

use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    link::{REACH, State},
    markup,
    numbers::{Curve, Model},
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number,
    plot::graph::{self, Graph, Margin, Window},
    text::Language,
};

/// Around both graphs.
const MARGIN: Margin = Margin {
    left: 38.0,
    right: 22.0,
    top: 22.0,
    bottom: 22.0,
};
/// How far the tangent reaches on either side.
const TANGENT: f64 = 1.8;

/// The moving parts of the widget.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    f: Element,
    derivative: Element,
    z: HtmlInputElement,
    u: HtmlInputElement,
}

impl Scene {
    /// The scene of a widget whose markup is in place.
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

    /// The z at a share of a graph's width, in twentieths.
    pub fn z_at(&self, share: f64) -> f64 {
        let z = graph::x_at(&self.f, &window(""), &MARGIN, share);
        (z * 20.0).round() / 20.0 + 0.0
    }

    /// Draws everything.
    pub fn draw(&self, state: &State, model: &Model) {
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
        let jumps = model.corner.is_some_and(|corner| corner.jumps());
        dom::hide_part(&self.host, "closed", !jumps);
        dom::hide_part(&self.host, "open", model.corner.is_none());
        let point = [state.z, model.value];
        self.graph(&self.f, window(state.kind), "f(z)", model, |graph| {
            lines(graph, "f", &model.f);
            if let Some(corner) = model.corner.filter(|corner| corner.jumps()) {
                graph.line("jump", [[corner.z, corner.left], [corner.z, corner.right]]);
                graph.dot("end f", [corner.z, corner.left], 4.5);
                graph.dot("end f open", [corner.z, corner.right], 4.5);
            }
            if !model.at_corner(state.z) {
                let along = [-TANGENT, 0.0, TANGENT];
                let place = |by: f64| [state.z + by, model.value + by * model.slope];
                graph.line("tangent", along.map(place));
            }
            mark(graph, state.z, point);
        });
        let point = [state.z, model.slope];
        self.graph(&self.derivative, slopes(), "f′(z)", model, |graph| {
            lines(graph, "slope", &model.derivative);
            if let (Some(corner), [before, after]) = (model.corner, &model.derivative[..]) {
                // The derivative of neither side holds there.
                for end in [before.last(), after.first()].into_iter().flatten() {
                    graph.dot("end slope open", [corner.z, end[1]], 4.5);
                }
            }
            mark(graph, state.z, point);
        });
        // The powers stand raised: markup of our own making.
        if let Ok(line) = part::<Element>(&self.host, "f-line") {
            line.set_inner_html(&value_line(state, model));
        }
        dom::set_part_text(&self.host, "d-line", &slope_line(state, model));
        dom::set_part_text(&self.host, "note", &self.note(state, model));
    }

    fn graph(
        &self,
        svg: &Element,
        window: Window,
        name: &str,
        model: &Model,
        fill: impl FnOnce(&mut Graph),
    ) {
        if let Some(mut graph) = graph::of(svg, window, MARGIN) {
            for stretch in &model.flat {
                graph.band("flat", *stretch);
            }
            graph.axes("z", name);
            fill(&mut graph);
            graph::show(&graph, svg);
        }
    }

    /// What follows from the derivative.
    fn note(&self, state: &State, model: &Model) -> String {
        let slope = significant(model.slope);
        let through = significant(model.slope.powi(5));
        let slots = [("slope", &*slope), ("through", &*through)];
        let key = if model.at_corner(state.z) {
            words::ACTIVATIONS_NOTE_CORNER
        } else if model.slope == 1.0 {
            words::ACTIVATIONS_NOTE_WHOLE
        } else if model.slope == 0.0 {
            words::ACTIVATIONS_NOTE_ZERO
        } else if model.is_flat() {
            words::ACTIVATIONS_NOTE_FLAT
        } else {
            words::ACTIVATIONS_NOTE_SLOPE
        };
        let mut note = self.language.fill(key, &slots);
        if let Some(corner) = model.corner.filter(|corner| corner.jumps()) {
            let (u, to) = (number::short(corner.z, 2), number::short(corner.right, 2));
            let from = number::short(corner.left, 2);
            let slots = [("u", &*u), ("from", &*from), ("to", &*to)];
            note.push(' ');
            note.push_str(&self.language.fill(words::ACTIVATIONS_NOTE_JUMP, &slots));
        }
        note
    }

    /// Says what is to be seen, once the hand rests.
    pub fn describe(&self, state: &State, model: &Model) {
        let (z, f) = (number::short(state.z, 2), number::short(model.value, 3));
        let slope = significant(model.slope);
        let key = match (model.at_corner(state.z), model.is_flat()) {
            (true, _) => words::ACTIVATIONS_STATUS_CORNER,
            (_, true) if model.slope > 0.0 => words::ACTIVATIONS_STATUS_FLAT,
            _ => words::ACTIVATIONS_STATUS,
        };
        let name = self.language.text(markup::kind_label(state.kind));
        let slots = [("name", name), ("z", &z), ("f", &f), ("slope", &slope)];
        let words = self.language.fill(key, &slots);
        dom::set_part_text(&self.host, "status", &words);
    }
}

/// The functions that end somewhere are drawn on one scale, so that they can be compared.
fn window(kind: &str) -> Window {
    let y = match kind {
        "relu" => [-REACH * 0.6, REACH * 1.05],
        _ => [-1.25, 1.25],
    };
    Window {
        x: [-REACH, REACH],
        y,
    }
}

/// The derivatives are all drawn on one scale.
fn slopes() -> Window {
    Window {
        x: [-REACH, REACH],
        y: [-0.15, 1.15],
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

/// f at the point, with its numbers filled in.
fn value_line(state: &State, model: &Model) -> String {
    let (z, f) = (number::short(state.z, 2), number::short(model.value, 3));
    let u = number::short(state.u, 2);
    match state.kind {
        "sigmoid" => {
            let power = number::short(-state.z, 2);
            format!("σ({z}) = 1 / (1 + e<sup>{power}</sup>) = {f}")
        }
        "tanh" => format!("tanh({z}) = {f}"),
        _ if state.z > state.u => format!("f({z}) = {f}, {z} > U = {u}"),
        _ => format!("f({z}) = {f}, {z} ≤ U = {u}"),
    }
}

/// f′ at the point, with its numbers filled in.
fn slope_line(state: &State, model: &Model) -> String {
    let (z, slope) = (number::short(state.z, 2), significant(model.slope));
    // Near its ends f has to be told from them, or the sum doesn't come out.
    let f = number::short(model.value, if model.is_flat() { 8 } else { 3 });
    match state.kind {
        "sigmoid" => format!("σ′({z}) = {f} · (1 − {f}) = {slope}"),
        "tanh" if model.value < 0.0 => format!("tanh′({z}) = 1 − ({f})² = {slope}"),
        "tanh" => format!("tanh′({z}) = 1 − {f}² = {slope}"),
        _ if model.at_corner(state.z) => format!("f′({z}): —"),
        _ => format!("f′({z}) = {slope}"),
    }
}

/// Three figures that count: `0.105`, `0.00665`, `1.28·10⁻⁵`.
fn significant(value: f64) -> String {
    if value == 0.0 || value.abs() >= 0.1 {
        return number::short(value, 3);
    }
    let text = format!("{value:.2e}");
    let (figures, power) = text.split_once('e').unwrap_or((&text, "0"));
    match power.parse().unwrap_or(0_i32) {
        power @ -4.. => number::short(value, 2 + power.unsigned_abs() as usize),
        power => format!("{figures}·10{}", number::raised(power)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_keep_three_figures() {
        let cases = [
            (0.0, "0"),
            (1.0, "1"),
            (0.25, "0.25"),
            (0.104_993_6, "0.105"),
            (0.006_648, "0.00665"),
            (0.000_181_6, "0.000182"),
            (1.275_8e-5, "1.28·10⁻⁵"),
            (3.0e-13, "3.00·10⁻¹³"),
        ];
        for (value, text) in cases {
            assert_eq!(significant(value), text);
        }
    }

    #[test]
    fn the_lines_have_their_numbers() {
        let state = State {
            z: -2.0,
            ..State::default()
        };
        let model = Model::new(&state);
        let line = value_line(&state, &model);
        assert_eq!(line, "σ(−2) = 1 / (1 + e<sup>2</sup>) = 0.119");
        assert_eq!(
            slope_line(&state, &model),
            "σ′(−2) = 0.119 · (1 − 0.119) = 0.105"
        );
        let state = State {
            kind: "step",
            z: 1.0,
            u: 1.0,
        };
        let model = Model::new(&state);
        assert_eq!(value_line(&state, &model), "f(1) = 0, 1 ≤ U = 1");
        assert_eq!(slope_line(&state, &model), "f′(1): —");
    }
}
