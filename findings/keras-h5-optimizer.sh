#!/usr/bin/env bash
# Keras 3.15.1: a model that comes back from an .h5 file with its optimiser can't be trained.
#
# `load_model` builds the optimiser for `model._trainable_variables`, which are a model's own variables and none of its layers':
# an empty list, for a Sequential model as for a functional one. The optimiser then counts as built, its memory is dropped
# with a warning, and the first `fit` fails: "Unknown variable: <Variable path=sequential/dense/kernel …>. This optimizer can only be
# called for the variables it was originally built with." Keras's own files do this as well as those of others. Where the group
# `optimizer_weights` is taken out of the file, the same model trains, with a new optimiser; a .keras file keeps its memory.
# Whoever writes .h5 files for Keras 3 had better leave the optimiser's weights out; whoever has one compiles again.
#
# Seen on 2026-11-27, Python 3.11, keras 3.15.1, tensorflow-cpu 2.21.0:
#   .keras: variables of the optimizer: 6 fit: trained
#   .h5: variables of the optimizer: 2 fit: ValueError: Unknown variable
#   .h5 without optimizer_weights: variables of the optimizer: 2 fit: trained
#
# Run by hand, with python3 on the PATH; fetches 250 MB from PyPI. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keras==3.15.1 tensorflow-cpu==2.21.0
cat >"$folder/train.py" <<'PYTHON'
import sys

import h5py
import keras
import numpy as np

folder = sys.argv[1]
x, y = np.zeros((4, 3)), np.ones((4, 1))
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("adam", "mean_squared_error")
model.fit(x, y, verbose=0)


def show(name, file):
    loaded = keras.models.load_model(file)
    count = len(loaded.optimizer.variables)
    try:
        loaded.fit(x, y, verbose=0)
        result = "trained"
    except ValueError as error:
        result = "ValueError: " + str(error).split(":")[0]
    print(f"{name}: variables of the optimizer: {count} fit: {result}")


model.save(f"{folder}/model.keras")
show(".keras", f"{folder}/model.keras")
model.save(f"{folder}/model.h5")
show(".h5", f"{folder}/model.h5")
with h5py.File(f"{folder}/model.h5", "r+") as file:
    del file["optimizer_weights"]
show(".h5 without optimizer_weights", f"{folder}/model.h5")
PYTHON
seen=$(KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" "$folder/train.py" "$folder" 2>/dev/null)
echo "$seen"
diff <(echo "$seen") - <<'WANTED'
.keras: variables of the optimizer: 6 fit: trained
.h5: variables of the optimizer: 2 fit: ValueError: Unknown variable
.h5 without optimizer_weights: variables of the optimizer: 2 fit: trained
WANTED
