"""Keras's activations, losses and optimisers, each alone, in f32.

Run: python3 keras_parts.py > keras_parts.json (keras 3.15, tensorflow 2.21, CPU).
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

Z = [-1000, -104, -88, -20, -3, -1, -0.5, -1e-3, -1e-30, 0, 1e-30, 1e-3, 0.25, 1, 2, 17, 90, 104, 1000]
# Rows of logits for softmax, extremes included.
ROWS = [[1000, -1000, 0, 1], [1000, 1000, 1000, 999], [-1000, -1000, -1000, -1000], [0.1, 0.2, -0.3, 2]]
P = [0, 1e-30, 1e-10, 1e-7, 1e-3, 0.3, 0.5, 0.9, 0.999999, 0.9999999, 1]


def numbers(tensor):
    return [float(v) for v in np.ravel(tensor)]


def with_gradient(function, x):
    x = tf.constant(x, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = function(x)
    return {"value": numbers(value), "gradient": numbers(tape.gradient(value, x))}


def activations():
    simple = {"relu": tf.nn.relu, "leaky_relu": keras.activations.leaky_relu, "sigmoid": tf.nn.sigmoid, "tanh": tf.nn.tanh}
    golden = {name: with_gradient(f, Z) for name, f in simple.items()}
    # Softmax needs a direction: the gradient of its sum is 0.
    direction = tf.constant([1.0, -2.0, 3.0, 0.5])
    golden["softmax"] = with_gradient(lambda z: tf.nn.softmax(z) * direction, ROWS)
    golden["softmax"]["value"] = numbers(tf.nn.softmax(tf.constant(ROWS, tf.float32)))
    return {"z": Z, "rows": numbers(ROWS), "direction": numbers(direction), **golden}


def losses():
    binary_y = [[float(i % 2)] for i in range(2 * len(P))]
    binary_a = [[p] for p in P for _ in range(2)]
    rng = np.random.RandomState(4)
    rows = np.concatenate([rng.random_sample((4, 3)), [[0, 0, 0], [1, 1, 1], [0, 1, 0], [1e-9, 0.5, 1]]])
    classes = [0, 1, 2, 0, 1, 2, 0, 0]
    some = rng.random_sample((4, 3))
    return {
        "binary": {
            "a": numbers(binary_a), "y": numbers(binary_y), "width": 1,
            **with_gradient(lambda a: keras.losses.BinaryCrossentropy()(tf.constant(binary_y), a), binary_a),
        },
        "sparse": {
            "a": numbers(rows), "y": [float(c) for c in classes], "width": 3,
            **with_gradient(lambda a: keras.losses.SparseCategoricalCrossentropy()(np.array(classes), a), rows),
        },
        "mean_squared": {
            "a": numbers(rows[:4]), "y": numbers(some), "width": 3,
            **with_gradient(
                lambda a: keras.losses.MeanSquaredError()(tf.constant(some, tf.float32), a), rows[:4]
            ),
        },
    }


def optimisers():
    rng = np.random.RandomState(9)
    start = rng.uniform(-1, 1, 8).astype("float32")
    # Gradients from 1e-8 (below Adam's epsilon) to 10, one of them always 0.
    scales = np.array([1e-8, 1e-6, 1e-3, 0.1, 1, 10, 0, 1])
    steps = (rng.normal(0, 1, (6, 8)) * scales).astype("float32")

    def trajectory(optimizer):
        w = keras.Variable(start)
        places = []
        for gradient in steps:
            optimizer.apply([tf.constant(gradient)], [w])
            places.append(numbers(w))
        return places

    return {
        "start": numbers(start),
        "gradients": [numbers(g) for g in steps],
        "sgd": trajectory(keras.optimizers.SGD(0.1)),
        "momentum": trajectory(keras.optimizers.SGD(0.1, momentum=0.9)),
        "nesterov": trajectory(keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)),
        "adam": trajectory(keras.optimizers.Adam()),
    }


def penalties():
    rng = np.random.RandomState(11)
    w = [0, *rng.normal(0, 1, 7)]
    golden = {"w": numbers(tf.constant(w, tf.float32)), "l1": 0.01, "l2": 0.003}
    regularizer = keras.regularizers.L1L2(golden["l1"], golden["l2"])
    return {**golden, **with_gradient(regularizer, w)}


parts = {
    "activations": activations(), "losses": losses(), "optimisers": optimisers(), "penalties": penalties(),
}
print("{", ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in parts.items()), "}", sep="\n")
