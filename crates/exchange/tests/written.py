"""Other programs open what this one writes: python3 written.py

REDES_WRITTEN names the folder that the example `written` has filled: each
network of tests/cases in every format that can hold it, its samples and its
answers to them.
"""
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import json
import runpy
import unittest
import warnings
from importlib import util
from pathlib import Path

import numpy as np

FOLDER = Path(os.environ["REDES_WRITTEN"])
CASES = json.loads((FOLDER / "cases.json").read_text("utf-8"))
TOLERANCE = 1e-5


def needs(module):
    """Skips a test, and says why, where a module is not installed."""
    return unittest.skipUnless(util.find_spec(module),
                               f"{module} is not installed")


class Written(unittest.TestCase):
    def setUp(self):
        self.enterContext(warnings.catch_warnings())
        warnings.simplefilter("ignore", DeprecationWarning)
        self.seen = 0

    def each(self, ending, check):
        """Calls check(file, x, y, case) for each network in a format."""
        for case in CASES:
            files = {name: FOLDER / (name if name.endswith(".py")
                                     else f"{case['name']}.{name}")
                     for name in case["formats"]}
            for name, file in files.items():
                if not name.endswith(ending):
                    continue
                with self.subTest(file.name):
                    x = np.array(case["x"], np.float32)
                    y = np.array(case["answers"], np.float32)
                    check(file, x.reshape(-1, *case["input"]), y, case)
                self.seen += 1

    def near(self, found, expected):
        found = np.asarray(found).reshape(len(expected), -1)
        np.testing.assert_allclose(found, expected, rtol=0, atol=TOLERANCE)

    @needs("keras")
    def test_keras(self):
        import keras

        def check(file, x, y, case):
            model = keras.models.load_model(file)
            self.near(model.predict(x, verbose=0), y)
            if case["trained"]:
                self.goes_on(model, x, case["trained"])
            elif model.layers[-1].name != "embedding":
                model.compile("adam", "mse")
                before = model.evaluate(x, y + 1, verbose=0)
                for _ in range(3):
                    model.train_on_batch(x, y + 1)
                self.assertLess(model.evaluate(x, y + 1, verbose=0), before)
            keras.backend.clear_session()

        for ending in ("h5", "keras"):
            self.each(ending, check)

    def goes_on(self, model, x, trained):
        """The file has the loss, the optimiser and what this remembers."""
        for _ in range(trained["steps"]):
            model.train_on_batch(x, np.array(trained["y"], np.float32))
        weights = np.concatenate([np.ravel(w) for w in model.get_weights()])
        np.testing.assert_allclose(weights, trained["parameters"],
                                   rtol=0, atol=1e-4)
