//! What a page shows of a network before it runs.

use redes_core::network::{Architecture, LayerConfig, Network};
use redes_data::mnist::{PIXELS, SIDE};
use redes_exchange::{Format, Opened};
use serde::{Deserialize, Serialize};

use crate::{protocol::Set, remark::Remark};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// Keras's whole model in HDF5.
    KerasH5,
    /// Keras 3's zip.
    KerasZip,
    /// Weights alone, in HDF5.
    KerasWeights,
    /// Safetensors.
    Safetensors,
    /// NumPy's archive.
    Npz,
    /// No file: a network with its first weights.
    New,
}

impl From<Format> for Kept {
    fn from(format: Format) -> Self {
        match format {
            Format::KerasZip => Self::KerasZip,
            Format::KerasWeights => Self::KerasWeights,
            Format::Safetensors => Self::Safetensors,
            Format::Npz => Self::Npz,
            _ => Self::KerasH5,
        }
    }
}

/// What a network reads, which decides what the reader can give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reads {
    /// Images of digits, with ten outputs.
    Digits,
    /// Numbers of words.
    Words {
        /// Numbers of an input.
        steps: usize,
        /// Words that there are.
        words: usize,
        /// Whether the outputs can be those of a review: negative or positive.
        reviews: bool,
    },
    /// Any numbers.
    Numbers,
}

impl Reads {
    /// What a network of this architecture reads.
    pub fn of(architecture: &Architecture, outputs: usize) -> Self {
        let first = architecture
            .layers
            .iter()
            .find(|layer| !matches!(layer, LayerConfig::Dropout { .. }));
        match (&*architecture.input, first) {
            ([PIXELS] | [SIDE, SIDE] | [SIDE, SIDE, 1] | [1, SIDE, SIDE], _) if outputs == 10 => {
                Self::Digits
            }
            ([steps], Some(LayerConfig::Embedding { words, .. })) => Self::Words {
                steps: *steps,
                words: *words,
                reviews: matches!(outputs, 1 | 2),
            },
            _ => Self::Numbers,
        }
    }

    /// The samples that it can be tested and trained on.
    pub fn set(self) -> Option<Set> {
        match self {
            Self::Digits => Some(Set::Mnist),
            Self::Words { reviews: true, .. } => Some(Set::Imdb),
            Self::Words { .. } | Self::Numbers => None,
        }
    }
}

/// A layer, as Keras's summary lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its name in the file.
    pub name: String,
    /// Its class.
    pub kind: String,
    /// The shape of its outputs.
    pub shape: Vec<usize>,
    /// Its parameters.
    pub parameters: usize,
}

/// A network before it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// What its file is.
    pub kept: Kept,
    /// The version of Keras that wrote it.
    pub keras: Option<String>,
    /// The network's name.
    pub name: String,
    /// Remarks on the file.
    pub remarks: Vec<Remark>,
    /// Its layers.
    pub rows: Vec<Row>,
    /// Parameters of all layers.
    pub total: usize,
    /// The shape of an input.
    pub input: Vec<usize>,
    /// Outputs.
    pub outputs: usize,
    /// What it reads.
    pub reads: Reads,
    /// The file's optimiser, as Keras calls it.
    pub optimizer: Option<String>,
}

impl Digest {
    /// The digest of an opened file and its network.
    pub fn new(opened: &Opened, kept: Kept, network: &Network<f32>) -> Self {
        let summary = opened.summary(network);
        let row = |row: redes_core::network::SummaryRow| Row {
            name: row.name,
            kind: row.kind.to_owned(),
            shape: row.output_shape,
            parameters: row.parameters,
        };
        let outputs = network.output_width();
        let training = opened.training.as_ref();
        Self {
            kept,
            keras: opened.keras_version.clone(),
            name: opened.architecture.name.clone(),
            remarks: opened.notes.iter().map(Remark::from).collect(),
            rows: summary.rows.into_iter().map(row).collect(),
            total: summary.total,
            input: opened.architecture.input.clone(),
            outputs,
            reads: Reads::of(&opened.architecture, outputs),
            optimizer: training
                .and_then(|training| training.optimizer.as_ref())
                .map(|optimizer| crate::build::name_of(optimizer).to_owned()),
        }
    }
}
