#!/usr/bin/env bash
# Keras 3.15.1 on TensorFlow 2.21.0: Adam squares the gradients of a repeated word one by one, not their sum.
#
# An embedding's gradient comes as rows with the words that they belong to, a row for each place in the batch. Adam takes
# `square(gradient)` of the rows and adds up those of the same word afterwards: with gradients 1 and 1 its second moment gets
# (1 − β) · (1 + 1), not (1 − β) · (1 + 1)². RMSprop and Adagrad do the same; SGD, which squares nothing, is right. A dense layer
# over one-hot vectors, the same function of the same numbers, learns otherwise. Keras 2 (tf_keras 2.21) adds the rows of a
# word up first and gets 0.004 for both. Whoever compares an implementation with Keras 3 over an embedding finds a difference
# that grows with the words that a batch repeats, the padding before all.
#
# Seen on 2026-11-27, Python 3.11, keras 3.15.1, tensorflow-cpu 2.21.0:
#   Adam, second moment of a word that stands twice: embedding 0.002 dense 0.004
#   RMSprop, the same: embedding 0.2 dense 0.4
#   SGD, the weight: embedding 0.8 dense 0.8
#
# Run by hand, with python3 on the PATH; fetches 250 MB from PyPI. Fails where the output is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keras==3.15.1 tensorflow-cpu==2.21.0
cat >"$folder/words.py" <<'PYTHON'
import keras
import numpy as np

words = np.array([[1, 1]])


def loss(y, a):
    return keras.ops.sum(a)  # its gradient is 1 at each place


def moved(optimizer, layer, x):
    model = keras.Sequential([keras.Input(x.shape[1:]), layer])
    model.set_weights([np.ones((2, 1))])
    model.compile(optimizer, loss)
    model.train_on_batch(x, np.zeros((1, 2, 1)))
    variables = {v.path.rsplit("_", 1)[-1]: v for v in model.optimizer.variables}
    return variables, model.get_weights()[0]


def both(make, show):
    embedding = moved(make(), keras.layers.Embedding(2, 1), words)
    dense = moved(make(), keras.layers.Dense(1, use_bias=False), np.eye(2)[words])
    return "embedding {:.3g} dense {:.3g}".format(show(*embedding), show(*dense))


def second(variables, _):
    return float(np.ravel(variables["velocity"])[1])


print("Adam, second moment of a word that stands twice:", both(keras.optimizers.Adam, second))
print("RMSprop, the same:", both(keras.optimizers.RMSprop, second))
print("SGD, the weight:", both(lambda: keras.optimizers.SGD(0.1), lambda _, weights: float(weights[1, 0])))
PYTHON
seen=$(KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" "$folder/words.py" 2>/dev/null)
echo "$seen"
diff <(echo "$seen") - <<'WANTED'
Adam, second moment of a word that stands twice: embedding 0.002 dense 0.004
RMSprop, the same: embedding 0.2 dense 0.4
SGD, the weight: embedding 0.8 dense 0.8
WANTED
