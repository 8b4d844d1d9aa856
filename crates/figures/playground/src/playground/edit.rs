//! What the reader changes in a run or in its network: rate, weights, layers.

use redes_experiment::playground::{Change, Event, Hidden, MAX_LAYERS, MAX_UNITS, Message};

use super::{Playground, events, hidden, link::State, lists, names};

impl Playground {
    /// Changes the rate of the run: at its start for the whole run, later from now on.
    pub(super) fn set_rate(&self, rate: f64) {
        match self.reached.borrow().at {
            0 => {}
            _ => return self.post(Change::Rate(rate)),
        }
        self.change(|state| {
            state.restart();
            state.rate = rate;
        });
    }

    pub(super) fn set_parameter(&self, index: u32, text: &str) {
        match events::value(text) {
            Some(value) => {
                self.drawing.weights.refuse(None);
                self.post(Change::Parameter { index, value });
            }
            None => self.drawing.weights.refuse(Some((index as usize, text))),
        }
    }

    /// A change of the run as it is now. It can be undone, and the link repeats it.
    pub(super) fn post(&self, change: Change) {
        let mut now = self.reached.borrow().clone();
        let step = now.at;
        let before = now.clone();
        events::add(&mut now.events, Event { step, change });
        self.undo.borrow_mut().keep(&before, &now);
        self.edited.set(true);
        self.training.tell_change(&Message::Change(change));
        self.show_undo();
    }

    pub(super) fn set_layers(&self, read: std::result::Result<Vec<Hidden>, hidden::Refusal>) {
        match read {
            Ok(layers) => self.change(|state| {
                // The changed numbers belong to the network as it was.
                state.restart();
                state.events.clear();
                state.layers = layers;
            }),
            Err(refusal) => self.fields.refuse(Some(refusal)),
        }
    }

    pub(super) fn set_activation(&self, place: usize, name: &str) {
        if name == lists::STEP {
            self.fields.show(&self.state());
            self.fields.refuse(Some(hidden::Refusal::Step));
        } else if let Some(kind) = names::read(name) {
            self.change(|state| {
                if let Some(layer) = state.layers.get_mut(place) {
                    layer.activation = kind;
                }
            });
        }
    }

    /// One neuron more or fewer in a layer; a layer that ends or begins.
    pub(super) fn resize(&self, place: usize, units: Option<i32>) {
        let mut layers = self.state().layers.clone();
        let Some(layer) = layers.get_mut(place) else {
            return;
        };
        match units {
            Some(more) => layer.units = layer.units.saturating_add_signed(more).clamp(1, MAX_UNITS),
            None => {
                layers.remove(place);
            }
        }
        if layers != self.state().layers {
            self.set_layers(Ok(layers));
        }
    }

    pub(super) fn add_layer(&self) {
        let mut layers = self.state().layers.clone();
        let usual = State::default().layers;
        if let Some(layer) = layers.last().or(usual.first()).copied()
            && layers.len() < MAX_LAYERS
        {
            layers.push(layer);
            self.set_layers(Ok(layers));
        }
    }
}
