"""What the figures of chapter 3 compute, in NumPy alone.

Run: python3 figures.py > figures.json (NumPy 2.4).
"""
import json

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


F = {
    "linear": lambda z: z,
    "step": lambda z: np.where(z > 0, 1.0, 0.0),
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": sigmoid,
    "tanh": np.tanh,
}


def activation(kind, z, u=0):
    """f and f' at z; `step` and `relu` have the threshold u, 0 and its derivative on the left included."""
    f, slope = {
        "step": lambda: (float(z > u), 0.0),
        "relu": lambda: (z if z > u else 0.0, float(z > u)),
        "sigmoid": lambda: (sigmoid(z), np.exp(-z) / (1 + np.exp(-z)) ** 2),
        "tanh": lambda: (np.tanh(z), 1 / np.cosh(z) ** 2),
    }[kind]()
    return {"link": f"#activations.kind={kind}&activations.z={z}&activations.u={u}", "f": float(f), "slope": float(slope)}


def stack(layers, width, seed, f, x):
    """Dense layers with Glorot uniform kernels and biases uniform on ±1, drawn from NumPy's RandomState."""
    random = np.random.RandomState(seed)
    row, outputs, weights = np.array([[x]]), [], []
    whole, rest = np.eye(1), np.zeros((1, 1))
    for layer in range(layers):
        units = 1 if layer == layers - 1 else width
        limit = np.sqrt(6 / (row.shape[1] + units))
        kernel, bias = random.uniform(-limit, limit, (row.shape[1], units)), random.uniform(-1, 1, (1, units))
        row = row @ kernel + bias
        row = row if layer == layers - 1 else F[f](row)
        outputs.append(row.ravel().tolist())
        weights.append(kernel.ravel().tolist() + bias.ravel().tolist())
        whole, rest = whole @ kernel, rest @ kernel + bias
    link = f"#lines.layers={layers}&lines.width={width}&lines.seed={seed}&lines.activation={f}&lines.x={x}"
    return {"link": link, "outputs": outputs, "weights": weights, "line": [whole.item(), rest.item()]}


print(
    json.dumps(
        {
            "activations": [
                activation("sigmoid", 2), activation("sigmoid", -6), activation("sigmoid", 0),
                activation("tanh", 0.5), activation("tanh", -5.75), activation("step", 1, 1),
                activation("step", 1.05, 1), activation("relu", -2, -2.5), activation("relu", 3, 3), activation("relu", 4, 1.5),
            ],
            "lines": [
                stack(2, 4, 5, "relu", 0.5), stack(4, 8, 1, "tanh", -2.95), stack(3, 4, 75, "linear", 1.5),
                stack(1, 3, 9, "sigmoid", 3), stack(3, 2, 4294967295, "step", 0), stack(4, 1, 12, "sigmoid", -1),
            ],
        }
    )
)
