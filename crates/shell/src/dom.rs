//! The few things the figures ask of the page, with errors instead of panics.

use js_sys::Function;
pub use redes_sheet::markup::escape;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Document, Element, Event, EventTarget, HtmlCanvasElement, HtmlElement, HtmlInputElement, Window,
};

/// What a call into the browser answers.
pub type Result<T, E = JsValue> = std::result::Result<T, E>;

/// The page's window.
pub fn window() -> Result<Window> {
    web_sys::window().ok_or_else(|| JsValue::from_str("no window"))
}

/// Milliseconds of a clock that never goes back; 0 where there is none.
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

/// The part of a figure marked `data-ref="name"`.
pub fn part<T: JsCast>(host: &Element, name: &str) -> Result<T> {
    host.query_selector(&format!("[data-ref=\"{name}\"]"))?
        .and_then(|found| found.dyn_into::<T>().ok())
        .ok_or_else(|| JsValue::from_str(&format!("the figure has no part {name}")))
}

/// Every descendant that a selector finds.
pub fn all(host: &Element, selector: &str) -> Result<Vec<Element>> {
    let list = host.query_selector_all(selector)?;
    Ok((0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into().ok())
        .collect())
}

/// The element that an event came from or lies in, and its attribute.
pub fn attribute_of(event: &Event, name: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let element = target.closest(&format!("[{name}]")).ok()??;
    element.get_attribute(name)
}

/// The button, drawn or not, that an event came from.
pub fn button_of(event: &Event) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("button, [role=button]").ok().flatten()
}

/// Sets an element's text only when it changed: an untouched node costs no layout.
pub fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Sets an attribute, for places where a failure would only cost a picture.
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

/// Sets the text of a figure's part, if it has it.
pub fn set_part_text(host: &Element, name: &str, text: &str) {
    if let Ok(element) = part::<Element>(host, name) {
        set_text(&element, text);
    }
}

/// Shows or hides a figure's part, if it has it.
pub fn hide_part(host: &Element, name: &str, hidden: bool) {
    if let Ok(element) = part::<HtmlElement>(host, name) {
        set_hidden(&element, hidden);
    }
}

/// A listener that is removed when it is dropped.
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

/// Listens to an event for as long as the returned value lives.
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

/// The text in the input that an event came from.
pub fn value_of(event: &Event) -> Option<String> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    target
        .dyn_ref::<web_sys::HtmlSelectElement>()
        .map(web_sys::HtmlSelectElement::value)
}

/// A custom property of the theme, such as `--class0`, as it stands for an element now.
pub fn custom_property(element: &Element, name: &str) -> Option<String> {
    let style = window().ok()?.get_computed_style(element).ok()??;
    let value = style.get_property_value(name).ok()?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Gives a canvas as many pixels as its place on the screen has; answers their count and the ratio to CSS pixels.
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

/// Calls a function at the browser's next frame, once however often it is asked before then.
pub struct Frame {
    /// The browser's number for the frame that was asked for.
    pending: std::rc::Rc<std::cell::Cell<Option<i32>>>,
    closure: Closure<dyn FnMut()>,
}

impl Drop for Frame {
    fn drop(&mut self) {
        // A frame that comes after its figure would call a closure that is no more.
        if let (Some(number), Ok(window)) = (self.pending.take(), window()) {
            let _ = window.cancel_animation_frame(number);
        }
    }
}

impl Frame {
    /// A frame request that will call `draw`.
    pub fn new(mut draw: impl FnMut() + 'static) -> Self {
        let pending = std::rc::Rc::new(std::cell::Cell::new(None));
        let flag = pending.clone();
        let closure = Closure::<dyn FnMut()>::new(move || {
            flag.set(None);
            draw();
        });
        Self { pending, closure }
    }

    /// Asks for one call at the next frame.
    pub fn request(&self) {
        if self.pending.get().is_some() {
            return;
        }
        let callback: &Function = self.closure.as_ref().unchecked_ref();
        let number = window().and_then(|w| w.request_animation_frame(callback));
        self.pending.set(number.ok());
    }
}
