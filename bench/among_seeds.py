"""Where the thesis's numbers fall among many seeds, and which network wins in what share of all pairs of seeds.

    python bench/among_seeds.py spread-*.csv steep.csv …    # the files of many_seeds.py, plain or as .xz

Reads the printed numbers from www/ledger.toml. One JSON line for each case, epoch and measure, then one for each
comparison of chapter 8; differences are in points.

Packages: numpy.
"""
import json
import lzma
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np

MEASURES = ("loss", "accuracy", "val-loss", "val-accuracy")
LEDGER = Path(__file__).parent.parent / "www/ledger.toml"
HALF = 5e-5  # of the last printed digit


def read(paths):
    """For each case or hidden function, [seeds, epochs, measures and probes]."""
    rows = defaultdict(lambda: defaultdict(dict))
    for path in map(Path, paths):
        with (lzma.open if path.suffix == ".xz" else open)(path, "rt") as file:
            for line in file:
                name, seed, epoch, *columns = line.strip().split(",")
                if seed.isdigit():
                    numbers = [*columns[:4], *columns[4].split()]
                    rows[name][int(seed)][int(epoch)] = [float(number) for number in numbers]
    return {name: np.array([[epochs[n] for n in sorted(epochs)] for _, epochs in sorted(seeds.items())])
            for name, seeds in rows.items()}


def printed():
    with LEDGER.open("rb") as file:
        entries = tomllib.load(file)["entry"]
    return {entry["id"]: float(entry["printed"]) for entry in entries if isinstance(entry["printed"], str)}


def say(**line):
    print(json.dumps(line))


def pairs(what, first, second):
    """All of the first against all of the second."""
    wins = float((first[:, None] > second).mean())
    say(compared=what, first_wins=wins, mean_difference=float(100 * (first.mean() - second.mean())))


def main():
    runs, thesis = read(sys.argv[1:]), printed()
    for name, numbers in runs.items():
        for epoch in range(numbers.shape[1]):
            for place, measure in enumerate(MEASURES):
                values = numbers[:, epoch, place]
                line = {"mean": values.mean(), "deviation": values.std(ddof=1), "least": values.min(),
                        "greatest": values.max()}
                number = thesis.get(f"{name}/epoch-{epoch + 1}/{measure}")
                if number is not None:
                    line |= {"printed": number, "below": float((values < number - HALF).mean())}
                say(run=name, seeds=len(values), epoch=epoch + 1, measure=measure, **line)
        say(run=name, probes=np.percentile(numbers[:, -1, 4:], [2.5, 50, 97.5], axis=0).T.tolist())
    test = {name: numbers[:, :, 3] for name, numbers in runs.items()}
    if {"1.0", "1.1"} <= runs.keys():
        pairs("1.0, 1.1, training", runs["1.0"][:, -1, 1], runs["1.1"][:, -1, 1])
        pairs("1.0, 1.1, test", test["1.0"][:, -1], test["1.1"][:, -1])
    if {"2.0", "2.1"} <= runs.keys():
        pairs("2.0 after two epochs, 2.1 after three", test["2.0"][:, 1], test["2.1"][:, 2])
        pairs("2.0, 2.1, two epochs", test["2.0"][:, 1], test["2.1"][:, 1])
        pairs("2.0, 2.1, best epoch of each", test["2.0"].max(1), test["2.1"].max(1))
    for name in test.keys() - {"relu"} - {"1.0", "1.1", "2.0", "2.1"}:
        for epoch in range(test[name].shape[1] if "relu" in test else 0):
            pairs(f"relu, {name}, epoch {epoch + 1}", test["relu"][:, epoch], test[name][:, epoch])


main()
