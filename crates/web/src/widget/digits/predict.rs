//! The networks that answer while the reader draws: the two that ship with the site, and the reader's own.

use js_sys::{Promise, Uint8Array};
use ndarray::ArrayView2;
use redes_core::network::Network;
use redes_data::mnist;
use redes_lessons::thesis::{digits, digits::Case};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::{dom, site::Site};

/// Answers of a network: ten outputs and the greatest one's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The ten sigmoids.
    pub outputs: [f32; 10],
    /// The digit with the greatest output.
    pub digit: usize,
}

/// A network that ships with the site.
pub struct Shipped {
    network: Network<f32>,
    /// Share of the 10,000 test images that its file says it reads right.
    pub test_accuracy: Option<f64>,
}

/// Fetches the weights that our own command line trained.
pub async fn fetch(case: Case) -> Result<Shipped, String> {
    let root = Site::get().map(|site| site.root).unwrap_or_default();
    let url = format!("{root}models/digits-{case}.safetensors");
    let promise: Promise = dom::window().map_err(said)?.fetch_with_str(&url);
    let response: Response = JsFuture::from(promise)
        .await
        .map_err(said)?
        .dyn_into()
        .map_err(said)?;
    if !response.ok() {
        return Err(format!(
            "digits-{case}.safetensors: HTTP {}",
            response.status()
        ));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(said)?)
        .await
        .map_err(said)?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let model = redes_models::load_as(&bytes, &digits::architecture(case), 1)
        .map_err(|error| error.to_string())?;
    Ok(Shipped {
        network: model.network,
        test_accuracy: model.provenance.test_accuracy,
    })
}

/// An empty network of a case, to take the weights that arrive from training.
pub fn own(case: Case) -> Option<Network<f32>> {
    Network::new(&digits::architecture(case), 1).ok()
}

impl Shipped {
    /// The network's answer to an image.
    pub fn answer(&mut self, pixels: &[u8]) -> Option<Answer> {
        answer(&mut self.network, pixels)
    }
}

/// A network's answer to an image of 784 pixels.
pub fn answer(network: &mut Network<f32>, pixels: &[u8]) -> Option<Answer> {
    let mut input = vec![0.0; 784];
    if pixels.len() != input.len() {
        return None;
    }
    mnist::normalize_columns(pixels, &mut input);
    let outputs = network
        .forward(ArrayView2::from_shape((1, 784), &input).ok()?)
        .ok()?;
    let outputs: [f32; 10] = outputs
        .iter()
        .copied()
        .collect::<Vec<_>>()
        .try_into()
        .ok()?;
    let digit = (1..10).fold(
        0,
        |best, i| if outputs[i] > outputs[best] { i } else { best },
    );
    Some(Answer { outputs, digit })
}

fn said(error: JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| "?".to_owned(), |error| String::from(error.message()))
}
