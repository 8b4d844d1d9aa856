#!/usr/bin/env bash
# Keras 3.15.1 on TensorFlow 2.21.0: `keras.ops.cast` of a Python float to "float64" goes through 32 bits.
#
# `keras.ops.cast(0.999, "float64")` is 0.9990000128746033, the nearest number of 32 bits; `convert_to_tensor` with the same
# dtype keeps 0.999. `set_floatx("float64")` changes nothing. Adam casts its β in this way for the corrections of its bias,
# so that a training in 64 bits takes a first step that is 7 parts in a million too short: with a rate of 0.1 a weight of 1
# goes to 0.9000013, and with the formula in 64 bits to 0.9000006. Whoever compares an implementation in 64 bits with Keras
# finds a difference that no order of sums explains.
#
# Seen on 2026-11-27, Python 3.11, keras 3.15.1, tensorflow-cpu 2.21.0:
#   cast: 0.9990000128746033
#   convert_to_tensor: 0.999
#   Adam: 0.9000013000212443 by the formula: 0.9000006324515321
#
# Run by hand, with python3 on the PATH; fetches 250 MB from PyPI. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keras==3.15.1 tensorflow-cpu==2.21.0
cat >"$folder/cast.py" <<'PYTHON'
import math

import keras
import numpy as np

keras.backend.set_floatx("float64")
print("cast:", float(keras.ops.cast(0.999, "float64")))
print("convert_to_tensor:", float(keras.ops.convert_to_tensor(0.999, dtype="float64")))

weight = keras.Variable(np.array([1.0]), dtype="float64")
adam = keras.optimizers.Adam(0.1)
adam.build([weight])
adam.apply([np.array([0.5])], [weight])
mean, square = 0.5 * (1 - 0.9), 0.25 * (1 - 0.999)
rate = 0.1 * math.sqrt(1 - 0.999) / (1 - 0.9)
print("Adam:", float(weight.numpy()[0]), "by the formula:", 1 - rate * mean / (math.sqrt(square) + 1e-7))
PYTHON
seen=$(KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" "$folder/cast.py" 2>/dev/null)
echo "$seen"
grep -qx 'cast: 0.9990000128746033' <<<"$seen"
grep -qx 'convert_to_tensor: 0.999' <<<"$seen"
grep -q '^Adam: 0.90000130002124' <<<"$seen"
