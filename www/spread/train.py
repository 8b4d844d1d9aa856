"""Trains one of the thesis's cases, or one of its digit networks with another activation, from many seeds at once.

Writes a row of CSV for each seed and epoch: network, seed, epoch, loss, accuracy, test_loss, test_accuracy, outputs.

Keras's semantics: Glorot uniform kernels, zero biases, embeddings uniform in +-0.05; Adam with 1e-3, 0.9, 0.999, 1e-7;
sparse categorical cross-entropy on ten sigmoids (clipped, then divided by their sum), binary cross-entropy; batches of
32 or 128 with the short one last, shuffled anew in each epoch. Loss and accuracy are the running means of the epoch.

The data are the arrays of an .npz file: dx_train, dy_train, dx_test, dy_test (MNIST: 28 x 28 pixels, labels) and
rx_train, ry_train, rx_test, ry_test (IMDB with Keras's word index, 5,000 words, 500 positions; labels).

    python3 train.py 1.0 --seeds 2048 --out trainings.csv
    python3 train.py 1.0 --activation tanh --epochs 10 --seeds 256 --out trainings.csv
"""
import argparse
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

jax.config.update("jax_default_matmul_precision", "highest")
parser = argparse.ArgumentParser()
parser.add_argument("case", choices=["1.0", "1.1", "2.0", "2.1"])
parser.add_argument("--seeds", type=int, default=64)
parser.add_argument("--first", type=int, default=0)
parser.add_argument("--chunk", type=int, default=64, help="seeds that are trained at the same time")
parser.add_argument("--epochs", type=int)
parser.add_argument("--activation", choices=["relu", "sigmoid", "tanh", "centred", "stretched", "steep"])
parser.add_argument("--data", default="data.npz")
parser.add_argument("--out")
options = parser.parse_args()

DATA = np.load(options.data)
EPS = 1e-7
DIGITS = options.case[0] == "1"
BATCH, epochs = (32, 3) if DIGITS else (128, 2 if options.case == "2.0" else 3)
epochs = options.epochs or epochs


def load(half):
    if not DIGITS:
        x, y = DATA["rx_" + half], DATA["ry_" + half]
        return jnp.asarray(x.astype(np.int16)), jnp.asarray(y.astype(np.float32))
    x = DATA["dx_" + half].astype(np.float64)
    norm = np.sqrt((x * x).sum(1, keepdims=True))
    norm[norm == 0] = 1
    x = (x / norm).reshape(len(x), 784).astype(np.float32)
    return jnp.asarray(x), jnp.asarray(DATA["dy_" + half].astype(np.int32))


X, Y = load("train")
TX, TY = load("test")
N = len(X)


def uniform(key, shape, reach):
    return jax.random.uniform(key, shape, jnp.float32, -1, 1) * reach


def dense(key, inputs, units):
    return [uniform(key, (inputs, units), np.sqrt(6 / (inputs + units))), jnp.zeros(units)]


def init(key):
    k = jax.random.split(key, 4)
    if DIGITS:
        return [dense(k[0], 784, 128), dense(k[1], 128, 128), dense(k[2], 128, 10)]
    embedding = [jax.random.uniform(k[0], (5000, 32), jnp.float32, -0.05, 0.05)]
    if options.case == "2.0":
        convolution = [uniform(k[1], (96, 32), np.sqrt(6 / (96 + 96))), jnp.zeros(32)]
        return [embedding, convolution, dense(k[2], 8000, 250), dense(k[3], 250, 1)]
    return [embedding, dense(k[2], 16000, 250), dense(k[3], 250, 1)]


sigmoid = jax.nn.sigmoid
activation = {
    None: sigmoid if options.case == "1.1" else jax.nn.relu,
    "relu": jax.nn.relu,
    "sigmoid": sigmoid,
    "tanh": jnp.tanh,
    "centred": lambda x: sigmoid(x) - 0.5,
    "stretched": lambda x: 2 * sigmoid(x) - 1,
    "steep": lambda x: sigmoid(4 * x),
}[options.activation]


def net(p, x):
    if DIGITS:
        for w, b in p[:-1]:
            x = activation(x @ w + b)
    else:
        x = p[0][0][x.astype(jnp.int32)]
        if options.case == "2.0":
            z = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
            z = jnp.concatenate([z[:, :-2], z[:, 1:-1], z[:, 2:]], -1)
            x = jax.nn.relu(z @ p[1][0] + p[1][1]).reshape(len(x), 250, 2, 32).max(2)
        x = x.reshape(len(x), -1)
        w, b = p[-2]
        x = jax.nn.relu(x @ w + b)
    w, b = p[-1]
    return sigmoid(x @ w + b)


def losses(p, y):
    q = jnp.clip(p, EPS, 1 - EPS)
    if DIGITS:
        return jnp.log(q.sum(1)) - jnp.log(jnp.take_along_axis(q, y[:, None], 1)[:, 0])
    q = q[:, 0]
    return -(y * jnp.log(q) + (1 - y) * jnp.log(1 - q))


def right(p, y):
    return (p.argmax(1) == y) if DIGITS else ((p[:, 0] > 0.5) == (y > 0.5))


def step(state, index):
    p, m, v, t = state
    x, y = X[index], Y[index]

    def cost(p):
        q = net(p, x)
        loss = losses(q, y)
        return loss.mean(), (loss.sum(), right(q, y).sum())

    g, (loss, count) = jax.grad(cost, has_aux=True)(p)
    t = t + 1
    rate = 1e-3 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    each = jax.tree_util.tree_map
    m = each(lambda m, g: m + (g - m) * 0.1, m, g)
    v = each(lambda v, g: v + (g * g - v) * 0.001, v, g)
    p = each(lambda p, m, v: p - m * rate / (jnp.sqrt(v) + EPS), p, m, v)
    return (p, m, v, t), (loss, count)


def epoch(state, key):
    order = jax.random.permutation(key, N)
    full = N // BATCH
    state, (loss, count) = lax.scan(step, state, order[: full * BATCH].reshape(full, BATCH))
    loss, count = loss.sum(), count.sum()
    if N % BATCH:
        state, (more, hits) = step(state, order[full * BATCH :])
        loss, count = loss + more, count + hits
    return state, loss / N, count / N


def test(p):
    n = len(TX) // 250 * 250

    def batch(_, b):
        q = net(p, b[0])
        return None, (losses(q, b[1]).sum(), right(q, b[1]).sum())

    _, (loss, count) = lax.scan(batch, None, (TX[:n].reshape(-1, 250, TX.shape[1]), TY[:n].reshape(-1, 250)))
    return loss.sum() / n, count.sum() / n


if DIGITS:
    PROBE = TX[:1]
else:
    # The review with which Keras's test set begins, and the one that the thesis prints.
    tests = DATA["rx_test"]
    begins = [[1, 591, 202, 14, 31, 6, 717, 10, 10], [1, 14, 22, 3443, 6, 176, 7]]
    find = lambda words: next(i for i, row in enumerate(tests) if list(row[row > 0][: len(words)]) == words)
    PROBE = jnp.asarray(tests[[find(words) for words in begins]].astype(np.int16))


def probe(p):
    return net(p, PROBE)[0, 7:8] if DIGITS else net(p, PROBE)[:, 0]


all_epochs = jax.jit(jax.vmap(epoch), donate_argnums=0)
all_tests, all_inits, all_probes = [jax.jit(jax.vmap(f)) for f in (test, init, probe)]
out = open(options.out, "a") if options.out else sys.stdout
name = options.activation or options.case
for start in range(options.first, options.first + options.seeds, options.chunk):
    seeds = range(start, min(start + options.chunk, options.first + options.seeds))
    keys = jax.vmap(jax.random.key)(jnp.arange(seeds.start, seeds.stop))
    keys = jax.vmap(lambda k: jax.random.split(k, epochs + 1))(keys)
    p = all_inits(keys[:, 0])
    zeros = lambda: jax.tree_util.tree_map(jnp.zeros_like, p)
    state = (p, zeros(), zeros(), jnp.zeros(len(seeds)))
    for e in range(epochs):
        state, loss, accuracy = all_epochs(state, keys[:, e + 1])
        test_loss, test_accuracy = all_tests(state[0])
        outputs = np.asarray(all_probes(state[0]))
        for i, seed in enumerate(seeds):
            numbers = [float(column[i]) for column in (loss, accuracy, test_loss, test_accuracy)]
            cells = [name, str(seed), str(e + 1), *(f"{x:.5f}" for x in numbers)]
            print(",".join(cells), " ".join(f"{x:.5f}" for x in outputs[i]), sep=",", file=out)
    out.flush()
