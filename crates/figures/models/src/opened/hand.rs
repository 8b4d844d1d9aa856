//! Networks that pass from page to page: one that comes from another figure, and the one that is open, which goes to the
//! figure `neurons` of the page `inside`.

use js_sys::{Array, Uint8Array};
use redes_experiment::dense::{MOST, Unfit};
use redes_shell::{number, saving, text::Language};
use redes_workshop::{
    Bytes,
    digest::{Digest, Row},
    protocol::Message,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, Event};

use super::{Opened, files::Brought, link};
use crate::words;

/// The page of the figure, and its element.
const TO: [&str; 2] = ["inside", "redes-neurons"];

impl Opened {
    /// Opens a network that another figure hands on (`js/hand.js`): the name of a file, its bytes, and the scaling of the
    /// pixels with which the figure trained it, where it reads digits.
    pub(super) fn handed(&self, event: &Event) {
        if let Some(event) = event.dyn_ref::<CustomEvent>() {
            let detail = Array::from(&event.detail());
            let name = detail.get(0).as_string().unwrap_or_default();
            let bytes = detail.get(1).dyn_into::<Uint8Array>();
            let bytes = bytes.map(|bytes| bytes.to_vec()).unwrap_or_default();
            let scaling = detail.get(2).as_string();
            if let Some(scaling) = scaling.and_then(|name| link::scaling_named(&name)) {
                self.edit(|state| state.scaling = scaling);
            }
            self.bring(Brought {
                name,
                bytes: Ok(bytes),
                others: 0,
            });
        }
    }

    /// Asks for the network as that figure takes it.
    pub(super) fn look_inside(&self) {
        self.drawing.set("handed", "");
        self.post(&Message::Inside);
    }

    /// Hands the network on, by `js/hand.js`, after so many steps of training here; or says why it does not fit.
    pub(super) fn hand(&self, network: &Result<Bytes, Unfit>, steps: u64) {
        let model = self.model.borrow();
        let Some(model) = model.as_ref() else { return };
        match network {
            Ok(bytes) => {
                let [page, element] = TO.map(JsValue::from_str);
                let (name, bytes) = (
                    JsValue::from_str(&named(self.language, &model.stem(), steps)),
                    Uint8Array::from(&*bytes.0),
                );
                let value = Array::of4(&page, &element, &name, &bytes);
                saving::call(&self.host, "hand", &value);
            }
            Err(unfit) => {
                let text = unfit_text(self.language, &model.digest, unfit);
                self.drawing.set("handed", &text);
            }
        }
    }

    /// The script says why the network was not handed on.
    pub(super) fn unhanded(&self, event: &Event) {
        let event = event.dyn_ref::<CustomEvent>();
        let why = event.and_then(|event| event.detail().as_string());
        self.drawing.set("handed", &why.unwrap_or_default());
    }
}

/// A network's name after so many steps of training here.
pub fn named(language: Language, name: &str, steps: u64) -> String {
    if steps == 0 {
        return name.to_owned();
    }
    let n = number::grouped(steps, language);
    language.fill(words::OPENED_TRAINED_ON, &[("name", name), ("n", &n)])
}

/// Why the figure of the neurons does not take a network.
pub fn unfit_text(language: Language, digest: &Digest, unfit: &Unfit) -> String {
    let count = |count: usize| number::grouped(count as u64, language);
    let row = |place: &usize| {
        let row = digest.rows.get(*place);
        let texts = row.map(|Row { name, kind, .. }| (name.clone(), kind.clone()));
        texts.unwrap_or_default()
    };
    let why = match unfit {
        Unfit::Input(n) => language.fill(words::OPENED_UNFIT_INPUT, &[("n", &*count(*n))]),
        Unfit::Outputs(n) => language.fill(words::OPENED_UNFIT_OUTPUTS, &[("n", &*count(*n))]),
        Unfit::NoHidden => language.text(words::OPENED_UNFIT_HIDDEN).to_owned(),
        Unfit::Layer(place) => {
            let (layer, class) = row(place);
            let slots = [("layer", &*layer), ("class", &class)];
            language.fill(words::OPENED_UNFIT_LAYER, &slots)
        }
        Unfit::Function(place, name) => {
            let slots = [("layer", &*row(place).0), ("name", name)];
            language.fill(words::OPENED_UNFIT_FUNCTION, &slots)
        }
        Unfit::Wide(n) => {
            let slots = [("n", &*count(*n)), ("limit", &count(MOST))];
            language.fill(words::OPENED_UNFIT_WIDE, &slots)
        }
    };
    language.fill(words::OPENED_UNFIT, &[("why", &*why)])
}
