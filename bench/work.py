"""What both peers share: the command line, MNIST, and how a result is printed.

No peer imports NumPy before the number of threads is set, so the imports stand in functions.
"""
import argparse
import gzip
import json
import os
from pathlib import Path

CASES = {"1.0": "relu", "1.1": "sigmoid"}  # the activation of both hidden layers
UNITS = (784, 128, 128, 10)


def arguments(where, cases=tuple(CASES), epochs=3, batch=32, folder="mnist"):
    """The command line; sets the number of threads that NumPy and TensorFlow will use."""
    parser = argparse.ArgumentParser(description=f"Trains case {' or '.join(cases)} in {where}, as `redes train` does.")
    parser.add_argument("case", nargs="?", choices=cases, default=cases[0])
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=batch)
    parser.add_argument("--samples", type=int, help="only the first so many training samples")
    parser.add_argument("--threads", type=int, help="default: what the library takes by itself")
    parser.add_argument("--data", type=Path, default=default_folder(folder), help=f"folder with the files of {folder}")
    given = parser.parse_args()
    if given.threads:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[name] = str(given.threads)
    return given


def default_folder(folder):
    """$REDES_DATA or the folder of that name in it, else what `cargo xtask data` fetched."""
    if os.environ.get("REDES_DATA"):
        given = Path(os.environ["REDES_DATA"])
        return given / folder if (given / folder).exists() else given
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "redes/data" / folder


def mnist(given):
    """Training images and labels, test images and labels: [n, 784] float32, [n] int64."""
    import numpy as np

    def read(name, skip):
        path = given.data / name
        if not path.exists():
            path = given.data / f"{name}.gz"
        if not path.exists():
            raise SystemExit(f"no {name} in {given.data}: run `cargo xtask data`, or name a folder with --data")
        data = path.read_bytes()
        return np.frombuffer(gzip.decompress(data) if path.suffix == ".gz" else data, np.uint8)[skip:]

    def images(name):
        pixels = read(name, 16).reshape(-1, 28, 28).astype(np.float64)
        norms = np.sqrt((pixels**2).sum(1, keepdims=True))  # keras.utils.normalize(pixels, axis=1)
        norms[norms == 0] = 1
        return (pixels / norms).astype(np.float32).reshape(-1, 784)

    def labels(name):
        return read(name, 8).astype(np.int64)

    x, y = images("train-images-idx3-ubyte"), labels("train-labels-idx1-ubyte")
    return (x[:given.samples], y[:given.samples],
            images("t10k-images-idx3-ubyte"), labels("t10k-labels-idx1-ubyte"))


def reviews(given, half, length):
    """[n, length] float32, padded in front with zeros, and [n] int64; the format is told in crates/data/src/reviews/file.rs."""
    import struct

    import numpy as np

    path = given.data / f"{half}.bin"
    if not path.exists():
        raise SystemExit(f"no {half}.bin in {given.data}: run `cargo xtask data`, or name a folder with --data")
    data = path.read_bytes()
    magic, version, count, ids, size, words, _ = struct.unpack_from("<7sBIIIHH", data)
    if (magic, version) != (b"REDESRV", 1):
        raise SystemExit(f"{path} is no file of reviews")
    labels = np.frombuffer(data, np.uint8, count, 24).astype(np.int64)
    lengths = np.frombuffer(data, "<u2", count, 24 + count).astype(np.int64)
    code = np.frombuffer(data, np.uint8, size, 24 + 3 * count)
    two = 256 - -(-(words - 256) // 255)  # a byte from here on begins a number of two
    numbers = np.empty(ids, np.float32)
    place = 0
    code = code.tolist()
    for i in range(ids):
        first = code[place]
        place += 1
        if first >= two:
            first = two + 256 * (first - two) + code[place]
            place += 1
        numbers[i] = first
    x = np.zeros((count, length), np.float32)
    end = np.cumsum(lengths)
    for row, (stop, n) in enumerate(zip(end, lengths)):
        n = min(n, length)
        x[row, length - n:] = numbers[stop - n:stop]
    return x, labels


def say(**line):
    """One JSON object on a line."""
    print(json.dumps(line), flush=True)
