//! A network from one number, with ReLU, leaky ReLU or step activations, is a piecewise linear function. Its pieces are computed
//! exactly, layer by layer.

use crate::affine::Affine;
use redes_core::activation::Activation;

/// Lines whose numbers differ by less than this, relatively, are the same: rounding makes them differ.
const SAME: f64 = 1e-9;

/// y = slope·x + height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The growth of y where x grows by 1.
    pub slope: f64,
    /// y at x = 0.
    pub height: f64,
}

impl Line {
    /// y at x.
    pub fn at(&self, x: f64) -> f64 {
        self.slope * x + self.height
    }

    fn is(&self, other: &Line) -> bool {
        let close = |a: f64, b: f64| (a - b).abs() <= SAME * (1.0 + a.abs().max(b.abs()));
        close(self.slope, other.slope) && close(self.height, other.height)
    }
}

/// An interval of x on which each neuron of a layer is a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// One line per neuron.
    pub lines: Vec<Line>,
}

/// The pieces of each layer between `from` and `to`, in order. All layers but the last apply `activation`. `None` for an
/// activation that isn't piecewise linear, or unless `from` < `to`.
pub fn pieces(
    layers: &[Affine],
    activation: Activation,
    from: f64,
    to: f64,
) -> Option<Vec<Vec<Piece>>> {
    if from.partial_cmp(&to)? != std::cmp::Ordering::Less {
        return None;
    }
    let x = Line {
        slope: 1.0,
        height: 0.0,
    };
    let mut below = vec![Piece {
        from,
        to,
        lines: vec![x],
    }];
    let mut answers = Vec::with_capacity(layers.len());
    for (index, layer) in layers.iter().enumerate() {
        let f = match index + 1 < layers.len() {
            true => activation,
            false => Activation::Identity,
        };
        let mut here = Vec::new();
        for piece in &below {
            bend(sums(layer, piece), f, &mut here)?;
        }
        below = merged(here);
        answers.push(below.clone());
    }
    Some(answers)
}

/// z of each neuron over a piece.
fn sums(layer: &Affine, piece: &Piece) -> Piece {
    let units = layer.units();
    let bias = layer.bias().iter();
    let mut lines: Vec<Line> = bias.map(|&height| Line { slope: 0.0, height }).collect();
    for (line, weights) in piece.lines.iter().zip(layer.kernel().chunks_exact(units)) {
        for (sum, w) in lines.iter_mut().zip(weights) {
            sum.slope += w * line.slope;
            sum.height += w * line.height;
        }
    }
    Piece { lines, ..*piece }
}

/// Applies the activation to a piece of z, cut where a neuron crosses its threshold.
fn bend(z: Piece, activation: Activation, out: &mut Vec<Piece>) -> Option<()> {
    let threshold = match activation {
        Activation::Identity => {
            out.push(z);
            return Some(());
        }
        Activation::Relu { threshold } | Activation::Step { threshold } => threshold,
        Activation::LeakyRelu { .. } => 0.0,
        // The others do not bend at one threshold alone.
        _ => return None,
    };
    let near = SAME * (z.to - z.from);
    let crossings = z
        .lines
        .iter()
        .map(|line| (threshold - line.height) / line.slope);
    // By insertion, since a layer has few neurons.
    let mut ends: Vec<f64> = Vec::with_capacity(z.lines.len() + 1);
    for x in crossings.filter(|x| *x > z.from + near && *x < z.to - near) {
        let place = ends.partition_point(|other| *other < x);
        if ends.get(place) != Some(&x) {
            ends.insert(place, x);
        }
    }
    ends.push(z.to);
    let mut from = z.from;
    for to in ends {
        let middle = from + (to - from) / 2.0;
        let answer = |line: &Line| match (line.at(middle) > threshold, activation) {
            (true, Activation::Relu { .. } | Activation::LeakyRelu { .. }) => *line,
            (false, Activation::LeakyRelu { slope }) => Line {
                slope: slope * line.slope,
                height: slope * line.height,
            },
            (on, _) => Line {
                slope: 0.0,
                height: f64::from(u8::from(on)),
            },
        };
        let lines = z.lines.iter().map(answer).collect();
        out.push(Piece { from, to, lines });
        from = to;
    }
    Some(())
}

/// Neighbours whose lines are the same are one piece.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match out.last_mut() {
            Some(last) if last.lines.iter().zip(&piece.lines).all(|(a, b)| a.is(b)) => {
                last.to = piece.to;
            }
            _ => out.push(piece),
        }
    }
    out
}
