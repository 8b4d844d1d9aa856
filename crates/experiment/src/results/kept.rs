//! A run that is kept. It has what its finished seeds measured; a seed that was half trained begins again.

use redes_ledger::{Case, Measurements};

use super::{Part, Results, count};
use crate::{Experiment, Tape, wire};

/// What decides the results of a setup in bytes: all but its last two fields, a byte each. The language of the rows changes no
/// result, and a part is not kept.
pub(super) fn essence(setup: &[u8]) -> &[u8] {
    setup.split_at(setup.len().saturating_sub(2)).0
}

impl Results {
    /// Writes the seeds that are over to the tape, or goes on from those there. Without any there is nothing to keep, nor in
    /// a case without seeds or in a part.
    pub(super) fn keep(&mut self, tape: &mut Tape<'_>) {
        let mut over = Part {
            seed: self.over(),
            slices: self.began,
            measured: self.run.measured().clone(),
        };
        let mut parts = self.parts.len() as u64;
        tape.count(&mut parts);
        tape.count(&mut self.progress.1);
        wire::tape(Self::NAME, tape, &mut over);
        let nothing = over.seed == 0 && parts == 0;
        if nothing || self.setup.part || matches!(self.case, Case::Perceptron | Case::Data) {
            return tape.refuse();
        }
        if !tape.is_read() {
            let parts = self.parts.values_mut();
            return parts.for_each(|part| wire::tape(Self::NAME, tape, part));
        }
        if self.resume(over).is_none() || parts > u64::from(count(&self.setup)) {
            return tape.refuse();
        }
        for _ in 0..parts {
            let mut part = Part {
                seed: 0,
                slices: 0,
                measured: Measurements::default(),
            };
            wire::tape(Self::NAME, tape, &mut part);
            if !self.awaits(part.seed) {
                tape.refuse();
            }
            self.parts.insert(part.seed, part);
        }
    }

    /// Goes on after the first seeds, which are given as one part: how many, their slices, what was measured. `None` if they are
    /// not of this setup.
    fn resume(&mut self, over: Part) -> Option<()> {
        let seeds = over.seed;
        if seeds > count(&self.setup) {
            return None;
        }
        self.progress.0 = self.run.resume(over.measured, seeds as usize)?;
        (self.iteration, self.began) = (over.slices, over.slices);
        self.finished = seeds == count(&self.setup);
        Some(())
    }
}
