//! What the worked example's widget shows of its state.

use redes_sheet::decimal;
use web_sys::{Element, HtmlElement, HtmlSelectElement};

use super::{
    drawing::Drawing,
    formulas,
    link::{Beat, STEPS, State},
    markup,
    numbers::Model,
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number,
    text::Language,
};

/// What has just happened, for the words below the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The state is another.
    State,
    /// So many steps were made.
    Made(u64),
    /// After so many steps the next one would have run away.
    RanAway(u64),
}

/// The moving parts of the widget.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    drawing: Drawing,
    formulas: Element,
}

impl Scene {
    /// The scene of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            drawing: Drawing::new(host),
            formulas: part(host, "formulas")?,
        })
    }

    /// Draws everything.
    pub fn draw(&self, state: &State, model: &Model) {
        self.drawing.draw(state, model);
        self.formulas
            .set_inner_html(&formulas::items(self.language, state, model));
        dom::set_attribute(
            &self.formulas,
            "data-beat-shown",
            &state.beat.number().to_string(),
        );
    }

    /// Shows whether the beats play.
    pub fn running(&self, running: bool) {
        if let Ok(button) = part::<Element>(&self.host, "play") {
            button.set_inner_html(&markup::play(self.language, running));
        }
    }

    /// Marks what a formula speaks of.
    pub fn point_at(&self, part: Option<&str>) {
        self.drawing.point_at(part);
    }

    /// Choices, numbers and words.
    pub fn describe(&self, state: &State, model: &Model, undo: bool, said: Said) {
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
        set(
            "explanation",
            &formulas::explanation(self.language, state, model),
        );
        dom::hide_part(&self.host, "with-h", beat != Beat::Gradients);
        if let Ok(select) = part::<HtmlSelectElement>(&self.host, "h") {
            select.set_value(STEPS.get(state.h).map_or("", |(name, _)| name));
        }
        set("made", &number::grouped(state.done, self.language));
        set("answer", &number::compact(Model::answer(&model.trace)));
        set("cost", &number::compact(model.trace.cost));
        set("status", &self.status(state, model, said));
        if let Ok(status) = part::<Element>(&self.host, "status") {
            let bad = matches!(said, Said::RanAway(_));
            let _ = status.class_list().toggle_with_force("bad", bad);
        }
    }

    fn status(&self, state: &State, model: &Model, said: Said) -> String {
        let trace = &model.trace;
        let now = Model::answer(trace);
        let say = |key, slots: &[(&str, f64)]| {
            let texts: Vec<(&str, String)> = slots
                .iter()
                .map(|(name, value)| (*name, number::compact(*value)))
                .collect();
            let slots: Vec<(&str, &str)> = texts.iter().map(|(k, v)| (*k, v.as_str())).collect();
            self.language.fill(key, &slots)
        };
        let counted = |key, steps: u64, slots: &[(&str, f64)]| {
            let steps = number::grouped(steps, self.language);
            say(key, slots).replace("{n}", &steps)
        };
        let result = [("a", now), ("cost", trace.cost)];
        match said {
            Said::Made(1) => return say(words::BACKPROP_MADE_ONE, &result),
            Said::Made(steps) => return counted(words::BACKPROP_MADE_STEPS, steps, &result),
            Said::RanAway(steps) => return counted(words::BACKPROP_RAN_AWAY, steps, &[]),
            Said::State => {}
        }
        let unit =
            |layer: usize, of: fn(&redes_lessons::backprop_trace::LayerTrace) -> &[f64], unit| {
                let layer = trace.layers.get(layer);
                layer
                    .and_then(|layer| of(layer).get(unit))
                    .copied()
                    .unwrap_or_default()
            };
        match state.beat {
            Beat::Forward => say(
                words::BACKPROP_STATUS_FORWARD,
                &[
                    ("a1", unit(0, |layer| &layer.a, 0)),
                    ("a2", unit(0, |layer| &layer.a, 1)),
                    ("a", now),
                    ("cost", trace.cost),
                ],
            ),
            Beat::Error => say(
                words::BACKPROP_STATUS_ERROR,
                &[
                    ("d", unit(1, |layer| &layer.delta, 0)),
                    ("a", now),
                    ("y", state.y),
                ],
            ),
            Beat::Backward => say(
                words::BACKPROP_STATUS_BACKWARD,
                &[
                    ("d1", unit(0, |layer| &layer.delta, 0)),
                    ("d2", unit(0, |layer| &layer.delta, 1)),
                ],
            ),
            Beat::Gradients => {
                let gradients = trace.gradients();
                let none = gradients
                    .iter()
                    .filter(|gradient| **gradient == 0.0)
                    .count();
                let pairs = gradients.iter().zip(&model.differences);
                let apart = pairs.map(|(gradient, found)| (gradient - found.quotient).abs());
                let key = match none {
                    0 => words::BACKPROP_STATUS_GRADIENTS,
                    _ => words::BACKPROP_STATUS_ZEROS,
                };
                say(
                    key,
                    &[("zero", none as f64), ("d", apart.fold(0.0, f64::max))],
                )
            }
            Beat::Step => match &model.next {
                Some(next) => say(
                    words::BACKPROP_STATUS_STEP,
                    &[
                        ("a", now),
                        ("a2", Model::answer(next)),
                        ("cost", trace.cost),
                        ("cost2", next.cost),
                    ],
                ),
                None => self.language.text(words::BACKPROP_BLOCKED).to_owned(),
            },
        }
    }
}

/// A number as the fields show it: four decimals, where those say something.
pub fn rounded(value: f64) -> f64 {
    if value.abs() < 1e6 && value.abs() >= 0.001 {
        (value * 1e4).round() / 1e4
    } else {
        decimal::parse(&decimal::scientific(value, 3)).unwrap_or(value)
    }
}
