//! A network's layers and blocks of parameters, without its numbers.

use super::summary::SummaryRow;
use crate::Result;
use crate::initializer::Initializer;
use crate::layer::{ParameterBlock, Part, elements};

/// What a network consists of: what is known of it before any of its numbers is allocated.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// One row a layer.
    pub rows: Vec<SummaryRow>,
    /// Its kernels, biases and tables, in the order of the parameters.
    pub blocks: Vec<ParameterBlock>,
    /// Numbers in all blocks.
    pub parameters: usize,
    /// The shape of one sample's output.
    pub shape: Vec<usize>,
    /// For each block, inputs and outputs that one neuron connects, and how it starts if
    /// it doesn't start as the others do.
    pub(super) starts: Vec<(usize, usize, Option<Initializer>)>,
}

impl Outline {
    /// That of no layer, for samples of the shape `input`.
    pub(super) fn new(input: &[usize]) -> Self {
        Outline {
            rows: Vec::new(),
            blocks: Vec::new(),
            parameters: 0,
            shape: input.to_vec(),
            starts: Vec::new(),
        }
    }

    /// Adds the next layer.
    pub(super) fn add(&mut self, part: Part) -> Result<()> {
        let earlier = self.rows.iter().filter(|row| row.kind == part.kind);
        let name = match (snake_case(part.kind), earlier.count()) {
            (name, 0) => name,
            (name, n) => format!("{name}_{n}"),
        };
        let begin = self.parameters;
        for spec in part.parameters {
            let from = self.parameters;
            self.parameters = elements(&[1, from + elements(&spec.shape)?])?;
            self.blocks.push(ParameterBlock {
                layer: self.rows.len(),
                name: format!("{name}/{}", spec.name),
                role: spec.role,
                shape: spec.shape,
                range: from..self.parameters,
            });
            self.starts
                .push((spec.fans.0, spec.fans.1, spec.initializer));
        }
        self.shape = part.output_shape;
        self.rows.push(SummaryRow {
            name,
            kind: part.kind,
            output_shape: self.shape.clone(),
            parameters: self.parameters - begin,
        });
        Ok(())
    }
}

/// Keras's name for a class: `"MaxPooling1D"` is `"max_pooling1d"`.
pub fn snake_case(kind: &str) -> String {
    let mut name = String::new();
    let mut after_small = false;
    for letter in kind.chars() {
        if after_small && letter.is_ascii_uppercase() {
            name.push('_');
        }
        after_small = letter.is_ascii_lowercase();
        name.push(letter.to_ascii_lowercase());
    }
    name
}
