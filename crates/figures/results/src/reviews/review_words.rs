//! The review word by word, each in the colour of what it adds.

use redes_data::words::Encoding;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::readers::{Contributions, Review, Word};
use crate::words;
use redes_shell::{
    dom::{self, part},
    number,
    text::Language,
};

/// Shades on either side.
const SHADES: f64 = 5.0;
/// Words of a review that are shown; of a longer one the last, of which the networks read 500.
const SHOWN: usize = 700;
/// Words in each list of the strongest.
const STRONGEST: usize = 6;

/// Writes the words out, without colours yet.
pub fn write(host: &HtmlElement, language: Language, review: &Review) {
    let Ok(place) = part::<Element>(host, "words") else {
        return;
    };
    let oov = Encoding::default().oov;
    let hidden = review.words.len().saturating_sub(SHOWN);
    let unread = review.words.len() - review.read();
    let mut markup = String::new();
    if hidden > 0 {
        let n = number::grouped(hidden as u64, language);
        markup = format!(
            "<span class=\"unread\">{}</span> ",
            language.fill(words::REVIEWS_MORE, &[("n", &n)])
        );
    }
    for (index, word) in review.words.iter().enumerate().skip(hidden) {
        let shown = dom::escape(&word.text);
        // One stop for the Tab key; the arrows go from word to word.
        let tab = if index == hidden { 0 } else { -1 };
        let class = match (index < unread, word.id == oov) {
            (true, _) => "word unread",
            (false, true) => "word unknown",
            (false, false) => "word",
        };
        markup.push_str(&format!(
            r#"<button type="button" class="{class}" data-word="{index}" tabindex="{tab}">{shown}</button> "#
        ));
    }
    place.set_inner_html(&markup);
    dom::set_part_text(host, "vector", &review.vector());
    for list in ["for-positive", "for-negative"] {
        dom::set_part_text(host, list, "");
    }
}

/// Colours the words by what they add, and lists the strongest.
pub fn colour(host: &HtmlElement, review: &Review, contributions: &Contributions) {
    let owed = &contributions.owed;
    let unread = review.words.len() - review.read();
    let most = owed
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    for button in dom::all(host, "[data-word]").unwrap_or_default() {
        let index = button.get_attribute("data-word");
        let index = index.and_then(|text| text.parse::<usize>().ok());
        let value = index.and_then(|index| owed.get(index.checked_sub(unread)?));
        let Some(value) = value.copied() else {
            continue;
        };
        let shade = (SHADES * value.abs() / most.max(1e-9)).round();
        let side = if value > 0.0 { "plus" } else { "minus" };
        let classes = button.class_name();
        let kept: Vec<&str> = classes
            .split_whitespace()
            .filter(|class| !class.starts_with("plus") && !class.starts_with("minus"))
            .collect();
        let classes = match shade >= 1.0 {
            true => format!("{} {side}-{shade}", kept.join(" ")),
            false => kept.join(" "),
        };
        dom::set_attribute(&button, "class", &classes);
    }
    // The strongest first; words that owe the same keep their order. A review is short.
    let mut order: Vec<usize> = Vec::with_capacity(owed.len());
    for (index, own) in owed.iter().enumerate() {
        let place = order.partition_point(|&other| owed[other].total_cmp(own).is_ge());
        order.insert(place, index);
    }
    let item = |&index: &usize| {
        let word = dom::escape(&review.words[unread + index].text);
        let signed = signed(owed[index]);
        format!("<li>{word} <span>{signed}</span></li>")
    };
    let above = order.iter().filter(|&&index| owed[index] > 0.0);
    let below = order.iter().rev().filter(|&&index| owed[index] < 0.0);
    let positive: String = above.take(STRONGEST).map(item).collect();
    let negative: String = below.take(STRONGEST).map(item).collect();
    for (list, items) in [("for-positive", positive), ("for-negative", negative)] {
        if let Ok(list) = part::<Element>(host, list) {
            list.set_inner_html(&items);
        }
    }
}

/// Moves the focus from the word that has it to the one before or after it.
pub fn step(host: &HtmlElement, from: usize, key: &str) -> bool {
    let to = match key {
        "ArrowRight" | "ArrowDown" => from + 1,
        "ArrowLeft" | "ArrowUp" if from > 0 => from - 1,
        _ => return false,
    };
    let word = |index: usize| {
        let found = host.query_selector(&format!("[data-word=\"{index}\"]"));
        found.ok().flatten()?.dyn_into::<HtmlElement>().ok()
    };
    let (Some(old), Some(new)) = (word(from), word(to)) else {
        return false;
    };
    old.set_tab_index(-1);
    new.set_tab_index(0);
    new.focus().is_ok()
}

/// Says what one word is and does.
pub fn explain(
    language: Language,
    review: &Review,
    contributions: &Contributions,
    index: usize,
) -> Option<String> {
    let Word { text, id } = review.words.get(index)?;
    let unread = review.words.len() - review.read();
    let encoding = Encoding::default();
    let number = id.to_string();
    if index < unread {
        return Some(language.fill(words::REVIEWS_WORD_UNREAD, &[("word", text)]));
    }
    let what = if *id == encoding.oov {
        language.fill(
            words::REVIEWS_WORD_UNKNOWN,
            &[("word", text), ("id", &number)],
        )
    } else {
        let rank = number::grouped(u64::from(id - encoding.index_from), language);
        language.fill(
            words::REVIEWS_WORD_KNOWN,
            &[("word", text), ("id", &number), ("rank", &rank)],
        )
    };
    let adds = match contributions.owed.get(index - unread) {
        Some(value) => language.fill(words::REVIEWS_WORD_ADDS, &[("n", &signed(*value))]),
        None => String::new(),
    };
    Some(format!("{what} {adds}"))
}

fn signed(value: f64) -> String {
    let text = number::fixed(value, 2);
    match value > 0.0 {
        true => format!("+{text}"),
        false => text,
    }
}
