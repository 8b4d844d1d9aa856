//! An optimiser's memory as files hold it: a count of steps, scalars, and arrays like the weights.

use redes_core::network::{Outline, ParameterBlock};
use redes_hdf5::{Dataset, Group};

use super::listed;
use super::numbered::Paths;
use super::weights::is_trained;
use crate::Memory;

/// What a file has of an optimiser.
pub(super) struct Stored<'a> {
    /// Steps done; 0 where the file doesn't say.
    steps: u64,
    /// The learning rate at that step, where the file has it.
    pub(super) rate: Option<f32>,
    /// The arrays, with their names or paths.
    arrays: Vec<(String, &'a Dataset<'a>)>,
    /// Whether they have numbers and no names, as in files of Keras 3.
    by_number: bool,
}

/// Which array of a kind is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// A mean of gradients: Keras's momentum.
    First,
    /// A mean of their squares: Keras's velocity.
    Second,
}

/// What an `.h5` has in its group `optimizer_weights`.
pub(super) fn listed<'a>(group: &'a Group<'a>) -> Option<Stored<'a>> {
    let datasets = listed::of_group(group, "optimizer_weights").ok()?;
    Some(sorted(datasets, false))
}

/// What a file of Keras 3 has under `optimizer/vars`.
pub(super) fn numbered<'a>(paths: &Paths<'a>) -> Option<Stored<'a>> {
    let datasets = paths.numbered("optimizer/vars");
    (!datasets.is_empty()).then(|| sorted(datasets, true))
}

fn sorted<'a>(datasets: Vec<(String, &'a Dataset<'a>)>, by_number: bool) -> Stored<'a> {
    let mut stored = Stored {
        steps: 0,
        rate: None,
        arrays: Vec::new(),
        by_number,
    };
    for (name, dataset) in datasets {
        if !dataset.shape().is_empty() {
            stored.arrays.push((name, dataset));
            continue;
        }
        match dataset.first_whole() {
            Some(steps) => stored.steps = u64::try_from(steps).unwrap_or(0),
            None if stored.rate.is_none() => {
                stored.rate = dataset.f32().ok().and_then(|rate| rate.first().copied());
            }
            None => {}
        }
    }
    stored
}

impl Stored<'_> {
    /// Whether no step was done, and nothing is there to remember.
    pub(super) fn is_fresh(&self) -> bool {
        self.steps == 0 && self.arrays.is_empty()
    }

    /// The memory of an optimiser that keeps these moments of each weight, in the order in which Keras 3 makes them.
    ///
    /// # Errors
    /// What is missing or wrong, as a clause.
    pub(super) fn memory(&self, outline: &Outline, moments: &[Moment]) -> Result<Memory, String> {
        let trained: Vec<&ParameterBlock> =
            outline.blocks.iter().filter(|b| is_trained(b)).collect();
        let mut memory = Memory {
            steps: self.steps,
            ..Memory::default()
        };
        for (place, moment) in moments.iter().enumerate() {
            let arrays = self.arrays_of(&trained, moments, place)?;
            let mut values = vec![0.0; outline.parameters];
            for (block, dataset) in trained.iter().zip(arrays) {
                let found = dataset.f32().map_err(|error| error.to_string())?;
                if let Some(place) = values.get_mut(block.range.clone())
                    && place.len() == found.len()
                {
                    place.copy_from_slice(&found);
                }
            }
            let fine =
                |value: &f32| value.is_finite() && (*moment == Moment::First || *value >= 0.0);
            if !values.iter().all(fine) {
                return Err("it holds values that no training gives".to_owned());
            }
            match moment {
                Moment::First => memory.first = values,
                Moment::Second => memory.second = values,
            }
        }
        Ok(memory)
    }

    /// The arrays of the moment at `place` among `moments`, one for each trained block.
    fn arrays_of(
        &self,
        trained: &[&ParameterBlock],
        moments: &[Moment],
        place: usize,
    ) -> Result<Vec<&Dataset<'_>>, String> {
        let (count, kinds) = (trained.len(), moments.len());
        let fits = |arrays: &Vec<&Dataset<'_>>| {
            let pairs = arrays.iter().zip(trained);
            arrays.len() == count && pairs.into_iter().all(|(a, b)| a.shape() == b.shape)
        };
        // By their names, if these distinguish the moments.
        let named: Vec<&Dataset<'_>> = self
            .arrays
            .iter()
            .filter(|(name, _)| moments.get(place) == moment_of(name).as_ref())
            .map(|(_, dataset)| *dataset)
            .collect();
        if fits(&named) {
            return Ok(named);
        }
        // By their order: all of a kind, then all of the next; or those of a weight, then those of the next.
        let at = |index: usize| self.arrays.get(index).map(|(_, dataset)| *dataset);
        let in_rows: Vec<&Dataset<'_>> = (0..count).filter_map(|i| at(place * count + i)).collect();
        let in_pairs: Vec<&Dataset<'_>> =
            (0..count).filter_map(|i| at(i * kinds + place)).collect();
        // Keras 3 interleaves Adam's moments, and no other's.
        let (likely, other) = match self.by_number && moments.first() == Some(&Moment::First) {
            true => (in_pairs, None),
            false => (in_rows, Some(in_pairs)),
        };
        if fits(&likely) {
            return Ok(likely);
        }
        let found = self.arrays.len();
        other.filter(fits).ok_or(format!(
            "its {found} arrays are not {kinds} for each of {count} trained ones"
        ))
    }
}

/// The moment that a name in `weight_names` says: `adam/dense_kernel_velocity`, `Adam/dense/kernel/v:0`,
/// `Adam/v/dense/kernel:0`.
fn moment_of(name: &str) -> Option<Moment> {
    let says = |ends: [&str; 2], within: &str| {
        ends.iter().any(|end| name.ends_with(end)) || name.contains(within)
    };
    if says(["_velocity", "/v:0"], "/v/") || name.ends_with("/rms:0") {
        return Some(Moment::Second);
    }
    (says(["_momentum", "/m:0"], "/m/") || name.ends_with("/momentum:0")).then_some(Moment::First)
}
