//! The phrases' markup: the review, its way through the network, the filter, the neighbours of a word.

use redes_data::words::{Vocabulary, tokens};
use redes_inputs::reviews::{Review, Word};

use super::{
    link::State,
    numbers::{FILTERS, Inside, Reading, Scored, TAPS, WIDTH, Window, window, word},
};
use crate::words;
use redes_shell::{
    controls, dom,
    mounted::REFUSED,
    number,
    text::{Language, Text},
};

/// The longest text that the box takes, in characters.
const LONGEST: usize = 20_000;
/// Columns of the picture of the 250 neurons.
pub const ACROSS: usize = 50;

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let State { filter, .. } = State::default();
    let picture = |name: &str, label: Text| {
        format!(
            r#"<canvas data-ref="{name}" class="map" width="{WIDTH}" height="1" role="img" aria-label="{}"></canvas>"#,
            text(label)
        )
    };
    format!(
        r#"<div class="phrases-text">
  <h3><label for="{prefix}-text">{title}</label></h3>
  <textarea id="{prefix}-text" data-ref="text" rows="3" maxlength="{LONGEST}" lang="en" spellcheck="false"></textarea>
  <div class="controls"><button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button></div>
</div>
{REFUSED}
<p class="status" data-ref="status" role="status"></p>
<div class="phrases-load" data-ref="load">
  <p>{load_help}</p>
  <button type="button" class="button primary" data-ref="load-button">{load}</button>
  <div class="phrases-progress" data-ref="load-progress" hidden><progress data-ref="load-bar" max="1" value="0"></progress><span data-ref="load-text"></span></div>
  <p class="notice bad" data-ref="load-error" role="alert" hidden></p>
</div>
<div class="phrases-filter"><label for="{prefix}-filter">{filter_label}</label><input id="{prefix}-filter" data-ref="filter" type="range" min="1" max="{FILTERS}" step="1" value="{filter}"><output data-ref="filter-name" aria-live="off" for="{prefix}-filter">{filter}</output></div>
<div class="phrases-opened" data-ref="opened" hidden>
  <section class="phrases-path" aria-labelledby="{prefix}-path-title">
    <h3 id="{prefix}-path-title">{path}</h3>
    <div class="phrases-heads" aria-hidden="true"><span>{head_words}</span><span>{head_vectors}</span><span>{head_answers}</span><span>{head_pooled}</span></div>
    <div class="phrases-rows" data-ref="rows" tabindex="0" role="group" aria-labelledby="{prefix}-path-title">
      <div class="words" data-ref="words" lang="en"></div>
      <div class="layer">{vectors}</div>
      <div class="layer"><i class="column" data-ref="column"></i><i class="three" data-ref="three"></i>{answers}</div>
      <div class="layer">{pooled}</div>
    </div>
    <div class="phrases-end"><span class="help">{head_neurons}</span>{neurons}<p class="answer" data-ref="score"></p></div>
  </section>
  <section class="phrases-likes" aria-labelledby="{prefix}-likes-title">
    <h3 id="{prefix}-likes-title" data-ref="likes-title"></h3>
    <p class="sum" data-ref="sum" role="status"></p>
    <div class="phrases-lists"><div class="three-places">{places}</div>
    <div><h4>{windows_title}</h4><ol class="windows" data-ref="windows" lang="en"></ol></div></div>
  </section>
  <section class="phrases-near" aria-labelledby="{prefix}-near-title">
    <h3 id="{prefix}-near-title">{near}</h3>
    <div class="fields"><span class="field"><label for="{prefix}-word">{word_label}</label><input id="{prefix}-word" data-ref="word" list="{prefix}-list" lang="en" size="14" maxlength="40" autocomplete="off" autocapitalize="none" spellcheck="false"></span><datalist id="{prefix}-list" data-ref="list"></datalist></div>
    <p class="help" data-ref="near-note" role="status"></p>
    <ol class="bars" data-ref="near" lang="en"></ol>
  </section>
</div>"#,
        title = text(words::PHRASES_TITLE),
        reset_title = text(words::PHRASES_RESET_TITLE),
        reset_icon = controls::RESET,
        reset = text(redes_shell::words::RESET),
        load_help = text(words::PHRASES_LOAD_HELP),
        load = text(words::PHRASES_LOAD),
        filter_label = text(words::PHRASES_FILTER),
        path = text(words::PHRASES_PATH),
        head_words = text(words::PHRASES_HEAD_WORDS),
        head_vectors = text(words::PHRASES_HEAD_VECTORS),
        head_answers = text(words::PHRASES_HEAD_ANSWERS),
        head_pooled = text(words::PHRASES_HEAD_POOLED),
        head_neurons = text(words::PHRASES_HEAD_NEURONS),
        vectors = picture("vectors", words::PHRASES_HEAD_VECTORS),
        answers = picture("answers", words::PHRASES_HEAD_ANSWERS),
        pooled = picture("pooled", words::PHRASES_HEAD_POOLED),
        neurons = picture("neurons", words::PHRASES_HEAD_NEURONS),
        places = (0..TAPS)
            .map(|tap| {
                let name = language.fill(words::PHRASES_PLACE, &[("n", &(tap + 1).to_string())]);
                format!(
                    r#"<div><h4>{}</h4><ol class="bars" data-ref="place-{tap}" lang="en"></ol></div>"#,
                    dom::escape(&name)
                )
            })
            .collect::<String>(),
        windows_title = text(words::PHRASES_WINDOWS),
        near = text(words::PHRASES_NEAR),
        word_label = text(words::PHRASES_WORD),
    )
}

/// A button for each word that is read.
pub fn rows(review: &Review) -> String {
    let row = |(place, word): (usize, &Word)| {
        let class = if word.is_unknown() { "unknown" } else { "" };
        let text = dom::escape(&word.text);
        format!(
            r#"<button type="button" tabindex="-1" class="{class}" data-word="{place}">{text}</button>"#
        )
    };
    review.read().iter().enumerate().map(row).collect()
}

/// Words with a bar each, by their share of the greatest; the widths are set afterwards.
pub fn bars(vocabulary: &Vocabulary, scored: &[Scored]) -> String {
    let item = |(id, score): &Scored| {
        format!(
            "<li><span>{}</span><i></i><b>{}</b></li>",
            dom::escape(word(vocabulary, *id)),
            number::fixed(*score, 2)
        )
    };
    scored.iter().map(item).collect()
}

/// The windows with the filter's answers.
pub fn windows(windows: &[Window]) -> String {
    let item = |window: &Window| {
        format!(
            "<li><span>{}</span> <b>{}</b></li>",
            dom::escape(&window.words.join(" ")),
            number::fixed(window.answer, 2)
        )
    };
    windows.iter().map(item).collect()
}

/// The options of the search field.
pub fn options(found: &[&str]) -> String {
    let option = |word: &&str| format!(r#"<option value="{}">"#, dom::escape(word));
    found.iter().map(option).collect()
}

/// What the network makes of the text; before it is there, how many words the text has.
pub fn status(language: Language, text: &str, reading: Option<&Reading>) -> String {
    let count = |n: usize| number::grouped(n as u64, language);
    match reading {
        Some(reading) if reading.strange => language.text(words::PHRASES_STRANGE).to_owned(),
        Some(reading) => {
            let slots = [
                ("n", &*count(reading.words())),
                ("score", &number::fixed(reading.score, 3)),
            ];
            language.fill(words::PHRASES_STATUS, &slots)
        }
        None => language.fill(
            words::PHRASES_CLOSED,
            &[("n", &count(tokens(text).count()))],
        ),
    }
}

/// The title of a filter's lists; filters are counted from 0.
pub fn likes(language: Language, filter: usize) -> String {
    language.fill(words::PHRASES_LIKES, &[("n", &(filter + 1).to_string())])
}

/// The sum of a filter around a word of a review: the three parts, the bias, the answer.
pub fn sum(
    language: Language,
    inside: &Inside,
    review: &Review,
    [filter, place]: [usize; 2],
    answer: f64,
) -> String {
    let read = review.read();
    let mut total = inside.bias(filter);
    let mut parts = Vec::new();
    for (tap, id) in window(review, place).into_iter().enumerate() {
        if let Some(id) = id {
            let word = (place + tap).checked_sub(1).and_then(|at| read.get(at));
            let start = language.text(words::PHRASES_START);
            let word = word.map_or(start, |word| &word.text);
            let part = inside.part(filter, tap, id);
            total += part;
            parts.push(format!("{} ({word})", number::signed(part, 2)));
        }
    }
    let slots = [
        ("parts", &*parts.join(" ")),
        ("bias", &number::signed(inside.bias(filter), 2)),
        ("z", &number::fixed(total, 2)),
        ("answer", &number::fixed(answer, 2)),
    ];
    language.fill(words::PHRASES_SUM, &slots)
}

/// What the neighbours are, or that the network doesn't know the word.
pub fn near(language: Language, written: &str, known: bool) -> String {
    let key = match known {
        true => words::PHRASES_NEAR_NOTE,
        false => words::PHRASES_NEAR_UNKNOWN,
    };
    language.fill(key, &[("word", written.trim())])
}

/// The score in words; without a known word there is none.
pub fn score(language: Language, reading: &Reading) -> String {
    let key = match reading.score > 0.5 {
        _ if reading.strange => return "—".to_owned(),
        true => words::PHRASES_POSITIVE,
        false => words::PHRASES_NEGATIVE,
    };
    language.fill(key, &[("score", &number::fixed(reading.score, 3))])
}
