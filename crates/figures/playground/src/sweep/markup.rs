//! The sweep's markup: what varies, the controls, the graph and its table.

use redes_shell::{
    controls, dom, field::FieldSpec, keeping::PLACE, mounted::REFUSED, text::Language,
};

use super::link::{SPEEDS, State, What};
use crate::{playground::markup::options, words};

/// The field of the seeds.
pub fn seeds() -> FieldSpec {
    FieldSpec::of(&State::default(), "seeds", words::SWEEP_SEEDS)
}

/// The field of the accuracy from which a training has learnt.
pub fn enough() -> FieldSpec {
    FieldSpec::of(&State::default(), "enough", words::SWEEP_ENOUGH)
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let heads = [
        words::SWEEP_VALUE,
        words::SWEEP_SEEDS_DONE,
        words::SWEEP_LOSS,
        words::SWEEP_ACCURACY,
        words::SWEEP_LEARNT,
    ]
    .map(|head| format!(r#"<th scope="col">{}</th>"#, text(head)))
    .concat();
    format!(
        r#"<div class="sweep-fields"><span class="field"><label for="{prefix}-what">{what}</label><select id="{prefix}-what" data-ref="what">{options}</select></span><span class="field sweep-values"><label for="{prefix}-values">{values}</label><input id="{prefix}-values" data-ref="values" autocomplete="off" spellcheck="false" size="28" aria-describedby="{prefix}-values-error"><span class="field-error" id="{prefix}-values-error" data-ref="values-error" role="alert" hidden></span></span>{seeds}{enough}</div>
<p class="help" data-ref="common"></p>
{controls}
{PLACE}
{REFUSED}
<p data-ref="done"></p>
<svg class="sweep-graph" data-ref="graph" role="img" aria-label="{graph}"></svg>
<p class="sweep-save">{save}</p>
<div class="sweep-scroll"><table class="sweep-table"><thead><tr>{heads}</tr></thead><tbody data-ref="rows"></tbody></table></div>"#,
        what = text(words::SWEEP_WHAT),
        options = options::<What>(language),
        values = text(words::SWEEP_VALUES),
        seeds = seeds().markup(language, prefix),
        enough = enough().markup(language, prefix),
        controls = controls::markup(language, prefix, SPEEDS),
        graph = text(words::SWEEP_GRAPH),
        save = [
            ("sweep.png", words::SWEEP_SAVE_PNG),
            ("sweep.svg", words::SWEEP_SAVE_SVG),
        ]
        .map(|(file, label)| format!(
            r#"<button type="button" class="button" data-save="{file}">{}</button>"#,
            text(label)
        ))
        .concat(),
    )
}
