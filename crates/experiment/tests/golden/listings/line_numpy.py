import numpy as np

# the points of the figure
rng = np.random.RandomState(6)
y = np.repeat([0, 1], (45, 15))
u, v = rng.random_sample((len(y), 2)).T
u = 2.4 * u - 1.2
side = np.where(y == 0, -1, 1)
x = np.stack([u, 0.5 * np.sin(3 * u) + side * (0.1 + 0.7 * v)], axis=1)
places = rng.permutation(len(x))
x, y = x[places], y[places]
x = x + rng.normal(0, 0.0, x.shape)
y = y[:, np.newaxis]

# the same first weights: the weights and biases of each layer
sizes = [2, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    layers.append([np.zeros((inputs, units)), np.zeros(units)])


# each function returns its value a and its slope
def sigmoid(z):
    a = 1 / (1 + np.exp(-z))
    return a, a * (1 - a)


functions = [sigmoid]


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
    p = np.clip(a[-1], 1e-7, 1 - 1e-7)
    error = (p == a[-1]) * ((1 - y) / (1 - p) - y / p) / len(x)
    found = []
    for (w, b), before, slope in zip(layers[::-1], a[-2::-1], slopes[::-1]):
        delta = error * slope
        error = delta @ w.T
        dw = before.T @ delta
        found.insert(0, [dw, delta.sum(axis=0)])
    return found


rate = 1.0


def step(x, y):
    for layer, (dw, db) in zip(layers, gradients(x, y)):
        layer[0] -= rate * dw
        layer[1] -= rate * db


def measure(x, y):
    a = forward(x)[0][-1]
    p = np.clip(a, 1e-7, 1 - 1e-7)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, np.mean((a > 0.5) == y)


done = 0
while done < 100:
    step(x, y)
    done += 1

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
