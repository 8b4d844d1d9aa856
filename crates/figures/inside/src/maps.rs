//! Numbers around zero as an image, a pixel a number.

use redes_shell::plot::{Rgb, Theme, diverging, surface};
use web_sys::HtmlCanvasElement;

/// Draws numbers in rows of `width`: blue below 0, orange above, full at `greatest`. CSS enlarges the image with
/// `image-rendering: pixelated`.
pub fn draw(
    canvas: &HtmlCanvasElement,
    theme: &Theme,
    numbers: &[f32],
    width: usize,
    greatest: f64,
) -> Option<()> {
    let scale = [theme.class0, theme.panel, theme.class1];
    let pixels = numbers.iter().flat_map(|number| {
        let Rgb(red, green, blue) = diverging(scale, f64::from(*number) / greatest);
        [red, green, blue, 255]
    });
    let size = (width as u32, (numbers.len() / width.max(1)) as u32);
    if (canvas.width(), canvas.height()) != size {
        canvas.set_width(size.0);
        canvas.set_height(size.1);
    }
    surface::put(canvas, &pixels.collect::<Vec<u8>>(), size.0)
}

/// The greatest size of the numbers; never 0.
pub fn greatest(numbers: &[f32]) -> f64 {
    let sizes = numbers.iter().map(|value| value.abs());
    f64::from(sizes.fold(f32::MIN_POSITIVE, f32::max))
}
