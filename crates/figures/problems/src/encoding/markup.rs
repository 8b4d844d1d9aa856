//! The figure's markup: the text, its words with their numbers, the row of 500; and its sentences.

use redes_data::words::{Encoding, PAD};

use super::numbers::{Choice, MAX_WORDS, Row, Word};
use crate::words;
use redes_shell::{controls, dom, mounted::REFUSED, number, text::Language};

/// The most words that are shown; of a longer review, the last ones.
const SHOWN: usize = 700;
/// The most characters that the box takes.
const LONGEST: usize = 20_000;

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let places = MAX_WORDS.to_string();
    let row = language.fill(words::ENCODING_ROW, &[("n", &places)]);
    format!(
        r#"<div class="encoding-text">
  <h3><label for="{prefix}-text">{title}</label></h3>
  <textarea id="{prefix}-text" data-ref="text" rows="4" maxlength="{LONGEST}" lang="en" spellcheck="false"></textarea>
  <div class="controls"><button type="button" class="button" data-ref="thesis">{thesis}</button><button type="button" class="button" data-ref="clear">{clear}</button><button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button></div>
</div>
{REFUSED}
<p class="notice bad" data-ref="failed" role="alert" hidden><span data-ref="failed-text"></span> <button type="button" class="button" data-ref="retry">{retry}</button></p>
<p class="status" data-ref="status" role="status">{loading}</p>
<section class="encoding-words">
  <h3 id="{prefix}-words-title">{words}</h3>
  <p class="help" id="{prefix}-words-help">{words_help}</p>
  <div class="chips" data-ref="words" role="group" aria-labelledby="{prefix}-words-title" aria-describedby="{prefix}-words-help"></div>
  <p class="encoding-note" data-ref="note" role="status">{note}</p>
</section>
<section class="encoding-row">
  <h3 id="{prefix}-row-title">{row}</h3>
  <div class="row" data-ref="row" tabindex="0" role="group" aria-labelledby="{prefix}-row-title"></div>
</section>"#,
        title = text(words::ENCODING_TITLE),
        thesis = text(words::ENCODING_THESIS),
        clear = text(words::ENCODING_CLEAR),
        reset_title = text(words::ENCODING_RESET_TITLE),
        reset_icon = controls::RESET,
        reset = text(words::RESET),
        retry = text(words::ENCODING_RETRY),
        loading = text(words::ENCODING_LOADING),
        words = text(words::ENCODING_WORDS),
        words_help = text(words::ENCODING_WORDS_HELP),
        note = text(words::ENCODING_NOTE),
        row = dom::escape(&row),
    )
}

/// A button for the start and for each word. The Tab key reaches one of them; the arrow keys go on from there.
pub fn chips(language: Language, row: &Row) -> String {
    let encoding = Encoding::default();
    let hidden = row.words.len().saturating_sub(SHOWN);
    let mut markup = String::new();
    // The Tab key reaches the first chip. (A search for the attribute's text would weigh 4 kB.)
    let mut tab = "0";
    let mut chip = |index: &str, class, written: &str, token: &str, id: &str| {
        let tab = std::mem::replace(&mut tab, "-1");
        chip(index, class, tab, [written, token, id])
    };
    if hidden > 0 {
        let n = number::grouped(hidden as u64, language);
        let more = dom::escape(&language.fill(words::ENCODING_MORE, &[("n", &n)]));
        markup = format!(r#"<span class="more">{more}</span>"#);
    } else if row.start().is_some() {
        let start = dom::escape(language.text(words::ENCODING_START));
        markup = chip("start", "start", "▸", &start, &encoding.start.to_string());
    }
    for (index, word) in row.words.iter().enumerate().skip(hidden) {
        let Word { written, token, id } = word;
        let class = match (row.place(index), word.is_unknown()) {
            (None, _) => "unread",
            (Some(_), true) => "unknown",
            (Some(_), false) => "",
        };
        let (written, token) = (dom::escape(written), dom::escape(token));
        let word = chip(&index.to_string(), class, &written, &token, &id.to_string());
        markup.push_str(&word);
    }
    markup
}

/// A button: the word as written, in lower case, and its number.
fn chip(index: &str, class: &str, tab: &str, [written, token, id]: [&str; 3]) -> String {
    format!(
        r#"<button type="button" class="chip {class}" data-word="{index}" tabindex="{tab}"><span lang="en">{written}</span><small lang="en">{token}</small><b>{id}</b></button>"#
    )
}

/// The row of 500 numbers.
pub fn numbers(row: &Row) -> String {
    let encoding = Encoding::default();
    let place = |(place, id): (usize, &u16)| {
        let class = match (row.word_at(place), *id) {
            (None, PAD) => "zero",
            (None, _) => "start",
            (Some(_), id) if id == encoding.oov => "unknown",
            (Some(_), _) => "",
        };
        format!(r#"<span class="{class}" data-place="{place}">{id}</span> "#)
    };
    row.padded.iter().enumerate().map(place).collect()
}

/// How many words, unknown words and zeros the row has.
pub fn counts(language: Language, row: &Row) -> String {
    let count = |n: usize| number::grouped(n as u64, language);
    let (words, unknown) = (count(row.words.len()), count(row.unknown()));
    let zeros = count(row.zeros());
    let slots = [
        ("words", &*words),
        ("unknown", &*unknown),
        ("zeros", &*zeros),
    ];
    let key = match row.start() {
        Some(_) => words::ENCODING_COUNTS,
        None => words::ENCODING_COUNTS_LONG,
    };
    language.fill(key, &slots)
}

/// Where the chosen word's number comes from, or what the chosen number means.
pub fn note(language: Language, row: &Row, choice: Choice) -> String {
    let encoding = Encoding::default();
    let Some(word) = row.chosen(choice) else {
        let key = match row.is_start(choice) {
            true => words::ENCODING_START_NOTE,
            false => words::ENCODING_ZERO_NOTE,
        };
        return language.text(key).to_owned();
    };
    let token = word.token.as_str();
    let Some(place) = choice.place else {
        return language.fill(words::ENCODING_UNREAD_NOTE, &[("word", token)]);
    };
    let (id, place) = (word.id.to_string(), (place + 1).to_string());
    let common = [("word", token), ("id", &*id), ("place", &*place)];
    if word.is_unknown() {
        let known = number::grouped(encoding.known_words() as u64, language);
        let slots = [&common[..], &[("known", &*known)]].concat();
        return language.fill(words::ENCODING_UNKNOWN_NOTE, &slots);
    }
    let rank = number::grouped(u64::from(word.rank()), language);
    let from = encoding.index_from.to_string();
    let slots = [&common[..], &[("rank", &*rank), ("from", &*from)]].concat();
    language.fill(words::ENCODING_KNOWN_NOTE, &slots)
}
