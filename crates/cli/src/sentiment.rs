//! `redes sentiment`

use std::{
    fs,
    io::{self, Read},
    path::PathBuf,
};

use anyhow::{Context, Result, bail};
use redes_core::network::Role;
use redes_data::{
    reviews::MAX_WORDS,
    words::{Encoding, pad_front},
};
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
    /// Prints JSON: score, words read, and each word with its contribution.
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
    let vocabulary = place::vocabulary()?;
    let codes: Vec<_> = encoding
        .codes(&vocabulary, &text)
        .filter_map(|(token, id)| Some((token, id?)))
        .collect();
    let mut ids = vec![encoding.start];
    ids.extend(codes.iter().map(|(_, id)| *id));
    let mut x = vec![0.0; MAX_WORDS];
    pad_front(&ids, &mut x);

    // The network reads the last words, at the end of x.
    let read = codes.len().min(MAX_WORDS);
    let places: Vec<usize> = (MAX_WORDS - read..MAX_WORDS).collect();
    let &[score] = network.forward_row(&x)? else {
        bail!("the network has more than one output");
    };
    let score = f64::from(score);
    let owed = occlusion(&mut network, &x, &places, f32::from(encoding.oov))?;
    let unread = codes.len() - read;
    let codes = &codes[unread..];
    if arguments.json {
        let words: Vec<_> = codes
            .iter()
            .zip(&owed)
            .map(|((token, id), owed)| {
                let known = *id != encoding.oov;
                serde_json::json!({ "word": token.word, "id": id, "known": known, "contribution": owed })
            })
            .collect();
        return say(serde_json::json!({ "score": score, "unread": unread, "words": words }));
    }
    say(format!(
        "{score:.4}: {}",
        if score > 0.5 { "positive" } else { "negative" }
    ))?;
    let unknown = codes.iter().filter(|(_, id)| *id == encoding.oov).count();
    say(format!(
        "{read} words read, {unknown} of them unknown; {unread} before them not read"
    ))?;
    say(
        "What each word adds to the log-odds (how far they fall when it is made unknown), strongest first:",
    )?;
    let mut order: Vec<usize> = (0..read).collect();
    order.sort_by(|&a, &b| owed[b].abs().total_cmp(&owed[a].abs()));
    for index in order.into_iter().take(20) {
        say(format!("{:+9.4}  {}", owed[index], codes[index].0.word))?;
    }
    Ok(())
}

/// The given text, or standard input's; invalid UTF-8 becomes unknown words.
fn text(given: &str) -> Result<String> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    let mut bytes = Vec::new();
    io::stdin().take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        bail!("the review is longer than 16 MB");
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
