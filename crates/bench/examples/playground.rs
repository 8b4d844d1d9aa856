//! A step of the playground's network beside the way in which the TensorFlow Playground computes it. Prints one JSON object
//! a line.
//!
//! ```sh
//! cargo run --release -p redes-bench --example playground
//! ```
//!
//! The step: 2-4-8-1, tanh or sigmoids and a sigmoid, all 500 points of the circles, gradient descent on the squares, in f64. The peer
//! is written from the description of that playground's code (nodes that hold links, one point at a time forward and back,
//! derivatives summed in the links, one update a batch), not a copy of it; here it is compiled, as ours. Both begin with the
//! same weights and must end with the same, but for rounding. `bench/numpy_playground.py` does the step in NumPy, and
//! `bench/playground.mjs` compares our step in WebAssembly with the nodes in JavaScript.

use std::time::Instant;

use anyhow::{Result, ensure};
use redes_bench::playground::{HIDDEN, RATE, begin, trainer};
use redes_core::{activation::Activation, train::Samples};
use serde_json::json;

const STEPS: u32 = 500;
/// Rounds of each, in turns; the median counts.
const ROUNDS: usize = 9;

fn main() -> Result<()> {
    [Activation::Tanh, Activation::Sigmoid]
        .into_iter()
        .try_for_each(compare)
}

fn compare(hidden: Activation) -> Result<()> {
    let (samples, start) = begin(hidden)?;
    let mut times = [const { Vec::new() }; 2];
    let mut ends = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let mut trainer = trainer(start.clone())?;
        let clock = Instant::now();
        for _ in 0..STEPS {
            trainer.step(&samples)?;
        }
        times[0].push(clock.elapsed().as_secs_f64());
        ends[0] = trainer.network().parameters().to_vec();

        let mut peer = Peer::new(hidden, start.parameters());
        let clock = Instant::now();
        for _ in 0..STEPS {
            peer.step(&samples);
        }
        times[1].push(clock.elapsed().as_secs_f64());
        ends[1] = peer.parameters();
    }
    let apart = ends[0].iter().zip(&ends[1]).map(|(a, b)| (a - b).abs());
    let apart = apart.fold(0.0, f64::max);
    ensure!(apart < 1e-9, "the two ended {apart} apart");
    let [ours, theirs] = times.map(|mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2] / f64::from(STEPS) * 1e6
    });
    for (what, time) in [("redes", ours), ("node by node", theirs)] {
        println!(
            "{}",
            json!({ "hidden": hidden.name(), "what": what, "microseconds": time, "times": time / ours, "apart": apart })
        );
    }
    Ok(())
}

/// A network of nodes.
struct Peer {
    layers: Vec<Vec<Node>>,
    points: u32,
    /// Whether the hidden nodes have tanh, not sigmoids.
    tanh: bool,
}

/// A neuron, or an input, which has no links.
struct Node {
    links: Vec<Link>,
    bias: f64,
    total: f64,
    output: f64,
    /// ∂C/∂output and ∂C/∂total of the point at hand.
    by_output: f64,
    by_total: f64,
    /// The sum of the latter over the points.
    summed: f64,
}

/// The weight from a node of the layer below, and the sum of its derivatives over the points.
struct Link {
    weight: f64,
    summed: f64,
}

impl Peer {
    /// `parameters` are the weights of each layer, by their inputs, and then its biases.
    fn new(hidden: Activation, mut parameters: &[f64]) -> Self {
        let node = |links, bias| Node {
            links,
            bias,
            total: 0.0,
            output: 0.0,
            by_output: 0.0,
            by_total: 0.0,
            summed: 0.0,
        };
        let mut layers: Vec<Vec<Node>> = vec![(0..2).map(|_| node(Vec::new(), 0.0)).collect()];
        for units in HIDDEN.into_iter().chain([1]) {
            let inputs = layers[layers.len() - 1].len();
            let (kernel, rest) = parameters.split_at(inputs * units);
            let (biases, rest) = rest.split_at(units);
            parameters = rest;
            let links = |unit: usize| {
                let weights = kernel.iter().skip(unit).step_by(units);
                let link = |&weight| Link {
                    weight,
                    summed: 0.0,
                };
                weights.map(link).collect()
            };
            let nodes = (0..units).map(|unit| node(links(unit), biases[unit]));
            layers.push(nodes.collect());
        }
        Self {
            layers,
            points: 0,
            tanh: hidden == Activation::Tanh,
        }
    }

    fn step(&mut self, samples: &Samples<f64>) {
        let targets = samples.targets.iter();
        for (point, target) in samples.inputs.rows().into_iter().zip(targets) {
            self.forward([point[0], point[1]]);
            self.backward(*target);
        }
        self.update();
    }

    fn forward(&mut self, inputs: [f64; 2]) {
        for (node, input) in self.layers[0].iter_mut().zip(inputs) {
            node.output = input;
        }
        for layer in 1..self.layers.len() {
            let sigmoid = layer + 1 == self.layers.len() || !self.tanh;
            let (below, above) = self.layers.split_at_mut(layer);
            for node in &mut above[0] {
                node.total = node.bias;
                for (link, source) in node.links.iter().zip(&below[layer - 1]) {
                    node.total += link.weight * source.output;
                }
                node.output = match sigmoid {
                    true => 1.0 / (1.0 + (-node.total).exp()),
                    false => node.total.tanh(),
                };
            }
        }
    }

    fn backward(&mut self, target: f64) {
        let top = self.layers.len() - 1;
        for node in &mut self.layers[top] {
            node.by_output = node.output - target;
        }
        for layer in (1..=top).rev() {
            let (below, above) = self.layers.split_at_mut(layer);
            let below = &mut below[layer - 1];
            for node in &mut above[0] {
                let slope = match layer == top || !self.tanh {
                    true => node.output * (1.0 - node.output),
                    false => 1.0 - node.output * node.output,
                };
                node.by_total = node.by_output * slope;
                node.summed += node.by_total;
                for (link, source) in node.links.iter_mut().zip(&*below) {
                    link.summed += node.by_total * source.output;
                }
            }
            for (place, source) in below.iter_mut().enumerate() {
                source.by_output = above[0]
                    .iter()
                    .map(|node| node.links.get(place).map_or(0.0, |l| l.weight) * node.by_total)
                    .sum();
            }
        }
        self.points += 1;
    }

    fn update(&mut self) {
        let scale = RATE / f64::from(self.points);
        for node in self.layers.iter_mut().skip(1).flatten() {
            node.bias -= scale * std::mem::take(&mut node.summed);
            for link in &mut node.links {
                link.weight -= scale * std::mem::take(&mut link.summed);
            }
        }
        self.points = 0;
    }

    /// In our order.
    fn parameters(&self) -> Vec<f64> {
        let mut parameters = Vec::new();
        for layer in &self.layers[1..] {
            for input in 0..layer[0].links.len() {
                parameters.extend(layer.iter().map(|node| node.links[input].weight));
            }
            parameters.extend(layer.iter().map(|node| node.bias));
        }
        parameters
    }
}
