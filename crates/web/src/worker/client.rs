//! The page's end: starts the worker at first use, watches it, and replaces it when it dies.
//!
//! Training is deterministic, so a replaced worker needs no saved state: it is given the same setup, runs to
//! the step that was last seen, and goes on from there with the same bits.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{
    clock,
    protocol::{self, Block, Report, Request, Setup},
    server::{Place, Server},
};
use crate::site::Site;

/// How often the page looks whether its worker is alive, in milliseconds.
const WATCH: f64 = 1_000.0;
/// A worker that has left so many looks unanswered is dead: no slice or decompression takes a tenth of that. Looks are
/// counted instead of seconds, since a hidden tab or a sleeping machine looks less often.
const UNANSWERED: u32 = 10;
/// A worker that hasn't loaded after so many looks never will.
const LOADING: u32 = 30;
/// How often a worker is replaced before the page stops trying.
const REPLACEMENTS: u32 = 3;

/// What a widget hears of its trainer.
#[derive(Clone, Debug)]
pub enum Event {
    /// The trainer reports.
    Report(Report, Vec<Block>),
    /// The worker died; another took over and comes back to the same step.
    Replaced,
    /// Workers keep dying.
    Lost,
}

/// A widget's trainer. Dropping it ends the worker.
pub struct Client(Rc<Inner>);

struct Inner {
    hear: Box<dyn Fn(Event)>,
    end: RefCell<End>,
    queue: RefCell<Vec<Request>>,
    last: RefCell<Last>,
    /// How many setups this worker has been sent.
    setups: Cell<u32>,
    unanswered: Cell<u32>,
    replaced: Cell<u32>,
    watching: Cell<bool>,
    watch: RefCell<Option<Function>>,
}

/// What is at the other end.
enum End {
    None,
    Worker {
        worker: Worker,
        ready: bool,
        _closures: [Closure<dyn FnMut(JsValue)>; 2],
    },
    Page(Server),
}

/// What a successor has to be told.
#[derive(Default)]
struct Last {
    setup: Option<Setup>,
    iteration: u64,
    run: Option<Option<f64>>,
    look: Option<(usize, usize)>,
}

impl Client {
    /// A trainer that is started at the first request.
    pub fn new(hear: impl Fn(Event) + 'static) -> Self {
        let inner = Rc::new_cyclic(|weak: &Weak<Inner>| {
            let weak = weak.clone();
            let watch = Closure::<dyn FnMut(JsValue)>::new(move |_| {
                if let Some(inner) = weak.upgrade() {
                    inner.watch();
                }
            });
            Inner {
                hear: Box::new(hear),
                end: RefCell::new(End::None),
                queue: RefCell::default(),
                last: RefCell::default(),
                setups: Cell::new(0),
                unanswered: Cell::new(0),
                replaced: Cell::new(0),
                watching: Cell::new(false),
                watch: RefCell::new(Some(watch.into_js_value().unchecked_into())),
            }
        });
        Self(inner)
    }

    /// Asks the trainer for something.
    pub fn send(&self, request: Request) {
        {
            let mut last = self.0.last.borrow_mut();
            match &request {
                Request::Setup(setup, ahead) => {
                    last.setup = Some(setup.clone());
                    last.iteration = *ahead;
                    last.run = None;
                    last.look = None;
                    self.0.replaced.set(0);
                }
                Request::Run { steps_per_second } => last.run = Some(*steps_per_second),
                Request::Pause | Request::Step => last.run = None,
                Request::Look(neuron) => last.look = *neuron,
                Request::Ping => {}
            }
        }
        self.0.send(request);
    }

    /// Ends the worker at once, whatever it is doing; the next request starts another.
    pub fn stop(&self) {
        let end = self.0.end.replace(End::None);
        end.close();
        self.0.queue.borrow_mut().clear();
        self.0.setups.set(0);
        *self.0.last.borrow_mut() = Last::default();
    }
}

impl End {
    fn close(&self) {
        if let Self::Worker { worker, .. } = self {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.end.borrow().close();
    }
}

impl Inner {
    fn send(self: &Rc<Self>, request: Request) {
        if matches!(&*self.end.borrow(), End::None) {
            self.start();
        }
        if matches!(request, Request::Setup(..)) {
            self.setups.set(self.setups.get() + 1);
        }
        match &*self.end.borrow() {
            End::Worker {
                worker,
                ready: true,
                ..
            } => {
                if let Ok((message, transfer)) = protocol::pack(&request, &[]) {
                    let _ = worker.post_message_with_transfer(&message, &transfer);
                }
            }
            End::Page(server) => {
                // Later, as a worker would: the widget is still busy with the event that led here.
                let server = server.clone();
                wasm_bindgen_futures::spawn_local(async move { server.handle(request) });
            }
            _ => self.queue.borrow_mut().push(request),
        }
        self.begin_watch();
    }

    fn start(self: &Rc<Self>) {
        match self.start_worker() {
            Ok(end) => {
                self.unanswered.set(0);
                *self.end.borrow_mut() = end;
            }
            Err(_) => self.move_to_page(),
        }
    }

    fn start_worker(self: &Rc<Self>) -> Result<End, JsValue> {
        let site = Site::get().ok_or_else(|| JsValue::from_str("the site has not started"))?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&site.worker, &options)?;
        let weak = Rc::downgrade(self);
        let message = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            if let (Some(inner), Some(event)) = (weak.upgrade(), event.dyn_ref::<MessageEvent>()) {
                inner.receive(event.data());
            }
        });
        let weak = Rc::downgrade(self);
        let error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            if let Some(inner) = weak.upgrade() {
                // After this event: the closure that runs now must not be dropped by what follows.
                wasm_bindgen_futures::spawn_local(async move { inner.died() });
            }
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        let first = Object::new();
        Reflect::set(
            &first,
            &JsValue::from_str("glue"),
            &JsValue::from_str(&site.glue),
        )?;
        Reflect::set(&first, &JsValue::from_str("module"), &site.module)?;
        worker.post_message(&first)?;
        Ok(End::Worker {
            worker,
            ready: false,
            _closures: [message, error],
        })
    }

    fn receive(self: &Rc<Self>, message: JsValue) {
        self.unanswered.set(0);
        let Ok(((setup, report), blocks)) = protocol::unpack::<(u32, Report)>(message) else {
            return;
        };
        self.hear(setup, report, blocks);
    }

    fn hear(self: &Rc<Self>, setup: u32, report: Report, blocks: Vec<Block>) {
        if !matches!(report, Report::Ready | Report::Pong) && setup != self.setups.get() {
            return;
        }
        let mut last = self.last.borrow_mut();
        match &report {
            Report::Ready => {
                drop(last);
                if let End::Worker { ready, .. } = &mut *self.end.borrow_mut() {
                    *ready = true;
                }
                self.flush();
                return;
            }
            Report::Pong => return,
            #[cfg(feature = "perceptron")]
            Report::Perceptron(state) => last.note(state.iteration, state.finished),
            #[cfg(feature = "circles")]
            Report::Circles(state) => last.note(state.iteration, state.finished),
            #[cfg(feature = "results")]
            Report::Digits(state) => last.note(state.iteration, false),
            #[cfg(feature = "results")]
            Report::Reviews(state) => last.note(state.iteration, state.finished),
            #[cfg(feature = "results")]
            Report::Results(state) => last.note(state.iteration, state.finished),
            #[cfg(feature = "results")]
            Report::Evaluated(_) => last.run = None,
            Report::Failed(_) => last.run = None,
            Report::Loading { .. } | Report::Rest { .. } => {}
        }
        drop(last);
        (self.hear)(Event::Report(report, blocks));
    }

    /// Ends the watch on a worker that is no more, and puts another in its place.
    fn died(self: &Rc<Self>) {
        let was_ready = match &*self.end.borrow() {
            End::Worker { ready, .. } => *ready,
            End::None | End::Page(_) => return,
        };
        self.end.replace(End::None).close();
        if !was_ready && self.replaced.get() == 0 {
            // Refused from the start, as in a sandboxed frame.
            return self.move_to_page();
        }
        self.replaced.set(self.replaced.get() + 1);
        self.queue.borrow_mut().clear();
        self.setups.set(0);
        if self.replaced.get() > REPLACEMENTS {
            self.last.borrow_mut().run = None;
            return (self.hear)(Event::Lost);
        }
        (self.hear)(Event::Replaced);
        let (setup, iteration, run, look) = {
            let last = self.last.borrow();
            (last.setup.clone(), last.iteration, last.run, last.look)
        };
        if let Some(setup) = setup {
            self.send(Request::Setup(setup, iteration));
            if look.is_some() {
                self.send(Request::Look(look));
            }
            if let Some(steps_per_second) = run {
                self.send(Request::Run { steps_per_second });
            }
        }
    }

    fn move_to_page(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let server = Server::new(
            Place::Page,
            Rc::new(move |setup, report, blocks| {
                if let Some(inner) = weak.upgrade() {
                    inner.hear(setup, report, blocks);
                }
            }),
        );
        *self.end.borrow_mut() = End::Page(server);
        self.flush();
    }

    /// Sends what waited for the worker to load.
    fn flush(self: &Rc<Self>) {
        self.setups.set(0);
        let waiting = std::mem::take(&mut *self.queue.borrow_mut());
        waiting.into_iter().for_each(|request| self.send(request));
    }

    fn begin_watch(&self) {
        if matches!(&*self.end.borrow(), End::Worker { .. }) && !self.watching.replace(true) {
            self.watch_later();
        }
    }

    fn watch_later(&self) {
        if let Some(watch) = self.watch.borrow().as_ref() {
            clock::after(WATCH, watch);
        }
    }

    fn watch(self: &Rc<Self>) {
        let ready = match &*self.end.borrow() {
            End::Worker { ready, .. } => *ready,
            _ => {
                self.watching.set(false);
                return;
            }
        };
        let unanswered = self.unanswered.get();
        if unanswered >= if ready { UNANSWERED } else { LOADING } {
            self.watching.set(false);
            return self.died();
        }
        self.unanswered.set(unanswered + 1);
        if ready
            && let End::Worker { worker, .. } = &*self.end.borrow()
            && let Ok((message, transfer)) = protocol::pack(&Request::Ping, &[])
        {
            let _ = worker.post_message_with_transfer(&message, &transfer);
        }
        self.watch_later();
    }
}

impl Last {
    fn note(&mut self, iteration: u64, finished: bool) {
        self.iteration = iteration;
        if finished {
            self.run = None;
        }
    }
}

/// Makes the worker that this runs in a trainer; its first word is [`Report::Ready`].
pub fn serve() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let out = scope.clone();
    let server = Server::new(
        Place::Worker,
        Rc::new(move |setup, report, blocks| {
            if let Ok((message, transfer)) = protocol::pack(&(setup, report), &blocks) {
                let _ = out.post_message_with_transfer(&message, &transfer);
            }
        }),
    );
    let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok((request, _)) = protocol::unpack::<Request>(event.data()) {
            server.handle(request);
        }
    });
    scope.set_onmessage(Some(receive.into_js_value().unchecked_ref()));
    let (message, transfer) = protocol::pack(&(0_u32, Report::Ready), &[])?;
    scope.post_message_with_transfer(&message, &transfer)
}
