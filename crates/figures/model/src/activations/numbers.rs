//! An activation and its derivative: their values at the point, their graphs, and where the derivative is small.

use redes_core::activation::Activation;
use redes_lessons::activation_graph::{Corner, corner, saturated};
use redes_sheet::graph::Window;

use super::link::{REACH, State};

/// Where the derivative is below this, the graph is shaded.
pub const LEAST: f64 = 0.01;
/// How far the tangent reaches on either side of the point.
const TANGENT: f64 = 1.8;
/// Points of each branch of a curve.
const POINTS: usize = 160;

/// A curve: its branches, each a list of points `[z, y]`.
pub type Curve = Vec<Vec<[f64; 2]>>;

/// What the figure shows of an activation f.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// f(z) at the point.
    pub value: f64,
    /// f′(z) at the point; at a corner the derivative on its left, as programs use it.
    pub slope: f64,
    /// Where f has no derivative.
    pub corner: Option<Corner>,
    /// The intervals of z where f′ is below [`LEAST`].
    pub flat: Vec<[f64; 2]>,
    /// The graph of f.
    pub f: Curve,
    /// The graph of f′.
    pub derivative: Curve,
}

impl Numbers {
    /// Computes all of them.
    pub fn new(state: &State) -> Self {
        let activation = state.activation();
        let corner = corner(activation);
        let [value, slope] = at(activation, state.z);
        Self {
            value,
            slope,
            flat: saturated(activation, LEAST),
            f: curve(corner, |z| activation.value(z), corner.map(|c| c.right)),
            derivative: curve(
                corner,
                |z| activation.derivative(z),
                corner.map(|c| right_slope(activation, c.z)),
            ),
            corner,
        }
    }

    /// The corner where the graph jumps, if there is one.
    pub fn jump(&self) -> Option<Corner> {
        self.corner.filter(Corner::jumps)
    }

    /// Whether f has no derivative at z.
    pub fn at_corner(&self, z: f64) -> bool {
        self.corner.is_some_and(|corner| corner.z == z)
    }

    /// Whether f′ is below [`LEAST`] at the point.
    pub fn is_flat(&self) -> bool {
        self.slope < LEAST
    }

    /// What is left of a correction after `layers` layers with this derivative: f′ to that power.
    pub fn through(&self, layers: i32) -> f64 {
        self.slope.powi(layers)
    }

    /// Three points of the tangent at z; `None` where there is no derivative.
    pub fn tangent(&self, z: f64) -> Option<[[f64; 2]; 3]> {
        let point = |by: f64| [z + by, self.value + by * self.slope];
        (!self.at_corner(z)).then(|| [-TANGENT, 0.0, TANGENT].map(point))
    }
}

/// f(z) and f′(z).
pub fn at(activation: Activation, z: f64) -> [f64; 2] {
    [activation.value(z), activation.derivative(z)]
}

/// The plane of f. The functions with a limit on both sides share one scale, so that they can be compared.
pub fn plane(kind: &str) -> Window {
    let y = match kind {
        "relu" => [-REACH * 0.6, REACH * 1.05],
        _ => [-1.25, 1.25],
    };
    Window {
        x: [-REACH, REACH],
        y,
    }
}

/// The plane of f′, the same for all functions.
pub fn slope_plane() -> Window {
    Window {
        x: [-REACH, REACH],
        y: [-0.15, 1.15],
    }
}

/// f′ right after the corner at z: at the next number.
fn right_slope(activation: Activation, z: f64) -> f64 {
    activation.derivative(z.next_up())
}

/// A curve in two branches around a corner; the second one begins at the height `right`. Without a corner it has one.
fn curve(corner: Option<Corner>, f: impl Fn(f64) -> f64, right: Option<f64>) -> Curve {
    let branch = |from: f64, to: f64| -> Vec<[f64; 2]> {
        let step = (to - from) / (POINTS - 1) as f64;
        let zs = (0..POINTS).map(|index| from + step * index as f64);
        zs.map(|z| [z, f(z)]).collect()
    };
    let (Some(corner), Some(right)) = (corner, right) else {
        return vec![branch(-REACH, REACH)];
    };
    let mut after = branch(corner.z, REACH);
    if let Some(first) = after.first_mut() {
        first[1] = right;
    }
    vec![branch(-REACH, corner.z), after]
}

#[cfg(test)]
mod tests {
    use super::super::link::KINDS;
    use super::*;

    #[test]
    fn the_branches_meet_where_f_does_not_jump() {
        for kind in KINDS {
            for u in [-3.0, 0.0, 1.0, 3.0] {
                let state = State {
                    kind,
                    u,
                    ..State::default()
                };
                let numbers = Numbers::new(&state);
                for curve in [&numbers.f, &numbers.derivative] {
                    let mut parts = curve.iter().flatten().flatten();
                    assert!(parts.all(|part| part.is_finite()));
                }
                assert_eq!(numbers.f.len(), if state.has_threshold() { 2 } else { 1 });
                if let [before, after] = &numbers.f[..] {
                    let torn = before.last().map(|p| p[1]) != after.first().map(|p| p[1]);
                    assert_eq!(torn, kind == "step" || u != 0.0, "{kind} {u}");
                    assert_eq!(torn, numbers.jump().is_some());
                }
            }
        }
    }

    #[test]
    fn the_derivative_right_of_a_corner_is_that_of_its_branch() {
        for u in [-3.0, -0.01, 0.0, 1.0, 3.0] {
            let (step, relu) = (
                Activation::Step { threshold: u },
                Activation::Relu { threshold: u },
            );
            assert_eq!([step, relu].map(|f| right_slope(f, u)), [0.0, 1.0], "{u}");
            assert_eq!([step, relu].map(|f| f.derivative(u)), [0.0, 0.0], "{u}");
        }
    }
}
