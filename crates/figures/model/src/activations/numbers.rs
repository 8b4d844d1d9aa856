//! The two curves and what they are at the point.

use redes_core::activation::Activation;
use redes_lessons::activation_graph::{Corner, corner, saturated};

use super::link::{REACH, State};

/// Below this derivative the stretches are shaded.
pub const LEAST: f64 = 0.01;
/// Points of each branch of a curve.
const POINTS: usize = 160;

/// A curve: its branches, each a list of points.
pub type Curve = Vec<Vec<[f64; 2]>>;

/// What is drawn.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// f(z) at the point.
    pub value: f64,
    /// f′(z) at the point, as programs take it.
    pub slope: f64,
    /// Where f has no derivative.
    pub corner: Option<Corner>,
    /// Where f′ is below [`LEAST`].
    pub flat: Vec<[f64; 2]>,
    /// f.
    pub f: Curve,
    /// f′.
    pub derivative: Curve,
}

impl Model {
    /// Computes it all.
    pub fn new(state: &State) -> Self {
        let activation = state.activation();
        let corner = corner(activation);
        Self {
            value: activation.value(state.z),
            slope: activation.derivative(state.z),
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

    /// Whether the point stands where there is no derivative.
    pub fn at_corner(&self, z: f64) -> bool {
        self.corner.is_some_and(|corner| corner.z == z)
    }

    /// Whether the point stands on a flat stretch.
    pub fn is_flat(&self) -> bool {
        self.slope < LEAST
    }
}

/// f′ right after the corner.
fn right_slope(activation: Activation, z: f64) -> f64 {
    activation.derivative(z + 1e-9)
}

/// The curve in two branches about a corner; `right` is what the second one begins at.
fn curve(corner: Option<Corner>, f: impl Fn(f64) -> f64, right: Option<f64>) -> Curve {
    let branch = |from: f64, to: f64| -> Vec<[f64; 2]> {
        let step = (to - from) / (POINTS - 1) as f64;
        let zs = (0..POINTS).map(|place| from + step * place as f64);
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
                let model = Model::new(&state);
                for curve in [&model.f, &model.derivative] {
                    assert!(
                        curve
                            .iter()
                            .flatten()
                            .flatten()
                            .all(|part| part.is_finite())
                    );
                }
                assert_eq!(model.f.len(), if state.has_threshold() { 2 } else { 1 });
                if let [before, after] = &model.f[..] {
                    let torn = before.last().map(|p| p[1]) != after.first().map(|p| p[1]);
                    assert_eq!(torn, kind == "step" || u != 0.0, "{kind} {u}");
                }
            }
        }
    }
}
