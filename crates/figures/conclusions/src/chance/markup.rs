//! The figure of chance as markup: choices, tests in bars, what the reader has seen.

use redes_shell::{
    choice, controls, dom,
    mounted::REFUSED,
    number,
    text::{Language, Text},
};

use super::link::{APART, LEAST, MOST, NETWORKS, SIZES, VIEWS, View};
use crate::words;

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let views = VIEWS.map(|(name, view)| {
        let label = match view {
            View::One => words::CHANCE_ONE,
            View::Two => words::CHANCE_TWO,
            View::Best => words::CHANCE_BEST,
        };
        (name.to_owned(), text(label))
    });
    let sizes = SIZES.map(|size| {
        let label = number::grouped(u64::from(size), language);
        (size.to_string(), dom::escape(&label))
    });
    let slider = |name: &str, label: Text, [low, high, step]: [&str; 3]| {
        format!(
            r#"<span class="chance-slider" data-ref="{name}-row"><label for="{prefix}-{name}">{}</label><input id="{prefix}-{name}" data-ref="{name}" type="range" min="{low}" max="{high}" step="{step}"><output data-ref="{name}-now" aria-live="off" for="{prefix}-{name}"></output></span>"#,
            text(label)
        )
    };
    let [least, most, apart] = [LEAST, MOST, APART].map(number::plain);
    let accuracy = [&*least, &*most, "0.1"];
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  {views}
  {sizes}
</div>
{REFUSED}
<div class="chance-rows">{accuracy}{other}{apart}{networks}</div>
<div class="controls"><button type="button" class="button primary" data-ref="again">{again}</button><button type="button" class="button" data-ref="hundred">{hundred}</button><button type="button" class="button" data-ref="restart">{restart}</button></div>
<p class="chance-answer" data-ref="answer"></p>
<section class="chance-graph">
  <h3 id="{prefix}-title" data-ref="title"></h3>
  <svg class="graph" data-ref="graph" role="img" aria-labelledby="{prefix}-title {prefix}-status"></svg>
</section>
<p class="chance-legend"><span><i class="tests"></i>{key_tests}</span><span><i class="last"></i>{key_last}</span><span><i class="truth"></i><span data-ref="key-truth"></span></span><span data-ref="key-curve"><i class="curve"></i>{key_curve}</span><span data-ref="key-band"><i class="band"></i>{key_band}</span></p>
<p class="status" id="{prefix}-status" data-ref="status" role="status"></p>"#,
        controls = text(words::CHANCE_CONTROLS),
        reset_title = text(words::CHANCE_RESET_TITLE),
        reset_icon = controls::RESET,
        reset = text(words::RESET),
        views = choice::labelled(language, prefix, "view", words::CHANCE_VIEW, views),
        sizes = choice::labelled(language, prefix, "size", words::CHANCE_SIZE, sizes),
        accuracy = slider("accuracy", words::CHANCE_ACCURACY, accuracy),
        other = slider("other", words::CHANCE_OTHER, accuracy),
        apart = slider("apart", words::CHANCE_APART, ["0", &apart, "0.1"]),
        networks = slider(
            "networks",
            words::CHANCE_NETWORKS,
            ["2", &NETWORKS.to_string(), "1"]
        ),
        again = text(words::CHANCE_AGAIN),
        hundred = text(words::CHANCE_HUNDRED),
        restart = text(words::CHANCE_RESTART),
        key_tests = text(words::CHANCE_KEY_TESTS),
        key_last = text(words::CHANCE_KEY_LAST),
        key_curve = text(words::CHANCE_KEY_CURVE),
        key_band = text(words::CHANCE_KEY_BAND),
    )
}
