//! Long trainings that are kept over a reload. `js/checkpoint.js` asks a figure for its run, keeps it in the browser's
//! database, and offers it when the page was loaded again; here are the figure's ends of that.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Element, Event, HtmlElement};

use crate::{
    dom::{self, Result, part},
    mounted::Mounting,
};

/// The place for the offer, in a figure's markup.
pub const PLACE: &str =
    r#"<div class="controls" data-ref="checkpoint" data-checkpoint hidden></div>"#;

/// A run that was kept.
pub struct Kept {
    /// Where it stood.
    pub tape: ArrayBuffer,
    /// What the figure kept with it ([`hand_over`]).
    pub beside: Option<Uint8Array>,
}

/// Calls `keep` when the run is to be kept, and `resume` when the reader wants a kept one; the address has its parameters.
pub fn connect<F: 'static>(
    mounting: &mut Mounting<'_, F>,
    keep: fn(&F),
    resume: fn(&Rc<F>, Kept),
) -> Result<()> {
    let place: Element = part(mounting.host, "checkpoint")?;
    let later = mounting.later.clone();
    mounting.keep(dom::listen(&place, "save", move |_| {
        later.with(|figure| keep(figure));
    })?);
    let later = mounting.later.clone();
    mounting.keep(dom::listen(&place, "resume", move |event| {
        if let Some(kept) = kept(&event) {
            later.with(|figure| resume(figure, kept));
        }
    })?);
    Ok(())
}

/// Hands over a run to be kept: where it stands, the name of its network for the reader, and what the figure needs beside the
/// address to set it up again.
pub fn hand_over(
    host: &HtmlElement,
    tape: Option<ArrayBuffer>,
    name: &str,
    beside: Option<Uint8Array>,
) -> Result<()> {
    let place: Element = part(host, "checkpoint")?;
    let init = CustomEventInit::new();
    init.set_detail(&Array::of3(
        &tape.into(),
        &JsValue::from_str(name),
        &beside.into(),
    ));
    let event = CustomEvent::new_with_event_init_dict("saved", &init)?;
    place.dispatch_event(&event)?;
    Ok(())
}

/// The run of an event; none where it is something else.
fn kept(event: &Event) -> Option<Kept> {
    let detail = Array::from(&event.dyn_ref::<CustomEvent>()?.detail());
    Some(Kept {
        tape: detail.get(0).dyn_into().ok()?,
        beside: detail.get(1).dyn_into().ok(),
    })
}
