//! The figure's markup: open, the network and its layers, input and outputs, training, saving.

use redes_inputs::words as pad;
use redes_shell::{
    choice, controls, dom,
    field::FieldSpec,
    keeping::PLACE,
    mounted::REFUSED,
    number,
    text::{Language, Text},
};
use redes_workshop::{
    digest::{Digest, Row},
    form::Form,
    protocol::Kind,
    scaling::Scaling,
};

use super::{
    link::{self, OPTIMIZERS, RATES, SPEEDS, Start, State},
    sentences,
};
use crate::words;

/// The longest text that a box takes, in characters.
const LONGEST: usize = 200_000;

/// The number of samples a step.
pub fn batch_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "batch", words::OPENED_BATCH)
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    [
        opening(language, prefix),
        format!(
            r#"<div class="opened-network" data-ref="network" hidden>
<section class="opened-what" aria-labelledby="{prefix}-name"><h3 id="{prefix}-name" data-ref="name" tabindex="-1"></h3>
<p data-ref="facts"></p>
<div data-ref="remarks" hidden><h4>{remarks}</h4><ul data-ref="remark-list"></ul></div></section>
<div class="opened-run">"#,
            remarks = text(words::OPENED_REMARKS),
        ),
        inputs(language, prefix),
        format!(
            r#"<section class="opened-answers" aria-labelledby="{prefix}-outputs"><h3 id="{prefix}-outputs" data-ref="outputs-title">{outputs}</h3>
<table class="bars"><thead class="visually-hidden"><tr><th scope="col">{output}</th><th scope="col">{value}</th></tr></thead><tbody data-ref="bars"></tbody></table>
<p class="answer" data-ref="answer" role="status">{none}</p></section></div>"#,
            outputs = text(words::OPENED_OUTPUTS),
            output = text(words::OPENED_OUTPUT),
            value = text(words::OPENED_VALUE),
            none = text(words::OPENED_ANSWER_NONE),
        ),
        layers(language, prefix),
        "</div>".to_owned(),
        training(language, prefix),
        saving(language, prefix),
    ]
    .concat()
}

/// Where a network is chosen.
fn opening(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let start = |start: Start| {
        let label = match start {
            Start::None | Start::Case10 => words::OPENED_CASE10,
            Start::Case11 => words::OPENED_CASE11,
            Start::New => words::OPENED_NEW,
        };
        (start.name().to_owned(), text(label))
    };
    format!(
        r#"<section class="opened-open" data-ref="drop" aria-labelledby="{prefix}-title">
<h3 id="{prefix}-title">{title}</h3>
<div class="fields"><span><input class="visually-hidden" id="{prefix}-file" data-ref="file" type="file"><label class="button primary" for="{prefix}-file">{file}</label></span>{starts}</div>
<p class="help">{drop}</p>
<div class="opened-progress" data-ref="opening" hidden><progress data-ref="opening-bar" aria-label="{title}"></progress><span data-ref="opening-text"></span><button type="button" class="button" data-ref="stop">{stop}</button></div>
<p class="help" data-ref="opened-note" role="status"></p>
<p class="notice" data-ref="others" role="status" hidden></p>
<p class="notice bad" data-ref="refusal" role="alert" hidden></p>
{REFUSED}
</section>"#,
        title = text(words::OPENED_TITLE),
        file = text(words::OPENED_FILE),
        drop = text(words::OPENED_DROP),
        stop = text(words::OPENED_STOP),
        starts = choice::labelled(
            language,
            prefix,
            "start",
            words::OPENED_START,
            Start::CHOICES.map(start)
        ),
    )
}

/// A choice of a list.
fn select(
    language: Language,
    prefix: &str,
    name: &str,
    label: Text,
    options: impl Iterator<Item = (String, String)>,
) -> String {
    let label = dom::escape(language.text(label));
    let options: String = options
        .map(|(value, label)| {
            let label = dom::escape(&label);
            format!(r#"<option value="{value}">{label}</option>"#)
        })
        .collect();
    format!(
        r#"<span class="field"><label for="{prefix}-{name}">{label}</label><select id="{prefix}-{name}" data-ref="{name}">{options}</select></span>"#
    )
}

/// What the reader gives the network: a drawing, a text, or numbers.
fn inputs(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let scalings = std::iter::once(None).chain(Scaling::ALL.map(Some));
    let scalings = scalings.map(|scaling| {
        (
            link::scaling(&scaling),
            sentences::scaling(language, scaling).to_owned(),
        )
    });
    format!(
        r#"<section class="opened-digits" data-ref="digits" aria-labelledby="{prefix}-pad-title" hidden>
<h3 id="{prefix}-pad-title">{draw}</h3>
<div class="paper"><canvas data-ref="ghost" class="ghost" width="28" height="28" aria-hidden="true" hidden></canvas><canvas data-ref="pad" class="pad" width="220" height="220" tabindex="0" role="application" aria-roledescription="{pad}" aria-labelledby="{prefix}-pad-title" aria-describedby="{prefix}-pad-help"></canvas></div>
<p class="visually-hidden" data-ref="pad-said" role="status"></p>
<p class="visually-hidden" id="{prefix}-pad-help">{pad_help}</p>
<div class="controls"><button type="button" class="button" data-ref="undo">{undo}</button><button type="button" class="button" data-ref="clear">{clear}</button></div>
{digits}
{scaling}
<p class="help" data-ref="trial" role="status"></p>
</section>
<section class="opened-words" data-ref="words" hidden>
<h3><label for="{prefix}-text">{words}</label></h3>
<textarea id="{prefix}-text" data-ref="text" rows="6" maxlength="{LONGEST}" lang="en" spellcheck="false"></textarea>
<p class="help">{words_help}</p>
<p class="help" data-ref="words-note" role="status"></p>
</section>
<section class="opened-numbers" data-ref="numbers" hidden>
<h3><label for="{prefix}-row" data-ref="row-title">{outputs}</label></h3>
<textarea id="{prefix}-row" data-ref="row" rows="6" maxlength="{LONGEST}" inputmode="text" spellcheck="false" autocomplete="off" aria-describedby="{prefix}-row-help {prefix}-row-error"></textarea>
<p class="help" id="{prefix}-row-help" data-ref="row-help"></p>
<p class="notice bad" id="{prefix}-row-error" data-ref="row-error" role="alert" hidden></p>
<div class="controls"><button type="button" class="button" data-ref="zeros">{zeros}</button><button type="button" class="button" data-ref="random">{random}</button></div>
</section>"#,
        draw = text(pad::INPUTS_DRAW),
        pad_help = text(pad::INPUTS_PAD_HELP),
        pad = text(pad::INPUTS_PAD),
        undo = text(pad::INPUTS_UNDO),
        clear = text(pad::INPUTS_CLEAR),
        digits = choice::digits(language, prefix, words::OPENED_DIGIT),
        scaling = select(language, prefix, "scaling", words::OPENED_SCALING, scalings),
        words = text(words::OPENED_WORDS),
        words_help = text(words::OPENED_WORDS_HELP),
        outputs = text(words::OPENED_OUTPUTS),
        zeros = text(words::OPENED_NUMBERS_ZERO),
        random = text(words::OPENED_NUMBERS_RANDOM),
    )
}

/// The table of layers, and what is seen of the chosen one.
fn layers(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    format!(
        r#"<div class="opened-layers">
<div class="scroll" tabindex="0" role="region" aria-label="{summary}"><table class="stack"><caption>{summary}</caption><thead><tr><th scope="col">{layer}</th><th scope="col">{shape}</th><th scope="col">{parameters}</th></tr></thead><tbody data-ref="rows"></tbody></table></div>
<section class="opened-inside" aria-labelledby="{prefix}-inside"><h3 id="{prefix}-inside" data-ref="inside-title"></h3>
<canvas data-ref="layer" class="layer" width="1" height="1" role="img" aria-label="{picture}"></canvas>
<p class="help" data-ref="inside-text" role="status">{empty}</p>
<div class="controls"><button type="button" class="button" data-ref="look-inside">{look_inside}</button></div>
<p class="help" data-ref="handed" role="status"></p></section>
</div>"#,
        summary = text(words::OPENED_SUMMARY),
        layer = text(words::OPENED_LAYER),
        shape = text(words::OPENED_SHAPE),
        parameters = text(words::OPENED_PARAMETERS),
        picture = text(words::OPENED_PICTURE),
        empty = text(words::OPENED_INSIDE_EMPTY),
        look_inside = text(words::OPENED_LOOK_INSIDE),
    )
}

/// Test and training.
fn training(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let optimizers = OPTIMIZERS.map(|kind| {
        let label = match kind {
            Kind::File => language.text(words::OPENED_OPTIMIZER_FILE),
            Kind::Adam => "Adam",
            Kind::Sgd => "SGD",
            Kind::RmsProp => "RMSprop",
        };
        (link::optimizer(kind).to_owned(), label.to_owned())
    });
    let usual = (
        link::rate(&None),
        language.text(words::OPENED_RATE_USUAL).to_owned(),
    );
    let rates = RATES.map(|rate| (rate.to_owned(), rate.to_owned()));
    format!(
        r#"<section class="opened-train" aria-labelledby="{prefix}-train">
<h3 id="{prefix}-train">{train}</h3>
<p class="help" data-ref="train-help">{help}</p>
<div class="opened-course" data-ref="course">
<div class="fields">{optimizer}{rate}{batch}</div>
{controls}
{REFUSED}
<div class="controls opened-more"><button type="button" class="button" data-ref="test">{test}</button><button type="button" class="button" data-ref="undo-training" hidden>{undo}</button><button type="button" class="button" data-ref="cancel" hidden>{cancel}</button><button type="button" class="button" data-ref="retry" hidden>{retry}</button></div>
{PLACE}
<div class="opened-progress" data-ref="progress" hidden><progress data-ref="bar" max="1" value="0" aria-label="{train}"></progress><span data-ref="progress-text"></span></div>
<p class="help" data-ref="remembers" hidden>{remembers}</p>
<ul class="opened-tests" data-ref="tests" aria-live="polite"></ul>
<div class="opened-curves" data-ref="curves" hidden>
<figure><figcaption>{loss}</figcaption><canvas data-ref="loss-curve" class="curve" role="img" aria-label="{loss}"></canvas></figure>
<figure><figcaption>{accuracy}</figcaption><canvas data-ref="accuracy-curve" class="curve" role="img" aria-label="{accuracy}"></canvas></figure>
</div>
</div>
</section>"#,
        train = text(words::OPENED_TRAIN),
        help = text(words::OPENED_TRAIN_DIGITS),
        optimizer = select(
            language,
            prefix,
            "optimizer",
            words::OPENED_OPTIMIZER,
            optimizers.into_iter()
        ),
        rate = select(
            language,
            prefix,
            "rate",
            words::OPENED_RATE,
            std::iter::once(usual).chain(rates)
        ),
        batch = batch_field().markup(language, prefix),
        controls = controls::markup(language, prefix, SPEEDS),
        test = text(words::OPENED_TEST),
        undo = text(words::OPENED_UNDO),
        cancel = text(words::OPENED_CANCEL),
        retry = text(words::OPENED_RETRY),
        remembers = text(words::OPENED_REMEMBERS),
        loss = text(words::OPENED_LOSS_CURVE),
        accuracy = text(words::OPENED_ACCURACY_CURVE),
    )
}

/// The formats to save in.
fn saving(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let forms: String = Form::ALL
        .map(|form| {
            let (value, label) = (form.name(), text(form_label(form)));
            format!(r#"<button type="button" class="button" data-form="{value}">{label}</button>"#)
        })
        .concat();
    format!(
        r#"<section class="opened-save" data-ref="save" aria-labelledby="{prefix}-save" hidden>
<h3 id="{prefix}-save">{save}</h3>
<p class="help">{help}</p>
<div class="controls">{forms}</div>
<p class="help" data-ref="saved" role="status"></p>
</section>"#,
        save = text(words::OPENED_SAVE),
        help = text(words::OPENED_SAVE_HELP),
    )
}

fn form_label(form: Form) -> Text {
    match form {
        Form::KerasH5 => words::OPENED_FORM_KERAS_H5,
        Form::Keras => words::OPENED_FORM_KERAS,
        Form::KerasWeights => words::OPENED_FORM_WEIGHTS,
        Form::Safetensors => words::OPENED_FORM_SAFETENSORS,
        Form::Npz => words::OPENED_FORM_NPZ,
        Form::Onnx => words::OPENED_FORM_ONNX,
        Form::NumPy => words::OPENED_FORM_NUMPY,
        Form::KerasListing => words::OPENED_FORM_LISTING,
    }
}

/// A shape as Keras writes it, with `None` for the batch.
pub fn shape(shape: &[usize]) -> String {
    let sizes: String = shape.iter().map(|size| format!(", {size}")).collect();
    format!("(None{sizes})")
}

/// The rows of the table of layers: a button each, and their sum.
pub fn rows(language: Language, digest: &Digest) -> String {
    let count = |parameters: usize| number::grouped(parameters as u64, language);
    let row = |(place, row): (usize, &Row)| {
        let name = dom::escape(&row.name);
        let label = dom::escape(&language.fill(words::OPENED_LOOK, &[("layer", &row.name)]));
        format!(
            r#"<tr><th scope="row"><button type="button" class="button" data-layer="{place}" aria-pressed="false" aria-label="{label}">{name}</button> <span>{kind}</span></th><td>{shape}</td><td>{parameters}</td></tr>"#,
            kind = dom::escape(&row.kind),
            shape = shape(&row.shape),
            parameters = count(row.parameters),
        )
    };
    let rows: String = digest.rows.iter().enumerate().map(row).collect();
    let total = dom::escape(language.text(words::OPENED_TOTAL));
    format!(
        r#"{rows}<tr><th scope="row">{total}</th><td></td><td>{}</td></tr>"#,
        count(digest.total)
    )
}

/// Rows for so many bars, in the place of those that are to come.
pub fn awaited_bars(count: usize) -> String {
    r#"<tr><th scope="row">–</th><td><i></i><span></span></td></tr>"#.repeat(count)
}

/// The bars of outputs, each with its place; their widths are set afterwards.
pub fn bars(bars: &[(usize, f32)], best: Option<usize>) -> String {
    let bar = |(place, output): &(usize, f32)| {
        let class = if Some(*place) == best { "best" } else { "" };
        let value = number::fixed(f64::from(*output), 3);
        format!(
            r#"<tr><th scope="row">{place}</th><td class="{class}"><i></i><span>{value}</span></td></tr>"#
        )
    };
    bars.iter().map(bar).collect()
}
