//! The digits' markup: pad, answers, training.

use redes_experiment::digits::{DigitsBody, Evaluation, Mistake};
use redes_inputs::{answer::Answer, digits::Image, hidden, words as pad};
use redes_lessons::thesis::digits::Case;

use super::{
    link::{SAMPLES, SPEEDS, State},
    numbers::{self, Progress},
};
use crate::words;
use redes_shell::{
    choice, controls, dom, field::FieldSpec, keeping::PLACE, mounted::REFUSED, number, saving,
    text::Language,
};

/// The networks whose answers have a column: the two that ship, and the reader's own.
pub const COLUMNS: [&str; 3] = ["1.0", "1.1", "own"];

/// The number of epochs.
pub fn epochs_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "epochs", words::DIGITS_EPOCHS)
}

/// The number of images a step.
pub fn batch_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "batch", words::DIGITS_BATCH)
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    format!(
        r#"<div class="digits-draw" data-ref="pictures" data-pictures>
  <div class="digits-pad">
    <h3 id="{prefix}-pad-title">{draw}</h3>
    <canvas data-ref="pad" class="pad" width="280" height="280" tabindex="0" role="application" aria-roledescription="{pad}" aria-labelledby="{prefix}-pad-title" aria-describedby="{prefix}-pad-help"></canvas>
    <p class="visually-hidden" data-ref="pad-said" role="status"></p>
    <div class="controls"><button type="button" class="button" data-ref="undo">{undo}</button><button type="button" class="button" data-ref="clear">{clear}</button></div>
    <span class="digits-sample"><label for="{prefix}-sample">{sample}</label> <select id="{prefix}-sample" data-ref="sample"><option value="">—</option>{samples}</select></span>
    <p class="help" id="{prefix}-pad-help">{pad_help}</p>
    <span class="digits-sample"><label for="{prefix}-picture">{picture}</label> <input id="{prefix}-picture" type="file" accept="image/*"></span>
    <p class="help" data-ref="picture-note" role="status"></p>
  </div>
  <div class="digits-seen">
    <h3>{seen}</h3>
    <canvas data-ref="seen" class="seen" width="28" height="28" role="img" aria-label="{seen_empty}"></canvas>
    <p class="help">{seen_help}</p>
  </div>
  <div class="digits-answers">
    <h3>{answers}</h3>
    {bars}
    <p class="help">{percent}</p>
    <p class="answer" data-ref="answer">{answer_empty}</p>
    <p class="notice bad" data-ref="models-error" hidden><span data-ref="models-error-text"></span> <button type="button" class="button" data-ref="models-retry">{retry}</button></p>
  </div>
</div>
<section class="digits-train" aria-label="{train_title}">
  <h3>{train_title}</h3>
  <p class="help">{train_help}</p>
  <div class="fields">
    <span class="segmented" role="group" aria-label="{network}">{cases}</span>
    <span class="segmented" role="group" aria-label="{images}">{sizes}</span>
    {epochs}{batch}
    {hidden}
  </div>
  {REFUSED}
  {controls}
  {REFUSED}
  <div class="controls digits-more"><button type="button" class="button" data-ref="cancel" hidden>{cancel}</button><button type="button" class="button" data-ref="retry" hidden>{retry}</button>{save}</div>
  {PLACE}
  <div class="digits-progress" data-ref="progress" hidden><progress data-ref="bar" max="1" value="0"></progress><span data-ref="progress-text"></span></div>
  <div class="digits-live" data-ref="live" hidden>
    <dl class="figures"><div><dt>{epoch}</dt><dd data-ref="epoch-now">—</dd></div><div><dt>{loss}</dt><dd data-ref="loss-now">—</dd></div><div><dt>{accuracy}</dt><dd data-ref="accuracy-now">—</dd></div><div><dt>{speed}</dt><dd data-ref="speed-now">—</dd></div><div><dt>{left}</dt><dd data-ref="left-now">—</dd></div></dl>
    <div class="digits-curves">
      <figure><figcaption>{loss_curve}</figcaption><canvas data-ref="loss-curve" class="curve" role="img" aria-label="{loss_curve}"></canvas></figure>
      <figure><figcaption>{accuracy_curve}</figcaption><canvas data-ref="accuracy-curve" class="curve" role="img" aria-label="{accuracy_curve}"></canvas></figure>
    </div>
    <div class="scroll"><table class="epochs"><caption>{epochs_caption}</caption><thead><tr><th scope="col">{epoch}</th><th scope="col">{loss}</th><th scope="col">{accuracy}</th><th scope="col">{thesis_loss}</th><th scope="col">{thesis_accuracy}</th></tr></thead><tbody data-ref="epochs-body"></tbody></table></div>
  </div>
  <div class="digits-test" data-ref="test" hidden>
    <p class="answer" data-ref="test-text" role="status"></p>
    <div class="digits-results">
      <div class="scroll"><table class="confusion"><caption>{confusion}</caption><thead><tr><td></td>{heads}</tr></thead><tbody data-ref="confusion-body"></tbody></table></div>
      <div><h4 data-ref="gallery-title"></h4><p class="help">{gallery_help}</p><div class="gallery" data-ref="gallery"></div></div>
    </div>
  </div>
</section>"#,
        draw = text(pad::INPUTS_DRAW),
        pad = text(pad::INPUTS_PAD),
        sample = text(pad::INPUTS_SAMPLE),
        samples = (0..10)
            .map(|digit| format!("<option>{digit}</option>"))
            .collect::<String>(),
        picture = text(words::DIGITS_PICTURE),
        undo = text(pad::INPUTS_UNDO),
        clear = text(pad::INPUTS_CLEAR),
        pad_help = text(pad::INPUTS_PAD_HELP),
        seen = text(words::DIGITS_SEEN),
        seen_empty = text(words::DIGITS_SEEN_EMPTY),
        seen_help = text(words::DIGITS_SEEN_HELP),
        answers = text(words::DIGITS_ANSWERS),
        answer_empty = text(words::DIGITS_ANSWER_EMPTY),
        bars = bars(language),
        percent = text(words::DIGITS_PERCENT),
        retry = text(words::DIGITS_RETRY),
        train_title = text(words::DIGITS_TRAIN_TITLE),
        train_help = text(words::DIGITS_TRAIN_HELP),
        network = text(words::DIGITS_NETWORK),
        images = text(words::DIGITS_IMAGES),
        cases = choice::markup(
            "case",
            [
                (Case::Case10, words::DIGITS_CASE10),
                (Case::Case11, words::DIGITS_CASE11)
            ]
            .map(|(case, key)| (case.to_string(), text(key)))
        ),
        sizes = choice::markup(
            "samples",
            SAMPLES.map(|n| {
                let shown = number::grouped(n as u64, language);
                let label = language.fill(words::DIGITS_COUNT_IMAGES, &[("n", &shown)]);
                (n.to_string(), label)
            })
        ),
        hidden = hidden::markup(language, prefix),
        epochs = epochs_field().markup(language, prefix),
        batch = batch_field().markup(language, prefix),
        controls = controls::markup(language, prefix, SPEEDS),
        cancel = text(words::DIGITS_CANCEL),
        save = saving::button(language, prefix),
        epoch = text(words::DIGITS_EPOCH),
        loss = text(words::DIGITS_LOSS),
        accuracy = text(words::DIGITS_ACCURACY),
        speed = text(words::DIGITS_SPEED),
        left = text(words::DIGITS_TIME_LEFT),
        loss_curve = text(words::DIGITS_LOSS_CURVE),
        accuracy_curve = text(words::DIGITS_ACCURACY_CURVE),
        epochs_caption = text(words::DIGITS_EPOCHS_CAPTION),
        thesis_loss = text(words::DIGITS_THESIS_LOSS),
        thesis_accuracy = text(words::DIGITS_THESIS_ACCURACY),
        confusion = text(words::DIGITS_CONFUSION),
        gallery_help = text(words::DIGITS_GALLERY_HELP),
        heads = (0..10)
            .map(|d| format!(r#"<th scope="col">{d}</th>"#))
            .collect::<String>(),
    )
}

/// A row a digit, a bar a network.
fn bars(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let names = [
        text(words::DIGITS_CASE10_SHORT),
        text(words::DIGITS_CASE11_SHORT),
        text(words::DIGITS_OWN_SHORT),
    ];
    let heads: String = COLUMNS
        .iter()
        .zip(&names)
        .map(|(column, name)| {
            let hidden = if *column == "own" { " hidden" } else { "" };
            format!(r#"<th scope="col" data-column="{column}"{hidden}>{name} <small data-ref="accuracy-{column}"></small></th>"#)
        })
        .collect();
    let rows: String = (0..10)
        .map(|digit| {
            let cells: String = COLUMNS
                .iter()
                .map(|column| {
                    let hidden = if *column == "own" { " hidden" } else { "" };
                    format!(r#"<td data-column="{column}" data-cell="{column}-{digit}"{hidden}><i></i><span>—</span></td>"#)
                })
                .collect();
            format!(r#"<tr><th scope="row">{digit}</th>{cells}</tr>"#)
        })
        .collect();
    format!(
        r#"<table class="bars"><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"#
    )
}

/// The answers in words, as plain text. Nothing drawn has no answers; nor has a network that has not arrived.
pub fn answer(language: Language, drawn: bool, answers: &[Option<Answer>; 3]) -> String {
    if !drawn {
        return language.text(words::DIGITS_ANSWER_EMPTY).to_owned();
    }
    let names = [
        words::DIGITS_CASE10_SHORT,
        words::DIGITS_CASE11_SHORT,
        words::DIGITS_OWN_SHORT,
    ];
    let parts = names.into_iter().zip(answers).filter_map(|(name, answer)| {
        let answer = answer.as_ref()?;
        let message = match answer.clear {
            true => answer.digit.to_string(),
            false => language.text(words::DIGITS_NO_DIGIT).to_owned(),
        };
        Some(format!("{}: {message}", language.text(name)))
    });
    let parts: Vec<String> = parts.collect();
    match parts.is_empty() {
        true => language.text(words::DIGITS_ANSWER_WAITING).to_owned(),
        false => parts.join(" · "),
    }
}

/// The numbers of a training, each with the part of the page that shows it.
pub fn now(
    language: Language,
    report: &DigitsBody,
    progress: &Progress,
) -> [(&'static str, String); 5] {
    let speed = number::grouped(report.samples_per_second.round() as u64, language);
    let left = progress.seconds_left;
    [
        (
            "epoch-now",
            format!("{} / {}", progress.epoch, progress.epochs),
        ),
        ("loss-now", number::fixed(report.loss, 4)),
        ("accuracy-now", number::percent(report.accuracy, language)),
        (
            "speed-now",
            language.fill(words::DIGITS_PER_SECOND, &[("n", &speed)]),
        ),
        (
            "left-now",
            match left.is_finite() {
                true => number::duration(left),
                false => "—".to_owned(),
            },
        ),
    ]
}

/// What is being done, as plain text: a step of the training, or the test.
pub fn doing(language: Language, report: &DigitsBody) -> String {
    if report.trained {
        return language.text(words::DIGITS_TESTING).to_owned();
    }
    let step = number::grouped(report.iteration, language);
    let total = number::grouped(report.iterations, language);
    language.fill(words::DIGITS_STEP_OF, &[("n", &step), ("total", &total)])
}

/// The rows of the epochs: ours, and what the thesis prints.
pub fn epochs(report: &DigitsBody) -> String {
    let rows = report.epochs.iter().enumerate().map(|(place, epoch)| {
        let printed = numbers::printed(report.case, place).filter(|_| report.hidden.is_none());
        let shown = |value: Option<f64>| value.map_or("—".to_owned(), |v| number::fixed(v, 4));
        format!(
            r#"<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"#,
            place + 1,
            shown(Some(epoch.loss)),
            shown(Some(epoch.accuracy)),
            shown(printed.map(|(loss, _)| loss)),
            shown(printed.map(|(_, accuracy)| accuracy)),
        )
    });
    rows.collect()
}

/// The result of the test in words, each with the part of the page that shows it.
pub fn tested(language: Language, evaluation: &Evaluation) -> [(&'static str, String); 2] {
    let accuracy = number::percent(evaluation.accuracy, language);
    let wrong = number::grouped(evaluation.wrong, language);
    let shown = evaluation.mistakes.len().to_string();
    let tested = [("accuracy", &*accuracy), ("wrong", &wrong)];
    let gallery = [("n", &*shown), ("wrong", &wrong)];
    [
        ("test-text", language.fill(words::DIGITS_TESTED, &tested)),
        (
            "gallery-title",
            language.fill(words::DIGITS_GALLERY, &gallery),
        ),
    ]
}

/// The rows of the confusion matrix: a row a true digit, a shade by the share of its row.
pub fn confusion(counts: &[u64]) -> String {
    let row = |(truth, row): (usize, &[u64])| {
        let cells: String = row
            .iter()
            .enumerate()
            .map(|(answer, count)| {
                let shade = numbers::shade(*count, row);
                let kind = if truth == answer { "right" } else { "wrong" };
                let shown = match count {
                    0 => "·".to_owned(),
                    count => count.to_string(),
                };
                format!(r#"<td class="{kind} shade-{shade}">{shown}</td>"#)
            })
            .collect();
        format!(r#"<tr><th scope="row">{truth}</th>{cells}</tr>"#)
    };
    counts.chunks_exact(10).enumerate().map(row).collect()
}

/// The gallery of misread images: a button each.
pub fn gallery(language: Language, mistakes: &[Mistake]) -> String {
    let item = |(place, mistake): (usize, &Mistake)| {
        let (truth, answer) = (mistake.truth.to_string(), mistake.answer.to_string());
        let slots = [("truth", &*truth), ("answer", &*answer)];
        let label = dom::escape(&language.fill(words::DIGITS_MISTAKE, &slots));
        format!(
            r#"<button type="button" class="mistake" data-mistake="{place}" title="{label}"><canvas width="28" height="28"></canvas><span>{truth}→{answer}</span></button>"#
        )
    };
    mistakes.iter().enumerate().map(item).collect()
}

/// The image that the network reads, in words.
pub fn seen(language: Language, image: Option<&Image>) -> String {
    let Some((count, rows, columns)) = image.and_then(numbers::ink) else {
        return language.text(words::DIGITS_SEEN_EMPTY).to_owned();
    };
    let [n, top, bottom, left, right] =
        [count, rows[0], rows[1], columns[0], columns[1]].map(|number| number.to_string());
    let slots = [
        ("n", &*n),
        ("top", &top),
        ("bottom", &bottom),
        ("left", &left),
        ("right", &right),
    ];
    language.fill(words::DIGITS_SEEN_NOW, &slots)
}
