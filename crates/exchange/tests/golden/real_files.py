"""Writes real_files.json: what the Keras that wrote each of eighteen files from public repositories answers.

    python real_files.py FOLDER

FOLDER holds the files. Each is answered for three samples whose number i, counted over all of them, is
(i * 7919 + 13) % n: divided by 256 where n is 256, or a word's number where n is the number of words.

Oracles: tf_keras 2.21 for Keras 2's files, keras 3.15.1 for Keras 3's (both on TensorFlow 2.21), and NumPy for
r34, which no Keras on Linux reads (backslashes in the names of its groups). r39 branches, and is not here.
"""
import io
import json
import os
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import h5py
import keras
import numpy as np
import tf_keras

FOLDER = sys.argv[1]


def numbers(shape, words):
    count = int(np.prod(shape))
    n = words or 256
    values = (np.arange(count, dtype=np.int64) * 7919 + 13) % n
    values = values.astype("float32")
    return (values if words else values / 256).reshape(shape)


def numpy_r34(path, x):
    file = h5py.File(io.BytesIO(zipfile.ZipFile(path).read("model.weights.h5")), "r")
    layer = lambda name: [file["layers\\" + name]["vars"][str(i)][()].astype("float64") for i in range(2)]
    a = x.reshape(len(x), -1).astype("float64")
    w, b = layer("dense")
    a = np.maximum(a @ w + b, 0)
    w, b = layer("dense_1")
    z = a @ w + b
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def answers(name):
    path = os.path.join(FOLDER, name)
    if name.startswith("r34"):
        shape, words, oracle = (28, 28), None, "NumPy"
        x = numbers((3, *shape), words)
        return shape, words, oracle, numpy_r34(path, x)
    if name.startswith("r29"):
        # Weights alone; they are those of r28's layers.
        model = keras.models.load_model(os.path.join(FOLDER, "r28-keras-3.14.0.keras"), compile=False)
        model.load_weights(path)
        oracle = "keras"
    else:
        two = "-keras-2." in name
        oracle = "tf_keras" if two else "keras"
        model = (tf_keras if two else keras).models.load_model(path, compile=False)
    shape = tuple(model.input_shape[1:])
    embedding = [layer for layer in model.layers if type(layer).__name__ == "Embedding"]
    words = embedding[0].input_dim if embedding else None
    return shape, words, oracle, model(numbers((3, *shape), words), training=False)


result = {}
for name in sorted(os.listdir(FOLDER)):
    if not name.startswith("r") or name.startswith("r39"):
        continue
    shape, words, oracle, y = answers(name)
    y = np.asarray(y, dtype="float64").ravel()
    result[name] = {
        "input": list(shape),
        "words": words,
        "oracle": oracle,
        "outputs": [float(f"{v:.9g}") for v in y],
    }
    print(name, oracle, shape, words, y[:3], file=sys.stderr)
with open(os.path.join(os.path.dirname(__file__), "real_files.json"), "w") as out:
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in result.items())
    out.write("{\n" + lines + "\n}\n")
