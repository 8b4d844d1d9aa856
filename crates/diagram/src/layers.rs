//! The layers of a network: where its neurons stand in the drawing, and which weight a line shows.

use std::ops::Range;

/// A neuron by its layer (0: the first hidden one) and its place in it.
pub type Neuron = (usize, usize);

/// Side of what a neuron sees, in CSS pixels.
pub const PICTURE: f64 = 34.0;
/// Side of a neuron's button, which is larger for fingers.
pub const BUTTON: f64 = 44.0;
/// Room for the names of the layers, above the neurons.
const HEAD: f64 = 26.0;
/// Between two neurons of a layer, where there are few.
const WIDE: f64 = 52.0;
/// From this many neurons on, buttons touch each other.
const CROWDED: usize = 9;

/// A weight: the layer that it leads into (0: the first hidden one), its neuron or input before, its neuron there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The layer that it leads into.
    pub layer: usize,
    /// The neuron or input that it comes from.
    pub from: usize,
    /// The neuron that it leads to.
    pub to: usize,
}

/// The widths of a network's layers, inputs and output included, and what follows from them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers(Vec<usize>);

impl Layers {
    /// The layers of these widths: inputs first, output last.
    pub fn new(widths: Vec<usize>) -> Self {
        Self(widths)
    }

    /// How many columns the drawing has: the inputs', and one a layer.
    pub fn columns(&self) -> usize {
        self.0.len()
    }

    /// Neurons of a column; column 0 are the inputs.
    pub fn width(&self, column: usize) -> usize {
        self.0.get(column).copied().unwrap_or_default()
    }

    fn tallest(&self) -> usize {
        self.0.iter().copied().max().unwrap_or(1).max(1)
    }

    /// All neurons, layer after layer: the order of the thumbnails.
    pub fn neurons(&self) -> impl Iterator<Item = Neuron> + '_ {
        let layers = self.0.iter().skip(1).enumerate();
        layers.flat_map(|(layer, count)| (0..*count).map(move |unit| (layer, unit)))
    }

    /// All weights, layer after layer: the order of the kernels' numbers.
    pub fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        let pairs = self.0.iter().zip(self.0.iter().skip(1)).enumerate();
        pairs.flat_map(|(layer, (inputs, units))| {
            (0..*inputs).flat_map(move |from| (0..*units).map(move |to| Edge { layer, from, to }))
        })
    }

    /// Where a layer's weights begin among the parameters: kernels row by row, each followed by its biases.
    fn offset(&self, layer: usize) -> usize {
        let pairs = self.0.iter().zip(self.0.iter().skip(1)).take(layer);
        pairs.map(|(inputs, units)| (inputs + 1) * units).sum()
    }

    /// A weight's place among the parameters. The edge that comes from behind the last neuron has the bias.
    pub fn index(&self, edge: Edge) -> usize {
        let units = self.width(edge.layer + 1);
        self.offset(edge.layer) + edge.from * units + edge.to
    }

    /// The places of a layer's parameters, its biases last; layer 0 is the first hidden one.
    pub fn range(&self, layer: usize) -> Range<usize> {
        self.offset(layer)..self.offset(layer + 1)
    }

    /// A weight's value among a network's parameters; 0 where it is none.
    pub fn weight(&self, parameters: &[f64], edge: Edge) -> f64 {
        let value = parameters.get(self.index(edge));
        value.copied().unwrap_or_default()
    }

    /// A neuron's weights, in the order of what it sees.
    pub fn weights(&self, parameters: &[f64], (layer, to): Neuron) -> Vec<f64> {
        let edges = (0..self.width(layer)).map(|from| Edge { layer, from, to });
        edges.map(|edge| self.weight(parameters, edge)).collect()
    }

    /// A neuron's bias.
    pub fn bias(&self, parameters: &[f64], (layer, to): Neuron) -> f64 {
        // The biases follow the last row of the kernel.
        let from = self.width(layer);
        self.weight(parameters, Edge { layer, from, to })
    }

    /// Whether this is the output neuron.
    pub fn is_output(&self, (layer, _): Neuron) -> bool {
        layer + 2 >= self.0.len()
    }

    /// The neuron that an arrow key leads to from another; none where there is none that way.
    pub fn towards(&self, (layer, unit): Neuron, key: &str) -> Option<Neuron> {
        let layers = self.0.len().saturating_sub(1);
        let (next, place) = match key {
            "ArrowUp" => (layer, unit.checked_sub(1)?),
            "ArrowDown" => (layer, unit + 1),
            "ArrowLeft" => (layer.checked_sub(1)?, unit),
            "ArrowRight" => (layer + 1, unit),
            "Home" => (0, 0),
            "End" => (layers.saturating_sub(1), 0),
            _ => return None,
        };
        if next >= layers {
            return None;
        }
        let units = |layer: usize| self.width(layer + 1);
        // A column is entered at the same height.
        let place = if next == layer || matches!(key, "Home" | "End") {
            place
        } else {
            ((place as f64 + 0.5) / units(layer) as f64 * units(next) as f64) as usize
        };
        (place < units(next)).then_some((next, place))
    }

    /// Height of the drawing, in CSS pixels.
    pub fn height(&self) -> f64 {
        let tallest = self.tallest();
        let pitch = if tallest < CROWDED { WIDE } else { BUTTON };
        HEAD + pitch * tallest as f64
    }

    /// The middle of a neuron's picture in a drawing that is so wide: right and down, in CSS pixels; column 0 are the
    /// inputs.
    pub fn centre(&self, width: f64, column: usize, row: usize) -> [f64; 2] {
        let height = self.height();
        let margin = BUTTON / 2.0;
        let columns = self.0.len().saturating_sub(1).max(1) as f64;
        let count = self.width(column).max(1) as f64;
        let tallest = self.tallest() as f64;
        let pitch = (height - HEAD) / tallest;
        // Small layers spread a little: their lines cross less.
        let spread = if count < tallest {
            pitch * (1.0 + 0.5 * (1.0 - count / tallest))
        } else {
            pitch
        };
        let x = margin + column as f64 * (width - 2.0 * margin) / columns;
        let y = HEAD + (height - HEAD) / 2.0 + (row as f64 - (count - 1.0) / 2.0) * spread;
        [x, y]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_lessons::thesis::circles::{CirclesConfig, architecture};

    use super::*;

    /// The thesis's network: 2 inputs, 4 and 8 hidden neurons, an output.
    fn thesis() -> Layers {
        Layers::new([&[2], CirclesConfig::default().hidden.as_slice(), &[1]].concat())
    }

    #[test]
    fn weights_and_biases_are_those_of_the_networks_own_blocks() {
        let config = CirclesConfig::default();
        let mut network =
            redes_core::network::Network::<f64>::new(&architecture(&config), 1).unwrap();
        let values = (0..).map(f64::from);
        network
            .parameters_mut()
            .iter_mut()
            .zip(values)
            .for_each(|(to, value)| *to = value);
        let layers = thesis();
        let parameters = network.parameters();
        let mut kernels = Vec::new();
        let mut biases = Vec::new();
        for block in network.parameter_blocks() {
            let values = &parameters[block.range.clone()];
            match block.shape.len() {
                2 => kernels.extend_from_slice(values),
                _ => biases.extend_from_slice(values),
            }
        }
        let shown: Vec<f64> = layers
            .edges()
            .map(|edge| layers.weight(parameters, edge))
            .collect();
        assert_eq!(shown, kernels);
        let shown: Vec<f64> = layers
            .neurons()
            .map(|neuron| layers.bias(parameters, neuron))
            .collect();
        assert_eq!(shown, biases);
        let ranges: Vec<_> = (0..3).map(|layer| layers.range(layer)).collect();
        assert_eq!(ranges, [0..12, 12..52, 52..61]);
        // The third neuron of the first layer: column 2 of a kernel of 2 rows of 4.
        assert_eq!(layers.weights(parameters, (0, 2)), [2.0, 6.0]);
        assert_eq!(layers.weights(&[], (0, 2)), [0.0, 0.0]);
    }

    #[test]
    fn arrows_lead_from_neuron_to_neuron() {
        let layers = thesis();
        for (from, key, to) in [
            ((0, 0), "ArrowDown", Some((0, 1))),
            ((0, 0), "ArrowUp", None),
            ((0, 3), "ArrowDown", None),
            ((0, 3), "ArrowRight", Some((1, 7))),
            ((1, 7), "ArrowLeft", Some((0, 3))),
            ((0, 0), "ArrowLeft", None),
            ((1, 5), "ArrowRight", Some((2, 0))),
            ((2, 0), "ArrowRight", None),
            ((2, 0), "ArrowLeft", Some((1, 4))),
            ((1, 5), "Home", Some((0, 0))),
            ((0, 2), "End", Some((2, 0))),
            ((0, 2), "Enter", None),
        ] {
            assert_eq!(layers.towards(from, key), to, "{from:?} {key}");
        }
        assert_eq!(Layers::default().towards((0, 0), "ArrowDown"), None);
        assert!(layers.is_output((2, 0)) && !layers.is_output((1, 0)));
    }

    #[test]
    fn neurons_stand_inside_the_drawing_and_apart() {
        for hidden in [vec![1], vec![4, 8], vec![16, 16, 16, 16], vec![9, 1]] {
            let layers = Layers::new([&[2], hidden.as_slice(), &[1]].concat());
            let (width, height) = (360.0, layers.height());
            for column in 0..layers.columns() {
                let places: Vec<[f64; 2]> = (0..layers.width(column))
                    .map(|row| layers.centre(width, column, row))
                    .collect();
                for [x, y] in &places {
                    assert!(
                        *x >= BUTTON / 2.0 && *x <= width - BUTTON / 2.0,
                        "{hidden:?}"
                    );
                    assert!(*y >= HEAD && *y <= height, "{hidden:?}");
                }
                let apart = places.windows(2).map(|two| two[1][1] - two[0][1]);
                assert!(apart.into_iter().all(|gap| gap >= BUTTON - 1e-9));
            }
        }
        // The output is as far right as a button allows, half way down.
        let [x, y] = thesis().centre(360.0, 3, 0);
        assert_eq!([x, y], [338.0, HEAD + (thesis().height() - HEAD) / 2.0]);
    }

    #[test]
    fn the_arrows_reach_every_neuron() {
        let keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
        for hidden in [vec![1], vec![4, 8], vec![16, 1, 16], vec![3, 3, 3, 3]] {
            let layers = Layers::new([&[2], hidden.as_slice(), &[1]].concat());
            let all: Vec<Neuron> = layers.neurons().collect();
            let mut reached = vec![(0, 0)];
            let mut next = 0;
            while let Some(from) = reached.get(next).copied() {
                let found = keys.map(|key| layers.towards(from, key));
                for to in found.into_iter().flatten() {
                    assert!(all.contains(&to), "{from:?} leads to {to:?}");
                    if !reached.contains(&to) {
                        reached.push(to);
                    }
                }
                next += 1;
            }
            assert_eq!(reached.len(), all.len(), "{hidden:?}");
        }
    }

    #[test]
    fn every_parameter_belongs_to_one_weight_or_bias() {
        for hidden in [vec![1], vec![4, 8], vec![16, 16, 16, 16]] {
            let layers = Layers::new([&[2], hidden.as_slice(), &[1]].concat());
            let count = layers.edges().count() + layers.neurons().count();
            let parameters: Vec<f64> = (0..count).map(|at| at as f64).collect();
            let weights = layers.edges().map(|edge| layers.weight(&parameters, edge));
            let biases = layers.neurons().map(|at| layers.bias(&parameters, at));
            let mut found: Vec<f64> = weights.chain(biases).collect();
            found.sort_by(f64::total_cmp);
            assert_eq!(found, parameters, "{hidden:?}");
        }
    }
}
