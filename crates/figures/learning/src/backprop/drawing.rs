//! The network drawn: what every beat lights, and the numbers on it.

use redes_lessons::backprop_trace::Trace;
use web_sys::{Element, HtmlElement};

use super::{
    link::{Beat, State},
    maths,
    notation::NAMES,
    numbers::Model,
};
use redes_shell::{dom, number};

/// Radius of a neuron.
const RADIUS: f64 = 32.0;
/// Inputs, hidden neurons, output.
const NODES: [(f64, f64); 5] = [
    (36.0, 95.0),
    (36.0, 235.0),
    (188.0, 95.0),
    (188.0, 235.0),
    (350.0, 165.0),
];
/// What is written in them.
const LETTERS: [(&str, &str); 5] = [("x", "₁"), ("x", "₂"), ("a", "₁"), ("a", "₂"), ("a", "")];
/// Each connection: its parameter, the nodes at its ends, the place of its label.
const EDGES: [(usize, usize, usize, (f64, f64)); 6] = [
    (0, 0, 2, (112.0, 78.0)),
    (1, 0, 3, (84.0, 139.0)),
    (2, 1, 2, (84.0, 191.0)),
    (3, 1, 3, (112.0, 253.0)),
    (6, 2, 4, (270.0, 92.0)),
    (7, 3, 4, (270.0, 238.0)),
];
/// Each bias: its parameter, its neuron, the ends of its line, the place of its label.
const BIASES: [(usize, usize, (f64, f64), f64); 3] = [
    (4, 2, (127.0, 139.0), 149.0),
    (5, 3, (191.0, 203.0), 181.0),
    (8, 4, (197.0, 209.0), 219.0),
];
/// Where δ and z stand: above the first hidden neuron and the output, below the second.
const TAGS: [(f64, f64); 3] = [(188.0, 46.0), (188.0, 284.0), (350.0, 116.0)];
/// Half a tag's size.
const TAG: (f64, f64) = (50.0, 13.0);
/// The answer that is wanted: a square beside the output.
const TARGET: (f64, f64) = (430.0, 165.0);

/// The drawing's markup.
pub fn markup() -> String {
    let mut below = String::new();
    let mut labels = String::new();
    let label = |place: usize, x: f64, y: f64| {
        format!(
            r#"<text class="label" data-label="p{place}" x="{x}" y="{y}"><tspan class="name"></tspan><tspan class="number"></tspan></text>"#
        )
    };
    for (place, from, to, (x, y)) in EDGES {
        let ((x1, y1), (x2, y2)) = (NODES[from], NODES[to]);
        below.push_str(&format!(
            r#"<g data-edge="p{place}"><line class="edge" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/><line class="flow" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/><path class="arrow" d="M-12-7L0 0L-12 7z"/></g>"#
        ));
        labels.push_str(&label(place, x, y));
    }
    for (place, node, (y1, y2), y) in BIASES {
        let x = NODES[node].0;
        below.push_str(&format!(
            r#"<g data-edge="p{place}"><line class="edge" x1="{x}" y1="{y1}" x2="{x}" y2="{y2}"/></g>"#
        ));
        labels.push_str(&label(place, x, y));
    }
    let (output, target) = (NODES[4], TARGET);
    below.push_str(&format!(
        r#"<g data-edge="target"><line class="edge" x1="{}" y1="{}" x2="{}" y2="{}"/><path class="arrow" d="M-12-7L0 0L-12 7z" transform="translate({} {}) rotate(180)"/></g>"#,
        output.0,
        output.1,
        target.0,
        target.1,
        output.0 + RADIUS,
        output.1
    ));
    let mut nodes = String::new();
    for (place, ((x, y), (letter, small))) in NODES.into_iter().zip(LETTERS).enumerate() {
        nodes.push_str(&format!(
            r#"<g data-node="{place}"><circle class="node" cx="{x}" cy="{y}" r="{RADIUS}"/><text class="letter" x="{x}" y="{}">{letter}{small}</text><text class="value" x="{x}" y="{}"></text></g>"#,
            y - 9.0,
            y + 9.0
        ));
    }
    let (x, y) = TARGET;
    nodes.push_str(&format!(
        r#"<g data-node="target"><rect class="node" x="{}" y="{}" width="42" height="46" rx="4"/><text class="letter" x="{x}" y="{}">y</text><text class="value" x="{x}" y="{}"></text></g><g data-node="cost"><text class="letter" x="{x}" y="{}">C</text><text class="value" x="{x}" y="{}"></text></g>"#,
        x - 21.0,
        y - 23.0,
        y - 9.0,
        y + 9.0,
        y + 40.0,
        y + 58.0,
    ));
    for (unit, (x, y)) in TAGS.into_iter().enumerate() {
        nodes.push_str(&format!(
            r#"<g data-tag="{unit}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/><text x="{x}" y="{y}"></text></g>"#,
            x - TAG.0,
            y - TAG.1,
            2.0 * TAG.0,
            2.0 * TAG.1,
            TAG.1
        ));
    }
    format!(
        r#"<svg class="backprop-drawing" data-ref="drawing" viewBox="0 28 462 274" role="img" aria-labelledby="backprop-title" aria-describedby="backprop-now">{below}{nodes}<g>{labels}</g></svg>"#
    )
}

/// Which parts a beat works on.
struct Work {
    /// Nodes as they stand in [`NODES`].
    nodes: [bool; 5],
    /// Connections and biases of the first layer, and of the second.
    layers: [bool; 2],
    /// The wanted answer and the cost.
    target: bool,
    /// Whether numbers flow forwards, backwards or not at all, by layer.
    flow: [&'static str; 2],
}

impl Work {
    fn of(beat: Beat) -> Self {
        let (inputs, hidden, output) = match beat {
            Beat::Forward | Beat::Gradients => (true, true, true),
            Beat::Error => (false, false, true),
            Beat::Backward => (false, true, true),
            Beat::Step => (false, false, false),
        };
        Self {
            nodes: [inputs, inputs, hidden, hidden, output],
            layers: match beat {
                Beat::Forward | Beat::Gradients | Beat::Step => [true, true],
                Beat::Error => [false, false],
                Beat::Backward => [false, true],
            },
            target: matches!(beat, Beat::Error),
            flow: match beat {
                Beat::Forward => ["forward", "forward"],
                Beat::Backward => ["", "backward"],
                _ => ["", ""],
            },
        }
    }
}

/// The drawing on the page.
pub struct Drawing {
    host: HtmlElement,
}

impl Drawing {
    /// The drawing of a widget whose markup is in place.
    pub fn new(host: &HtmlElement) -> Self {
        Self { host: host.clone() }
    }

    /// Lights what the beat works on and writes its numbers.
    pub fn draw(&self, state: &State, model: &Model) {
        let [hidden, output] = &model.trace.layers[..] else {
            return;
        };
        let work = Work::of(state.beat);
        let values = [
            state.x[0],
            state.x[1],
            hidden.a[0],
            hidden.a[1],
            output.a[0],
        ];
        for (place, value) in values.into_iter().enumerate() {
            self.node(&place.to_string(), value, work.nodes[place]);
        }
        self.node("target", state.y, work.target);
        self.node(
            "cost",
            model.trace.cost,
            work.target || state.beat == Beat::Forward,
        );
        if let Some(edge) = self.find("data-edge", "target") {
            dom::set_attribute(&edge, "class", if work.target { "lit flows" } else { "" });
        }
        self.edges(state, model, &work);
        let (z, delta) = (
            [hidden.z[0], hidden.z[1], output.z[0]],
            [hidden.delta[0], hidden.delta[1], output.delta[0]],
        );
        for unit in 0..3 {
            let known = match state.beat {
                Beat::Forward => false,
                Beat::Error => unit == 2,
                _ => true,
            };
            if known {
                self.tag(unit, "δ", delta[unit], maths::side(delta[unit]));
            } else if state.beat == Beat::Forward {
                self.tag(unit, "z", z[unit], "");
            } else {
                self.tag(unit, "", 0.0, "none");
            }
        }
    }

    fn find(&self, attribute: &str, value: &str) -> Option<Element> {
        let selector = format!(r#".backprop-drawing [{attribute}="{value}"]"#);
        self.host.query_selector(&selector).ok().flatten()
    }

    fn node(&self, place: &str, value: f64, lit: bool) {
        let Some(node) = self.find("data-node", place) else {
            return;
        };
        dom::set_attribute(&node, "class", if lit { "lit" } else { "" });
        if let Ok(Some(text)) = node.query_selector(".value") {
            dom::set_text(&text, &number::compact(value));
        }
    }

    fn tag(&self, unit: usize, letter: &str, value: f64, class: &str) {
        let Some(tag) = self.find("data-tag", &unit.to_string()) else {
            return;
        };
        dom::set_attribute(&tag, "class", class);
        if let Ok(Some(text)) = tag.query_selector("text") {
            dom::set_text(&text, &format!("{letter} {}", number::compact(value)));
        }
    }

    /// Connections by their weights; on them the weight, its gradient or its change.
    fn edges(&self, state: &State, model: &Model, work: &Work) {
        let now = model.trace.parameters();
        let next = model.next.as_ref().map_or(now.clone(), Trace::parameters);
        let gradients = model.trace.gradients();
        for (place, (kind, indices, layer)) in NAMES.into_iter().enumerate() {
            let of = |values: &[f64]| values.get(place).copied().unwrap_or_default();
            let weight = of(&now);
            let lit = work.layers[layer - 1] && !(state.beat == Beat::Backward && kind == "b");
            let flow = if kind == "w" {
                work.flow[layer - 1]
            } else {
                ""
            };
            let side = maths::side(weight);
            if let Some(edge) = self.find("data-edge", &format!("p{place}")) {
                let lit = if lit { "lit" } else { "" };
                dom::set_attribute(&edge, "class", &format!("{side} {lit} {flow}"));
                if let Ok(Some(line)) = edge.query_selector(".edge") {
                    let width = 1.5 + 3.5 * weight.abs().min(1.5);
                    dom::set_attribute(&line, "stroke-width", &format!("{width:.2}"));
                }
                if let (Ok(Some(arrow)), Some(at)) =
                    (edge.query_selector(".arrow"), arrow(place, flow))
                {
                    dom::set_attribute(&arrow, "transform", &at);
                }
            }
            let (text, class) = match state.beat {
                Beat::Gradients => (number::compact(of(&gradients)), maths::side(of(&gradients))),
                Beat::Step => {
                    let change = of(&next) - of(&now);
                    let sign = if change > 0.0 { "+" } else { "" };
                    (
                        format!("{sign}{}", number::compact(change)),
                        maths::side(change),
                    )
                }
                _ => (number::compact(weight), ""),
            };
            if let Some(label) = self.find("data-label", &format!("p{place}")) {
                let lit = if lit { "lit" } else { "" };
                dom::set_attribute(&label, "class", &format!("label {class} {lit}"));
                let small: String = indices.chars().filter_map(subscript).collect();
                for (part, text) in [(".name", format!("{kind}{small} ")), (".number", text)] {
                    if let Ok(Some(span)) = label.query_selector(part) {
                        dom::set_text(&span, &text);
                    }
                }
            }
        }
    }

    /// Marks the part that a formula speaks of.
    pub fn point_at(&self, part: Option<&str>) {
        for marked in dom::all(&self.host, ".backprop-drawing .marked").unwrap_or_default() {
            let _ = marked.class_list().remove_1("marked");
        }
        let Some(part) = part else { return };
        let found = match part
            .strip_prefix('n')
            .and_then(|unit| unit.parse::<usize>().ok())
        {
            Some(unit) => vec![self.find("data-node", &(unit + 2).to_string())],
            None => vec![
                self.find("data-node", part),
                self.find("data-edge", part),
                self.find("data-label", part),
            ],
        };
        for element in found.into_iter().flatten() {
            let _ = element.class_list().add_1("marked");
        }
    }
}

/// Where a connection's arrow head is, pointing at the neuron that numbers flow to.
fn arrow(place: usize, flow: &str) -> Option<String> {
    let (_, from, to, _) = EDGES.into_iter().find(|(edge, ..)| *edge == place)?;
    let (from, to) = match flow {
        "forward" => (from, to),
        "backward" => (to, from),
        _ => return None,
    };
    let ((x1, y1), (x2, y2)) = (NODES[from], NODES[to]);
    let (dx, dy) = (x2 - x1, y2 - y1);
    let length = dx.hypot(dy);
    let share = 1.0 - RADIUS / length;
    let angle = dy.atan2(dx).to_degrees();
    Some(format!(
        "translate({:.1} {:.1}) rotate({angle:.1})",
        x1 + dx * share,
        y1 + dy * share
    ))
}

fn subscript(digit: char) -> Option<char> {
    char::from_u32(0x2080 + digit.to_digit(10)?)
}
