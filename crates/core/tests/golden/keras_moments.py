"""Keras goes on from a checkpoint: a small network trained 15 steps, its optimiser's memory, and the weights 20 steps later.

Inputs, labels and first weights are drawn as golden_moments.rs draws them. Run: python3 keras_moments.py >
keras_moments.json (keras 3.15, tensorflow 2.21, CPU).
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

OPTIMISERS = {
    "adam": keras.optimizers.Adam(0.01),
    "sgd": keras.optimizers.SGD(0.1),
    "momentum": keras.optimizers.SGD(0.05, momentum=0.9),
    "nesterov": keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "rmsprop": keras.optimizers.RMSprop(0.01),
    "rmsprop_momentum": keras.optimizers.RMSprop(0.002, rho=0.8, momentum=0.7),
}


def numbers(tensors):
    return [float("%.9g" % v) for tensor in tensors for v in np.ravel(tensor)]


def run(optimiser):
    rng = np.random.RandomState(31)
    x = rng.uniform(-1, 1, (12, 5)).astype("float32")
    labels = np.arange(12) % 3
    model = keras.Sequential(
        [keras.Input((5,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(3, activation="softmax")]
    )
    model.set_weights([rng.uniform(-1, 1, w.shape).astype("float32") for w in model.weights])
    model.compile(optimiser, "sparse_categorical_crossentropy")
    for _ in range(15):
        model.train_on_batch(x, labels)
    kept = {"weights": numbers(model.get_weights()), "steps": int(optimiser.iterations.numpy()), "momentum": [], "velocity": []}
    # After the count of steps and the learning rate: for each of the parameters, in order, what its path ends with.
    for variable in optimiser.variables[2:]:
        kept[variable.path.rsplit("_", 1)[1]] += numbers([variable.numpy()])
    for _ in range(20):
        model.train_on_batch(x, labels)
    return {**kept, "later": numbers(model.get_weights())}


golden = {name: run(optimiser) for name, optimiser in OPTIMISERS.items()}
print("{", ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items()), "}", sep="\n")
