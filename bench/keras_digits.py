"""Case 1.0 or 1.1 in Keras on TensorFlow's CPU: one JSON line an epoch, then the test.

The thesis's model (section 3), but for `normalize`, which work.py does beforehand. `fit` compiles its graph in the
first epoch, so the first takes longer than the others.
"""
import os
import time

import work

WHERE = "keras"
given = work.arguments(WHERE)
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402: after the threads are set
import tensorflow as tf  # noqa: E402


class Clock(keras.callbacks.Callback):
    """Prints every epoch with the seconds that it took."""

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        seconds = time.perf_counter() - self.start
        work.say(where=WHERE, case=given.case, epoch=epoch + 1, seconds=seconds, loss=logs["loss"],
                 accuracy=logs["accuracy"])


def main():
    if given.threads:
        tf.config.threading.set_intra_op_parallelism_threads(given.threads)
        tf.config.threading.set_inter_op_parallelism_threads(given.threads)
    x, y, x_test, y_test = work.mnist(given)
    keras.utils.set_random_seed(given.seed)
    hidden = getattr(tf.nn, work.CASES[given.case])
    # tf.nn's activations, as in the thesis. Keras's own "sigmoid" would be another loss: it looks through its own
    # activations at z, and takes softmax of that.
    model = keras.Sequential([
        keras.Input((work.UNITS[0],)),
        keras.layers.Dense(work.UNITS[1], activation=hidden),
        keras.layers.Dense(work.UNITS[2], activation=hidden),
        keras.layers.Dense(work.UNITS[3], activation=tf.nn.sigmoid),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=given.batch, epochs=given.epochs, verbose=0, callbacks=[Clock()])
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    work.say(where=WHERE, case=given.case, test_loss=loss, test_accuracy=accuracy)


main()
