import numpy as np
from sklearn.datasets import make_moons
from sklearn.model_selection import train_test_split

# the points of the figure
rng = np.random.RandomState(1)
x, y = make_moons((54, 36), noise=0.1, random_state=rng)
x = (x - [0.5, 0.25]) * 0.8
y = y[:, np.newaxis]
x, x_test, y, y_test = train_test_split(
    x, y, test_size=0.3, random_state=rng)

# the same first weights: the weights and biases of each layer
sizes = [2, 6, 5, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    limit = np.sqrt(6 / (inputs + units))
    w = rng.uniform(-limit, limit, (inputs, units))
    layers.append([w, np.zeros(units)])


# each function returns its value a and its slope
def tanh(z):
    a = np.tanh(z)
    return a, 1 - a * a


def sigmoid(z):
    a = 1 / (1 + np.exp(-z))
    return a, a * (1 - a)


functions = [tanh, tanh, sigmoid]


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
        dw = before.T @ delta + 0.0005 * np.sign(w) + 2 * 0.001 * w
        found.insert(0, [dw, delta.sum(axis=0)])
    return found


rate = 0.02
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
    p = np.clip(a, 1e-7, 1 - 1e-7)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, np.mean((a > 0.5) == y)


# what was changed in the figure during the training
def change(done):
    global rate
    if done == 0:
        rate = 0.03
    if done == 30:
        layers[0][0][0, 3] = -1.25
    if done == 30:
        layers[0][1][2] = 0.5
    if done == 45:
        rate = 0.01
    if done == 70:
        layers[2][1][0] = 0.125


shuffle = np.random.RandomState(1)
done = 0
while done < 70:
    places = shuffle.permutation(len(x))
    for start in range(0, len(x), 16):
        change(done)
        batch = places[start:start + 16]
        step(x[batch], y[batch], done + 1)
        done += 1
        if done == 70:
            break
change(done)

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
loss, score = measure(x_test, y_test)
print(f"test loss {loss:.6f} accuracy {score:.3f}")
