//! Finds the data sets: in the given folder, else in `REDES_DATA`, else in the cache that `cargo xtask data` fills.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use redes_data::{
    acl_imdb::AclImdb,
    mnist::{self, FILES, MnistError},
    reviews::Reviews,
    words::{Encoding, Extent, Vocabulary},
};

/// Training and test images: MNIST, or a set of its form.
pub(crate) fn mnist(named: Option<&Path>) -> Result<mnist::Folder> {
    let folder = folder(named, "mnist", &FILES.map(|file| file.name).join(", "))?;
    let read = mnist::Folder::read(&folder);
    // Files that are there are not to be fetched: what is wrong with them is all that helps.
    let nothing = matches!(&read, Err(MnistError::Missing { found, .. }) if found.is_empty());
    match nothing {
        true => read.with_context(|| missing("MNIST", &folder)),
        false => Ok(read?),
    }
}

/// Training and test reviews: from a folder with `train.bin` and `test.bin`, or from the published archive or its folder.
pub(crate) fn imdb(named: Option<&Path>) -> Result<(Reviews, Reviews)> {
    let place = folder(named, "imdb", "train.bin, test.bin")?;
    if place.is_dir() && place.join("train.bin").exists() {
        let read = |name: &str| {
            let path = place.join(name);
            let bytes = fs::read(&path).with_context(|| missing("IMDB", &place))?;
            Reviews::from_bytes(&bytes).with_context(|| path.display().to_string())
        };
        return Ok((read("train.bin")?, read("test.bin")?));
    }
    let published = AclImdb::read(&place).with_context(|| missing("IMDB", &place))?;
    let texts = published.train.iter().map(|review| review.text.as_str());
    let words = vocabulary()?.completed(texts);
    let half = |reviews: &[redes_data::acl_imdb::Review]| {
        let texts = reviews
            .iter()
            .map(|review| (review.text.as_str(), review.label));
        Reviews::encoded(&Encoding::default(), &words, texts)
    };
    Ok((half(&published.train)?, half(&published.test)?))
}

/// The words that the networks of cases 2.0 and 2.1 know, by Keras's index.
pub(crate) fn vocabulary() -> Result<Vocabulary> {
    let lines = include_str!("../../../www/models/reviews-words.txt");
    Ok(Vocabulary::from_ranked_lines(lines, Extent::Head)?)
}

fn missing(what: &str, place: &Path) -> String {
    format!(
        "no {what} in {}: run `cargo xtask data`, or name a folder with --data",
        place.display()
    )
}

fn folder(named: Option<&Path>, name: &str, files: &str) -> Result<PathBuf> {
    if let Some(folder) = named {
        return Ok(folder.to_owned());
    }
    // The variable names MNIST's folder, as in earlier versions, or a folder with a subfolder for each set.
    if let Some(folder) = env::var_os("REDES_DATA").map(PathBuf::from) {
        let inside = folder.join(name);
        return Ok(if inside.exists() { inside } else { folder });
    }
    let cache = env::var_os("XDG_CACHE_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .with_context(|| {
            format!("there is no home folder: name the folder of {files} with --data")
        })?;
    Ok(cache.join("redes/data").join(name))
}
