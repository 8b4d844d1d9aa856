//! A training as a tape.

use redes_experiment::Tape;

use super::{Held, Shop};
use crate::{
    protocol::{Tested, Trial},
    scaling::Scaling,
};

fn place(scaling: Scaling) -> f64 {
    let place = Scaling::ALL.iter().position(|known| *known == scaling);
    place.unwrap_or_default() as f64
}

fn scaling(place: f64) -> Scaling {
    let known = Scaling::ALL.get(place as usize).copied();
    known.unwrap_or(Scaling::Unit)
}

impl Shop {
    /// Writes to the tape how far the training has come, with as much of its curve as a figure draws, or goes on from what is
    /// read there. The test after an epoch begins again, and one that the reader asked for is left out.
    pub(super) fn kept(&mut self, tape: &mut Tape<'_>) {
        let Held::Training(trainer, _) = &mut self.held else {
            return tape.refuse();
        };
        if !self.setup.train {
            return tape.refuse();
        }
        let mut tried = vec![place(self.scaling), self.tried as f64];
        let trials = self.trials.iter();
        tried.extend(
            trials.flat_map(|trial| [place(trial.scaling), f64::from(trial.right), trial.loss]),
        );
        let tests = self.tests.rows().iter();
        let mut tests: Vec<f64> = tests
            .flat_map(|test| {
                [
                    test.step as f64,
                    test.accuracy,
                    test.loss,
                    test.samples as f64,
                ]
            })
            .collect();
        tape.numbers(&mut tried);
        tape.numbers(&mut tests);
        let mut losses = self.losses.rows().as_flattened().to_vec();
        tape.numbers(&mut losses);
        trainer.tape(tape);
        let (step, batches) = (trainer.iteration(), trainer.batches_per_epoch() as u64);
        if !tape.is_read() {
            return;
        }
        let Some(([chosen, count], trials)) = tried.split_first_chunk() else {
            return tape.refuse();
        };
        (self.scaling, self.tried) = (scaling(*chosen), *count as u64);
        let trials = trials.as_chunks().0.iter();
        self.trials = trials
            .map(|&[place, right, loss]| Trial {
                scaling: scaling(place),
                right: right as u32,
                loss,
            })
            .collect();
        let tests = tests.as_chunks().0.iter();
        self.tests = tests
            .map(|&[step, accuracy, loss, samples]| Tested {
                step: step as u64,
                accuracy,
                loss,
                samples: samples as u64,
            })
            .collect();
        self.losses = losses.as_chunks().0.iter().copied().collect();
        self.unsent = self.losses.clone();
        if let Some([_, loss, accuracy]) = self.losses.last() {
            self.running = Some([*loss, *accuracy]);
        }
        let tested = self.tests.last().is_some_and(|test| test.step == step);
        self.job = None;
        if step % batches == 0 && !tested {
            match self.test() {
                Ok(test) => self.job = test,
                Err(_) => tape.refuse(),
            }
        }
    }
}
