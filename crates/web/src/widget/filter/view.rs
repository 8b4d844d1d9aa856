//! The filter's markup: controls, choices; image, window and maps side by side.

use super::state::{KERNELS, SPEEDS};
use crate::{
    choice, controls, dom,
    text::{Key, Language},
    widget::REFUSED,
};

/// The label of a filter that has a name.
fn kernel_label(name: &str) -> Key {
    match name {
        "vertical" => Key::FilterVertical,
        "horizontal" => Key::FilterHorizontal,
        "diagonal" => Key::FilterDiagonal,
        "blur" => Key::FilterBlur,
        "sharpen" => Key::FilterSharpen,
        _ => Key::FilterIdentity,
    }
}

/// The play button's inside.
pub fn play(language: Language, running: bool) -> String {
    let (icon, key) = match running {
        true => (controls::PAUSE, Key::Pause),
        false => (controls::PLAY, Key::FilterPlay),
    };
    format!("{icon}<span>{}</span>", dom::escape(language.text(key)))
}

/// The whole widget.
pub fn markup(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let item = |name: &str, key| (name.to_owned(), text(key));
    let group =
        |group: &str, label, items| choice::labelled(language, "filter", group, label, items);
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button primary" data-ref="play">{play}</button>
  <button type="button" class="button" data-ref="step">{step_icon}<span>{step}</span></button>
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  <span class="speed"><label for="filter-speed">{speed}</label><input id="filter-speed" data-ref="speed" type="range" min="0" max="{last}" step="1"><output data-ref="speed-text" for="filter-speed"></output></span>
</div>
{REFUSED}
<div class="fields filter-choices">{digits}{kernels}{strides}{paddings}{pools}</div>
<div class="filter-figure">
  <section class="filter-input">
    <h3 id="filter-image-title">{image}</h3>
    <canvas data-ref="image" class="filter-image" tabindex="0" role="img" aria-labelledby="filter-image-title" aria-describedby="filter-help"></canvas>
    {modes}
    <p class="help" id="filter-help">{help}</p>
  </section>
  <section class="filter-window">
    <h3 id="filter-window-title">{window}</h3>
    <div class="filter-grid" role="group" aria-labelledby="filter-window-title">{cells}</div>
    <p class="filter-sum" data-ref="sum"></p>
    <p class="field-error filter-error" data-ref="weight-error" id="filter-weight-error" role="alert" hidden>{refused}</p>
  </section>
  <section class="filter-output">
    <h3><span>{map}</span> <output data-ref="map-size"></output></h3>
    <canvas data-ref="map" class="filter-map" role="img" aria-label="{map}"></canvas>
    <p class="filter-legend"><span><i class="minus"></i>{minus}</span><span><i class="plus"></i>{plus}</span></p>
    <p class="filter-size" data-ref="size"></p>
    <div class="filter-pooled" data-ref="pooling" hidden><h3><span>{pooled}</span> <output data-ref="pooled-size"></output></h3>
    <canvas data-ref="pooled" class="filter-map" role="img" aria-label="{pooled}"></canvas>
    <p class="filter-size" data-ref="pooled-note"></p></div>
  </section>
</div>
<p class="status" data-ref="status" role="status"></p>"#,
        controls = text(Key::FilterControls),
        play = play(language, false),
        step_icon = controls::STEP,
        step = text(Key::Step),
        reset_icon = controls::RESET,
        reset = text(Key::Reset),
        reset_title = text(Key::FilterResetTitle),
        speed = text(Key::Speed),
        last = SPEEDS.len() - 1,
        digits = choice::digits(language, "filter", Key::FilterDigit),
        kernels = group(
            "kernel",
            Key::FilterKernel,
            KERNELS.map(|(name, _)| item(name, kernel_label(name)))
        ),
        strides = choice::labelled(
            language,
            "filter",
            "stride",
            Key::FilterStride,
            ["1", "2", "3"].map(|stride| (stride.to_owned(), stride.to_owned()))
        ),
        paddings = choice::labelled(
            language,
            "filter",
            "padding",
            Key::FilterPadding,
            [
                item("valid", Key::FilterValid),
                item("same", Key::FilterSame)
            ]
        ),
        pools = choice::labelled(
            language,
            "filter",
            "pool",
            Key::FilterPool,
            [
                item("none", Key::FilterNoPool),
                item("max", Key::FilterMax),
                item("mean", Key::FilterMean)
            ]
        ),
        modes = choice::labelled(
            language,
            "filter",
            "mode",
            Key::FilterMode,
            [
                item("move", Key::FilterMove),
                item("paint", Key::FilterPaint)
            ]
        ),
        image = text(Key::FilterImage),
        help = text(Key::FilterHelp),
        window = text(Key::FilterWindow),
        cells = (0..9).map(|i| cell(language, i)).collect::<String>(),
        refused = text(Key::FilterWeightRefused),
        map = text(Key::FilterMap),
        minus = text(Key::FilterMinus),
        plus = text(Key::FilterPlus),
        pooled = text(Key::FilterPooled),
    )
}

/// A pixel, its weight, their product.
fn cell(language: Language, index: usize) -> String {
    let (row, column) = ((index / 3 + 1).to_string(), (index % 3 + 1).to_string());
    let label = language.fill(Key::FilterWeight, &[("row", &row), ("column", &column)]);
    let label = dom::escape(&label);
    format!(
        r#"<div class="filter-cell" data-cell="{index}"><span class="pixel"><i data-swatch="{index}"></i><span data-pixel="{index}"></span></span><span class="weight"><span>×</span><input data-weight="{index}" inputmode="text" autocomplete="off" spellcheck="false" aria-label="{label}" aria-describedby="filter-weight-error"></span><b data-product="{index}"></b></div>"#
    )
}
