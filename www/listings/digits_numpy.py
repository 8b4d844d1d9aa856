"""Handwritten digits with NumPy alone: python3 digits_numpy.py [1.0|1.1]

The maths are those of Keras 3 in digits_keras.py; only the draws differ.
"""
import sys

# region: data
import numpy as np

from read_data import mnist


# es: cada columna de cada imagen, entre su longitud (norma euclídea)
# en: each column of each image, divided by its length (Euclidean norm)
def normalize(images):
    images = images.astype("float32")
    lengths = np.linalg.norm(images, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return (images / lengths).reshape(len(images), -1)
# end


# region: network
def relu(z):
    return np.maximum(z, 0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# es: la función de las dos capas ocultas y su pendiente, a partir de a
# en: the function of the two hidden layers and its slope, in terms of a
HIDDEN = {
    "1.0": (relu, lambda a: a > 0),
    "1.1": (sigmoid, lambda a: a * (1 - a)),
}


# es: pesos de Glorot: uniformes, tanto menores cuantas más conexiones
# en: Glorot's weights: uniform, the smaller the more connections there are
def glorot(rng, *shape):
    connections = np.prod(shape[:-2]) * sum(shape[-2:])
    limit = np.sqrt(6 / connections)
    return rng.uniform(-limit, limit, shape).astype("float32")


# es: [w1, b1, w2, b2, w3, b3], como model.get_weights() de Keras
# en: [w1, b1, w2, b2, w3, b3], as Keras's model.get_weights()
def network(rng, sizes=(784, 128, 128, 10)):
    parameters = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        parameters += [glorot(rng, inputs, outputs),
                       np.zeros(outputs, "float32")]
    return parameters


def forward(parameters, x, hidden):
    weights, biases = parameters[::2], parameters[1::2]
    functions = [hidden] * (len(weights) - 1) + [sigmoid]
    a = [x]
    for w, b, f in zip(weights, biases, functions):
        a.append(f(a[-1] @ w + b))
    return a


# es: entropía cruzada; las sigmoides no suman 1: se dividen por su suma
# en: cross-entropy; sigmoids don't add up to 1: divided by their sum
def cost(a, y):
    rows = np.arange(len(y))
    clipped = np.clip(a, 1e-7, 1 - 1e-7)
    share = clipped / clipped.sum(axis=1, keepdims=True)
    loss = -np.log(share[rows, y]).mean()
    # es: su derivada respecto de a; lo recortado no cuenta
    # en: its derivative with respect to a; what was clipped has none
    share[rows, y] -= 1
    return loss, share / clipped * (a == clipped) / len(y)


def backward(parameters, a, error, slope):
    gradients = []
    delta = error * a[-1] * (1 - a[-1])
    for layer in reversed(range(len(a) - 1)):
        gradients = [a[layer].T @ delta, delta.sum(axis=0)] + gradients
        if layer > 0:
            delta = delta @ parameters[2 * layer].T * slope(a[layer])
    return gradients
# end


# region: adam
class Adam:
    def __init__(self, parameters, rate=0.001, beta_1=0.9, beta_2=0.999):
        self.rate, self.beta_1, self.beta_2 = rate, beta_1, beta_2
        self.means = [np.zeros_like(p) for p in parameters]
        self.squares = [np.zeros_like(p) for p in parameters]
        self.steps = 0

    def step(self, parameters, gradients):
        self.steps += 1
        # es: las medias empiezan en 0: esto compensa los primeros pasos
        # en: the means begin at 0: this makes up for it in the first steps
        rate = (self.rate * (1 - self.beta_2 ** self.steps) ** 0.5
                / (1 - self.beta_1 ** self.steps))
        for p, g, mean, square in zip(parameters, gradients,
                                      self.means, self.squares):
            mean += (1 - self.beta_1) * (g - mean)
            square += (1 - self.beta_2) * (g * g - square)
            p -= rate * mean / (np.sqrt(square) + 1e-7)
# end


# region: fit
def fit(parameters, x, y, case, rng, epochs=3, batch=32):
    hidden, slope = HIDDEN[case]
    adam = Adam(parameters)
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        total = right = 0
        for start in range(0, len(y), batch):
            rows = order[start:start + batch]
            a = forward(parameters, x[rows], hidden)
            loss, error = cost(a[-1], y[rows])
            adam.step(parameters, backward(parameters, a, error, slope))
            total += loss * len(rows)
            right += np.sum(a[-1].argmax(axis=1) == y[rows])
        # es: medias de los lotes, cada uno antes de su paso, como en Keras
        # en: means over the batches, each before its step, as in Keras
        print(f"epoch {epoch + 1} loss {total / len(y):.4f} "
              f"accuracy {right / len(y):.4f}")


def main(case="1.0"):
    (x_train, y_train), (x_test, y_test) = mnist()
    rng = np.random.RandomState(1)
    parameters = network(rng)
    fit(parameters, normalize(x_train), y_train, case, rng)
    a = forward(parameters, normalize(x_test), HIDDEN[case][0])[-1]
    loss, accuracy = cost(a, y_test)[0], np.mean(a.argmax(axis=1) == y_test)
    print(f"test loss {loss:.4f} accuracy {accuracy:.4f}")
# end


if __name__ == "__main__":
    main(*sys.argv[1:])
