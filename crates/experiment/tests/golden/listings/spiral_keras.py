import keras
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

# with 64 bits, as the figure
keras.backend.set_floatx("float64")
# Keras itself draws the outputs that it leaves out: other numbers
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(16, activation="leaky_relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(8, activation="leaky_relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.set_weights([p for layer in layers for p in layer])
model.compile(keras.optimizers.Adam(0.01), loss="mse")


def measure(x, y):
    a = model.predict_on_batch(x)
    loss = np.mean((a - y) ** 2)
    return loss, np.mean((a > 0.5) == y)


shuffle = np.random.RandomState(4294967295)
done = 0
best, waited = np.inf, 0
while done < 60:
    places = shuffle.permutation(len(x))
    for start in range(0, len(x), 20):
        batch = places[start:start + 20]
        model.train_on_batch(x[batch], y[batch])
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
