//! Grey images such as MNIST's.

use wasm_bindgen::Clamped;
use web_sys::{HtmlCanvasElement, ImageData};

use super::{Theme, mix, surface};

/// Draws a grey image (`side` x `side`, 0 = no ink) pixel for pixel. CSS enlarges it with `image-rendering: pixelated`.
pub fn draw(canvas: &HtmlCanvasElement, theme: &Theme, grey: &[u8], side: u32) -> Option<()> {
    if canvas.width() != side || canvas.height() != side {
        canvas.set_width(side);
        canvas.set_height(side);
    }
    let bytes: Vec<u8> = grey
        .iter()
        .flat_map(|ink| {
            let colour = mix(theme.panel, theme.ink, f64::from(*ink) / 255.0);
            [colour.0, colour.1, colour.2, 255]
        })
        .collect();
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&bytes), side, side).ok()?;
    surface::context(canvas)?
        .put_image_data(&image, 0.0, 0.0)
        .ok()
}
