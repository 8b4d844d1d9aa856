"""Sigmoids that are steeper, higher or shifted, f(z) = h · σ(s · z) + b, and their slopes, in f64.

σ is computed so that nothing overflows, as numpy.where chooses; seventeen digits tell any two f64 apart.
Run: python3 logistic.py > logistic.json (numpy 2.4)
"""
import json

import numpy as np

CASES = {"steep": (4.0, 1.0, 0.0), "signed": (1.0, 2.0, -1.0), "centred": (1.0, 1.0, -0.5)}
z = np.array([-30, -8, -3, -1, -0.5, -0.1, 0, 0.05, 0.25, 0.75, 1.5, 2, 4, 9, 30], dtype="float64")


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e))


def case(slope, height, base):
    s = sigmoid(slope * z)
    # 1 − σ(x) = σ(−x), without the rounding of 1 − σ.
    gradient = slope * height * s * sigmoid(-slope * z)
    return {"value": (height * s + base).tolist(), "gradient": gradient.tolist()}


print(json.dumps({"z": z.tolist(), **{name: case(*numbers) for name, numbers in CASES.items()}}))
