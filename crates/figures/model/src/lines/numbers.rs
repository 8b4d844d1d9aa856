//! The stack, the graphs of what its layers answer, and what it answers to one x.

use redes_core::{Result, activation::Activation};
use redes_lessons::{
    affine::Affine,
    layer_stack::LayerStack,
    piecewise_linear::{Line, Piece},
};

use super::link::{REACH, State, Weights};

/// Points of a curve that isn't made of straight pieces.
const POINTS: usize = 241;
/// How far two ends may be apart, for roundings, and still meet.
const GAP: f64 = 1e-6;

/// A graph: its branches, each a list of points.
pub type Curve = Vec<Vec<[f64; 2]>>;

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Model {
    stack: LayerStack,
    /// By layers and neurons, the graph of what goes out.
    pub curves: Vec<Vec<Curve>>,
    /// What goes out at x, by layers and neurons.
    pub answers: Vec<Vec<f64>>,
    /// The straight pieces of the whole, where there are any.
    pub pieces: Option<Vec<Piece>>,
    /// What the first one, two, … layers would be together without their activations.
    pub collapsed: Vec<Affine>,
}

impl Model {
    /// Builds the stack and looks into it.
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
            answers: stack.answers(&[state.x])?,
            pieces: by_layers.and_then(|mut layers| layers.pop()),
            stack,
        })
    }

    /// Another x.
    pub fn move_to(&mut self, x: f64) -> Result<()> {
        self.answers = self.stack.answers(&[x])?;
        Ok(())
    }

    /// Weights and biases, layer by layer.
    pub fn layers(&self) -> &[Affine] {
        self.stack.layers()
    }

    /// How many weights and biases there are.
    pub fn parameters(&self) -> usize {
        let sizes = self.layers().iter();
        sizes.map(|l| l.kernel().len() + l.bias().len()).sum()
    }

    /// What goes out at the end.
    pub fn answer(&self) -> f64 {
        let last = self.answers.last().and_then(|row| row.first());
        last.copied().unwrap_or_default()
    }

    /// The one layer that the whole would be without activations, as a line.
    pub fn line(&self) -> Option<Line> {
        let whole = self.collapsed.last()?;
        Some(Line {
            slope: *whole.kernel().first()?,
            height: *whole.bias().first()?,
        })
    }

    /// The piece that an x stands on.
    pub fn piece_at(&self, x: f64) -> Option<&Piece> {
        let pieces = self.pieces.as_ref()?;
        pieces.iter().find(|piece| x <= piece.to)
    }

    /// The places where the whole bends or breaks, and its answers on both sides.
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

/// Whether a place of [`Model::bends`] is a jump.
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

/// Two layers; the second has no bias.
fn hand(f: Activation, first: &[f64], bias: &[f64], second: &[f64]) -> Result<LayerStack> {
    let first = Affine::new(1, first.to_vec(), bias.to_vec())?;
    let second = Affine::new(second.len(), second.to_vec(), vec![0.0])?;
    LayerStack::new(vec![first, second], f)
}

/// The graphs of a layer's neurons from its pieces: their ends are all that it takes.
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

/// The graphs of all layers, point by point.
fn smooth(stack: &mut LayerStack) -> Result<Vec<Vec<Curve>>> {
    let last = (POINTS - 1) as f64;
    let xs: Vec<f64> = (0..POINTS)
        .map(|place| REACH * (2.0 * place as f64 / last - 1.0))
        .collect();
    let answers = stack.answers(&xs)?;
    let layers = answers.iter().zip(stack.layers());
    let curves = layers.map(|(rows, layer)| {
        let curve = |unit: usize| {
            let rows = xs.iter().zip(rows.chunks_exact(layer.units()));
            vec![rows.map(|(x, row)| [*x, row[unit]]).collect()]
        };
        (0..layer.units()).map(curve).collect()
    });
    Ok(curves.collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::link::{ACTIVATIONS, WEIGHTS};
    use super::*;

    #[test]
    fn the_chapters_example_is_one_line() {
        let model = Model::new(&State::default()).unwrap();
        let line = model.line().unwrap();
        assert_eq!((line.slope, line.height), (-6.0, 1.0));
        assert_eq!(model.answers, [[2.0], [-2.0]]);
        assert_eq!(model.pieces.as_ref().map(Vec::len), Some(1));
        assert!(model.bends().is_empty());
        assert_eq!(model.parameters(), 4);
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
                    let mut model = Model::new(&state).unwrap();
                    assert_eq!(model.curves.len(), state.layers);
                    for (curves, layer) in model.curves.iter().zip(model.layers()) {
                        assert_eq!(curves.len(), layer.units());
                        assert!(curves.iter().flatten().all(|branch| branch.len() > 1));
                    }
                    model.move_to(-3.0).unwrap();
                    let start = model.curves.last().unwrap()[0][0][0];
                    assert!((start[1] - model.answer()).abs() < 1e-9);
                    let torn = model.bends().into_iter().any(jumps);
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
        let model = Model::new(&state).unwrap();
        let bends: Vec<f64> = model.bends().iter().map(|bend| bend[0]).collect();
        assert_eq!(bends, [0.0, 1.0, 2.0]);
        assert_eq!(model.piece_at(1.5).unwrap().lines[0].slope, -1.0);
    }
}
