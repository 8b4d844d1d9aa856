// The thesis's cases 1.0 and 1.1 in jax-js under Node, on its wasm backend: one JSON line an epoch.
//
//   npm install && node train.mjs CASE [--batch N] [--samples N] [--epochs N]
//
// The data are drawn at random, of the right shapes: only the time is looked at. Adam is written out, since the package
// has no optimisers. An array of jax-js is used up by the operation that takes it; `ref` keeps it.
if (!globalThis.navigator) {
  // The package looks for WebGPU, and Node before 21 has no navigator to ask.
  Object.defineProperty(globalThis, 'navigator', { value: {} });
}
const { blockUntilReady, defaultDevice, init, jit, nn, numpy: np, random, tree, valueAndGrad } = await import('@jax-js/jax');

const [name = '1.0', ...rest] = process.argv.slice(2);
const option = (key, usual) => (rest.includes(key) ? Number(rest[rest.indexOf(key) + 1]) : usual);
const whole = 60_000;
const batch = option('--batch', 32);
const samples = Math.ceil(option('--samples', whole / 20) / batch) * batch;
const epochs = option('--epochs', 3);
const say = (line) => console.log(JSON.stringify({ where: `jaxjs-batch-${batch}`, case: name, ...line }));

const hidden = name === '1.0' ? nn.relu : nn.sigmoid;
const widths = [784, 128, 128, 10];

function weights() {
  let key = random.key(1);
  return widths.slice(1).map((units, index) => {
    const limit = Math.sqrt(6 / (widths[index] + units));
    const [next, own] = (() => { const keys = random.split(key); return [keys.ref.slice(0), keys.slice(1)]; })();
    key = next;
    return { w: random.uniform(own, [widths[index], units], { minval: -limit, maxval: limit }), b: np.zeros([units]) };
  });
}

/** The mean cross-entropy of the batch. */
function loss(layers, x, y) {
  let a = x;
  layers.forEach(({ w, b }, index) => {
    const z = np.dot(a, w).add(b);
    a = index + 1 < layers.length ? hidden(z) : nn.logSoftmax(z);
  });
  return a.mul(y).sum().mul(-1 / batch);
}

/** Keras's Adam with its defaults; `alpha` has the corrections of the step. */
const step = jit((layers, m, v, x, y, alpha) => {
  const [value, gradient] = valueAndGrad(loss)(tree.ref(layers), x, y);
  const mean = tree.map((m, g) => m.ref.add(g.sub(m).mul(0.1)), m, tree.ref(gradient));
  const square = tree.map((v, g) => v.ref.add(g.ref.mul(g).sub(v).mul(0.001)), v, gradient);
  const moved = tree.map(
    (w, m, v) => w.sub(m.mul(alpha.ref).div(np.sqrt(v).add(1e-7))),
    layers, tree.ref(mean), tree.ref(square),
  );
  alpha.dispose();
  return [moved, mean, square, value];
});

try {
  const devices = await init();
  if (!devices.includes('wasm')) throw new Error(`no wasm backend among ${devices}`);
  defaultDevice('wasm');
  let layers = weights();
  const zeros = () => layers.map(({ w, b }) => ({ w: np.zeros(w.shape), b: np.zeros(b.shape) }));
  let [m, v] = [zeros(), zeros()];
  // Every batch is in memory as an array of its own, so that no time goes into gathering.
  const batches = Array.from({ length: samples / batch }, (_, index) => ({
    x: random.uniform(random.key(2 + index), [batch, 784]),
    y: nn.oneHot(np.array(Array.from({ length: batch }, (_, row) => (row * 7 + index) % 10), { dtype: np.int32 }), 10),
  }));
  await blockUntilReady(batches.map(({ x }) => x));
  let steps = 0;
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const start = performance.now();
    let value;
    for (const { x, y } of batches) {
      steps += 1;
      const alpha = (0.001 * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps);
      value?.dispose();
      [layers, m, v, value] = step(layers, m, v, x.ref, y.ref, np.array(alpha));
    }
    const last = await value.data();
    const seconds = ((performance.now() - start) / 1e3) * (whole / samples);
    say({ epoch, samples, seconds_per_epoch: seconds, last_loss: last[0] });
    value = undefined;
  }
} catch (error) {
  say({ error: String(error.message ?? error).split('\n')[0] });
}
