//! The trainer without the browser. It takes requests, runs an experiment in time slices, and collects its answers.
//!
//! [`Server`](super::server::Server) gives it time, fetches its data sets, and posts its answers.

use redes_experiment::{Block, Data, Entry, Failure, Needs, Session, Sink, Source};

use super::envelope::{Answer, Begin, Part, Report, Request};

/// Milliseconds between two slices, if the speed limit leaves time.
const PAUSE: f64 = 4.0;
/// Bytes of a part of a run that is kept, but for the last.
const PART: u64 = 4 << 20;
/// Milliseconds between two such parts, in which the page writes the first to its database.
const BETWEEN_PARTS: f64 = 20.0;

/// Lets through the bytes of one part.
struct Window<'a> {
    to: &'a mut dyn Sink,
    /// Bytes of the parts before it.
    from: u64,
    /// Bytes so far.
    bytes: u64,
}

impl Sink for Window<'_> {
    fn write(&mut self, bytes: &[u8]) {
        let place = |at: u64| {
            let place = at.saturating_sub(self.bytes);
            usize::try_from(place).map_or(bytes.len(), |place| place.min(bytes.len()))
        };
        let part = bytes.get(place(self.from)..place(self.from + PART));
        if let Some(part) = part.filter(|part| !part.is_empty()) {
            self.to.write(part);
        }
        self.bytes += bytes.len() as u64;
    }
}

/// An answer and the big arrays that travel beside it.
pub type Message = (Answer, Vec<Block>);

/// The data sets that a run waits for. [`Trainer::loaded`] takes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// The run's id.
    pub id: u32,
    /// The missing data sets.
    pub needs: Needs,
    /// Address of the site's root folder.
    pub root: String,
}

/// The trainer.
pub struct Trainer {
    experiments: &'static [Entry],
    /// The longest slice in milliseconds. Other events come after it.
    slice: f64,
    out: Vec<Message>,
    /// The data sets that have arrived. The next run uses them too.
    data: Data,
    /// The present run.
    begin: Begin,
    /// The kept run from which it goes on.
    from: Option<Box<dyn Source>>,
    session: Option<Box<dyn Session>>,
    /// The bytes that were sent of the run that is being kept. No step is done meanwhile.
    kept: Option<u64>,
    /// The step to which the run trains first, at full speed.
    ahead: u64,
    running: bool,
    single: bool,
    steps_per_second: Option<f64>,
    /// Steps that the speed limit allows now.
    owed: f64,
    /// Whether the last call did no step of training, but read a part of a test. Such calls are not limited.
    between: bool,
    /// When `owed` was last counted.
    counted: f64,
    /// When the last state was reported.
    reported: f64,
    /// Whether the last slice ran out of time.
    late: bool,
}

impl Trainer {
    /// A trainer that runs `experiments` in slices of `slice` milliseconds.
    pub fn new(experiments: &'static [Entry], slice: f64) -> Self {
        Self {
            experiments,
            slice,
            out: Vec::new(),
            data: Data::default(),
            begin: Begin::default(),
            from: None,
            session: None,
            kept: None,
            ahead: 0,
            running: false,
            single: false,
            steps_per_second: None,
            owed: 0.0,
            between: false,
            counted: 0.0,
            reported: 0.0,
            late: false,
        }
    }

    /// Does what the page requests at the time `now`. Returns the data sets that a new run waits for, if any. After
    /// [`Request::Begin`] the data sets of an older run are no longer needed.
    ///
    /// A [`Request::Begin`] goes on `from` a kept run, if there is one.
    pub fn handle(
        &mut self,
        request: Request,
        from: Option<Box<dyn Source>>,
        now: f64,
    ) -> Option<Load> {
        match request {
            Request::Ping => self.answer(0, Report::Pong, Vec::new()),
            Request::Begin(begin) => {
                self.from = from;
                return self.begin(begin, now);
            }
            Request::Run { steps_per_second } => {
                self.steps_per_second =
                    steps_per_second.filter(|rate| rate.is_finite() && *rate > 0.0);
                if !self.running {
                    self.counted = now;
                    // The first step comes at once, at any speed.
                    self.owed = 1.0;
                }
                self.running = true;
            }
            Request::Pause => {
                self.running = false;
                self.report(true, now);
            }
            Request::Step => {
                self.running = false;
                self.single = true;
            }
            Request::Ahead(step) => {
                self.running = false;
                self.ahead = step;
            }
            Request::Keep => self.kept = Some(0),
            Request::Message(message) => {
                let received = self.session.as_mut().map(|it| it.receive(&message));
                match received {
                    Some(Ok(())) => {
                        // It may have changed the run.
                        self.kept = self.kept.map(|_| 0);
                        self.show(!self.active(), now);
                    }
                    Some(Err(failure)) => self.fail(failure),
                    None => {}
                }
            }
        }
        None
    }

    fn begin(&mut self, begin: Begin, now: f64) -> Option<Load> {
        self.session = None;
        self.kept = None;
        self.running = false;
        self.single = false;
        self.ahead = begin.ahead;
        self.begin = begin;
        let needs = Entry::find(self.experiments, &self.begin.experiment)
            .and_then(|entry| (entry.needs)(&self.begin.setup))
            .map(|needs| needs.missing(&self.data));
        match needs {
            Ok(needs) if needs.nothing() => self.build(now),
            Ok(needs) => {
                return Some(Load {
                    id: self.begin.id,
                    needs,
                    root: self.begin.root.clone(),
                });
            }
            Err(failure) => self.fail(failure),
        }
        None
    }

    /// Continues the run that waited for data sets, or fails. Does nothing if a later run has begun.
    pub fn loaded(&mut self, id: u32, data: Result<Data, Failure>, now: f64) {
        if id != self.begin.id || self.session.is_some() {
            return;
        }
        match data {
            Ok(data) => {
                self.data.add(data);
                self.build(now);
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Reports the progress of a run's download.
    pub fn loading(&mut self, id: u32, received: u64, total: u64) {
        self.answer(id, Report::Loading { received, total }, Vec::new());
    }

    fn build(&mut self, now: f64) {
        let from = self.from.take();
        let build = || {
            let entry = Entry::find(self.experiments, &self.begin.experiment)?;
            (entry.build)(&self.begin.setup, &self.data)
        };
        let built = build().and_then(|mut session| {
            let goes_on =
                from.is_none_or(|mut from| session.goes_on(&self.begin.setup, &mut *from));
            // From another run, or a broken one, it begins at its first step.
            if goes_on { Ok(session) } else { build() }
        });
        match built {
            Ok(session) => {
                self.session = Some(session);
                if self.ahead == 0 {
                    self.report(true, now);
                }
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Whether [`Trainer::write`] has a part of the run to write.
    pub fn keeps(&self) -> bool {
        self.kept.is_some()
    }

    /// Whether the page has some parts of the run, but not all. They are to be written before another run begins.
    pub fn is_between_parts(&self) -> bool {
        self.kept.is_some_and(|sent| sent > 0)
    }

    /// Writes the next part of the run that is being kept. The page first gets the state that belongs to it. All is encoded for
    /// each part: it is never held whole.
    pub fn write(&mut self, to: &mut dyn Sink, now: f64) {
        let (Some(from), Some(session)) = (self.kept.take(), self.session.as_mut()) else {
            return;
        };
        let mut window = Window { to, from, bytes: 0 };
        if !session.keep(&self.begin.setup, &mut window) {
            return;
        }
        let bytes = window.bytes;
        if from == 0 && !self.show(!self.active(), now) {
            return;
        }
        let to = bytes.min(from + PART);
        self.kept = Some(to).filter(|sent| *sent < bytes);
        let part = Part { from, to, bytes };
        self.answer(self.begin.id, Report::Kept(part), Vec::new());
    }

    /// Whether more steps follow without a request.
    fn active(&self) -> bool {
        let left = self.session.as_ref().is_some_and(|it| !it.finished());
        left && (self.running || self.single || self.ahead > 0)
    }

    /// Milliseconds until the next slice. `None` if there is nothing to do.
    pub fn next(&self) -> Option<f64> {
        if let Some(sent) = self.kept {
            return Some(if sent == 0 { 0.0 } else { BETWEEN_PARTS });
        }
        self.active().then(|| {
            let spare = !self.late && self.steps_per_second.is_some();
            if spare { PAUSE } else { 0.0 }
        })
    }

    /// Trains until the slice or the run ends. Reports at most once. Does nothing while the run [is being kept](Trainer::keeps).
    pub fn slice(&mut self, now: &dyn Fn() -> f64) {
        if self.keeps() || !self.active() {
            return;
        }
        let mut time = now();
        let end = time + self.slice;
        if let Some(rate) = self.steps_per_second {
            // After a pause of the tab, the missed steps are left out.
            let owed = self.owed + (time - self.counted) * rate / 1000.0;
            self.owed = owed.min((rate * 0.1).max(1.0));
        }
        self.counted = time;
        self.late = false;
        while let Some(session) = self.session.as_mut().filter(|it| !it.finished()) {
            let before = session.iteration();
            // The reader waits for the state of a link.
            let limited = self.ahead <= before && !self.single;
            if limited && !self.running {
                break;
            }
            let limited = limited && self.steps_per_second.is_some();
            if limited && !self.between && self.owed < 1.0 {
                break;
            }
            let stepped = session.step(time);
            self.between = session.iteration() == before;
            if !self.between {
                self.single &= self.ahead > before;
                self.owed -= f64::from(u8::from(limited));
            }
            if session.iteration() >= self.ahead {
                self.ahead = 0;
            }
            time = now();
            if let Err(failure) = stepped {
                self.stop();
                self.report(true, time);
                return self.fail(failure);
            }
            if time >= end {
                self.late = true;
                break;
            }
        }
        if !self.active() {
            self.stop();
            return self.report(true, time);
        }
        let interval = self.session.as_ref().map_or(0.0, |it| it.interval());
        if time - self.reported >= interval {
            self.report(false, time);
        }
    }

    fn stop(&mut self) {
        self.running = false;
        self.single = false;
        self.ahead = 0;
    }

    /// Reports the state. Also reports that training rests, if no step follows without a request.
    fn report(&mut self, full: bool, now: f64) {
        let shown = self.show(full, now);
        let rests = shown && full && !self.active();
        if let Some(session) = self.session.as_ref().filter(|_| rests) {
            let rest = Report::Rest {
                iteration: session.iteration(),
                fingerprint: session.fingerprint(),
            };
            self.answer(self.begin.id, rest, Vec::new());
        }
    }

    /// Reports the state. Returns false if that fails or there is no run.
    fn show(&mut self, full: bool, now: f64) -> bool {
        self.reported = now;
        let Some(session) = self.session.as_mut() else {
            return false;
        };
        let (iteration, finished) = (session.iteration(), session.finished());
        match session.state(full, now) {
            Ok((body, blocks)) => {
                let state = Report::State {
                    iteration,
                    finished,
                    body,
                };
                self.answer(self.begin.id, state, blocks);
                true
            }
            Err(failure) => {
                self.fail(failure);
                false
            }
        }
    }

    fn fail(&mut self, failure: Failure) {
        self.stop();
        self.answer(self.begin.id, Report::Failed(failure), Vec::new());
    }

    fn answer(&mut self, id: u32, report: Report, blocks: Vec<Block>) {
        self.out.push((Answer { id, report }, blocks));
    }

    /// Takes the answers since the last call.
    pub fn take(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.out)
    }
}
