//! Long trainings that are kept over a reload. `js/checkpoint.js` asks a figure for its run, keeps it in the browser's
//! database, and offers it when the page was loaded again; here are the figure's ends of that.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Element, Event, HtmlElement};

use crate::{
    dom::{self, Result, part},
    mounted::Mounting,
    worker::envelope::Part,
};

/// The place for the offer, in a figure's markup.
pub const PLACE: &str =
    r#"<div class="controls" data-ref="checkpoint" data-checkpoint hidden></div>"#;

/// A run that was kept.
pub struct Kept {
    /// Where it stood: `Uint8Array`s, which together are its row of bytes. None where what was kept is broken or deleted.
    pub pieces: Array,
    /// What the figure kept with it ([`hand_over`]).
    pub beside: Option<Uint8Array>,
}

/// The place in a figure that hands over what the reader has made, without being asked: it comes back after a reload, and a
/// button deletes it.
pub const OWN: &str =
    r#"<div class="controls" data-ref="checkpoint" data-checkpoint="own" hidden></div>"#;

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
    back(mounting, resume)
}

/// Calls `resume` with what was kept, and without pieces once the reader has deleted that.
pub fn back<F: 'static>(mounting: &mut Mounting<'_, F>, resume: fn(&Rc<F>, Kept)) -> Result<()> {
    let place: Element = part(mounting.host, "checkpoint")?;
    let later = mounting.later.clone();
    mounting.keep(dom::listen(&place, "resume", move |event| {
        if let Some(kept) = kept(&event) {
            later.with(|figure| resume(figure, kept));
        }
    })?);
    Ok(())
}

/// Hands over a part of a run to be kept: its pieces, the name of the run's network or trainings for the reader, what the figure
/// needs beside the address to set it up again, and how many of its trainings are over, of how many; 0 of 0 where it has none.
pub fn hand_over(
    host: &HtmlElement,
    sent: Part,
    pieces: Option<Array>,
    name: &str,
    beside: Option<Uint8Array>,
    trainings: [usize; 2],
) -> Result<()> {
    let place: Element = part(host, "checkpoint")?;
    let init = CustomEventInit::new();
    let detail = Array::of3(&pieces.into(), &JsValue::from_str(name), &beside.into());
    let trainings = trainings.map(|count| count as f64);
    for number in trainings
        .into_iter()
        .chain([sent.from as f64, sent.bytes as f64])
    {
        detail.push(&JsValue::from_f64(number));
    }
    init.set_detail(&detail);
    let event = CustomEvent::new_with_event_init_dict("saved", &init)?;
    place.dispatch_event(&event)?;
    Ok(())
}

/// The run of an event; none where it is something else.
fn kept(event: &Event) -> Option<Kept> {
    let detail = Array::from(&event.dyn_ref::<CustomEvent>()?.detail());
    Some(Kept {
        pieces: detail.get(0).dyn_into().ok()?,
        beside: detail.get(1).dyn_into().ok(),
    })
}
