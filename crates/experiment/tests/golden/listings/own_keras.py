import keras
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

# with 64 bits, as the figure
keras.backend.set_floatx("float64")
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(2, activation="tanh"),
    keras.layers.Dense(1, activation="linear"),
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


model.compile(Thesis(0.1), loss=cost)


def measure(x, y):
    a = model.predict_on_batch(x)
    loss = np.mean((a - y) ** 2)
    r2 = 1 - np.sum((a - y) ** 2) / np.sum((y - y.mean()) ** 2)
    return loss, r2


done = 0
while done < 100:
    model.optimizer.rows = len(x)
    model.train_on_batch(x, y)
    done += 1

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} R2 {score:.3f}")
loss, score = measure(x_test, y_test)
print(f"test loss {loss:.6f} R2 {score:.3f}")
