//! The folds of the playground's markup: points, training, weights, runs, downloads, and what the shortcuts are.

use redes_experiment::playground::{Cost, Rule, Shape, Start};
use redes_shell::{
    choice, dom, saving,
    text::{Language, Text},
};

use super::{
    markup::{OF_POINTS, PARAMETERS, options},
    names::Named,
};
use crate::words;

/// The value of the choice of shapes that stands for the reader's own points.
pub const OWN: &str = "own";

/// The brushes: their names, and their labels.
pub const BRUSHES: [(&str, Text); 4] = [
    ("off", words::PLAYGROUND_BRUSH_OFF),
    ("0", words::PLAYGROUND_BRUSH_0),
    ("1", words::PLAYGROUND_BRUSH_1),
    ("erase", words::PLAYGROUND_BRUSH_ERASE),
];

/// The files that a reader takes away: their names, and their labels.
pub const FILES: [(&str, Text); 16] = [
    ("plane.png", words::PLAYGROUND_SAVE_PLANE_PNG),
    ("plane.svg", words::PLAYGROUND_SAVE_PLANE_SVG),
    ("network.png", words::PLAYGROUND_SAVE_NETWORK_PNG),
    ("network.svg", words::PLAYGROUND_SAVE_NETWORK_SVG),
    ("curves.png", words::PLAYGROUND_SAVE_CURVES_PNG),
    ("curves.svg", words::PLAYGROUND_SAVE_CURVES_SVG),
    ("gradients.png", words::PLAYGROUND_SAVE_GRADIENTS_PNG),
    ("gradients.svg", words::PLAYGROUND_SAVE_GRADIENTS_SVG),
    ("histogram.png", words::PLAYGROUND_SAVE_HISTOGRAM_PNG),
    ("histogram.svg", words::PLAYGROUND_SAVE_HISTOGRAM_SVG),
    ("history.csv", words::PLAYGROUND_SAVE_HISTORY),
    ("weights.csv", words::PLAYGROUND_SAVE_WEIGHTS),
    ("points.csv", words::PLAYGROUND_SAVE_POINTS),
    ("numpy.py", words::PLAYGROUND_SAVE_NUMPY),
    ("keras.py", words::PLAYGROUND_SAVE_KERAS),
    ("state.json", words::PLAYGROUND_SAVE_STATE),
];

/// The keys and what they do.
const KEYS: [(&str, Text); 8] = [
    ("P", words::PLAYGROUND_KEY_PLAY),
    ("S", words::PLAYGROUND_KEY_STEP),
    ("E", words::PLAYGROUND_KEY_EPOCH),
    ("R", words::PLAYGROUND_KEY_RESET),
    ("D", words::PLAYGROUND_KEY_DICE),
    ("F", words::PLAYGROUND_KEY_PIN),
    ("Ctrl+Z, Ctrl+Y", words::PLAYGROUND_KEY_UNDO),
    ("?", words::PLAYGROUND_KEY_HELP),
];

fn button(name: &str, label: &str) -> String {
    format!(r#"<button type="button" class="button" data-ref="{name}">{label}</button>"#)
}

/// A fold. One that is `wide` is open where there is room for it.
fn fold(name: &str, wide: bool, title: &str, inside: &str) -> String {
    let wide = if wide { "wide" } else { "narrow" };
    format!(
        r#"<details class="playground-fold" data-fold="{wide}" data-ref="{name}-fold"><summary>{title}</summary><div class="playground-inside">{inside}</div></details>"#
    )
}

/// A labelled choice from a list.
fn select(language: Language, prefix: &str, name: &str, label: Text, options: &str) -> String {
    let label = dom::escape(language.text(label));
    format!(
        r#"<span class="field"><label for="{prefix}-{name}">{label}</label><select id="{prefix}-{name}" data-ref="{name}">{options}</select></span>"#
    )
}

/// A choice as a group of buttons.
pub fn choice<T: Named>(language: Language, prefix: &str, group: &str, label: Text) -> String {
    let items = T::ALL.iter().map(|(_, name, label)| (*name, *label));
    group_of(language, prefix, group, label, items)
}

fn group_of(
    language: Language,
    prefix: &str,
    group: &str,
    label: Text,
    items: impl Iterator<Item = (&'static str, Text)>,
) -> String {
    let items = items.map(|(name, label)| {
        let item = (name.to_owned(), dom::escape(language.text(label)));
        choice::markup(group, [item])
    });
    let (label, buttons) = (dom::escape(language.text(label)), items.collect::<String>());
    format!(
        r#"<span class="choice"><span class="label" id="{prefix}-{group}">{label}</span><span class="segmented" role="group" aria-labelledby="{prefix}-{group}">{buttons}</span></span>"#
    )
}

/// Further controls of the training, and the list of shortcuts.
pub fn more(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let keys: String = KEYS
        .map(|(key, what)| {
            format!(
                "<div><dt><kbd>{key}</kbd></dt><dd>{}</dd></div>",
                text(what)
            )
        })
        .concat();
    let [epoch, undo, redo, pin] = [
        ("epoch", words::PLAYGROUND_EPOCH),
        ("undo", words::PLAYGROUND_UNDO),
        ("redo", words::PLAYGROUND_REDO),
        ("pin", words::PLAYGROUND_PIN),
    ]
    .map(|(name, label)| button(name, &text(label)));
    format!(
        r#"<div class="controls playground-more" role="group" aria-label="{label}">{epoch}{pin}{undo}{redo}<button type="button" class="button" data-ref="keys" aria-expanded="false" aria-controls="{prefix}-shortcuts" aria-label="{shortcuts}" title="{shortcuts}">?</button></div>
<div class="notice playground-shortcuts" id="{prefix}-shortcuts" data-ref="shortcuts" hidden><p>{note}</p><dl>{keys}</dl></div>"#,
        label = text(words::PLAYGROUND_MORE),
        shortcuts = text(words::PLAYGROUND_SHORTCUTS),
        note = text(words::PLAYGROUND_SHORTCUTS_NOTE),
    )
}

/// The folds of the points: the drawn ones, and the reader's own.
pub fn points(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let own = format!(
        r#"<option value="{OWN}">{}</option>"#,
        text(words::PLAYGROUND_OWN)
    );
    let shapes = options::<Shape>(language) + &own;
    let fields: String = PARAMETERS
        .iter()
        .take(OF_POINTS)
        .map(|parameter| parameter.field().markup(language, prefix))
        .collect();
    let brushes = BRUSHES.into_iter();
    let drawn = format!(
        r#"<div class="playground-fields">{shape}{fields}</div>"#,
        shape = select(language, prefix, "shape", words::PLAYGROUND_SHAPE, &shapes),
    );
    let inside = format!(
        r#"{brushes}
<p class="help" data-ref="paint-help" hidden>{paint_help}</p>
<p>{clear}</p>
<label for="{prefix}-table">{table}</label>
<textarea id="{prefix}-table" data-ref="table" rows="4" spellcheck="false" placeholder="{example}"></textarea>
<p class="playground-buttons">{use_table}<input class="visually-hidden" id="{prefix}-file" data-ref="file" type="file" accept=".csv,.tsv,.txt,.json,text/csv,application/json"><label class="button" for="{prefix}-file">{open}</label></p>
<p class="help">{help}</p>
<p class="playground-bad" data-ref="table-error" role="alert" hidden></p>
<p class="notice" data-ref="table-message" hidden></p>"#,
        brushes = group_of(language, prefix, "brush", words::PLAYGROUND_PAINT, brushes),
        paint_help = text(words::PLAYGROUND_PAINT_HELP),
        example = text(words::PLAYGROUND_TABLE_EXAMPLE),
        clear = button("clear-points", &text(words::PLAYGROUND_CLEAR)),
        table = text(words::PLAYGROUND_TABLE),
        use_table = button("use-table", &text(words::PLAYGROUND_USE_TABLE)),
        open = text(words::PLAYGROUND_OPEN_FILE),
        help = text(words::PLAYGROUND_TABLE_HELP),
    );
    let drawn = fold("points", true, &text(words::PLAYGROUND_DATA), &drawn);
    drawn + &fold("own", false, &text(words::PLAYGROUND_OWN_FOLD), &inside)
}

/// The fold of the training's parameters.
pub fn training(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let mut fields = PARAMETERS
        .iter()
        .skip(OF_POINTS)
        .map(|parameter| parameter.field().markup(language, prefix));
    let first: String = fields.by_ref().take(2).collect();
    let rest: String = fields.collect();
    let rule = options::<Rule>(language);
    let rule = select(language, prefix, "rule", words::PLAYGROUND_RULE, &rule);
    let loss = options::<Cost>(language);
    let loss = select(language, prefix, "loss", words::PLAYGROUND_COST, &loss);
    let start = options::<Start>(language);
    let start = select(language, prefix, "start", words::PLAYGROUND_START, &start);
    let inside =
        format!(r#"<div class="playground-fields">{first}{rule}{loss}{start}{rest}</div>"#);
    fold("training", true, &text(words::PLAYGROUND_HOW), &inside)
}

/// The fold with what the reader is looking at.
pub fn explain(language: Language) -> String {
    let title = dom::escape(language.text(words::PLAYGROUND_EXPLAIN));
    fold("explain", true, &title, r#"<div data-ref="explain"></div>"#)
}

/// The folds below the figure.
pub fn folds(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let runs = format!(
        r#"<p class="help">{help}</p><div class="playground-scroll"><table class="playground-table" data-ref="runs" hidden><thead><tr>{heads}</tr></thead><tbody data-ref="runs-body"></tbody></table></div>"#,
        help = text(words::PLAYGROUND_RUNS_HELP),
        heads = [
            words::PLAYGROUND_RUN,
            words::PLAYGROUND_SETTINGS,
            words::PLAYGROUND_EPOCHS,
            words::PLAYGROUND_TRAIN_LOSS,
            words::PLAYGROUND_TEST_LOSS,
            words::PLAYGROUND_TEST_SCORE,
        ]
        .map(|head| format!(r#"<th scope="col">{}</th>"#, text(head)))
        .concat()
            + "<td></td>",
    );
    let files: String = FILES
        .map(|(name, label)| {
            format!(
                r#"<button type="button" class="button" data-save="{name}">{}</button>"#,
                text(label)
            )
        })
        .concat();
    let files = format!(
        r#"<p class="playground-buttons">{files}{}</p><p class="help">{}</p>"#,
        saving::button(language, prefix),
        text(words::PLAYGROUND_FILES_HELP)
    );
    [
        weights(language, prefix),
        fold("runs", false, &text(words::PLAYGROUND_RUNS), &runs),
        fold("files", false, &text(words::PLAYGROUND_FILES), &files),
    ]
    .concat()
}

/// The fold of a neuron's numbers, of the gradients and of all weights.
fn weights(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let inside = format!(
        r#"<div class="playground-weights"><div>{neuron}
<div class="playground-scroll"><table class="playground-table"><thead><tr><th scope="col">{from}</th><th scope="col">{value}</th><th scope="col">{gradient}</th></tr></thead><tbody data-ref="weights"></tbody></table></div>
<p class="help">{help}</p><p class="playground-bad" data-ref="weight-error" role="alert" hidden></p></div>
<div><h3>{norms}</h3><svg class="playground-bars" data-ref="norms" role="img" aria-label="{norms}"></svg>
<h3>{all}</h3><svg class="playground-bars" data-ref="histogram" role="img" aria-label="{all}"></svg></div></div>"#,
        neuron = select(language, prefix, "neuron", words::PLAYGROUND_NEURON, ""),
        from = text(words::PLAYGROUND_FROM),
        value = text(words::PLAYGROUND_VALUE),
        gradient = text(words::PLAYGROUND_GRADIENT),
        help = text(words::PLAYGROUND_WEIGHTS_HELP),
        norms = text(words::PLAYGROUND_NORMS),
        all = text(words::PLAYGROUND_HISTOGRAM),
    );
    fold("weights", false, &text(words::PLAYGROUND_WEIGHTS), &inside)
}
