"""The listings hold what the book says of them: python3 -m unittest

In this folder, or from anywhere: python3 -m unittest discover -s THIS_FOLDER
What needs scikit-learn or Keras is skipped where they are not installed.
"""
import contextlib
import gzip
import io
import json
import os
import re
import tarfile
import tempfile
import unittest
import warnings
from importlib import util
from pathlib import Path
from unittest import mock

import make_golden as golden  # First: it sets the variables of TensorFlow.
import numpy as np

LISTINGS = {
    "perceptron_numpy.py": ["data", "neuron", "train", "use"],
    "perceptron_keras.py": [],
    "circles_numpy.py": ["data", "layer", "activations", "network", "train",
                         "run"],
    "circles_printed.py": ["train", "run"],
    "circles_keras.py": [],
    "digits_keras.py": ["data", "model", "fit", "save", "predict"],
    "digits_numpy.py": ["data", "network", "adam", "fit"],
    "reviews_keras.py": ["data", "model20", "model21", "fit", "predict"],
    "reviews_numpy.py": ["forward", "backward", "fit"],
    "read_data.py": ["idx"],
}
WIDTH = 78
GOLDEN = json.loads(golden.GOLDEN.read_text("utf-8"))


def needs(*modules):
    """Skips a test, and says why, where a module is not installed."""
    missing = [name for name in modules if not util.find_spec(name)]
    return unittest.skipIf(missing, f"{' and '.join(missing)} not installed: "
                           "pip install -r requirements.txt")


def quiet(test):
    """Keras converts arrays in a way that NumPy 2 finds out of date."""
    test.enterContext(warnings.catch_warnings())
    warnings.simplefilter("ignore", DeprecationWarning)


needs_keras = needs("keras", "tensorflow")
needs_sklearn = needs("sklearn")


class Text(unittest.TestCase):
    """What the book takes from the files."""

    def each(self, check):
        for name in LISTINGS:
            with self.subTest(name):
                check(name, golden.read(name))

    def test_every_listing_is_told_here(self):
        own = {"check_notebooks.py", "make_golden.py", "open_saved.py",
               "test_listings.py", "test_playground.py"}
        found = {path.name for path in golden.HERE.glob("*.py")} - own
        self.assertEqual(found, set(LISTINGS))

    def test_they_compile(self):
        self.each(lambda name, source: compile(source, name, "exec"))

    def test_regions_are_there_closed_and_unique(self):
        def check(name, _):
            regions = golden.regions(name)  # It raises where one is not.
            self.assertEqual(list(regions), LISTINGS[name])
            for region, lines in regions.items():
                self.assertTrue("".join(lines).strip(), region)
                compile("\n".join(lines), f"{name}:{region}", "exec")

        self.each(check)

    def test_lines_fit_and_end_clean(self):
        def check(name, source):
            for number, line in enumerate(source.splitlines(), 1):
                self.assertLessEqual(len(line), WIDTH, f"{name}:{number}")
                self.assertEqual(line, line.rstrip(), f"{name}:{number}")
            self.assertTrue(source.endswith("\n") and "\t" not in source)

        self.each(check)

    def test_comments_come_in_pairs_of_lines(self):
        comment = re.compile(r"( *)# (es|en): \S")

        def check(name, source):
            lines = ["", *source.splitlines(), ""]
            for number, line in enumerate(lines):
                match = comment.match(line)
                if not match:
                    self.assertNotRegex(line, r"#\s*(es|en)\b", number)
                    continue
                indent, language = match.groups()
                if language == "es":
                    other, partner = lines[number + 1], "en"
                else:
                    other, partner = lines[number - 1], "es"
                self.assertTrue(other.startswith(f"{indent}# {partner}: "),
                                f"{name}:{number} stands alone")

        self.each(check)

    def test_what_is_shown_speaks_both_languages(self):
        """Where a file has no regions the whole of it is shown."""
        def check(name, source):
            shown = sum(golden.regions(name).values(), [])
            for line in shown or source.splitlines():
                self.assertNotIn('"""', line)
                if "#" in line:
                    self.assertRegex(line, r"^ *# (es|en): ")

        self.each(check)


class Perceptron(unittest.TestCase):
    """The thesis prints eight decimals; the steps contract, so all agree."""

    THESIS = ["weights [ 9.67299303 -0.2078435  -4.62963669]",
              "[1, 0, 0] [0.99993704]"]

    def test_numpy_prints_the_digits_of_the_thesis(self):
        got = golden.perceptron_numpy()
        self.assertEqual(got["printed"], self.THESIS)
        np.testing.assert_allclose(
            got["weights"], GOLDEN["perceptron_numpy"]["weights"], rtol=1e-12)

    def test_what_is_shown_runs_by_itself(self):
        printed = golden.run("perceptron_numpy.py", only_regions=True)[1]
        self.assertEqual(printed, self.THESIS)

    @needs_keras
    def test_keras_prints_them_too(self):
        got = golden.perceptron_keras()
        self.assertEqual(got["printed"], self.THESIS)
        np.testing.assert_allclose(
            got["weights"], GOLDEN["perceptron_numpy"]["weights"], rtol=1e-10)


@needs_sklearn
class Circles(unittest.TestCase):
    """After 100 steps all machines agree to ten digits. Over 2,500 the last

    bit of a sum, which processors round differently, grows: with first
    weights that differ by one part in 10^14, seed 1 ends 4e-6 away, seed 12
    7e-7, seed 4 2e-12 (and seeds 2, 3, 5, 7 and others somewhere else, with
    much the same accuracy). So weights may differ by 1e-3, and the cost by
    one part in 10,000.
    """

    def agree(self, got, name):
        for seed, expected in GOLDEN[name].items():
            with self.subTest(seed=seed):
                self.close(got[seed], expected)

    def close(self, got, expected):
        np.testing.assert_allclose(got["cost_after_100"],
                                   expected["cost_after_100"], rtol=1e-10)
        np.testing.assert_allclose(got["cost"], expected["cost"], rtol=1e-4)
        self.assertAlmostEqual(got["accuracy"], expected["accuracy"],
                               delta=0.004)
        for layer, kept in zip(got["layers"], expected["layers"]):
            for name in "bw":
                np.testing.assert_allclose(layer[name], kept[name], atol=1e-3)

    def test_as_meant(self):
        got = golden.circles_numpy()
        self.agree(got, "circles_numpy")
        self.assertEqual([run["accuracy"] == 1 for run in got.values()],
                         [True, True, False])

    def test_as_printed_it_moves_one_layer_and_does_not_learn(self):
        import circles_numpy

        got = golden.circles_printed()
        self.agree(got, "circles_printed")
        self.assertLess(max(run["accuracy"] for run in got.values()), 0.65)
        rng = np.random.RandomState(1)
        circles_numpy.circles(rng)
        first = circles_numpy.network([2, 4, 8, 1], rng)
        moved = [not np.array_equal(layer.w, kept["w"])
                 for layer, kept in zip(first, got["1"]["layers"])]
        self.assertEqual(moved, [True, False, False])

    def test_the_slip_is_only_where_two_lines_stand(self):
        def code(name):
            lines = golden.regions(name)["train"]
            return [line for line in lines if "# e" not in line]

        meant, printed = code("circles_numpy.py"), code("circles_printed.py")
        self.assertEqual([line.strip() for line in meant],
                         [line.strip() for line in printed])
        moved = [a.strip() for a, b in zip(meant, printed) if a != b]
        self.assertEqual([line.split(" ")[0] for line in moved],
                         ["layer.b", "layer.w"])

    def test_the_step_is_the_gradient(self):
        """Of 1/2 the sum of (a - y)^2; for biases, of the mean."""
        import circles_numpy as c

        rng = np.random.RandomState(2)
        x, y = c.circles(rng)
        x, y = x[:40], y[:40]
        layers = c.network([2, 4, 8, 1], rng)
        before = [array.copy() for la in layers for array in (la.w, la.b)]
        c.train(layers, x, y, rate=1)
        arrays = [array for la in layers for array in (la.w, la.b)]
        steps = [old - new for old, new in zip(before, arrays)]
        for array, old in zip(arrays, before):
            array[...] = old
        gradients = [step * (len(x) if step.ndim == 1 else 1)
                     for step in steps]
        error = golden.gradient_error(
            lambda: np.sum((c.forward(layers, x)[-1] - y) ** 2) / 2,
            arrays, gradients)
        self.assertLess(error, 1e-6)

    @needs_keras
    def test_keras_learns_them(self):
        """Its first weights are for each version to draw: no digits here."""
        self.assertGreater(golden.circles_keras()["accuracy"], 0.99)


class Digits(unittest.TestCase):
    """32 bits carry seven digits; Adam divides by small roots: 1e-4."""

    def setUp(self):
        quiet(self)

    def each(self, check):
        for case in ("1.0", "1.1"):
            with self.subTest(case):
                check(case)

    def test_numpy_gives_the_same_losses(self):
        self.each(lambda case: np.testing.assert_allclose(
            golden.digits_numpy(case)["losses"],
            GOLDEN["digits_numpy"][case]["losses"], rtol=1e-4))

    def test_gradients_are_those_of_finite_differences(self):
        self.each(lambda case: self.assertLess(
            golden.digits_gradient_error(case), 1e-6))

    def test_the_epochs_learn(self):
        """On images that each label draws in its own rows."""
        import digits_numpy as d

        rng = np.random.RandomState(5)
        y = rng.randint(0, 10, 400)
        x = rng.randint(0, 40, (400, 28, 28)).astype("uint8")
        x[np.arange(400), 2 * y + 3] = 255

        def check(case):
            lines = io.StringIO()
            with contextlib.redirect_stdout(lines):
                d.main(case)
            losses = [float(n)
                      for n in re.findall(r"loss (\S+)", lines.getvalue())]
            self.assertEqual(len(losses), 3 + 1)
            self.assertLess(losses[2], losses[0])

        with mock.patch.object(d, "mnist", lambda: ((x, y), (x, y))):
            self.each(check)

    @needs_keras
    def test_keras_gives_the_same_losses(self):
        def check(case):
            got = golden.digits_keras(case)["losses"]
            for name in ("digits_keras", "digits_numpy"):
                np.testing.assert_allclose(
                    got, GOLDEN[name][case]["losses"], rtol=1e-4)

        self.each(check)

    @needs_keras
    def test_numpy_and_keras_agree_on_a_batch(self):
        import digits_numpy as d

        def check(case):
            names, printed = golden.run_digits_keras(case)
            self.assertRegex(printed[-1], r"^predicted \d actual \d$")
            model, (pixels, y) = names["model"], golden.images()
            x = d.normalize(pixels)
            np.testing.assert_allclose(
                x, names["x_train"].reshape(x.shape), atol=1e-7)
            x, y = x[:32], y[:32]
            a, loss, gradients = golden.keras_gradients(
                model, names["x_train"][:32], y)
            hidden, slope = d.HIDDEN[case]
            parameters = model.get_weights()
            own = d.forward(parameters, x, hidden)
            own_loss, error = d.cost(own[-1], y)
            np.testing.assert_allclose(own[-1], a, atol=1e-5)
            self.assertAlmostEqual(float(own_loss), loss, places=5)
            for g, h in zip(d.backward(parameters, own, error, slope),
                            gradients):
                self.assertEqual(g.dtype, np.float32)
                np.testing.assert_allclose(g, h, atol=1e-4 * abs(h).max())

        self.each(check)

    @needs_keras
    def test_saturated_outputs_cost_what_they_cost_in_keras(self):
        """Where the clip at 1e-7 counts."""
        import digits_numpy as d
        import tensorflow as tf
        from keras.losses import sparse_categorical_crossentropy

        a = np.array([[1, 0.5, 0], [0, 1, 1], [0, 1e-9, 0.2]], "float32")
        y = np.array([2, 1, 0])
        with tf.GradientTape() as tape:
            outputs = tf.constant(a)
            tape.watch(outputs)
            loss = tf.reduce_mean(sparse_categorical_crossentropy(y, outputs))
        own_loss, error = d.cost(a, y)
        self.assertAlmostEqual(float(own_loss), float(loss), places=5)
        np.testing.assert_allclose(
            error, tape.gradient(loss, outputs).numpy(), rtol=1e-5)


class Reviews(unittest.TestCase):
    """32 bits again: 1e-4."""

    def setUp(self):
        quiet(self)

    def test_numpy_gives_the_same_losses(self):
        np.testing.assert_allclose(
            golden.reviews_numpy()["losses"],
            GOLDEN["reviews_numpy"]["2.0"]["losses"], rtol=1e-4)

    def test_gradients_are_those_of_finite_differences(self):
        self.assertLess(golden.reviews_gradient_error(), 1e-6)

    def test_the_epochs_learn(self):
        import reviews_numpy as r

        rng = np.random.RandomState(1)
        y = rng.randint(0, 2, 96)
        x = 4 + 2 * rng.randint(0, 10, (96, 20)) + y[:, np.newaxis]
        data = ((x.tolist(), y), (x.tolist(), y))
        lines = io.StringIO()
        with (mock.patch.object(r, "imdb", lambda words: data),
              contextlib.redirect_stdout(lines)):
            parameters = r.network(rng, 30, 20)
            r.fit(parameters, x, y, rng, epochs=4, batch=8)
            r.main(32)
        losses = [float(n)
                  for n in re.findall(r"loss (\S+)", lines.getvalue())]
        self.assertEqual(len(losses), 4 + 2 + 1)
        self.assertLess(losses[3], losses[0] / 2)

    @needs_keras
    def test_keras_gives_the_same_losses(self):
        for case in ("2.0", "2.1"):
            got, kept = golden.reviews_keras(case), GOLDEN["reviews_keras"]
            for name in ("losses", "losses_summed"):
                with self.subTest(case, name=name):
                    np.testing.assert_allclose(got[name], kept[case][name],
                                               rtol=1e-4)
            self.assertEqual(got["parameters"], kept[case]["parameters"])
            if case == "2.0":
                np.testing.assert_allclose(
                    got["losses_summed"],
                    GOLDEN["reviews_numpy"][case]["losses"], rtol=1e-4)

    @needs_keras
    def test_numpy_and_keras_agree_on_a_batch(self):
        import reviews_numpy as r
        from read_data import pad

        names, printed = golden.run_reviews_keras("2.0")
        self.assertRegex(printed[-2], r"^predicted \[0\.\d+\] actual [01]$")
        x = pad(golden.reviews()[0], golden.LENGTH)
        np.testing.assert_array_equal(x, names["x_train"])
        x, y = x[:32], golden.reviews()[1][:32, np.newaxis].astype("float32")
        a, loss, gradients = golden.keras_gradients(names["model"], x, y)
        parameters = names["model"].get_weights()
        values = r.forward(parameters, x)
        np.testing.assert_allclose(values[-1], a, atol=1e-5)
        self.assertAlmostEqual(float(r.cost(values[-1], y)), loss, places=5)
        own = r.backward(parameters, x, y, values)
        for g, h in zip(own, gradients, strict=True):
            self.assertEqual((g.dtype, g.shape), (np.float32, h.shape))
            np.testing.assert_allclose(g, h, atol=1e-4 * abs(h).max())


class LocalData(unittest.TestCase):
    """read_data.py, on files of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_mnist_raw_and_compressed(self):
        import read_data

        pixels = np.arange(2 * 28 * 28).astype("uint8").reshape(2, 28, 28)
        images = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28])
        labels = bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 3])
        for half in ("train", "t10k"):
            path = self.folder / f"{half}-images-idx3-ubyte.gz"
            path.write_bytes(gzip.compress(images + pixels.tobytes()))
            path = self.folder / f"{half}-labels-idx1-ubyte"
            path.write_bytes(labels)
        with mock.patch.dict(os.environ, REDES_DATA=str(self.folder)):
            for x, y in read_data.mnist():
                np.testing.assert_array_equal(x, pixels)
                np.testing.assert_array_equal(y, [7, 3])
        with mock.patch.dict(os.environ, REDES_DATA=""):
            self.assertEqual(read_data.mnist_files(), [])

    def test_imdb_archive_and_folder(self):
        import read_data

        index = {"the": 1, "film": 2, "it's": 3, "bad": 9}
        place = self.folder / "imdb_word_index.json"
        place.write_text(json.dumps(index), "utf-8")
        texts = {"train/pos/0_9.txt": "The film, it's<br />the FILM",
                 "train/neg/0_1.txt": "Bad. A film",
                 "test/neg/0_2.txt": "the", "test/pos/0_8.txt": "film",
                 "train/unsup/0_0.txt": "the"}
        for name, text in texts.items():
            path = self.folder / "aclImdb" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        archive = self.folder / "aclImdb_v1.tar.gz"
        with tarfile.open(archive, "w:gz") as files:
            files.add(self.folder / "aclImdb", "aclImdb")
        for given in (archive, self.folder / "aclImdb"):
            with mock.patch.dict(os.environ, REDES_IMDB=str(given)):
                (x, y), (x_test, y_test) = read_data.imdb(10)
            self.assertEqual({tuple(a): b for a, b in zip(x, y)},
                             {(1, 4, 5, 6, 4, 5): 1, (1, 2, 5): 0})
            self.assertEqual(sorted(x_test.tolist()), [[1, 4], [1, 5]])
            self.assertEqual(sorted(y_test), [0, 1])

    def test_pad(self):
        from read_data import pad

        self.assertEqual(pad([[1, 2], [1, 2, 3, 4, 5]], 3).tolist(),
                         [[0, 1, 2], [3, 4, 5]])


if __name__ == "__main__":
    unittest.main()
