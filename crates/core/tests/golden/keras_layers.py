"""Keras's layers, each alone in f32: outputs, and gradients with respect to inputs and parameters.

Inputs, parameters and the direction that the outputs are multiplied by (∂C/∂a) are drawn from NumPy's RandomState as
golden_layers.rs draws them, so that only outputs and gradients have to be kept; nine digits tell any two f32 apart. New
cases go at the end: a case's place is its seed. Run: python3 keras_layers.py > keras_layers.json (keras 3.15,
tensorflow 2.21, CPU).

Not here: `same` average pooling with windows longer than the input. TensorFlow's gradient of it depends on whether oneDNN
is on, and without it isn't the derivative of its own outputs.
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

# name: (layer, input shape, batch, whole: inputs are whole numbers below it, as words are, or so that there are ties)
CASES = {
    "dense": (lambda: L.Dense(5, activation="tanh"), [7], 3, None),
    "embedding": (lambda: L.Embedding(11, 3), [6], 4, 11),
    "conv1d_valid": (lambda: L.Conv1D(4, 3, activation="relu"), [9, 2], 3, None),
    "conv1d_same": (lambda: L.Conv1D(3, 4, padding="same", activation="tanh"), [7, 2], 1, None),
    "conv1d_stride": (lambda: L.Conv1D(3, 3, strides=2, padding="same"), [8, 2], 2, None),
    "conv1d_whole": (lambda: L.Conv1D(2, 5), [5, 3], 2, None),
    "conv2d_valid": (lambda: L.Conv2D(3, (2, 3), activation="relu"), [5, 6, 2], 2, None),
    "conv2d_same": (lambda: L.Conv2D(2, (3, 3), padding="same", activation="sigmoid"), [4, 5, 3], 1, None),
    "conv2d_stride": (lambda: L.Conv2D(2, (3, 2), strides=(2, 3), padding="same"), [6, 7, 1], 2, None),
    "max_pooling1d": (lambda: L.MaxPooling1D(2), [7, 3], 3, None),
    "max_pooling1d_same": (lambda: L.MaxPooling1D(3, 2, padding="same"), [8, 2], 2, None),
    "max_pooling2d": (lambda: L.MaxPooling2D((2, 2)), [5, 6, 2], 2, None),
    "max_pooling2d_same": (lambda: L.MaxPooling2D((3, 2), (2, 1), padding="same"), [5, 4, 2], 1, None),
    "average_pooling1d": (lambda: L.AveragePooling1D(3, 2), [9, 2], 2, None),
    "average_pooling1d_same": (lambda: L.AveragePooling1D(3, 2, padding="same"), [8, 2], 2, None),
    "average_pooling2d_same": (lambda: L.AveragePooling2D((2, 3), padding="same"), [5, 7, 2], 2, None),
    "simple_rnn": (lambda: L.SimpleRNN(4), [6, 3], 3, None),
    "simple_rnn_sequences": (lambda: L.SimpleRNN(3, return_sequences=True), [5, 2], 1, None),
    "lstm": (lambda: L.LSTM(4), [6, 3], 3, None),
    "lstm_sequences": (lambda: L.LSTM(3, return_sequences=True), [5, 2], 1, None),
    "conv1d_no_bias": (lambda: L.Conv1D(3, 2, strides=3, use_bias=False), [9, 3], 2, None),
    "conv1d_beyond": (lambda: L.Conv1D(2, 6, padding="same", activation="tanh"), [4, 2], 1, None),
    "conv2d_whole": (lambda: L.Conv2D(2, (3, 4), use_bias=False), [3, 4, 2], 1, None),
    "conv2d_softmax": (lambda: L.Conv2D(3, (2, 2), strides=(2, 3), activation="softmax"), [5, 6, 2], 1, None),
    "max_pooling1d_whole": (lambda: L.MaxPooling1D(5), [5, 2], 1, None),
    "max_pooling1d_ties": (lambda: L.MaxPooling1D(3, 2, padding="same"), [9, 2], 2, 3),
    "max_pooling2d_ties": (lambda: L.MaxPooling2D((2, 3), (1, 2)), [5, 6, 2], 2, 3),
    "average_pooling2d": (lambda: L.AveragePooling2D((3, 2), (2, 1)), [6, 5, 2], 1, None),
    "simple_rnn_one_step": (lambda: L.SimpleRNN(3, activation="relu"), [1, 3], 1, None),
    "lstm_one_step": (lambda: L.LSTM(2, return_sequences=True), [1, 2], 2, None),
    "embedding_one": (lambda: L.Embedding(4, 1), [1], 1, 4),
}


def draw(rng, shape):
    return rng.uniform(-1, 1, shape).astype("float32")


def run(index, make, shape, batch, whole):
    rng = np.random.RandomState(100 + index)
    layer = make()
    layer.build((None, *shape))
    x = draw(rng, [batch, *shape])
    if whole:
        x = np.floor((x.astype("float64") + 1) / 2 * whole).astype("float32")
    layer.set_weights([draw(rng, w.shape) for w in layer.weights])
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        a = layer(x)
        direction = draw(rng, a.shape)
        cost = tf.reduce_sum(a * direction)
    dx, dw = tape.gradient(cost, [x, [w.value for w in layer.weights]])
    flat = lambda t: [float("%.9g" % v) for v in np.ravel(tf.convert_to_tensor(t))]
    return {
        "a": flat(a),
        "dx": [] if dx is None else flat(dx),
        "dw": sum((flat(g) for g in dw), []),
        "names": [w.path.split("/")[-1] for w in layer.weights],
    }


golden = {name: run(i, *case) for i, (name, case) in enumerate(CASES.items())}
print("{", ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items()), "}", sep="\n")
