//! Costs of one or two parameters, simple enough to be drawn: what a descent walks on.
//!
//! Each is a function of x plus one of y, so the matrix of second derivatives is
//! diagonal and [`Landscape::curvature`] says all of it.

/// x and y; on a curve y is 0.
pub type Point = [f64; 2];

/// How much the plateau slopes, far from its valley.
const PLATEAU: f64 = 0.01;

/// A cost to go down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landscape {
    /// C = w².
    Parabola,
    /// C = (w²/4 − 1)² + 0.15 w + 0.4: a deep valley at −2.07, a shallower one at 1.92.
    TwoValleys,
    /// C = 1 − e^(−w²/2) + 0.01 (√(w² + 1) − 1): a valley at 0, and around it a
    /// plateau whose slope comes to 0.01.
    Plateau,
    /// C = ½ x² + 10 y²: curvatures 1 and 20.
    Ravine,
    /// C = ½ x² + ½ y².
    Bowl,
    /// C = ½ x² + ¼ (y² − 1)²: minima at (0, ±1), between them a saddle at (0, 0).
    Saddle,
}

impl Landscape {
    /// All of them, curves first.
    pub const ALL: [Landscape; 6] = [
        Landscape::Parabola,
        Landscape::TwoValleys,
        Landscape::Plateau,
        Landscape::Ravine,
        Landscape::Bowl,
        Landscape::Saddle,
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Landscape::Parabola => "parabola",
            Landscape::TwoValleys => "two-valleys",
            Landscape::Plateau => "plateau",
            Landscape::Ravine => "ravine",
            Landscape::Bowl => "bowl",
            Landscape::Saddle => "saddle",
        }
    }

    /// How many parameters there are: 1 on a curve, 2 on a surface.
    pub fn dimensions(self) -> usize {
        match self {
            Landscape::Parabola | Landscape::TwoValleys | Landscape::Plateau => 1,
            Landscape::Ravine | Landscape::Bowl | Landscape::Saddle => 2,
        }
    }

    /// C.
    pub fn cost(self, [x, y]: Point) -> f64 {
        match self {
            Landscape::Parabola => x * x,
            Landscape::TwoValleys => square(x * x / 4.0 - 1.0) + 0.15 * x + 0.4,
            Landscape::Plateau => {
                1.0 - libm::exp(-x * x / 2.0) + PLATEAU * (libm::hypot(x, 1.0) - 1.0)
            }
            Landscape::Ravine => 0.5 * x * x + 10.0 * y * y,
            Landscape::Bowl => 0.5 * x * x + 0.5 * y * y,
            Landscape::Saddle => 0.5 * x * x + 0.25 * square(y * y - 1.0),
        }
    }

    /// ∇C.
    pub fn gradient(self, [x, y]: Point) -> Point {
        match self {
            Landscape::Parabola => [2.0 * x, 0.0],
            Landscape::TwoValleys => [(x * x / 4.0 - 1.0) * x + 0.15, 0.0],
            Landscape::Plateau => {
                let far = PLATEAU * x / libm::hypot(x, 1.0);
                [x * libm::exp(-x * x / 2.0) + far, 0.0]
            }
            Landscape::Ravine => [x, 20.0 * y],
            Landscape::Bowl => [x, y],
            Landscape::Saddle => [x, y * (y * y - 1.0)],
        }
    }

    /// ∂²C/∂x² and ∂²C/∂y².
    pub fn curvature(self, [x, y]: Point) -> Point {
        match self {
            Landscape::Parabola => [2.0, 0.0],
            Landscape::TwoValleys => [0.75 * x * x - 1.0, 0.0],
            Landscape::Plateau => {
                let far = libm::hypot(x, 1.0);
                let near = (1.0 - x * x) * libm::exp(-x * x / 2.0);
                [near + PLATEAU / (far * far * far), 0.0]
            }
            Landscape::Ravine => [1.0, 20.0],
            Landscape::Bowl => [1.0, 1.0],
            Landscape::Saddle => [1.0, 3.0 * y * y - 1.0],
        }
    }

    /// The least C anywhere.
    pub fn lowest(self) -> f64 {
        match self {
            Landscape::TwoValleys => self.cost([-2.070_935, 0.0]),
            _ => 0.0,
        }
    }
}

fn square(x: f64) -> f64 {
    x * x
}
