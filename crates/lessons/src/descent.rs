//! A walk down a [`Landscape`], with every step kept and an account of what happened.

use crate::cost_landscape::{Landscape, Point};
use redes_core::optimizer::{Optimizer, OptimizerConfig};
use redes_core::{Error, Result};

/// A cost so many times larger than at the start, or than 1, is not coming back.
const RUNAWAY: f64 = 1_000.0;
/// The manner of walking is that of so many last steps.
const LATELY: usize = 8;
/// A step over a valley's floor counts when what it finds there is at least this share
/// of the slope it left.
const NOTICEABLE: f64 = 1e-3;
/// A point is where the slope vanishes when Newton's step to it is shorter than this.
const NEAR: f64 = 0.1;
/// A minimum is the lowest when it isn't higher than that by more than this.
const AS_LOW: f64 = 0.05;

/// What a walk is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Where it goes down.
    pub landscape: Landscape,
    /// Where it starts; on a curve only the first number counts.
    pub start: Point,
    /// η.
    pub rate: f64,
    /// β, from 0 to 1.
    pub momentum: f64,
    /// It stops where |∇C| is below this.
    pub epsilon: f64,
    /// It makes no more steps than this.
    pub iterations: u64,
}

/// A point of the walk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// θ.
    pub point: Point,
    /// C.
    pub cost: f64,
    /// ∇C.
    pub gradient: Point,
    /// v, the step that led here.
    pub velocity: Point,
    /// Whether that step went from one side of a valley, or of a hill, to the other.
    pub across: bool,
}

impl Place {
    /// |∇C|.
    pub fn slope(&self) -> f64 {
        libm::hypot(self.gradient[0], self.gradient[1])
    }
}

/// Why a walk is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// |∇C| < ε at the lowest minimum.
    Minimum,
    /// |∇C| < ε at a minimum that isn't the lowest.
    LocalMinimum,
    /// |∇C| < ε where the slope vanishes but some way leads down.
    Saddle,
    /// |∇C| < ε on ground that still slopes.
    Slope,
    /// The cost has run away.
    Diverged,
    /// All steps are made.
    OutOfSteps,
}

/// How the last steps were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Down, at a good pace.
    Descending,
    /// The same way on, the slope hardly changing: each step takes away a tenth of it at most.
    Creeping,
    /// From side to side, each leap shorter.
    Oscillating,
    /// From side to side, each leap as long as the last.
    Circling,
    /// From side to side, each leap longer.
    Diverging,
}

/// A walk and where it has been.
#[derive(Debug, Clone)]
pub struct Descent {
    settings: Settings,
    optimizer: Optimizer<f64>,
    places: Vec<Place>,
    end: Option<End>,
}

impl Descent {
    /// A walk that stands at its start.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a rate or a momentum outside its range, or a
    /// start that isn't finite.
    pub fn new(settings: Settings) -> Result<Self> {
        let config = OptimizerConfig::Sgd {
            learning_rate: settings.rate,
            momentum: settings.momentum,
            nesterov: false,
        };
        let landscape = settings.landscape;
        let optimizer = Optimizer::new(config, landscape.dimensions())?;
        let mut point = settings.start;
        if landscape.dimensions() == 1 {
            point[1] = 0.0;
        }
        if let Some(bad) = point.iter().find(|value| !value.is_finite()) {
            return Err(Error::invalid("start", *bad, "it must be finite"));
        }
        let first = Place {
            point,
            cost: landscape.cost(point),
            gradient: landscape.gradient(point),
            velocity: [0.0; 2],
            across: false,
        };
        let mut walk = Descent {
            settings,
            optimizer,
            places: vec![first],
            end: None,
        };
        walk.end = walk.judge();
        Ok(walk)
    }

    /// One step v ← β v − η ∇C, θ ← θ + v; none where the walk is over.
    ///
    /// # Errors
    /// None for a walk made by [`Descent::new`].
    pub fn step(&mut self) -> Result<Option<End>> {
        if self.end.is_some() {
            return Ok(self.end);
        }
        let landscape = self.settings.landscape;
        let dimensions = landscape.dimensions();
        let before = *self.place();
        let mut point = before.point;
        let gradient = before.gradient;
        self.optimizer
            .step(&mut point[..dimensions], &gradient[..dimensions], &[], 1)?;
        let gradient = landscape.gradient(point);
        let least = NOTICEABLE * before.slope();
        let across = gradient
            .iter()
            .zip(before.gradient)
            .any(|(now, then)| now * then < 0.0 && now.abs() > least && then.abs() > least);
        self.places.push(Place {
            point,
            cost: landscape.cost(point),
            gradient,
            velocity: [point[0] - before.point[0], point[1] - before.point[1]],
            across,
        });
        self.end = self.judge();
        Ok(self.end)
    }

    /// Up to so many steps.
    ///
    /// # Errors
    /// As [`Descent::step`].
    pub fn run(&mut self, steps: u64) -> Result<Option<End>> {
        for _ in 0..steps {
            if self.step()?.is_some() {
                break;
            }
        }
        Ok(self.end)
    }

    /// What it was made of.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Every place so far, the start first.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Where it stands.
    pub fn place(&self) -> &Place {
        // There is always a start.
        &self.places[self.places.len() - 1]
    }

    /// Steps made.
    pub fn steps(&self) -> u64 {
        (self.places.len() - 1) as u64
    }

    /// Why it is over, if it is.
    pub fn end(&self) -> Option<End> {
        self.end
    }

    /// How many steps went from one side to the other.
    pub fn crossings(&self) -> u64 {
        self.places.iter().filter(|place| place.across).count() as u64
    }

    /// How the last steps were; nothing at the start.
    pub fn manner(&self) -> Option<Manner> {
        let recent = &self.places[self.places.len().saturating_sub(LATELY + 1)..];
        let steps = recent.len() - 1;
        let (first, last) = (recent.first()?, recent.last()?);
        if steps == 0 {
            return None;
        }
        let across = recent.iter().skip(1).filter(|place| place.across).count();
        let ratio = libm::pow(last.slope() / first.slope(), 1.0 / steps as f64);
        Some(if 2 * across >= steps {
            match ratio {
                r if r < 0.995 => Manner::Oscillating,
                r if r <= 1.005 => Manner::Circling,
                _ => Manner::Diverging,
            }
        } else if (0.895..1.02).contains(&ratio) {
            Manner::Creeping
        } else {
            Manner::Descending
        })
    }

    fn judge(&self) -> Option<End> {
        let place = self.place();
        let bound = RUNAWAY * self.places[0].cost.abs().max(1.0);
        if !(place.cost.abs() <= bound && place.slope().is_finite()) {
            return Some(End::Diverged);
        }
        if place.slope() < self.settings.epsilon {
            return Some(self.rest());
        }
        (self.steps() >= self.settings.iterations).then_some(End::OutOfSteps)
    }

    /// What kind of place it is where the slope is below ε.
    fn rest(&self) -> End {
        let landscape = self.settings.landscape;
        let place = self.place();
        let curvature = landscape.curvature(place.point);
        let pairs = || place.gradient.into_iter().zip(curvature);
        let pairs = || pairs().take(landscape.dimensions());
        if pairs().any(|(slope, bend)| slope.abs() > NEAR * bend.abs()) {
            End::Slope
        } else if pairs().any(|(_, bend)| bend < 0.0) {
            End::Saddle
        } else if place.cost > landscape.lowest() + AS_LOW {
            End::LocalMinimum
        } else {
            End::Minimum
        }
    }
}
