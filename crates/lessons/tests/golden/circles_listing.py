"""The circles listing of thesis §2.5 in NumPy, as meant and as printed, 50 steps.

Run: python3 circles_listing.py > circles_listing.json (numpy 2.4). Written afresh from the
listing's mathematics: quadratic cost, sigmoids, 2-4-8-1, rate 0.05; each layer draws
b, then W; b steps by the mean of its deltas, W by their sum. The points are drawn
here, not by make_circles, so that this file needs NumPy alone.
"""
import json

import numpy as np

SEED, SAMPLES, STEPS, RATE, SIZES = 5, 60, 50, 0.05, [2, 4, 8, 1]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def run(every_layer):
    rng = np.random.RandomState(SEED)
    x = 2 * rng.random_sample((SAMPLES, 2)) - 1
    y = (np.sum(x**2, axis=1, keepdims=True) < 0.5).astype(float)
    layers = []
    for inputs, units in zip(SIZES, SIZES[1:]):
        b = 2 * rng.random_sample((1, units)) - 1
        layers.append([2 * rng.random_sample((inputs, units)) - 1, b])
    costs = []
    for _ in range(STEPS):
        a = [x]
        for w, b in layers:
            a.append(sigmoid(a[-1] @ w + b))
        costs.append(float(np.mean((a[-1] - y) ** 2)))
        error = a[-1] - y
        for l in reversed(range(len(layers))):
            delta = error * a[l + 1] * (1 - a[l + 1])
            error = delta @ layers[l][0].T  # through W before its step
            if every_layer or l == 0:
                layers[l][1] = layers[l][1] - np.mean(delta, axis=0, keepdims=True) * RATE
                layers[l][0] = layers[l][0] - a[l].T @ delta * RATE
    # As the parameters lie in the crate: kernel row by row, then bias, layer after layer.
    flat = np.concatenate([block.ravel() for layer in layers for block in layer])
    return {"costs": costs, "parameters": flat.tolist()}


print(json.dumps({"as_meant": run(True), "as_printed": run(False)}, indent=1))
