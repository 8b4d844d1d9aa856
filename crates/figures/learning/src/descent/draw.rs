//! What changes on the page: the landscape with the walk on it, the graph of costs, the table, choices and sentences.

use std::cell::{Cell, RefCell};

use redes_lessons::{
    cost_landscape::{Landscape, Point},
    descent::{Descent, End},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::{
    link::State,
    markup,
    numbers::{self, Costs},
    pen::Pen,
    plane::Plane,
    relief, sentences,
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number, outcome,
    plot::{
        Rgb, Theme,
        curve::{self, Axes, Series},
        surface,
    },
    text::Language,
};

/// What a shaded surface depends on.
type Of = (Landscape, [u64; 4], [(f64, f64); 2], [Rgb; 2]);

/// The parts of the figure that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    picture: HtmlCanvasElement,
    curve: HtmlCanvasElement,
    /// The surface as it was shaded last, and what it depends on.
    shaded: RefCell<Option<(Of, HtmlCanvasElement)>>,
    /// The landscape whose name and formula stand on the page.
    named: Cell<Option<Landscape>>,
}

impl Drawing {
    /// The parts of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            picture: part(host, "picture")?,
            curve: part(host, "curve")?,
            shaded: RefCell::default(),
            named: Cell::new(None),
        })
    }

    /// Shows whether the ball rolls.
    pub fn running(&self, running: bool) {
        self.markup("play", &markup::play(self.language, running));
        if running {
            self.say(self.language.text(words::DESCENT_RUNNING), false);
        }
    }

    /// Sets choices and sliders to the state's values.
    pub fn choices(&self, state: &State) {
        let landscape = state.landscape;
        if self.named.replace(Some(landscape)) != Some(landscape) {
            self.name(landscape);
        }
        let rate = number::plain(state.rate);
        self.slide("rate-dial", numbers::dial_of(state.rate), &rate);
        let momentum = number::plain(state.momentum);
        self.slide("momentum-dial", (state.momentum * 100.0).round(), &momentum);
        let speed = sentences::speed(self.language, state);
        self.slide("speed", state.speed as f64, &speed);
        dom::set_part_text(&self.host, "speed-text", &speed);
    }

    /// Writes a landscape's name and formula, and hides the second number of the start where there is none.
    fn name(&self, landscape: Landscape) {
        choice::show(&self.host, "landscape", landscape.name());
        let name = self.language.text(markup::landscape_name(landscape));
        dom::set_part_text(&self.host, "name", name);
        self.markup("cost-formula", markup::formula(landscape));
        let flat = landscape.dimensions() == 1;
        let field = part::<HtmlInputElement>(&self.host, "start-y").ok();
        let field = field.and_then(|input| input.parent_element()?.dyn_into().ok());
        if let Some(field) = field {
            dom::set_hidden(&field, flat);
        }
        let label = self.host.query_selector(r#"label[for$="-start-x"]"#);
        if let Ok(Some(label)) = label {
            let key = if flat {
                words::DESCENT_START
            } else {
                words::DESCENT_START_X
            };
            dom::set_text(&label, self.language.text(key));
        }
    }

    fn slide(&self, name: &str, value: f64, words: &str) {
        if let Ok(slider) = part::<HtmlInputElement>(&self.host, name) {
            slider.set_value(&number::plain(value));
            dom::set_attribute(&slider, "aria-valuetext", words);
        }
    }

    fn markup(&self, name: &str, markup: &str) {
        if let Ok(element) = part::<Element>(&self.host, name) {
            element.set_inner_html(markup);
        }
    }

    fn say(&self, words: &str, bad: bool) {
        dom::set_part_text(&self.host, "status", words);
        if let Ok(status) = part::<Element>(&self.host, "status") {
            let _ = status.class_list().toggle_with_force("bad", bad);
        }
    }

    /// Writes where the walk is and how it went.
    pub fn describe(&self, walk: &Descent) {
        let status = sentences::status(self.language, walk);
        self.say(&status, walk.end() == Some(End::Diverged));
        let above = walk.place().cost - walk.settings().landscape.lowest();
        outcome::write(
            &self.host,
            &[("above", above), ("steps", walk.steps() as f64)],
        );
        let label = format!("{}. {status}", self.language.text(words::DESCENT_CURVE));
        dom::set_attribute(&self.curve, "aria-label", &label);
    }

    /// Draws the picture, the table and the graph of costs.
    pub fn draw(&self, walk: &Descent) {
        let theme = Theme::of(&self.host);
        // A canvas without a context (out of memory) stays as it was.
        let _ = self.landscape(walk, &theme);
        if let Ok(table) = part::<Element>(&self.host, "steps") {
            let two = walk.settings().landscape.dimensions() == 2;
            let _ = table.class_list().toggle_with_force("two", two);
        }
        self.markup("head", &markup::table_head(self.language, walk));
        self.markup("rows", &markup::table_rows(self.language, walk));
        let vectors = sentences::vectors(self.language, walk);
        dom::set_part_text(&self.host, "vectors", &vectors);
        let costs = Costs::of(walk);
        let series = Series {
            points: &costs.points,
            colour: theme.accent,
            dashed: false,
            width: 2.0,
        };
        let axes = Axes {
            x: Some(costs.x),
            y: Some(costs.y),
            x_label: self.language.text(words::DESCENT_STEP),
            y_decimals: costs.decimals,
        };
        curve::draw(&self.curve, &theme, &[series], &axes);
    }

    /// The point under a pointer, from its shares of the canvas's width and height.
    pub fn point(&self, walk: &Descent, across: f64, down: f64) -> Option<Point> {
        Some(self.plane(walk)?.point(across, down))
    }

    fn plane(&self, walk: &Descent) -> Option<Plane> {
        let (width, height, ratio) = dom::fit_canvas(&self.picture);
        let canvas = [f64::from(width), f64::from(height)];
        Plane::new(canvas, ratio, |aspect| numbers::limits(walk, aspect))
    }

    /// The landscape and the walk on it.
    fn landscape(&self, walk: &Descent, theme: &Theme) -> Option<()> {
        let plane = self.plane(walk)?;
        let context = surface::context(&self.picture)?;
        let pen = Pen { context, plane };
        let [width, height] = plane.canvas;
        pen.context.clear_rect(0.0, 0.0, width, height);
        if walk.settings().landscape.dimensions() == 1 {
            pen.within(|| pen.curve(walk, theme));
            pen.axes(theme, ["w", "C"])
        } else {
            let shaded = self.shade(&pen, walk.settings().landscape, theme);
            pen.within(|| pen.surface(walk, theme));
            pen.axes(theme, ["x", "y"])?;
            shaded
        }
    }

    /// Draws the shaded surface, which is computed again only where something else is in view.
    fn shade(&self, pen: &Pen, landscape: Landscape, theme: &Theme) -> Option<()> {
        let Plane { area, limits, .. } = pen.plane;
        let colours = [theme.panel, theme.ink];
        let of = (landscape, area.map(|value| value as u64), limits, colours);
        let mut shaded = self.shaded.borrow_mut();
        let [left, top, width, height] = area;
        if shaded.as_ref().is_none_or(|(kept, _)| *kept != of) {
            let size = relief::size(width, height);
            let [columns, rows] = size.map(|length| length as u32);
            let canvas = dom::document().ok()?.create_element("canvas").ok()?;
            let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
            canvas.set_width(columns);
            canvas.set_height(rows);
            let pixels = relief::pixels(landscape, limits, size, colours);
            surface::put(&canvas, &pixels, columns)?;
            *shaded = Some((of, canvas));
        }
        let (_, picture) = shaded.as_ref()?;
        pen.context
            .draw_image_with_html_canvas_element_and_dw_and_dh(picture, left, top, width, height)
            .ok()
    }
}
