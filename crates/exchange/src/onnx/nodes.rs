//! A graph that grows node by node.

use super::proto::{Attribute, Graph, Node, Tensor, Value};

/// The name of the graph's input and output.
const INPUT: &str = "input";
const OUTPUT: &str = "output";

/// Nodes and constants so far, and what the last node returns.
#[derive(Default)]
pub(super) struct Nodes {
    graph: Graph,
    /// The layer at hand; names begin with it.
    layer: String,
    /// The name of what the last node returned.
    last: String,
}

impl Nodes {
    pub(super) fn new() -> Self {
        Self {
            last: INPUT.to_owned(),
            ..Self::default()
        }
    }

    /// Begins a layer.
    pub(super) fn enter(&mut self, layer: &str) {
        layer.clone_into(&mut self.layer);
    }

    /// Adds a node on what the last one returned. `constants` are its further inputs; an empty name is none.
    pub(super) fn then(&mut self, op: &str, constants: &[&str], attributes: Vec<Attribute>) {
        let input = std::mem::take(&mut self.last);
        let inputs: Vec<&str> = [input.as_str()]
            .into_iter()
            .chain(constants.iter().copied())
            .collect();
        self.last = self.node(op, &inputs, 0, attributes);
    }

    /// Adds a node and returns the name of its output number `output`; those before it are not used.
    pub(super) fn node(
        &mut self,
        op: &str,
        inputs: &[&str],
        output: usize,
        attribute: Vec<Attribute>,
    ) -> String {
        let name = self.name(op);
        let mut outputs = vec![String::new(); output];
        outputs.push(name.clone());
        self.graph.node.push(Node {
            input: inputs.iter().map(|&name| name.to_owned()).collect(),
            output: outputs,
            name: Some(name.clone()),
            op_type: Some(op.to_owned()),
            attribute,
        });
        name
    }

    /// What the last node returned.
    pub(super) fn last(&self) -> String {
        self.last.clone()
    }

    /// Goes on with what another node returned.
    pub(super) fn go_on(&mut self, name: String) {
        self.last = name;
    }

    /// A constant of the layer; returns its name.
    pub(super) fn floats(&mut self, what: &str, shape: &[usize], values: &[f32]) -> String {
        let name = self.name(what);
        let tensor = Tensor::floats(name.clone(), shape, values);
        self.graph.initializer.push(tensor);
        name
    }

    /// One number.
    pub(super) fn float(&mut self, what: &str, value: f32) -> String {
        self.floats(what, &[], &[value])
    }

    /// A row of whole numbers; returns its name.
    pub(super) fn ints(&mut self, what: &str, values: &[i64]) -> String {
        let name = self.name(what);
        let tensor = Tensor::ints(name.clone(), values);
        self.graph.initializer.push(tensor);
        name
    }

    /// Puts the axes into another order.
    pub(super) fn transpose(&mut self, order: &[i64]) {
        self.then(
            "Transpose",
            &[],
            vec![Attribute::ints("perm", order.to_vec())],
        );
    }

    /// Gives each sample another shape.
    pub(super) fn reshape(&mut self, sample: &[usize]) {
        // 0 keeps the length of the batch.
        let lengths = sample.iter().map(|length| *length as i64);
        let lengths: Vec<i64> = [0].into_iter().chain(lengths).collect();
        let shape = self.ints("shape", &lengths);
        self.then("Reshape", &[&shape], Vec::new());
    }

    /// A name that is not taken: `dense/MatMul`, then `dense/MatMul_1`.
    fn name(&self, what: &str) -> String {
        let first = format!("{}/{what}", self.layer);
        let taken = |name: &str| {
            let own = Some(name);
            let nodes = &self.graph.node;
            let tensors = &self.graph.initializer;
            nodes.iter().any(|node| node.name.as_deref() == own)
                || tensors.iter().any(|tensor| tensor.name.as_deref() == own)
        };
        (0..)
            .map(|n| match n {
                0 => first.clone(),
                n => format!("{first}_{n}"),
            })
            .find(|name| !taken(name))
            .unwrap_or(first.clone())
    }

    /// The whole graph, for samples of these shapes.
    pub(super) fn done(mut self, name: &str, input: &[usize], output: &[usize]) -> Graph {
        self.layer.clear();
        let last = std::mem::take(&mut self.last);
        let own = self.graph.node.iter_mut();
        let place = own
            .flat_map(|node| node.output.iter_mut())
            .find(|name| **name == last);
        match place {
            Some(place) => OUTPUT.clone_into(place),
            // A network that only drops inputs out.
            None => {
                self.node("Identity", &[&last], 0, Vec::new());
                if let Some(node) = self.graph.node.last_mut() {
                    node.output = vec![OUTPUT.to_owned()];
                }
            }
        }
        Graph {
            name: Some(name.to_owned()),
            input: vec![Value::batch(INPUT, input)],
            output: vec![Value::batch(OUTPUT, output)],
            ..self.graph
        }
    }
}
