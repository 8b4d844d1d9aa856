import keras
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

# with 64 bits, as the figure
keras.backend.set_floatx("float64")
penalty = keras.regularizers.L1L2(0.01, 0.0)
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(4, activation="linear",
                       kernel_regularizer=penalty),
    keras.layers.Dense(2, activation="linear",
                       kernel_regularizer=penalty),
    keras.layers.Dense(1, activation="linear",
                       kernel_regularizer=penalty),
])
model.set_weights([p for layer in layers for p in layer])
model.compile(keras.optimizers.SGD(0.1), loss="mse")


def measure(x, y):
    a = model.predict_on_batch(x)
    loss = np.mean((a - y) ** 2)
    r2 = 1 - np.sum((a - y) ** 2) / np.sum((y - y.mean()) ** 2)
    return loss, r2


done = 0
best, waited = np.inf, 0
while done < 300:
    model.train_on_batch(x, y)
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
