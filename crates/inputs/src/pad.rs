//! The pad: mouse, finger, pen or arrow keys put strokes on it; nothing scrolls meanwhile.
//!
//! What is seen once the pen is lifted is what a link restores ([`digits::kept`]).

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Function, Reflect};
use redes_data::drawing::Stroke;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlCanvasElement, HtmlElement, KeyboardEvent, PointerEvent};

use crate::{
    digits::{self, PEN, SIDE},
    hands::{Down, Hand, Hands},
    words,
};
use redes_shell::{
    dom::{self, Listener, Result, part},
    plot::{Theme, css, surface},
    text::{Language, Text, language_of},
};

/// How far an arrow key moves the pen.
const KEY_STEP: f32 = 14.0;
/// Points closer than this to the one before are not taken.
const NEAR: f32 = 0.5;
/// A drawing with more points than this takes no more: nobody draws a digit so.
const POINTS: usize = 4_000;

/// Is called after each change of the drawing; with `true` once the pen is lifted.
type Changed = Rc<dyn Fn(bool)>;

/// The pad on the page.
pub struct Pad {
    shared: Rc<Shared>,
    _listeners: Vec<Listener>,
}

struct Shared {
    canvas: HtmlCanvasElement,
    strokes: RefCell<Vec<Stroke>>,
    hands: RefCell<Hands>,
    /// Says what was drawn, for those who do not see it; not in every figure.
    said: Option<Element>,
    language: Language,
    /// Where the keyboard's pen is, and whether it is down.
    pen: Cell<(f32, f32, bool)>,
    keys: Cell<bool>,
    changed: Changed,
}

impl Pad {
    /// Wires the pad inside a figure.
    pub fn new(
        host: &HtmlElement,
        strokes: Vec<Stroke>,
        changed: impl Fn(bool) + 'static,
    ) -> Result<Self> {
        let canvas: HtmlCanvasElement = part(host, "pad")?;
        let shared = Rc::new(Shared {
            canvas: canvas.clone(),
            strokes: RefCell::new(strokes),
            hands: RefCell::default(),
            said: part(host, "pad-said").ok(),
            language: language_of(host),
            pen: Cell::new((SIDE / 2.0, SIDE / 4.0, false)),
            keys: Cell::new(false),
            changed: Rc::new(changed),
        });
        let mut listeners = Vec::new();
        let mut on = |kind, act: fn(&Shared, &Event)| -> Result<()> {
            let shared = shared.clone();
            listeners.push(dom::listen(&canvas, kind, move |event| {
                act(&shared, &event)
            })?);
            Ok(())
        };
        on("pointerdown", |pad, event| pad.down(event))?;
        on("pointermove", |pad, event| pad.moved(event))?;
        on("pointerup", |pad, event| pad.up(event))?;
        on("pointercancel", |pad, event| pad.up(event))?;
        on("lostpointercapture", |pad, event| pad.up(event))?;
        on("keydown", |pad, event| pad.key(event))?;
        on("blur", |pad, _| pad.leave_keys())?;
        // Old touch browsers scroll in spite of `touch-action: none`.
        on("touchmove", |_, event| event.prevent_default())?;
        Ok(Self {
            shared,
            _listeners: listeners,
        })
    }

    /// What is drawn.
    pub fn strokes(&self) -> Vec<Stroke> {
        self.shared.strokes.borrow().clone()
    }

    /// Puts another drawing on the pad.
    pub fn put(&self, strokes: Vec<Stroke>) {
        *self.shared.strokes.borrow_mut() = strokes;
        (self.shared.changed)(true);
    }

    /// Says how many strokes there are, and what was answered, to those who do not see it.
    pub fn say(&self, answer: &str) {
        let count = self.shared.strokes.borrow().len().to_string();
        let language = self.shared.language;
        let strokes = language.fill(words::INPUTS_STROKES, &[("n", &count)]);
        self.shared.say(format!("{strokes}. {answer}").trim_end());
    }

    /// Takes the last stroke back.
    pub fn undo(&self) {
        self.shared.undo();
    }

    /// Takes everything back.
    pub fn clear(&self) {
        self.shared.clear();
    }

    /// Draws the pad.
    pub fn draw(&self, theme: &Theme) {
        let pad = &self.shared;
        let (width, _, _) = dom::fit_canvas(&pad.canvas);
        let Some(context) = surface::context(&pad.canvas) else {
            return;
        };
        let scale = f64::from(width) / f64::from(SIDE);
        context.clear_rect(0.0, 0.0, f64::from(width), f64::from(width));
        context.set_line_cap("round");
        context.set_line_join("round");
        context.set_line_width(f64::from(PEN) * scale);
        context.set_stroke_style_str(&css(theme.ink));
        let at = |(x, y): (f32, f32)| (f64::from(x) * scale, f64::from(y) * scale);
        for stroke in pad.strokes.borrow().iter() {
            context.begin_path();
            for (i, point) in stroke.points.iter().enumerate() {
                let (x, y) = at(*point);
                if i == 0 {
                    context.move_to(x, y);
                    // A dot is a line of no length.
                    context.line_to(x, y);
                } else {
                    context.line_to(x, y);
                }
            }
            context.stroke();
        }
        if pad.keys.get() {
            let (x, y, down) = pad.pen.get();
            let (x, y) = at((x, y));
            context.set_line_width(2.0 * scale);
            context.set_stroke_style_str(&css(theme.accent));
            context.begin_path();
            let radius = if down { 6.0 } else { 11.0 };
            if context
                .arc(x, y, radius * scale, 0.0, std::f64::consts::TAU)
                .is_ok()
            {
                context.stroke();
            }
        }
    }
}

impl Shared {
    /// Where an event is on the pad. Browsers give fractions of a pixel, web-sys whole ones.
    fn place(&self, event: &JsValue) -> Option<(f32, f32)> {
        let rect = self.canvas.get_bounding_client_rect();
        let part = |key: &str, start: f64, length: f64| {
            let at = Reflect::get(event, &JsValue::from_str(key))
                .ok()?
                .as_f64()?;
            Some(((at - start) / length.max(1.0)).clamp(0.0, 1.0) as f32 * SIDE)
        };
        Some((
            part("clientX", rect.left(), rect.width())?,
            part("clientY", rect.top(), rect.height())?,
        ))
    }

    fn down(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<PointerEvent>() else {
            return;
        };
        let Some(place) = self.place(event).filter(|_| event.button() == 0) else {
            return;
        };
        let (id, hand) = of(event);
        match self.hands.borrow_mut().down(id, hand, dom::now()) {
            Down::Ignore => return event.prevent_default(),
            Down::Replace => {
                self.strokes.borrow_mut().pop();
            }
            Down::Draw => {}
        }
        event.prevent_default();
        let _ = self.canvas.focus();
        let _ = self.canvas.set_pointer_capture(id);
        self.keys.set(false);
        self.begin(place);
    }

    fn moved(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<PointerEvent>() else {
            return;
        };
        let (id, hand) = of(event);
        if !self.hands.borrow_mut().moved(id, hand, dom::now()) {
            return;
        }
        event.prevent_default();
        // A browser gathers the moves between two frames; a fast hand draws a corner in them.
        let gathered = gathered(event).filter(|events| events.length() > 0);
        for event in gathered.unwrap_or_else(|| Array::of1(event)).iter() {
            if let Some(place) = self.place(&event) {
                self.extend(place);
            }
        }
    }

    fn up(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<PointerEvent>() else {
            return;
        };
        let (id, hand) = of(event);
        let drew = self.hands.borrow_mut().up(id, hand, dom::now());
        match drew {
            // The browser has found that it was a palm.
            Some(Hand::Touch) if event.type_() == "pointercancel" => self.undo(),
            Some(_) => self.lift(),
            None => {}
        }
    }

    /// The stroke is done.
    fn lift(&self) {
        let kept = digits::kept(&self.strokes.borrow());
        *self.strokes.borrow_mut() = kept;
        (self.changed)(true);
    }

    fn say(&self, text: &str) {
        if let Some(said) = &self.said {
            dom::set_text(said, text);
        }
    }

    fn tell_pen(&self, text: Text) {
        self.say(self.language.text(text));
    }

    fn begin(&self, point: (f32, f32)) {
        if self.count() < POINTS {
            self.strokes.borrow_mut().push(Stroke {
                points: vec![point],
            });
        }
        (self.changed)(false);
    }

    fn extend(&self, point: (f32, f32)) {
        if self.count() >= POINTS {
            return;
        }
        if let Some(stroke) = self.strokes.borrow_mut().last_mut() {
            let far = stroke
                .points
                .last()
                .is_none_or(|(x, y)| (point.0 - x).hypot(point.1 - y) >= NEAR);
            if far {
                stroke.points.push(point);
            }
        }
        (self.changed)(false);
    }

    fn count(&self) -> usize {
        self.strokes
            .borrow()
            .iter()
            .map(|stroke| stroke.points.len())
            .sum()
    }

    fn undo(&self) {
        self.strokes.borrow_mut().pop();
        (self.changed)(true);
    }

    fn clear(&self) {
        self.strokes.borrow_mut().clear();
        (self.changed)(true);
    }

    /// Arrows move the pen, the space bar lowers and lifts it, Ctrl+Z undoes, Delete clears.
    fn key(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let (x, y, down) = self.pen.get();
        let step = match event.key().as_str() {
            "ArrowLeft" => (-KEY_STEP, 0.0),
            "ArrowRight" => (KEY_STEP, 0.0),
            "ArrowUp" => (0.0, -KEY_STEP),
            "ArrowDown" => (0.0, KEY_STEP),
            " " => {
                event.prevent_default();
                self.keys.set(true);
                self.pen.set((x, y, !down));
                return if down {
                    self.tell_pen(words::INPUTS_PEN_UP);
                    self.lift();
                } else {
                    self.tell_pen(words::INPUTS_PEN_DOWN);
                    self.begin((x, y));
                };
            }
            "z" | "Z" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                return self.undo();
            }
            "Delete" | "Backspace" => {
                event.prevent_default();
                return self.clear();
            }
            _ => return,
        };
        event.prevent_default();
        self.keys.set(true);
        let (x, y) = ((x + step.0).clamp(0.0, SIDE), (y + step.1).clamp(0.0, SIDE));
        self.pen.set((x, y, down));
        if down {
            self.extend((x, y))
        } else {
            (self.changed)(false)
        }
    }

    fn leave_keys(&self) {
        let (x, y, down) = self.pen.get();
        self.pen.set((x, y, false));
        self.keys.set(false);
        match down {
            true => self.lift(),
            false => (self.changed)(false),
        }
    }
}

/// The pointer of an event.
fn of(event: &PointerEvent) -> (i32, Hand) {
    (event.pointer_id(), Hand::named(&event.pointer_type()))
}

/// The moves that a browser has gathered in one event; none where it gathers none.
fn gathered(event: &PointerEvent) -> Option<Array> {
    let gather = Reflect::get(event, &JsValue::from_str("getCoalescedEvents")).ok()?;
    let gathered = gather.dyn_into::<Function>().ok()?.call0(event).ok()?;
    gathered.dyn_into::<Array>().ok()
}
