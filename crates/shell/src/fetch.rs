//! Fetches a file of the site, with progress and a limit of its size.

use js_sys::{Reflect, Uint8Array};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, RequestCache, RequestInit, Response};

use crate::buffer::free;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> js_sys::Promise;
}

/// The reason why a file did not arrive.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Error {
    /// The connection broke, there was none, or the file is longer than the limit. The browser's text about it is in another
    /// language than the page, so that only the file's name is kept.
    #[error("{0}")]
    Lost(String),
    /// The server refused.
    #[error("{file}: HTTP {status}")]
    Status {
        /// The file's name.
        file: String,
        /// The server's status.
        status: u16,
    },
}

impl From<Error> for redes_experiment::Failure {
    fn from(error: Error) -> Self {
        Self::Download(error.to_string())
    }
}

/// Fetches a whole file. Calls `progress` with the bytes so far and, if the server names them, the bytes in all.
///
/// # Errors
/// [`Error::Lost`] also above `limit` bytes.
pub async fn whole(
    url: &str,
    limit: u64,
    progress: &dyn Fn(u64, Option<u64>),
    signal: Option<&AbortSignal>,
) -> Result<Vec<u8>, Error> {
    let response = checked(url, get(url, RequestCache::Default, signal).await?)?;
    let total = length(&response);
    let bytes = body(&response, limit, &|now| progress(now, total)).await;
    bytes.ok().flatten().ok_or_else(|| Error::Lost(name(url)))
}

/// The bytes of a response. `None` without a body, or above `limit` bytes.
///
/// # Errors
/// The browser's, if the connection breaks.
pub async fn body(
    response: &Response,
    limit: u64,
    progress: &dyn Fn(u64),
) -> Result<Option<Vec<u8>>, JsValue> {
    let Some(stream) = response.body() else {
        return Ok(None);
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    // Where the length is known, nothing is copied while the bytes become more.
    let room = length(response).unwrap_or(0).min(limit);
    let mut bytes = Vec::new();
    let _ = bytes.try_reserve_exact(room as usize);
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        let done = Reflect::get(&chunk, &JsValue::from_str("done"))?;
        if done.is_truthy() {
            return Ok(Some(bytes));
        }
        let value = Reflect::get(&chunk, &JsValue::from_str("value"))?;
        let value: Uint8Array = value.dyn_into()?;
        let start = bytes.len();
        if start as u64 + u64::from(value.length()) > limit {
            return Ok(None);
        }
        bytes.resize(start + value.length() as usize, 0);
        if let Some(room) = bytes.get_mut(start..) {
            value.copy_to(room);
        }
        free(&value.buffer());
        progress(bytes.len() as u64);
    }
}

/// The bytes that the server announces: compressed, if it compresses them on their way.
fn length(response: &Response) -> Option<u64> {
    let header = response.headers().get("content-length");
    header.ok().flatten()?.parse().ok()
}

/// The server's response to a request. `signal` aborts the request.
///
/// # Errors
/// [`Error::Lost`] without a response.
pub async fn get(
    url: &str,
    cache: RequestCache,
    signal: Option<&AbortSignal>,
) -> Result<Response, Error> {
    let init = RequestInit::new();
    init.set_cache(cache);
    init.set_signal(signal);
    let response = JsFuture::from(fetch(url, &init)).await;
    let response = response.and_then(|response| response.dyn_into());
    response.map_err(|_| Error::Lost(name(url)))
}

/// The response, if its status means success.
pub fn checked(url: &str, response: Response) -> Result<Response, Error> {
    match response.ok() {
        true => Ok(response),
        false => Err(Error::Status {
            file: name(url),
            status: response.status(),
        }),
    }
}

/// The last part of an address.
pub(crate) fn name(url: &str) -> String {
    url.rsplit('/').next().unwrap_or(url).to_owned()
}
