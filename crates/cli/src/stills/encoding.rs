//! A sentence as words, as numbers, and as the row of 500.

use anyhow::Result;
use redes_data::words::{Encoding, Id};
use redes_figures::problems::encoding::numbers::{MAX_WORDS, Row};
use redes_sheet::{language::Language, theme::Colour};

use super::{
    Still,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
};
use crate::place;

/// The sentence; the networks do not know its last word.
const TEXT: &str = "The film requires patience";

/// The gap between the cards of two words.
const GAP: f64 = 10.0;
/// The start of the enlarged part of the row.
const GLASS: f64 = 250.0;

pub(super) fn still() -> Result<Still> {
    let row = Row::new(&place::vocabulary()?, TEXT);
    Ok(Box::new(move |language| draw(language, &row)))
}

fn draw(language: Language, row: &Row) -> Picture {
    let encoding = Encoding::default();
    let known = &row.words;
    let title = language.choose(
        "Las palabras de una frase con su puesto y su número, y la fila de 500 números",
        "The words of a sentence with their ranks and numbers, and the row of 500 numbers",
    );
    let mut picture = Picture::new(language, 420.0, title);
    let start = language.choose("(inicio)", "(start)");
    let start = std::iter::once((start, encoding.start));
    let all = start.chain(known.iter().map(|word| (word.token.as_str(), word.id)));
    let wide = (WIDTH - 2.0 * MARGIN + GAP) / (known.len() + 1) as f64;
    for (place, (text, id)) in all.clone().enumerate() {
        let left = MARGIN + wide * place as f64;
        let middle = left + (wide - GAP) / 2.0;
        let unknown = id == encoding.oov;
        let rank = match place {
            0 => String::new(),
            _ if unknown => language.choose("rara", "rare").to_owned(),
            _ => format!("{} + {}", rank_of(row, place), encoding.index_from),
        };
        let paint = if place == 0 {
            Colour::Panel
        } else {
            Colour::Panel2
        };
        let mut paint = fill(paint).outlined(Colour::Soft, 1.5);
        if unknown {
            paint = paint.dashed("6 4");
        }
        picture.rounded([left, 24.0, wide - GAP, 140.0], 6.0, paint);
        let soft = words(22.0).middle().colour(Colour::Soft);
        let word = if place == 0 {
            soft
        } else {
            words(24.0).middle()
        };
        picture.text([middle, 60.0], word, text);
        if !rank.is_empty() {
            picture.text([middle, 98.0], soft, rank);
        }
        let number = words(32.0).middle().bold();
        picture.text([middle, 146.0], number, id.to_string());
    }

    // The row as a strip, and its end enlarged.
    let count = known.len() + 1;
    let (top, wide, high) = (232.0, WIDTH - 2.0 * MARGIN, 40.0);
    let label = language.choose(
        "Lo que recibe la red: 500 números",
        "What the network is given: 500 numbers",
    );
    picture.text([MARGIN, top - 16.0], words(22.0), label);
    let each = wide / MAX_WORDS as f64;
    let zeros = row.zeros();
    let begins = MARGIN + each * zeros as f64;
    let strip = fill(Colour::Panel2).outlined(Colour::Soft, 1.5);
    picture.rect([MARGIN, top, wide, high], strip);
    let end = [begins, top, each * count as f64, high];
    picture.rect(end, fill(Colour::Accent));
    let zeros = language.choose(format!("{zeros} ceros"), format!("{zeros} zeros"));
    let soft = words(24.0).middle().colour(Colour::Soft);
    picture.text([WIDTH / 2.0, top + 28.0], soft, zeros);
    let (below, right) = (top + high + 42.0, WIDTH - MARGIN);
    let line = stroke(Colour::Accent, 2.0);
    picture.line([begins, top + high], [GLASS + 8.0, below], line);
    picture.line([right, top + high], [right, below + 8.0], line);
    picture.rounded([GLASS, below, right - GLASS, 56.0], 6.0, line);
    let ids: Vec<String> = all.map(|(_, id)| id.to_string()).collect();
    let numbers = format!("… 0 0 0 0 {}", ids.join(" "));
    let middle = [(GLASS + right) / 2.0, below + 38.0];
    picture.text(middle, words(28.0).middle(), numbers);
    picture
}

/// The rank of the word on a card; the start's card is number 0.
fn rank_of(row: &Row, card: usize) -> Id {
    let word = card.checked_sub(1).and_then(|word| row.words.get(word));
    word.map_or(0, |word| word.rank())
}
