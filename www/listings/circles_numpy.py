"""Two rings of points told apart by a 2-4-8-1 network (thesis, section 2.5).

The seed gives the same points and first weights as in the book's figure.
"""
# region: data
import numpy as np
from sklearn.datasets import make_circles


def circles(rng):
    x, y = make_circles(500, factor=0.5, noise=0.05, random_state=rng)
    return x, y[:, np.newaxis]
# end


# region: layer
class Layer:
    def __init__(self, inputs, neurons, rng):
        self.b = rng.uniform(-1, 1, neurons)
        self.w = rng.uniform(-1, 1, (inputs, neurons))

    def forward(self, a):
        return sigmoid(a @ self.w + self.b)
# end


# region: activations
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# es: la pendiente de la sigmoide, a partir de su valor a
# en: the slope of the sigmoid, from its value a
def slope(a):
    return a * (1 - a)
# end


# region: network
def network(sizes, rng):
    return [Layer(inputs, neurons, rng)
            for inputs, neurons in zip(sizes, sizes[1:])]


# es: lo que sale de cada capa; al principio, los propios datos
# en: what comes out of each layer; first, the data themselves
def forward(layers, x):
    a = [x]
    for layer in layers:
        a.append(layer.forward(a[-1]))
    return a
# end


# region: train
def train(layers, x, y, rate=0.05):
    a = forward(layers, x)
    error = a[-1] - y
    for i in reversed(range(len(layers))):
        layer = layers[i]
        delta = error * slope(a[i + 1])
        # es: el error pasa a la capa anterior por los pesos de antes del paso
        # en: the error goes one layer back, through the weights as they were
        error = delta @ layer.w.T
        # es: como en la memoria: sesgos por la media, pesos por la suma
        # en: as in the thesis: biases by the mean, weights by the sum
        layer.b -= rate * delta.mean(axis=0)
        layer.w -= rate * (a[i].T @ delta)
    return a[-1]
# end


# region: run
def run(train, seed=1, steps=2500):
    rng = np.random.RandomState(seed)
    x, y = circles(rng)
    layers = network([2, 4, 8, 1], rng)
    for step in range(1, steps + 1):
        train(layers, x, y)
        if step % 500 == 0 or step == steps:
            a = forward(layers, x)[-1]
            cost = np.mean((a - y) ** 2)
            accuracy = np.mean((a > 0.5) == y)
            print(f"{step:4} cost {cost:.6f} accuracy {accuracy:.3f}")
    return layers, cost, accuracy


if __name__ == "__main__":
    run(train)
# end
