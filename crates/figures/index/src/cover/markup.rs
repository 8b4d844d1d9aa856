//! The cover as markup and text: what four neurons and the network answer, and a few buttons.

use redes_sheet::number::{grouped, short_percent};
use redes_shell::{
    controls::{PAUSE, PLAY, RESET},
    dom,
    mounted::REFUSED,
    text::Language,
};

use super::{link::State, numbers::NEURONS};
use crate::words;

/// What the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It learns.
    Running,
    /// It waits for the reader.
    Paused,
    /// All steps are done.
    Finished,
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let neurons: String = (0..NEURONS)
        .map(|place| format!(r#"<canvas data-ref="neuron-{place}" aria-hidden="true"></canvas>"#))
        .collect();
    format!(
        r#"<div class="cover-figure">
  <div class="cover-neurons" title="{neurons_title}">{neurons}</div>
  <div class="cover-plane">
    <canvas data-ref="surface" role="img" aria-label="{surface}" aria-describedby="{prefix}-status"></canvas>
    <canvas data-ref="points" aria-hidden="true"></canvas>
  </div>
</div>
{REFUSED}
<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button primary" data-ref="play">{play}</button>
  <button type="button" class="button" data-spoil="noise" aria-pressed="false">{noise}</button>
  <button type="button" class="button" data-spoil="layer" aria-pressed="false">{layer}</button>
</div>
<div class="cover-status">
  <p class="status" id="{prefix}-status" data-ref="status" role="status"></p>
  <span data-ref="now" aria-hidden="true"></span>
</div>"#,
        neurons_title = text(words::COVER_NEURONS),
        surface = text(words::COVER_SURFACE),
        controls = text(words::CONTROLS),
        play = play(language, Course::Paused),
        noise = text(words::COVER_NOISE),
        layer = text(words::COVER_LAYER),
    )
}

/// The inside of the button that trains, pauses or begins again.
pub fn play(language: Language, course: Course) -> String {
    let (icon, key) = match course {
        Course::Running => (PAUSE, words::PAUSE),
        Course::Paused => (PLAY, words::PLAY),
        Course::Finished => (RESET, words::COVER_AGAIN),
    };
    format!("{icon}<span>{}</span>", dom::escape(language.text(key)))
}

/// Step and accuracy, while they change.
pub fn now(language: Language, step: u64, accuracy: f64) -> String {
    said(language, words::COVER_NOW, step, accuracy)
}

/// The status line of a training that rests.
pub fn rest(language: Language, course: Course, step: u64, accuracy: f64) -> String {
    let key = match course {
        _ if step == 0 => words::COVER_STATUS_WAITING,
        Course::Finished => words::COVER_STATUS_FINISHED,
        _ => words::COVER_STATUS_PAUSED,
    };
    said(language, key, step, accuracy)
}

/// The status line of a training that begins.
pub fn begun(language: Language, state: &State) -> &'static str {
    language.text(match (state.noisy(), state.thin()) {
        (false, false) => words::COVER_STATUS_BEGUN,
        (true, false) => words::COVER_STATUS_NOISE,
        (false, true) => words::COVER_STATUS_LAYER,
        (true, true) => words::COVER_STATUS_BOTH,
    })
}

fn said(language: Language, key: redes_shell::text::Text, step: u64, accuracy: f64) -> String {
    let (step, accuracy) = (
        grouped(step, language),
        short_percent(accuracy, 1, language),
    );
    language.fill(key, &[("step", &step), ("accuracy", &accuracy)])
}
