//! The phases of a training: what leads from one to the next, and what a failure says. Nothing here knows the page.

use redes_experiment::Failure;

use crate::{controls::Control, number, text::Language, words, worker::caller::Event};

/// The phase of a training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No run has begun.
    Idle,
    /// A run is set up, or paused.
    Paused,
    /// Training runs.
    Running,
    /// Every step is done.
    Finished,
    /// An error stopped the training.
    Failed,
}

impl Phase {
    /// Whether a control begins the run from its start before it acts.
    pub fn begins(self, control: Control) -> bool {
        match control {
            Control::PlayPause => matches!(self, Self::Idle | Self::Finished | Self::Failed),
            // A step after the last one does nothing.
            Control::Step => matches!(self, Self::Idle | Self::Failed),
            Control::Reset | Control::Seed(_) | Control::Speed(_) => false,
        }
    }

    /// Its name in the attribute `data-phase` of the figure's element.
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Paused => "paused",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
        }
    }

    /// The phase after an event of the trainer.
    pub fn after(self, event: &Event) -> Self {
        match event {
            Event::State { finished: true, .. } => Self::Finished,
            Event::Failed(_) | Event::Lost => Self::Failed,
            Event::State { .. }
            | Event::Loading { .. }
            | Event::Rest { .. }
            | Event::Kept(_)
            | Event::Replaced => self,
        }
    }
}

/// A failure in words, for the reader.
pub fn explained(language: Language, failure: &Failure) -> String {
    match failure {
        Failure::Diverged(step) => {
            let n = number::grouped(*step, language);
            language.fill(words::FAILED_DIVERGED, &[("n", &n)])
        }
        Failure::DataMissing => language.text(words::FAILED_DATA_MISSING).to_owned(),
        Failure::Download(why) => language.fill(words::FAILED_DOWNLOAD, &[("why", why)]),
        Failure::Corrupt(why) => language.fill(words::FAILED_CORRUPT, &[("why", why)]),
        Failure::Refused(why) => language.fill(words::FAILED_REFUSED, &[("why", why)]),
        Failure::Unknown(name) => language.fill(words::FAILED_UNKNOWN, &[("name", name)]),
        Failure::Unreadable(name) => language.fill(words::FAILED_UNREADABLE, &[("name", name)]),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ALL: [Phase; 5] = [
        Phase::Idle,
        Phase::Paused,
        Phase::Running,
        Phase::Finished,
        Phase::Failed,
    ];

    fn state(finished: bool) -> Event {
        Event::State {
            iteration: 7,
            finished,
            body: Vec::new(),
            blocks: Vec::new(),
        }
    }

    #[test]
    fn play_begins_again_after_the_end_and_a_step_does_not() {
        let begins = |control| ALL.map(|phase| phase.begins(control));
        assert_eq!(begins(Control::PlayPause), [true, false, false, true, true]);
        assert_eq!(begins(Control::Step), [true, false, false, false, true]);
        for control in [Control::Reset, Control::Seed(3), Control::Speed(1)] {
            assert_eq!(begins(control), [false; 5], "{control:?}");
        }
    }

    #[test]
    fn only_the_last_step_and_failures_change_the_phase() {
        let lost = Event::Failed(Failure::DataMissing);
        let rest = Event::Rest {
            iteration: 7,
            fingerprint: 1,
        };
        let loading = Event::Loading {
            received: 1,
            total: 2,
        };
        for phase in ALL {
            assert_eq!(phase.after(&state(true)), Phase::Finished);
            assert_eq!(phase.after(&lost), Phase::Failed);
            assert_eq!(phase.after(&Event::Lost), Phase::Failed);
            for event in [
                &state(false),
                &rest,
                &loading,
                &Event::Kept(crate::worker::envelope::Part::default()),
                &Event::Replaced,
            ] {
                assert_eq!(phase.after(event), phase);
            }
        }
    }

    #[test]
    fn every_failure_has_words_of_its_own() {
        let why = || "R51".to_owned();
        let failures = [
            (Failure::Diverged(1_234), "1"),
            (Failure::DataMissing, "cargo xtask data"),
            (Failure::Download(why()), "R51"),
            (Failure::Corrupt(why()), "R51"),
            (Failure::Refused(why()), "R51"),
            (Failure::Unknown(why()), "R51"),
            (Failure::Unreadable(why()), "R51"),
        ];
        for language in Language::BOTH {
            let texts = failures.each_ref().map(|(failure, part)| {
                let text = explained(language, failure);
                assert!(text.contains(part) && !text.contains('{'), "{text}");
                text
            });
            assert_eq!(BTreeSet::from(texts).len(), failures.len());
        }
    }
}
