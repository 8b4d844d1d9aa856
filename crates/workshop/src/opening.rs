//! The experiment that reads a file. It has no step: what came of it is in its first report.

use redes_experiment::{Block, Data, Experiment, Failure};

use crate::{
    build,
    digest::Digest,
    protocol::{Open, OpenBody},
    refusal::Refusal,
};

/// A file that was read.
pub struct Opening {
    body: OpenBody,
}

impl Experiment for Opening {
    type Setup = Open;
    type Body = OpenBody;
    type Message = ();

    const NAME: &'static str = "opening";
    const INTERVAL: f64 = 0.0;

    /// A file that is refused is a result, not a failure.
    fn new(setup: &Open, _data: &Data) -> Result<Self, Failure> {
        Ok(Self {
            body: OpenBody {
                result: digest(setup),
            },
        })
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        Ok(())
    }

    fn state(&mut self, _full: bool, _now: f64) -> Result<(OpenBody, Vec<Block>), Failure> {
        Ok((self.body.clone(), Vec::new()))
    }

    fn iteration(&self) -> u64 {
        0
    }

    fn finished(&self) -> bool {
        true
    }

    fn fingerprint(&self) -> u64 {
        0
    }
}

/// Reads a source and builds its network, with all weights in place.
fn digest(setup: &Open) -> Result<Digest, Refusal> {
    let (opened, kept) = build::open(setup)?;
    let network = opened.network(1)?;
    Ok(Digest::new(&opened, kept, &network))
}
