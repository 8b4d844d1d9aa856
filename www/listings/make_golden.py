"""Runs the listings and keeps their numbers: python3 make_golden.py

Writes golden.json; test_listings.py calls the same functions and compares.
The networks of digits and reviews get a few generated images and reviews, so
that nothing has to be downloaded, and NumPy and Keras the same first weights.
"""
import os

# Before NumPy and TensorFlow are imported: quiet, and always the same sums.
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import contextlib  # noqa: E402
import functools  # noqa: E402
import io  # noqa: E402
import json  # noqa: E402
import logging  # noqa: E402
import re  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
from importlib import metadata  # noqa: E402
from pathlib import Path  # noqa: E402
from unittest import mock  # noqa: E402

import numpy as np  # noqa: E402

logging.getLogger("tensorflow").setLevel(logging.ERROR)

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden.json"
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

# 1 is the book's figure; 4 and 12 change least with the rounding of other
# machines: 4 learns, 12 stays where it is.
CIRCLES_SEEDS = (1, 4, 12)
BATCHES, BATCH = 5, 32
WORDS, LENGTH = 5000, 500


# ── Running a listing ──────────────────────────────────────────────────────

def regions(listing):
    """The lines of each region of a listing, by name, in order."""
    found, name = {}, None
    for number, line in enumerate(read(listing).splitlines(), 1):
        start = re.fullmatch(r"\s*# region: (\S+)", line)
        if start:
            if name is not None:
                raise ValueError(f"{listing}:{number}: {name} is not closed")
            name = start[1]
            if name in found:
                raise ValueError(f"{listing}:{number}: a second {name}")
            found[name] = []
        elif line.strip() == "# end":
            if name is None:
                raise ValueError(f"{listing}:{number}: nothing to end")
            name = None
        elif name is not None:
            found[name].append(line)
    if name is not None:
        raise ValueError(f"{listing}: {name} is not closed")
    return found


def read(name):
    return (HERE / name).read_text("utf-8")


def run(listing, *arguments, only_regions=False):
    """Its names and the lines that it prints, run in a folder of its own.

    With `only_regions`, what the book shows of it, one after the other.
    """
    source = read(listing)
    if only_regions:
        source = "\n".join(sum(regions(listing).values(), []))
    names = {"__name__": "__main__"}
    printed, home = io.StringIO(), os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            with (contextlib.redirect_stdout(printed),
                  mock.patch.object(sys, "argv", [listing, *arguments])):
                exec(compile(source, listing, "exec"), names)
        finally:
            os.chdir(home)
            if "keras" in names:
                as_new(names["keras"])
    return names, printed.getvalue().splitlines()


def as_new(keras):
    """Takes back the 64 bits that perceptron_keras.py sets."""
    keras.config.set_floatx("float32")
    keras.utils.clear_session()


# ── Perceptron and circles ─────────────────────────────────────────────────

def perceptron_numpy():
    names, printed = run("perceptron_numpy.py")
    answer = names["neuron"](np.array([1, 0, 0]))
    return {"weights": names["w"].ravel().tolist(),
            "answer": float(answer[0]), "printed": printed}


def perceptron_keras():
    names, printed = run("perceptron_keras.py")
    weights = names["model"].get_weights()[0]
    return {"weights": weights.ravel().tolist(), "printed": printed}


def circles(module, seed):
    """A whole run, and the cost after its first 100 steps."""
    from circles_numpy import run

    printed = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()):
        _, early, _ = run(module.train, seed, steps=100)
    with contextlib.redirect_stdout(printed):
        layers, cost, accuracy = run(module.train, seed)
    return {"cost_after_100": float(early), "cost": float(cost),
            "accuracy": float(accuracy),
            "layers": [{"b": layer.b.tolist(), "w": layer.w.tolist()}
                       for layer in layers],
            "printed": printed.getvalue().splitlines()}


def circles_numpy():
    import circles_numpy as module

    return {str(seed): circles(module, seed) for seed in CIRCLES_SEEDS}


def circles_printed():
    import circles_printed as module

    return {str(seed): circles(module, seed) for seed in CIRCLES_SEEDS}


def circles_keras():
    names, printed = run("circles_keras.py")
    return {"cost": names["cost"], "accuracy": names["accuracy"],
            "printed": printed}


# ── Digits ─────────────────────────────────────────────────────────────────

def images(seed=7, count=BATCHES * BATCH):
    """Grains of ink on 28 x 28 white pixels, and labels drawn likewise."""
    rng = np.random.RandomState(seed)
    ink = rng.random_sample((count, 28, 28)) < 0.2
    pixels = (rng.randint(1, 256, ink.shape) * ink).astype("uint8")
    return pixels, rng.randint(0, 10, count).astype("uint8")


def digits_network():
    from digits_numpy import network

    return network(np.random.RandomState(1))


def digits_numpy(case):
    from digits_numpy import HIDDEN, Adam, backward, cost, forward, normalize

    hidden, slope = HIDDEN[case]
    parameters, losses = digits_network(), []
    adam = Adam(parameters)
    for x, y in batches(normalize(images()[0]), images()[1]):
        a = forward(parameters, x, hidden)
        loss, error = cost(a[-1], y)
        adam.step(parameters, backward(parameters, a, error, slope))
        losses.append(float(loss))
    return {"losses": losses, "gradient_error": digits_gradient_error(case)}


def digits_gradient_error(case):
    from digits_numpy import HIDDEN, backward, cost, forward, network

    hidden, slope = HIDDEN[case]
    rng = np.random.RandomState(3)
    parameters = doubles(network(rng, (6, 5, 4, 3)), rng)
    x, y = rng.random_sample((8, 6)), rng.randint(0, 3, 8)
    a = forward(parameters, x, hidden)
    gradients = backward(parameters, a, cost(a[-1], y)[1], slope)
    return gradient_error(
        lambda: cost(forward(parameters, x, hidden)[-1], y)[0],
        parameters, gradients)


def digits_keras(case):
    """The listing run on the images; then the same steps as digits_numpy."""
    names, _ = run_digits_keras(case)
    model = names["model"]
    restart(model, digits_network(), "sparse_categorical_crossentropy")
    return {"losses": keras_losses(model, names["x_train"], images()[1])}


@functools.cache
def run_digits_keras(case):
    """1.0 from what the book shows alone, 1.1 from the file, by argument."""
    import keras

    with mock.patch.object(keras.datasets.mnist, "load_data",
                           lambda: (images(), images(8, 40))):
        if case == "1.0":
            return run("digits_keras.py", only_regions=True)
        return run("digits_keras.py", case)


# ── Reviews ────────────────────────────────────────────────────────────────

def reviews(seed=7, count=BATCHES * BATCH):
    """Lists of 50 to 600 numbers, and labels; the words tell the label."""
    rng = np.random.RandomState(seed)
    labels = rng.randint(0, 2, count)
    x = np.empty(count, object)
    for row, label in enumerate(labels):
        u = rng.random_sample(rng.randint(50, 600))
        x[row] = [1, *(4 + 2 * (u ** 3 * 2497).astype(int) + label).tolist()]
    return x, labels


def reviews_network():
    from reviews_numpy import network

    return network(np.random.RandomState(1), WORDS, LENGTH)


def reviews_numpy():
    from read_data import pad
    from reviews_numpy import Adam, backward, cost, forward

    parameters, losses = reviews_network(), []
    adam = Adam(parameters)
    x, y = reviews()
    for x, y in batches(pad(x, LENGTH), y[:, np.newaxis].astype("float32")):
        values = forward(parameters, x)
        losses.append(float(cost(values[-1], y)))
        adam.step(parameters, backward(parameters, x, y, values))
    return {"losses": losses, "gradient_error": reviews_gradient_error()}


def reviews_gradient_error():
    from reviews_numpy import backward, cost, forward, network

    rng = np.random.RandomState(3)
    parameters = network(rng, words=9, length=6, width=3, filters=4, hidden=5)
    parameters = doubles(parameters, rng)
    x, y = rng.randint(0, 9, (8, 6)), rng.randint(0, 2, (8, 1))
    x[:2, :4] = 0  # Padding: windows that are the same, and so two greatest.
    gradients = backward(parameters, x, y, forward(parameters, x))
    return gradient_error(lambda: cost(forward(parameters, x)[-1], y),
                          parameters, gradients)


def reviews_keras(case):
    """The listing run on the reviews; then reviews_numpy's steps.

    `losses` as Keras 3 steps on TensorFlow, and `losses_summed` with the
    gradient of each word summed over its places first, as Adam is defined and
    as reviews_numpy has it: Keras 3 hands Adam one gradient a place, and so
    the squares are added up where the sum should be squared.
    """
    names, _ = run_reviews_keras(case)
    model, x, y = names["model"], names["x_train"], reviews()[1]
    start = {"2.0": reviews_network, "2.1": reviews_dense_network}[case]()
    restart(model, start, "binary_crossentropy")
    result = {"losses": keras_losses(model, x, y),
              "parameters": model.count_params()}
    restart(model, start, "binary_crossentropy")
    model.optimizer.build(model.trainable_variables)
    result["losses_summed"] = []
    for x_batch, y_batch in batches(x, y):
        _, loss, gradients = keras_gradients(model, x_batch, y_batch)
        model.optimizer.apply(gradients, model.trainable_variables)
        result["losses_summed"].append(loss)
    return result


def reviews_dense_network():
    from digits_numpy import glorot

    rng = np.random.RandomState(1)
    return [rng.uniform(-0.05, 0.05, (WORDS, 32)).astype("float32"),
            glorot(rng, LENGTH * 32, 250), np.zeros(250, "float32"),
            glorot(rng, 250, 1), np.zeros(1, "float32")]


@functools.cache
def run_reviews_keras(case):
    """2.0 from what the book shows alone, 2.1 from the file, by argument."""
    import keras

    index = {f"word{i}": i for i in range(1, WORDS)}
    imdb = keras.datasets.imdb
    with (mock.patch.object(imdb, "load_data",
                            lambda num_words: (reviews(), reviews(8, 40))),
          mock.patch.object(imdb, "get_word_index", lambda: index)):
        if case == "2.0":
            return run("reviews_keras.py", only_regions=True)
        return run("reviews_keras.py", case)


# ── What both share ────────────────────────────────────────────────────────

def batches(x, y):
    for start in range(0, len(y), BATCH):
        yield x[start:start + BATCH], y[start:start + BATCH]


def restart(model, weights, loss):
    """As new: those weights, and an Adam that has made no step."""
    model.set_weights(weights)
    model.compile(optimizer="adam", loss=loss)


def keras_losses(model, x, y):
    losses = []
    for x_batch, y_batch in batches(x, y):
        model.reset_metrics()  # Else it would give the mean of all so far.
        logs = model.train_on_batch(x_batch, y_batch, return_dict=True)
        losses.append(float(logs["loss"]))
    return losses


def keras_gradients(model, x, y):
    """Keras's outputs, loss and gradients, as plain arrays."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        a = model(x, training=True)
        loss = model.compute_loss(x, y.reshape(len(y), -1), a)
    gradients = tape.gradient(loss, model.trainable_variables)
    # An embedding's come as one row a place; this sums those of each word.
    gradients = [tf.convert_to_tensor(g) for g in gradients]
    return a.numpy(), float(loss), [g.numpy() for g in gradients]


def doubles(parameters, rng):
    """With 64 bits, and no bias at 0, where relu has no slope."""
    return [p.astype(float) if p.any() else rng.uniform(-0.1, 0.1, p.shape)
            for p in parameters]


def gradient_error(loss, parameters, gradients, step=1e-6):
    """The greatest difference between a gradient and (C(w+h) - C(w-h)) / 2h,

    by the greatest entry of its own array.
    """
    worst = 0
    for p, g in zip(parameters, gradients):
        numeric = np.zeros_like(p)
        for place in np.ndindex(p.shape):
            kept = p[place]
            p[place] = kept + step
            above = loss()
            p[place] = kept - step
            numeric[place] = (above - loss()) / (2 * step)
            p[place] = kept
        worst = max(worst, np.abs(numeric - g).max() / np.abs(g).max())
    return float(worst)


def everything():
    packages = ("numpy", "scikit-learn", "keras", "tensorflow-cpu")
    return {
        "made_with": {name: metadata.version(name) for name in packages},
        "perceptron_numpy": perceptron_numpy(),
        "perceptron_keras": perceptron_keras(),
        "circles_numpy": circles_numpy(),
        "circles_printed": circles_printed(),
        "circles_keras": circles_keras(),
        "digits_numpy": {case: digits_numpy(case) for case in ("1.0", "1.1")},
        "digits_keras": {case: digits_keras(case) for case in ("1.0", "1.1")},
        "reviews_numpy": {"2.0": reviews_numpy()},
        "reviews_keras": {case: reviews_keras(case)
                          for case in ("2.0", "2.1")},
    }


if __name__ == "__main__":
    lines = [f" {json.dumps(name)}: {json.dumps(value)}"
             for name, value in everything().items()]
    GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
