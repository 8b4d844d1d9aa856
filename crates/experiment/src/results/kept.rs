//! A run that is kept. It has what its finished seeds measured; a seed that was half trained begins again.

use std::borrow::Cow;

use redes_ledger::Measurements;
use serde::{Deserialize, Serialize};

use super::{Part, Results, ResultsSetup, count};
use crate::{Experiment, Tape, wire};

/// What is kept of a run.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    /// How many seeds are over.
    over: u32,
    /// Slices until then.
    slices: u64,
    /// Steps to do, of all seeds.
    total: u64,
    /// What was measured with those seeds.
    measured: Measurements,
    /// The parts that have come and are still to be reached.
    parts: Vec<Part>,
}

/// The setup in one language: the language of the rows changes no result.
pub(super) fn essence(setup: &[u8]) -> Cow<'_, [u8]> {
    let essence = wire::decode(Results::NAME, setup).and_then(|setup| {
        let setup = ResultsSetup {
            spanish: false,
            ..setup
        };
        wire::encode(Results::NAME, &setup)
    });
    essence.map_or(Cow::Borrowed(setup), Cow::Owned)
}

impl Results {
    /// Writes the seeds that are over to the tape, or goes on from those there. Without any there is nothing to keep, nor in
    /// a case without seeds or in a part.
    pub(super) fn keep(&mut self, tape: &mut Tape<'_>) {
        let shared = !self.setup.part && !Self::parts(&self.setup).is_empty();
        let mut kept = Kept::default();
        if shared && !tape.is_read() {
            kept = Kept {
                over: self.over(),
                slices: self.began,
                total: self.progress.1,
                measured: self.run.measured().clone(),
                parts: self.parts.values().cloned().collect(),
            };
        }
        wire::tape(Self::NAME, tape, &mut kept);
        let nothing = kept.over == 0 && kept.parts.is_empty();
        if nothing || !shared || tape.is_read() && self.resume(kept).is_none() {
            tape.refuse();
        }
    }

    /// Goes on from a run that was kept; `None` if it is not one of this setup.
    fn resume(&mut self, kept: Kept) -> Option<()> {
        if kept.over > count(&self.setup) {
            return None;
        }
        let done = self.run.resume(kept.measured, kept.over as usize)?;
        self.progress = (done, kept.total);
        (self.iteration, self.began) = (kept.slices, kept.slices);
        self.finished = kept.over == count(&self.setup);
        if !kept.parts.iter().all(|part| self.awaits(part.seed)) {
            return None;
        }
        let parts = kept.parts.into_iter().map(|part| (part.seed, part));
        self.parts = parts.collect();
        Some(())
    }
}
