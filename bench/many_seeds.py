"""Trains one of the thesis's cases from hundreds of seeds at once; chapters 7 and 8 set the thesis's numbers among them.

    python bench/many_seeds.py 1.0 --seeds 2048 --out spread-1.0.csv
    python bench/many_seeds.py 1.1 --hidden steep --epochs 5 --seeds 256 --out steep.csv

Keras's semantics, written in JAX for an accelerator: Glorot uniform kernels, zero biases, embeddings uniform in
[-0.05, 0.05]; Adam at Keras's defaults; sparse categorical cross-entropy of ten sigmoids, clipped and divided by their
sum, or binary cross-entropy; batches of 32 or 128, the short one last, reshuffled in every epoch. A row of the CSV is
case or hidden function, seed, epoch, running means of loss and accuracy, loss and accuracy of the whole test after the
epoch, and probes: output 7 of test image 0, or the outputs for the two reviews that the thesis shows.

Packages: numpy, jax (measured with 0.11.2 on one H100: the 5,248 trainings of the four cases take six minutes).
"""
import argparse
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

import work

jax.config.update("jax_default_matmul_precision", "highest")

EPSILON, RATE, BETA_1, BETA_2 = 1e-7, 1e-3, 0.9, 0.999
WORDS, WIDTH, LENGTH, FILTERS, UNITS = 5_000, 32, 500, 32, 250
TESTED = 250  # samples of the test at a time
BATCH = {"1.0": 32, "1.1": 32, "2.0": 128, "2.1": 128}
EPOCHS = {"1.0": 3, "1.1": 3, "2.0": 2, "2.1": 3}
HIDDEN = {
    "relu": jax.nn.relu,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "centred": lambda z: jax.nn.sigmoid(z) - 0.5,
    "stretched": lambda z: 2 * jax.nn.sigmoid(z) - 1,
    "steep": lambda z: jax.nn.sigmoid(4 * z),
}
# How the two reviews begin, in Keras's numbers.
SHOWN = ([1, 591, 202, 14, 31, 6, 717, 10, 10], [1, 14, 22, 3443, 6, 176, 7])


def arguments():
    parser = argparse.ArgumentParser(description="Trains a case from many seeds at once.")
    parser.add_argument("case", choices=BATCH)
    parser.add_argument("--hidden", choices=HIDDEN, help="of cases 1.0 and 1.1, instead of the case's own")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seeds", type=int, default=64)
    parser.add_argument("--chunk", type=int, default=64, help="seeds that are trained at once")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--samples", type=int, help="only the first so many samples of each half, for a quick run")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, help="the CSV, to which rows are added; standard output without it")
    return parser.parse_args()


given = arguments()
digits = given.case.startswith("1")
given.data = given.data or work.default_folder("mnist" if digits else "imdb")
hidden = HIDDEN[given.hidden or work.CASES.get(given.case, "relu")]
batch = BATCH[given.case]


def halves():
    """x and y of the training half and of the test."""
    if digits:
        arrays = work.mnist(given)
        return [jnp.asarray(a if a.ndim == 2 else a.astype(np.int32))[:given.samples] for a in arrays]
    train, test = (work.reviews(given, half, LENGTH) for half in ("train", "test"))
    return [jnp.asarray(a.astype(kind))[:given.samples] for a, kind in zip((*train, *test), (np.int16, np.float32) * 2)]


x, y, x_test, y_test = halves()


def probes():
    """The samples whose outputs are written."""
    if digits:
        return x_test[:1]
    rows = np.asarray(x_test)
    places = [next((i for i, row in enumerate(rows) if list(row[row > 0][:len(words)]) == words), 0) for words in SHOWN]
    return jnp.asarray(rows[places])


shown = probes()


def dense(key, inputs, outputs, fan=None):
    limit = np.sqrt(6 / (fan or inputs + outputs))
    return [jax.random.uniform(key, (inputs, outputs), jnp.float32, -1, 1) * limit, jnp.zeros(outputs)]


def first_weights(key):
    keys = jax.random.split(key, 4)
    if digits:
        return [dense(keys[layer], *work.UNITS[layer:layer + 2]) for layer in range(3)]
    embedding = jax.random.uniform(keys[0], (WORDS, WIDTH), jnp.float32, -0.05, 0.05)
    if given.case == "2.1":
        return [embedding, dense(keys[2], LENGTH * WIDTH, UNITS), dense(keys[3], UNITS, 1)]
    filters = dense(keys[1], 3 * WIDTH, FILTERS, fan=3 * (WIDTH + FILTERS))
    return [embedding, filters, dense(keys[2], LENGTH // 2 * FILTERS, UNITS), dense(keys[3], UNITS, 1)]


def outputs(parameters, x):
    if digits:
        for kernel, bias in parameters[:-1]:
            x = hidden(x @ kernel + bias)
    else:
        x = parameters[0][x.astype(jnp.int32)]
        if given.case == "2.0":
            padded = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
            windows = jnp.concatenate([padded[:, :-2], padded[:, 1:-1], padded[:, 2:]], -1)
            kernel, bias = parameters[1]
            x = jax.nn.relu(windows @ kernel + bias).reshape(len(x), LENGTH // 2, 2, FILTERS).max(2)
        kernel, bias = parameters[-2]
        x = jax.nn.relu(x.reshape(len(x), -1) @ kernel + bias)
    kernel, bias = parameters[-1]
    return jax.nn.sigmoid(x @ kernel + bias)


def losses(p, y):
    p = jnp.clip(p, EPSILON, 1 - EPSILON)
    if digits:
        return jnp.log(p.sum(1)) - jnp.log(jnp.take_along_axis(p, y[:, None], 1)[:, 0])
    return -(y * jnp.log(p[:, 0]) + (1 - y) * jnp.log(1 - p[:, 0]))


def right(p, y):
    return p.argmax(1) == y if digits else (p[:, 0] > 0.5) == (y > 0.5)


def step(state, rows):
    parameters, mean, square, t = state

    def cost(parameters):
        p = outputs(parameters, x[rows])
        each = losses(p, y[rows])
        return each.mean(), (each.sum(), right(p, y[rows]).sum())

    gradient, sums = jax.grad(cost, has_aux=True)(parameters)
    t = t + 1
    rate = RATE * jnp.sqrt(1 - BETA_2**t) / (1 - BETA_1**t)
    mean = jax.tree.map(lambda m, g: m + (g - m) * (1 - BETA_1), mean, gradient)
    square = jax.tree.map(lambda v, g: v + (g * g - v) * (1 - BETA_2), square, gradient)
    parameters = jax.tree.map(lambda p, m, v: p - m * rate / (jnp.sqrt(v) + EPSILON), parameters, mean, square)
    return (parameters, mean, square, t), sums


def epoch(state, key):
    order = jax.random.permutation(key, len(x))
    whole = len(x) // batch * batch
    state, (loss, hits) = lax.scan(step, state, order[:whole].reshape(-1, batch))
    loss, hits = loss.sum(), hits.sum()
    if whole < len(x):
        state, (more, other) = step(state, order[whole:])
        loss, hits = loss + more, hits + other
    return state, loss / len(x), hits / len(x)


def tested(parameters):
    whole = len(x_test) // TESTED * TESTED

    def part(_, rows):
        p = outputs(parameters, x_test[rows])
        return None, (losses(p, y_test[rows]).sum(), right(p, y_test[rows]).sum())

    _, (loss, hits) = lax.scan(part, None, jnp.arange(whole).reshape(-1, TESTED))
    return loss.sum() / whole, hits.sum() / whole


def probed(parameters):
    p = outputs(parameters, shown)
    return p[0, 7:8] if digits else p[:, 0]


def main():
    epochs = given.epochs or EPOCHS[given.case]
    name = given.hidden or given.case
    all_first, all_tested, all_probed = (jax.jit(jax.vmap(f)) for f in (first_weights, tested, probed))
    all_epoch = jax.jit(jax.vmap(epoch), donate_argnums=0)
    out = given.out.open("a") if given.out else sys.stdout
    for first in range(given.first, given.first + given.seeds, given.chunk):
        seeds = jnp.arange(first, min(first + given.chunk, given.first + given.seeds))
        keys = jax.vmap(lambda seed: jax.random.split(jax.random.key(seed), epochs + 1))(seeds)
        parameters = all_first(keys[:, 0])
        moments = [jax.tree.map(jnp.zeros_like, parameters) for _ in range(2)]
        state = (parameters, *moments, jnp.zeros(len(seeds)))
        for number in range(1, epochs + 1):
            state, *training = all_epoch(state, keys[:, number])
            columns = [*training, *all_tested(state[0])]
            outs = np.asarray(all_probed(state[0]))
            for i, seed in enumerate(seeds.tolist()):
                row = [f"{float(column[i]):.5f}" for column in columns]
                probe = " ".join(f"{value:.5f}" for value in outs[i])
                print(name, seed, number, *row, probe, sep=",", file=out, flush=True)


main()
