"""Fifty steps of cases 2.0 and 2.1 in Keras, from given weights on given reviews: the loss of each batch.

Weights and reviews are drawn from NumPy's RandomState, as golden_reviews.rs draws them, so that only the losses have to
be kept. Run: python3 keras_reviews.py > keras_reviews.json (keras 3.15, tensorflow 2.21, CPU).
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

STEPS, BATCH, WORDS, LENGTH = 50, 32, 5000, 500


def reviews():
    """[STEPS * BATCH, LENGTH] ids, padded in front, and labels: the words of one in five places tell the class."""
    rng = np.random.RandomState(11)
    x = np.zeros((STEPS * BATCH, LENGTH), "float32")
    y = np.zeros((STEPS * BATCH, 1), "float32")
    for row in range(STEPS * BATCH):
        y[row] = row % 2
        u = rng.random_sample()
        length = int(20 + 480 * u * u)
        for place in range(LENGTH - length, LENGTH):
            u = rng.random_sample()
            rank = int(4996 * u * u * u)
            if place % 5 == 0:
                rank = int(20 * u) + 20 * (row % 2)
            x[row, place] = rank + 4
    return x, y


def weights(shapes):
    """Embeddings uniform on 0.05, kernels Glorot uniform, biases 0, in Keras's order of layers."""
    rng = np.random.RandomState(3)
    drawn = []
    for kind, shape in shapes:
        if kind == "bias":
            drawn.append(np.zeros(shape, "float32"))
            continue
        taps = int(np.prod(shape[:-2]))
        limit = 0.05 if kind == "embedding" else np.sqrt(6.0 / (taps * shape[-2] + taps * shape[-1]))
        drawn.append(rng.uniform(-limit, limit, shape).astype("float32"))
    return drawn


def losses(convolution):
    layers = [keras.Input((LENGTH,)), keras.layers.Embedding(WORDS, 32)]
    shapes = [("embedding", (WORDS, 32))]
    if convolution:
        layers += [keras.layers.Conv1D(32, 3, padding="same", activation="relu"), keras.layers.MaxPooling1D(2)]
        shapes += [("kernel", (3, 32, 32)), ("bias", (32,))]
    # tf.nn.sigmoid: for its own "sigmoid" Keras would compute the loss from z.
    layers += [keras.layers.Flatten(), keras.layers.Dense(250, activation="relu"),
               keras.layers.Dense(1, activation=tf.nn.sigmoid)]
    inputs = 8000 if convolution else 16000
    shapes += [("kernel", (inputs, 250)), ("bias", (250,)), ("kernel", (250, 1)), ("bias", (1,))]
    model = keras.Sequential(layers)
    model.set_weights(weights(shapes))
    optimizer = keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)
    cost = keras.losses.BinaryCrossentropy()
    x, y = reviews()

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = cost(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        # Embeddings' gradients come as slices: Keras's Adam lets the other rows decay all the same.
        optimizer.apply([tf.convert_to_tensor(g) for g in gradients], model.trainable_variables)
        return loss

    batches = [slice(i * BATCH, (i + 1) * BATCH) for i in range(STEPS)]
    return [float(step(tf.constant(x[b]), tf.constant(y[b]))) for b in batches]


print(json.dumps({"2.0": losses(True), "2.1": losses(False)}))
