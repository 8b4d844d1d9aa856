"""Film reviews, case 2.0, with NumPy alone: python3 reviews_numpy.py [N]

With N it learns from so many reviews only, and is tested on as many.
"""
import sys

from read_data import imdb, pad

# region: forward
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from digits_numpy import Adam, glorot, relu, sigmoid


def network(rng, words=5000, length=500, width=32, filters=32, hidden=250):
    return [
        rng.uniform(-0.05, 0.05, (words, width)).astype("float32"),
        glorot(rng, 3, width, filters), np.zeros(filters, "float32"),
        glorot(rng, length // 2 * filters, hidden),
        np.zeros(hidden, "float32"),
        glorot(rng, hidden, 1), np.zeros(1, "float32"),
    ]


# es: para cada lugar, él y sus vecinos: [críticas, lugares, números, 3]
# en: for each place, it and its neighbours: [reviews, places, numbers, 3]
def windows(values):
    padded = np.pad(values, ((0, 0), (1, 1), (0, 0)))
    return sliding_window_view(padded, 3, axis=1)


def forward(parameters, x):
    table, w1, b1, w2, b2, w3, b3 = parameters
    near = windows(table[x])
    a1 = relu(np.tensordot(near, w1, ([3, 2], [0, 1])) + b1)
    # es: de cada dos lugares seguidos queda el mayor, filtro a filtro
    # en: of every two places in a row the greater stays, filter by filter
    pairs = a1.reshape(len(x), -1, 2, a1.shape[2])
    greater = pairs.argmax(axis=2, keepdims=True)
    pooled = np.take_along_axis(pairs, greater, axis=2)
    flat = pooled.reshape(len(x), -1)
    a2 = relu(flat @ w2 + b2)
    a3 = sigmoid(a2 @ w3 + b3)
    return near, pairs, greater, flat, a2, a3
# end


# region: backward
def cost(a, y):
    right = np.where(y == 1, a, 1 - a)
    return -np.log(np.clip(right, 1e-7, 1)).mean()


def backward(parameters, x, y, values):
    table, w1, b1, w2, b2, w3, b3 = parameters
    near, pairs, greater, flat, a2, a3 = values
    # es: con la entropía cruzada, la pendiente de la sigmoide se simplifica
    # en: with cross-entropy, the slope of the sigmoid cancels out
    delta3 = (a3 - y) / len(x)
    delta2 = delta3 @ w3.T * (a2 > 0)
    # es: el error vuelve solo al lugar que fue el mayor de cada dos
    # en: the error goes back only to the place that was the greater of two
    error = (delta2 @ w2.T).reshape(greater.shape)
    delta1 = np.zeros_like(pairs)
    np.put_along_axis(delta1, greater, error, axis=2)
    delta1 = (delta1 * (pairs > 0)).reshape(*x.shape, -1)
    # es: la convolución hacia atrás es otra, con el filtro del revés
    # en: the convolution backwards is another one, with the filter reversed
    error = np.tensordot(windows(delta1), w1[::-1], ([3, 2], [0, 2]))
    # es: cada palabra suma lo que le llega de todos sus lugares
    # en: each word adds up what it gets from all of its places
    slopes = np.zeros_like(table)
    np.add.at(slopes, x, error)
    return [
        slopes,
        np.tensordot(near, delta1, ([0, 1], [0, 1])).swapaxes(0, 1),
        delta1.sum(axis=(0, 1)),
        flat.T @ delta2, delta2.sum(axis=0),
        a2.T @ delta3, delta3.sum(axis=0),
    ]
# end


# region: fit
def fit(parameters, x, y, rng, epochs=2, batch=128):
    y = y.reshape(-1, 1).astype("float32")
    adam = Adam(parameters)
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        total = right = 0
        for start in range(0, len(x), batch):
            rows = order[start:start + batch]
            values = forward(parameters, x[rows])
            a = values[-1]
            total += cost(a, y[rows]) * len(rows)
            right += np.sum((a > 0.5) == y[rows])
            adam.step(parameters,
                      backward(parameters, x[rows], y[rows], values))
        print(f"epoch {epoch + 1} loss {total / len(x):.4f} "
              f"accuracy {right / len(x):.4f}")
# end


def main(reviews=25_000):
    (x_train, y_train), (x_test, y_test) = imdb(5000)
    some = slice(int(reviews))
    rng = np.random.RandomState(7)
    parameters = network(rng)
    fit(parameters, pad(x_train[some], 500), y_train[some], rng)
    x_test, y_test = pad(x_test[some], 500), y_test[some].reshape(-1, 1)
    # es: por partes, para no llenar la memoria
    # en: in parts, so as not to fill the memory
    parts = range(0, len(x_test), 500)
    a = np.concatenate([forward(parameters, x_test[i:i + 500])[-1]
                        for i in parts])
    accuracy = np.mean((a > 0.5) == y_test)
    print(f"test loss {cost(a, y_test):.4f} accuracy {accuracy:.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
