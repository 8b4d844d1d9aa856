//! A training of the open network that is kept over a reload: with the network, where that is a file of the reader's.

use std::rc::Rc;

use js_sys::Uint8Array;
use redes_experiment::wire;
use redes_shell::{
    keeping::{self, Kept},
    worker::envelope::Part,
};
use redes_workshop::protocol::Source;

use super::{Opened, link::Start};

/// The name of what is kept in [`redes_experiment::Failure::Unreadable`], which nobody is shown.
const FILE: &str = "file";

impl Opened {
    /// Hands over the part of the training that came to be kept.
    pub(super) fn hand_over(&self, part: Part) {
        let pieces = self.runner.kept();
        let model = self.model.borrow();
        let Some(model) = model.as_ref() else { return };
        // With the first part.
        let file = (model.own && part.from == 0)
            .then(|| wire::encode(FILE, &(&model.name, &model.source)));
        let file = match file.transpose() {
            Ok(file) => file.map(|file| Uint8Array::from(&*file)),
            Err(_) => return,
        };
        // Nothing is kept where the page has no place for it.
        let _ = keeping::hand_over(&self.host, part, pieces, &model.name, file, [0, 0]);
    }

    /// Opens the network of a kept training, which then goes on. What is no such network is left alone.
    pub(super) fn resume(self: &Rc<Self>, kept: Kept) {
        let start = self.state.borrow().start;
        match kept.beside {
            Some(file) => {
                let file = wire::decode::<(String, Source)>(FILE, &file.to_vec());
                let Ok((name, source)) = file else { return };
                self.open(source, name, true);
            }
            None if start == Start::None => return,
            None => self.start(start),
        }
        self.kept.replace(Some(kept.pieces));
    }
}
