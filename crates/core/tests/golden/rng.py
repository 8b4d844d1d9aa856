"""Golden values of NumPy's legacy generator. Run: python3 rng.py > rng.json (numpy 2.4).

Doubles are strings, `repr` and back is exact. One stream a seed, drawn from in the
order of the keys, so that every way of drawing leaves the stream where NumPy does.
"""
import json

import numpy as np

RANGES = [
    (0, 1), (0, 2), (0, 10), (-5, 6), (0, 1000), (0, 2**31), (0, 2**32 - 1), (0, 2**32),
    (0, 2**32 + 1), (-(2**40), 2**40), (-(2**63), 2**63 - 1),
]


def reals(values):
    return [repr(float(v)) for v in np.ravel(values)]


def draw(seed):
    rng = np.random.RandomState(seed)
    golden = {"seed": seed}
    golden["u32"] = [int(rng.randint(0, 2**32, dtype=np.uint32)) for _ in range(5)]
    golden["random_sample"] = reals(rng.random_sample(8))
    rng.random_sample(1000)  # beyond two refills of the 624 words
    golden["random_sample_later"] = reals(rng.random_sample(3))
    golden["uniform"] = reals(rng.uniform(-0.05, 0.05, 6))
    golden["normal"] = reals(rng.normal(0.0, 1.0, 401))  # odd: half a pair is kept
    golden["random_sample_between"] = reals(rng.random_sample(1))
    golden["normal_kept"] = reals(rng.normal(3.0, 0.5, 2))
    golden["permutation_10"] = rng.permutation(10).tolist()
    long = rng.permutation(70_000)
    golden["permutation_70000"] = [int(long[i]) for i in (0, 1, 2, 34_999, 69_999)]
    letters = list("abcdefghijk")
    rng.shuffle(letters)
    golden["shuffle"] = "".join(letters)
    golden["randint"] = [
        {"low": low, "high": high, "values": [int(rng.randint(low, high)) for _ in range(6)]}
        for low, high in RANGES
    ]
    golden["random_sample_last"] = reals(rng.random_sample(1))
    return golden


streams = [draw(seed) for seed in (0, 1, 7, 42, 2**32 - 1)]
print("[", ",\n".join(json.dumps(stream) for stream in streams), "]", sep="\n")
