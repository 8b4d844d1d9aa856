//! Data sets, and the data sets that a setup needs. Another crate fetches them.

use std::rc::Rc;

use redes_data::{mnist::Mnist, reviews::Reviews};

/// Training and test images.
pub struct DigitsData {
    /// 60,000 images.
    pub train: Mnist,
    /// 10,000 images.
    pub test: Mnist,
}

/// Training and test reviews.
pub struct ReviewsData {
    /// 25,000 reviews.
    pub train: Reviews,
    /// 25,000 others.
    pub test: Reviews,
}

/// The data sets that have arrived. Clones share them.
#[derive(Clone, Default)]
pub struct Data {
    /// MNIST.
    pub mnist: Option<Rc<DigitsData>>,
    /// IMDB.
    pub imdb: Option<Rc<ReviewsData>>,
    /// The ledger of printed numbers, as bytes.
    pub ledger: Option<Rc<[u8]>>,
}

/// The data sets that a setup needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// MNIST.
    pub mnist: bool,
    /// IMDB.
    pub imdb: bool,
    /// The ledger of printed numbers.
    pub ledger: bool,
    /// Whether the experiment also runs on a site without these data sets.
    pub optional: bool,
}

impl Needs {
    /// The needed data sets that have not arrived yet.
    pub fn missing(self, data: &Data) -> Self {
        Self {
            mnist: self.mnist && data.mnist.is_none(),
            imdb: self.imdb && data.imdb.is_none(),
            ledger: self.ledger && data.ledger.is_none(),
            optional: self.optional,
        }
    }

    /// Whether the setup needs no data set.
    pub fn nothing(self) -> bool {
        !(self.mnist || self.imdb || self.ledger)
    }
}

impl Data {
    /// Adds the data sets that have arrived.
    pub fn add(&mut self, arrived: Self) {
        self.mnist = arrived.mnist.or(self.mnist.take());
        self.imdb = arrived.imdb.or(self.imdb.take());
        self.ledger = arrived.ledger.or(self.ledger.take());
    }
}
