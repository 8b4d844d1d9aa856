// A step of the playground's network in WebAssembly and, node by node, in JavaScript.
//
// cargo build --release -p redes-bench --lib --target wasm32-unknown-unknown
// node bench/playground.mjs target/wasm32-unknown-unknown/release/redes_bench.wasm
//
// The nodes are those of crates/bench/examples/playground.rs, written from the description of the TensorFlow Playground.
// Prints one JSON object a line: the median of nine rounds of 500 steps each, in turns.
import { readFileSync } from "node:fs";

const SIZES = [2, 4, 8, 1], POINTS = 500, RATE = 0.3, STEPS = 500, ROUNDS = 9;

const module = await WebAssembly.compile(readFileSync(process.argv[2]));
const { exports: ours } = await WebAssembly.instantiate(module);

const TANH = { output: (x) => Math.tanh(x), slope: (a) => 1 - a * a };
const SIGMOID = { output: (x) => 1 / (1 + Math.exp(-x)), slope: (a) => a * (1 - a) };

class Node {
  constructor(activation, bias) {
    Object.assign(this, { activation, bias, inputs: [], outputs: [] });
    Object.assign(this, { total: 0, output: 0, byOutput: 0, byTotal: 0, summed: 0 });
  }
}

class Link {
  constructor(source, target, weight) {
    Object.assign(this, { source, target, weight, summed: 0 });
    source.outputs.push(this);
    target.inputs.push(this);
  }
}

// Of each layer the weights, by their inputs, and then the biases.
function network(parameters, hidden) {
  const layers = [[new Node(null, 0), new Node(null, 0)]];
  let at = 0;
  for (const units of SIZES.slice(1)) {
    const below = layers.at(-1);
    const activation = layers.length + 1 === SIZES.length ? SIGMOID : hidden;
    const kernel = parameters.slice(at, at + below.length * units);
    const biases = parameters.slice(at + kernel.length, at + kernel.length + units);
    at += kernel.length + units;
    layers.push([...biases].map((bias) => new Node(activation, bias)));
    below.forEach((source, i) => layers.at(-1).forEach((target, j) => new Link(source, target, kernel[i * units + j])));
  }
  return layers;
}

function forward(layers, x, y) {
  layers[0][0].output = x;
  layers[0][1].output = y;
  for (let i = 1; i < layers.length; i++) {
    for (const node of layers[i]) {
      node.total = node.bias;
      for (const link of node.inputs) node.total += link.weight * link.source.output;
      node.output = node.activation.output(node.total);
    }
  }
}

function backward(layers, target) {
  const last = layers.at(-1)[0];
  last.byOutput = last.output - target;
  for (let i = layers.length - 1; i > 0; i--) {
    for (const node of layers[i]) {
      node.byTotal = node.byOutput * node.activation.slope(node.output);
      node.summed += node.byTotal;
      for (const link of node.inputs) link.summed += node.byTotal * link.source.output;
    }
    for (const node of i > 1 ? layers[i - 1] : []) {
      node.byOutput = 0;
      for (const link of node.outputs) node.byOutput += link.weight * link.target.byTotal;
    }
  }
}

function step(layers, points, classes) {
  for (let i = 0; i < POINTS; i++) {
    forward(layers, points[2 * i], points[2 * i + 1]);
    backward(layers, classes[i]);
  }
  for (const node of layers.slice(1).flat()) {
    node.bias -= (RATE / POINTS) * node.summed;
    node.summed = 0;
    for (const link of node.inputs) {
      link.weight -= (RATE / POINTS) * link.summed;
      link.summed = 0;
    }
  }
}

function parameters(layers) {
  return layers.slice(1).flatMap((layer, i) => [
    ...layers[i].flatMap((source) => source.outputs.map((link) => link.weight)),
    ...layer.map((node) => node.bias),
  ]);
}

function numbers(place, count) {
  return Float64Array.from(new Float64Array(ours.memory.buffer, place, count));
}

const COUNT = SIZES.slice(1).reduce((sum, units, i) => sum + (SIZES[i] + 1) * units, 0);
const seconds = (work) => {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1e3;
};

for (const [name, hidden] of [["tanh", TANH], ["sigmoid", SIGMOID]]) {
  const times = [[], []];
  let apart = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const points = numbers(ours.playground_begin(name === "tanh" ? 1 : 0), 2 * POINTS);
    const classes = numbers(ours.playground_classes(), POINTS);
    const layers = network(numbers(ours.playground_parameters(), COUNT), hidden);
    times[0].push(seconds(() => ours.playground_steps(STEPS)));
    times[1].push(seconds(() => {
      for (let i = 0; i < STEPS; i++) step(layers, points, classes);
    }));
    const ends = numbers(ours.playground_parameters(), COUNT);
    apart = Math.max(...parameters(layers).map((value, i) => Math.abs(value - ends[i])));
    if (!(apart < 1e-9)) throw new Error(`the two ended ${apart} apart`);
  }
  const [wasm, nodes] = times.map((all) => (all.sort((a, b) => a - b)[(ROUNDS - 1) / 2] / STEPS) * 1e6);
  console.log(JSON.stringify({ hidden: name, what: "redes, WebAssembly", microseconds: wasm, times: 1, apart }));
  console.log(JSON.stringify({ hidden: name, what: "node by node, JavaScript", microseconds: nodes, times: nodes / wasm }));
}
