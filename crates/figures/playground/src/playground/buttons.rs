//! The buttons of the playground, wherever they stand in the figure.

use redes_diagram::network::neuron_named;
use redes_shell::{dom, saving, training};
use web_sys::{Event, HtmlElement};

use super::{Playground, lists, names, runs};
use crate::words;

impl Playground {
    /// A click anywhere in the figure.
    pub(super) fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let value = |name: &str| button.get_attribute(name);
        let number = |name: &str| value(name).and_then(|text| text.parse::<usize>().ok());
        if let Some(neuron) = value("data-neuron").and_then(|name| neuron_named(&name)) {
            // A second click lets go of it.
            let again = self.state().look == Some(neuron);
            self.look_at(Some(neuron).filter(|_| !again));
        } else if let Some(place) = number("data-fewer") {
            self.resize(place, Some(-1));
        } else if let Some(place) = number("data-more") {
            self.resize(place, Some(1));
        } else if let Some(place) = number("data-remove") {
            self.resize(place, None);
            self.focus("[data-ref=add-layer]");
        } else if let Some(view) = value("data-view").and_then(|name| names::read(&name)) {
            self.training.edit(|state| state.view = view);
            self.fields.show(&self.state());
            self.redraw();
        } else if let Some(brush) = value("data-brush") {
            self.take_brush(&brush);
        } else if let Some(file) = value("data-save") {
            self.save(&file);
        } else if let Some(run) = number("data-load") {
            self.load(run as u32);
        } else if let Some(run) = number("data-drop") {
            self.runs.borrow_mut().remove(run as u32);
            self.show_runs();
            self.focus("[data-ref=pin]");
        } else if let Some(name) = value("data-ref") {
            self.named(&name);
        }
    }

    fn named(&self, name: &str) {
        match name {
            saving::BUTTON => self.offer(),
            "epoch" => self.epoch(),
            "undo" | "undo-points" => self.go(false),
            "redo" => self.go(true),
            "pin" => self.pin(),
            "keys" => self.toggle_shortcuts(),
            "add-layer" => self.add_layer(),
            "clear-points" => self.clear_points(),
            "use-table" => self.use_table(),
            _ => {}
        }
    }

    /// Trains for an epoch.
    pub(super) fn epoch(&self) {
        let batches = self.drawing.course(|course| {
            let report = course.last()?;
            Some(u64::from(report.batches.max(1)))
        });
        let batches = batches.unwrap_or(1);
        // To the end of the epoch that has begun.
        let done = self.training.iteration() % batches;
        training::ahead(self, batches - done);
    }

    /// Says something that the reader should know, until the next time.
    pub(super) fn say(&self, text: &str) {
        dom::set_part_text(&self.host, "note", text);
        dom::hide_part(&self.host, "note", text.is_empty());
    }

    /// Says what the last change has replaced, with a button that takes it back.
    pub(super) fn offer_undo(&self, message: &str) {
        self.say(message);
        if let Ok(note) = dom::part::<web_sys::Element>(&self.host, "note") {
            let undo = dom::escape(self.language.text(words::PLAYGROUND_UNDO));
            note.set_inner_html(&format!(
                r#"{} <button type="button" class="button" data-ref="undo-points">{undo}</button>"#,
                dom::escape(message)
            ));
        }
    }

    /// Pins the run as it is now.
    pub(super) fn pin(&self) {
        let state = self.reached.borrow().clone();
        let number = self.drawing.course(|course| {
            let report = course.last()?;
            let mut runs = self.runs.borrow_mut();
            Some(runs.pin(state, course.rows(), report))
        });
        let (key, n) = match number {
            Some(Some(number)) => (words::PLAYGROUND_RUN_PINNED, number.to_string()),
            Some(None) => (words::PLAYGROUND_RUNS_FULL, runs::MOST.to_string()),
            None => return,
        };
        self.say(&self.language.fill(key, &[("n", &n)]));
        self.show_runs();
    }

    /// Returns to a pinned run.
    fn load(&self, number: u32) {
        let state = self.runs.borrow().get(number).map(|run| run.state.clone());
        if let Some(state) = state {
            self.restore(state);
        }
    }

    fn show_runs(&self) {
        let runs = self.runs.borrow();
        let rows = lists::runs(self.language, runs.all());
        if let Ok(body) = dom::part::<web_sys::Element>(&self.host, "runs-body") {
            body.set_inner_html(&rows);
        }
        dom::hide_part(&self.host, "runs", runs.all().is_empty());
        self.redraw();
    }

    /// Puts the focus on a button where the pressed one is gone.
    fn focus(&self, selector: &str) {
        let found = self.host.query_selector(selector).ok().flatten();
        let found =
            found.and_then(|found| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(found).ok());
        if let Some(element) = found {
            let _ = element.focus();
        }
    }
}
