//! The filter as markup and text: controls and choices; image, window and maps side by side.

use redes_core::layer::Padding;
use redes_lessons::weighted_sum::Term;
use redes_sheet::number;
use redes_shell::{
    choice, controls, dom,
    mounted::REFUSED,
    text::{Language, Text},
};

use super::{
    link::{KERNELS, Pool, SIDE, SIZE, SPEEDS, State},
    numbers::{Filled, Numbers, POOL},
};
use crate::words;

/// The label of a named filter.
fn kernel_label(name: &str) -> Text {
    match name {
        "vertical" => words::FILTER_VERTICAL,
        "horizontal" => words::FILTER_HORIZONTAL,
        "diagonal" => words::FILTER_DIAGONAL,
        "blur" => words::FILTER_BLUR,
        "sharpen" => words::FILTER_SHARPEN,
        _ => words::FILTER_IDENTITY,
    }
}

/// What the play button holds.
pub fn play(language: Language, running: bool) -> String {
    let (icon, key) = match running {
        true => (controls::PAUSE, words::PAUSE),
        false => (controls::PLAY, words::FILTER_PLAY),
    };
    format!("{icon}<span>{}</span>", dom::escape(language.text(key)))
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let item = |name: &str, key| (name.to_owned(), text(key));
    let group = |group: &str, label, items| choice::labelled(language, prefix, group, label, items);
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button primary" data-ref="play">{play}</button>
  <button type="button" class="button" data-ref="step">{step_icon}<span>{step}</span></button>
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  <span class="speed"><label for="{prefix}-speed">{speed}</label><input id="{prefix}-speed" data-ref="speed" type="range" min="0" max="{last}" step="1"><output data-ref="speed-text" aria-live="off" for="{prefix}-speed"></output></span>
</div>
{REFUSED}
<div class="fields filter-choices">{digits}{kernels}{strides}{paddings}{pools}</div>
<div class="filter-figure">
  <section class="filter-input">
    <h3 id="{prefix}-image-title">{image}</h3>
    <canvas data-ref="image" class="filter-image" tabindex="0" role="application" aria-labelledby="{prefix}-image-title" aria-describedby="{prefix}-help"></canvas>
    {modes}
    <p class="help" id="{prefix}-help">{help}</p>
  </section>
  <section class="filter-window">
    <h3 id="{prefix}-window-title">{window}</h3>
    <div class="filter-grid" role="group" aria-labelledby="{prefix}-window-title">{cells}</div>
    <p class="filter-sum" data-ref="sum"></p>
    <p class="field-error filter-error" data-ref="weight-error" id="{prefix}-weight-error" role="alert" hidden>{refused}</p>
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
        controls = text(words::FILTER_CONTROLS),
        play = play(language, false),
        step_icon = controls::STEP,
        step = text(words::STEP),
        reset_icon = controls::RESET,
        reset = text(words::RESET),
        reset_title = text(words::FILTER_RESET_TITLE),
        speed = text(words::SPEED),
        last = SPEEDS.len() - 1,
        digits = choice::digits(language, prefix, words::FILTER_DIGIT),
        kernels = group(
            "kernel",
            words::FILTER_KERNEL,
            KERNELS.map(|(name, _)| item(name, kernel_label(name)))
        ),
        strides = choice::labelled(
            language,
            prefix,
            "stride",
            words::FILTER_STRIDE,
            ["1", "2", "3"].map(|stride| (stride.to_owned(), stride.to_owned()))
        ),
        paddings = choice::labelled(
            language,
            prefix,
            "padding",
            words::FILTER_PADDING,
            [
                item("valid", words::FILTER_VALID),
                item("same", words::FILTER_SAME)
            ]
        ),
        pools = choice::labelled(
            language,
            prefix,
            "pool",
            words::FILTER_POOL,
            [
                item("none", words::FILTER_NO_POOL),
                item("max", words::FILTER_MAX),
                item("mean", words::FILTER_MEAN)
            ]
        ),
        modes = choice::labelled(
            language,
            prefix,
            "mode",
            words::FILTER_MODE,
            [
                item("move", words::FILTER_MOVE),
                item("paint", words::FILTER_PAINT)
            ]
        ),
        image = text(words::FILTER_IMAGE),
        help = text(words::FILTER_HELP),
        window = text(words::FILTER_WINDOW),
        cells = (0..9)
            .map(|i| cell(language, prefix, i))
            .collect::<String>(),
        refused = text(words::FILTER_WEIGHT_REFUSED),
        map = text(words::FILTER_MAP),
        minus = text(words::FILTER_MINUS),
        plus = text(words::FILTER_PLUS),
        pooled = text(words::FILTER_POOLED),
    )
}

/// A pixel, its weight, their product.
fn cell(language: Language, prefix: &str, index: usize) -> String {
    let (row, column) = ((index / 3 + 1).to_string(), (index % 3 + 1).to_string());
    let label = language.fill(words::FILTER_WEIGHT, &[("row", &row), ("column", &column)]);
    let label = dom::escape(&label);
    format!(
        r#"<div class="filter-cell" data-cell="{index}"><span class="pixel"><i data-swatch="{index}"></i><span data-pixel="{index}"></span></span><span class="weight"><span>×</span><input data-weight="{index}" inputmode="text" autocomplete="off" spellcheck="false" aria-label="{label}" aria-describedby="{prefix}-weight-error"></span><b data-product="{index}"></b></div>"#
    )
}

/// The speed, as the text beside its slider.
pub fn speed(language: Language, state: &State) -> String {
    let rate = SPEEDS.get(state.speed).copied().unwrap_or_default();
    let rate = number::grouped(rate as u64, language);
    language.fill(words::STEPS_PER_SECOND, &[("n", &rate)])
}

/// Rows and columns of a map: `26 × 26`.
pub fn size([rows, columns]: [usize; 2]) -> String {
    format!("{rows} × {columns}")
}

/// The formula of the map's size with its numbers, and the padding in words.
pub fn size_note(language: Language, state: &State, numbers: &Numbers) -> String {
    let ([rows, _], [[before, after], _]) = (numbers.size(), numbers.windows.zeros());
    let zeros = before + after;
    let key = match (state.padding, before == after) {
        (Padding::Valid, _) => words::FILTER_SIZE_VALID,
        (Padding::Same, true) => words::FILTER_SIZE_SAME,
        (Padding::Same, false) => words::FILTER_SIZE_ODD,
    };
    let slots = [("zeros", zeros), ("before", before), ("after", after)];
    let slots = slots.map(|(name, count)| (name, count.to_string()));
    let words = language.fill(key, &slots.each_ref().map(|(name, text)| (*name, &**text)));
    let stride = state.stride;
    format!(
        "⌊(n + 2p − k) / s⌋ + 1 = ⌊({SIDE} + {zeros} − {SIZE}) / {stride}⌋ + 1 = {rows}. {words}"
    )
}

/// The formula of the pooled map's size, from `rows` of the map to `pooled` rows.
pub fn pooled_note(language: Language, rows: usize, pooled: usize) -> String {
    let odd = match rows % POOL {
        0 => "",
        _ => language.text(words::FILTER_POOL_ODD),
    };
    format!("⌊({rows} − {POOL}) / {POOL}⌋ + 1 = {pooled}. {odd}")
}

/// A window's products with their signs between them, and their sum.
pub fn sum(terms: &[Term], sum: f64) -> String {
    let parts = terms.iter().enumerate().map(|(i, term)| {
        let text = two(term.product);
        match (i, text.strip_prefix('−')) {
            (0, _) => text,
            (_, Some(rest)) => format!(" − {rest}"),
            (_, None) => format!(" + {text}"),
        }
    });
    format!("{} = {}", parts.collect::<String>(), two(sum))
}

/// The class of a signed number.
pub fn sign(value: f64) -> &'static str {
    match value {
        value if value > 0.0 => "plus",
        value if value < 0.0 => "minus",
        _ => "",
    }
}

/// The status line: the window, its sum, and what the pooling makes of it.
pub fn status(language: Language, state: &State, numbers: &Numbers, filled: &Filled) -> String {
    let words = fill(language, words::FILTER_STATUS, state, numbers, filled);
    let value = numbers.pooled_at(state.at);
    match value.and_then(|at| numbers.pooled_value(at)) {
        None => words,
        Some(value) => {
            let key = match state.pool {
                Pool::Mean => words::FILTER_STATUS_MEAN,
                _ => words::FILTER_STATUS_MAX,
            };
            let pooled = language.fill(key, &[("value", &two(value))]);
            format!("{words} {pooled}")
        }
    }
}

/// The map's label: its size, how much of it is shown, and its value at the window.
pub fn map_label(language: Language, state: &State, numbers: &Numbers, filled: &Filled) -> String {
    fill(language, words::FILTER_MAP_NOW, state, numbers, filled)
}

fn fill(
    language: Language,
    key: Text,
    state: &State,
    numbers: &Numbers,
    filled: &Filled,
) -> String {
    let [rows, columns] = numbers.size();
    let [row, column] = state.at.map(|index| index + 1);
    let slots = [
        ("row", row.to_string()),
        ("column", column.to_string()),
        ("rows", rows.to_string()),
        ("columns", columns.to_string()),
        ("sum", two(numbers.sum(state.at))),
        ("done", number::grouped(filled.count() as u64, language)),
        ("all", number::grouped(filled.all() as u64, language)),
    ];
    language.fill(key, &slots.each_ref().map(|(name, text)| (*name, &**text)))
}

/// At most two decimals, which all numbers of this figure have.
pub fn two(value: f64) -> String {
    number::short(value, 2)
}
