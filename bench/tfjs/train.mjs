// The thesis's cases in TF.js under Node, on its wasm or cpu backend: one JSON line an epoch. What a backend cannot
// train is said in its line.
//
//   npm install && node train.mjs CASE wasm|cpu [--samples N] [--epochs N]
//
// The data are drawn at random, of the right shapes: only the time is looked at.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { createRequire } from 'node:module';
import path from 'node:path';

const [name = '1.0', backend = 'wasm', ...rest] = process.argv.slice(2);
const option = (key, usual) => (rest.includes(key) ? Number(rest[rest.indexOf(key) + 1]) : usual);
const say = (line) => console.log(JSON.stringify({ where: `tfjs-${backend}`, case: name, ...line }));
const digits = name.startsWith('1');
const whole = digits ? 60_000 : 25_000;
const samples = option('--samples', Math.round(whole / 20));
const epochs = option('--epochs', 2);

function network() {
  const { layers, sequential } = tf;
  if (digits) {
    const hidden = name === '1.0' ? 'relu' : 'sigmoid';
    return sequential({
      layers: [
        layers.dense({ units: 128, activation: hidden, inputShape: [784] }),
        layers.dense({ units: 128, activation: hidden }),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    });
  }
  const convolution = name === '2.0'
    ? [layers.conv1d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }), layers.maxPooling1d({ poolSize: 2 })]
    : [];
  return sequential({
    layers: [
      layers.embedding({ inputDim: 5000, outputDim: 32, inputLength: 500 }),
      ...convolution,
      layers.flatten(),
      layers.dense({ units: 250, activation: 'relu' }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
}

try {
  const require = createRequire(import.meta.url);
  setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  await tf.ready();
  const model = network();
  model.compile({ optimizer: 'adam', loss: digits ? 'sparseCategoricalCrossentropy' : 'binaryCrossentropy' });
  const x = digits ? tf.randomUniform([samples, 784]) : tf.randomUniform([samples, 500], 0, 5000, 'int32').toFloat();
  const y = digits ? tf.randomUniform([samples, 1], 0, 10, 'int32').toFloat() : tf.randomUniform([samples, 1], 0, 2, 'int32').toFloat();
  let start;
  await model.fit(x, y, {
    epochs,
    batchSize: digits ? 32 : 128,
    verbose: 0,
    callbacks: {
      onEpochBegin: () => { start = performance.now(); },
      onEpochEnd: (epoch) => say({ epoch: epoch + 1, samples, seconds_per_epoch: ((performance.now() - start) / 1e3) * (whole / samples) }),
    },
  });
} catch (error) {
  say({ error: String(error.message ?? error).split('\n')[0] });
}
