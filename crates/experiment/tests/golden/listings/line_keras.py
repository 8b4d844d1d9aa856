import keras
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

# with 64 bits, as the figure
keras.backend.set_floatx("float64")
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.set_weights([p for layer in layers for p in layer])
model.compile(keras.optimizers.SGD(1.0), loss="binary_crossentropy")


def measure(x, y):
    a = model.predict_on_batch(x)
    p = np.clip(a, 1e-7, 1 - 1e-7)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, np.mean((a > 0.5) == y)


done = 0
while done < 100:
    model.train_on_batch(x, y)
    done += 1

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
