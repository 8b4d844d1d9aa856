//! Files that the reader brings and takes away.

use js_sys::{Array, Uint8Array};
use redes_shell::{
    dom::{self, Result, part},
    mounted::Mounting,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DragEvent, Element, File, HtmlElement, HtmlInputElement, Url};

use super::Opened;

/// The most bytes of a file that are read: page and worker hold several copies of it.
pub const MOST: f64 = 67_108_864.0;

/// A file of the reader's.
pub struct Brought {
    /// Its name.
    pub name: String,
    /// Its bytes, or its size where it is too large.
    pub bytes: std::result::Result<Vec<u8>, f64>,
    /// The files that came with it, which are not opened.
    pub others: u32,
}

/// Connects the field for files, and the figure as a place to drop them.
pub fn connect(mounting: &mut Mounting<'_, Opened>) -> Result<()> {
    let input: HtmlInputElement = part(mounting.host, "file")?;
    let (field, later) = (input.clone(), mounting.later.clone());
    mounting.keep(dom::listen(&input, "change", move |_| {
        let file = field.files().and_then(|files| files.item(0));
        // The same file can be opened again.
        field.set_value("");
        let later = later.clone();
        if let Some(file) = file {
            read(file, 0, move |brought| {
                later.with(|figure| figure.bring(brought))
            });
        }
    })?);
    let host: &Element = mounting.host;
    mounting.on(host, "dragover", |_, event| event.prevent_default())?;
    let later = mounting.later.clone();
    mounting.keep(dom::listen(host, "drop", move |event| {
        let data = event
            .dyn_ref::<DragEvent>()
            .and_then(DragEvent::data_transfer);
        let files = data.and_then(|data| data.files());
        let others = files
            .as_ref()
            .map_or(0, |files| files.length().saturating_sub(1));
        let Some(file) = files.and_then(|files| files.item(0)) else {
            return;
        };
        event.prevent_default();
        let later = later.clone();
        read(file, others, move |brought| {
            later.with(|figure| figure.bring(brought))
        });
    })?);
    Ok(())
}

/// Reads a file's bytes.
fn read(file: File, others: u32, act: impl FnOnce(Brought) + 'static) {
    let name = file.name();
    let brought = move |bytes| Brought {
        name,
        bytes,
        others,
    };
    if file.size() > MOST {
        return act(brought(Err(file.size())));
    }
    spawn_local(async move {
        let bytes = JsFuture::from(file.array_buffer()).await;
        let bytes = bytes.map(|buffer| Uint8Array::new(&buffer).to_vec());
        // A folder, or a file that is gone, has none.
        act(brought(Ok(bytes.unwrap_or_default())));
    });
}

/// Saves bytes as a file.
pub fn save(name: &str, bytes: &[u8]) -> Result<()> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence(&parts)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlElement = dom::document()?.create_element("a")?.dyn_into()?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    link.click();
    // The browser has begun to save by then.
    Url::revoke_object_url(&url)
}
