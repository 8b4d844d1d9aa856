//! The available data sets; missing ones are reported, and the other cases continue.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use anyhow::{Error, Result};
use redes_data::{
    acl_imdb::AclImdbError,
    mnist::{Mnist, MnistError},
    reviews::Reviews,
};
use redes_ledger::{Case, Inputs, Split};

use crate::place;

/// Training and test halves.
pub(super) struct Sets {
    mnist: Option<(Mnist, Mnist)>,
    reviews: Option<(Reviews, Reviews)>,
}

impl Sets {
    /// The data of these cases: from one folder for both sets, from one with a folder for each, or from their
    /// usual folders.
    pub(super) fn load(given: Option<&Path>, cases: &[Case]) -> Result<Self> {
        let any = |wanted: &[Case]| cases.iter().any(|case| wanted.contains(case));
        let inside = |name: &str| {
            let inside = given.map(|folder| folder.join(name));
            inside.filter(|folder| folder.is_dir())
        };
        let mnist = || {
            let found = place::mnist(inside("mnist").as_deref().or(given))?;
            if let Some(name) = found.name {
                eprintln!("redes: the images are those of {name}, and the thesis's are MNIST's");
            }
            Ok((found.train, found.test))
        };
        let reviews = || place::imdb(inside("imdb").as_deref().or(given));
        let digits = any(&[Case::Data, Case::Case10, Case::Case11]);
        let opinions = any(&[Case::Data, Case::Case20, Case::Case21]);
        Ok(Self {
            mnist: digits.then(mnist).map_or(Ok(None), unless_missing)?,
            reviews: opinions.then(reviews).map_or(Ok(None), unless_missing)?,
        })
    }

    pub(super) fn inputs(&self) -> Inputs<'_> {
        let digits = self.mnist.as_ref();
        let opinions = self.reviews.as_ref();
        Inputs {
            mnist: digits.map(|(train, test)| Split::new(train, test)),
            reviews: opinions.map(|(train, test)| Split::reviews(train, test)),
        }
    }
}

/// Damaged data end the program; missing data do not.
fn unless_missing<T>(set: Result<T>) -> Result<Option<T>> {
    match set {
        Ok(set) => Ok(Some(set)),
        Err(error) if is_missing(&error) => {
            eprintln!("redes: {error:#}\nredes: going on without");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn is_missing(error: &Error) -> bool {
    let not_there = |error: &io::Error| error.kind() == ErrorKind::NotFound;
    let mnist = matches!(error.downcast_ref(), Some(MnistError::Missing { .. }));
    let reviews = match error.downcast_ref() {
        Some(AclImdbError::Io { error, .. }) => not_there(error),
        Some(AclImdbError::Missing { .. }) => true,
        _ => false,
    };
    mnist || reviews || error.downcast_ref().is_some_and(not_there)
}
