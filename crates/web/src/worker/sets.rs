//! Experiments that wait for a data set: the trainer keeps what has arrived, for the next setup.

use std::rc::Rc;

use super::{
    Session,
    digits::{DigitsData, DigitsSession},
    download,
    protocol::{Failure, Report, Setup},
    results::{self, ResultsSession},
    reviews::{ReviewsData, ReviewsSession},
    server::{Server, boxed},
};

/// The data sets that have arrived.
#[derive(Clone, Default)]
pub struct Sets {
    digits: Option<Rc<DigitsData>>,
    reviews: Option<Rc<ReviewsData>>,
}

impl Server {
    /// Loads what an experiment needs and begins it.
    pub(super) fn load(&self, setup: Setup) {
        let server = self.clone();
        let (emit, generation, known) = self.before_load();
        wasm_bindgen_futures::spawn_local(async move {
            let progress = move |received, total| {
                emit(generation, Report::Loading { received, total }, Vec::new());
            };
            match setup {
                Setup::Digits(setup) => {
                    let data = match known.digits {
                        Some(data) => Ok(data),
                        None => download::mnist(&setup.data_url, &progress)
                            .await
                            .map(Rc::new),
                    };
                    server.loaded(generation, data, |sets, data| {
                        sets.digits = Some(data.clone());
                        DigitsSession::new(&setup, data).map(boxed)
                    });
                }
                Setup::Reviews(setup) => {
                    let data = match known.reviews {
                        Some(data) => Ok(data),
                        None => download::imdb(&setup.data_url, &progress)
                            .await
                            .map(Rc::new),
                    };
                    server.loaded(generation, data, |sets, data| {
                        sets.reviews = Some(data.clone());
                        ReviewsSession::new(&setup, &data).map(boxed)
                    });
                }
                Setup::Results(setup) => {
                    let known = (known.digits, known.reviews);
                    let data = results::load(&setup, known, &progress).await;
                    server.loaded(generation, data, |sets, data| {
                        sets.digits = data.digits.clone();
                        sets.reviews = data.reviews.clone();
                        ResultsSession::new(&setup, data).map(boxed)
                    });
                }
                // These wait for nothing.
                #[cfg(feature = "perceptron")]
                Setup::Perceptron(_) => {}
                #[cfg(feature = "circles")]
                Setup::Circles(_) => {}
            }
        });
    }

    /// Begins with data that have arrived, unless the reader has asked for something else since.
    fn loaded<D>(
        &self,
        generation: u32,
        data: Result<D, Failure>,
        begin: impl FnOnce(&mut Sets, D) -> Result<Box<dyn Session>, Failure>,
    ) {
        let session = self.with_sets(generation, |sets| data.and_then(|data| begin(sets, data)));
        if let Some(session) = session {
            self.adopt(session);
        }
    }
}
