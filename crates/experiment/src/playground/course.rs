//! When training ends.

use super::body::Reason;
use super::setup::PlaygroundSetup;

/// What the end of training depends on.
pub(super) struct Course {
    steps: u64,
    below: f64,
    patience: u32,
    /// The lowest test loss after an epoch.
    best: f64,
    /// Epochs since then.
    waited: u32,
    stopped: Option<Reason>,
}

impl Course {
    pub(super) fn new(setup: &PlaygroundSetup) -> Self {
        Self {
            steps: setup.steps,
            below: setup.below,
            patience: setup.patience,
            best: f64::INFINITY,
            waited: 0,
            stopped: (setup.steps == 0).then_some(Reason::Steps),
        }
    }

    pub(super) fn stopped(&self) -> Option<Reason> {
        self.stopped
    }

    /// An epoch is over, with these losses of the training and test points; NaN without test points. Patience is that of
    /// Keras's `EarlyStopping(monitor="val_loss", patience=patience)`.
    pub(super) fn epoch(&mut self, [train, test]: [f64; 2]) {
        if test < self.best {
            self.best = test;
            self.waited = 0;
        } else if !test.is_nan() {
            self.waited += 1;
        }
        if train < self.below {
            self.stopped = Some(Reason::Below);
        } else if self.patience > 0 && self.waited >= self.patience {
            self.stopped = Some(Reason::Patience);
        }
    }

    /// So many steps are done.
    pub(super) fn step(&mut self, iteration: u64) {
        if self.stopped.is_none() && iteration >= self.steps {
            self.stopped = Some(Reason::Steps);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::setup::tests::setup;
    use super::*;

    #[test]
    fn patience_counts_epochs_since_the_lowest_test_loss() {
        let mut course = Course::new(&PlaygroundSetup {
            patience: 2,
            ..setup()
        });
        for loss in [0.9, 0.5, 0.6, 0.4, 0.4] {
            course.epoch([0.3, loss]);
            assert_eq!(course.stopped(), None, "{loss}");
        }
        course.epoch([0.3, 0.7]);
        assert_eq!(course.stopped(), Some(Reason::Patience));
    }

    #[test]
    fn without_test_points_patience_is_endless() {
        let mut course = Course::new(&PlaygroundSetup {
            patience: 1,
            below: 0.1,
            ..setup()
        });
        for _ in 0..9 {
            course.epoch([0.3, f64::NAN]);
        }
        assert_eq!(course.stopped(), None);
        course.epoch([0.09, f64::NAN]);
        assert_eq!(course.stopped(), Some(Reason::Below));
    }

    #[test]
    fn steps_end_it() {
        let mut course = Course::new(&PlaygroundSetup {
            steps: 2,
            ..setup()
        });
        course.step(1);
        assert_eq!(course.stopped(), None);
        course.step(2);
        assert_eq!(course.stopped(), Some(Reason::Steps));
        let none = Course::new(&PlaygroundSetup {
            steps: 0,
            ..setup()
        });
        assert_eq!(none.stopped(), Some(Reason::Steps));
    }
}
