//! A labelled field for a number. It reads "," and ".", refuses numbers outside its range, and explains the refusal.

use std::{cell::Cell, ops::RangeInclusive, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};

use crate::{
    dom::{self, Listener, Result, part},
    link::{Allowed, Keyed},
    number,
    text::{Language, Text},
    words,
};

/// The description of a field.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    /// Its `data-ref`, and its key in the address.
    pub name: &'static str,
    /// Its label.
    pub label: Text,
    /// Its range.
    pub range: RangeInclusive<f64>,
    /// Whether it refuses fractions.
    pub whole: bool,
}

impl FieldSpec {
    /// The field of a key, with the key's range in a link. A key without a range takes any number.
    pub fn of(state: &dyn Keyed, key: &'static str, label: Text) -> Self {
        let (low, high, whole) = match state.allowed(key) {
            Allowed::Range { low, high, whole } => (low, high, whole),
            _ => (f64::MIN, f64::MAX, false),
        };
        Self {
            name: key,
            label,
            range: low..=high,
            whole,
        }
    }

    /// The field's markup. Its ids begin with `prefix`.
    pub fn markup(&self, language: Language, prefix: &str) -> String {
        let (name, label) = (self.name, dom::escape(language.text(self.label)));
        // The keypads of digits have no minus key on some phones.
        let mode = match (*self.range.start() < 0.0, self.whole) {
            (true, _) => "text",
            (false, true) => "numeric",
            (false, false) => "decimal",
        };
        format!(
            r#"<span class="field"><label for="{prefix}-{name}">{label}</label><input id="{prefix}-{name}" data-ref="{name}" inputmode="{mode}" autocomplete="off" spellcheck="false" size="7" aria-describedby="{prefix}-{name}-error"><span class="field-error" id="{prefix}-{name}-error" data-ref="{name}-error" role="alert" hidden></span></span>"#
        )
    }

    fn read(&self, text: &str) -> Option<f64> {
        number::parse(text)
            .filter(|value| self.range.contains(value))
            .filter(|value| !self.whole || value.fract() == 0.0)
    }

    fn requirement(&self, language: Language) -> String {
        let show = |value: f64| {
            if self.whole {
                number::grouped(value as u64, language)
            } else {
                number::plain(value)
            }
        };
        let key = if self.whole {
            words::FIELD_WHOLE
        } else {
            words::FIELD_NUMBER
        };
        language.fill(
            key,
            &[
                ("low", &show(*self.range.start())),
                ("high", &show(*self.range.end())),
            ],
        )
    }
}

/// A parameter that is a number: its key in the link, its label, and where it is in a state.
pub struct Parameter<S> {
    /// Its key in the link.
    pub key: &'static str,
    /// Its label.
    pub label: Text,
    /// Its value in a state.
    pub value: fn(&S) -> f64,
    /// Puts a value into a state.
    pub set: fn(&mut S, f64),
}

impl<S: Keyed + Default> Parameter<S> {
    /// The field that shows it.
    pub fn field(&self) -> FieldSpec {
        FieldSpec::of(&S::default(), self.key, self.label)
    }
}

/// A field on the page.
pub struct Field {
    input: HtmlInputElement,
    error: HtmlElement,
    value: Rc<Cell<f64>>,
    _listeners: [Listener; 3],
}

impl Field {
    /// Finds a field in a figure's markup and listens to it. Calls `changed` at each new valid value.
    pub fn new(
        host: &HtmlElement,
        language: Language,
        spec: FieldSpec,
        value: f64,
        changed: impl Fn(f64) + 'static,
    ) -> Result<Self> {
        Self::connect(host, language, spec, value, Box::new(changed))
    }

    /// As [`Field::new`], compiled once for all fields.
    fn connect(
        host: &HtmlElement,
        language: Language,
        spec: FieldSpec,
        value: f64,
        changed: Box<dyn Fn(f64)>,
    ) -> Result<Self> {
        let input: HtmlInputElement = part(host, spec.name)?;
        let error: HtmlElement = part(host, &format!("{}-error", spec.name))?;
        input.set_value(&number::plain(value));
        let kept = Rc::new(Cell::new(value));
        let (field, current, note) = (input.clone(), kept.clone(), error.clone());
        let spec = Rc::new(spec);
        let (typed, typed_note, typed_spec) = (input.clone(), error.clone(), spec.clone());
        // What is right again is not called wrong until the reader leaves the field.
        let right = dom::listen(&input, "input", move |_| {
            if typed_spec.read(&typed.value()).is_some() {
                mark(&typed, &typed_note, true);
            }
        })?;
        let change = dom::listen(&input, "change", move |_| {
            let read = spec.read(&field.value());
            mark(&field, &note, read.is_some());
            match read {
                Some(value) => {
                    if current.replace(value) != value {
                        changed(value);
                    }
                }
                None => dom::set_text(&note, &spec.requirement(language)),
            }
        })?;
        let field = input.clone();
        let enter = dom::listen(&input, "keydown", move |event| {
            if event
                .dyn_ref::<KeyboardEvent>()
                .is_some_and(|event| event.key() == "Enter")
            {
                let _ = field.blur();
            }
        })?;
        Ok(Self {
            input,
            error,
            value: kept,
            _listeners: [right, change, enter],
        })
    }

    /// The last valid value.
    pub fn value(&self) -> f64 {
        self.value.get()
    }

    /// Shows another value, without a call of `changed`, and removes an error message.
    pub fn set(&self, value: f64) {
        self.value.set(value);
        mark(&self.input, &self.error, true);
        self.input.set_value(&number::plain(value));
    }
}

/// Marks the text of a field as right or wrong. The message of a wrong one is shown.
fn mark(input: &HtmlInputElement, error: &HtmlElement, right: bool) {
    dom::set_attribute(input, "aria-invalid", if right { "false" } else { "true" });
    dom::set_hidden(error, right);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_field_without_negative_numbers_asks_for_a_keypad_of_digits() {
        for (range, whole, mode) in [
            (-100.0..=100.0, false, "text"),
            (-5.0..=5.0, true, "text"),
            (0.0..=1.0, false, "decimal"),
            (0.0..=9.0, true, "numeric"),
            (f64::MIN..=f64::MAX, false, "text"),
        ] {
            let spec = FieldSpec {
                name: "w",
                label: words::FIELD_NUMBER,
                range,
                whole,
            };
            let markup = spec.markup(Language::English, "figure");
            assert!(
                markup.contains(&format!("inputmode=\"{mode}\"")),
                "{markup}"
            );
        }
    }
}
