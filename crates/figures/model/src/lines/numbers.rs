//! A stack of layers from one number to one: the outputs for one x, and the graphs of all layers over x.

use redes_core::{Result, activation::Activation};
use redes_lessons::{
    affine::Affine,
    layer_stack::LayerStack,
    piecewise_linear::{Line, Piece},
};

use super::link::{REACH, State, Weights};

/// Points of a curve that is not made of straight pieces.
const POINTS: usize = 241;
/// Two ends that differ by less than this, relatively, meet: rounding makes them differ.
const GAP: f64 = 1e-6;

/// A graph: its branches, each a list of points `[x, y]`.
pub type Curve = Vec<Vec<[f64; 2]>>;

/// What the figure shows of a stack.
#[derive(Clone, Debug)]
pub struct Numbers {
    stack: LayerStack,
    /// The graph of each neuron, by layers.
    pub curves: Vec<Vec<Curve>>,
    /// The outputs at x, by layers and neurons.
    pub outputs: Vec<Vec<f64>>,
    /// The straight pieces of the whole stack; `None` where its activation has none.
    pub pieces: Option<Vec<Piece>>,
    /// The first layers as one, without their activations: the first alone, the first two, and so on.
    pub collapsed: Vec<Affine>,
}

impl Numbers {
    /// Builds the stack and computes its graphs and its outputs at the state's x.
    ///
    /// # Errors
    ///
    /// As [`LayerStack::new`] and [`LayerStack::drawn`], for sizes that no link has: no layer, or no neuron.
    pub fn new(state: &State) -> Result<Self> {
        let mut stack = build(state)?;
        let by_layers = stack.pieces(-REACH, REACH);
        let curves = match &by_layers {
            Some(layers) => layers.iter().map(|pieces| straight(pieces)).collect(),
            None => smooth(&mut stack)?,
        };
        let collapsed = (1..=state.layers).map(|count| stack.collapsed_to(count));
        Ok(Self {
            collapsed: collapsed.collect::<Result<_>>()?,
            curves,
            outputs: stack.answers(&[state.x])?,
            pieces: by_layers.and_then(|mut layers| layers.pop()),
            stack,
        })
    }

    /// Computes the outputs at another x.
    ///
    /// # Errors
    ///
    /// As [`LayerStack::answers`].
    pub fn move_to(&mut self, x: f64) -> Result<()> {
        self.outputs = self.stack.answers(&[x])?;
        Ok(())
    }

    /// Weights and biases, layer by layer.
    pub fn layers(&self) -> &[Affine] {
        self.stack.layers()
    }

    /// The number of weights and biases.
    pub fn parameters(&self) -> usize {
        let sizes = self.layers().iter();
        sizes.map(|l| l.kernel().len() + l.bias().len()).sum()
    }

    /// The output of the last layer.
    pub fn output(&self) -> f64 {
        let last = self.outputs.last().and_then(|row| row.first());
        last.copied().unwrap_or_default()
    }

    /// The line that the stack is, or would be without its activations.
    pub fn line(&self) -> Option<Line> {
        let whole = self.collapsed.last()?;
        Some(Line {
            slope: *whole.kernel().first()?,
            height: *whole.bias().first()?,
        })
    }

    /// The straight piece of the whole stack at x.
    pub fn piece_at(&self, x: f64) -> Option<&Piece> {
        let pieces = self.pieces.as_ref()?;
        pieces.iter().find(|piece| x <= piece.to)
    }

    /// Where the graph of the whole bends or jumps: x, and the outputs on its left and its right.
    pub fn bends(&self) -> Vec<[f64; 3]> {
        let pieces = self.pieces.as_deref().unwrap_or_default();
        let neighbours = pieces.windows(2).filter_map(|two| {
            let [before, after] = two else { return None };
            let (x, left, right) = (before.to, before.lines.first()?, after.lines.first()?);
            Some([x, left.at(x), right.at(x)])
        });
        neighbours.collect()
    }
}

/// Whether the graph jumps at one of [`Numbers::bends`].
pub fn jumps([_, left, right]: [f64; 3]) -> bool {
    (left - right).abs() > GAP * (1.0 + left.abs())
}

fn build(state: &State) -> Result<LayerStack> {
    let f = state.activation;
    match state.weights {
        Weights::Chain => {
            let chain = [(2.0, 1.0), (-3.0, 4.0), (-0.5, 1.5), (2.0, -1.0)];
            let layers = chain.iter().take(state.layers);
            LayerStack::new(layers.map(|(w, b)| Affine::line(*w, *b)).collect(), f)
        }
        Weights::Absolute => hand(f, &[1.0, -1.0], &[0.0, 0.0], &[1.0, 1.0]),
        Weights::Tent => hand(f, &[1.0; 3], &[0.0, -1.0, -2.0], &[1.0, -2.0, 1.0]),
        Weights::Drawn => LayerStack::drawn(state.layers, state.width, f, state.seed),
    }
}

/// A stack of two layers with these weights; the bias of the second is 0.
fn hand(f: Activation, first: &[f64], bias: &[f64], second: &[f64]) -> Result<LayerStack> {
    let first = Affine::new(1, first.to_vec(), bias.to_vec())?;
    let second = Affine::new(second.len(), second.to_vec(), vec![0.0])?;
    LayerStack::new(vec![first, second], f)
}

/// The graphs of a layer's neurons from its straight pieces, of which the ends are enough.
fn straight(pieces: &[Piece]) -> Vec<Curve> {
    let units = pieces.first().map_or(0, |piece| piece.lines.len());
    let curve = |unit: usize| {
        let mut branches: Curve = Vec::new();
        for piece in pieces {
            let Some(line) = piece.lines.get(unit) else {
                continue;
            };
            let [from, to] = [piece.from, piece.to].map(|x| [x, line.at(x)]);
            match branches.last_mut() {
                Some(branch) if branch.last().is_some_and(|end| meet(*end, from)) => {
                    branch.push(to);
                }
                _ => branches.push(vec![from, to]),
            }
        }
        branches
    };
    (0..units).map(curve).collect()
}

fn meet([_, a]: [f64; 2], [_, b]: [f64; 2]) -> bool {
    (a - b).abs() <= GAP * (1.0 + a.abs())
}

/// The graphs of all layers from their outputs at [`POINTS`] values of x.
fn smooth(stack: &mut LayerStack) -> Result<Vec<Vec<Curve>>> {
    let last = (POINTS - 1) as f64;
    let xs: Vec<f64> = (0..POINTS)
        .map(|index| REACH * (2.0 * index as f64 / last - 1.0))
        .collect();
    let outputs = stack.answers(&xs)?;
    let layers = outputs.iter().zip(stack.layers());
    let curves = layers.map(|(rows, layer)| {
        let curve = |unit: usize| {
            let rows = xs.iter().zip(rows.chunks_exact(layer.units()));
            let points = rows.filter_map(|(x, row)| Some([*x, *row.get(unit)?]));
            vec![points.collect()]
        };
        (0..layer.units()).map(curve).collect()
    });
    Ok(curves.collect())
}

/// The names of neurons beside the right ends of their graphs, from the pairs of height and number: those whose heights
/// differ by less than `near` from the lowest of them share one name.
pub fn grouped(ends: Vec<(f64, usize)>, near: f64) -> Vec<(f64, String)> {
    // By insertion, here and below: there are few.
    let mut sorted: Vec<(f64, usize)> = Vec::with_capacity(ends.len());
    for end in ends {
        let place = sorted.partition_point(|other| other.0.total_cmp(&end.0).is_le());
        sorted.insert(place, end);
    }
    let mut groups: Vec<(f64, Vec<usize>)> = Vec::new();
    for (y, unit) in sorted {
        match groups.last_mut() {
            Some((first, units)) if y - *first < near => {
                let place = units.partition_point(|other| *other < unit);
                units.insert(place, unit);
            }
            _ => groups.push((y, vec![unit])),
        }
    }
    let joined = groups.into_iter().map(|(y, units)| (y, listed(&units)));
    joined.collect()
}

/// Numbers in ascending order; three or more in a row as `1–4`.
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
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::link::{ACTIVATIONS, WEIGHTS};
    use super::*;

    #[test]
    fn the_chapters_example_is_one_line() {
        let numbers = Numbers::new(&State::default()).unwrap();
        let line = numbers.line().unwrap();
        assert_eq!((line.slope, line.height), (-6.0, 1.0));
        assert_eq!(numbers.outputs, [[2.0], [-2.0]]);
        assert_eq!(numbers.pieces.as_ref().map(Vec::len), Some(1));
        assert!(numbers.bends().is_empty());
        assert_eq!(numbers.parameters(), 4);
    }

    #[test]
    fn every_state_has_its_graphs() {
        for activation in ACTIVATIONS {
            for weights in WEIGHTS {
                for layers in 1..=4 {
                    let mut state = State {
                        activation,
                        layers,
                        ..State::default()
                    };
                    state.take(weights);
                    let mut numbers = Numbers::new(&state).unwrap();
                    assert_eq!(numbers.curves.len(), state.layers);
                    for (curves, layer) in numbers.curves.iter().zip(numbers.layers()) {
                        assert_eq!(curves.len(), layer.units());
                        assert!(curves.iter().flatten().all(|branch| branch.len() > 1));
                    }
                    numbers.move_to(-3.0).unwrap();
                    let start = numbers.curves.last().unwrap()[0][0][0];
                    assert!((start[1] - numbers.output()).abs() < 1e-9);
                    let torn = numbers.bends().into_iter().any(jumps);
                    assert!(!torn || activation.name() == "step");
                }
            }
        }
    }

    #[test]
    fn the_tent_has_three_bends() {
        let mut state = State {
            activation: Activation::RELU,
            ..State::default()
        };
        state.take(Weights::Tent);
        let numbers = Numbers::new(&state).unwrap();
        let bends: Vec<f64> = numbers.bends().iter().map(|bend| bend[0]).collect();
        assert_eq!(bends, [0.0, 1.0, 2.0]);
        assert_eq!(numbers.piece_at(1.5).unwrap().lines[0].slope, -1.0);
    }

    #[test]
    fn numbers_that_would_overlap_share_a_place() {
        let ends = vec![(0.0, 3), (2.0, 1), (0.05, 2), (-1.0, 4)];
        let found = grouped(ends, 0.2);
        let names: Vec<&str> = found.iter().map(|(_, names)| names.as_str()).collect();
        assert_eq!(names, ["4", "2,3", "1"]);
        assert_eq!(listed(&[1, 2, 3, 4, 6, 8]), "1–4,6,8");
        assert_eq!(listed(&[]), "");
    }
}
