//! Access to the page, with errors instead of panics.

use js_sys::Function;
pub use redes_sheet::markup::escape;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Document, Element, Event, EventTarget, HtmlCanvasElement, HtmlElement, HtmlInputElement, Window,
};

/// The result of a call into the browser.
pub type Result<T, E = JsValue> = std::result::Result<T, E>;

/// The page's window.
pub fn window() -> Result<Window> {
    web_sys::window().ok_or_else(|| JsValue::from_str("no window"))
}

/// Milliseconds of a clock that never goes back. 0 if the browser has none.
pub fn now() -> f64 {
    let clock = window().ok().and_then(|window| window.performance());
    clock.map_or(0.0, |clock| clock.now())
}

/// The page's document.
pub fn document() -> Result<Document> {
    window()?
        .document()
        .ok_or_else(|| JsValue::from_str("no document"))
}

/// The part of a figure with `data-ref="name"`.
pub fn part<T: JsCast>(host: &Element, name: &str) -> Result<T> {
    host.query_selector(&format!("[data-ref=\"{name}\"]"))?
        .and_then(|found| found.dyn_into::<T>().ok())
        .ok_or_else(|| JsValue::from_str(&format!("the figure has no part {name}")))
}

/// All descendants that a selector matches.
pub fn all(host: &Element, selector: &str) -> Result<Vec<Element>> {
    let list = host.query_selector_all(selector)?;
    Ok((0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into().ok())
        .collect())
}

/// An attribute of the event's target or of the nearest element around it that has the attribute.
pub fn attribute_of(event: &Event, name: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let element = target.closest(&format!("[{name}]")).ok()??;
    element.get_attribute(name)
}

/// The button of an event: an HTML button, or a drawn one.
pub fn button_of(event: &Event) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("button, [role=button]").ok().flatten()
}

/// Sets an element's text if it differs. An unchanged node costs no layout.
pub fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Sets an attribute. Ignores a failure, which would only spoil a picture.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}

/// Shows or hides an element.
pub fn set_hidden(element: &HtmlElement, hidden: bool) {
    if element.hidden() != hidden {
        element.set_hidden(hidden);
    }
}

/// Sets the text of a part, if the figure has the part.
pub fn set_part_text(host: &Element, name: &str, text: &str) {
    if let Ok(element) = part::<Element>(host, name) {
        set_text(&element, text);
    }
}

/// Silences a live region of the figure, or lets it speak again. A training changes a region at each report, more often
/// than anybody can listen to. What [`announce`] wrote first stays silent.
pub fn silence(host: &Element, name: &str, silent: bool) {
    if let Ok(region) = part::<Element>(host, name) {
        if silent {
            let _ = region.remove_attribute(FIRST);
        }
        if silent || (region.has_attribute("aria-live") && !region.has_attribute(FIRST)) {
            set_attribute(&region, "aria-live", if silent { "off" } else { "polite" });
        }
    }
}

/// Marks a live region that still has its first words. Its value is [`LOADING`] before them, in a region whose markup says so.
const FIRST: &str = "data-first";
/// What the region shows until its first words come, "Loading…", is not announced either.
const LOADING: &str = "loading";

/// Writes a live region of the figure. A screen reader does not announce the first words: the page wrote them while it
/// loaded, and the reader did nothing yet.
pub fn announce(host: &Element, name: &str, text: &str) {
    let Ok(region) = part::<Element>(host, name) else {
        return;
    };
    if region.text_content().as_deref() == Some(text) {
        return;
    }
    match region.get_attribute(FIRST).as_deref() {
        Some(LOADING) => set_attribute(&region, FIRST, ""),
        Some(_) => {
            let _ = region.remove_attribute(FIRST);
            set_attribute(&region, "aria-live", "polite");
        }
        None if region.has_attribute("aria-live") => {}
        None => {
            set_attribute(&region, "aria-live", "off");
            set_attribute(&region, FIRST, "");
        }
    }
    region.set_text_content(Some(text));
}

/// Shows or hides a part, if the figure has the part.
pub fn hide_part(host: &Element, name: &str, hidden: bool) {
    if let Ok(element) = part::<HtmlElement>(host, name) {
        set_hidden(&element, hidden);
    }
}

/// A listener. Dropping it removes it.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.kind, self.closure.as_ref().unchecked_ref());
    }
}

/// Listens to an event until the returned value is dropped.
pub fn listen(
    target: &EventTarget,
    kind: &'static str,
    act: impl FnMut(Event) + 'static,
) -> Result<Listener> {
    let closure = Closure::<dyn FnMut(Event)>::new(act);
    target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref())?;
    Ok(Listener {
        target: target.clone(),
        kind,
        closure,
    })
}

/// The text of the input that is the event's target.
pub fn value_of(event: &Event) -> Option<String> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    target
        .dyn_ref::<web_sys::HtmlSelectElement>()
        .map(web_sys::HtmlSelectElement::value)
}

/// The present value of a custom property of the theme, such as `--class0`, for an element.
pub fn custom_property(element: &Element, name: &str) -> Option<String> {
    let style = window().ok()?.get_computed_style(element).ok()??;
    let value = style.get_property_value(name).ok()?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Gives a canvas the pixels of its place on the screen. Returns width, height and the ratio to CSS pixels.
pub fn fit_canvas(canvas: &HtmlCanvasElement) -> (u32, u32, f64) {
    let ratio = window()
        .map_or(1.0, |w| w.device_pixel_ratio())
        .clamp(1.0, 3.0);
    let element: &HtmlElement = canvas;
    let width = (f64::from(element.client_width()) * ratio).round().max(1.0) as u32;
    let height = (f64::from(element.client_height()) * ratio)
        .round()
        .max(1.0) as u32;
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
    (width, height, ratio)
}

/// Calls a function at the browser's next frame. Several requests before that frame cause one call.
pub struct Frame {
    /// The browser's number of the requested frame.
    pending: std::rc::Rc<std::cell::Cell<Option<i32>>>,
    closure: Closure<dyn FnMut()>,
}

impl Drop for Frame {
    fn drop(&mut self) {
        // A later frame would call a closure that no longer exists.
        if let (Some(number), Ok(window)) = (self.pending.take(), window()) {
            let _ = window.cancel_animation_frame(number);
        }
    }
}

impl Frame {
    /// A frame that calls `draw`.
    pub fn new(mut draw: impl FnMut() + 'static) -> Self {
        let pending = std::rc::Rc::new(std::cell::Cell::new(None));
        let flag = pending.clone();
        let closure = Closure::<dyn FnMut()>::new(move || {
            flag.set(None);
            draw();
        });
        Self { pending, closure }
    }

    /// Requests one call at the next frame.
    pub fn request(&self) {
        if self.pending.get().is_some() {
            return;
        }
        let callback: &Function = self.closure.as_ref().unchecked_ref();
        let number = window().and_then(|w| w.request_animation_frame(callback));
        self.pending.set(number.ok());
    }
}
