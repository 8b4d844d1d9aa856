"""Keras's less usual activation functions, number by number in f32: values and derivatives.

Run: python3 keras_functions.py > keras_functions.json (keras 3.15, tensorflow 2.21, tf_keras 2.21, CPU).
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
import tf_keras

Z = [-1000, -104, -30, -5, -3.1, -2.4, -1, -0.5, -1e-3, 0, 1e-3, 0.25, 1, 2.4, 3.1, 5, 30, 80]
A = keras.activations
FUNCTIONS = {
    "hard_sigmoid_2": tf_keras.activations.hard_sigmoid,
    "hard_sigmoid_3": A.hard_sigmoid,
    "elu": lambda z: A.elu(z, alpha=0.7),
    "selu": A.selu,
    "softplus": A.softplus,
    "softsign": A.softsign,
    "silu": A.silu,
    "gelu": A.gelu,
    "exponential": A.exponential,
}


def curve(function):
    z = tf.constant(Z, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(z)
        value = function(z)
    numbers = lambda t: [float("%.9g" % v) for v in np.ravel(t)]
    return {"value": numbers(value), "gradient": numbers(tape.gradient(value, z))}


golden = {"z": Z, **{name: curve(function) for name, function in FUNCTIONS.items()}}
print("{", ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items()), "}", sep="\n")
