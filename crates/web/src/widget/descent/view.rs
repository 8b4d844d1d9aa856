//! The descent's markup: controls, landscapes; the picture; steps in numbers; what can be set.

use redes_lessons::cost_landscape::Landscape;

use super::state::{EPSILON, ITERATIONS, RATE, SPEEDS, START, State};
use crate::{
    choice, controls, dom,
    field::FieldSpec,
    text::{Key, Language},
    widget::REFUSED,
};

/// Least and greatest place of the rate's slider and what lies between two: hundredths of a power of ten. Twenty to a
/// power, so that no two come to the same rate when it is rounded to two figures.
pub const DIAL: (i32, i32, i32) = (-400, 100, 5);

/// A landscape's name.
pub fn landscape_name(landscape: Landscape) -> Key {
    match landscape {
        Landscape::Parabola => Key::DescentParabola,
        Landscape::TwoValleys => Key::DescentTwoValleys,
        Landscape::Plateau => Key::DescentPlateau,
        Landscape::Ravine => Key::DescentRavine,
        Landscape::Bowl => Key::DescentBowl,
        Landscape::Saddle => Key::DescentSaddle,
    }
}

/// A landscape's formula, as MathML.
pub fn formula(landscape: Landscape) -> &'static str {
    match landscape {
        Landscape::Parabola => "<mi>C</mi><mo>=</mo><msup><mi>w</mi><mn>2</mn></msup>",
        Landscape::TwoValleys => {
            "<mi>C</mi><mo>=</mo><msup><mrow><mo>(</mo><mfrac><msup><mi>w</mi><mn>2</mn></msup><mn>4</mn></mfrac><mo>−</mo><mn>1</mn><mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><mn>0.15</mn><mi>w</mi><mo>+</mo><mn>0.4</mn>"
        }
        Landscape::Plateau => {
            "<mi>C</mi><mo>=</mo><mn>1</mn><mo>−</mo><msup><mi>e</mi><mrow><mo>−</mo><msup><mi>w</mi><mn>2</mn></msup><mo>/</mo><mn>2</mn></mrow></msup><mo>+</mo><mn>0.01</mn><mo>(</mo><msqrt><msup><mi>w</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn></msqrt><mo>−</mo><mn>1</mn><mo>)</mo>"
        }
        Landscape::Ravine => {
            "<mi>C</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mn>10</mn><msup><mi>y</mi><mn>2</mn></msup>"
        }
        Landscape::Bowl => {
            "<mi>C</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>y</mi><mn>2</mn></msup>"
        }
        Landscape::Saddle => {
            "<mi>C</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mfrac><mn>1</mn><mn>4</mn></mfrac><msup><mrow><mo>(</mo><msup><mi>y</mi><mn>2</mn></msup><mo>−</mo><mn>1</mn><mo>)</mo></mrow><mn>2</mn></msup>"
        }
    }
}

/// The numbers that can be set: rate, momentum, start along both axes, ε, most steps.
pub fn fields() -> [FieldSpec; 6] {
    let usual = State::usual(Landscape::Parabola).settings;
    let field = |name, label, range, whole, default| FieldSpec {
        name,
        label,
        range,
        whole,
        default,
    };
    [
        field("rate", Key::DescentRate, RATE.0..=RATE.1, false, usual.rate),
        field(
            "momentum",
            Key::DescentMomentum,
            0.0..=1.0,
            false,
            usual.momentum,
        ),
        field(
            "start-x",
            Key::DescentStartX,
            -START..=START,
            false,
            usual.start[0],
        ),
        field(
            "start-y",
            Key::DescentStartY,
            -START..=START,
            false,
            usual.start[1],
        ),
        field(
            "epsilon",
            Key::DescentEpsilon,
            0.0..=EPSILON,
            false,
            usual.epsilon,
        ),
        field(
            "iterations",
            Key::DescentIterations,
            1.0..=ITERATIONS as f64,
            true,
            usual.iterations as f64,
        ),
    ]
}

/// The play button's inside.
pub fn play(language: Language, running: bool) -> String {
    let (icon, key) = match running {
        true => (controls::PAUSE, Key::Pause),
        false => (controls::PLAY, Key::DescentPlay),
    };
    format!("{icon}<span>{}</span>", dom::escape(language.text(key)))
}

/// The whole widget.
pub fn markup(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let landscapes = Landscape::ALL
        .map(|landscape| (landscape.name().to_owned(), text(landscape_name(landscape))));
    let [rate, momentum, start_x, start_y, epsilon, iterations] =
        fields().map(|field| field.markup(language, "descent"));
    let slider = |name: &str, label, low: i32, high: i32, step: i32| {
        format!(
            r#"<input data-ref="{name}-dial" type="range" min="{low}" max="{high}" step="{step}" aria-label="{}">"#,
            text(label)
        )
    };
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button primary" data-ref="play">{play}</button>
  <button type="button" class="button" data-ref="step">{step_icon}<span>{step}</span></button>
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  <button type="button" class="button" data-ref="usual">{usual}</button>
  <span class="speed"><label for="descent-speed">{speed}</label><input id="descent-speed" data-ref="speed" type="range" min="0" max="{last}" step="1"><output data-ref="speed-text" for="descent-speed"></output></span>
</div>
{REFUSED}
<div class="fields descent-choices">{landscapes}</div>
<div class="descent-figure">
  <section class="descent-land">
    <h3 id="descent-title"><span data-ref="name"></span> <math data-ref="cost-formula"></math></h3>
    <canvas data-ref="picture" class="descent-picture" tabindex="0" role="img" aria-labelledby="descent-title" aria-describedby="descent-now descent-help"></canvas>
    <p class="status" id="descent-now" data-ref="status" role="status"></p>
    <p class="help" id="descent-help">{help}</p>
  </section>
  <div class="descent-sets">
    <div class="descent-dials"><div class="descent-dial">{rate}{rate_dial}</div><div class="descent-dial">{momentum}{momentum_dial}</div></div>
    <div class="descent-fields">{start_x}{start_y}{epsilon}{iterations}</div>
  </div>
  <section class="descent-account">
    <h3>{steps}</h3>
    <table class="descent-steps" data-ref="steps"><thead data-ref="head"></thead><tbody data-ref="rows"></tbody></table>
    <p class="descent-vectors" data-ref="vectors"></p>
  </section>
  <section class="descent-cost">
    <h3>{curve}</h3>
    <canvas data-ref="curve" class="descent-curve" role="img" aria-label="{curve}"></canvas>
  </section>
</div>"#,
        controls = text(Key::DescentControls),
        play = play(language, false),
        step_icon = controls::STEP,
        step = text(Key::Step),
        reset_icon = controls::RESET,
        reset = text(Key::Reset),
        reset_title = text(Key::DescentResetTitle),
        speed = text(Key::Speed),
        last = SPEEDS.len() - 1,
        landscapes = choice::labelled(
            language,
            "descent",
            "landscape",
            Key::DescentLandscape,
            landscapes
        ),
        help = text(Key::DescentHelp),
        rate_dial = slider("rate", Key::DescentRate, DIAL.0, DIAL.1, DIAL.2),
        momentum_dial = slider("momentum", Key::DescentMomentum, 0, 100, 1),
        usual = text(Key::DescentUsual),
        steps = text(Key::DescentSteps),
        curve = text(Key::DescentCurve),
    )
}
