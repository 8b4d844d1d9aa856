"""Case 2.0 or 2.1 in Keras on TensorFlow's CPU: one JSON line an epoch, then the test.

The thesis's models (section 4). The reviews come from the files that `cargo xtask data` made, so that both read the
very same numbers.
"""
import os
import time

import work

WHERE = "keras"
given = work.arguments(WHERE, cases=("2.0", "2.1"), epochs=None, batch=128, folder="imdb")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402: after the threads are set
import tensorflow as tf  # noqa: E402

WORDS, LENGTH = 5000, 500


class Clock(keras.callbacks.Callback):
    """Prints every epoch with the seconds of its training; its validation is not in them."""

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_test_begin(self, logs=None):
        self.seconds = time.perf_counter() - self.start

    def on_epoch_end(self, epoch, logs=None):
        work.say(where=WHERE, case=given.case, epoch=epoch + 1, seconds=self.seconds, loss=logs["loss"],
                 accuracy=logs["accuracy"], val_loss=logs["val_loss"], val_accuracy=logs["val_accuracy"])


def main():
    if given.threads:
        tf.config.threading.set_intra_op_parallelism_threads(given.threads)
        tf.config.threading.set_inter_op_parallelism_threads(given.threads)
    x, y = work.reviews(given, "train", LENGTH)
    x_test, y_test = work.reviews(given, "test", LENGTH)
    x, y = x[:given.samples], y[:given.samples]
    keras.utils.set_random_seed(given.seed)
    layers = [keras.Input((LENGTH,)), keras.layers.Embedding(WORDS, 32)]
    if given.case == "2.0":
        layers += [keras.layers.Conv1D(32, 3, padding="same", activation="relu"), keras.layers.MaxPooling1D(2)]
    layers += [keras.layers.Flatten(), keras.layers.Dense(250, activation="relu"),
               keras.layers.Dense(1, activation="sigmoid")]
    model = keras.Sequential(layers)
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    epochs = given.epochs or (2 if given.case == "2.0" else 3)
    model.fit(x, y, validation_data=(x_test, y_test), batch_size=given.batch, epochs=epochs, verbose=0,
              callbacks=[Clock()])
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    work.say(where=WHERE, case=given.case, test_loss=loss, test_accuracy=accuracy)


main()
