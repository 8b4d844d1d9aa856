//! The page's end in the browser. It does what [`Caller`] decides.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use js_sys::{Array, Function, Object, Promise, RangeError, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessageEvent, MessagePort, Worker};

use super::{
    caller::{Caller, Effect, Event},
    clock,
    envelope::{Answer, Request},
    pieces, wire,
};
use crate::{fetch, site::Site};

/// Milliseconds between two checks that the worker is alive.
const LOOK: f64 = 1_000.0;

/// A figure's trainer. It starts at the first use. Dropping it ends the worker.
pub struct Client(Rc<Inner>);

struct Inner {
    inform: Box<dyn Fn(Event)>,
    caller: RefCell<Caller>,
    end: RefCell<End>,
    look: Function,
    /// The kept run from which the present one goes on, also in a successor. It stays in the browser's memory.
    from: RefCell<Option<Array>>,
    /// The part of the run that the trainer sent to be kept.
    kept: RefCell<Option<Array>>,
}

/// The other end.
enum End {
    None,
    Worker {
        worker: Worker,
        _closures: [Closure<dyn FnMut(JsValue)>; 2],
    },
    /// A trainer on the page's own thread. An empty message ends it.
    Page {
        port: MessagePort,
        _closure: Closure<dyn FnMut(JsValue)>,
    },
}

impl End {
    fn close(&self) {
        match self {
            Self::None => {}
            Self::Worker { worker, .. } => {
                worker.set_onmessage(None);
                worker.set_onerror(None);
                worker.terminate();
            }
            Self::Page { port, .. } => {
                port.set_onmessage(None);
                let _ = port.post_message(&JsValue::NULL);
                port.close();
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.end.borrow().close();
    }
}

impl Client {
    /// A trainer that sends a figure the events of its training.
    pub fn new(inform: impl Fn(Event) + 'static) -> Self {
        Self::of(Caller::default(), inform)
    }

    /// As [`Client::new`], with a caller of one's own.
    pub fn of(caller: Caller, inform: impl Fn(Event) + 'static) -> Self {
        Self(Rc::new_cyclic(|weak: &Weak<Inner>| {
            let weak = weak.clone();
            let look = Closure::<dyn FnMut(JsValue)>::new(move |_| act(&weak, Caller::look));
            Inner {
                inform: Box::new(inform),
                caller: RefCell::new(caller),
                end: RefCell::new(End::None),
                from: RefCell::default(),
                kept: RefCell::default(),
                look: look.into_js_value().unchecked_into(),
            }
        }))
    }

    /// From which kept run, in pieces, the next one goes on; `None` to begin at its first step.
    pub fn go_on_from(&self, kept: Option<Array>) {
        *self.0.from.borrow_mut() = kept;
    }

    /// Takes the part of [`Event::Kept`], in pieces.
    pub fn kept(&self) -> Option<Array> {
        self.0.kept.take()
    }

    /// Does what the caller decides.
    pub fn act(&self, decide: impl FnOnce(&mut Caller) -> Vec<Effect>) {
        let effects = decide(&mut self.0.caller.borrow_mut());
        self.0.perform(effects);
    }
}

/// As [`Client::act`], from a closure that does not keep the client alive.
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
                Effect::OpenPage => match self.page() {
                    Ok(end) => self.put(end),
                    Err(why) => {
                        let effects = missing(&mut self.caller.borrow_mut(), &why);
                        self.perform(effects);
                    }
                },
                Effect::Close => self.put(End::None),
                Effect::Send(request) => self.send(request),
                Effect::Look => clock::after(LOOK, &self.look),
                Effect::Inform(event) => (self.inform)(event),
            }
        }
    }

    /// Replaces the other end and closes the old one. The old closures are dropped after the present event, because one
    /// of them may be running.
    fn put(&self, end: End) {
        let old = self.end.replace(end);
        old.close();
        wasm_bindgen_futures::spawn_local(async move { drop(old) });
    }

    fn send(&self, request: Request) {
        let end = self.end.borrow();
        if let (End::Worker { .. } | End::Page { .. }, Ok((message, transfer))) =
            (&*end, wire::pack(&request, &[], None))
        {
            // The browser copies it: a successor needs it again.
            if let (Request::Begin(_), Some(from)) = (&request, &*self.from.borrow()) {
                message.unchecked_ref::<Array>().push(from);
            }
            let _ = match &*end {
                End::Worker { worker, .. } => {
                    worker.post_message_with_transfer(&message, &transfer)
                }
                End::Page { port, .. } => port.post_message_with_transferable(&message, &transfer),
                End::None => Ok(()),
            };
        }
    }

    /// The listener for the trainer's answers.
    fn listener(self: &Rc<Self>) -> Closure<dyn FnMut(JsValue)> {
        let weak = Rc::downgrade(self);
        Closure::new(move |event: JsValue| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else {
                return;
            };
            let data = event.data();
            if let (Some(kept), Some(inner)) = (pieces::of(&data), weak.upgrade()) {
                inner.kept.replace(Some(kept));
            }
            if let Ok((answer, blocks)) = wire::unpack::<Answer>(data) {
                act(&weak, |caller| caller.answered(answer, blocks));
            }
        })
    }

    /// Starts a worker and sends it the module when the module arrives.
    fn worker(self: &Rc<Self>) -> Result<End, JsValue> {
        let site = Site::get().ok_or_else(unstarted)?;
        let worker = Worker::new(&site.worker)?;
        let message = self.listener();
        let weak = Rc::downgrade(self);
        let error = Closure::<dyn FnMut(JsValue)>::new(move |_| act(&weak, Caller::died));
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        let (module, to) = (site.module.call0(&JsValue::NULL)?, worker.clone());
        self.expect(module, move |module| {
            let first = Object::new();
            let set =
                |name: &str, value: &JsValue| Reflect::set(&first, &JsValue::from_str(name), value);
            set("glue", &JsValue::from_str(&site.glue))?;
            set("module", &module)?;
            to.post_message(&first)
        });
        Ok(End::Worker {
            worker,
            _closures: [message, error],
        })
    }

    /// Starts a trainer on the page.
    fn page(self: &Rc<Self>) -> Result<End, JsValue> {
        let site = Site::get().ok_or_else(unstarted)?;
        let channel = MessageChannel::new()?;
        let (port, closure) = (channel.port1(), self.listener());
        port.set_onmessage(Some(closure.as_ref().unchecked_ref()));
        self.expect(site.serve.call1(&JsValue::NULL, &channel.port2())?, |_| {
            Ok(())
        });
        Ok(End::Page {
            port,
            _closure: closure,
        })
    }

    /// Waits for a promise of the site. Without its value there is no trainer.
    fn expect(
        self: &Rc<Self>,
        promise: JsValue,
        then: impl FnOnce(JsValue) -> Result<(), JsValue> + 'static,
    ) {
        let weak = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let kept = JsFuture::from(Promise::resolve(&promise)).await;
            if let Err(why) = kept.and_then(then) {
                act(&weak, |caller| missing(caller, &why));
            }
        });
    }
}

fn unstarted() -> JsValue {
    JsValue::from_str("the site has not started")
}

/// There is no trainer: its file did not arrive, or the browser has no memory for it. What the browser says of it is in
/// another language than the page.
fn missing(caller: &mut Caller, why: &JsValue) -> Vec<Effect> {
    if why.is_instance_of::<RangeError>() {
        return caller.starved();
    }
    let glue = Site::get().map(|site| fetch::name(&site.glue));
    caller.unreachable(glue.unwrap_or_default())
}
