import numpy as np
from sklearn.model_selection import train_test_split

# the points of the figure
rng = np.random.RandomState(5)
x = 2.4 * rng.random_sample((80, 2)) - 1.2
y = (x[:, 0] + x[:, 1]) / 2
y = y + rng.normal(0, 0.05, len(y))
y = y[:, np.newaxis]
x, x_test, y, y_test = train_test_split(
    x, y, test_size=0.5, random_state=rng)

# the same first weights: the weights and biases of each layer
sizes = [2, 4, 2, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    limit = np.sqrt(6 / (inputs + units))
    w = rng.uniform(-limit, limit, (inputs, units))
    layers.append([w, np.zeros(units)])


# each function returns its value a and its slope
def linear(z):
    a = z
    return a, np.ones_like(z)


functions = [linear, linear, linear]


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
        dw = before.T @ delta + 0.01 * np.sign(w)
        found.insert(0, [dw, delta.sum(axis=0)])
    return found


rate = 0.1


def step(x, y):
    for layer, (dw, db) in zip(layers, gradients(x, y)):
        layer[0] -= rate * dw
        layer[1] -= rate * db


def measure(x, y):
    a = forward(x)[0][-1]
    loss = np.mean((a - y) ** 2)
    r2 = 1 - np.sum((a - y) ** 2) / np.sum((y - y.mean()) ** 2)
    return loss, r2


done = 0
best, waited = np.inf, 0
while done < 300:
    step(x, y)
    done += 1
    loss = measure(x_test, y_test)[0]
    waited = 0 if loss < best else waited + 1
    best = min(best, loss)
    if waited >= 2:
        break

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} R2 {score:.3f}")
loss, score = measure(x_test, y_test)
print(f"test loss {loss:.6f} R2 {score:.3f}")
