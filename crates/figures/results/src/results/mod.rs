//! Every number that the thesis prints, computed again in the page.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::cell::Ref;

use redes_experiment::{
    Block,
    results::{ResultsBody, ResultsSetup},
};
use web_sys::HtmlElement;

use self::link::State;
use crate::words;
use redes_shell::{
    dom::{self, Result},
    mounted::{Mounted, Mounting},
    phase::Phase,
    text::{Language, Text},
    training::{self, Course, Linked, Training, Trains},
};

/// The figure on a page.
struct Results {
    host: HtmlElement,
    language: Language,
    training: Training<Self>,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Results>::new::<State>(host, "results", markup::markup);
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
    training::kept(&mut mounting, training::resume)?;
    let figure = Results {
        host: host.clone(),
        language: mounting.language,
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
    };
    let (figure, mounted) = mounting.done(figure);
    training::start(&figure);
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

impl Trains for Results {
    type Experiment = redes_experiment::results::Results;
    type State = State;

    const LOADING: Option<Text> = Some(words::RESULTS_LOADING);
    const HELPED: bool = true;

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> ResultsSetup {
        self.state().setup(self.language)
    }

    fn clear(&self) {
        draw::clear(&self.host, self.state().name());
    }

    fn name(&self) -> String {
        self.state().name().to_owned()
    }

    fn show(&self, body: ResultsBody, _blocks: Vec<Block>) {
        let text = markup::doing(&body, self.language);
        self.training.progress(numbers::share(&body), &text);
        if !body.rows.is_empty() {
            let running = self.training.phase() == Phase::Running;
            dom::silence(&self.host, "summary", running);
            draw::table(&self.host, self.language, &body.rows);
        }
    }
}

impl Results {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }
}
