"""Golden values of scikit-learn's generators and split, and of our own shapes in NumPy.

Run: python3 shapes.py > shapes.json

scikit-learn 1.9, numpy 2.4. Doubles are strings, `repr` and back is exact.
"""
import json

import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.model_selection import train_test_split
from sklearn.utils import shuffle

CENTERS = [[-0.6, -0.6], [0.6, 0.6]]


def circles(counts, noise, rng):
    return make_circles(counts, noise=noise, factor=0.5, random_state=rng)


def moons(counts, noise, rng):
    return make_moons(counts, noise=noise, random_state=rng)


def blobs(counts, noise, rng):
    return make_blobs(counts, centers=CENTERS, cluster_std=noise, random_state=rng)


def classes(counts):
    return np.repeat([0, 1], counts)


def moved(x, y, noise, rng):
    x, y = shuffle(x, y, random_state=rng)
    return x + rng.normal(scale=noise, size=x.shape), y


def xor(counts, noise, rng):
    y = classes(counts)
    size = 0.1 + 0.9 * rng.random_sample((len(y), 2))
    number = np.concatenate([np.arange(count) for count in counts])
    sign = np.where(number % 2 == 0, 1, -1)
    x = size * np.stack([sign, np.where(y == 0, sign, -sign)], axis=1)
    return moved(x, y, noise, rng)


def spiral(counts, noise, rng):
    y = classes(counts)
    t = np.concatenate([np.arange(1, count + 1) / count for count in counts])
    radius, angle = 1.2 * t, 3.5 * np.pi * t + np.pi * y
    x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    return moved(x, y, noise, rng)


def line(counts, noise, rng):
    y = classes(counts)
    u, v = rng.random_sample((len(y), 2)).T
    x = 2.4 * u - 1.2
    height = 0.5 * np.sin(3 * x) + np.where(y == 0, -1, 1) * (0.1 + 0.7 * v)
    return moved(np.stack([x, height], axis=1), y, noise, rng)


def plane(counts, noise, rng):
    x = 2.4 * rng.random_sample((sum(counts), 2)) - 1.2
    return x, (x[:, 0] + x[:, 1]) / 2 + rng.normal(scale=noise, size=len(x))


SHAPES = [circles, moons, blobs, xor, spiral, line, plane]
CASES = [
    # points of class 0 and of class 1, noise, seed, share of the test points
    ((1, 1), 0.0, 3, 0.5),
    ((3, 4), 0.1, 0, 0.3),
    ((50, 50), 0.05, 7, 0.25),
    ((120, 30), 0.2, 2**32 - 1, 0.9),
]


def doubles(values):
    return [repr(float(value)) for value in np.ravel(values)]


def golden(shape, counts, noise, seed, share):
    rng = np.random.RandomState(seed)
    x, y = shape(counts, noise, rng)
    train, test = train_test_split(np.arange(len(x)), test_size=share, random_state=rng)
    return {
        "shape": shape.__name__, "counts": counts, "noise": noise, "seed": seed, "share": share,
        "x": doubles(x), "y": doubles(y),
        "train": train.tolist(), "test": test.tolist(),
        "next": repr(float(rng.random_sample())),
    }


made = [json.dumps(golden(shape, *case)) for shape in SHAPES for case in CASES]
print("[", ",\n".join(made), "]", sep="\n")
