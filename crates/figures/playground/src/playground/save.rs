//! Files to take away: what a button saves, and how the browser gets it.

use js_sys::Array;
use redes_diagram::layers::Layers;
use redes_experiment::playground::listing;
use redes_shell::{
    dom::{self, Result},
    number,
    plot::surface,
    text::Language,
};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlCanvasElement, HtmlElement, HtmlImageElement, ImageData, Url};

use super::{
    Playground, files,
    numbers::{self, Course},
    weights,
};
use crate::words;

/// Pixels of a saved image for each of the picture's.
const SCALE: f64 = 2.0;

impl Playground {
    /// Saves the file of a button.
    pub(super) fn save(&self, file: &str) {
        let (stem, kind) = file.split_once('.').unwrap_or((file, ""));
        let saved = match (stem, kind) {
            (_, "svg" | "png") => self.picture(stem).and_then(|svg| picture(file, svg)),
            _ => text(&format!("redes-{file}"), &self.table(stem)),
        };
        if saved.is_err() {
            self.say(self.language.text(words::PLAYGROUND_NOT_SAVED));
        } else if matches!(stem, "history" | "state") {
            self.say_thinned();
        }
    }

    /// Says how much of the history a file has, where that is not all.
    fn say_thinned(&self) {
        let kept = self.drawing.course(|course| {
            let rows = [course.rows().len(), course.thinned()?];
            Some(rows.map(|count| number::grouped(count as u64, self.language)))
        });
        if let Some([n, all]) = kept {
            let slots = [("n", &*n), ("all", &all)];
            self.say(&self.language.fill(words::PLAYGROUND_THINNED, &slots));
        }
    }

    fn table(&self, stem: &str) -> String {
        let state = self.reached.borrow();
        let spanish = self.language == Language::Spanish;
        self.drawing.course(|course| match stem {
            "numpy" => listing::numpy(&state.setup(), spanish),
            "keras" => listing::keras(&state.setup(), spanish),
            "history" => files::history(course.rows()),
            "weights" => files::weights(&Layers::new(state.widths()), course.parameters()),
            "points" => files::points(course.points(), state.scale, state.regression()),
            _ => {
                let fingerprint = self.host.get_attribute("data-fingerprint");
                files::state(&state, course, &fingerprint.unwrap_or_default())
            }
        })
    }

    fn picture(&self, stem: &str) -> Result<String> {
        let (state, theme) = (self.reached.borrow(), self.drawing.theme());
        self.drawing.course(|course| match stem {
            "plane" => {
                let [surface, _] = self.drawing.plane.canvases();
                let surface = surface.to_data_url()?;
                let values = state.regression();
                Ok(files::plane_picture(
                    &theme,
                    &surface,
                    course.points(),
                    values,
                ))
            }
            "network" => {
                let layers = Layers::new(state.widths());
                let images = self.thumbnails(&layers, course)?;
                Ok(files::network_picture(
                    &theme,
                    &layers,
                    course.parameters(),
                    &images,
                ))
            }
            "gradients" | "histogram" => {
                let norms = course.last().map_or(&[][..], |report| &report.norms);
                let (name, height) = match stem {
                    "gradients" => (words::PLAYGROUND_NORMS, weights::norms_height(norms.len())),
                    _ => (words::PLAYGROUND_HISTOGRAM, weights::HISTOGRAM),
                };
                let size = [f64::from(weights::WIDTH), height];
                let name = self.language.text(name);
                Ok(files::titled_picture(&theme, name, size, |paint| {
                    if stem == "gradients" {
                        return weights::norm_bars(self.language, norms, paint);
                    }
                    let layers = Layers::new(state.widths());
                    weights::histogram_bars(&weights::all(&layers, course.parameters()), paint)
                }))
            }
            _ => {
                let names = [words::PLAYGROUND_LOSS, words::PLAYGROUND_ACCURACY];
                let names = names.map(|name| self.language.text(name));
                let runs = self.runs.borrow();
                Ok(files::curves_picture(
                    &theme,
                    names,
                    course.rows(),
                    runs.all(),
                ))
            }
        })
    }

    /// What the inputs and the neurons see, as images.
    fn thumbnails(&self, layers: &Layers, course: &Course) -> Result<Vec<String>> {
        use redes_diagram::numbers::{PIXELS, input};
        use redes_experiment::circles::{REACH, THUMBNAIL};
        let (state, theme) = (self.reached.borrow(), self.drawing.theme());
        let canvas: HtmlCanvasElement = dom::document()?.create_element("canvas")?.dyn_into()?;
        let side = THUMBNAIL as u32;
        canvas.set_width(side);
        canvas.set_height(side);
        let image = |values: &[f32], [low, high]: [f64; 2]| -> Result<String> {
            let pixels = surface::pixels(values, low, high, &theme);
            let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), side, side)?;
            let context = surface::context(&canvas).ok_or(JsValue::NULL)?;
            context.put_image_data(&image, 0.0, 0.0)?;
            canvas.to_data_url()
        };
        let mut images = Vec::new();
        for axis in 0..2 {
            images.push(image(&input(axis), [-REACH, REACH])?);
        }
        let seen = course.thumbnails().chunks_exact(PIXELS);
        for ((layer, _), values) in layers.neurons().zip(seen) {
            images.push(image(values, numbers::limits(&state, layer, values))?);
        }
        Ok(images)
    }
}

/// Saves a picture under this name, which says by its end whether as SVG or as PNG.
pub(crate) fn picture(file: &str, svg: String) -> Result<()> {
    let name = format!("redes-{file}");
    match file.ends_with("svg") {
        true => text(&name, &svg),
        false => {
            image(name, svg);
            Ok(())
        }
    }
}

/// Saves a text as a file.
fn text(name: &str, content: &str) -> Result<()> {
    let parts = Array::of1(&JsValue::from_str(content));
    let blob = Blob::new_with_str_sequence(&parts)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let clicked = click(name, &url);
    // The browser has begun to save by then.
    Url::revoke_object_url(&url)?;
    clicked
}

/// Saves a picture as an image.
fn image(name: String, svg: String) {
    spawn_local(async move {
        if let Err(error) = drawn(&name, &svg).await {
            web_sys::console::warn_1(&error);
        }
    });
}

async fn drawn(name: &str, svg: &str) -> Result<()> {
    let image = HtmlImageElement::new()?;
    let encoded = js_sys::encode_uri_component(svg);
    image.set_src(&format!(
        "data:image/svg+xml;charset=utf-8,{}",
        String::from(encoded)
    ));
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = dom::document()?.create_element("canvas")?.dyn_into()?;
    let pixels = |length: u32| (f64::from(length) * SCALE) as u32;
    canvas.set_width(pixels(image.width()));
    canvas.set_height(pixels(image.height()));
    let context = surface::context(&canvas).ok_or(JsValue::NULL)?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    click(name, &canvas.to_data_url()?)
}

/// Follows a link to a file, as a reader would.
fn click(name: &str, address: &str) -> Result<()> {
    let anchor: HtmlElement = dom::document()?.create_element("a")?.dyn_into()?;
    anchor.set_attribute("href", address)?;
    anchor.set_attribute("download", name)?;
    anchor.click();
    Ok(())
}
