"""Two experiments on the digits' networks in NumPy that no figure runs; one JSON line for each training.

    python bench/digit_variants.py scaled   # chapter 8: the gradients of case 1.1 times 16 and 4 before Adam
    python bench/digit_variants.py drawn    # chapter 4: first weights by Glorot, and uniform in [-1, 1]

Seeds 1 to 5, three epochs, as `numpy_digits.py`, whose network this file uses. `deviations` are the standard deviations
of the net inputs of both hidden layers before the first step, over 2,000 images.

Packages: numpy.
"""
import importlib
import sys

MODES = ("scaled", "drawn")
if len(sys.argv) != 2 or sys.argv[1] not in MODES:
    raise SystemExit(f"give one of {', '.join(MODES)}")
mode = sys.argv.pop()  # the rest of the command line is that of the peers

import numpy as np  # noqa: E402: after the threads are set
import work  # noqa: E402

peer = importlib.import_module("numpy_digits")

SEEDS, EPOCHS, BATCH, IMAGES = range(1, 6), 3, 32, 2_000


class Scaled(peer.Digits):
    """Multiplies each layer's gradient before Adam's step."""

    factors = (1, 1, 1)

    def adam(self, rate=1e-3, beta_1=0.9, beta_2=0.999):
        for (kernel, bias), factor in zip(self.slopes, self.factors):
            kernel *= np.float32(factor)
            bias *= np.float32(factor)
        super().adam(rate, beta_1, beta_2)


def train(network, rng, data):
    """The training accuracy of the last epoch, as a running mean, and that of the test."""
    x, y, x_test, y_test = data
    for _ in range(EPOCHS):
        order, right = rng.permutation(len(y)), 0
        for at in range(0, len(y), BATCH):
            batch = order[at:at + BATCH]
            right += network.step(x[batch], y[batch])[1]
    answers = network.forward(x_test)[-1].argmax(1)
    return float(right / len(y)), float((answers == y_test).mean())


def scaled(seed, data):
    for factors in ((1, 1, 1), (16, 4, 1)):
        rng = np.random.RandomState(seed)
        network = Scaled("sigmoid", rng)
        network.factors = factors
        accuracy, test = train(network, rng, data)
        work.say(seed=seed, factors=factors, accuracy=accuracy, test_accuracy=test)


def drawn(seed, data):
    for draw in ("glorot", "one"):
        for hidden in ("relu", "sigmoid"):
            rng = np.random.RandomState(seed)
            network = peer.Digits(hidden, rng)
            if draw == "one":
                for kernel, bias in network.layers:
                    kernel[:] = rng.uniform(-1, 1, kernel.shape)
                    bias[:] = rng.uniform(-1, 1, bias.shape)
            a, deviations = data[0][:IMAGES], []
            for kernel, bias in network.layers[:2]:
                z = a @ kernel + bias
                deviations.append(float(z.std()))
                a = network.hidden(z)
            accuracy, test = train(network, rng, data)
            work.say(seed=seed, draw=draw, hidden=hidden, deviations=deviations, accuracy=accuracy, test_accuracy=test)


def main():
    data = work.mnist(peer.given)
    for seed in SEEDS:
        {"scaled": scaled, "drawn": drawn}[mode](seed, data)


main()
