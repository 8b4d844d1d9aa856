import numpy as np
from sklearn.model_selection import train_test_split

# the points of the figure
rng = np.random.RandomState(4294967295)
y = np.repeat([0, 1], (50, 50))
t = np.concatenate([np.arange(1, n + 1) / n for n in np.bincount(y)])
radius, angle = 1.2 * t, 3.5 * np.pi * t + np.pi * y
x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
places = rng.permutation(len(x))
x, y = x[places], y[places]
x = x + rng.normal(0, 0.0, x.shape)
y = y[:, np.newaxis]
x, x_test, y, y_test = train_test_split(
    x, y, test_size=0.2, random_state=rng)

# the same first weights: the weights and biases of each layer
sizes = [2, 16, 8, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    limit = np.sqrt(6 / inputs)
    w = rng.uniform(-limit, limit, (inputs, units))
    layers.append([w, np.zeros(units)])


# each function returns its value a and its slope
def leaky_relu(z):
    a = np.where(z > 0, z, 0.2 * z)
    return a, np.where(z > 0, 1, 0.2)


def sigmoid(z):
    a = 1 / (1 + np.exp(-z))
    return a, a * (1 - a)


functions = [leaky_relu, leaky_relu, sigmoid]
generators = [np.random.RandomState(s) for s in [0, 1]]


# the outputs and the slopes of all layers
def forward(x, training=False):
    a, slopes = [x], []
    for i, (w, b) in enumerate(layers):
        value, slope = functions[i](a[-1] @ w + b)
        if training and i < len(generators):
            kept = generators[i].random_sample(value.shape) >= 0.2
            value = value * kept / (1 - 0.2)
            slope = slope * kept / (1 - 0.2)
        a.append(value)
        slopes.append(slope)
    return a, slopes


# backpropagation: the slopes of the cost for weights and biases
def gradients(x, y):
    a, slopes = forward(x, training=True)
    error = 2 * (a[-1] - y) / len(x)
    found = []
    for (w, b), before, slope in zip(layers[::-1], a[-2::-1], slopes[::-1]):
        delta = error * slope
        error = delta @ w.T
        dw = before.T @ delta
        found.insert(0, [dw, delta.sum(axis=0)])
    return found


rate = 0.01
means = [[np.zeros_like(p) for p in layer] for layer in layers]
squares = [[np.zeros_like(p) for p in layer] for layer in layers]


# Adam: the step t, from 1
def step(x, y, t):
    alpha = rate * np.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t)
    found = gradients(x, y)
    for layer, mean, square, slopes in zip(layers, means, squares, found):
        for p, m, v, g in zip(layer, mean, square, slopes):
            m += (1 - 0.9) * (g - m)
            v += (1 - 0.999) * (g * g - v)
            p -= alpha * m / (np.sqrt(v) + 1e-7)


def measure(x, y):
    a = forward(x)[0][-1]
    loss = np.mean((a - y) ** 2)
    return loss, np.mean((a > 0.5) == y)


shuffle = np.random.RandomState(4294967295)
done = 0
best, waited = np.inf, 0
while done < 60:
    places = shuffle.permutation(len(x))
    for start in range(0, len(x), 20):
        batch = places[start:start + 20]
        step(x[batch], y[batch], done + 1)
        done += 1
        if done == 60:
            break
    else:
        loss = measure(x_test, y_test)[0]
        waited = 0 if loss < best else waited + 1
        best = min(best, loss)
        if waited >= 4:
            break

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
loss, score = measure(x_test, y_test)
print(f"test loss {loss:.6f} accuracy {score:.3f}")
