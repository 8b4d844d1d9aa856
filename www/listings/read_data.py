"""MNIST and IMDB from local files where there are some, else Keras's own.

REDES_DATA  a folder with the four files of MNIST, raw or .gz
            (`train-images-idx3-ubyte` and so on), or with a folder mnist
REDES_IMDB  aclImdb_v1.tar.gz, the reviews as their authors give them, or the
            folder aclImdb that comes out of it; Keras's imdb_word_index.json
            beside it, else Keras downloads that

The listings that use Keras call keras.datasets, which downloads. To run one
with these files instead:

    REDES_DATA=that/folder python3 read_data.py digits_keras.py 1.1
"""
import gzip
import json
import os
import runpy
import sys
import tarfile
from pathlib import Path

import numpy as np

# What Keras takes out of a review, and its numbers: 0 fills, 1 starts, 2 is
# any other word, and the n-th most frequent word is n + 3.
TAKEN_OUT = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
START, OTHER, FIRST = 1, 2, 3


# region: idx
def read_idx(path):
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    # es: el cuarto byte dice cuántas medidas siguen, de cuatro bytes cada una
    # en: the fourth byte says how many sizes follow, of four bytes each
    sizes = np.frombuffer(data, ">u4", count=data[3], offset=4)
    values = np.frombuffer(data, np.uint8, offset=4 + 4 * len(sizes))
    return values.reshape(sizes)
# end


def mnist():
    """(images, labels) to learn from and to test with, as in Keras."""
    paths = mnist_files()
    if not paths:
        return keras_datasets().mnist.load_data()
    x_train, y_train, x_test, y_test = map(read_idx, paths)
    return (x_train, y_train), (x_test, y_test)


def mnist_files():
    """The four files of MNIST in REDES_DATA; none where any is missing."""
    given = Path(os.environ.get("REDES_DATA") or "nowhere")
    paths = []
    for half in ("train", "t10k"):
        for kind in ("images-idx3", "labels-idx1"):
            name = f"{half}-{kind}-ubyte"
            paths += [path for path in (given / name, given / f"{name}.gz",
                                        given / "mnist" / name,
                                        given / "mnist" / f"{name}.gz")
                      if path.is_file()][:1]
    return paths if len(paths) == 4 else []


def imdb(num_words):
    """(reviews, labels) to learn from and to test with, as Keras's load_data.

    The same reviews and numbers; in another order, since the one that Keras
    has drawn is only in the file that it downloads.
    """
    if not os.environ.get("REDES_IMDB"):
        return keras_datasets().imdb.load_data(num_words=num_words)
    index = word_index()
    halves = {"train": ([], []), "test": ([], [])}
    for half, label, text in imdb_texts(Path(os.environ["REDES_IMDB"])):
        reviews, labels = halves[half]
        reviews.append(to_numbers(text, index, num_words))
        labels.append(int(label == "pos"))
    return tuple(mixed(*halves[half]) for half in ("train", "test"))


def imdb_texts(place):
    """(train or test, neg or pos, text) of each labelled review."""
    if place.is_dir():
        for path in sorted(place.glob("t*/???/*.txt")):
            yield path.parts[-3], path.parts[-2], path.read_text("utf-8")
        return
    with tarfile.open(place) as files:
        for file in files:
            half, label, name = ["", "", *file.name.split("/")][-3:]
            if label in ("neg", "pos") and name.endswith(".txt"):
                yield half, label, files.extractfile(file).read().decode()


def to_numbers(text, index, num_words):
    """A review as Keras numbers it: words not in its index are left out."""
    spaces = str.maketrans(TAKEN_OUT, " " * len(TAKEN_OUT))
    words = text.lower().translate(spaces).split()
    numbers = [index[word] + FIRST for word in words if word in index]
    return [START] + [n if n < num_words else OTHER for n in numbers]


def mixed(reviews, labels):
    """Both in one and the same order, drawn with Keras's seed."""
    order = np.random.RandomState(113).permutation(len(labels))
    array = np.empty(len(reviews), object)
    array[:] = reviews
    return array[order], np.array(labels)[order]


def word_index():
    """The number of each word: 1 is the most frequent."""
    path = word_index_file()
    if not path.is_file():
        return keras_datasets().imdb.get_word_index()
    return json.loads(path.read_text("utf-8"))


def word_index_file():
    """Where Keras's index would be, beside the reviews."""
    given = Path(os.environ.get("REDES_IMDB") or "nowhere/reviews")
    return given.with_name("imdb_word_index.json")


def pad(reviews, length):
    """Keras's pad_sequences: zeros in front, or the last numbers only."""
    x = np.zeros((len(reviews), length), int)
    for row, review in zip(x, reviews):
        last = review[-length:]
        row[length - len(last):] = last
    return x


def keras_datasets():
    import keras

    return keras.datasets


def run(listing, *arguments):
    """Runs a listing; keras.datasets reads the local files that there are."""
    datasets = keras_datasets()
    if mnist_files():
        datasets.mnist.load_data = mnist
    if os.environ.get("REDES_IMDB"):
        datasets.imdb.load_data = imdb
    if word_index_file().is_file():
        datasets.imdb.get_word_index = word_index
    sys.argv = [listing, *arguments]
    runpy.run_path(listing, run_name="__main__")


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    run(*sys.argv[1:])
