"""Arrays of every type as NumPy 2.4 writes them. Run here: python3 make.py

Each holds the pixels of PIXELS, two images of 28 x 28, in its own type: bool where there is ink, halves of the pixels
divided by 256, which are exact, complex numbers and text, which are refused.
"""
import numpy as np

PIXELS = (np.arange(2 * 784) * 7 % 256 * (np.arange(2 * 784) % 5 == 0)).reshape(2, 28, 28)

for name in ["int16", "int32", "int64", "uint16", "uint32", "uint64", ">i4", ">u2"]:
    np.save(f"{name.replace('>', 'big-')}.npy", PIXELS.astype(name))
np.save("int8.npy", (PIXELS // 2).astype("int8"))
np.save("bool.npy", PIXELS > 0)
for name in ["float16", ">f2"]:
    np.save(f"{name.replace('>', 'big-')}.npy", (PIXELS / 256).astype(name))
np.save("fortran-float16.npy", np.asfortranarray((PIXELS / 256).astype("float16")))
np.save("fortran-int64.npy", np.asfortranarray(PIXELS))
np.save("complex64.npy", PIXELS.astype("complex64")[:, :1, :1])
np.save("text.npy", np.array([["a", "b"]]))
np.save("fields.npy", np.zeros(2, dtype=[("x", "<f4"), ("y", "<f4")]))
np.save("objects.npy", np.array([None, 1], dtype=object), allow_pickle=True)
np.savez("zipped.npz", PIXELS[:, :1, :1])

# For the fuzzer and the property test: SMALL in every type and order that is read, and shapes and headers of other kinds.
SMALL = np.array([[0, 1, 2], [3, 100, 5]])
for name in ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]:
    for order in "<>"[: 1 if name in ["?", "i1", "u1"] else 2]:
        array = SMALL.astype(order + name)
        plain = {"?": "b1"}.get(name, name)
        stem = f"small/{'big-' if order == '>' else ''}{plain}"
        np.save(f"{stem}.npy", array)
        np.save(f"{stem}-fortran.npy", np.asfortranarray(array))
for name, array in {
    "number": np.array(7.5),
    "none": np.zeros((0, 3)),
    "cube": np.arange(24.0).reshape(2, 3, 4),
    "not-finite": np.array([[np.nan, np.inf, -np.inf], [1e308, 0, -0.0]]),
}.items():
    np.save(f"small/{name}.npy", array)
for version in [2, 3]:
    with open(f"small/version-{version}.npy", "wb") as file:
        np.lib.format.write_array(file, SMALL.astype("f4"), version=(version, 0))
