"""Makes pen.txt and mnist.bin, the digits that the figure of the writers shows.

    python make_digits.py TRAIN.jsonl FOLDER_OF_MNIST

TRAIN.jsonl: the 7,494 digits of the training set of "Pen-Based Recognition of Handwritten Digits" (E. Alpaydin and
F. Alimoglu, UCI Machine Learning Repository, CC BY 4.0), a JSON object a line, {"digit", "strokes"}, y upwards.
FOLDER_OF_MNIST: holds t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte.
"""

import json
import pathlib
import sys

EACH = 30
MNIST_EACH = 10
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
PAD, GREATEST, LONGEST, TOLERANCE = 280, 4095, 196, 1.2


def straightened(points):
    """Leaves out points that lie on a line with their neighbours (Ramer, Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

    def away(point):
        x, y = point
        if length < 1e-6:
            return ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length

    far = max(range(len(points)), key=lambda place: away(points[place]))
    if away(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return straightened(points[: far + 1])[:-1] + straightened(points[far:])


def written(strokes):
    """A drawing as the figures' links write it: fitted to the pad, two letters a coordinate, "." between strokes."""
    points = [point for stroke in strokes for point in stroke]
    low = [min(point[axis] for point in points) for axis in (0, 1)]
    high = [max(point[axis] for point in points) for axis in (0, 1)]
    scale = LONGEST / max(high[0] - low[0], high[1] - low[1], 1)

    def place(point):
        x = PAD / 2 + (point[0] - (low[0] + high[0]) / 2) * scale
        y = PAD / 2 - (point[1] - (low[1] + high[1]) / 2) * scale
        return x, y

    def letters(number):
        units = round(number / PAD * GREATEST)
        return LETTERS[units // 64] + LETTERS[units % 64]

    lines = [straightened([place(point) for point in stroke]) for stroke in strokes if stroke]
    return ".".join("".join(letters(number) for point in line for number in point) for line in lines)


def spread(of, count):
    """So many, from the whole of a list: every writer comes in."""
    return [of[place * len(of) // count] for place in range(count)]


def main(pen, mnist):
    here = pathlib.Path(__file__).parent
    digits = [json.loads(line) for line in pathlib.Path(pen).read_text().splitlines()]
    lines = []
    for digit in range(10):
        of = [one["strokes"] for one in digits if one["digit"] == digit]
        lines += [f"{digit} {written(strokes)}" for strokes in spread(of, EACH)]
    (here / "pen.txt").write_text("\n".join(lines) + "\n")
    images = (pathlib.Path(mnist) / "t10k-images-idx3-ubyte").read_bytes()[16:]
    labels = (pathlib.Path(mnist) / "t10k-labels-idx1-ubyte").read_bytes()[8:]
    chosen = b""
    for digit in range(10):
        places = [place for place, label in enumerate(labels) if label == digit][:MNIST_EACH]
        chosen += b"".join(images[place * 784 : place * 784 + 784] for place in places)
    (here / "mnist.bin").write_bytes(chosen)


if __name__ == "__main__":
    main(*sys.argv[1:])
