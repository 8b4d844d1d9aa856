import numpy as np
from sklearn.datasets import make_blobs

# the points of the figure
rng = np.random.RandomState(4)
x, y = make_blobs((35, 35), centers=[[-0.6, -0.6], [0.6, 0.6]],
                  cluster_std=0.35, random_state=rng)
y = y[:, np.newaxis]

# the same first weights: the weights and biases of each layer
sizes = [2, 3, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    b = rng.uniform(-1, 1, units)
    layers.append([rng.uniform(-1, 1, (inputs, units)), b])


# each function returns its value a and its slope
def tanh(z):
    a = np.tanh(z)
    return a, 1 - a * a


def sigmoid(z):
    a = 1 / (1 + np.exp(-z))
    return a, a * (1 - a)


functions = [tanh, sigmoid]


# the outputs and the slopes of all layers
def forward(x):
    a, slopes = [x], []
    for (w, b), function in zip(layers, functions):
        value, slope = function(a[-1] @ w + b)
        a.append(value)
        slopes.append(slope)
    return a, slopes


# backpropagation: the slopes of the cost for weights and biases
def gradients(x, y):
    a, slopes = forward(x)
    error = a[-1] - y
    found = []
    for (w, b), before, slope in zip(layers[::-1], a[-2::-1], slopes[::-1]):
        delta = error * slope
        error = delta @ w.T
        dw = before.T @ delta
        found.insert(0, [dw, delta.sum(axis=0)])
    return found


rate = 0.02


# as in the thesis: biases by the mean, not by the sum
def step(x, y):
    for layer, (dw, db) in zip(layers, gradients(x, y)):
        layer[0] -= rate * dw
        layer[1] -= rate * db / len(x)


def measure(x, y):
    a = forward(x)[0][-1]
    loss = np.mean((a - y) ** 2)
    return loss, np.mean((a > 0.5) == y)


shuffle = np.random.RandomState(4)
done = 0
while done < 50:
    places = shuffle.permutation(len(x))
    for start in range(0, len(x), 32):
        batch = places[start:start + 32]
        step(x[batch], y[batch])
        done += 1
        if done == 50:
            break

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
