"""The circles with the slip of the printed listing: they never learn.

All the rest is circles_numpy.py's.
"""
from circles_numpy import forward, run, slope


# region: train
def train(layers, x, y, rate=0.05):
    a = forward(layers, x)
    error = a[-1] - y
    for i in reversed(range(len(layers))):
        layer = layers[i]
        delta = error * slope(a[i + 1])
        error = delta @ layer.w.T
    # es: fuera del bucle, i ya es 0: solo cambia la primera capa
    # en: outside the loop i is 0 already: only the first layer moves
    layer.b -= rate * delta.mean(axis=0)
    layer.w -= rate * (a[i].T @ delta)
    return a[-1]
# end


# region: run
if __name__ == "__main__":
    run(train)
# end
