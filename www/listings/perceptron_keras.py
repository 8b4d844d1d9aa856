# es: la misma neurona en Keras: los mismos pesos iniciales y pasos
# en: the same neuron in Keras: the same first weights and steps
import keras
import numpy as np

# es: con 64 bits, como NumPy, coinciden hasta las últimas cifras
# en: with 64 bits, as in NumPy, even the last digits agree
keras.config.set_floatx("float64")

x = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]])
y = np.array([[0], [1], [1], [0]])

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(1, activation="sigmoid", use_bias=False),
])
np.random.seed(1)
model.set_weights([2 * np.random.random((3, 1)) - 1])

# es: el paso de NumPy es el gradiente de 1/2 de la suma de (a - y)²;
# en: NumPy's step is the gradient of 1/2 of the sum of (a - y)²;
# es: "mse" es 1/4 de esa suma, la mitad: con una tasa de 2, el mismo paso
# en: "mse" is 1/4 of that sum, half as much: at rate 2, the same step
model.compile(keras.optimizers.SGD(learning_rate=2.0), loss="mse",
              steps_per_execution=500)

# es: 10 000 veces los cuatro ejemplos, en orden y de cuatro en cuatro
# en: the four examples 10,000 times, in order and four by four
model.fit(np.tile(x, (10_000, 1)), np.tile(y, (10_000, 1)),
          batch_size=4, shuffle=False, verbose=0)

print("weights", model.get_weights()[0].ravel())
print("[1, 0, 0]", model.predict(np.array([[1, 0, 0]]), verbose=0)[0])
