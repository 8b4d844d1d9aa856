"""ONNX's own node tests for the layers that we have, and recurrent layers with varied weights run by onnxruntime.

ONNX's numbers are only laid out as ours: channels last, LSTM's gates i, f, c, o, the two biases of a gate as one. Left out:
what Keras has no layer for (dilations, paddings that are neither valid nor same, peepholes, other axes), and cases of more
than 700 numbers. ONNX's LSTM tests have one weight throughout and pass with the gates in any order; hence the cases from
onnxruntime. Run: python3 onnx_nodes.py > onnx_nodes.json (onnx 1.23.2, onnxruntime 1.32).
"""
import json
import warnings

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.backend.test.case.node import collect_testcases

warnings.filterwarnings("ignore")
LARGEST = 700


def last(x):
    """Channels last."""
    return np.moveaxis(x, 1, -1)


def kind(name, **settings):
    return {"kind": name, **settings}


def windows(node, at, x):
    """Padding and stride in our words, or nothing where Keras has no such windows."""
    axes = x.ndim - 2
    size, stride = at["kernel_shape"], at.get("strides", [1] * axes)
    pads, auto = at.get("pads", [0] * 2 * axes), at.get("auto_pad", b"").decode()
    if axes > 2 or at.get("ceil_mode") or at.get("count_include_pad") or max(at.get("dilations", [1])) > 1:
        return None
    # Zeros of Keras's `same`: as many before as after, or one fewer.
    outputs = [-(-n // s) for n, s in zip(x.shape[2:], stride)]
    total = [max((o - 1) * s + k - n, 0) for o, s, k, n in zip(outputs, stride, size, x.shape[2:])]
    same = [t // 2 for t in total] + [t - t // 2 for t in total]
    if auto == "SAME_LOWER" and any(t % 2 for t in total):
        return None
    if auto:
        padding = "same"
    elif pads == same and any(pads):
        padding = "same"
    elif not any(pads):
        padding = "valid"
    else:
        return None
    one = lambda values: values[0] if axes == 1 else list(values)
    return {"stride": one(stride), "padding": padding}, one(size)


FUNCTIONS = {
    "Elu": lambda at: kind("elu", alpha=at.get("alpha", 1.0)),
    "Exp": lambda at: kind("exponential"),
    "Gelu": lambda at: None if at.get("approximate") else kind("gelu"),
    "HardSigmoid": lambda at: None if "beta" in at else kind("hard_sigmoid", slope=0.2),
    "LeakyRelu": lambda at: kind("leaky_relu", slope=at.get("alpha", 0.01)),
    "Relu": lambda at: kind("relu"),
    "Selu": lambda at: None if at else kind("selu"),
    "Sigmoid": lambda at: kind("sigmoid"),
    "Softmax": lambda at: kind("softmax") if at.get("axis", -1) in (-1, 2) else None,
    "Softplus": lambda at: kind("softplus"),
    "Softsign": lambda at: kind("softsign"),
    "Swish": lambda at: kind("silu"),
    "Tanh": lambda at: kind("tanh"),
    "ThresholdedRelu": lambda at: kind("relu", threshold=at.get("alpha", 1.0)),
}
LINEAR = kind("identity")


def gates(op, w, r, b, units, before):
    """Our parameters of one direction from ONNX's W [gates * units, inputs], R and B."""
    order = {"LSTM": [0, 2, 3, 1], "GRU": [0, 1, 2], "RNN": [0]}[op]
    part = lambda m: np.concatenate([m[g * units : (g + 1) * units] for g in order])
    wb, rb = np.split(b, 2)
    wb, rb = part(wb), part(rb)
    bias = [wb + rb] if before else [wb, rb]
    return [part(w).T, part(r).T, *bias]


def recurrent(op, at, inputs, outputs):
    if at.get("layout") or at.get("direction") == b"reverse" or len(inputs) > 4:
        return None
    x, w, r = inputs[:3]
    units = at["hidden_size"]
    b = inputs[3] if len(inputs) == 4 else np.zeros((w.shape[0], 2 * w.shape[1]), np.float32)
    after = bool(at.get("linear_before_reset"))
    names = {"LSTM": "lstm", "GRU": "gru", "RNN": "simple_rnn"}
    layer = kind(names[op], units=units, return_sequences=len(outputs[0].shape) == 4)
    if op == "GRU":
        layer["reset_after"] = after
    before = not (op == "GRU" and after)
    parameters = sum((gates(op, *direction, units, before) for direction in zip(w, r, b)), [])
    # Y is [steps, directions, batch, units], Y_h [directions, batch, units].
    y = outputs[0]
    y = np.moveaxis(y, [2, 0, 1], [0, 1, 2]) if y.ndim == 4 else np.moveaxis(y, 1, 0)
    if len(w) == 2:
        layer = kind("bidirectional", layer=layer)
    return layer, np.moveaxis(x, 1, 0), parameters, y


def translate(op, at, inputs, outputs):
    """Layer, inputs with the batch first, parameters, outputs."""
    x, y = inputs[0], outputs[0]
    if op in FUNCTIONS:
        function = FUNCTIONS[op](at)
        if function is None or (op == "Softmax" and at.get("axis") == 2 and x.ndim != 3):
            return None
        rows = x if op == "Softmax" and x.ndim > 1 else x.reshape(1, *x.shape)
        return kind("activation", activation=function), rows, [], y
    if op == "Conv":
        found = windows(op, at, x)
        if not found:
            return None
        settings, size = found
        layer = kind("conv2_d", filters=len(y[0]), kernel_size=size, activation=LINEAR, bias=False, **settings)
        return layer, last(x), [np.moveaxis(inputs[1], [0, 1], [-1, -2])], last(y)
    if op in ("MaxPool", "AveragePool"):
        found = x.dtype == np.float32 and windows(op, at, x)
        if not found:
            return None
        settings, size = found
        name = op.replace("P", "_p").lower() + f"{x.ndim - 2}_d"
        return kind(name, pool_size=size, **settings), last(x), [], last(y)
    if op in ("GlobalMaxPool", "GlobalAveragePool"):
        name = "global_max_pool2_d" if "Max" in op else "global_average_pool2_d"
        return kind(name), last(x), [], last(y)
    if op == "BatchNormalization" and not at.get("training_mode"):
        layer = kind("batch_normalization", epsilon=at.get("epsilon", 1e-5))
        return layer, last(x), inputs[1:], last(y)
    if op in ("Gemm", "MatMul") and x.ndim == inputs[1].ndim == 2 and not {"alpha", "beta"} & set(at):
        x = x.T if at.get("transA") else x
        w = inputs[1].T if at.get("transB") else inputs[1]
        bias = inputs[2:]
        if bias and bias[0].size == y.size:
            return None  # one bias a sample
        bias = [np.broadcast_to(bias[0], (1, w.shape[1]))] if bias else []
        return kind("dense", units=w.shape[1], activation=LINEAR, bias=bool(bias)), x, [w, *bias], y
    if op == "Flatten" and at.get("axis", 1) in (1, -3):
        return kind("flatten"), x, [], y
    if op == "Reshape" and y.size and y.ndim:
        return kind("reshape", shape=list(y.shape)), x.reshape(1, *x.shape), [], y
    if op == "Gather" and at.get("axis", 0) == 0 and inputs[1].min() >= 0:
        width = x[0].size
        layer = kind("embedding", words=len(x), width=width)
        return layer, inputs[1].reshape(1, -1).astype("float32"), [x], y
    if op in ("LSTM", "GRU", "RNN"):
        return recurrent(op, at, inputs, outputs)
    return None


def attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def by_onnxruntime():
    """Recurrent layers with varied weights: both directions, all steps or the last one."""
    rng = np.random.RandomState(41)
    draw = lambda *shape: rng.uniform(-1, 1, shape).astype("float32")
    steps, batch, channels, units = 5, 2, 3, 4
    for op, count in [("LSTM", 4), ("GRU", 3), ("RNN", 1)]:
        for direction, sides in [("forward", 1), ("bidirectional", 2)]:
            for after in [0, 1] if op == "GRU" else [None]:
                for output in ["Y", "Y_h"]:
                    at = {"hidden_size": units, "direction": direction}
                    if after is not None:
                        at["linear_before_reset"] = after
                    width = count * units
                    values = [
                        draw(steps, batch, channels), draw(sides, width, channels), draw(sides, width, units),
                        draw(sides, 2 * width),
                    ]
                    names = ["X", "W", "R", "B"]
                    outputs = ["Y", ""] if output == "Y" else ["", "Y_h"]
                    node = helper.make_node(op, names, outputs, **at)
                    infos = [helper.make_tensor_value_info(n, TensorProto.FLOAT, v.shape) for n, v in zip(names, values)]
                    result = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
                    graph = helper.make_graph([node], "one", infos, [result])
                    opset = [helper.make_opsetid("", 15)]
                    model = helper.make_model(graph, opset_imports=opset, ir_version=8)
                    session = onnxruntime.InferenceSession(model.SerializeToString())
                    found = session.run([output], dict(zip(names, values)))
                    name = f"onnxruntime_{op}_{direction}_{output}" + ("" if after is None else f"_{after}")
                    yield name.lower(), op, attributes(node), values, found


def by_onnx():
    for case in collect_testcases(None):
        nodes = case.model.graph.node
        if len(nodes) == 1 and "expanded" not in case.name:
            inputs, outputs = case.data_sets[0]
            yield case.name, nodes[0].op_type, attributes(nodes[0]), inputs, outputs


golden = {}
for name, op, at, inputs, outputs in [*by_onnx(), *by_onnxruntime()]:
    arrays = all(isinstance(v, (np.ndarray, np.generic)) for v in [*inputs, *outputs]) and inputs
    found = translate(op, at, inputs, outputs) if arrays else None
    if not found:
        continue
    layer, x, parameters, y = found
    if x.size + y.size + sum(p.size for p in parameters) > LARGEST:
        continue
    numbers = lambda arrays: [float("%.9g" % v) for a in arrays for v in np.ravel(a)]
    golden[name] = {
        "layer": layer, "input": list(x.shape[1:]), "x": numbers([x]), "parameters": numbers(parameters), "y": numbers([y]),
    }
print("{", ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items()), "}", sep="\n")
