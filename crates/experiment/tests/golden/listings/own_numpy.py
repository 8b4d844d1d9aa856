import numpy as np
from sklearn.model_selection import train_test_split

# the points of the figure
rng = np.random.RandomState(7)
points = np.array([
    [0.5, 0.25, 2.0],
    [-0.5, 1.0, -1.0],
    [1.0, -1.0, 0.5],
    [0.0, 0.0000001, 1.0],
])
x, y = points[:, :2], points[:, 2:]
x, x_test, y, y_test = train_test_split(
    x, y, test_size=0.5, random_state=rng)

# the same first weights: the weights and biases of each layer
sizes = [2, 2, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    b = rng.uniform(-1, 1, units)
    layers.append([rng.uniform(-1, 1, (inputs, units)), b])


# each function returns its value a and its slope
def tanh(z):
    a = np.tanh(z)
    return a, 1 - a * a


def linear(z):
    a = z
    return a, np.ones_like(z)


functions = [tanh, linear]


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


rate = 0.1


# as in the thesis: biases by the mean, not by the sum
def step(x, y):
    for layer, (dw, db) in zip(layers, gradients(x, y)):
        layer[0] -= rate * dw
        layer[1] -= rate * db / len(x)


def measure(x, y):
    a = forward(x)[0][-1]
    loss = np.mean((a - y) ** 2)
    r2 = 1 - np.sum((a - y) ** 2) / np.sum((y - y.mean()) ** 2)
    return loss, r2


done = 0
while done < 100:
    step(x, y)
    done += 1

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} R2 {score:.3f}")
loss, score = measure(x_test, y_test)
print(f"test loss {loss:.6f} R2 {score:.3f}")
