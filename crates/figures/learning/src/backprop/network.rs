//! The drawing of the network as SVG: where its parts stand, and how each looks at a beat.

use redes_sheet::{
    decimal::{fixed, shortest},
    markup::Point,
};
use redes_shell::number;

use super::{
    link::{Beat, State},
    mathml,
    numbers::{NAMES, Numbers, Parameter, output},
};

/// Radius of a neuron.
const RADIUS: f64 = 32.0;
/// Where the inputs, the hidden neurons and the output stand.
const INPUTS: [Point; 2] = [[36.0, 95.0], [36.0, 235.0]];
const HIDDEN: [Point; 2] = [[188.0, 95.0], [188.0, 235.0]];
const OUTPUT: Point = [350.0, 165.0];
/// The square of the wanted answer, beside the output.
const TARGET: Point = [430.0, 165.0];
/// The nodes with the letters in them.
const NODES: [(Point, &str); 5] = [
    (INPUTS[0], "x₁"),
    (INPUTS[1], "x₂"),
    (HIDDEN[0], "a₁"),
    (HIDDEN[1], "a₂"),
    (OUTPUT, "a"),
];
/// The connections: the place of the weight among the parameters, both ends, and where the label stands.
const EDGES: [(usize, Point, Point, Point); 6] = [
    (0, INPUTS[0], HIDDEN[0], [112.0, 78.0]),
    (1, INPUTS[0], HIDDEN[1], [84.0, 139.0]),
    (2, INPUTS[1], HIDDEN[0], [84.0, 191.0]),
    (3, INPUTS[1], HIDDEN[1], [112.0, 253.0]),
    (6, HIDDEN[0], OUTPUT, [270.0, 92.0]),
    (7, HIDDEN[1], OUTPUT, [270.0, 238.0]),
];
/// The biases, upright lines: the place among the parameters, x, both ends' y, and the label's y.
const BIASES: [(usize, f64, [f64; 2], f64); 3] = [
    (4, HIDDEN[0][0], [127.0, 139.0], 149.0),
    (5, HIDDEN[1][0], [191.0, 203.0], 181.0),
    (8, OUTPUT[0], [197.0, 209.0], 219.0),
];
/// Where the tags with z or δ stand: above the first hidden neuron and the output, below the second hidden neuron.
const TAGS: [Point; 3] = [[188.0, 46.0], [188.0, 284.0], [350.0, 116.0]];
/// Half a tag's width and height.
const TAG: [f64; 2] = [50.0, 13.0];

/// The drawing without any numbers.
pub fn markup(prefix: &str) -> String {
    let mut below = String::new();
    let mut labels = String::new();
    for (place, from, to, at) in EDGES {
        let ends = line_ends(from, to);
        below.push_str(&format!(
            r#"<g data-edge="p{place}"><line class="edge" {ends}/><line class="flow" {ends}/><path class="arrow" d="M-12-7L0 0L-12 7z"/></g>"#
        ));
        labels.push_str(&label_markup(place, at));
    }
    for (place, x, [y1, y2], y) in BIASES {
        let ends = line_ends([x, y1], [x, y2]);
        below.push_str(&format!(
            r#"<g data-edge="p{place}"><line class="edge" {ends}/></g>"#
        ));
        labels.push_str(&label_markup(place, [x, y]));
    }
    let [x, y] = OUTPUT;
    below.push_str(&format!(
        r#"<g data-edge="target"><line class="edge" {}/><path class="arrow" d="M-12-7L0 0L-12 7z" transform="translate({} {}) rotate(180)"/></g>"#,
        line_ends(OUTPUT, TARGET),
        shortest(x + RADIUS),
        shortest(y)
    ));
    let mut nodes = String::new();
    for (place, ([x, y], letter)) in NODES.into_iter().enumerate() {
        let [x, above, y, below, radius] = [x, y - 9.0, y, y + 9.0, RADIUS].map(shortest);
        nodes.push_str(&format!(
            r#"<g data-node="{place}"><circle class="node" cx="{x}" cy="{y}" r="{radius}"/><text class="letter" x="{x}" y="{above}">{letter}</text><text class="value" x="{x}" y="{below}"></text></g>"#
        ));
    }
    nodes.push_str(&target_markup());
    for (unit, [x, y]) in TAGS.into_iter().enumerate() {
        let [half, rim] = TAG;
        let [left, top] = [x - half, y - rim].map(shortest);
        let [width, height, rim, x, y] = [2.0 * half, 2.0 * rim, rim, x, y].map(shortest);
        nodes.push_str(&format!(
            r#"<g data-tag="{unit}"><rect x="{left}" y="{top}" width="{width}" height="{height}" rx="{rim}"/><text x="{x}" y="{y}"></text></g>"#
        ));
    }
    format!(
        r#"<svg class="backprop-drawing" data-ref="drawing" viewBox="0 28 462 274" role="img" aria-labelledby="{prefix}-title" aria-describedby="{prefix}-now">{below}{nodes}<g>{labels}</g></svg>"#
    )
}

/// The attributes of a line's ends.
fn line_ends([x1, y1]: Point, [x2, y2]: Point) -> String {
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(shortest);
    format!(r#"x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}""#)
}

fn label_markup(place: usize, at: Point) -> String {
    let [x, y] = at.map(shortest);
    format!(
        r#"<text class="label" data-label="p{place}" x="{x}" y="{y}"><tspan class="name"></tspan><tspan class="number"></tspan></text>"#
    )
}

/// The wanted answer, and C below it.
fn target_markup() -> String {
    let [x, y] = TARGET;
    let [left, top, letter, value] = [x - 21.0, y - 23.0, y - 9.0, y + 9.0].map(shortest);
    let [x, cost, number] = [x, y + 40.0, y + 58.0].map(shortest);
    format!(
        r#"<g data-node="target"><rect class="node" x="{left}" y="{top}" width="42" height="46" rx="4"/><text class="letter" x="{x}" y="{letter}">y</text><text class="value" x="{x}" y="{value}"></text></g><g data-node="cost"><text class="letter" x="{x}" y="{cost}">C</text><text class="value" x="{x}" y="{number}"></text></g>"#
    )
}

/// A node: its `data-node`, the number in it, and whether the beat works on it.
pub type Node = (String, f64, bool);

/// All nodes at the state's beat.
pub fn nodes(state: &State, numbers: &Numbers) -> Vec<Node> {
    let (inputs, hidden, last) = match state.beat {
        Beat::Forward | Beat::Gradients => (true, true, true),
        Beat::Error => (false, false, true),
        Beat::Backward => (false, true, true),
        Beat::Step => (false, false, false),
    };
    let [first, second, _] = numbers.neurons();
    let [x1, x2] = state.x;
    let circles = [
        (x1, inputs),
        (x2, inputs),
        (first.a, hidden),
        (second.a, hidden),
        (output(&numbers.trace), last),
    ];
    let mut nodes: Vec<Node> = circles
        .into_iter()
        .enumerate()
        .map(|(place, (value, lit))| (place.to_string(), value, lit))
        .collect();
    let missed = target_is_lit(state.beat);
    let has_cost = missed || state.beat == Beat::Forward;
    nodes.push(("target".to_owned(), state.y, missed));
    nodes.push(("cost".to_owned(), numbers.trace.cost, has_cost));
    nodes
}

/// Whether the beat compares the output with the wanted answer.
pub fn target_is_lit(beat: Beat) -> bool {
    beat == Beat::Error
}

/// A neuron's tag: its text and its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// z or δ with its number.
    pub text: String,
    /// The number's sign; `none` hides the tag.
    pub class: &'static str,
}

/// The tags of the hidden neurons and the output: z forwards, then δ from the beat on that computes it.
pub fn tags(state: &State, numbers: &Numbers) -> [Tag; 3] {
    numbers.neurons().map(|neuron| {
        let (letter, value, class) = match state.beat {
            Beat::Forward => ("z", neuron.z, ""),
            Beat::Error if neuron.layer == 1 => ("", 0.0, "none"),
            _ => ("δ", neuron.delta, mathml::side(neuron.delta)),
        };
        let text = format!("{letter} {}", number::compact(value));
        Tag { text, class }
    })
}

/// How a connection or a bias looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The classes of its line.
    pub class: String,
    /// The width of its line.
    pub width: String,
    /// The transform of its arrow head; `None` where nothing flows.
    pub arrow: Option<String>,
    /// The classes of its label.
    pub label: String,
    /// Its parameter's name, and a space.
    pub name: String,
    /// The weight, its gradient or its change, as the beat asks.
    pub number: String,
}

/// All connections and biases, in the order of the parameters.
pub fn edges(state: &State, numbers: &Numbers) -> Vec<Edge> {
    let now = numbers.trace.parameters();
    let next = numbers.next.as_ref();
    let next = next.map_or_else(|| now.clone(), |next| next.parameters());
    let values = now.into_iter().zip(next).zip(numbers.trace.gradients());
    let names = NAMES.iter().enumerate().zip(values);
    names
        .map(|((place, name), ((now, next), gradient))| {
            let (number, side) = match state.beat {
                Beat::Gradients => (number::compact(gradient), mathml::side(gradient)),
                Beat::Step => {
                    let change = next - now;
                    let sign = if change > 0.0 { "+" } else { "" };
                    let number = format!("{sign}{}", number::compact(change));
                    (number, mathml::side(change))
                }
                _ => (number::compact(now), ""),
            };
            let (lit, flow) = (lit(state.beat, name), flow(state.beat, name));
            let lit = if lit { "lit" } else { "" };
            let small: String = name.index.chars().filter_map(subscript).collect();
            Edge {
                class: format!("{} {lit} {flow}", mathml::side(now)),
                width: fixed(1.5 + 3.5 * now.abs().min(1.5), 2),
                arrow: arrow(place, flow),
                label: format!("label {side} {lit}"),
                name: format!("{}{small} ", name.letter),
                number,
            }
        })
        .collect()
}

/// Whether the beat works on a parameter.
fn lit(beat: Beat, name: &Parameter) -> bool {
    match beat {
        Beat::Forward | Beat::Gradients | Beat::Step => true,
        Beat::Error => false,
        Beat::Backward => name.layer == 2 && name.input.is_some(),
    }
}

/// Which way numbers flow along a connection: `forward`, `backward`, or not at all.
fn flow(beat: Beat, name: &Parameter) -> &'static str {
    match (beat, name.input, name.layer) {
        (Beat::Forward, Some(_), _) => "forward",
        (Beat::Backward, Some(_), 2) => "backward",
        _ => "",
    }
}

/// Where a connection's arrow head stands: at the rim of the neuron that numbers flow to, pointing at its centre.
fn arrow(place: usize, flow: &str) -> Option<String> {
    let (_, from, to, _) = EDGES.into_iter().find(|(edge, ..)| *edge == place)?;
    let ([x1, y1], [x2, y2]) = match flow {
        "forward" => (from, to),
        "backward" => (to, from),
        _ => return None,
    };
    let (dx, dy) = (x2 - x1, y2 - y1);
    let share = 1.0 - RADIUS / dx.hypot(dy);
    let angle = fixed(dy.atan2(dx).to_degrees(), 1);
    let [x, y] = [x1 + dx * share, y1 + dy * share].map(|at| fixed(at, 1));
    Some(format!("translate({x} {y}) rotate({angle})"))
}

fn subscript(digit: char) -> Option<char> {
    char::from_u32(0x2080 + digit.to_digit(10)?)
}
