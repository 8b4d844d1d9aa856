"""The worked example of chapter 4 in plain Python floats: forward pass, deltas by the chain rule, gradients, one step.

python3 backprop.py prints the numbers that stand in ../backprop.rs.
"""

from math import exp, tanh

X1, X2, Y, RATE = 1.0, 0.5, 1.0, 0.5
START = [0.4, -0.6, 0.2, 0.8, 0.1, -0.1, 0.5, -0.7, 0.2]
FUNCTIONS = {
    "sigmoid": (lambda z: 1 / (1 + exp(-z)), lambda z: exp(-z) / (1 + exp(-z)) ** 2),
    "tanh": (tanh, lambda z: 1 - tanh(z) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z: 1.0 if z > 0 else 0.0),
    "linear": (lambda z: z, lambda z: 1.0),
}


def forward(f, w):
    z1, z2 = X1 * w[0] + X2 * w[2] + w[4], X1 * w[1] + X2 * w[3] + w[5]
    return z1, z2, f(z1) * w[6] + f(z2) * w[7] + w[8]


for name, (f, slope) in FUNCTIONS.items():
    z1, z2, z = forward(f, START)
    d = 2 * (f(z) - Y) * slope(z)
    d1, d2 = START[6] * d * slope(z1), START[7] * d * slope(z2)
    gradients = [X1 * d1, X1 * d2, X2 * d1, X2 * d2, d1, d2, f(z1) * d, f(z2) * d, d]
    after = [w - RATE * g for w, g in zip(START, gradients)]
    print(name, [f(z1), f(z2), f(z), (f(z) - Y) ** 2], gradients, f(forward(f, after)[2]), sep="\n")
