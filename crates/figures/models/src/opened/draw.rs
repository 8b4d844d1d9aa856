//! What changes on the page.

use redes_data::{mnist::SIDE, samples};
use redes_sheet::decimal;
use redes_shell::{
    choice,
    dom::{self, part},
    number,
    plot::{
        self, Rgb, Theme,
        curve::{Axes, Series},
        diverging, surface,
    },
    text::Language,
};
use redes_workshop::{
    digest::{Digest, Reads},
    protocol::{Body, Layer, Set, Tested},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlProgressElement, HtmlSelectElement};

use super::{
    link::{self, State},
    markup,
    numbers::{self, Picture},
    sentences,
};
use crate::{curve, words};

/// The parts of the page.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
}

impl Drawing {
    /// The drawing of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
        }
    }

    /// Sets a part's text.
    pub fn set(&self, name: &str, text: &str) {
        dom::set_part_text(&self.host, name, text);
    }

    fn fill(&self, name: &str, markup: &str) {
        if let Ok(element) = part::<HtmlElement>(&self.host, name)
            && element.inner_html() != markup
        {
            element.set_inner_html(markup);
        }
    }

    /// Shows what is being opened; nothing to end that. `waits` is whether the button that trains shows that it waits: it moves
    /// when the network is there.
    pub fn opening(&self, text: Option<&str>, waits: bool) {
        dom::hide_part(&self.host, "opening", text.is_none());
        dom::set_part_text(&self.host, "opening-text", text.unwrap_or_default());
        if let Ok(play) = part::<Element>(&self.host, "play") {
            dom::set_attribute(&play, "aria-busy", if waits { "true" } else { "false" });
        }
    }

    /// Shows whether the button that trains was pressed while it waits.
    pub fn eager(&self, eager: bool) {
        if let Ok(play) = part::<Element>(&self.host, "play") {
            let _ = match eager {
                true => play.set_attribute("aria-pressed", "true"),
                false => play.remove_attribute("aria-pressed"),
            };
        }
    }

    /// Says why something was not opened; nothing to take that back.
    pub fn refusal(&self, text: Option<&str>) {
        dom::hide_part(&self.host, "refusal", text.is_none());
        dom::set_part_text(&self.host, "refusal", text.unwrap_or_default());
    }

    /// Says that of several files only one is opened; nothing where there is one.
    pub fn others(&self, text: Option<&str>) {
        dom::hide_part(&self.host, "others", text.is_none());
        dom::set_part_text(&self.host, "others", text.unwrap_or_default());
    }

    /// Removes what was said of the network before and of its input.
    pub fn forget(&self) {
        for part in ["words-note", "row-error", "trial", "saved"] {
            self.set(part, "");
        }
        dom::hide_part(&self.host, "row-error", true);
    }

    /// Shows the choices of a state.
    pub fn choices(&self, state: &State, own: bool) {
        let start = if own { "" } else { state.start.name() };
        choice::show(&self.host, "start", start);
        let digit = match state.strokes.is_empty() {
            true => state.digit.to_string(),
            false => String::new(),
        };
        choice::show(&self.host, "digit", &digit);
        let select = |name: &str, value: &str| {
            if let Ok(select) = part::<HtmlSelectElement>(&self.host, name) {
                select.set_value(value);
            }
        };
        select("scaling", &link::scaling(&state.scaling));
        select("optimizer", link::optimizer(state.optimizer));
        select("rate", &link::rate(&state.rate));
    }

    /// Shows another network.
    pub fn network(&self, name: &str, digest: &Digest) {
        let language = self.language;
        dom::hide_part(&self.host, "network", false);
        dom::hide_part(&self.host, "save", false);
        self.set("name", name);
        self.set("facts", &sentences::facts(language, digest));
        self.fill("remark-list", &sentences::remarks(language, digest));
        dom::hide_part(&self.host, "remarks", digest.remarks.is_empty());
        self.fill("rows", &markup::rows(language, digest));
        let reads = digest.reads;
        dom::hide_part(&self.host, "digits", reads != Reads::Digits);
        dom::hide_part(&self.host, "words", !matches!(reads, Reads::Words { .. }));
        dom::hide_part(&self.host, "numbers", reads != Reads::Numbers);
        let count = digest.input.iter().product::<usize>() as u64;
        let count = number::grouped(count, language);
        let title = language.fill(words::OPENED_NUMBERS, &[("n", &count)]);
        self.set("row-title", &title);
        let shape = markup::shape(&digest.input);
        let slots = [("n", &*count), ("shape", &shape)];
        self.set(
            "row-help",
            &language.fill(words::OPENED_NUMBERS_HELP, &slots),
        );
        let (help, trains) = match reads.set() {
            Some(Set::Mnist) => (words::OPENED_TRAIN_DIGITS, true),
            Some(Set::Imdb) => (words::OPENED_TRAIN_REVIEWS, true),
            None => (words::OPENED_NO_TRAIN, false),
        };
        self.set("train-help", language.text(help));
        dom::hide_part(&self.host, "course", !trains);
        let title = match digest.outputs {
            outputs if outputs > numbers::BARS => {
                let [n, of] = [numbers::BARS, outputs].map(|count| count.to_string());
                language.fill(words::OPENED_GREATEST, &[("n", &*n), ("of", &of)])
            }
            _ => language.text(words::OPENED_OUTPUTS).to_owned(),
        };
        self.set("outputs-title", &title);
    }

    /// Presses the button of a layer.
    pub fn layer(&self, digest: &Digest, place: usize) {
        choice::show(&self.host, "layer", &place.to_string());
        let name = digest.rows.get(place).map_or("", |row| &*row.name);
        let title = self.language.fill(words::OPENED_INSIDE, &[("layer", name)]);
        self.set("inside-title", &title);
    }

    /// The outputs on the present input; where there is none yet, as many empty bars, so that nothing moves later.
    pub fn answer(&self, digest: &Digest, outputs: &[f32]) {
        let (reads, bars) = (digest.reads, numbers::bars(outputs));
        let rows = match bars.is_empty() {
            true => markup::awaited_bars(digest.outputs.min(numbers::BARS)),
            false => markup::bars(&bars, numbers::best(outputs)),
        };
        self.fill("bars", &rows);
        let cells = dom::all(&self.host, ".bars i").unwrap_or_default();
        for (cell, (_, output)) in cells.into_iter().zip(&bars) {
            if let Ok(bar) = cell.dyn_into::<HtmlElement>() {
                let share = numbers::share(*output, outputs);
                let width = decimal::fixed(share * 100.0, 1);
                let _ = bar.style().set_property("width", &format!("{width}%"));
                let _ = bar.class_list().toggle_with_force("minus", *output < 0.0);
            }
        }
        self.set("answer", &sentences::answer(self.language, reads, outputs));
    }

    /// The outputs of the chosen layer. Where they are `awaited`, of this shape, their picture has its place already.
    pub fn inside(
        &self,
        theme: &Theme,
        layer: Option<&Layer>,
        outputs: &[f32],
        awaited: Option<&[usize]>,
    ) -> Option<()> {
        let text = match layer {
            Some(layer) => sentences::inside(self.language, layer),
            None => self.language.text(words::OPENED_INSIDE_EMPTY).to_owned(),
        };
        self.set("inside-text", &text);
        let canvas: HtmlCanvasElement = part(&self.host, "layer").ok()?;
        let shape = layer.map(|layer| &*layer.shape).or(awaited);
        let picture = shape.and_then(|shape| numbers::picture(shape, outputs));
        dom::set_hidden(&canvas, picture.is_none());
        paint(&canvas, theme, &picture?)
    }

    /// What the network does, how its scaling was found, and what came of its tests.
    pub fn course(&self, body: &Body, trial: &str) {
        let language = self.language;
        if let Some((share, text)) = sentences::doing(language, body) {
            self.progress(share, &text);
        }
        self.set("trial", trial);
        self.fill("tests", &sentences::tests(language, &body.tests));
        dom::hide_part(&self.host, "remembers", !body.remembers);
        dom::hide_part(&self.host, "undo-training", body.iteration == 0);
    }

    /// Shows how far something is.
    pub fn progress(&self, share: f64, text: &str) {
        dom::hide_part(&self.host, "progress", false);
        if let Ok(bar) = part::<HtmlProgressElement>(&self.host, "bar") {
            bar.set_value(share);
        }
        self.set("progress-text", text);
    }

    /// The curves of the training.
    pub fn curves(&self, theme: &Theme, losses: &[[f64; 3]], tests: &[Tested]) {
        dom::hide_part(&self.host, "curves", losses.is_empty());
        if losses.is_empty() {
            return;
        }
        let points = |column: usize| {
            let row = |row: &[f64; 3]| (row[0], row.get(column).copied().unwrap_or_default());
            losses.iter().map(row).collect::<Vec<(f64, f64)>>()
        };
        let tested = |of: fn(&Tested) -> f64| {
            let point = |test: &Tested| (test.step as f64, of(test));
            tests.iter().map(point).collect::<Vec<(f64, f64)>>()
        };
        let curves = [
            ("loss-curve", points(1), Vec::new()),
            ("accuracy-curve", points(2), tested(|test| test.accuracy)),
        ];
        for (name, training, test) in curves {
            let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, name) else {
                continue;
            };
            let line = |points, colour, dashed| Series {
                points,
                colour,
                dashed,
                width: 2.0,
            };
            let series = [
                line(&training, theme.class0, false),
                line(&test, theme.class1, true),
            ];
            let axes = Axes {
                x_label: self.language.text(words::OPENED_STEP),
                y_decimals: 2,
                ..Axes::default()
            };
            curve::draw(&canvas, theme, &series, &axes);
        }
    }

    /// The image that is read where nothing is drawn.
    pub fn ghost(&self, theme: &Theme, state: &State) {
        dom::hide_part(&self.host, "ghost", !state.strokes.is_empty());
        if let Ok(ghost) = part::<HtmlCanvasElement>(&self.host, "ghost") {
            plot::image::draw(&ghost, theme, samples::digit(state.digit), SIDE as u32);
        }
    }
}

/// Draws a layer's picture: blue below 0, orange above, full at the greatest size; gaps are clear.
fn paint(canvas: &HtmlCanvasElement, theme: &Theme, picture: &Picture) -> Option<()> {
    let numbers = picture.pixels.iter().flatten();
    let greatest = numbers.fold(f32::MIN_POSITIVE, |most, number| most.max(number.abs()));
    let scale = [theme.class0, theme.panel, theme.class1];
    let pixels = picture.pixels.iter().flat_map(|number| match number {
        Some(number) => {
            let share = f64::from(*number) / f64::from(greatest);
            let Rgb(red, green, blue) = diverging(scale, share);
            [red, green, blue, 255]
        }
        None => [0; 4],
    });
    let size = (picture.width as u32, picture.height as u32);
    if (canvas.width(), canvas.height()) != size {
        canvas.set_width(size.0);
        canvas.set_height(size.1);
    }
    surface::put(canvas, &pixels.collect::<Vec<u8>>(), size.0)
}
