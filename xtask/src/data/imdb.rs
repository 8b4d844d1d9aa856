//! The IMDB reviews, numbered as `keras.datasets.imdb.load_data(num_words=5000)` does.
//!
//! The archive comes from REDES_IMDB, else from a folder that several checkouts share, else from its authors.
//! Keras's index of words comes from the same places, else from Keras's. If it is not available, its head, which the site
//! ships, is completed with the words of the training half. The numbers are the same either way: beyond the head
//! only the ranks of words differ, and all those words are "unknown".

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use redes_data::{
    acl_imdb::{AclImdb, Review},
    reviews::Reviews,
    words::{Encoding, Extent, Vocabulary},
};
use serde_json::{Value, json};

use super::files::{check, data, entry, fetch, keep, on_site, remove};
use crate::{
    place,
    step::{skip, step},
    tools::sha256,
};

pub(super) const NAME: &str = "IMDB reviews";
/// The set's folder, in the cache and on the site.
pub(super) const FOLDER: &str = "imdb";
/// The files of both halves.
pub(super) const HALVES: [&str; 2] = ["train.bin", "test.bin"];
const WORDS: &str = "words.txt";
/// The record of the other files' sources; written last.
const PROVENANCE: &str = "provenance.json";
/// Increase it when the same reviews must be prepared again.
const EDITION: u64 = 1;

const ARCHIVE: &str = "aclImdb_v1.tar.gz";
const ARCHIVE_URL: &str = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz";
/// [`texts_sha256`] of the archive.
const TEXTS: &str = "fb23a2a52eadd6dd190d9027a56d1aeddd03a76df02cf83bf2c0359ce12f16b0";
const INDEX: &str = "imdb_word_index.json";
const INDEX_URL: &str =
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/imdb_word_index.json";
const INDEX_SHA256: &str = "027313fe9a320280f3bf0fac5baf58c4a683cf39a7ed9c3d3d3912bde4284cf6";

/// The folder with both halves, all words by rank, and the record of their sources.
pub(super) fn prepare() -> Result<PathBuf> {
    let folder = data()?.join(FOLDER);
    if complete(&folder) {
        skip(NAME, "there");
        return Ok(folder);
    }
    step(NAME, || {
        fs::create_dir_all(&folder)?;
        let (source, reviews) = archive(&folder)?;
        for half in [&reviews.train, &reviews.test] {
            let positive = half.iter().filter(|review| review.label == 1).count();
            ensure!(
                (half.len(), positive) == (25_000, 12_500),
                "a half has {} reviews, {positive} of them positive; 25,000 and 12,500 are expected",
                half.len()
            );
        }
        let texts = texts_sha256(&reviews);
        if texts != TEXTS {
            eprintln!("    warning: not quite the reviews that were published in 2011");
        }
        let (index, words) = index(&folder, &reviews)?;
        eprintln!("    reviews: {source}; words: {index}");
        write(&folder, &reviews, &words, source, index, &texts)
    })?;
    Ok(folder)
}

/// Whether all files exist, in this edition, with the right bytes.
fn complete(folder: &Path) -> bool {
    let provenance = fs::read(folder.join(PROVENANCE)).unwrap_or_default();
    let provenance: Value = serde_json::from_slice(&provenance).unwrap_or_default();
    let right = |file: &Value| {
        let name = file["name"].as_str().unwrap_or_default();
        fs::read(folder.join(name)).is_ok_and(|bytes| entry(name, &bytes) == *file)
    };
    provenance["edition"] == EDITION
        && provenance["files"]
            .as_array()
            .is_some_and(|files| files.len() == 3 && files.iter().all(right))
}

/// The reviews, and their source.
fn archive(folder: &Path) -> Result<(&'static str, AclImdb)> {
    for (name, path) in places() {
        match AclImdb::read(&path) {
            Ok(reviews) => return Ok((name, reviews)),
            Err(error) => eprintln!("    {name}: {error}"),
        }
    }
    let path = folder.join(ARCHIVE);
    let official = || {
        if !path.is_file() {
            eprintln!("    fetching {ARCHIVE_URL} (84 MB, once)");
            fetch(ARCHIVE_URL, &path)?;
        }
        AclImdb::read(&path)
            .inspect_err(|_| {
                // An unreadable file is removed.
                let _ = fs::remove_file(&path);
            })
            .map_err(anyhow::Error::from)
    };
    let reviews = official().context(
        "The IMDB reviews could not be fetched. Get aclImdb_v1.tar.gz from https://ai.stanford.edu/~amaas/data/sentiment and run `REDES_IMDB=that/file cargo xtask data`",
    )?;
    Ok(("ai.stanford.edu", reviews))
}

/// The places where this machine may have the archive or the index of words.
fn places() -> Vec<(&'static str, PathBuf)> {
    let given = env::var_os("REDES_IMDB").map(|path| ("REDES_IMDB", PathBuf::from(path)));
    let shared =
        Some(("the shared folder", place::shared_data())).filter(|(_, path)| path.is_dir());
    given.into_iter().chain(shared).collect()
}

/// All words by rank, and their source.
fn index(folder: &Path, reviews: &AclImdb) -> Result<(&'static str, Vocabulary)> {
    let read = |path: &Path| {
        let bytes = fs::read(path)?;
        check(INDEX, &bytes, INDEX_SHA256)?;
        anyhow::Ok(Vocabulary::from_keras_json(&bytes)?)
    };
    for (name, path) in places() {
        // An archive's index is beside it.
        let folder = if path.is_dir() {
            &path
        } else {
            path.parent().unwrap_or(&path)
        };
        let path = folder.join(INDEX);
        if path.is_file() {
            match read(&path) {
                Ok(words) => return Ok(("Keras's index", words)),
                Err(error) => eprintln!("    {name}: {error:#}"),
            }
        }
    }
    let path = folder.join(INDEX);
    let fetched = fetch(INDEX_URL, &path).and_then(|()| read(&path));
    let _ = fs::remove_file(&path);
    match fetched {
        Ok(words) => Ok(("Keras's index", words)),
        Err(error) => {
            eprintln!("    {error:#}");
            let head = fs::read_to_string(place::root().join("www/models/reviews-words.txt"))?;
            let head = Vocabulary::from_ranked_lines(&head, Extent::Head)?;
            let texts = reviews.train.iter().map(|review| review.text.as_str());
            Ok((
                "the head of Keras's index, completed with the training reviews",
                head.completed(texts),
            ))
        }
    }
}

fn write(
    folder: &Path,
    reviews: &AclImdb,
    words: &Vocabulary,
    source: &str,
    index: &str,
    texts: &str,
) -> Result<()> {
    // The site's copies are outdated now.
    remove(&on_site(FOLDER)?)?;
    let encoding = Encoding::default();
    let mut files = Vec::new();
    let mut put = |name: &str, bytes: &[u8]| {
        files.push(entry(name, bytes));
        keep(folder, name, bytes)
    };
    for (name, half) in HALVES.into_iter().zip([&reviews.train, &reviews.test]) {
        let texts = half
            .iter()
            .map(|review| (review.text.as_str(), review.label));
        put(name, &Reviews::encoded(&encoding, words, texts)?.to_bytes())?;
    }
    put(WORDS, words.to_ranked_lines().as_bytes())?;
    let provenance = json!({
        "edition": EDITION,
        "reviews": source,
        "reviews_sha256": texts,
        "train": reviews.train.len(),
        "test": reviews.test.len(),
        "words": words.len(),
        "words_from": index,
        "num_words": encoding.num_words,
        "files": files,
    });
    keep(folder, PROVENANCE, format!("{provenance:#}\n").as_bytes())
}

/// A digest of the names and texts of all reviews, in any container: the digest of the list that `sha256sum` would print.
fn texts_sha256(reviews: &AclImdb) -> String {
    let line =
        |Review { name, text, .. }: &Review| format!("{}  {name}\n", sha256(text.as_bytes()));
    let list: String = reviews
        .train
        .iter()
        .chain(&reviews.test)
        .map(line)
        .collect();
    sha256(list.as_bytes())
}
