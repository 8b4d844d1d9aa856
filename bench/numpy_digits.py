"""Case 1.0 or 1.1 in plain NumPy, float32: one JSON line an epoch, then the test.

Written as someone would who knows NumPy and wants it fast: one matrix product a layer and direction, all parameters
in one vector so that Adam is a few operations on whole arrays, in place.
"""
import time

import work

WHERE = "numpy"
given = work.arguments(WHERE)

import numpy as np  # noqa: E402: after the threads are set

EPSILON = np.float32(1e-7)  # Keras's, of the loss and of Adam


def views(flat):
    """(kernel, bias) of every layer, as views of one vector."""
    layers, at = [], 0
    for inputs, outputs in zip(work.UNITS, work.UNITS[1:]):
        end = at + inputs * outputs
        layers.append((flat[at:end].reshape(inputs, outputs), flat[end:end + outputs]))
        at = end + outputs
    return layers


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(z, 0)


HIDDEN = {
    "relu": (relu, lambda a: a > 0),
    "sigmoid": (sigmoid, lambda a: a * (1 - a)),
}


class Digits:
    """784-128-128-10 with Adam at Keras's defaults: Glorot uniform kernels, zero biases."""

    def __init__(self, hidden, rng):
        self.hidden, self.slope = HIDDEN[hidden]
        size = sum((inputs + 1) * outputs for inputs, outputs in zip(work.UNITS, work.UNITS[1:]))
        self.parameters, self.gradients, self.mean, self.variance = np.zeros((4, size), np.float32)
        self.layers, self.slopes = views(self.parameters), views(self.gradients)
        self.steps = 0
        for kernel, _ in self.layers:
            limit = np.sqrt(6 / sum(kernel.shape))
            kernel[:] = rng.uniform(-limit, limit, kernel.shape)

    def forward(self, x):
        """The activations of every layer, the input first."""
        a = [x]
        for kernel, bias in self.layers:
            f = self.hidden if len(a) < len(self.layers) else sigmoid
            a.append(f(a[-1] @ kernel + bias))
        return a

    def step(self, x, y):
        """One batch; its loss, summed, and how many answers were right."""
        a = self.forward(x)
        loss, right, delta = cost(a[-1], y)
        delta *= a[-1] * (1 - a[-1])
        for layer in reversed(range(len(self.layers))):
            kernel, bias = self.slopes[layer]
            np.matmul(a[layer].T, delta, out=kernel)
            np.sum(delta, 0, out=bias)
            if layer:
                delta = (delta @ self.layers[layer][0].T) * self.slope(a[layer])
        self.adam()
        return loss, right

    def adam(self, rate=1e-3, beta_1=0.9, beta_2=0.999):
        self.steps += 1
        alpha = np.float32(rate * np.sqrt(1 - beta_2**self.steps) / (1 - beta_1**self.steps))
        g = self.gradients
        self.mean += (g - self.mean) * np.float32(1 - beta_1)
        self.variance += (g * g - self.variance) * np.float32(1 - beta_2)
        self.parameters -= self.mean * alpha / (np.sqrt(self.variance) + EPSILON)


def cost(a, y):
    """Keras's sparse categorical cross-entropy of outputs that need not sum to one: clipped, divided by their sum.

    Its sum over the batch, how many answers are right, and the gradient of its mean.
    """
    rows = np.arange(len(y))
    clipped = np.clip(a, EPSILON, 1 - EPSILON)
    p = clipped / clipped.sum(1, keepdims=True)
    loss = -np.log(p[rows, y]).sum(dtype=np.float64)
    p[rows, y] -= 1
    gradient = p / clipped * (a == clipped) / np.float32(len(y))
    return loss, (a.argmax(1) == y).sum(), gradient


def main():
    x, y, x_test, y_test = work.mnist(given)
    rng = np.random.RandomState(given.seed)
    network = Digits(work.CASES[given.case], rng)
    for epoch in range(1, given.epochs + 1):
        start = time.perf_counter()
        order, loss, right = rng.permutation(len(y)), 0.0, 0
        for at in range(0, len(y), given.batch):
            batch = order[at:at + given.batch]
            more, hits = network.step(x[batch], y[batch])
            loss, right = loss + more, right + hits
        seconds = time.perf_counter() - start
        work.say(where=WHERE, case=given.case, epoch=epoch, seconds=seconds, loss=loss / len(y),
                 accuracy=float(right / len(y)))
    loss, right, _ = cost(network.forward(x_test)[-1], y_test)
    work.say(where=WHERE, case=given.case, test_loss=loss / len(y_test), test_accuracy=float(right / len(y_test)))


if __name__ == "__main__":
    main()
