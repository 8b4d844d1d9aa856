"""A step of the playground's network in NumPy, as crates/bench/examples/playground.rs does it.

2-4-8-1, tanh and a sigmoid, all 500 points, gradient descent on the squares, in float64. Prints one JSON line with the
median of nine rounds of 500 steps. Run: python3 numpy_playground.py
"""
import json
import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

STEPS, ROUNDS, RATE = 500, 9, 0.15


def network(rng):
    layers = []
    for inputs, units in [(2, 4), (4, 8), (8, 1)]:
        b = rng.uniform(-1, 1, units)
        layers.append([rng.uniform(-1, 1, (inputs, units)), b])
    return layers


def step(layers, x, y):
    (w1, b1), (w2, b2), (w3, b3) = layers
    a1 = np.tanh(x @ w1 + b1)
    a2 = np.tanh(a1 @ w2 + b2)
    a3 = 1 / (1 + np.exp(-(a2 @ w3 + b3)))
    d3 = (a3 - y) * (2 / len(x)) * a3 * (1 - a3)
    d2 = d3 @ w3.T * (1 - a2 * a2)
    d1 = d2 @ w2.T * (1 - a1 * a1)
    for (w, b), a, d in zip(layers, (x, a1, a2), (d1, d2, d3)):
        w -= RATE * (a.T @ d)
        b -= RATE * d.sum(axis=0)


def circles(rng):
    """Not scikit-learn's points, but as many, in the same place."""
    y = np.repeat([0.0, 1.0], 250)
    angle = rng.uniform(0, 2 * np.pi, 500)
    x = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.where(y == 0, 1, 0.5)[:, np.newaxis]
    return x + rng.normal(0, 0.05, x.shape), y[:, np.newaxis]


rng = np.random.RandomState(7)
x, y = circles(rng)
times = []
for _ in range(ROUNDS):
    layers = network(np.random.RandomState(7))
    start = time.perf_counter()
    for _ in range(STEPS):
        step(layers, x, y)
    times.append((time.perf_counter() - start) / STEPS * 1e6)
print(json.dumps({"what": f"numpy {np.__version__}", "microseconds": sorted(times)[ROUNDS // 2]}))
