//! A file of the site, fetched with progress and never more than it may be.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestCache, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> js_sys::Promise;
}

/// Any file, whole; `progress` is told the bytes so far and, where the server says so, in all.
pub async fn whole(
    url: &str,
    limit: u64,
    progress: &dyn Fn(u64, Option<u64>),
) -> Result<Vec<u8>, String> {
    let response = get(url, RequestCache::Default).await?;
    let response = checked(url, response)?;
    let header = response.headers().get("content-length");
    let total = header.ok().flatten().and_then(|text| text.parse().ok());
    let bytes = body(&response, limit, &|now| progress(now, total)).await;
    bytes?.ok_or_else(|| url.to_owned())
}

/// What a response brings; nothing where it is more than `limit` bytes.
pub(crate) async fn body(
    response: &Response,
    limit: u64,
    progress: &dyn Fn(u64),
) -> Result<Option<Vec<u8>>, String> {
    let Some(stream) = response.body() else {
        return Ok(None);
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(said)?;
        let done = Reflect::get(&chunk, &JsValue::from_str("done")).map_err(said)?;
        if done.is_truthy() {
            return Ok(Some(bytes));
        }
        let value = Reflect::get(&chunk, &JsValue::from_str("value")).map_err(said)?;
        let value: Uint8Array = value.dyn_into().map_err(said)?;
        if bytes.len() as u64 + u64::from(value.length()) > limit {
            return Ok(None);
        }
        let start = bytes.len();
        bytes.resize(start + value.length() as usize, 0);
        value.copy_to(&mut bytes[start..]);
        progress(bytes.len() as u64);
    }
}

/// What a server answers to a request.
pub(crate) async fn get(url: &str, cache: RequestCache) -> Result<Response, String> {
    let init = RequestInit::new();
    init.set_cache(cache);
    let response = JsFuture::from(fetch(url, &init)).await.map_err(said)?;
    response.dyn_into().map_err(said)
}

/// An answer that is one; the error has the file's name and what the server said.
pub(crate) fn checked(url: &str, response: Response) -> Result<Response, String> {
    let name = url.rsplit('/').next().unwrap_or(url);
    if response.ok() {
        Ok(response)
    } else {
        Err(format!("{name}: HTTP {}", response.status()))
    }
}

/// What the browser said, in its own words.
pub(crate) fn said(error: JsValue) -> String {
    let words = error
        .dyn_ref::<js_sys::Error>()
        .map(|e| String::from(e.message()))
        .or_else(|| error.as_string());
    words.unwrap_or_else(|| "?".to_owned())
}
