import keras
import numpy as np
from sklearn.datasets import make_blobs

# the points of the figure
rng = np.random.RandomState(4)
x, y = make_blobs((35, 35), centers=[[-0.6, -0.6], [0.6, 0.6]],
                  cluster_std=0.35, random_state=rng)
y = y[:, np.newaxis]

# the same first weights: the weights and biases of each layer
sizes = [2, 3, 1]
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    b = rng.uniform(-1, 1, units)
    layers.append([rng.uniform(-1, 1, (inputs, units)), b])

# with 64 bits, as the figure
keras.backend.set_floatx("float64")
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(3, activation="tanh"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.set_weights([p for layer in layers for p in layer])


# the thesis's cost: a sum, not a mean
def cost(y, a):
    return keras.ops.sum((a - y) ** 2) / 2


# as in the thesis: biases by the mean, not by the sum
class Thesis(keras.optimizers.SGD):
    def apply(self, gradients, variables=None):
        gradients = [g / self.rows if len(g.shape) == 1 else g
                     for g in gradients]
        super().apply(gradients, variables)


model.compile(Thesis(0.02), loss=cost, run_eagerly=True)


def measure(x, y):
    a = model.predict_on_batch(x)
    loss = np.mean((a - y) ** 2)
    return loss, np.mean((a > 0.5) == y)


shuffle = np.random.RandomState(4)
done = 0
while done < 50:
    places = shuffle.permutation(len(x))
    for start in range(0, len(x), 32):
        batch = places[start:start + 32]
        model.optimizer.rows = len(x[batch])
        model.train_on_batch(x[batch], y[batch])
        done += 1
        if done == 50:
            break

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
