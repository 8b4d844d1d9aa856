//! Points and states that the reader brings: a table in the field, a file, a file dropped on the figure.

use redes_data::table::{MAX_ROWS, TableError};
use redes_experiment::circles::REACH;
use redes_shell::{
    dom::{self, Result, part},
    link,
    mounted::Mounting,
    number, training,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, Element, File, HtmlInputElement, HtmlTextAreaElement};

use super::{Playground, link::State, own::Scale, table};
use crate::words;

/// The most bytes of a file that are read.
const MOST: f64 = 2e6;

/// So many different targets may be meant as classes.
const MANY_CLASSES: usize = 10;

/// Connects the field for files, and the figure as a place to drop them.
pub(super) fn connect(mounting: &mut Mounting<'_, Playground>) -> Result<()> {
    let input: HtmlInputElement = part(mounting.host, "file")?;
    let (field, later) = (input.clone(), mounting.later.clone());
    mounting.keep(dom::listen(&input, "change", move |_| {
        let file = field.files().and_then(|files| files.item(0));
        // The same file can be opened again.
        field.set_value("");
        let later = later.clone();
        if let Some(file) = file {
            read(file, move |text| later.with(|figure| figure.open(&text)));
        }
    })?);
    let host: &Element = mounting.host;
    mounting.on(host, "dragover", |_, event| event.prevent_default())?;
    let later = mounting.later.clone();
    mounting.keep(dom::listen(host, "drop", move |event| {
        let data = event
            .dyn_ref::<DragEvent>()
            .and_then(DragEvent::data_transfer);
        let Some(data) = data else { return };
        event.prevent_default();
        let later = later.clone();
        match data.files().and_then(|files| files.item(0)) {
            Some(file) => read(file, move |text| later.with(|figure| figure.open(&text))),
            None => {
                let text = data.get_data("text").unwrap_or_default();
                later.with(|figure| figure.open(&text));
            }
        }
    })?);
    Ok(())
}

/// Reads a file as text.
fn read(file: File, act: impl FnOnce(String) + 'static) {
    if file.size() > MOST {
        return act(String::new());
    }
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        act(text
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default());
    });
}

/// The link in a state's JSON.
fn link_of(text: &str) -> Option<String> {
    let value = js_sys::JSON::parse(text).ok()?;
    let get = |key: &str| {
        js_sys::Reflect::get(&value, &JsValue::from_str(key))
            .ok()?
            .as_string()
    };
    get("redes").filter(|name| name == super::files::NAME)?;
    get("link")
}

impl Playground {
    /// Takes a table or a state's JSON.
    fn open(&self, text: &str) {
        if !text.trim_start().starts_with('{') {
            return self.take_table(text);
        }
        let Some(link) = link_of(text) else {
            return self.say(self.language.text(words::PLAYGROUND_JSON_REFUSED));
        };
        let mut state = State::default();
        let refused = link::read(&mut state, super::files::NAME, &link);
        self.restore(state);
        self.say(&match refused.is_empty() {
            true => self.language.text(words::PLAYGROUND_JSON_READ).to_owned(),
            false => link::message(self.language, &refused),
        });
    }

    /// Returns to a state and its step. This can be undone.
    pub(super) fn restore(&self, state: State) {
        training::replay(self, state.at, |now| {
            *now = State {
                speed: now.speed,
                view: now.view,
                ..state
            };
        });
    }

    /// Takes the table in the field.
    pub(super) fn use_table(&self) {
        if let Ok(field) = part::<HtmlTextAreaElement>(&self.host, "table") {
            self.take_table(&field.value());
        }
    }

    fn take_table(&self, text: &str) {
        let message = match table::read(text) {
            Ok((own, scale)) => {
                let n = number::grouped(own.grid.len() as u64, self.language);
                let mut message = self.scaled(&n, &scale);
                if own.values {
                    message += " ";
                    message += &self.regression(own.targets());
                }
                let replaced = self.state().own().is_some();
                self.change(|state| {
                    state.own = Some(own);
                    state.scale = Some(scale);
                });
                // Beside the table, where the reader looks, and above the figure with what can be undone.
                dom::set_part_text(&self.host, "table-message", &message);
                dom::hide_part(&self.host, "table-message", false);
                match replaced {
                    true => self.offer_undo(&message),
                    false => self.say(&message),
                }
                None
            }
            Err(error) => Some(self.refused(&error)),
        };
        dom::hide_part(&self.host, "table-error", message.is_none());
        dom::set_part_text(&self.host, "table-error", &message.unwrap_or_default());
    }

    /// Why points have values and no classes. With a few different ones, the reader may have meant classes.
    fn regression(&self, targets: usize) -> String {
        match targets <= MANY_CLASSES {
            true => {
                let n = targets.to_string();
                self.language
                    .fill(words::PLAYGROUND_TABLE_CLASSES, &[("n", &n)])
            }
            false => self
                .language
                .text(words::PLAYGROUND_TABLE_VALUES)
                .to_owned(),
        }
    }

    /// What part of the reader's units the plane shows.
    fn scaled(&self, n: &str, scale: &Scale) -> String {
        let [low, high] =
            [-1.0, 1.0].map(|end| scale.own([end * REACH, end * REACH]).map(number::compact));
        let slots = [
            ("n", n),
            ("x0", &*low[0]),
            ("x1", &high[0]),
            ("y0", &low[1]),
            ("y1", &high[1]),
        ];
        self.language.fill(words::PLAYGROUND_TABLE_SCALED, &slots)
    }

    fn refused(&self, error: &TableError) -> String {
        let language = self.language;
        let message = |key, slots: &[(&str, &str)]| language.fill(key, slots);
        match error {
            TableError::TooFew { .. } => message(words::PLAYGROUND_TABLE_FEW, &[]),
            TableError::TooMany { .. } => {
                let n = number::grouped(MAX_ROWS as u64, language);
                message(words::PLAYGROUND_TABLE_MANY, &[("n", &n)])
            }
            TableError::Columns { line, found } => {
                let [row, n] = [*line, *found as u64].map(|n| n.to_string());
                message(words::PLAYGROUND_TABLE_COLUMNS, &[("row", &row), ("n", &n)])
            }
            TableError::Number { line, text, .. } => {
                let row = line.to_string();
                message(
                    words::PLAYGROUND_TABLE_NUMBER,
                    &[("row", &row), ("text", text)],
                )
            }
            TableError::ThirdClass { line, text } => {
                let row = line.to_string();
                message(
                    words::PLAYGROUND_TABLE_NAMES,
                    &[("row", &row), ("text", text)],
                )
            }
            TableError::OneClass { .. } => message(words::PLAYGROUND_TABLE_ALIKE, &[]),
            TableError::NotText { .. } => message(words::PLAYGROUND_TABLE_BYTES, &[]),
        }
    }
}
