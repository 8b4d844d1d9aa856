//! The page's end without the browser. It gives ids, drops stale answers, and replaces a dead trainer.
//!
//! Every method returns the effects that [`Client`](super::client::Client) carries out, in order.
//!
//! Training is deterministic, so a successor needs no saved state. It gets the same setup, trains to the step last
//! seen, and continues with the same bits.

use std::sync::atomic::{AtomicU32, Ordering};

use redes_experiment::{Block, Failure};

use super::envelope::{Answer, Begin, Part, Report, Request};

/// Number of unanswered pings after which the worker counts as dead. A time slice or a decompression takes under a
/// tenth of that. Pings are counted instead of seconds, because a hidden tab or a sleeping machine pings less often.
/// Each successor gets twice as many: on a busy machine a worker may live and yet not answer in time.
pub const UNANSWERED: u32 = 10;
/// Number of checks after which a worker that has not loaded counts as dead; twice as many for each successor.
pub const LOADING: u32 = 30;
/// Number of checks after which a worker ends that should still send parts of a run.
const LAST_PARTS: u32 = 3;
/// Number of replacements of a worker. After them the page gives up.
pub const REPLACEMENTS: u32 = 3;

/// The last id. All callers of a page share it, so an id is never used twice.
static LAST_ID: AtomicU32 = AtomicU32::new(0);

/// An event of a figure's training.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A download is in progress.
    Loading {
        /// Bytes that have arrived.
        received: u64,
        /// Bytes in all.
        total: u64,
    },
    /// The experiment's state after a step.
    State {
        /// Steps done.
        iteration: u64,
        /// Whether nothing is left to do.
        finished: bool,
        /// The experiment's body.
        body: Vec<u8>,
        /// The big arrays beside it.
        blocks: Vec<Block>,
    },
    /// Training rests: no step follows without a request.
    Rest {
        /// Steps done.
        iteration: u64,
        /// Hash of the weights.
        fingerprint: u64,
    },
    /// A part of the run, to be kept: [`Client::kept`](super::client::Client::kept) has it.
    Kept(Part),
    /// An error stopped the training.
    Failed(Failure),
    /// The worker died. Another trains to the same step.
    Replaced,
    /// Workers keep dying.
    Lost,
}

/// An action that the browser carries out for a caller.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Start a worker. If that fails, call [`Caller::refused`].
    OpenWorker,
    /// Make a trainer on the page.
    OpenPage,
    /// End the worker or the trainer on the page at once, downloads included.
    Close,
    /// Send a request to the open worker or trainer.
    Send(Request),
    /// Call [`Caller::look`] in a while.
    Look,
    /// Send the figure an event.
    Inform(Event),
}

/// The other end.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    None,
    /// A worker that has not said [`Report::Ready`] yet.
    Loading,
    Worker,
    Page,
}

/// The page's end of one figure's training.
pub struct Caller {
    end: End,
    /// The requests that wait until the worker has loaded.
    queue: Vec<Request>,
    /// The present run. For a successor, `ahead` is the last step seen. The id is 0 if there is no run.
    begin: Begin,
    /// The speed limit of a running training.
    run: Option<Option<f64>>,
    /// The last message to the experiment.
    posted: Option<Vec<u8>>,
    /// The id of the run of which some parts came to be kept, but not all; 0 if there is none. The others come also after that
    /// run: its worker does not end, nor begin another, before it has sent them.
    kept: u32,
    /// Whether the worker ends once they have come, and after how many checks it ends without them.
    ends: Option<u32>,
    unanswered: u32,
    replaced: u32,
    looking: bool,
    /// Whether it trains on the page where workers are refused.
    falls_back: bool,
}

impl Default for Caller {
    fn default() -> Self {
        Self {
            end: End::None,
            queue: Vec::new(),
            begin: Begin::default(),
            run: None,
            posted: None,
            kept: 0,
            ends: None,
            unanswered: 0,
            replaced: 0,
            looking: false,
            falls_back: true,
        }
    }
}

impl Caller {
    /// A caller that never trains on the page: where workers are refused, [`Event::Lost`] follows.
    pub fn of_worker() -> Self {
        Self {
            falls_back: false,
            ..Self::default()
        }
    }

    /// Begins a run and gives it its id.
    pub fn begin(&mut self, begin: Begin) -> Vec<Effect> {
        self.begin = Begin {
            id: next_id(),
            ..begin
        };
        self.run = None;
        self.posted = None;
        self.replaced = 0;
        self.send(Request::Begin(self.begin.clone()))
    }

    /// Trains, at most at `steps_per_second`.
    pub fn run(&mut self, steps_per_second: Option<f64>) -> Vec<Effect> {
        self.run = Some(steps_per_second);
        self.send(Request::Run { steps_per_second })
    }

    /// Pauses.
    pub fn pause(&mut self) -> Vec<Effect> {
        self.run = None;
        self.send(Request::Pause)
    }

    /// Does one step, then pauses.
    pub fn step(&mut self) -> Vec<Effect> {
        self.run = None;
        self.send(Request::Step)
    }

    /// Trains at full speed to this step, then pauses. A successor trains to it too.
    pub fn ahead(&mut self, step: u64) -> Vec<Effect> {
        self.run = None;
        self.begin.ahead = self.begin.ahead.max(step);
        self.send(Request::Ahead(step))
    }

    /// Sends the experiment a message of its own. A successor gets the last one too.
    pub fn post(&mut self, message: Vec<u8>) -> Vec<Effect> {
        self.posted = Some(message.clone());
        self.send(Request::Message(message))
    }

    /// Asks for the run as it is now, to be kept. There is no answer while data sets are on their way.
    pub fn keep(&mut self) -> Vec<Effect> {
        match self.begin.id {
            0 => Vec::new(),
            _ => self.send(Request::Keep),
        }
    }

    /// Ends the run and its trainer: at once, or when all parts of a run that is being kept have come. The next run starts another
    /// trainer.
    pub fn stop(&mut self) -> Vec<Effect> {
        self.queue.clear();
        self.begin = Begin::default();
        self.run = None;
        self.posted = None;
        if self.kept == 0 {
            return self.close();
        }
        self.ends = Some(LAST_PARTS);
        vec![Effect::Send(Request::Pause)]
    }

    fn close(&mut self) -> Vec<Effect> {
        (self.kept, self.ends) = (0, None);
        match std::mem::replace(&mut self.end, End::None) {
            End::None => Vec::new(),
            _ => vec![Effect::Close],
        }
    }

    fn send(&mut self, request: Request) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.ends = None;
        if self.end == End::None {
            self.end = End::Loading;
            self.unanswered = 0;
            effects.push(Effect::OpenWorker);
        }
        match self.end {
            End::Worker | End::Page => effects.push(Effect::Send(request)),
            End::Loading | End::None => self.queue.push(request),
        }
        if self.end != End::Page && !self.looking {
            self.looking = true;
            effects.push(Effect::Look);
        }
        effects
    }

    fn flush(&mut self) -> Vec<Effect> {
        let waiting = std::mem::take(&mut self.queue);
        waiting.into_iter().map(Effect::Send).collect()
    }

    /// The browser refuses workers. Trains on the page, or not at all.
    pub fn refused(&mut self) -> Vec<Effect> {
        if !self.falls_back {
            return self.lost();
        }
        self.end = End::Page;
        let mut effects = vec![Effect::OpenPage];
        effects.extend(self.flush());
        effects
    }

    /// There is no memory for the trainer that is awaited. Ends the run.
    pub fn starved(&mut self) -> Vec<Effect> {
        match self.end {
            End::None => Vec::new(),
            _ => self.lost(),
        }
    }

    fn lost(&mut self) -> Vec<Effect> {
        self.kept = 0;
        let mut effects = self.stop();
        effects.push(Effect::Inform(Event::Lost));
        effects
    }

    /// The trainer's module did not arrive. `why` names its file. The next run tries again.
    pub fn unreachable(&mut self, why: String) -> Vec<Effect> {
        let mut effects = self.close();
        if !effects.is_empty() {
            self.queue.clear();
            self.run = None;
            effects.push(Effect::Inform(Event::Failed(Failure::Download(why))));
        }
        effects
    }

    /// Reads an answer.
    pub fn answered(&mut self, answer: Answer, blocks: Vec<Block>) -> Vec<Effect> {
        self.unanswered = 0;
        let event = match answer.report {
            Report::Ready if self.end == End::Loading => {
                self.end = End::Worker;
                return self.flush();
            }
            Report::Ready | Report::Pong => return Vec::new(),
            Report::Kept(part) if part.from > 0 && answer.id == self.kept => {
                return self.keeps(answer.id, part);
            }
            _ if answer.id != self.begin.id => return Vec::new(),
            Report::Loading { received, total } => Event::Loading { received, total },
            Report::State {
                iteration,
                finished,
                body,
            } => {
                self.begin.ahead = self.begin.ahead.max(iteration);
                if finished {
                    self.run = None;
                }
                Event::State {
                    iteration,
                    finished,
                    body,
                    blocks,
                }
            }
            Report::Rest {
                iteration,
                fingerprint,
            } => Event::Rest {
                iteration,
                fingerprint,
            },
            Report::Kept(part) => return self.keeps(answer.id, part),
            Report::Failed(failure) => {
                self.run = None;
                Event::Failed(failure)
            }
        };
        vec![Effect::Inform(event)]
    }

    /// A part of a run has come. A worker that only had to send the parts ends after the last.
    fn keeps(&mut self, id: u32, part: Part) -> Vec<Effect> {
        self.kept = if part.to < part.bytes { id } else { 0 };
        let mut effects = vec![Effect::Inform(Event::Kept(part))];
        if self.kept == 0 && self.ends.is_some() {
            effects.extend(self.close());
        }
        effects
    }

    /// The worker died. Starts another.
    pub fn died(&mut self) -> Vec<Effect> {
        if self.ends.is_some() {
            return self.close();
        }
        let was_ready = match self.end {
            End::Loading => false,
            End::Worker => true,
            End::None | End::Page => return Vec::new(),
        };
        let mut effects = self.close();
        if !was_ready && self.replaced == 0 {
            // Refused from the start, as in a sandboxed frame.
            effects.extend(self.refused());
            return effects;
        }
        self.queue.clear();
        self.replaced += 1;
        if self.replaced > REPLACEMENTS {
            self.run = None;
            effects.push(Effect::Inform(Event::Lost));
            return effects;
        }
        if self.begin.id != 0 {
            self.begin.id = next_id();
            effects.extend(self.send(Request::Begin(self.begin.clone())));
            if let Some(message) = self.posted.clone() {
                effects.extend(self.send(Request::Message(message)));
            }
            if let Some(steps_per_second) = self.run {
                effects.extend(self.send(Request::Run { steps_per_second }));
            }
        }
        effects.push(Effect::Inform(Event::Replaced));
        effects
    }

    /// Checks that the worker is alive.
    pub fn look(&mut self) -> Vec<Effect> {
        if let Some(left) = &mut self.ends {
            if *left == 0 {
                self.looking = false;
                return self.close();
            }
            *left -= 1;
            return vec![Effect::Look];
        }
        let patience = match self.end {
            End::Loading => LOADING,
            End::Worker => UNANSWERED,
            End::None | End::Page => {
                self.looking = false;
                return Vec::new();
            }
        };
        if self.unanswered >= patience << self.replaced {
            self.looking = false;
            return self.died();
        }
        self.unanswered += 1;
        match self.end {
            End::Worker => vec![Effect::Send(Request::Ping), Effect::Look],
            _ => vec![Effect::Look],
        }
    }
}

fn next_id() -> u32 {
    LAST_ID.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
}
