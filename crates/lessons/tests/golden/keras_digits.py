"""Three Adam steps of the thesis's digit networks (cases 1.0 and 1.1) in Keras.

Run: python3 keras_digits.py > keras_digits.json (keras 3.15, tensorflow 2.21, CPU).
Weights, inputs and labels come from RandomState(seed), which the Rust test draws
likewise; of every block the norm of its gradient and 64 entries are kept.
The activations are tf.nn's, as the thesis writes them: with Keras's own names its loss
would look through the last one and take softmax of z.
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

BATCH, ENTRIES = 32, 64
CASES = {"1.0": (11, tf.nn.relu), "1.1": (12, tf.nn.sigmoid)}


def entries(values):
    flat = np.asarray(values).ravel()
    return [float(flat[i * 7919 % flat.size]) for i in range(ENTRIES)]


def run(seed, hidden):
    rng = np.random.RandomState(seed)
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(128, activation=hidden),
        keras.layers.Dense(128, activation=hidden),
        keras.layers.Dense(10, activation=tf.nn.sigmoid),
    ])
    weights = []
    for inputs, units in [(784, 128), (128, 128), (128, 10)]:
        limit = np.sqrt(6 / (inputs + units))
        weights.append(rng.uniform(-limit, limit, (inputs, units)).astype("float32"))
        weights.append(rng.uniform(-0.1, 0.1, units).astype("float32"))
    model.set_weights(weights)
    # Half of the inputs 0, as paper is; the rest about as large as normalised ink.
    x = (np.maximum(rng.random_sample((BATCH, 784)) - 0.5, 0) * 0.8).astype("float32")
    y = rng.randint(0, 10, BATCH)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

    with tf.GradientTape() as tape:
        loss = model.compute_loss(x, y, model(x, training=True))
    gradients = [g.numpy() for g in tape.gradient(loss, model.trainable_variables)]
    golden = {"seed": seed, "losses": [], "accuracies": [], "after_1": [], "after_3": []}
    golden["gradient_norms"] = [float(np.linalg.norm(g.astype("float64"))) for g in gradients]
    golden["gradients"] = [entries(g) for g in gradients]
    for step in (1, 2, 3):
        loss, accuracy = model.train_on_batch(x, y)
        golden["losses"].append(float(loss))
        golden["accuracies"].append(float(accuracy))
        if step in (1, 3):
            golden[f"after_{step}"] = [entries(w) for w in model.get_weights()]
    return golden


print(json.dumps({case: run(*settings) for case, settings in CASES.items()}, indent=None))
