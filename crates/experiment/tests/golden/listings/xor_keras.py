import keras
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

# with 64 bits, as the figure
keras.backend.set_floatx("float64")
penalty = keras.regularizers.L1L2(0.0, 0.0001)
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(8, activation="relu",
                       kernel_regularizer=penalty),
    keras.layers.Dense(1, activation="sigmoid",
                       kernel_regularizer=penalty),
])
model.set_weights([p for layer in layers for p in layer])
model.compile(keras.optimizers.SGD(0.1, momentum=0.9), loss="mse")


def measure(x, y):
    a = model.predict_on_batch(x)
    loss = np.mean((a - y) ** 2)
    return loss, np.mean((a > 0.5) == y)


done = 0
while done < 400:
    model.train_on_batch(x, y)
    done += 1
    if measure(x, y)[0] < 0.1:
        break

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
loss, score = measure(x_test, y_test)
print(f"test loss {loss:.6f} accuracy {score:.3f}")
