"""Handwritten digits, cases 1.0 and 1.1: python3 digits_keras.py [1.0|1.1]

Keras downloads MNIST; read_data.py says how to take your own files.
"""
import sys

# region: data
import keras
import tensorflow as tf

# es: "1.0" o "1.1"
# en: "1.0" or "1.1"
case = "1.0"

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()

# es: cada columna de cada imagen, entre su longitud (norma euclídea)
# en: each column of each image, divided by its length (Euclidean norm)
x_train = keras.utils.normalize(x_train, axis=1)
x_test = keras.utils.normalize(x_test, axis=1)
# end

if sys.argv[1:]:
    case = sys.argv[1]

# region: model
keras.utils.set_random_seed(1)
hidden = {"1.0": tf.nn.relu, "1.1": tf.nn.sigmoid}[case]
model = keras.Sequential([
    keras.Input((28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(128, activation=hidden),
    keras.layers.Dense(128, activation=hidden),
    # es: con el nombre "sigmoid", la pérdida de Keras 3 sería otra:
    # en: with the name "sigmoid", the loss of Keras 3 would be another:
    # es: tomaría softmax de z en lugar de estas diez sigmoides
    # en: it would take softmax of z instead of these ten sigmoids
    keras.layers.Dense(10, activation=tf.nn.sigmoid),
])
# end

# region: fit
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
model.fit(x_train, y_train, epochs=3, batch_size=32, verbose=2)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"test loss {loss:.4f} accuracy {accuracy:.4f}")
# end

# region: save
model.save("digits.keras")
# es: el archivo guarda solo el nombre "sigmoid": predice lo mismo, pero
# en: the file keeps the name "sigmoid" only: it predicts the same, but
# es: para evaluarla o seguir entrenándola hay que volver a tf.nn.sigmoid
# en: to evaluate it or train it further, go back to tf.nn.sigmoid first
loaded = keras.models.load_model("digits.keras")
# end

# region: predict
predictions = loaded.predict(x_test, verbose=0)
print(predictions[0])
print("predicted", predictions[0].argmax(), "actual", y_test[0])
# end
