"""The notebooks of a built site run, cell after cell, in both languages.

REDES_DIST=dist python3 -m unittest discover -s THIS_FOLDER -p "check_*.py"
Data sets are a few generated images and reviews, as in test_listings.py.
"""
import contextlib
import io
import json
import os
import re
import tempfile
import unittest
from importlib import util
from pathlib import Path
from unittest import mock

import make_golden as golden

SITE = Path(os.environ["REDES_DIST"]) / "listings"
LANGUAGES = ("es", "en")
CHAPTERS = {"perceptron", "circles", "problems", "results"}
KERAS = util.find_spec("keras") and util.find_spec("tensorflow")


def cells(language, chapter, kind="code"):
    path = SITE / language / f"{chapter}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"]
            if cell["cell_type"] == kind]


def code(language, chapter):
    """What Python runs: without the line that installs packages."""
    install, *rest = cells(language, chapter)
    assert re.fullmatch(r"%pip install --quiet [a-z\- ]+", install), install
    return rest


def data():
    """The generated data in place of Keras's downloads."""
    import keras

    stack = contextlib.ExitStack()
    index = {f"word{i}": i for i in range(1, golden.WORDS)}
    for module, name, value in (
            (keras.datasets.mnist, "load_data",
             lambda: (golden.images(), golden.images(8, 40))),
            (keras.datasets.imdb, "load_data",
             lambda num_words: (golden.reviews(), golden.reviews(8, 40))),
            (keras.datasets.imdb, "get_word_index", lambda: index)):
        stack.enter_context(mock.patch.object(module, name, value))
    return stack


class Notebooks(unittest.TestCase):
    def test_there_is_one_for_each_chapter_with_listings(self):
        for language in LANGUAGES:
            found = {path.stem for path in (SITE / language).glob("*.ipynb")}
            self.assertEqual(found, CHAPTERS)

    def test_the_languages_differ_in_comments_alone(self):
        def bare(language, chapter):
            return [re.sub(r"^ *#.*\n", "", cell, flags=re.M)
                    for cell in code(language, chapter)]

        for chapter in CHAPTERS:
            self.assertEqual(bare("es", chapter), bare("en", chapter))
            self.assertNotEqual(cells("es", chapter, "markdown"),
                                cells("en", chapter, "markdown"))

    @unittest.skipUnless(KERAS, "Keras is not installed")
    def test_they_run_from_the_first_cell_to_the_last(self):
        import keras

        printed = {}
        for chapter in sorted(CHAPTERS):
            lines, names = io.StringIO(), {"__name__": "__main__"}
            home = os.getcwd()
            with (self.subTest(chapter), tempfile.TemporaryDirectory() as room,
                  data(), contextlib.redirect_stdout(lines)):
                os.chdir(room)
                try:
                    for number, cell in enumerate(code("en", chapter)):
                        exec(compile(cell, f"{chapter}:{number}", "exec"),
                             names)
                finally:
                    os.chdir(home)
                    golden.as_new(keras)
            printed[chapter] = lines.getvalue()
        # The digits of the thesis, from NumPy and from Keras.
        self.assertEqual(printed["perceptron"].count("0.99993704"), 2)
        # As meant the circles are learned, as printed they are not.
        costs = re.findall(r"2500 cost \S+ accuracy (\S+)", printed["circles"])
        self.assertEqual([float(n) == 1 for n in costs], [True, False])
        self.assertRegex(printed["results"], r"predicted \d actual \d")


if __name__ == "__main__":
    unittest.main()
