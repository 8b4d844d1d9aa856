//! What changes on the page: the network's drawing, the formulas, choices, numbers and words.

use web_sys::{Element, HtmlElement, HtmlSelectElement};

use super::{
    formulas,
    link::{Beat, STEPS, State},
    markup, network,
    numbers::{Numbers, output},
    sentences::{self, News},
};
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number,
    text::Language,
};

/// The parts of the figure that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    formulas: Element,
}

impl Drawing {
    /// The parts of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            formulas: part(host, "formulas")?,
        })
    }

    /// Draws the network and writes the formulas of the state's beat.
    pub fn draw(&self, state: &State, numbers: &Numbers) {
        self.network(state, numbers);
        self.formulas
            .set_inner_html(&formulas::items(self.language, state, numbers));
        let beat = state.beat.number().to_string();
        dom::set_attribute(&self.formulas, "data-beat-shown", &beat);
    }

    /// Shows whether the beats play by themselves.
    pub fn running(&self, running: bool) {
        if let Ok(button) = part::<Element>(&self.host, "play") {
            button.set_inner_html(&markup::play(self.language, running));
        }
    }

    /// Writes choices, numbers and sentences. `undo` says whether a change can be taken back.
    pub fn describe(&self, state: &State, numbers: &Numbers, undo: bool, news: News) {
        let set = |name, text: &str| dom::set_part_text(&self.host, name, text);
        let beat = state.beat;
        choice::show(&self.host, "beat", &beat.number().to_string());
        choice::show(&self.host, "activation", state.activation.name());
        for (name, off) in [
            ("previous", beat == Beat::Forward),
            ("next", beat == Beat::Step),
            ("undo", !undo),
        ] {
            if let Ok(button) = part::<Element>(&self.host, name) {
                dom::set_attribute(&button, "aria-disabled", if off { "true" } else { "false" });
            }
        }
        let name = self.language.text(markup::beat_name(beat));
        set("beat", &format!("{}. {name}", beat.number()));
        let explanation = sentences::explanation(self.language, state, numbers);
        set("explanation", &explanation);
        dom::hide_part(&self.host, "with-h", beat != Beat::Gradients);
        if let Ok(select) = part::<HtmlSelectElement>(&self.host, "h") {
            select.set_value(STEPS.get(state.h).map_or("", |(name, _)| name));
        }
        set("made", &number::grouped(state.done, self.language));
        set("answer", &number::compact(output(&numbers.trace)));
        set("cost", &number::compact(numbers.trace.cost));
        let status = sentences::status(self.language, state, numbers, news);
        set("status", &status);
        if let Ok(status) = part::<Element>(&self.host, "status") {
            let bad = matches!(news, News::RanAway(_));
            let _ = status.class_list().toggle_with_force("bad", bad);
        }
    }

    /// Lights what the beat works on and writes its numbers.
    fn network(&self, state: &State, numbers: &Numbers) {
        for (name, value, lit) in network::nodes(state, numbers) {
            let Some(node) = self.find("data-node", &name) else {
                continue;
            };
            dom::set_attribute(&node, "class", if lit { "lit" } else { "" });
            write(&node, ".value", &number::compact(value));
        }
        if let Some(edge) = self.find("data-edge", "target") {
            let lit = network::target_is_lit(state.beat);
            dom::set_attribute(&edge, "class", if lit { "lit flows" } else { "" });
        }
        for (unit, tag) in network::tags(state, numbers).into_iter().enumerate() {
            if let Some(element) = self.find("data-tag", &unit.to_string()) {
                dom::set_attribute(&element, "class", tag.class);
                write(&element, "text", &tag.text);
            }
        }
        for (place, edge) in network::edges(state, numbers).into_iter().enumerate() {
            let name = format!("p{place}");
            if let Some(element) = self.find("data-edge", &name) {
                dom::set_attribute(&element, "class", &edge.class);
                if let Ok(Some(line)) = element.query_selector(".edge") {
                    dom::set_attribute(&line, "stroke-width", &edge.width);
                }
                if let (Ok(Some(arrow)), Some(at)) = (element.query_selector(".arrow"), edge.arrow)
                {
                    dom::set_attribute(&arrow, "transform", &at);
                }
            }
            if let Some(label) = self.find("data-label", &name) {
                dom::set_attribute(&label, "class", &edge.label);
                write(&label, ".name", &edge.name);
                write(&label, ".number", &edge.number);
            }
        }
    }

    /// Marks the part of the drawing that a formula is about, and no other.
    pub fn point_at(&self, part: Option<&str>) {
        for marked in dom::all(&self.host, ".backprop-drawing .marked").unwrap_or_default() {
            let _ = marked.class_list().remove_1("marked");
        }
        let Some(part) = part else { return };
        // Formulas count neurons; the drawing's nodes begin with the two inputs.
        let neuron = part.strip_prefix('n');
        let found = match neuron.and_then(|unit| unit.parse::<usize>().ok()) {
            Some(unit) => vec![self.find("data-node", &unit.saturating_add(2).to_string())],
            None => vec![
                self.find("data-node", part),
                self.find("data-edge", part),
                self.find("data-label", part),
            ],
        };
        for element in found.into_iter().flatten() {
            let _ = element.class_list().add_1("marked");
        }
    }

    fn find(&self, attribute: &str, value: &str) -> Option<Element> {
        let selector = format!(r#".backprop-drawing [{attribute}="{value}"]"#);
        self.host.query_selector(&selector).ok().flatten()
    }
}

/// Sets the text of the descendant that a selector finds.
fn write(element: &Element, selector: &str, text: &str) {
    if let Ok(Some(found)) = element.query_selector(selector) {
        dom::set_text(&found, text);
    }
}
