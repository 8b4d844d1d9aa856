//! The trainer's end: answers requests at once and trains in time slices in between.

use std::{cell::RefCell, rc::Rc};

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageChannel, MessagePort};

use super::{
    Session, clock,
    protocol::{Block, Failure, Report, Request, Setup},
};

#[cfg(feature = "circles")]
use super::circles::CirclesSession;
#[cfg(feature = "perceptron")]
use super::perceptron::PerceptronSession;

/// Where reports go, each with the count of setups that it answers.
pub type Emit = Rc<dyn Fn(u32, Report, Vec<Block>)>;

/// How the training shares its thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Alone in a worker: long slices.
    Worker,
    /// On the page's own thread: slices short enough for 60 frames a second.
    Page,
}

impl Place {
    /// The longest time in milliseconds before other events get their turn.
    fn slice(self) -> f64 {
        match self {
            Self::Worker => 12.0,
            Self::Page => 8.0,
        }
    }
}

/// The trainer.
#[derive(Clone)]
pub struct Server(Rc<Inner>);

struct Inner {
    emit: Emit,
    place: Place,
    state: RefCell<State>,
    port: Option<MessagePort>,
    wake: RefCell<Option<Function>>,
}

#[derive(Default)]
struct State {
    session: Option<Box<dyn Session>>,
    #[cfg(feature = "results")]
    sets: super::sets::Sets,
    /// Counts the setups: what an older one still loads is dropped.
    generation: u32,
    /// The step that a link asks for: it is run to at full speed before anything else.
    ahead: u64,
    running: bool,
    single: bool,
    steps_per_second: Option<f64>,
    owed: f64,
    clock: f64,
    reported: f64,
    scheduled: bool,
}

impl Server {
    /// A trainer that sends its reports to `emit`.
    pub fn new(place: Place, emit: Emit) -> Self {
        let channel = MessageChannel::new().ok();
        let server = Self(Rc::new(Inner {
            emit,
            place,
            state: RefCell::default(),
            port: channel.as_ref().map(MessageChannel::port2),
            wake: RefCell::new(None),
        }));
        let weak = Rc::downgrade(&server.0);
        let wake = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            if let Some(inner) = weak.upgrade() {
                Self(inner).slice();
            }
        });
        // The browser frees the callback when no timer and no port holds it any more.
        let wake: Function = wake.into_js_value().unchecked_into();
        if let Some(channel) = channel {
            channel.port1().set_onmessage(Some(&wake));
        }
        *server.0.wake.borrow_mut() = Some(wake);
        server
    }

    /// Does what the page asks.
    pub fn handle(&self, request: Request) {
        match request {
            Request::Ping => (self.0.emit)(0, Report::Pong, Vec::new()),
            Request::Setup(setup, ahead) => self.set_up(setup, ahead),
            Request::Run { steps_per_second } => {
                let mut state = self.0.state.borrow_mut();
                state.steps_per_second =
                    steps_per_second.filter(|rate| rate.is_finite() && *rate > 0.0);
                if !state.running {
                    state.clock = clock::now();
                    // The first step comes at once, however slow the reader wants the rest.
                    state.owed = 1.0;
                }
                state.running = true;
                drop(state);
                self.schedule(0.0);
            }
            Request::Pause => {
                self.0.state.borrow_mut().running = false;
                self.report(true);
            }
            Request::Step => {
                let mut state = self.0.state.borrow_mut();
                state.running = false;
                state.single = true;
                drop(state);
                self.schedule(0.0);
            }
            Request::Look(neuron) => {
                if let Some(session) = self.0.state.borrow_mut().session.as_mut() {
                    session.look(neuron);
                }
                self.report(true);
            }
        }
    }

    /// Where reports go, the count of setups so far, and the data sets that have arrived.
    #[cfg(feature = "results")]
    pub(super) fn before_load(&self) -> (Emit, u32, super::sets::Sets) {
        let state = self.0.state.borrow();
        (self.0.emit.clone(), state.generation, state.sets.clone())
    }

    /// Works on the data sets, unless a later setup has made them beside the point.
    #[cfg(feature = "results")]
    pub(super) fn with_sets<R>(
        &self,
        generation: u32,
        act: impl FnOnce(&mut super::sets::Sets) -> R,
    ) -> Option<R> {
        let mut state = self.0.state.borrow_mut();
        (state.generation == generation).then(|| act(&mut state.sets))
    }

    fn set_up(&self, setup: Setup, ahead: u64) {
        {
            let mut state = self.0.state.borrow_mut();
            state.generation = state.generation.wrapping_add(1);
            state.session = None;
            state.running = false;
            state.single = false;
            state.ahead = ahead;
        }
        match setup {
            #[cfg(feature = "perceptron")]
            Setup::Perceptron(setup) => self.adopt(PerceptronSession::new(&setup).map(boxed)),
            #[cfg(feature = "circles")]
            Setup::Circles(setup) => self.adopt(CirclesSession::new(&setup).map(boxed)),
            #[cfg(feature = "results")]
            other => self.load(other),
        }
    }

    pub(super) fn adopt(&self, session: Result<Box<dyn Session>, Failure>) {
        match session {
            Ok(session) => {
                self.0.state.borrow_mut().session = Some(session);
                if self.0.state.borrow().ahead == 0 {
                    self.report(true);
                }
                self.schedule(0.0);
            }
            Err(failure) => self.fail(failure),
        }
    }

    fn fail(&self, failure: Failure) {
        let mut state = self.0.state.borrow_mut();
        state.running = false;
        state.single = false;
        state.ahead = 0;
        let generation = state.generation;
        drop(state);
        (self.0.emit)(generation, Report::Failed(failure), Vec::new());
    }

    fn report(&self, rest: bool) {
        let mut state = self.0.state.borrow_mut();
        state.reported = clock::now();
        let mut reports = state
            .session
            .as_mut()
            .map(|session| session.report(rest))
            .unwrap_or_default();
        if let Some(session) = state.session.as_ref().filter(|_| rest) {
            let fingerprint = format!("{:016x}", session.fingerprint());
            reports.push((
                Report::Rest {
                    iteration: session.iteration(),
                    fingerprint,
                },
                Vec::new(),
            ));
        }
        let generation = state.generation;
        drop(state);
        for (report, blocks) in reports {
            (self.0.emit)(generation, report, blocks);
        }
    }

    /// Trains until the slice is over, reports at most once, and asks for the next slice if there is more to do.
    fn slice(&self) {
        let end = clock::now() + self.0.place.slice();
        let mut state = self.0.state.borrow_mut();
        state.scheduled = false;
        let State {
            session: Some(session),
            running,
            single,
            ahead,
            owed,
            clock,
            steps_per_second,
            ..
        } = &mut *state
        else {
            return;
        };
        let was_active = *running || *single || *ahead > 0;
        if !was_active {
            return;
        }
        let now = clock::now();
        if let Some(rate) = *steps_per_second {
            // What a hidden or busy tab missed is not caught up in one burst.
            *owed = (*owed + (now - *clock) * rate / 1000.0).min((rate * 0.1).max(1.0));
        }
        *clock = now;

        let mut failure = None;
        let mut late = false;
        while failure.is_none() && !session.finished() {
            if *ahead > session.iteration() {
                // The reader waits for a state that a link names: as fast as it goes.
            } else if *single {
                *single = false;
            } else if *running && (steps_per_second.is_none() || *owed >= 1.0) {
                *owed -= 1.0;
            } else {
                break;
            }
            failure = session.step().err();
            if clock::now() >= end {
                late = true;
                break;
            }
        }
        let ahead_done = *ahead > 0 && (session.iteration() >= *ahead || session.finished());
        if ahead_done {
            *ahead = 0;
        }
        if session.finished() {
            *running = false;
        }
        let more = failure.is_none() && (*running || *single || *ahead > 0) && !session.finished();
        let interval = session.report_interval();
        let pause = if late || steps_per_second.is_none() {
            0.0
        } else {
            4.0
        };
        let due = clock::now() - state.reported >= interval;
        drop(state);

        if let Some(failure) = failure {
            self.report(true);
            return self.fail(failure);
        }
        if !more || due {
            self.report(!more);
        }
        if more {
            self.schedule(pause);
        }
    }

    fn schedule(&self, pause: f64) {
        let mut state = self.0.state.borrow_mut();
        if state.scheduled || state.session.is_none() {
            return;
        }
        state.scheduled = true;
        drop(state);
        // A port wakes without the 4 ms that browsers add to nested timers; a page needs those for its frames.
        match &self.0.port {
            Some(port) if pause == 0.0 && self.0.place == Place::Worker => {
                let _ = port.post_message(&JsValue::NULL);
            }
            _ => {
                if let Some(wake) = self.0.wake.borrow().as_ref() {
                    clock::after(pause.max(1.0), wake);
                }
            }
        }
    }
}

pub(super) fn boxed<S: Session + 'static>(session: S) -> Box<dyn Session> {
    Box::new(session)
}
