//! The controls of the playground's parameters: what the reader sets, and how they follow the state.

use std::cell::Cell;

use redes_experiment::playground::{Cost, Hidden, Rule, Shape, Start};
use redes_shell::{
    choice,
    dom::{self, Result, part},
    field::Field,
    mounted::Mounting,
    text::Language,
};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{
    Playground, hidden,
    link::State,
    lists,
    markup::PARAMETERS,
    names::{self, Named},
    panels::OWN,
};
use crate::words;

/// A value's name in a state.
type Name = fn(&State) -> &'static str;

/// The choices from lists: their parts, and the value in a state.
const CHOICES: [(&str, Name); 4] = [
    ("shape", |state| match state.own {
        Some(_) => OWN,
        None => names::name(state.shape),
    }),
    ("rule", |state| names::name(state.rule)),
    ("loss", |state| names::name(state.cost())),
    ("start", |state| names::name(state.start)),
];

/// The controls on the page.
pub struct Fields {
    host: HtmlElement,
    language: Language,
    numbers: Vec<Field>,
    choices: Vec<HtmlSelectElement>,
    layers: Element,
    hidden: HtmlInputElement,
    error: HtmlElement,
    /// Whether the points are the reader's own.
    own: Cell<bool>,
}

impl Fields {
    /// Connects the controls.
    pub fn new(mounting: &mut Mounting<'_, Playground>, state: &State) -> Result<Self> {
        let mut numbers = Vec::new();
        for parameter in PARAMETERS {
            let (field, value) = (parameter.field(), (parameter.value)(state));
            let set = parameter.set;
            let rate = parameter.key == "rate";
            numbers.push(
                mounting.field(field, value, move |figure, value| match rate {
                    true => figure.set_rate(value),
                    false => figure.change(|state| set(state, value)),
                })?,
            );
        }
        let mut choices = Vec::new();
        for (name, _) in CHOICES {
            choices.push(part::<HtmlSelectElement>(mounting.host, name)?);
        }
        mounting.on(choices[0].as_ref(), "change", |figure, event| {
            let name = dom::value_of(event).unwrap_or_default();
            if name == OWN {
                figure.own_points();
            } else if let Some(shape) = names::read::<Shape>(&name) {
                let replaced = figure.state().own().is_some();
                figure.change(|state| {
                    state.own = None;
                    state.scale = None;
                    state.shape = shape;
                });
                if replaced {
                    figure.offer_undo(figure.language.text(words::PLAYGROUND_POINTS_REPLACED));
                }
            }
        })?;
        chosen::<Rule>(mounting, &choices[1], |state, rule| state.rule = rule)?;
        chosen::<Cost>(mounting, &choices[2], |state, loss| state.loss = loss)?;
        chosen::<Start>(mounting, &choices[3], |state, start| state.start = start)?;
        let hidden: HtmlInputElement = part(mounting.host, "hidden")?;
        mounting.on(&hidden, "input", |figure, event| {
            let text = dom::value_of(event).unwrap_or_default();
            if hidden::read(&text, &figure.state().layers).is_ok() {
                figure.fields.refuse(None);
            }
        })?;
        mounting.on(&hidden, "change", |figure, event| {
            let text = dom::value_of(event).unwrap_or_default();
            // The state is free again before it changes.
            let read = hidden::read(&text, &figure.state().layers);
            figure.set_layers(read);
        })?;
        Ok(Self {
            host: mounting.host.clone(),
            language: mounting.language,
            numbers,
            choices,
            layers: part(mounting.host, "layers")?,
            hidden,
            error: part(mounting.host, "hidden-error")?,
            own: Cell::new(false),
        })
    }

    /// Shows a state.
    pub fn show(&self, state: &State) {
        for (field, parameter) in self.numbers.iter().zip(PARAMETERS) {
            let value = (parameter.value)(state);
            if field.value() != value {
                field.set(value);
            }
        }
        for (choice, (_, name)) in self.choices.iter().zip(CHOICES) {
            choice.set_value(name(state));
        }
        let own = state.own.is_some();
        // Only at a change: the page may have locked these fields.
        if self.own.replace(own) != own {
            for name in ["samples", "noise", "balance"] {
                if let Ok(input) = part::<HtmlInputElement>(&self.host, name) {
                    input.set_disabled(own);
                }
            }
        }
        choice::show(&self.host, "view", names::name(state.view));
        self.show_layers(&state.layers);
    }

    fn show_layers(&self, layers: &[Hidden]) {
        let rows = dom::all(&self.layers, "[data-units]").unwrap_or_default();
        if rows.len() != layers.len() || !self.layers.has_child_nodes() {
            self.layers
                .set_inner_html(&lists::layers(self.language, layers));
        }
        let units = dom::all(&self.layers, "[data-units]").unwrap_or_default();
        let kinds = dom::all(&self.layers, "[data-activation]").unwrap_or_default();
        for ((units, kind), layer) in units.iter().zip(&kinds).zip(layers) {
            dom::set_text(units, &layer.units.to_string());
            if let Some(kind) = wasm_bindgen::JsCast::dyn_ref::<HtmlSelectElement>(kind) {
                kind.set_value(names::name(layer.activation));
            }
        }
        self.hidden.set_value(&hidden::shown(layers));
        self.refuse(None);
    }

    /// Says why layers are refused, or takes that back.
    pub fn refuse(&self, refusal: Option<hidden::Refusal>) {
        dom::set_hidden(&self.error, refusal.is_none());
        let invalid = if refusal.is_some() { "true" } else { "false" };
        dom::set_attribute(&self.hidden, "aria-invalid", invalid);
        let key = match refusal {
            None => return,
            Some(hidden::Refusal::Form) => words::PLAYGROUND_HIDDEN_REFUSED,
            Some(hidden::Refusal::Step) => words::PLAYGROUND_STEP_REFUSED,
        };
        dom::set_text(&self.error, self.language.text(key));
    }
}

/// A choice among values with names.
fn chosen<T: Named>(
    mounting: &mut Mounting<'_, Playground>,
    select: &HtmlSelectElement,
    set: fn(&mut State, T),
) -> Result<()> {
    let later = mounting.later.clone();
    mounting.keep(dom::listen(select, "change", move |event| {
        let read = dom::value_of(&event).and_then(|name| names::read::<T>(&name));
        if let Some(value) = read {
            later.with(|figure| figure.change(|state| set(state, value)));
        }
    })?);
    Ok(())
}
