# es: los círculos en Keras, que pone el descenso (Adam) y los lotes de 32;
# en: the circles in Keras, which brings the descent (Adam), batches of 32;
# es: los mismos puntos y la misma red que con NumPy, otros pesos iniciales
# en: the points and network are those in NumPy, the first weights are not
import keras
from sklearn.datasets import make_circles

keras.utils.set_random_seed(1)
x, y = make_circles(500, factor=0.5, noise=0.05, random_state=1)

model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(4, activation="sigmoid"),
    keras.layers.Dense(8, activation="sigmoid"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(learning_rate=0.05), loss="mse",
              metrics=["accuracy"])
model.fit(x, y, epochs=60, verbose=0)
cost, accuracy = model.evaluate(x, y, verbose=0)
print(f"cost {cost:.6f} accuracy {accuracy:.3f}")
