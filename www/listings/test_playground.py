"""The playground's programs find the numbers of the engine.

The programs are those that the crate redes-experiment writes (its test
tests/listings.rs holds them), with the numbers of the same runs.
"""
import contextlib
import io
import json
import unittest
from pathlib import Path

import make_golden as golden  # First: it sets the variables of TensorFlow.
import numpy as np
from test_listings import needs_keras, needs_sklearn, quiet

FOLDER = (Path(__file__).resolve().parents[2]
          / "crates/experiment/tests/golden/listings")
NUMBERS = json.loads((FOLDER / "numbers.json").read_text("utf-8"))


def run(name):
    """The names of a program that has run, and what it printed."""
    source = (FOLDER / name).read_text("utf-8")
    names, lines = {"__name__": "__main__"}, io.StringIO()
    with contextlib.redirect_stdout(lines):
        exec(compile(source, name, "exec"), names)
    return names, lines.getvalue().splitlines()


@needs_sklearn
class Playground(unittest.TestCase):
    """Sums in another order differ in their last bits; 400 steps make that

    less than one part in a million. Keras takes the powers of Adam's 0.9 and
    0.999 as numbers of 32 bits: one part in 10,000.
    """

    def each(self, library, check):
        for expected in NUMBERS:
            with self.subTest(expected["name"]):
                name = f"{expected['name']}_{library}.py"
                check(expected, *run(name))

    def agree(self, expected, printed, parameters, rtol=1e-6):
        np.testing.assert_allclose(
            np.concatenate([np.ravel(block) for block in parameters]),
            expected["parameters"], rtol=rtol, atol=1e-8)
        self.assertEqual(printed[0], f"steps {expected['steps']}")
        halves = [half for half in ("train", "test") if expected[half]]
        for half, line in zip(halves, printed[1:], strict=True):
            name, _, loss, _, score = line.split()
            self.assertEqual(name, half)
            np.testing.assert_allclose(
                [float(loss), float(score)], expected[half], atol=6e-4)

    def test_numpy(self):
        self.each("numpy", lambda expected, names, printed: self.agree(
            expected, printed,
            [block for layer in names["layers"] for block in layer]))

    @needs_keras
    def test_keras(self):
        quiet(self)
        import keras

        def check(expected, names, printed):
            golden.as_new(keras)
            if not expected["dropout"]:
                model = names["model"]
                adam = isinstance(model.optimizer, keras.optimizers.Adam)
                self.agree(expected, printed, model.get_weights(),
                           rtol=1e-4 if adam else 1e-6)

        try:
            self.each("keras", check)
        finally:
            keras.backend.set_floatx("float32")

    def test_lines_fit(self):
        for path in FOLDER.glob("*.py"):
            for number, line in enumerate(path.read_text("utf-8").splitlines()):
                self.assertLessEqual(len(line), 79, f"{path.name}:{number}")
                self.assertEqual(line, line.rstrip())


if __name__ == "__main__":
    unittest.main()
