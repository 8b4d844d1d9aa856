//! Data sets from the site: fetched with progress, checked, kept in the browser's cache.
//!
//! `data/index.json`, which every build has, names the sets that the site has, and their files with sizes and SHA-256. It
//! is read first: no file is asked for that is not there. A file is kept only once its digest is right.

use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use redes_data::{
    idx,
    mnist::{FILES, Mnist},
    reviews::Reviews,
};
use redes_experiment::{
    Data, Failure,
    datasets::{DigitsData, ReviewsData},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Cache, CacheStorage, RequestCache, Response};

use redes_shell::{
    fetch::{self, body, checked, get},
    worker::{registry, trainer::Load},
};

/// The name of our drawer in the browser's cache.
const DRAWER: &str = "redes-data-1";
/// More than any file of ours: an index that claims more is wrong.
const LIMIT: u64 = 64 << 20;

#[derive(Deserialize)]
struct Index {
    sets: Vec<Set>,
}

#[derive(Deserialize)]
struct Set {
    /// Its folder within `data/`.
    name: String,
    files: Vec<Entry>,
}

#[derive(Clone, Deserialize)]
struct Entry {
    name: String,
    bytes: u64,
    sha256: String,
}

/// More than the ledger has.
const LEDGER_LIMIT: u64 = 8 << 20;

/// A folder's files, on their way.
struct Source<'a> {
    /// Address of the folder `data`, with a slash at its end.
    data: &'a str,
    /// Is called with the bytes so far, and in all.
    progress: &'a dyn Fn(u64, u64),
    /// Breaks the download off.
    signal: Option<&'a AbortSignal>,
}

/// Fetches the data sets that a run waits for.
pub fn data_sets(
    load: Load,
    progress: registry::Progress,
    signal: Option<AbortSignal>,
) -> registry::Download {
    Box::pin(async move {
        let folder = format!("{}data/", load.root);
        let source = Source {
            data: &folder,
            progress: &*progress,
            signal: signal.as_ref(),
        };
        let mut data = Data::default();
        if load.needs.ledger {
            let url = format!("{}ledger.bin", load.root);
            let bytes = fetch::whole(&url, LEDGER_LIMIT, &|_, _| {}, source.signal).await?;
            data.ledger = Some(bytes.into());
        }
        if load.needs.mnist {
            data.mnist = found(mnist(&source).await, load.needs.optional)?;
        }
        if load.needs.imdb {
            data.imdb = found(imdb(&source).await, load.needs.optional)?;
        }
        Ok(data)
    })
}

/// A data set; none where the site was built without it and the run does without.
fn found<D>(set: Result<D, Failure>, optional: bool) -> Result<Option<Rc<D>>, Failure> {
    match set {
        Ok(set) => Ok(Some(Rc::new(set))),
        Err(Failure::DataMissing) if optional => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Training and test images.
async fn mnist(source: &Source<'_>) -> Result<DigitsData, Failure> {
    let names = FILES.map(|file| file.name);
    let mut parts = files(source, "mnist", &names).await?;
    let mut read = |images: usize, labels: usize| {
        // The file's bytes are freed before the images take their memory.
        let (name, bytes) = std::mem::take(&mut parts[images]);
        let pixels = idx::read_images(&bytes).map_err(|error| corrupt(&name, &error))?;
        drop(bytes);
        let digits = idx::read_labels(&parts[labels].1)
            .map_err(|error| corrupt(&parts[labels].0, &error))?;
        Mnist::new(pixels, digits).map_err(|error| corrupt(&name, &error))
    };
    Ok(DigitsData {
        train: read(0, 1)?,
        test: read(2, 3)?,
    })
}

/// Training and test reviews, likewise.
async fn imdb(source: &Source<'_>) -> Result<ReviewsData, Failure> {
    let names = ["train.bin", "test.bin"];
    let parts = files(source, "imdb", &names).await?;
    let read = |part: usize| {
        let (name, bytes) = &parts[part];
        Reviews::from_bytes(bytes).map_err(|error| corrupt(name, &error))
    };
    Ok(ReviewsData {
        train: read(0)?,
        test: read(1)?,
    })
}

/// The files of a set, by their names without `.gz`, in order.
async fn files(
    source: &Source<'_>,
    set: &str,
    names: &[&str],
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let url = format!("{}index.json", source.data);
    let sets = index(&url, source.signal).await?.sets;
    let index = sets
        .into_iter()
        .find(|found| found.name == set)
        .ok_or(Failure::DataMissing)?;
    let folder = format!("{}{set}/", source.data);
    let total = index.files.iter().map(|file| file.bytes).sum();
    let cache = open_cache().await;
    let mut received = 0;
    let mut parts = Vec::new();
    for name in names {
        let entry = index
            .files
            .iter()
            .find(|file| file.name.strip_suffix(".gz").unwrap_or(&file.name) == *name)
            .ok_or_else(|| Failure::Corrupt(format!("index.json: {name}")))?;
        let before = received;
        let progress = |now| (source.progress)(before + now, total);
        let bytes = file(&folder, entry, cache.as_ref(), &progress, source.signal).await?;
        received += entry.bytes;
        (source.progress)(received, total);
        parts.push((entry.name.clone(), bytes));
    }
    Ok(parts)
}

fn corrupt(name: &str, error: &dyn std::fmt::Display) -> Failure {
    Failure::Corrupt(format!("{name}: {error}"))
}

async fn index(url: &str, signal: Option<&AbortSignal>) -> Result<Index, Failure> {
    let response = get(url, RequestCache::NoCache, signal).await?;
    if response.status() == 404 {
        return Err(Failure::DataMissing);
    }
    let response = checked(url, response)?;
    let json = response.json().map_err(|_| Failure::DataMissing)?;
    // Some hosts answer a missing file with a page of their own and status 200.
    let json = JsFuture::from(json)
        .await
        .map_err(|_| Failure::DataMissing)?;
    let index: Index = serde_wasm_bindgen::from_value(json).map_err(|_| Failure::DataMissing)?;
    match index
        .sets
        .iter()
        .flat_map(|set| &set.files)
        .any(|file| file.bytes > LIMIT || file.name.contains(['/', '\\', '?', '#']))
    {
        true => Err(Failure::Corrupt("index.json".to_owned())),
        false => Ok(index),
    }
}

async fn file(
    folder: &str,
    entry: &Entry,
    cache: Option<&Cache>,
    progress: &dyn Fn(u64),
    signal: Option<&AbortSignal>,
) -> Result<Vec<u8>, Failure> {
    // The digest is part of the key: a new edition of the file is another file.
    let key = format!("{folder}{}?sha256={}", entry.name, entry.sha256);
    if let Some(cache) = cache
        && let Some(bytes) = kept(cache, &key)
            .await
            .filter(|bytes| digest(bytes) == entry.sha256)
    {
        return Ok(bytes);
    }
    let url = format!("{folder}{}", entry.name);
    // Past the HTTP cache, lest a copy broken on its way be served for ever.
    let response = checked(&url, get(&url, RequestCache::NoStore, signal).await?)?;
    let whole = body(&response, entry.bytes, progress).await;
    let bytes = whole
        .map_err(|_| Failure::Download(entry.name.clone()))?
        .filter(|bytes| digest(bytes) == entry.sha256)
        .ok_or_else(|| Failure::Corrupt(entry.name.clone()))?;
    if let Some(cache) = cache {
        keep(cache, &key, &bytes).await;
    }
    Ok(bytes)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The browser's cache; none in private frames, sandboxes and pages without https.
async fn open_cache() -> Option<Cache> {
    let storage = Reflect::get(&js_sys::global(), &JsValue::from_str("caches"))
        .ok()?
        .dyn_into::<CacheStorage>()
        .ok()?;
    JsFuture::from(storage.open(DRAWER))
        .await
        .ok()?
        .dyn_into()
        .ok()
}

async fn kept(cache: &Cache, key: &str) -> Option<Vec<u8>> {
    let response: Response = JsFuture::from(cache.match_with_str(key))
        .await
        .ok()?
        .dyn_into()
        .ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Keeps a file; a full or forbidden store only means that it is fetched again.
async fn keep(cache: &Cache, key: &str, bytes: &[u8]) {
    let array = Uint8Array::from(bytes);
    if let Ok(response) = Response::new_with_opt_js_u8_array(Some(&array)) {
        let _ = JsFuture::from(cache.put_with_str(key, &response)).await;
    }
}
