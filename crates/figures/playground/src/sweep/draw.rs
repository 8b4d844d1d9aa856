//! What changes on the page in the sweep: the graph, the table, how far it is.

use std::cell::RefCell;

use redes_experiment::playground::sweep::SweepBody;
use redes_shell::{
    dom::{self, Result, part},
    outcome,
    plot::Theme,
    text::Language,
};
use web_sys::{Element, HtmlElement};

use super::{link::State, numbers};
use crate::{
    playground::{
        self,
        files::{on_page, titled_picture},
        names,
    },
    words,
};

/// The parts of the page that show a sweep.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    graph: Element,
    rows: Element,
    body: RefCell<Option<SweepBody>>,
}

impl Drawing {
    /// Finds the parts.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            graph: part(host, "graph")?,
            rows: part(host, "rows")?,
            body: RefCell::default(),
        })
    }

    /// Forgets the last sweep.
    pub fn clear(&self) {
        self.body.take();
    }

    /// Takes a report.
    pub fn take(&self, body: SweepBody) {
        *self.body.borrow_mut() = Some(body);
    }

    /// Says what the trainings have in common.
    pub fn show_common(&self, base: &playground::link::State) {
        dom::set_part_text(&self.host, "common", &numbers::common(self.language, base));
    }

    /// The graph as a file's picture.
    pub fn picture(&self, state: &State) -> Option<String> {
        const WIDTH: f64 = 720.0;
        let body = self.body.borrow();
        let body = body.as_ref()?;
        let name = format!(
            "{}: {}",
            self.language.text(words::SWEEP_ACCURACY),
            self.language.text(names::label(state.what))
        );
        let theme = Theme::of(&self.host);
        let size = [WIDTH, numbers::HEIGHT];
        Some(titled_picture(&theme, &name, size, |paint| {
            numbers::graph(WIDTH, state, body, paint)
        }))
    }

    /// Draws the last report.
    pub fn draw(&self, state: &State) {
        let body = self.body.borrow();
        let Some(body) = body.as_ref() else { return };
        let learnt = body.rows.iter().map(|row| row.learnt);
        let numbers = [
            ("done", f64::from(body.done())),
            ("learnt", learnt.fold(f64::NAN, f64::max)),
        ];
        outcome::write(&self.host, &numbers);
        dom::set_part_text(&self.host, "done", &numbers::message(self.language, body));
        self.rows
            .set_inner_html(&numbers::rows(self.language, state, body));
        let width = self.graph.get_bounding_client_rect().width().max(240.0);
        dom::set_attribute(&self.graph, "viewBox", &numbers::view_box(width));
        self.graph
            .set_inner_html(&numbers::graph(width, state, body, &on_page));
    }
}
