//! What the descent's widget shows of its walk besides the picture: numbers, the cost's curve, words.

use std::cell::Cell;

use redes_lessons::{
    cost_landscape::Landscape,
    descent::{Descent, End, Manner, Place},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::{
    link::{SPEEDS, State},
    markup,
    picture::Picture,
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number,
    plot::{
        Theme,
        curve::{self, Axes, Series},
    },
    text::Language,
};

/// Rows of the table.
const ROWS: usize = 6;
/// A cost that isn't drawn any more.
const MUCH: f64 = 10_000.0;
/// More steps than this are many.
const MANY: u64 = 50;

/// The moving parts of the widget.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    /// Landscape and walk.
    pub picture: Picture,
    curve: HtmlCanvasElement,
    /// The landscape whose name and formula stand on the page.
    named: Cell<Option<Landscape>>,
}

impl Scene {
    /// The scene of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            picture: Picture::new(part(host, "picture")?),
            curve: part(host, "curve")?,
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

    /// Choices and sliders as the state has them.
    pub fn choices(&self, state: &State) {
        let landscape = state.landscape;
        if self.named.replace(Some(landscape)) != Some(landscape) {
            self.name(landscape);
        }
        self.slide(
            "rate-dial",
            (state.rate.log10() * 100.0).round(),
            &number::plain(state.rate),
        );
        let momentum = number::plain(state.momentum);
        self.slide("momentum-dial", (state.momentum * 100.0).round(), &momentum);
        let speed = SPEEDS.get(state.speed).copied().unwrap_or(1.0);
        let speed = number::grouped(speed as u64, self.language);
        let words = self
            .language
            .fill(words::STEPS_PER_SECOND, &[("n", &speed)]);
        self.slide("speed", state.speed as f64, &words);
        dom::set_part_text(&self.host, "speed-text", &words);
    }

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
        let label = self.host.query_selector(r#"label[for="descent-start-x"]"#);
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

    /// Draws everything.
    pub fn draw(&self, walk: &Descent) {
        let theme = Theme::of(&self.host);
        // A canvas without a context (out of memory) is left as it was.
        let _ = self.picture.draw(walk, &theme);
        self.table(walk);
        let points: Vec<(f64, f64)> = walk
            .places()
            .iter()
            .enumerate()
            .map(|(step, place)| (step as f64, place.cost))
            // What has run away would leave nothing else to be seen, nor room for its numbers.
            .filter(|(_, cost)| *cost < MUCH)
            .collect();
        let most = points
            .iter()
            .fold(0.0, |most: f64, (_, cost)| most.max(*cost));
        let series = Series {
            points: &points,
            colour: theme.accent,
            name: "",
            dashed: false,
        };
        let axes = Axes {
            x: Some((0.0, (walk.steps() as f64).max(10.0))),
            y: Some((0.0, (most * 1.06).max(1e-9))),
            x_label: self.language.text(words::DESCENT_STEP),
            y_decimals: if most >= 20.0 {
                0
            } else {
                1 + usize::from(most < 2.0)
            },
        };
        curve::draw(&self.curve, &theme, &[series], &axes);
    }

    /// The last steps, the newest below.
    fn table(&self, walk: &Descent) {
        let heads: &[&str] = match walk.settings().landscape.dimensions() {
            1 => &["w", "C", "C′(w)"],
            _ => &["x", "y", "C", "|∇C|"],
        };
        let step = dom::escape(self.language.text(words::DESCENT_STEP));
        let head = |text: &str| format!(r#"<th scope="col">{text}</th>"#);
        let names: String = heads
            .iter()
            .map(|name| head(&format!("<i>{name}</i>")))
            .collect();
        if let Ok(table) = part::<Element>(&self.host, "steps") {
            let _ = table
                .class_list()
                .toggle_with_force("two", heads.len() == 4);
        }
        self.markup("head", &format!("<tr>{}{names}</tr>", head(&step)));
        let places = walk.places();
        let from = places.len().saturating_sub(ROWS);
        let row = |(at, place): (usize, &Place)| {
            let values = match heads.len() {
                3 => vec![place.point[0], place.cost, place.gradient[0]],
                _ => vec![place.point[0], place.point[1], place.cost, place.slope()],
            };
            let cells = values
                .into_iter()
                .map(|value| format!("<td>{}</td>", number::compact(value)));
            let at = number::grouped((from + at) as u64, self.language);
            format!(
                r#"<tr><th scope="row">{at}</th>{}</tr>"#,
                cells.collect::<String>()
            )
        };
        let mut rows: String = places.iter().skip(from).enumerate().map(row).collect();
        for _ in places.len()..ROWS {
            rows.push_str(&format!(
                "<tr><td>&#xa0;</td>{}</tr>",
                "<td></td>".repeat(heads.len())
            ));
        }
        self.markup("rows", &rows);
        let place = walk.place();
        let pair = |point: [f64; 2]| match heads.len() {
            3 => number::compact(point[0]),
            _ => format!(
                "({}; {})",
                number::compact(point[0]),
                number::compact(point[1])
            ),
        };
        let slots = [("g", &*pair(place.gradient)), ("v", &*pair(place.velocity))];
        let words = self.language.fill(words::DESCENT_VECTORS, &slots);
        dom::set_part_text(&self.host, "vectors", &words);
    }

    /// Says where the walk is, and how it went.
    pub fn describe(&self, walk: &Descent) {
        let (place, settings) = (walk.place(), walk.settings());
        let (steps, crossings) = (walk.steps(), walk.crossings());
        let key = match walk.end() {
            None => match walk.manner() {
                None => words::DESCENT_AT_START,
                Some(Manner::Descending) => words::DESCENT_DESCENDING,
                Some(Manner::Creeping) => words::DESCENT_CREEPING,
                Some(Manner::Oscillating) => words::DESCENT_OSCILLATING,
                Some(Manner::Circling) => words::DESCENT_CIRCLING,
                Some(Manner::Diverging) => words::DESCENT_DIVERGING,
            },
            Some(_) if steps == 0 => words::DESCENT_NOWHERE,
            Some(End::Minimum) if steps == 1 => words::DESCENT_LEAPT,
            Some(End::Minimum) if crossings == 0 && steps > MANY => words::DESCENT_CREPT,
            Some(End::Minimum) if crossings == 0 => words::DESCENT_CONVERGED,
            Some(End::Minimum) if 2 * crossings >= steps => words::DESCENT_OSCILLATED,
            Some(End::Minimum) => words::DESCENT_CROSSED,
            Some(End::LocalMinimum) => words::DESCENT_LOCAL,
            Some(End::Saddle) if settings.landscape.dimensions() == 1 => words::DESCENT_TOP,
            Some(End::Saddle) => words::DESCENT_AT_SADDLE,
            Some(End::Slope) => words::DESCENT_ON_SLOPE,
            Some(End::Diverged) => words::DESCENT_DIVERGED,
            Some(End::OutOfSteps) if walk.manner() == Some(Manner::Circling) => {
                words::DESCENT_CIRCLED
            }
            Some(End::OutOfSteps) => words::DESCENT_OUT_OF_STEPS,
        };
        let whole = |value| number::grouped(value, self.language);
        let words = self.language.fill(
            key,
            &[
                ("n", &whole(steps)),
                ("m", &whole(crossings)),
                ("cost", &number::compact(place.cost)),
                ("slope", &number::compact(place.slope())),
                ("e", &number::plain(settings.epsilon)),
                ("low", &number::compact(settings.landscape.lowest())),
            ],
        );
        self.say(&words, walk.end() == Some(End::Diverged));
        let label = format!("{}. {words}", self.language.text(words::DESCENT_CURVE));
        dom::set_attribute(&self.curve, "aria-label", &label);
    }
}
