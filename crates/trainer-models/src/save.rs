//! Networks of other pages as files, for `www/js/writer.js`.
//!
//! Both functions return the files as an array of pairs, a name and the bytes. An error is an array too: what is wrong
//! (`layer`, `finite` or `other`) and its details.

use js_sys::{Array, Uint8Array};
use redes_workshop::{
    form::{File, Form},
    refusal::Unsaved,
    trained::{Trained, Wanted},
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Writes a network that a figure has trained: the parameters of [`Trained`], the format, and whether the comments of a program
/// are Spanish.
///
/// # Errors
/// As [`Trained::files`].
#[wasm_bindgen]
pub fn write_trained(
    experiment: &str,
    setup: &[u8],
    parameters: &[f32],
    steps: f64,
    form: &str,
    spanish: bool,
) -> Result<Array, JsValue> {
    let trained = Trained {
        experiment,
        setup,
        parameters,
        steps: steps as u64,
    };
    packed(named(form).and_then(|form| trained.files(form, spanish)))
}

/// Writes a network that the site has as a file.
///
/// # Errors
/// As [`Wanted::of_file`].
#[wasm_bindgen]
pub fn write_file(file: &[u8], stem: &str, form: &str, spanish: bool) -> Result<Array, JsValue> {
    packed(named(form).and_then(|form| {
        let wanted = Wanted {
            stem,
            form,
            spanish,
        };
        wanted.of_file(file)
    }))
}

fn named(form: &str) -> Result<Form, Unsaved> {
    Form::named(form).ok_or_else(|| Unsaved::Other(form.to_owned()))
}

fn packed(files: Result<Vec<File>, Unsaved>) -> Result<Array, JsValue> {
    let text = |text: &str| JsValue::from_str(text);
    match files {
        Ok(files) => {
            let pair = |(name, bytes): &File| Array::of2(&text(name), &Uint8Array::from(&**bytes));
            Ok(files.iter().map(pair).collect())
        }
        Err(Unsaved::Layer(layer, problem)) => {
            Err(Array::of3(&text("layer"), &text(&layer), &text(&problem)).into())
        }
        Err(Unsaved::NotFinite(tensor, count)) => {
            let count = count as f64;
            Err(Array::of3(&text("finite"), &text(&tensor), &count.into()).into())
        }
        Err(Unsaved::Other(why)) => Err(Array::of2(&text("other"), &text(&why)).into()),
    }
}
