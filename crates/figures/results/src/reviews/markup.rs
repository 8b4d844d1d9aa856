//! The reviews' markup: the text, the table of scores, the training.

use redes_lessons::thesis::reviews::Case;

use super::link::{Networks, SAMPLES, SPEEDS, State};
use crate::words;
use redes_shell::{
    choice, controls, dom, field::FieldSpec, keeping::PLACE, mounted::REFUSED, number, saving,
    text::Language,
};

/// The rows of scores: the two networks that ship, and the reader's own two.
pub const ROWS: [&str; 4] = ["2.0", "2.1", "own-2.0", "own-2.1"];
/// The longest text that the box takes, in characters.
pub const LONGEST: usize = 100_000;

/// The number of epochs.
pub fn epochs_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "epochs", words::REVIEWS_EPOCHS)
}

/// The number of reviews a step.
pub fn batch_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "batch", words::REVIEWS_BATCH)
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    format!(
        "{}{}",
        reading(language, prefix),
        training(language, prefix)
    )
}

fn reading(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    format!(
        r#"<div class="reviews-text">
  <h3><label for="{prefix}-text">{title}</label></h3>
  <p class="help">{english}</p>
  <textarea id="{prefix}-text" data-ref="text" rows="6" maxlength="{LONGEST}" lang="en" spellcheck="false" placeholder="{placeholder}"></textarea>
  <div class="controls"><button type="button" class="button" data-example="first">{first}</button><button type="button" class="button" data-example="second">{second}</button><button type="button" class="button" data-ref="clear">{clear}</button></div>
  <p class="help" data-ref="example-note" role="status"></p>
</div>
<div class="reviews-load" data-ref="load">
  <p>{load_help}</p>
  <button type="button" class="button primary" data-ref="load-button">{load}</button>
  <div class="reviews-progress" data-ref="load-progress" hidden><progress data-ref="load-bar" max="1" value="0"></progress><span data-ref="load-text"></span></div>
  <p class="notice bad" data-ref="load-error" role="alert" hidden></p>
</div>
<div class="reviews-answers" data-ref="answers" hidden>
  <h3>{scores}</h3>
  <table class="scores"><caption class="visually-hidden">{scores}</caption><thead class="visually-hidden"><tr><th scope="col">{network}</th><th scope="col">{score}</th><th scope="col">{verdict}</th></tr></thead><tbody>{rows}</tbody></table>
  <p class="answer" data-ref="answer" role="status"></p>
  <div class="reviews-words-head"><h3>{words}</h3><span class="segmented" role="group" aria-label="{words_of}">{readers}</span></div>
  <p class="help">{words_help}</p>
  <div class="words" data-ref="words" lang="en"></div>
  <p class="word-note" data-ref="word-note" role="status">{word_note}</p>
  <div class="strongest"><div><h4>{for_positive}</h4><ol data-ref="for-positive" lang="en"></ol></div><div><h4>{for_negative}</h4><ol data-ref="for-negative" lang="en"></ol></div></div>
  <details class="vector"><summary>{vector}</summary><p class="help">{vector_help}</p><code data-ref="vector"></code></details>
</div>"#,
        title = text(words::REVIEWS_TITLE),
        english = text(words::REVIEWS_ENGLISH),
        placeholder = text(words::REVIEWS_PLACEHOLDER),
        first = text(words::REVIEWS_FIRST),
        second = text(words::REVIEWS_SECOND),
        clear = text(words::REVIEWS_CLEAR),
        load_help = text(words::REVIEWS_LOAD_HELP),
        load = text(words::REVIEWS_LOAD),
        scores = text(words::REVIEWS_SCORES),
        network = text(words::REVIEWS_NETWORK),
        score = text(words::REVIEWS_SCORE),
        verdict = text(words::REVIEWS_VERDICT),
        rows = ROWS.map(|row| score_row(row, language)).concat(),
        words = text(words::REVIEWS_WORDS),
        words_of = text(words::REVIEWS_WORDS_OF),
        readers = choice::markup(
            "reader",
            Case::ALL.map(|case| (case.to_string(), case_name(case, language)))
        ),
        words_help = text(words::REVIEWS_WORDS_HELP),
        word_note = text(words::REVIEWS_WORD_NOTE),
        for_positive = text(words::REVIEWS_FOR_POSITIVE),
        for_negative = text(words::REVIEWS_FOR_NEGATIVE),
        vector = text(words::REVIEWS_VECTOR),
        vector_help = text(words::REVIEWS_VECTOR_HELP),
    )
}

/// A network's short name.
pub fn case_name(case: Case, language: Language) -> String {
    dom::escape(language.text(match case {
        Case::Case20 => words::REVIEWS_CASE20,
        Case::Case21 => words::REVIEWS_CASE21,
    }))
}

fn score_row(row: &str, language: Language) -> String {
    let own = row.strip_prefix("own-");
    let case = own.unwrap_or(row).parse().unwrap_or(Case::Case20);
    let name = match own {
        Some(_) => language.fill(words::REVIEWS_OWN, &[("name", &case_name(case, language))]),
        None => case_name(case, language),
    };
    let hidden = if own.is_some() { " hidden" } else { "" };
    format!(
        r#"<tr data-row="{row}"{hidden}><th scope="row">{name}<small data-ref="accuracy-{row}"></small></th><td class="scale"><span class="bar"><i data-ref="bar-{row}"></i></span></td><td><span data-ref="score-{row}">—</span></td></tr>"#
    )
}

fn training(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let networks = [
        (Networks::Both, text(words::REVIEWS_BOTH)),
        (
            Networks::One(Case::Case20),
            case_name(Case::Case20, language),
        ),
        (
            Networks::One(Case::Case21),
            case_name(Case::Case21, language),
        ),
    ];
    format!(
        r#"<section class="reviews-train" aria-label="{title}">
  <h3>{title}</h3>
  <p class="help">{help}</p>
  <div class="fields">
    <span class="segmented" role="group" aria-label="{network}">{networks}</span>
    <span class="segmented" role="group" aria-label="{reviews}">{sizes}</span>
    {epochs}{batch}
  </div>
  {REFUSED}
  {controls}
  {REFUSED}
  <div class="controls reviews-more"><button type="button" class="button" data-ref="cancel" hidden>{cancel}</button><button type="button" class="button" data-ref="retry" hidden>{retry}</button>{save}</div>
  {PLACE}
  <div class="reviews-progress" data-ref="progress" hidden><progress data-ref="bar" max="1" value="0"></progress><span data-ref="progress-text"></span></div>
  <div class="reviews-live" data-ref="live" hidden>
    <dl class="figures"><div><dt>{network}</dt><dd data-ref="network-now">—</dd></div><div><dt>{epoch}</dt><dd data-ref="epoch-now">—</dd></div><div><dt>{loss}</dt><dd data-ref="loss-now">—</dd></div><div><dt>{accuracy}</dt><dd data-ref="accuracy-now">—</dd></div><div><dt>{speed}</dt><dd data-ref="speed-now">—</dd></div><div><dt>{left}</dt><dd data-ref="left-now">—</dd></div></dl>
    <div class="reviews-curves">
      <figure><figcaption>{loss_curve}</figcaption><canvas data-ref="loss-curve" class="curve" role="img" aria-label="{loss_curve}"></canvas></figure>
      <figure><figcaption>{accuracy_curve}</figcaption><canvas data-ref="accuracy-curve" class="curve" role="img" aria-label="{accuracy_curve}"></canvas></figure>
    </div>
    <p class="help">{curves_help}</p>
    <div class="reviews-cursor" data-ref="cursor-box" hidden><label for="{prefix}-cursor">{cursor}</label><input type="range" id="{prefix}-cursor" data-ref="cursor" min="1" max="1" value="1" step="1"><output data-ref="cursor-text" aria-live="off" for="{prefix}-cursor"></output></div>
    <div class="scroll"><table class="epochs"><caption>{caption}</caption><thead><tr><th scope="col">{network}</th><th scope="col">{epoch}</th><th scope="col">{loss}</th><th scope="col">{accuracy}</th><th scope="col">{test_loss}</th><th scope="col">{test_accuracy}</th><th scope="col">{thesis}</th></tr></thead><tbody data-ref="epochs-body"></tbody></table></div>
  </div>
</section>"#,
        title = text(words::REVIEWS_TRAIN_TITLE),
        help = text(words::REVIEWS_TRAIN_HELP),
        network = text(words::REVIEWS_NETWORK),
        networks = choice::markup(
            "networks",
            networks.map(|(networks, label)| (networks.to_string(), label))
        ),
        reviews = text(words::REVIEWS_REVIEWS),
        sizes = choice::markup(
            "samples",
            SAMPLES.map(|n| {
                let shown = number::grouped(n as u64, language);
                let label = language.fill(words::REVIEWS_COUNT, &[("n", &shown)]);
                (n.to_string(), label)
            })
        ),
        epochs = epochs_field().markup(language, prefix),
        batch = batch_field().markup(language, prefix),
        controls = controls::markup(language, prefix, SPEEDS),
        cancel = text(words::REVIEWS_CANCEL),
        save = saving::button(language, prefix),
        retry = text(words::REVIEWS_RETRY),
        epoch = text(words::REVIEWS_EPOCH),
        loss = text(words::REVIEWS_LOSS),
        accuracy = text(words::REVIEWS_ACCURACY),
        speed = text(words::REVIEWS_SPEED),
        left = text(words::REVIEWS_TIME_LEFT),
        loss_curve = text(words::REVIEWS_LOSS_CURVE),
        accuracy_curve = text(words::REVIEWS_ACCURACY_CURVE),
        curves_help = text(words::REVIEWS_CURVES_HELP),
        cursor = text(words::REVIEWS_CURSOR),
        caption = text(words::REVIEWS_CAPTION),
        test_loss = text(words::REVIEWS_TEST_LOSS),
        test_accuracy = text(words::REVIEWS_TEST_ACCURACY),
        thesis = text(words::REVIEWS_THESIS),
    )
}
