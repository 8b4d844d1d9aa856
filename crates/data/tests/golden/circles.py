"""Golden values of sklearn.datasets.make_circles. Run: python3 circles.py > circles.json

scikit-learn 1.9, numpy 2.4. Doubles are strings, `repr` and back is exact.
"""
import json

import numpy as np
from sklearn.datasets import make_circles

CASES = [
    # samples, factor, noise, seed
    (1, 0.5, None, 0),
    (2, 0.5, 0.05, 3),
    (7, 0.8, 0.1, 0),
    (50, 0.3, None, 7),
    (500, 0.5, 0.05, 0),
    (500, 0.5, 0.05, 1),
    (500, 0.5, 0.05, 42),
    (333, 0.0, 0.2, 2**32 - 1),
]


def golden(samples, factor, noise, seed):
    rng = np.random.RandomState(seed)
    x, y = make_circles(samples, factor=factor, noise=noise, random_state=rng)
    return {
        "samples": samples, "factor": factor, "noise": noise, "seed": seed,
        "x": [repr(float(v)) for v in x.ravel()],
        "y": "".join(str(int(v)) for v in y),
        "next": repr(float(rng.random_sample())),
    }


print("[", ",\n".join(json.dumps(golden(*case)) for case in CASES), "]", sep="\n")
