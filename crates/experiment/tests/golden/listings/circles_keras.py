import keras
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

# con 64 bits, como la figura
keras.backend.set_floatx("float64")
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(4, activation="sigmoid"),
    keras.layers.Dense(8, activation="sigmoid"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.set_weights([p for layer in layers for p in layer])


# el coste de la memoria: una suma, no una media
def cost(y, a):
    return keras.ops.sum((a - y) ** 2) / 2


# como en la memoria: los sesgos, por la media y no por la suma
class Thesis(keras.optimizers.SGD):
    def apply(self, gradients, variables=None):
        gradients = [g / self.rows if len(g.shape) == 1 else g
                     for g in gradients]
        super().apply(gradients, variables)


model.compile(Thesis(0.05), loss=cost)


def measure(x, y):
    a = model.predict_on_batch(x)
    loss = np.mean((a - y) ** 2)
    return loss, np.mean((a > 0.5) == y)


done = 0
while done < 100:
    model.optimizer.rows = len(x)
    model.train_on_batch(x, y)
    done += 1

print("steps", done)
loss, score = measure(x, y)
print(f"train loss {loss:.6f} accuracy {score:.3f}")
