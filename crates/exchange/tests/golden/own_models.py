"""Writes small models with Keras 3.15.1 and tf_keras 2.21 into ../models, each packed with gzip, and what they answer into own_models.json.

    python own_models.py

Each has a trait of real files; some are rewritten with h5py so that they have one that today's Keras doesn't write. The
answers are those of the Keras that made the model, to three samples whose number i, counted over all of them, is
(i * 7919 + 13) % n: divided by 256 where n is 256, or a word's number where n is the number of words. A compiled model has
"after" too: its answers after 20 more steps on these three samples, from the file's weights and optimiser.
"""
import gzip
import io
import json
import os
import shutil
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import h5py
import keras
import numpy as np
import tf_keras

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = os.path.join(HERE, "..", "models")
L, L2 = keras.layers, tf_keras.layers
result = {}


def numbers(shape, words):
    n = words or 256
    values = ((np.arange(int(np.prod(shape)), dtype=np.int64) * 7919 + 13) % n).astype("float32")
    return (values if words else values / 256).reshape(shape)


def targets(model, loss):
    out = model.output_shape[1:]
    if loss == "sparse_categorical_crossentropy":
        return (np.arange(3) % out[-1]).astype("float32")
    size = 3 * int(np.prod(out))
    return (((np.arange(size) * 31 + 7) % 10) / 10).astype("float32").reshape((3, *out))


def spread(model, seed):
    """Weights that leave no activation at one end, and none alike."""
    rng = np.random.default_rng(seed)
    for layer in model.layers:
        new = []
        for weight in layer.weights:
            value = rng.normal(0, 0.4, weight.shape)
            if "variance" in weight.name:
                value = np.abs(value) + 0.5
            if "seed" in weight.name:
                value = np.zeros(weight.shape)
            new.append(value)
        if new:
            layer.set_weights(new)


def golden(name, model, words=None, oracle=None, after=None):
    shape = tuple(model.input_shape[1:])
    y = np.asarray(model(numbers((3, *shape), words), training=False), dtype="float64").ravel()
    row = {"input": list(shape), "words": words, "oracle": oracle, "outputs": [float(f"{v:.9g}") for v in y]}
    if after is not None:
        row["after"] = [float(f"{v:.9g}") for v in np.asarray(after, dtype="float64").ravel()]
    result[name] = row


def save(name, model, words=None, optimizer=None, loss="mse", lib=keras, weights=False, seed=1):
    """Saves a model; a compiled one after three steps, with its answers after twenty more."""
    oracle = "keras 3.15.1" if lib is keras else "tf_keras 2.21"
    model(numbers((3, *model.input_shape[1:]), words))
    spread(model, seed)
    x = numbers((3, *model.input_shape[1:]), words)
    if optimizer is not None:
        model.compile(optimizer=optimizer, loss=loss)
        y = targets(model, loss)
        for _ in range(3):
            model.train_on_batch(x, y)
    path = os.path.join(MODELS, name)
    if weights:
        model.save_weights(path)
    else:
        model.save(path)
    after = None
    if optimizer is not None and not weights:
        # With the optimiser as it was saved.
        before = model.get_weights()
        for _ in range(20):
            model.train_on_batch(x, y)
        after = np.asarray(model(x, training=False))
        model.set_weights(before)
    golden(name, model, words, oracle, after)
    return model


def rewrite(source, name, change, oracle_of=None):
    """Copies a file and lets `change` edit it as an open h5py file."""
    path = os.path.join(MODELS, name)
    shutil.copy(os.path.join(MODELS, source), path)
    with h5py.File(path, "r+") as file:
        change(file)
    # h5py leaves holes where something was deleted.
    with h5py.File(path, "r") as old, h5py.File(path + ".new", "w") as new:
        for key, value in old.attrs.items():
            new.attrs[key] = value
        for key in old:
            old.copy(key, new)
    os.replace(path + ".new", path)
    if oracle_of:
        result[name] = {key: value for key, value in result[oracle_of].items() if key != "after"}


def config_of(file):
    text = file.attrs["model_config"]
    return json.loads(text.decode() if isinstance(text, bytes) else text)


def main():
    shutil.rmtree(MODELS, ignore_errors=True)
    os.makedirs(MODELS)
    keras.utils.set_random_seed(1)
    S = keras.Sequential
    adam = keras.optimizers.Adam

    def dense():
        return S([keras.Input((4, 3)), L.Flatten(), L.Dense(5, "relu"), L.Dense(3, "softmax")])

    sparse = "sparse_categorical_crossentropy"
    save("dense.h5", dense(), optimizer=adam(0.01), loss=sparse)
    save("dense.keras", dense(), optimizer=adam(0.01), loss=sparse)
    save("dense.weights.h5", dense(), optimizer=adam(0.01), loss=sparse, weights=True)
    embedding = lambda: [keras.Input((6,)), L.Embedding(20, 4)]
    save("lstm.keras", S([*embedding(), L.LSTM(3), L.Dense(1, "sigmoid")]), 20)
    save("gru.keras", S([*embedding(), L.GRU(3, dropout=0.2), L.Dense(1, "sigmoid")]), 20)
    save("gru-before.h5", S([*embedding(), L.GRU(3, reset_after=False), L.Dense(1)]), 20)
    both = [L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode="sum"), L.Bidirectional(L.GRU(2))]
    save("bidirectional.keras", S([*embedding(), *both, L.Dense(2)]), 20)
    save("bidirectional.h5", S([*embedding(), L.Bidirectional(L.SimpleRNN(2), merge_mode="ave")]), 20)
    image = keras.Input((6, 6, 2))
    save("conv2d.keras", S([image, L.Conv2D(3, 3, 2, "same"), L.BatchNormalization(), L.ReLU(), L.MaxPooling2D(2, 1, "same"),
                            L.Dropout(0.5), L.GlobalAveragePooling2D(), L.Dense(2, "softmax")]))
    save("rmsprop.keras", dense(), optimizer=keras.optimizers.RMSprop(0.01, momentum=0.5), loss=sparse)
    save("rmsprop.h5", dense(), optimizer=keras.optimizers.RMSprop(0.01), loss=sparse)
    save("conv1d.h5", S([*embedding(), L.Conv1D(3, 2, padding="same", activation="tanh"), L.MaxPooling1D(2),
                         L.GlobalMaxPooling1D(), L.Dense(1, use_bias=False)]), 20)
    save("separable.keras", S([image, L.SeparableConv2D(3, (2, 3), padding="same", depth_multiplier=2), L.LeakyReLU(0.1),
                               L.AveragePooling2D(3, 2), L.Reshape((-1, 3)), L.GlobalAveragePooling1D()]))
    line = x = keras.Input((3,))
    for name in ["salida", "dense_7", "dense_6", "tres"]:
        x = L.Dense(3, "tanh", name=name)(x)
    save("line.keras", keras.Model(line, x))
    inner = lambda: S([L.Dense(3), L.BatchNormalization(), L.Activation("sigmoid")])
    nested = lambda: S([keras.Input((4,)), L.Dense(4, "relu"), inner(), S([L.Dense(2), L.Softmax()])])
    save("nested.keras", nested())
    save("nested.h5", nested())
    save("hard-sigmoid-3.h5", S([*embedding(), L.LSTM(3, recurrent_activation="hard_sigmoid"), L.Dense(2, "hard_sigmoid")]), 20)
    functions = ["elu", "selu", "softplus", "softsign", "silu", "gelu", "exponential", "leaky_relu"]
    save("activations.keras", S([keras.Input((3,)), *[L.Dense(3, f) for f in functions], L.ELU(0.5)]))
    frozen = S([L.Flatten(), L.Dense(2)])
    frozen.compile("adam", "mse")
    frozen.fit(np.ones((8, 3, 2)), np.ones((8, 2)), batch_size=8, verbose=0)
    spread(frozen, 2)
    frozen.save(os.path.join(MODELS, "frozen-batch.h5"))
    same = S([keras.Input((3, 2)), L.Flatten(), L.Dense(2)])
    same.set_weights(frozen.get_weights())
    golden("frozen-batch.h5", same, oracle="keras 3.15.1")
    for kind in ["float16", "bfloat16"]:
        model = S([keras.Input((3,), dtype="float32"), L.Dense(3, "tanh", dtype=kind), L.Dense(2, dtype=kind)])
        spread(model, 3)
        model.save(os.path.join(MODELS, kind + ".keras"))
        # The weights of 16 bits, computed in 32.
        wide = S([keras.Input((3,)), L.Dense(3, "tanh"), L.Dense(2)])
        wide.set_weights([np.asarray(w, dtype="float32") for w in model.get_weights()])
        golden(kind + ".keras", wide, oracle="keras 3.15.1")
    save("sgd.h5", dense(), optimizer=keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True), loss=sparse)
    steps = keras.Input((4, 3))
    save("rnn.keras", S([steps, L.SimpleRNN(3, "relu", return_sequences=True, use_bias=False), L.TimeDistributed(L.Dense(2)),
                         L.Dense(2, "tanh"), L.SimpleRNN(2)]))
    deep = [keras.Input((2,)), *[L.Dense(2, "tanh") for _ in range(6)]]
    save("deep.keras", S(deep), optimizer=adam(0.01), seed=4)

    S2 = tf_keras.Sequential
    adam2 = tf_keras.optimizers.legacy.Adam
    two = dict(lib=tf_keras)
    save("lstm-2.h5", S2([L2.Embedding(20, 4, input_length=6), L2.LSTM(3, recurrent_activation="hard_sigmoid"),
                          L2.Dense(1, "sigmoid")]), 20, **two)
    save("dense-2.h5", S2([L2.Flatten(input_shape=(4, 3)), L2.Dense(5, "relu"), L2.Dense(3, "softmax")]),
         optimizer=adam2(0.01), loss=sparse, **two)
    save("dense-2-new-adam.h5", S2([L2.Flatten(input_shape=(4, 3)), L2.Dense(5, "relu"), L2.Dense(3, "softmax")]),
         optimizer=tf_keras.optimizers.Adam(0.01), loss=sparse, **two)
    save("gru-2.h5", S2([L2.Embedding(20, 4, input_length=6), L2.GRU(3, reset_after=False), L2.Dense(1)]), 20, **two)
    save("conv2d-2.h5", S2([L2.Conv2D(3, 3, input_shape=(6, 6, 2), padding="same"), L2.BatchNormalization(), L2.LeakyReLU(0.2),
                            L2.Dropout(0.5), L2.GlobalMaxPooling2D()]), **two)
    save("weights-2.h5", S2([L2.Flatten(input_shape=(4, 3)), L2.Dense(5, "relu"), L2.Dense(3, "softmax")]), weights=True, **two)
    save("dense-2.keras", S2([L2.Flatten(input_shape=(4, 3)), L2.Dense(5, "relu"), L2.Dense(3, "softmax")]), **two)

    def as_list(file):
        config = config_of(file)
        layers = [layer for layer in config["config"]["layers"] if layer["class_name"] != "InputLayer"]
        for layer in layers[1:]:
            layer["config"].pop("batch_input_shape", None)
            layer["config"]["bias_initializer"] = {"class_name": "Zeros", "config": {"dtype": "float32"}}
        file.attrs["model_config"] = np.bytes_(json.dumps({"class_name": "Sequential", "config": layers}))
        file.attrs["keras_version"] = np.bytes_("2.1.6-tf")
        names = [name.decode() if isinstance(name, bytes) else name for name in file["model_weights"].attrs["layer_names"]]
        del file["model_weights"].attrs["layer_names"]
        file["model_weights"].attrs["layer_names"] = np.array([n.encode() for n in names])
        if "optimizer_weights" in file:
            del file["optimizer_weights"]
            del file.attrs["training_config"]

    rewrite("dense-2.h5", "list-config.h5", as_list, "dense-2.h5")

    def without_key(file):
        config = config_of(file)
        for layer in config["config"]["layers"]:
            layer["config"].pop("reset_after", None)
        file.attrs["model_config"] = json.dumps(config)
        file.attrs["keras_version"] = "2.2.4"

    rewrite("gru-2.h5", "gru-without-key.h5", without_key, "gru-2.h5")

    def in_parts(file):
        weights = file["model_weights"]
        names = list(weights.attrs["layer_names"])
        del weights.attrs["layer_names"]
        weights.attrs["layer_names0"] = np.array([n.encode() for n in names[:1]])
        weights.attrs["layer_names1"] = np.array([n.encode() for n in names[1:]])

    rewrite("gru-before.h5", "names-in-parts.h5", in_parts, "gru-before.h5")

    def other_types(file):
        def visit(name, item):
            if isinstance(item, h5py.Dataset) and item.shape:
                found.append(name)

        found = []
        file["model_weights"].visititems(visit)
        for index, name in enumerate(found):
            data = file["model_weights"][name][()]
            del file["model_weights"][name]
            file["model_weights"].create_dataset(name, data=data.astype([">f4", "<f8", ">f8"][index % 3]))

    rewrite("gru-before.h5", "other-types.h5", other_types, "gru-before.h5")

    def with_nan(file):
        found = []
        file["model_weights"].visititems(lambda n, i: found.append(n) if isinstance(i, h5py.Dataset) and i.ndim == 2 else None)
        data = file["model_weights"][found[-1]]
        data[0, :2] = np.nan

    rewrite("gru-before.h5", "nan.h5", with_nan)

    # Files that must be read though no Keras on Linux does: packed, and with the backslashes of Windows.
    def rezip(source, name, method, change=None):
        old = zipfile.ZipFile(os.path.join(MODELS, source))
        with zipfile.ZipFile(os.path.join(MODELS, name), "w", method) as new:
            for member in old.namelist():
                data = old.read(member)
                if member.endswith(".h5") and change:
                    buffer = io.BytesIO()
                    with h5py.File(io.BytesIO(data), "r") as a, h5py.File(buffer, "w") as b:
                        change(a, b)
                    data = buffer.getvalue()
                info = zipfile.ZipInfo(member, (2020, 1, 1, 0, 0, 0))
                info.compress_type = method
                new.writestr(info, data)
        result[name] = {key: value for key, value in result[source].items() if key != "after"}

    def backslashes(a, b):
        for name in a["layers"]:
            a.copy("layers/" + name, b, "layers\\" + name)

    rezip("lstm.keras", "deflated.keras", zipfile.ZIP_DEFLATED)
    rezip("dense-2.keras", "backslash.keras", zipfile.ZIP_STORED, backslashes)

    # Most of a small HDF5 file is zeros.
    for name in sorted(os.listdir(MODELS)):
        path = os.path.join(MODELS, name)
        with open(path, "rb") as file:
            packed = gzip.compress(file.read(), mtime=0)
        os.remove(path)
        with open(path + ".gz", "wb") as file:
            file.write(packed)

    with open(os.path.join(HERE, "own_models.json"), "w") as out:
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(result.items()))
        out.write("{\n" + lines + "\n}\n")


main()
