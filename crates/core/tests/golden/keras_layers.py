"""Keras's layers, each alone in f32: outputs, and gradients with respect to inputs and parameters.

Inputs, parameters and the direction that the outputs are multiplied by (∂C/∂a) are drawn from NumPy's RandomState as
golden_layers.rs draws them, so that only outputs and gradients have to be kept; nine digits tell any two f32 apart. New
cases go at the end: a case's place is its seed. Run: python3 keras_layers.py > keras_layers.json (keras 3.15,
tensorflow 2.21, tf_keras 2.21, CPU).

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
from tf_keras import layers as K2  # Keras 2's meaning

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
    "gru": (lambda: L.GRU(4), [6, 3], 3, None),
    "gru_sequences": (lambda: L.GRU(3, return_sequences=True), [5, 2], 2, None),
    "gru_before": (lambda: L.GRU(4, reset_after=False), [6, 3], 3, None),
    "gru_before_sequences": (lambda: L.GRU(3, reset_after=False, return_sequences=True), [5, 2], 2, None),
    "gru_no_bias": (lambda: L.GRU(3, use_bias=False), [4, 2], 2, None),
    "gru_before_no_bias": (lambda: L.GRU(3, use_bias=False, reset_after=False), [4, 2], 2, None),
    "gru_functions": (lambda: L.GRU(3, activation="softsign", recurrent_activation="hard_sigmoid"), [4, 2], 2, None),
    "gru_before_keras2": (
        lambda: K2.GRU(3, activation="tanh", recurrent_activation="hard_sigmoid", reset_after=False), [6, 2], 2, None),
    "lstm_no_bias": (lambda: L.LSTM(3, use_bias=False), [4, 2], 2, None),
    "lstm_hard_sigmoid": (lambda: L.LSTM(4, recurrent_activation="hard_sigmoid"), [6, 3], 2, None),
    "lstm_hard_sigmoid_keras2": (lambda: K2.LSTM(4, recurrent_activation="hard_sigmoid"), [6, 3], 2, None),
    "lstm_functions": (lambda: L.LSTM(3, activation="softsign", recurrent_activation="tanh"), [4, 2], 2, None),
    "simple_rnn_no_bias": (lambda: L.SimpleRNN(3, use_bias=False), [4, 2], 2, None),
    "both_lstm": (lambda: L.Bidirectional(L.LSTM(3)), [5, 2], 2, None),
    "both_lstm_sequences": (lambda: L.Bidirectional(L.LSTM(2, return_sequences=True)), [4, 3], 2, None),
    "both_lstm_sum": (lambda: L.Bidirectional(L.LSTM(3, return_sequences=True), "sum"), [4, 2], 2, None),
    "both_lstm_multiply": (lambda: L.Bidirectional(L.LSTM(3, return_sequences=True), "mul"), [4, 2], 2, None),
    "both_lstm_average": (lambda: L.Bidirectional(L.LSTM(3, return_sequences=True), "ave"), [4, 2], 2, None),
    "both_gru": (lambda: L.Bidirectional(L.GRU(3)), [5, 2], 2, None),
    "both_gru_sequences": (lambda: L.Bidirectional(L.GRU(2, return_sequences=True)), [4, 3], 2, None),
    "both_gru_before": (lambda: L.Bidirectional(L.GRU(3, reset_after=False), "sum"), [4, 2], 2, None),
    "both_gru_multiply": (lambda: L.Bidirectional(L.GRU(3), "mul"), [4, 2], 2, None),
    "both_gru_average": (lambda: L.Bidirectional(L.GRU(3, return_sequences=True), "ave"), [4, 2], 2, None),
    "both_simple_rnn": (lambda: L.Bidirectional(L.SimpleRNN(3)), [5, 2], 2, None),
    "both_simple_rnn_sequences": (lambda: L.Bidirectional(L.SimpleRNN(2, return_sequences=True)), [4, 3], 2, None),
    "both_simple_rnn_sum": (lambda: L.Bidirectional(L.SimpleRNN(3), "sum"), [4, 2], 2, None),
    "both_simple_rnn_multiply": (
        lambda: L.Bidirectional(L.SimpleRNN(3, return_sequences=True), "mul"), [4, 2], 2, None),
    "both_simple_rnn_average": (lambda: L.Bidirectional(L.SimpleRNN(3), "ave"), [4, 2], 2, None),
    "batch_normalization": (lambda: L.BatchNormalization(), [5], 3, None),
    "batch_normalization_image": (lambda: L.BatchNormalization(epsilon=0.01), [3, 4, 2], 2, None),
    "batch_normalization_bare": (lambda: L.BatchNormalization(center=False, scale=False), [4, 3], 2, None),
    "batch_normalization_center": (lambda: L.BatchNormalization(scale=False), [3], 2, None),
    "batch_normalization_scale": (lambda: L.BatchNormalization(center=False), [3], 2, None),
    "global_max_pooling1d": (lambda: L.GlobalMaxPooling1D(), [6, 3], 2, None),
    "global_max_pooling2d": (lambda: L.GlobalMaxPooling2D(), [3, 4, 2], 2, None),
    "global_average_pooling1d": (lambda: L.GlobalAveragePooling1D(), [6, 3], 2, None),
    "global_average_pooling2d": (lambda: L.GlobalAveragePooling2D(), [3, 4, 2], 2, None),
    "separable_conv2d": (lambda: L.SeparableConv2D(3, (2, 3), activation="relu"), [4, 5, 2], 2, None),
    "separable_conv2d_same": (
        lambda: L.SeparableConv2D(2, 3, strides=2, padding="same", depth_multiplier=2), [5, 6, 2], 1, None),
    "separable_conv2d_no_bias": (lambda: L.SeparableConv2D(2, 2, use_bias=False), [3, 3, 3], 2, None),
    "activation_tanh": (lambda: L.Activation("tanh"), [4, 3], 2, None),
    "activation_softmax": (lambda: L.Softmax(), [4, 3], 2, None),
    "activation_relu": (lambda: L.ReLU(), [5], 2, None),
    "activation_leaky_relu": (lambda: L.LeakyReLU(negative_slope=0.3), [5], 2, None),
    "activation_threshold": (lambda: L.ReLU(threshold=0.4), [5], 2, None),
    "reshape": (lambda: L.Reshape((3, 4)), [2, 6], 2, None),
    "dense_each": (lambda: L.Dense(3, activation="softmax"), [4, 2], 2, None),
    "dense_each_image": (lambda: L.Dense(2, activation="tanh", use_bias=False), [2, 3, 4], 2, None),
}


def draw(rng, shape):
    return rng.uniform(-1, 1, shape).astype("float32")


def names(layer):
    return [getattr(w, "path", w.name).split("/")[-1].split(":")[0] for w in layer.weights]


def run(index, make, shape, batch, whole):
    rng = np.random.RandomState(100 + index)
    layer = make()
    layer.build((None, *shape))
    x = draw(rng, [batch, *shape])
    if whole:
        x = np.floor((x.astype("float64") + 1) / 2 * whole).astype("float32")
    weights = [draw(rng, w.shape) for w in layer.weights]
    # A variance is not negative.
    weights = [abs(v) + np.float32(0.1) if n == "moving_variance" else v for n, v in zip(names(layer), weights)]
    layer.set_weights(weights)
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        a = layer(x)
        direction = draw(rng, a.shape)
        cost = tf.reduce_sum(a * direction)
    values = [w if isinstance(w, tf.Variable) else w.value for w in layer.weights]
    # Keras's moving statistics aren't trained: their gradient is taken as 0.
    dx, dw = tape.gradient(cost, [x, values], unconnected_gradients="none")
    dw = [tf.zeros_like(w) if g is None else g for g, w in zip(dw, values)]
    flat = lambda t: [float("%.9g" % v) for v in np.ravel(tf.convert_to_tensor(t))]
    return {
        "a": flat(a),
        "dx": [] if dx is None else flat(dx),
        "dw": sum((flat(g) for g in dw), []),
        "names": names(layer),
    }


golden = {name: run(i, *case) for i, (name, case) in enumerate(CASES.items())}
print("{", ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items()), "}", sep="\n")
