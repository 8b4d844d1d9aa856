//! The page's end in its browser: does what [`Caller`] decides.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{
    caller::{Caller, Effect, Event},
    clock,
    envelope::{Answer, Request},
    server::{Server, Thread},
    wire,
};
use crate::site::Site;

/// How often the page looks whether its worker is alive, in milliseconds.
const LOOK: f64 = 1_000.0;

/// A figure's trainer, started at first use. Dropping it ends the worker.
pub struct Client(Rc<Inner>);

struct Inner {
    inform: Box<dyn Fn(Event)>,
    caller: RefCell<Caller>,
    end: RefCell<End>,
    look: Function,
}

/// What is at the other end.
enum End {
    None,
    Worker {
        worker: Worker,
        _closures: [Closure<dyn FnMut(JsValue)>; 2],
    },
    Page(Server),
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

impl Client {
    /// A trainer that informs a figure of its training.
    pub fn new(inform: impl Fn(Event) + 'static) -> Self {
        Self(Rc::new_cyclic(|weak: &Weak<Inner>| {
            let weak = weak.clone();
            let look = Closure::<dyn FnMut(JsValue)>::new(move |_| act(&weak, Caller::look));
            Inner {
                inform: Box::new(inform),
                caller: RefCell::default(),
                end: RefCell::new(End::None),
                look: look.into_js_value().unchecked_into(),
            }
        }))
    }

    /// Lets the caller decide something, and does it.
    pub fn act(&self, decide: impl FnOnce(&mut Caller) -> Vec<Effect>) {
        let effects = decide(&mut self.0.caller.borrow_mut());
        self.0.perform(effects);
    }
}

/// As [`Client::act`], from a closure that doesn't keep the client.
fn act(weak: &Weak<Inner>, decide: impl FnOnce(&mut Caller) -> Vec<Effect>) {
    if let Some(inner) = weak.upgrade() {
        let effects = decide(&mut inner.caller.borrow_mut());
        inner.perform(effects);
    }
}

impl Inner {
    fn perform(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::OpenWorker => match self.worker() {
                    Ok(end) => self.put(end),
                    Err(_) => {
                        let effects = self.caller.borrow_mut().refused();
                        self.perform(effects);
                    }
                },
                Effect::OpenPage => {
                    let weak = Rc::downgrade(self);
                    self.put(End::Page(Server::new(
                        Thread::Page,
                        move |(answer, blocks)| {
                            act(&weak, |caller| caller.answered(answer, blocks));
                        },
                    )));
                }
                Effect::Close => self.put(End::None),
                Effect::Send(request) => self.send(request),
                Effect::Look => clock::after(LOOK, &self.look),
                Effect::Inform(event) => (self.inform)(event),
            }
        }
    }

    /// Puts something at the other end and closes what was there. Its closures are dropped after the present event: one of
    /// them may be running.
    fn put(&self, end: End) {
        let old = self.end.replace(end);
        old.close();
        wasm_bindgen_futures::spawn_local(async move { drop(old) });
    }

    fn send(&self, request: Request) {
        match &*self.end.borrow() {
            End::Worker { worker, .. } => {
                if let Ok((message, transfer)) = wire::pack(&request, &[]) {
                    let _ = worker.post_message_with_transfer(&message, &transfer);
                }
            }
            // Later, as a worker would: the figure is still busy with the event that led here.
            End::Page(server) => server.handle_later(request),
            End::None => {}
        }
    }

    fn worker(self: &Rc<Self>) -> Result<End, JsValue> {
        let site = Site::get().ok_or_else(|| JsValue::from_str("the site has not started"))?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&site.worker, &options)?;
        let weak = Rc::downgrade(self);
        let message = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            if let Some(Ok((answer, blocks))) = data.map(wire::unpack::<Answer>) {
                act(&weak, |caller| caller.answered(answer, blocks));
            }
        });
        let weak = Rc::downgrade(self);
        let error = Closure::<dyn FnMut(JsValue)>::new(move |_| act(&weak, Caller::died));
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        let first = Object::new();
        let set =
            |name: &str, value: &JsValue| Reflect::set(&first, &JsValue::from_str(name), value);
        set("glue", &JsValue::from_str(&site.glue))?;
        set("module", &site.module)?;
        worker.post_message(&first)?;
        Ok(End::Worker {
            worker,
            _closures: [message, error],
        })
    }
}
