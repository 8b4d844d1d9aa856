//! A pressed pointer that moves on a picture: a mouse, a finger or a pen.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, PointerEvent};

use crate::dom::{self, Listener, Result};

/// The action of the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// It is pressed.
    Down,
    /// It moves while it is pressed.
    Move,
    /// It is lifted, or the browser takes it away.
    Up,
}

/// Listens to the pointers on an element until it is dropped.
pub struct Drag {
    _listeners: Vec<Listener>,
}

impl Drag {
    /// Calls `act` for one pointer at a time, with its place as shares of the element's width and height, from 0 to 1.
    pub fn new(element: &Element, act: impl Fn(Touch, f64, f64) + 'static) -> Result<Self> {
        let pointer = Rc::new(Cell::new(None::<i32>));
        let act = Rc::new(act);
        let on = |kind: &'static str, touch: Touch| {
            let (pointer, act, canvas) = (pointer.clone(), act.clone(), element.clone());
            dom::listen(element, kind, move |event: Event| {
                let Some(event) = event.dyn_ref::<PointerEvent>() else {
                    return;
                };
                let id = event.pointer_id();
                if touch == Touch::Down {
                    // Only one finger counts. Other fingers and the right button are ignored.
                    if pointer.get().is_some() || event.button() != 0 {
                        return;
                    }
                    pointer.set(Some(id));
                    if let Some(canvas) = canvas.dyn_ref::<HtmlElement>() {
                        let _ = canvas.focus();
                    }
                    let _ = canvas.set_pointer_capture(id);
                } else if pointer.get() != Some(id) {
                    return;
                }
                event.prevent_default();
                if touch == Touch::Up {
                    pointer.set(None);
                }
                let rect = canvas.get_bounding_client_rect();
                let share = |at: i32, start: f64, length: f64| {
                    ((f64::from(at) - start) / length.max(1.0)).clamp(0.0, 1.0)
                };
                act(
                    touch,
                    share(event.client_x(), rect.left(), rect.width()),
                    share(event.client_y(), rect.top(), rect.height()),
                );
            })
        };
        let mut listeners = vec![
            on("pointerdown", Touch::Down)?,
            on("pointermove", Touch::Move)?,
            on("pointerup", Touch::Up)?,
            on("pointercancel", Touch::Up)?,
        ];
        // Old touch browsers ignore `touch-action: none`.
        listeners.push(dom::listen(element, "touchmove", |event| {
            event.prevent_default();
        })?);
        Ok(Self {
            _listeners: listeners,
        })
    }
}
