import numpy as np
from sklearn.model_selection import train_test_split

# the points of the figure
rng = np.random.RandomState(2)
y = np.repeat([0, 1], (60, 60))
number = np.concatenate([np.arange(n) for n in np.bincount(y)])
sign = np.where(number % 2 == 0, 1, -1)
x = 0.1 + 0.9 * rng.random_sample((len(y), 2))
x = x * np.stack([sign, np.where(y == 0, sign, -sign)], axis=1)
places = rng.permutation(len(x))
x, y = x[places], y[places]
x = x + rng.normal(0, 0.02, x.shape)
y = y[:, np.newaxis]
x, x_test, y, y_test = train_test_split(
    x, y, test_size=0.25, random_state=rng)

# the same first weights: the weights and biases of each layer
sizes = [2, 8, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    limit = np.sqrt(6 / inputs)
    w = rng.uniform(-limit, limit, (inputs, units))
    layers.append([w, np.zeros(units)])


# each function returns its value a and its slope
def relu(z):
    a = np.where(z > 0, z, 0)
    return a, np.where(z > 0, 1, 0)


def sigmoid(z):
    a = 1 / (1 + np.exp(-z))
    return a, a * (1 - a)


functions = [relu, sigmoid]


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
    error = 2 * (a[-1] - y) / len(x)
    found = []
    for (w, b), before, slope in zip(layers[::-1], a[-2::-1], slopes[::-1]):
        delta = error * slope
        error = delta @ w.T
        dw = before.T @ delta + 2 * 0.0001 * w
        found.insert(0, [dw, delta.sum(axis=0)])
    return found


rate = 0.1
speeds = [[np.zeros_like(p) for p in layer] for layer in layers]


def step(x, y):
    for layer, speed, slopes in zip(layers, speeds, gradients(x, y)):
        for p, v, g in zip(layer, speed, slopes):
            v *= 0.9
            v -= rate * g
            p += v


def measure(x, y):
    a = forward(x)[0][-1]
    loss = np.mean((a - y) ** 2)
    return loss, np.mean((a > 0.5) == y)


done = 0
while done < 400:
    step(x, y)
    done += 1
    if measure(x, y)[0] < 0.1:
        break

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
loss, score = measure(x_test, y_test)
print(f"test loss {loss:.6f} accuracy {score:.3f}")
