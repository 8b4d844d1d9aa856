//! The trainer in the browser. It gives [`Trainer`] time, fetches its data sets and posts its answers.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use js_sys::{Array, Function};
use redes_experiment::{Block, Failure};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    AbortController, DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort,
};

use super::{
    clock,
    envelope::{Answer, Report, Request},
    pieces::{self, Kept, Written},
    registry::Registry,
    trainer::{Load, Trainer},
    wire,
};

/// The thread of the training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Thread {
    /// A worker, with long slices.
    Worker,
    /// The page's thread, with slices that allow 60 frames a second.
    Page,
}

impl Thread {
    /// The longest slice in milliseconds. Other events come after it.
    fn slice(self) -> f64 {
        match self {
            Self::Worker => 12.0,
            Self::Page => 8.0,
        }
    }
}

/// A trainer. Dropping it ends its training and its downloads.
pub struct Server(Rc<Inner>);

/// Posts an answer, its arrays, and the pieces of a kept run.
type Emit = dyn Fn(&Answer, &[Block], Option<Array>);

struct Inner {
    thread: Thread,
    trainer: RefCell<Trainer>,
    emit: Box<Emit>,
    /// The run of the next [`Report::Kept`].
    kept: RefCell<Option<Array>>,
    port: Option<MessagePort>,
    wake: RefCell<Option<Function>>,
    /// Whether the next slice is scheduled.
    scheduled: Cell<bool>,
    /// Stops the present download.
    download: RefCell<Option<AbortController>>,
}

impl Server {
    /// A trainer that calls `emit` with its answers, their arrays, and the pieces of a kept run.
    pub fn new(thread: Thread, emit: impl Fn(&Answer, &[Block], Option<Array>) + 'static) -> Self {
        let channel = MessageChannel::new().ok();
        let trainer = Trainer::new(Registry::get().experiments, thread.slice());
        let inner = Rc::new(Inner {
            thread,
            trainer: RefCell::new(trainer),
            emit: Box::new(emit),
            kept: RefCell::new(None),
            port: channel.as_ref().map(MessageChannel::port2),
            wake: RefCell::new(None),
            scheduled: Cell::new(false),
            download: RefCell::new(None),
        });
        let weak = Rc::downgrade(&inner);
        let wake = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            if let Some(inner) = weak.upgrade() {
                inner.scheduled.set(false);
                inner.slice();
                inner.settle();
            }
        });
        // The browser frees the callback when no timer and no port holds it.
        let wake: Function = wake.into_js_value().unchecked_into();
        if let Some(channel) = channel {
            channel.port1().set_onmessage(Some(&wake));
        }
        *inner.wake.borrow_mut() = Some(wake);
        Self(inner)
    }

    /// Does what the page requests. A run that begins may go on from a kept one.
    pub fn handle(&self, request: Request, from: Option<Kept>) {
        self.0.handle(request, from);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop_download();
    }
}

impl Inner {
    fn handle(self: &Rc<Self>, request: Request, from: Option<Kept>) {
        if matches!(request, Request::Begin(_)) {
            self.stop_download();
            while self.trainer.borrow().is_between_parts() {
                self.slice();
                self.settle();
            }
        }
        let from = from.map(|from| Box::new(from) as _);
        let load = self
            .trainer
            .borrow_mut()
            .handle(request, from, clock::now());
        if let Some(load) = load {
            self.load(load);
        }
        self.settle();
    }

    /// Trains, or writes a part of the run that is to be kept.
    fn slice(&self) {
        let mut trainer = self.trainer.borrow_mut();
        if trainer.keeps() {
            let mut written = Written::default();
            trainer.write(&mut written, clock::now());
            self.kept.replace(Some(written.pieces()));
        } else {
            trainer.slice(&clock::now);
        }
    }

    fn stop_download(&self) {
        if let Some(download) = self.download.take() {
            download.abort();
        }
    }

    fn load(self: &Rc<Self>, load: Load) {
        let id = load.id;
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        *self.download.borrow_mut() = controller;
        let weak = Rc::downgrade(self);
        let server = weak.clone();
        let progress = Rc::new(move |received, total| {
            act(&server, |trainer| trainer.loading(id, received, total));
        });
        let download = Registry::get()
            .fetch
            .map(|fetch| fetch(load, progress, signal));
        wasm_bindgen_futures::spawn_local(async move {
            let data = match download {
                Some(download) => download.await,
                None => Err(Failure::DataMissing),
            };
            act(&weak, |trainer| trainer.loaded(id, data, clock::now()));
        });
    }

    /// Posts the answers and schedules the next slice.
    fn settle(&self) {
        let answers = self.trainer.borrow_mut().take();
        for (answer, blocks) in answers {
            let kept = matches!(answer.report, Report::Kept(_)).then(|| self.kept.take());
            (self.emit)(&answer, &blocks, kept.flatten());
        }
        let pause = self.trainer.borrow().next();
        if let Some(pause) = pause.filter(|_| !self.scheduled.replace(true)) {
            self.schedule(pause);
        }
    }

    fn schedule(&self, pause: f64) {
        // A port calls without the 4 ms that browsers add to nested timers. The page needs those for its frames.
        match &self.port {
            Some(port) if pause == 0.0 && self.thread == Thread::Worker => {
                let _ = port.post_message(&JsValue::NULL);
            }
            _ => {
                if let Some(wake) = self.wake.borrow().as_ref() {
                    clock::after(pause.max(1.0), wake);
                }
            }
        }
    }
}

/// Changes a trainer from a closure that does not keep it alive.
fn act(weak: &Weak<Inner>, change: impl FnOnce(&mut Trainer)) {
    if let Some(inner) = weak.upgrade() {
        change(&mut inner.trainer.borrow_mut());
        inner.settle();
    }
}

/// Makes this worker a trainer. Its first answer is [`Report::Ready`].
pub fn serve() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let out = scope.clone();
    let post = move |answer: &Answer, blocks: &[Block], kept| {
        if let Ok((message, transfer)) = wire::pack(answer, blocks, kept) {
            let _ = out.post_message_with_transfer(&message, &transfer);
        }
    };
    let ready = Answer {
        id: 0,
        report: Report::Ready,
    };
    let server = Server::new(Thread::Worker, post.clone());
    scope.set_onmessage(Some(&listener(move |data| {
        if let Some((request, from)) = request(data) {
            server.handle(request, from);
        }
    })));
    post(&ready, &[], None);
    Ok(())
}

/// Makes the page's thread a trainer. Its requests come through a port, and an empty message ends it.
pub fn serve_port(port: MessagePort) {
    let out = port.clone();
    let server = Server::new(Thread::Page, move |answer, blocks, kept| {
        if let Ok((message, transfer)) = wire::pack(answer, blocks, kept) {
            let _ = out.post_message_with_transferable(&message, &transfer);
        }
    });
    let (mut server, end) = (Some(server), port.clone());
    port.set_onmessage(Some(&listener(move |data| {
        if data.is_null() {
            server = None;
            end.close();
        } else if let (Some(server), Some((request, from))) = (&server, request(data)) {
            server.handle(request, from);
        }
    })));
}

/// The request of a message, and the kept run from which it goes on.
fn request(message: JsValue) -> Option<(Request, Option<Kept>)> {
    let from = pieces::of(&message).map(Kept::of);
    let (request, _) = wire::unpack(message).ok()?;
    Some((request, from))
}

/// A listener for messages. The browser frees it with its holder.
fn listener(mut take: impl FnMut(JsValue) + 'static) -> Function {
    let closure = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        take(event.data());
    });
    closure.into_js_value().unchecked_into()
}
