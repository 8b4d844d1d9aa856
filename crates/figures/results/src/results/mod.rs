//! Every number that the thesis prints, computed again in the page.

pub mod link;
mod markup;

use std::cell::Ref;

use redes_experiment::{
    Block,
    results::{ResultsBody, ResultsSetup},
};
use web_sys::{Element, HtmlElement};

use self::link::State;
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    mounted::{Mounted, Mounting},
    number,
    text::{Language, Text},
    training::{self, Course, Linked, Training, Trains},
};

struct Inner {
    host: HtmlElement,
    language: Language,
    training: Training<Self>,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Inner>::new::<State>(host, "results", markup::markup);
    let seeds = f64::from(state.seeds);
    training::field(
        &mut mounting,
        markup::seeds_field(),
        seeds,
        |state, value| {
            state.seeds = value as u32;
        },
    )?;
    training::choice(&mut mounting, "data-case", |state, name| {
        state.case = link::place(name)?;
        Some(())
    })?;
    let inner = Inner {
        host: host.clone(),
        language: mounting.language,
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
    };
    let (inner, mounted) = mounting.done(inner);
    training::start(&inner);
    Ok(mounted)
}

impl Linked for State {
    fn course(&mut self) -> Course<'_> {
        Course {
            seed: &mut self.seed,
            speed: &mut self.speed,
            at: None,
        }
    }
}

impl Trains for Inner {
    type Experiment = redes_experiment::results::Results;
    type State = State;

    const LOADING: Option<Text> = Some(words::RESULTS_LOADING);

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> ResultsSetup {
        self.state().setup(self.language)
    }

    fn clear(&self) {
        let case = link::CASES.get(self.state().case).copied();
        choice::show(&self.host, "case", case.unwrap_or_default());
        dom::hide_part(&self.host, "table", true);
    }

    fn show(&self, body: ResultsBody, _blocks: Vec<Block>) {
        let step = number::grouped(body.done, self.language);
        let total = number::grouped(body.total, self.language);
        let slots = [("n", &*step), ("total", &*total), ("now", &*body.now)];
        let text = self.language.fill(words::RESULTS_STEP_OF, &slots);
        let share = body.done as f64 / body.total.max(1) as f64;
        self.training.progress(share, &text);
        if body.rows.is_empty() {
            return;
        }
        dom::hide_part(&self.host, "table", false);
        if let Ok(rows) = part::<Element>(&self.host, "rows") {
            rows.set_inner_html(&markup::rows(&body.rows, self.language));
        }
        let summary = markup::summary(&body.rows, self.language);
        dom::set_part_text(&self.host, "summary", &summary);
    }
}

impl Inner {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }
}
