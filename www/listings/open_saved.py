"""Opens networks that the page saved, and compares their answers with the page's.

python3 open_saved.py saved.h5 saved.json [another.keras another.json ...]
A JSON has the image (28 x 28 pixels) and the ten outputs, with three decimals or more.
"""
import json
import sys
from importlib import util

import numpy as np


def main(model, answer):
    if not (util.find_spec("keras") and util.find_spec("tensorflow")):
        print("skipped: Keras is not installed")
        return
    import keras

    with open(answer, encoding="utf-8") as file:
        page = json.load(file)
    x = np.array(page["image"], dtype="float64").reshape(1, 28, 28)
    norm = np.sqrt((x ** 2).sum(axis=1, keepdims=True))
    x = x / np.where(norm == 0, 1, norm)
    network = keras.models.load_model(model)
    outputs = network.predict(x, verbose=0)[0]
    assert outputs.argmax() == np.argmax(page["outputs"]) == 7, outputs
    assert np.abs(outputs - page["outputs"]).max() < 6e-4, outputs
    # It can be trained further, with the optimiser that the file names.
    before = network.get_weights()[0].copy()
    network.fit(x, np.array([7]), verbose=0)
    assert np.abs(network.get_weights()[0] - before).max() > 0
    print(f"{model}: it reads a 7")


for place in range(1, len(sys.argv), 2):
    main(*sys.argv[place:place + 2])
