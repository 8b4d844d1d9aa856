//! Why a package cannot be made.

use std::{io, path::PathBuf};

/// Why a package cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such figure or exercise.
    #[error(
        "there is no figure or exercise {figure:?}; the figures are {figures}; an exercise is written exercise-ID"
    )]
    Unknown {
        /// The name.
        figure: String,
        /// The names of the list.
        figures: String,
    },
    /// A file of the site cannot be read.
    #[error("{}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The figure's page is not as the build writes it.
    #[error("{}: {what}", page.display())]
    Page {
        /// The page.
        page: PathBuf,
        /// What is missing or too much.
        what: String,
    },
    /// A state that is not the figure's own.
    #[error(
        "state {state:?}: it has the form {figure}.KEY=VALUE&{figure}.KEY=VALUE, in printable ASCII"
    )]
    State {
        /// The state.
        state: String,
        /// The figure.
        figure: String,
    },
    /// A path that some platforms refuse.
    #[error(
        "{0:?}: a path in a package has only letters, digits, '.', '_' and '-' of ASCII between its slashes"
    )]
    Name(String),
    /// The index of the data sets is not as the build writes it.
    #[error("data/index.json: {0}")]
    Index(String),
    /// The site has no such data set.
    #[error("data/index.json: the site was built without the data set {0:?}")]
    Data(String),
    /// The package is too large.
    #[error("the package of {figure} has {size} bytes, more than its budget of {budget}")]
    Budget {
        /// The figure.
        figure: String,
        /// Bytes of the zip.
        size: u64,
        /// The most that it may have.
        budget: u64,
    },
    /// The zip cannot be written.
    #[error("zip")]
    Zip(#[from] zip::result::ZipError),
    /// The zip cannot be written.
    #[error("zip")]
    Write(#[from] io::Error),
}
