"""Golden values of keras.utils.normalize(x, axis=1). Run: python3 normalize.py > normalize.json

keras 3.15, numpy 2.4. Images are drawn from RandomState; of the result, cast to f32, the bits.
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

rng = np.random.RandomState(3)
images = np.zeros((6, 28, 28), dtype=np.uint8)
for image in images[:4]:
    # About three quarters paper, as a digit has, and whole columns of it.
    image[:] = rng.randint(0, 256, (28, 28)) * (rng.random_sample((28, 28)) < 0.3)
    image[:, rng.permutation(28)[:8]] = 0
images[4] = 255  # the fifth is all ink, the sixth all paper
normal = keras.utils.normalize(images, axis=1).astype(np.float32)
print(json.dumps({
    "pixels": images.reshape(6, -1).tolist(),
    "bits": normal.view(np.uint32).reshape(6, -1).tolist(),
}, separators=(",", ":")))
