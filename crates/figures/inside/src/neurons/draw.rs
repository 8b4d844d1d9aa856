//! What changes on the page in the neurons' figure.

use redes_data::{drawing::Stroke, mnist::SIDE, samples};
use redes_inputs::hidden;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::{
    link::State,
    markup,
    numbers::{Inside, Map, Reading},
};
use crate::maps;
use redes_shell::{
    choice,
    dom::{self, part},
    number,
    plot::{self, Theme},
    text::Language,
};

/// The parts of the page.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
}

impl Drawing {
    /// The drawing of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
        }
    }

    /// Presses the buttons of a state, and says where the image comes from. Where an opened network is shown, neither case is
    /// pressed.
    pub fn choices(&self, theme: &Theme, state: &State, strokes: &[Stroke], opened: bool) {
        let drawn = !strokes.is_empty();
        dom::hide_part(&self.host, "ghost", drawn);
        if let Some(ghost) = self.canvas("ghost") {
            plot::image::draw(&ghost, theme, samples::digit(state.digit), SIDE as u32);
        }
        let digit = match drawn {
            true => String::new(),
            false => state.digit.to_string(),
        };
        choice::show(&self.host, "digit", &digit);
        let (case, trains) = match opened {
            true => ("", markup::trains(self.language, state.case)),
            false => (state.case.name(), String::new()),
        };
        choice::show(&self.host, "case", case);
        dom::set_part_text(&self.host, "opened-trains", &trains);
        let hidden = hidden::name(&state.hidden);
        choice::show(&self.host, "hidden", &hidden);
        choice::show(&self.host, "order", state.order.name());
        let source = markup::source(self.language, drawn, state.digit);
        dom::set_part_text(&self.host, "source", &source);
    }

    /// Shows whose weights there are, in the order of [`markup::OWNERS`], and whose are shown. The note on an opened network
    /// stands beside that network alone.
    pub fn owner(&self, there: [bool; 3], shown: &str) {
        if let [_, _, true] = there {
            dom::hide_part(&self.host, "opened-note", shown != "opened");
        }
        dom::hide_part(&self.host, "owner", there == [true, false, false]);
        choice::show(&self.host, "owner", shown);
        for (name, there) in markup::OWNERS.into_iter().zip(there) {
            let button = self.host.query_selector(&format!("[data-owner={name}]"));
            if let Some(button) = button.ok().flatten() {
                let _ = button.toggle_attribute_with_force("hidden", !there);
            }
        }
    }

    /// Says which network was opened, or that none could be; nothing where there is none.
    pub fn opened(&self, text: Option<&str>) {
        dom::hide_part(&self.host, "opened-note", text.is_none());
        dom::set_part_text(&self.host, "opened-text", text.unwrap_or_default());
    }

    /// The number of neurons.
    pub fn title(&self, neurons: usize) {
        let text = markup::tiles(self.language, neurons);
        dom::set_part_text(&self.host, "tiles-title", &text);
    }

    /// Says why the networks did not arrive; nothing where they did.
    pub fn failed(&self, text: Option<&str>) {
        dom::hide_part(&self.host, "models-error", text.is_none());
        dom::set_part_text(&self.host, "models-error-text", text.unwrap_or_default());
    }

    /// The answer in words.
    pub fn answer(&self, reading: Option<&Reading>) {
        let text = markup::answer(self.language, reading);
        match reading {
            None => dom::set_part_text(&self.host, "answer", &text),
            Some(_) => dom::announce(&self.host, "answer", &text),
        }
    }

    /// The greatest weights that the colours distinguish.
    pub fn legend(&self, scale: f64) {
        dom::set_part_text(&self.host, "least", &number::fixed(-scale, 2));
        dom::set_part_text(&self.host, "most", &number::signed(scale, 2));
    }

    /// The sum of the chosen neuron.
    pub fn sum(
        &self,
        theme: &Theme,
        inside: &Inside,
        reading: &Reading,
        [neuron, place]: [usize; 2],
    ) -> Option<()> {
        let sum = inside.sum(reading, neuron)?;
        plot::image::draw(&self.canvas("image")?, theme, &reading.ink, SIDE as u32)?;
        let maps = [
            ("weights", &sum.weights, inside.scale()),
            ("products", &sum.products, maps::greatest(&sum.products)),
        ];
        for (name, map, greatest) in maps {
            maps::draw(&self.canvas(name)?, theme, map, SIDE, greatest)?;
        }
        let name = markup::neuron(self.language, neuron);
        dom::set_part_text(&self.host, "neuron", &name);
        let (function, all) = (inside.function(), inside.neurons());
        let [sum, chosen] = markup::sum(self.language, function, [neuron, place], all, &sum);
        dom::set_part_text(&self.host, "sum", &sum);
        dom::announce(&self.host, "chosen", &chosen);
        Some(())
    }

    /// The ten outputs with their gradients, and where the network looks for the chosen one.
    pub fn outputs(
        &self,
        theme: &Theme,
        reading: &Reading,
        output: usize,
        looks: &Map,
    ) -> Option<()> {
        let greatest = reading.wishes.iter().map(|wish| maps::greatest(wish));
        let greatest = greatest.fold(0.0, f64::max) * 0.7;
        let cards = dom::all(&self.host, "[data-output]").ok()?;
        for ((card, wish), value) in cards.iter().zip(&reading.wishes).zip(reading.outputs) {
            let canvas = card.query_selector("canvas").ok()??;
            maps::draw(&canvas.dyn_into().ok()?, theme, wish, SIDE, greatest)?;
            let shown = card.query_selector(".value").ok()??;
            dom::set_text(&shown, &number::fixed(value, 3));
        }
        choice::show(&self.host, "output", &output.to_string());
        let canvas = self.canvas("looks")?;
        maps::draw(&canvas, theme, looks, SIDE, maps::greatest(looks))?;
        let text = markup::output(self.language, reading, output);
        dom::set_part_text(&self.host, "output", &text);
        Some(())
    }

    fn canvas(&self, name: &str) -> Option<HtmlCanvasElement> {
        part(&self.host, name).ok()
    }
}

/// The neuron beside the chosen one in the order, after a key; none for other keys.
pub fn step(key: &str, place: usize, columns: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match key {
        "ArrowLeft" => place.saturating_sub(1),
        "ArrowRight" => (place + 1).min(last),
        "ArrowUp" => place.checked_sub(columns).unwrap_or(place),
        "ArrowDown" if place + columns <= last => place + columns,
        "ArrowDown" => place,
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}
