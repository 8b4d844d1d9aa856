import numpy as np
from sklearn.datasets import make_circles

# los mismos puntos que en la figura
rng = np.random.RandomState(7)
x, y = make_circles((250, 250), factor=0.5,
                    noise=0.05, random_state=rng)
y = y[:, np.newaxis]

# los mismos pesos iniciales: pesos y sesgos de cada capa
sizes = [2, 4, 8, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    b = rng.uniform(-1, 1, units)
    layers.append([rng.uniform(-1, 1, (inputs, units)), b])


# cada función da su valor a y su pendiente
def sigmoid(z):
    a = 1 / (1 + np.exp(-z))
    return a, a * (1 - a)


functions = [sigmoid, sigmoid, sigmoid]


# las salidas y las pendientes de todas las capas
def forward(x):
    a, slopes = [x], []
    for (w, b), function in zip(layers, functions):
        value, slope = function(a[-1] @ w + b)
        a.append(value)
        slopes.append(slope)
    return a, slopes


# retropropagación: las derivadas del coste por pesos y sesgos
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


rate = 0.05


# como en la memoria: los sesgos, por la media y no por la suma
def step(x, y):
    for layer, (dw, db) in zip(layers, gradients(x, y)):
        layer[0] -= rate * dw
        layer[1] -= rate * db / len(x)


def measure(x, y):
    a = forward(x)[0][-1]
    loss = np.mean((a - y) ** 2)
    return loss, np.mean((a > 0.5) == y)


done = 0
while done < 100:
    step(x, y)
    done += 1

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
