//! The experiments of a module, and the function that fetches their data sets. The root of the module names them:
//! neither end of the protocol knows an experiment, and a module contains the code of its own experiments alone.

use std::{cell::Cell, future::Future, pin::Pin, rc::Rc};

pub use redes_experiment::Entry;
use redes_experiment::{Data, Failure};
use web_sys::AbortSignal;

use super::trainer::Load;

/// A function that is called with the bytes that have arrived and the bytes in all.
pub type Progress = Rc<dyn Fn(u64, u64)>;

/// A download of data sets.
pub type Download = Pin<Box<dyn Future<Output = Result<Data, Failure>>>>;

/// Fetches data sets. The signal stops the download.
pub type Fetch = fn(Load, Progress, Option<AbortSignal>) -> Download;

/// A module's experiments.
#[derive(Clone, Copy)]
pub struct Registry {
    /// The experiments.
    pub experiments: &'static [Entry],
    /// Fetches their data sets. `None` if the experiments need none.
    pub fetch: Option<Fetch>,
}

thread_local! {
    static REGISTRY: Cell<Registry> = const {
        Cell::new(Registry { experiments: &[], fetch: None })
    };
}

impl Registry {
    /// Makes this the registry of the page or worker.
    pub fn set(self) {
        REGISTRY.set(self);
    }

    /// The registry of this page or worker.
    pub fn get() -> Self {
        REGISTRY.get()
    }
}
