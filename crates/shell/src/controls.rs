//! The controls of every training figure, in this order: play/pause · step · reset (same weights) · new seed · speed.

use std::{cell::Cell, rc::Rc};

use web_sys::{Element, HtmlButtonElement, HtmlElement, HtmlInputElement};

use crate::{
    dom::{self, Listener, Result, part},
    field::{Field, FieldSpec},
    text::Language,
    words,
};

/// A command of the reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Control {
    /// Trains, or pauses.
    PlayPause,
    /// Does one step.
    Step,
    /// Returns to the same starting weights.
    Reset,
    /// Starts again with this seed.
    Seed(u32),
    /// Sets the speed at this index of the list.
    Speed(usize),
}

/// Speeds in steps a second. `None` means full speed.
pub type Speeds = &'static [Option<f64>];

/// The icon for play, as SVG. `js/frame.js` reads by `data-icon` whether a figure runs.
pub const PLAY: &str = r#"<svg data-icon="play" viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 1.8v12.4L14 8z"/></svg>"#;
/// The icon for pause, as SVG.
pub const PAUSE: &str = r#"<svg data-icon="pause" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 2h3.6v12H3zM9.4 2H13v12H9.4z"/></svg>"#;
/// The icon for one step, as SVG.
pub const STEP: &str =
    r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 2v12l8-6zM11 2h2.6v12H11z"/></svg>"#;
/// The icon for the return to the start, as SVG.
pub const RESET: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2V0L3.6 3.6 8 7.2V4.7a4.3 4.3 0 1 1-4.3 4.3H1.2A6.8 6.8 0 1 0 8 2.2z"/></svg>"#;
/// The icon for a new seed, as SVG.
pub const DICE: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 1h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zm2 2.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zm6 6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zM8 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8z"/></svg>"#;

/// A seed below 10,000, at random.
pub fn random_seed() -> u32 {
    (js_sys::Math::random() * 10_000.0) as u32
}

/// The field of the seed.
fn seed_field() -> FieldSpec {
    FieldSpec {
        name: "seed",
        label: words::SEED,
        range: 0.0..=f64::from(u32::MAX),
        whole: true,
    }
}

/// The controls' markup. Its ids begin with `prefix`.
pub fn markup(language: Language, prefix: &str, speeds: Speeds) -> String {
    let text = |key| dom::escape(language.text(key));
    let last = speeds.len().saturating_sub(1);
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button primary" data-ref="play">{PLAY}<span>{play}</span></button>
  <button type="button" class="button" data-ref="step">{STEP}<span>{step}</span></button>
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{RESET}<span>{reset}</span></button>
  <span class="seed">{seed}<button type="button" class="button" data-ref="new-seed" title="{new_seed}" aria-label="{new_seed}">{DICE}</button></span>
  <span class="speed"><label for="{prefix}-speed">{speed}</label><input id="{prefix}-speed" data-ref="speed" type="range" min="0" max="{last}" step="1"><output data-ref="speed-text" aria-live="off" for="{prefix}-speed"></output></span>
</div>
<p class="status" data-ref="status" role="status"></p>"#,
        controls = text(words::CONTROLS),
        play = text(words::PLAY),
        step = text(words::STEP),
        reset = text(words::RESET),
        reset_title = text(words::RESET_TITLE),
        seed = seed_field().markup(language, prefix),
        new_seed = text(words::NEW_SEED),
        speed = text(words::SPEED),
    )
}

/// The controls on the page.
pub struct Controls {
    language: Language,
    speeds: Speeds,
    play: HtmlButtonElement,
    step: HtmlButtonElement,
    seed: Rc<Field>,
    speed: HtmlInputElement,
    speed_text: Element,
    status: HtmlElement,
    shown: Cell<Option<bool>>,
    _listeners: Vec<Listener>,
}

impl Controls {
    /// Finds the controls in a figure's markup and listens to them.
    pub fn new(
        host: &HtmlElement,
        language: Language,
        speeds: Speeds,
        seed: u32,
        speed: usize,
        act: impl Fn(Control) + 'static,
    ) -> Result<Self> {
        let act: Rc<dyn Fn(Control)> = Rc::new(act);
        let mut listeners = Vec::new();
        for (name, control) in [
            ("play", Control::PlayPause),
            ("step", Control::Step),
            ("reset", Control::Reset),
        ] {
            let act = act.clone();
            listeners.push(dom::listen(
                part::<Element>(host, name)?.as_ref(),
                "click",
                move |_| act(control),
            )?);
        }
        let act_on = act.clone();
        let seed = Field::new(host, language, seed_field(), f64::from(seed), move |seed| {
            act_on(Control::Seed(seed as u32));
        })?;
        let seed = Rc::new(seed);
        let (field, act_on) = (seed.clone(), act.clone());
        listeners.push(dom::listen(
            part::<Element>(host, "new-seed")?.as_ref(),
            "click",
            move |_| {
                let seed = random_seed();
                field.set(f64::from(seed));
                act_on(Control::Seed(seed));
            },
        )?);
        let speed_input: HtmlInputElement = part(host, "speed")?;
        listeners.push(dom::listen(&speed_input, "input", move |event| {
            let place = dom::value_of(&event).and_then(|value| value.parse().ok());
            act(Control::Speed(place.unwrap_or_default()));
        })?);
        let controls = Self {
            language,
            speeds,
            play: part(host, "play")?,
            step: part(host, "step")?,
            seed,
            speed: speed_input,
            speed_text: part(host, "speed-text")?,
            status: part(host, "status")?,
            shown: Cell::new(None),
            _listeners: listeners,
        };
        controls.set_speed(speed);
        Ok(controls)
    }

    /// Shows a seed.
    pub fn set_seed(&self, seed: u32) {
        self.seed.set(f64::from(seed));
    }

    /// Shows a speed.
    pub fn set_speed(&self, place: usize) {
        self.speed.set_value(&place.to_string());
        let text = match self.speeds.get(place).copied().flatten() {
            Some(rate) => {
                let rate = crate::number::grouped(rate as u64, self.language);
                self.language.fill(words::STEPS_PER_SECOND, &[("n", &rate)])
            }
            None => self.language.text(words::FULL_SPEED).to_owned(),
        };
        dom::set_text(&self.speed_text, &text);
        dom::set_attribute(&self.speed, "aria-valuetext", &text);
    }

    /// Shows whether training runs, and whether it is finished.
    pub fn set_running(&self, running: bool, finished: bool) {
        if self.shown.replace(Some(running)) != Some(running) {
            let (icon, key) = if running {
                (PAUSE, words::PAUSE)
            } else {
                (PLAY, words::PLAY)
            };
            self.play.set_inner_html(&format!(
                "{icon}<span>{}</span>",
                dom::escape(self.language.text(key))
            ));
        }
        // Not `disabled`, which would take the keyboard's focus from the pressed button.
        dom::set_attribute(
            &self.step,
            "aria-disabled",
            if finished { "true" } else { "false" },
        );
    }

    /// Writes the status line. `bad` marks an error.
    pub fn say(&self, text: &str, bad: bool) {
        dom::set_text(&self.status, text);
        let _ = self.status.class_list().toggle_with_force("bad", bad);
    }
}
