//! The figure of the thousands as markup: choices, the trainings in bars, draws of a few runs, shares of pairs.

use redes_shell::{
    choice, controls, dom,
    keeping::OWN,
    mounted::REFUSED,
    text::{Language, Text},
};
use redes_spread::{ACTIVATIONS, CASES, Measure};

use super::link::{EPOCHS, RUNS, VIEWS, View};
use crate::words;

/// The displayed name of a network.
pub fn network_label(network: &str) -> Text {
    match network {
        "1.0" => words::LUCK_CASE10,
        "1.1" => words::LUCK_CASE11,
        "2.0" => words::LUCK_CASE20,
        "2.1" => words::LUCK_CASE21,
        "relu" => words::LUCK_RELU,
        "sigmoid" => words::LUCK_SIGMOID,
        "centred" => words::LUCK_CENTRED,
        "stretched" => words::LUCK_STRETCHED,
        "tanh" => words::LUCK_TANH,
        _ => words::LUCK_STEEP,
    }
}

/// The displayed name of a measure.
pub fn measure_label(measure: Measure) -> Text {
    match measure {
        Measure::Loss => words::LUCK_LOSS,
        Measure::Accuracy => words::LUCK_ACCURACY,
        Measure::TestLoss => words::LUCK_TESTLOSS,
        Measure::TestAccuracy => words::LUCK_TEST,
        Measure::Output => words::LUCK_OUTPUT,
    }
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let views = VIEWS.map(|(name, view)| {
        let label = match view {
            View::One => words::LUCK_ONE,
            View::Runs => words::LUCK_RUNS,
            View::Pair => words::LUCK_PAIR,
        };
        (name.to_owned(), text(label))
    });
    let measures = Measure::ALL
        .map(|measure| option(measure.name(), &text(measure_label(measure))))
        .concat();
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  {views}
</div>
{REFUSED}
<div class="luck-rows">
  <div class="fields">{network}{epoch}<span class="field"><label for="{prefix}-measure">{measure}</label><select id="{prefix}-measure" data-ref="measure">{measures}</select></span></div>
  <div class="fields" data-ref="pair">{rival}{other}</div>
  <div class="fields" data-ref="runs"><span class="luck-slider"><label for="{prefix}-count">{count}</label><input id="{prefix}-count" data-ref="count" type="range" min="1" max="{RUNS}" step="1"><output data-ref="count-now" aria-live="off" for="{prefix}-count"></output></span><span class="controls"><button type="button" class="button primary" data-ref="again">{again}</button><button type="button" class="button" data-ref="hundred">{hundred}</button><button type="button" class="button" data-ref="restart">{restart}</button></span></div>
</div>
<p class="luck-answer" data-ref="answer"></p>
<div class="luck-own" data-ref="own"><button type="button" class="button" data-ref="play"></button><span class="luck-progress" data-ref="progress" hidden><progress data-ref="bar" max="1" value="0"></progress><span data-ref="progress-text"></span></span><span class="notice bad" data-ref="failed" role="alert" hidden></span></div>
{OWN}
<svg class="luck-share" data-ref="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="second" x="0" y="0" width="100" height="4"/><rect class="equal" data-ref="equal" x="0" y="0" width="0" height="4"/><rect class="first" data-ref="ahead" x="0" y="0" width="0" height="4"/></svg>
<section class="luck-graph">
  <h3 id="{prefix}-title" data-ref="title"></h3>
  <svg class="graph" data-ref="graph" role="img" aria-labelledby="{prefix}-title {prefix}-status"></svg>
  <svg class="graph luck-strip" data-ref="strip" aria-hidden="true"></svg>
</section>
<p class="luck-legend"><span data-ref="key-below"><i class="below"></i>{below}</span><span data-ref="key-first"><i class="first"></i><span data-ref="name-first"></span></span><span data-ref="key-second"><i class="second"></i><span data-ref="name-second"></span></span><span data-ref="key-thesis"><i class="thesis"></i>{thesis}</span><span data-ref="key-ours"><i class="ours"></i>{ours}</span><span data-ref="key-own" hidden><i class="own"></i>{own}</span><span data-ref="key-run"><i class="run"></i>{run}</span></p>
<p class="status" id="{prefix}-status" data-ref="status" role="status"></p>
<p class="help">{about} <a href="../spread/trainings.csv.gz" download>{download}</a></p>"#,
        controls = text(words::LUCK_CONTROLS),
        reset_title = text(words::LUCK_RESET_TITLE),
        reset_icon = controls::RESET,
        reset = text(words::RESET),
        views = choice::labelled(language, prefix, "view", words::LUCK_VIEW, views),
        network = networks(language, prefix, "network", words::LUCK_NETWORK),
        epoch = epochs(language, prefix, "epoch"),
        measure = text(words::LUCK_MEASURE),
        rival = networks(language, prefix, "rival", words::LUCK_RIVAL),
        other = epochs(language, prefix, "other"),
        count = text(words::LUCK_COUNT),
        again = text(words::LUCK_AGAIN),
        hundred = text(words::LUCK_HUNDRED),
        restart = text(words::LUCK_RESTART),
        below = text(words::LUCK_BELOW),
        thesis = text(words::LUCK_THESIS),
        ours = text(words::LUCK_OURS),
        own = text(words::LUCK_OWN),
        run = text(words::LUCK_RUN),
        about = text(words::LUCK_ABOUT),
        download = text(words::LUCK_DOWNLOAD),
    )
}

fn option(value: &str, label: &str) -> String {
    format!(r#"<option value="{value}">{label}</option>"#)
}

/// The choice of a network: the thesis's cases, then the digits with other functions.
fn networks(language: Language, prefix: &str, name: &str, label: Text) -> String {
    let text = |key| dom::escape(language.text(key));
    let options = |networks: &[&str]| -> String {
        let options = networks.iter();
        options
            .map(|network| option(network, &text(network_label(network))))
            .collect()
    };
    format!(
        r#"<span class="field luck-network"><label for="{prefix}-{name}">{}</label><select id="{prefix}-{name}" data-ref="{name}"><optgroup label="{}">{}</optgroup><optgroup label="{}">{}</optgroup></select></span>"#,
        text(label),
        text(words::LUCK_CASES),
        options(&CASES),
        text(words::LUCK_FUNCTIONS),
        options(&ACTIVATIONS),
    )
}

/// The slider of an epoch.
fn epochs(language: Language, prefix: &str, name: &str) -> String {
    let label = dom::escape(language.text(words::LUCK_EPOCH));
    format!(
        r#"<span class="luck-slider"><label for="{prefix}-{name}">{label}</label><input id="{prefix}-{name}" data-ref="{name}" type="range" min="1" max="{EPOCHS}" step="1"><output data-ref="{name}-now" aria-live="off" for="{prefix}-{name}"></output></span>"#
    )
}
