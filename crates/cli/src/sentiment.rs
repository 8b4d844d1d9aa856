//! `redes sentiment`

use std::{
    fs,
    io::{self, Read},
    path::PathBuf,
};

use anyhow::{Context, Result, bail};
use redes_core::network::Role;
use redes_data::{reviews::MAX_WORDS, words::Encoding};
use redes_inputs::reviews::Review;
use redes_lessons::occlusion::occlusion;

use crate::{file::say, place};

/// The limit for a review, in bytes. The network reads only the last 500 words.
const LONGEST: u64 = 16 << 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A network that `redes train 2.0|2.1 --out` wrote.
    model: PathBuf,
    /// The review, in English. - reads it from standard input.
    text: String,
    /// Prints JSON: the score (null where no word is known), words read, and each word with its contribution to the
    /// log-odds.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let name = arguments.model.display();
    let bytes = fs::read(&arguments.model).with_context(|| format!("cannot read {name}"))?;
    let mut network = redes_models::load(&bytes, 128)
        .with_context(|| name.to_string())?
        .network;
    let words = network
        .parameter_blocks()
        .iter()
        .find(|block| block.role == Role::Embedding);
    let encoding = Encoding::default();
    if words.is_none_or(|block| block.shape.first() != Some(&usize::from(encoding.num_words)))
        || (network.input_width(), network.output_width()) != (MAX_WORDS, 1)
    {
        bail!("{name} reads no reviews: it must be a network of case 2.0 or 2.1");
    }
    let text = text(&arguments.text)?;
    let review = Review::new(&place::vocabulary()?, &text);

    // The network reads the last words, at the end of its input.
    let words = review.read();
    let places: Vec<usize> = (MAX_WORDS - words.len()..MAX_WORDS).collect();
    let &[score] = network.forward_row(review.input())? else {
        bail!("the network has more than one output");
    };
    // Where it knows no word, its answer says nothing of the text.
    let score = (!review.is_strange()).then_some(f64::from(score));
    let unknown = f32::from(encoding.oov);
    let owed = occlusion(&mut network, review.input(), &places, unknown)?;
    if arguments.json {
        let words: Vec<_> = words
            .iter()
            .zip(&owed)
            .map(|(word, owed)| {
                let (known, text) = (!word.is_unknown(), word.text.to_ascii_lowercase());
                serde_json::json!({ "word": text, "id": word.id, "known": known, "contribution": owed })
            })
            .collect();
        return say(
            serde_json::json!({ "score": score, "unread": review.unread(), "words": words }),
        );
    }
    say(match score {
        Some(score) if score > 0.5 => format!("{score:.4}: positive"),
        Some(score) => format!("{score:.4}: negative"),
        None => "no verdict: the network knows none of these words".to_owned(),
    })?;
    let (read, unknown, unread) = (words.len(), review.unknown(), review.unread());
    say(format!(
        "{read} words read, {unknown} of them unknown; {unread} before them not read"
    ))?;
    if review.is_mostly_strange() {
        say("Most words are unknown: the network knows English words only, 4,996 of them.")?;
    }
    if score.is_none() {
        return Ok(());
    }
    say(
        "What each word adds to the log-odds (how far they fall when it is made unknown), strongest first:",
    )?;
    let mut strongest: Vec<_> = words.iter().zip(owed).collect();
    strongest.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
    for (word, owed) in strongest.into_iter().take(20) {
        say(format!("{owed:+9.4}  {}", word.text.to_ascii_lowercase()))?;
    }
    say("Log-odds are ln(p / (1 - p)) of the score p: 0 for 0.5, +1 for 0.73, -1 for 0.27.")
}

/// The given text, or standard input's.
fn text(given: &str) -> Result<String> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    let mut bytes = Vec::new();
    io::stdin().take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        bail!("the review is longer than 16 MB");
    }
    Ok(decoded(bytes))
}

/// A text as editors save it: UTF-8; UTF-16 with its mark, as from Windows' shell; else Latin-1, of which Windows-1252
/// differs in its marks alone.
fn decoded(bytes: Vec<u8>) -> String {
    let words = |rest: &[u8], number: fn([u8; 2]) -> u16| {
        let (pairs, _) = rest.as_chunks::<2>();
        let words: Vec<u16> = pairs.iter().map(|pair| number(*pair)).collect();
        String::from_utf16_lossy(&words)
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => words(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => words(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes).unwrap_or_else(|error| {
            let bytes = error.into_bytes();
            bytes.into_iter().map(char::from).collect()
        }),
    }
}
