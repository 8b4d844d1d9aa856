"""One neuron that learns from four examples, in NumPy (thesis, section 2)."""
# region: data
import numpy as np

# es: cuatro ejemplos; la respuesta es siempre la primera entrada
# en: four examples; the answer is always the first input
x = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]])
y = np.array([[0], [1], [1], [0]])
# end

# region: neuron
np.random.seed(1)
w = 2 * np.random.random((3, 1)) - 1


def neuron(x):
    return 1 / (1 + np.exp(-(x @ w)))
# end


# region: train
for step in range(10_000):
    a = neuron(x)
    # es: cada peso cambia según el error, la pendiente a(1 - a) y su entrada
    # en: each weight moves by the error, the slope a(1 - a) and its input
    error = y - a
    w += x.T @ (error * (a * (1 - a)))
# end

# region: use
print("weights", w.ravel())
print("[1, 0, 0]", neuron(np.array([1, 0, 0])))
# end
