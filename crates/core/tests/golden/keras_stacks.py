"""Whole networks of Keras with the layers that ours took over from it: outputs and the gradients of their parameters, in f32.

Inputs, parameters and ∂C/∂a are drawn from NumPy's RandomState as golden_stacks.rs draws them; a network's place is its seed.
Run: python3 keras_stacks.py > keras_stacks.json (keras 3.15, tensorflow 2.21, CPU).
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

# name: (layers, input shape, batch, words: inputs are whole numbers below it)
STACKS = {
    "image": ([
        L.Conv2D(3, 3, use_bias=False), L.BatchNormalization(), L.ReLU(), L.SeparableConv2D(4, 3, padding="same"),
        L.BatchNormalization(scale=False), L.Activation("silu"), L.MaxPooling2D(), L.GlobalAveragePooling2D(),
        L.Dense(3), L.Softmax(),
    ], [8, 7, 2], 2, None),
    "words": ([
        L.Embedding(11, 4), L.Bidirectional(L.LSTM(3, return_sequences=True)), L.GRU(4, return_sequences=True),
        L.Dense(5, activation="tanh"), L.GlobalMaxPooling1D(), L.Dropout(0.5), L.Dense(1, activation="sigmoid"),
    ], [6], 3, 11),
    "dense": ([
        L.Dense(12, use_bias=False), L.BatchNormalization(), L.LeakyReLU(negative_slope=0.3), L.Reshape((4, 3)),
        L.Bidirectional(L.GRU(3, reset_after=False, return_sequences=True), merge_mode="mul"),
        L.Bidirectional(L.SimpleRNN(2), merge_mode="ave"), L.Dense(2, activation="softmax"),
    ], [5], 4, None),
}


def draw(rng, shape):
    return rng.uniform(-1, 1, shape).astype("float32")


def run(seed, stack, shape, batch, words):
    rng = np.random.RandomState(300 + seed)
    model = keras.Sequential([keras.Input(shape), *stack])
    x = draw(rng, [batch, *shape])
    if words:
        x = np.floor((x.astype("float64") + 1) / 2 * words).astype("float32")
    # In the order of the layers; model.weights has what isn't trained at its end.
    variables = [w for layer in model.layers for w in layer.weights]
    for w in variables:
        value = draw(rng, w.shape)
        # A variance is not negative.
        w.assign(abs(value) + np.float32(0.1) if w.path.endswith("moving_variance") else value)
    with tf.GradientTape() as tape:
        a = model(tf.constant(x), training=False)
        cost = tf.reduce_sum(a * draw(rng, a.shape))
    gradients = tape.gradient(cost, [w.value for w in variables])
    # Means and variances are not trained: their gradient is taken as 0.
    gradients = [tf.zeros(w.shape) if g is None else tf.convert_to_tensor(g) for g, w in zip(gradients, variables)]
    numbers = lambda arrays: [float("%.9g" % v) for a in arrays for v in np.ravel(a)]
    return {"a": numbers([a]), "dw": numbers(gradients)}


golden = {name: run(i, *case) for i, (name, case) in enumerate(STACKS.items())}
print("{", ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items()), "}", sep="\n")
