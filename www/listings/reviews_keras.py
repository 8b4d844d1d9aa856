"""Film reviews, cases 2.0 and 2.1: python3 reviews_keras.py [2.0|2.1]

Keras downloads IMDB; read_data.py says how to take your own files.
"""
import sys

# region: data
import keras

# es: "2.0" (convolución) o "2.1" (solo capas densas)
# en: "2.0" (convolution) or "2.1" (dense layers only)
case = "2.0"

# es: las 5000 palabras más frecuentes; las demás pasan a ser un 2
# en: the 5,000 most frequent words; the others become a 2
WORDS, LENGTH = 5000, 500
imdb = keras.datasets.imdb
(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=WORDS)

# es: 500 números por crítica: se rellena con 0, o se corta, por delante
# en: 500 numbers a review: filled with 0, or cut, at its front
x_train = keras.utils.pad_sequences(x_train, maxlen=LENGTH)
x_test = keras.utils.pad_sequences(x_test, maxlen=LENGTH)
# end

if sys.argv[1:]:
    case = sys.argv[1]


# region: model20
def convolutional():
    return keras.Sequential([
        keras.Input((LENGTH,)),
        keras.layers.Embedding(WORDS, 32),
        keras.layers.Conv1D(32, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling1D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(250, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
# end


# region: model21
def dense():
    return keras.Sequential([
        keras.Input((LENGTH,)),
        keras.layers.Embedding(WORDS, 32),
        keras.layers.Flatten(),
        keras.layers.Dense(250, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
# end


# region: fit
keras.utils.set_random_seed(7)
model, epochs = (convolutional(), 2) if case == "2.0" else (dense(), 3)
model.summary()
model.compile(optimizer="adam", loss="binary_crossentropy",
              metrics=["accuracy"])
model.fit(x_train, y_train, validation_data=(x_test, y_test),
          epochs=epochs, batch_size=128, verbose=2)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"test loss {loss:.4f} accuracy {accuracy:.4f}")
# end

# region: predict
predictions = model.predict(x_test, verbose=0)
print("predicted", predictions[1], "actual", y_test[1])

# es: de números a palabras: 0 relleno, 1 comienzo, 2 otra palabra
# en: from numbers to words: 0 padding, 1 start, 2 another word
words = {i + 3: word for word, i in imdb.get_word_index().items()}
print(" ".join(words.get(i, "?") for i in x_test[1] if i > 1))
# end
