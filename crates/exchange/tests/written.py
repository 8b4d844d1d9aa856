"""Other programs open what this one writes.

The example `written` fills a folder, which REDES_WRITTEN names, with the
networks of tests/cases in every format that can hold them, their samples, and
their answers to these. `cargo xtask test --only written` runs both.
"""
import contextlib
import io
import json
import os
import runpy
import unittest
import warnings
from importlib import util
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import numpy as np

FOLDER = Path(os.environ["REDES_WRITTEN"])
CASES = json.loads((FOLDER / "cases.json").read_text("utf-8"))


def needs(*modules):
    """Skips a test, and says why, where a module is not installed."""
    missing = [name for name in modules if not util.find_spec(name)]
    return unittest.skipIf(missing, f"{' and '.join(missing)} not installed: "
                           "pip install -r www/listings/requirements.txt")


needs_keras = needs("keras", "tensorflow")


def load(file):
    """A model, which computes at once: small ones take longer to compile."""
    import keras

    keras.backend.clear_session()
    model = keras.models.load_model(file)
    model.run_eagerly = True
    return model


class Written(unittest.TestCase):
    """Each network's answers, within 1e-5 of this program's."""

    def setUp(self):
        self.enterContext(warnings.catch_warnings())
        # Keras finds NumPy 2 out of date; a listing keeps its weights open.
        for kind in (DeprecationWarning, ResourceWarning):
            warnings.simplefilter("ignore", kind)

    def each(self, ending, least, check):
        """Calls check(file, case, x, y) for each file with an ending."""
        seen = 0
        for case in CASES:
            for name in case["files"]:
                if not name.endswith(ending):
                    continue
                x = np.array(case["x"], np.float32)
                y = np.array(case["answers"], np.float32)
                with self.subTest(name):
                    check(FOLDER / name, case,
                          x.reshape(-1, *case["input"]), y)
                seen += 1
        self.assertGreaterEqual(seen, least)

    def near(self, found, expected):
        found = np.asarray(found).reshape(len(expected), -1)
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)

    def trains(self, model, x, y):
        """The loss falls within a few steps."""
        losses = [float(np.ravel(model.train_on_batch(x, y))[0])
                  for _ in range(4)]
        self.assertTrue(np.isfinite(losses).all())
        self.assertLess(losses[-1], losses[0])

    @needs_keras
    def test_h5_in_keras(self):
        def check(file, case, x, y):
            model = load(file)
            self.near(model.predict(x, verbose=0), y)
            if case["trained"]:
                # The loss and the optimiser are those of the file.
                y = np.array(case["trained"]["y"], np.float32)
            else:
                model.compile("adam", "mean_squared_error",
                              run_eagerly=True)
                # The answers to other samples.
                y = np.roll(y, 1, axis=0)
            self.trains(model, x, y)

        self.each(".h5", 45, lambda file, *rest: None if file.name.endswith(
            ".weights.h5") else check(file, *rest))

    @needs_keras
    def test_keras_in_keras(self):
        def check(file, case, x, y):
            model = load(file)
            self.near(model.predict(x, verbose=0), y)
            # The weights alone, into the same network.
            weights = model.get_weights()
            model.set_weights([w * 0 for w in weights])
            model.load_weights(file.with_suffix(".weights.h5"))
            self.near(model.predict(x, verbose=0), y)
            if case["trained"]:
                self.goes_on(model, x, case["trained"])

        self.each(".keras", 45, check)

    def goes_on(self, model, x, trained):
        """As many steps again, from what the file's optimiser remembers."""
        self.assertEqual(int(model.optimizer.iterations), trained["steps"])
        for _ in range(trained["steps"]):
            model.train_on_batch(x, np.array(trained["y"], np.float32))
        weights = np.concatenate([np.ravel(w) for w in model.get_weights()])
        np.testing.assert_allclose(weights, trained["parameters"], rtol=0,
                                   atol=1e-5)

    @needs("onnxruntime")
    def test_onnx_in_onnxruntime(self):
        import onnxruntime

        def check(file, case, x, y):
            session = onnxruntime.InferenceSession(
                file, providers=["CPUExecutionProvider"])
            [wanted] = session.get_inputs()
            self.assertEqual(wanted.shape, ["batch", *case["input"]])
            self.near(session.run(None, {wanted.name: x})[0], y)
            # The size of the batch is free.
            self.near(session.run(None, {wanted.name: x[:1]})[0], y[:1])

        self.each(".onnx", 45, check)

    @needs_keras
    def test_npz_is_what_keras_takes_as_weights(self):
        def check(file, case, x, y):
            model = load(file.with_suffix(".keras"))
            with np.load(file) as arrays:
                for found, expected in zip(
                        model.get_weights(), arrays.values(), strict=True):
                    np.testing.assert_array_equal(found, expected)

        self.each(".npz", 45, lambda file, *rest: check(file, *rest)
                  if file.with_suffix(".keras").exists() else None)

    def program(self, file):
        """The names of a program that has run, where its weights are."""
        before = os.getcwd()
        os.chdir(FOLDER)
        try:
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                names = runpy.run_path(file, run_name="__main__")
        finally:
            os.chdir(before)
        self.assertTrue(printed.getvalue().startswith("[["))
        for line in file.read_text("utf-8").splitlines():
            self.assertLess(len(line), 80, line)
        return names

    def test_listings_in_numpy(self):
        self.each("_numpy.py", 45, lambda file, case, x, y: self.near(
            self.program(file)["predict"](x), y))

    @needs_keras
    def test_listings_in_keras(self):
        import keras

        def check(file, case, x, y):
            keras.backend.clear_session()
            model = self.program(file)["model"]
            model.run_eagerly = True
            self.near(model.predict(x, verbose=0), y)
            self.assertEqual(model.compiled, bool(case["trained"]))

        self.each("_keras.py", 45, check)


if __name__ == "__main__":
    unittest.main()
