import keras
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

# with 64 bits, as the figure
keras.backend.set_floatx("float64")
penalty = keras.regularizers.L1L2(0.0005, 0.001)
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(6, activation="tanh",
                       kernel_regularizer=penalty),
    keras.layers.Dense(5, activation="tanh",
                       kernel_regularizer=penalty),
    keras.layers.Dense(1, activation="sigmoid",
                       kernel_regularizer=penalty),
])
model.set_weights([p for layer in layers for p in layer])
model.compile(keras.optimizers.Adam(0.02), loss="binary_crossentropy")


def measure(x, y):
    a = model.predict_on_batch(x)
    p = np.clip(a, 1e-7, 1 - 1e-7)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, np.mean((a > 0.5) == y)


# what was changed in the figure during the training
def change(done):
    if done == 0:
        model.optimizer.learning_rate = 0.03
    if done == 30:
        weights = model.get_weights()
        weights[0][0, 3] = -1.25
        model.set_weights(weights)
    if done == 30:
        weights = model.get_weights()
        weights[1][2] = 0.5
        model.set_weights(weights)
    if done == 45:
        model.optimizer.learning_rate = 0.01
    if done == 70:
        weights = model.get_weights()
        weights[5][0] = 0.125
        model.set_weights(weights)


shuffle = np.random.RandomState(1)
done = 0
while done < 70:
    places = shuffle.permutation(len(x))
    for start in range(0, len(x), 16):
        change(done)
        batch = places[start:start + 16]
        model.train_on_batch(x[batch], y[batch])
        done += 1
        if done == 70:
            break
change(done)

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
loss, score = measure(x_test, y_test)
print(f"test loss {loss:.6f} accuracy {score:.3f}")
