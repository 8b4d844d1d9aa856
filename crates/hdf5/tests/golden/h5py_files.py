"""Writes h5py's files of each kind that this crate reads or names: kinds.h5.gz, and one file for each refusal.

    python h5py_files.py      (h5py 3.14.0, HDF5 1.14)
"""
import gzip
import os

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def keep(name, make, **how):
    path = os.path.join(HERE, name)
    with h5py.File(path, "w", **how) as file:
        make(file)
    with open(path, "rb") as file:
        packed = gzip.compress(file.read(), mtime=0)
    os.remove(path)
    with open(path + ".gz", "wb") as file:
        file.write(packed)


VALUES = np.array([[0, 1, -2.5], [0.125, 6e-8, 3.0]])


def kinds(file):
    file.attrs["utf8"] = "número"
    file.attrs.create("ascii", b"plain", dtype=h5py.string_dtype("ascii"))
    file.attrs["fixed"] = np.bytes_("fixed")
    file.attrs["list"] = np.array(["a", "", "ccc"], dtype=object)
    file.attrs["fixed_list"] = np.array([b"dense", b"dense_1"])
    file.attrs["empty"] = np.asarray([])
    file.attrs["null"] = h5py.Empty("f")
    file.attrs["long"] = "x" * 100_000
    file.attrs["number"] = 7
    # More attributes than the first block of a header holds.
    many = file.create_group("many")
    for i in range(40):
        many.attrs[f"attribute_{i}"] = f"value {i}"
        many.create_dataset(f"d{i}", data=np.float32(i))
    for name in ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
        file.create_dataset("floats/" + {"<": "little_", ">": "big_"}[name[0]] + name[1:], data=VALUES.astype(name))
    for name in ["i1", "<i2", ">i4", "<i8", ">i8", "u1", "<u4", ">u2"]:
        file.create_dataset("whole/" + name.replace("<", "little_").replace(">", "big_"), data=np.array([1, 2, 100]).astype(name))
    file.create_dataset("whole/negative", data=np.array([-1, -100], dtype=">i2"))
    brain = (np.array([1.0, -2.5, 3.0], dtype="<f4").view("<u4") >> 16).astype("<u2").view("V2")
    file.create_dataset("bfloat16", data=brain).attrs["dtype"] = "bfloat16"
    file.create_dataset("scalar", data=np.int64(-7))
    file.create_dataset("nothing", shape=(0, 3), dtype="<f4")
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((3,))
    made = h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F32LE, space, dcpl=compact)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([1, 2, 3], dtype="<f4"))


def unwritten(file):
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    h5py.h5d.create(file.id, b"d", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((3,)), dcpl=early)


keep("kinds.h5", kinds)
keep("gzip.h5", lambda f: f.create_dataset("d", data=VALUES, compression="gzip"))
keep("lzf.h5", lambda f: f.create_dataset("d", data=VALUES, compression="lzf"))
keep("chunks.h5", lambda f: f.create_dataset("d", data=VALUES, chunks=(1, 3)))
keep("latest.h5", lambda f: f.create_dataset("d", data=VALUES), libver="latest")
keep("userblock.h5", lambda f: f.create_dataset("d", data=VALUES), userblock_size=512)
keep("ordered.h5", lambda f: f.create_group("g", track_order=True).create_dataset("d", data=VALUES))
keep("link.h5", lambda f: f.__setitem__("d", h5py.SoftLink("/nowhere")))
keep("unwritten.h5", unwritten)
