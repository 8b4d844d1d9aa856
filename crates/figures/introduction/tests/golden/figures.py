"""What the figures of chapter 1 compute, in NumPy alone.

Run: python3 figures.py > figures.json (NumPy 2.4).
"""
import json
import pathlib

import numpy as np

DIGITS = pathlib.Path(__file__).parents[4] / "data/digits/ten.bin"


def dense(seed, x, f):
    """A Keras Dense(3), Glorot uniform, biases 0, drawn from NumPy's RandomState."""
    limit = np.sqrt(6 / (4 + 3))
    kernel = np.random.RandomState(seed).uniform(-limit, limit, (4, 3))
    z = np.array(x) @ kernel
    activations = {
        "linear": lambda z: z,
        "relu": lambda z: np.maximum(z, 0),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
    }
    link = f"#dense.seed={seed}&dense.activation={f}&dense.x=" + ",".join(map(str, x))
    return {"link": link, "kernel": kernel.ravel().tolist(), "z": z.tolist(), "a": activations[f](z).tolist()}


KERNELS = {
    "vertical": [-1, 0, 1, -1, 0, 1, -1, 0, 1],
    "horizontal": [-1, -1, -1, 0, 0, 0, 1, 1, 1],
    "blur": (np.array([1, 2, 1, 2, 4, 2, 1, 2, 1]) / 16).tolist(),
}


def filtered(digit, name, stride, padding, pool):
    """A Conv2D without bias and a 2 x 2 pooling; TensorFlow's `same` has the odd zero at the end."""
    image = np.fromfile(DIGITS, np.uint8).reshape(10, 28, 28)[digit].astype(float)
    if padding == "same":
        out = -(-28 // stride)
        zeros = max((out - 1) * stride + 3 - 28, 0)
        image = np.pad(image, (zeros // 2, zeros - zeros // 2))
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))[::stride, ::stride]
    found = np.einsum("rcij,ij->rc", windows, np.reshape(KERNELS[name], (3, 3)))
    rows, columns = (size // 2 for size in found.shape)
    groups = found[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2)
    pooled = {"none": np.zeros((0, 0)), "max": groups.max((1, 3)), "mean": groups.mean((1, 3))}[pool]
    link = f"#filter.digit={digit}&filter.kernel={name}&filter.stride={stride}&filter.padding={padding}&filter.pool={pool}"
    return {
        "link": link,
        "size": found.shape,
        "map": found.ravel().tolist()[::7],
        "pooled_size": pooled.shape,
        "pooled": pooled.ravel().tolist()[::3],
    }


def lstm(x, f, i, o):
    """A plain recurrent cell and an LSTM cell with given gates, W = 1, V = 0.5."""

    def run(x):
        c = h = plain = 0.0
        rows = []
        for t in range(8):
            plain = np.tanh(x[t] + 0.5 * plain)
            g = np.tanh(x[t] + 0.5 * h)
            c = f[t] * c + i[t] * g
            h = o[t] * np.tanh(c)
            rows.append((plain, g, c, h))
        return np.array(rows).T

    plain, g, c, h = run(x)
    without = run([0.0] + x[1:])
    left = [(now - before) / (now - before)[0] if now[0] != before[0] else None for now, before in ((plain, without[0]), (c, without[2]))]
    text = lambda row: ",".join(map(str, row))
    link = f"#lstm.x={text(x)}&lstm.f={text(f)}&lstm.i={text(i)}&lstm.o={text(o)}"
    left = [row if row is None else row.tolist() for row in left]
    return {"link": link, "plain": plain.tolist(), "g": g.tolist(), "c": c.tolist(), "h": h.tolist(), "left": left}


print(
    json.dumps(
        {
            "dense": [
                dense(1, [1, -0.5, 0.8, 0.3], "relu"),
                dense(41, [2, 2, -2, 0.25], "sigmoid"),
                dense(4294967295, [0, 0, 0, 1], "tanh"),
                dense(7, [-1.5, 0.35, 0, 2], "linear"),
            ],
            "filter": [
                filtered(7, "vertical", 1, "valid", "none"),
                filtered(4, "horizontal", 2, "valid", "max"),
                filtered(0, "blur", 1, "same", "mean"),
                filtered(9, "vertical", 2, "same", "mean"),
                filtered(2, "blur", 3, "same", "max"),
            ],
            "lstm": [
                lstm([1.0] + [0.0] * 7, [1.0] * 8, [1.0] + [0.0] * 7, [0.0] * 7 + [1.0]),
                lstm([1, -0.5, 0.8, -1, 0.6, 0, -0.3, 0.4], [0.0] * 8, [1.0] * 8, [1.0] * 8),
                lstm([-1, 1, 0.25, 0, 1, 1, -1, 0.5], [0.9, 1, 0.5, 1, 0, 1, 0.75, 1], [1, 0.5, 1, 0, 1, 1, 0.2, 1], [1, 1, 0, 0.5, 1, 1, 1, 0.3]),
                lstm([0, 1, 0, 0, 0, 0, 0, 0], [1.0] * 8, [1.0] * 8, [1.0] * 8),
            ],
        }
    )
)
