//! Data sets from the site: fetched with progress, checked, kept in the browser's cache.
//!
//! `data/index.json`, which every build has, names the sets that the site has, and their files with sizes and SHA-256. It
//! is read first: no file is asked for that is not there. A file is kept only once its digest is right.

use std::rc::Rc;

use js_sys::{Array, Reflect, Uint8Array};
use redes_data::{
    mnist::{FILES, Mnist},
    reviews::Reviews,
};
use redes_experiment::{
    Data, Failure,
    datasets::{DigitsData, ReviewsData},
};
use sha2::{Digest, Sha256};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Cache, CacheStorage, RequestCache, Response};

use redes_shell::{
    buffer::free,
    fetch::{self, body, checked, get},
    worker::{registry, trainer::Load},
};

/// The name of our drawer in the browser's cache.
const DRAWER: &str = "redes-data-1";
/// More than any file of ours: an index that claims more is wrong.
const LIMIT: u64 = 64 << 20;

/// A file of a set.
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

/// Training and test images. A file's bytes are freed before the next file takes its memory.
async fn mnist(source: &Source<'_>) -> Result<DigitsData, Failure> {
    let mut files = files(source, "mnist").await?;
    let [train_images, train_labels, test_images, test_labels] = FILES.map(|file| file.name);
    let mut read = async |images, labels| {
        let labels = files.next(labels).await?;
        let images = files.next(images).await?;
        let pair = [&images, &labels].map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        Mnist::unpack(pair).map_err(|error| Failure::Corrupt(error.to_string()))
    };
    Ok(DigitsData {
        train: read(train_images, train_labels).await?,
        test: read(test_images, test_labels).await?,
    })
}

/// Training and test reviews, likewise.
async fn imdb(source: &Source<'_>) -> Result<ReviewsData, Failure> {
    let mut files = files(source, "imdb").await?;
    let mut read = async |name| {
        let (name, bytes) = files.next(name).await?;
        Reviews::from_bytes(&bytes).map_err(|error| corrupt(&name, &error))
    };
    Ok(ReviewsData {
        train: read("train.bin").await?,
        test: read("test.bin").await?,
    })
}

/// The files of a set, which come one after the other.
struct Files<'a> {
    source: &'a Source<'a>,
    /// Address of the set's folder, with a slash at its end.
    folder: String,
    entries: Vec<Entry>,
    cache: Option<Cache>,
    /// Bytes of the files that have come.
    received: u64,
    total: u64,
}

/// The files of a set, none of which has come yet.
async fn files<'a>(source: &'a Source<'a>, set: &str) -> Result<Files<'a>, Failure> {
    let url = format!("{}index.json", source.data);
    let entries = entries(&url, set, source.signal).await?;
    Ok(Files {
        source,
        folder: format!("{}{set}/", source.data),
        total: entries.iter().map(|file| file.bytes).sum(),
        entries,
        cache: open_cache().await,
        received: 0,
    })
}

impl Files<'_> {
    /// The file of this name without `.gz`: its own name and its bytes.
    async fn next(&mut self, name: &str) -> Result<(String, Vec<u8>), Failure> {
        let mut entries = self.entries.iter();
        let entry = entries
            .find(|file| file.name.strip_suffix(".gz").unwrap_or(&file.name) == name)
            .ok_or_else(|| Failure::Corrupt(format!("index.json: {name}")))?;
        let (source, before, total) = (self.source, self.received, self.total);
        let progress = |now| (source.progress)(before + now, total);
        let cache = self.cache.as_ref();
        let bytes = file(&self.folder, entry, cache, &progress, source.signal).await?;
        self.received += entry.bytes;
        (source.progress)(self.received, total);
        Ok((entry.name.clone(), bytes))
    }
}

fn corrupt(name: &str, error: &dyn std::fmt::Display) -> Failure {
    Failure::Corrupt(format!("{name}: {error}"))
}

/// The files of a set, as the index names them. An index without the set, or that is none, means that the site has no such
/// data.
async fn entries(
    url: &str,
    set: &str,
    signal: Option<&AbortSignal>,
) -> Result<Vec<Entry>, Failure> {
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
    let entries = listed(&json, set).ok_or(Failure::DataMissing)?;
    match entries
        .iter()
        .any(|file| file.bytes > LIMIT || file.name.contains(['/', '\\', '?', '#']))
    {
        true => Err(Failure::Corrupt("index.json".to_owned())),
        false => Ok(entries),
    }
}

/// The files of the set `name` in `{"sets": [{"name", "files": [{"name", "bytes", "sha256"}]}]}`. `None` where it has another
/// form. Not by serde: its errors would bring the printing of floating-point numbers, some 15 kB.
fn listed(index: &JsValue, name: &str) -> Option<Vec<Entry>> {
    let sets: Array = field(index, "sets")?.dyn_into().ok()?;
    let set = sets
        .iter()
        .find(|set| text(set, "name").is_some_and(|found| found == name))?;
    let files: Array = field(&set, "files")?.dyn_into().ok()?;
    let entry = |file: JsValue| {
        let bytes = field(&file, "bytes")?.as_f64()?;
        // The cast saturates; a file of more than the limit is refused.
        (bytes >= 0.0).then_some(Entry {
            name: text(&file, "name")?,
            bytes: bytes as u64,
            sha256: text(&file, "sha256")?,
        })
    };
    files.iter().map(entry).collect()
}

fn field(object: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(key)).ok()
}

fn text(object: &JsValue, key: &str) -> Option<String> {
    field(object, key)?.as_string()
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
        && let Some(bytes) = kept(cache, &key, entry.bytes)
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

async fn kept(cache: &Cache, key: &str, bytes: u64) -> Option<Vec<u8>> {
    let response: Response = JsFuture::from(cache.match_with_str(key))
        .await
        .ok()?
        .dyn_into()
        .ok()?;
    body(&response, bytes, &|_| {}).await.ok()?
}

/// Keeps a file; a full or forbidden store only means that it is fetched again.
async fn keep(cache: &Cache, key: &str, bytes: &[u8]) {
    let array = Uint8Array::from(bytes);
    let response = Response::new_with_opt_js_u8_array(Some(&array));
    // The response has a copy.
    free(&array.buffer());
    if let Ok(response) = response {
        let _ = JsFuture::from(cache.put_with_str(key, &response)).await;
    }
}
