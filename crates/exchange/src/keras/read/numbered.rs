//! Weights as Keras 3 numbers them in `.keras` and `.weights.h5`: `layers/dense/vars/0`.

use std::collections::BTreeMap;

use redes_hdf5::{Dataset, Group};

use super::model::{Model, Part};
use super::weights::Weights;

/// All datasets of a file by their paths.
pub(super) struct Paths<'a>(BTreeMap<String, &'a Dataset<'a>>);

impl<'a> Paths<'a> {
    /// Those of a file. Keras 2.15 on Windows put backslashes into names; they become slashes.
    pub(super) fn of(root: &'a Group<'a>) -> Self {
        let mut paths = BTreeMap::new();
        let mut rest = vec![(String::new(), root)];
        while let Some((path, group)) = rest.pop() {
            let inner = |name: &str| format!("{path}{}", name.replace('\\', "/"));
            for (name, dataset) in group.datasets() {
                paths.insert(inner(name), dataset);
            }
            for (name, group) in group.groups() {
                rest.push((format!("{}/", inner(name)), group));
            }
        }
        Self(paths)
    }

    /// Whether a path begins so.
    pub(super) fn any(&self, start: &str) -> bool {
        self.0.keys().any(|path| path.starts_with(start))
    }

    /// `GROUP/0`, `GROUP/1`, … as far as they go. (HDF5 lists 10 before 2.)
    pub(super) fn numbered(&self, group: &str) -> Vec<(String, &'a Dataset<'a>)> {
        let paths = (0..).map(|number| format!("{group}/{number}"));
        paths
            .map_while(|path| self.0.get(&path).map(|dataset| (path, *dataset)))
            .collect()
    }
}

/// The weights of every layer.
pub(super) fn of_model<'a>(paths: &Paths<'a>, model: &Model) -> Vec<Weights<'a>> {
    let parts = model.parts.iter().enumerate();
    parts
        .map(|(index, part)| Weights {
            layer: part.name.clone(),
            parts: vec![index],
            datasets: groups(part)
                .iter()
                .flat_map(|group| paths.numbered(&format!("{}/{group}", part.path)))
                .collect(),
        })
        .collect()
}

/// The groups of a layer's variables, within its own.
fn groups(part: &Part) -> &'static [&'static str] {
    match part.class.as_str() {
        "LSTM" | "GRU" | "SimpleRNN" => &["cell/vars"],
        "Bidirectional" => &["forward_layer/cell/vars", "backward_layer/cell/vars"],
        "TimeDistributed" => &["layer/vars"],
        _ => &["vars"],
    }
}
