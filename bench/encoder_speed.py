"""How many times faster the accurate tier reads than an encoder of BERT base's size: python3 encoder_speed.py RELATA_BENCH

RELATA_BENCH is the program `target/release/relata-bench`; run this from the root of the repository. The tier goes from raw
text to trees. The other is the bare encoder on ONNX Runtime, fp32 and int8 (dynamic, per channel), with weights of chance,
on sentences of the same lengths sorted into batches of 16, each token one piece. One thread, CPU time, best of three rounds.
Needs: pip install -r requirements-encoders.txt
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

LAYERS, WIDTH, HEADS, INNER, PIECES = 12, 768, 12, 3072, 30522
BATCH, ROUNDS = 16, 3


class Graph:
    """Nodes and weights, one after the other."""

    def __init__(self):
        self.nodes, self.weights, self.chance = [], [], np.random.default_rng(1)

    def weight(self, *shape, value=None):
        array = self.chance.normal(0, 0.02, shape) if value is None else np.full(shape, value)
        return self.constant(array.astype(np.float32))

    def constant(self, array):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def add(self, kind, *inputs, **attributes):
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def dense(self, x, inputs, outputs):
        return self.add("Add", self.add("MatMul", x, self.weight(inputs, outputs)), self.weight(outputs))

    def norm(self, x):
        return self.add("LayerNormalization", x, self.weight(WIDTH, value=1), self.weight(WIDTH, value=0), epsilon=1e-12)

    def split(self, x, order):
        shape = self.constant(np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
        return self.add("Transpose", self.add("Reshape", x, shape), perm=order)

    def layer(self, x):
        query = self.split(self.dense(x, WIDTH, WIDTH), [0, 2, 1, 3])
        key = self.split(self.dense(x, WIDTH, WIDTH), [0, 2, 3, 1])
        value = self.split(self.dense(x, WIDTH, WIDTH), [0, 2, 1, 3])
        root = self.constant(np.array((WIDTH // HEADS) ** -0.5, np.float32))
        shares = self.add("Softmax", self.add("Mul", self.add("MatMul", query, key), root), axis=-1)
        mixed = self.add("Transpose", self.add("MatMul", shares, value), perm=[0, 2, 1, 3])
        mixed = self.add("Reshape", mixed, self.constant(np.array([0, 0, WIDTH], np.int64)))
        x = self.norm(self.add("Add", x, self.dense(mixed, WIDTH, WIDTH)))
        wide = self.add("Gelu", self.dense(x, WIDTH, INNER))
        return self.norm(self.add("Add", x, self.dense(wide, INNER, WIDTH)))


def write(path):
    graph = Graph()
    x = graph.norm(graph.add("Gather", graph.weight(PIECES, WIDTH), "ids"))
    for _ in range(LAYERS):
        x = graph.layer(x)
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])
    out = helper.make_tensor_value_info(x, TensorProto.FLOAT, ["batch", "length", WIDTH])
    made = helper.make_graph(graph.nodes, "encoder", [ids], [out], graph.weights)
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=10), path)


def batches(text):
    sentences = [re.findall(r"\w+|[^\w\s]", part) for part in re.split(r"(?<=[.!?])\s+", text)]
    lengths = sorted(len(sentence) + 2 for sentence in sentences if sentence)
    chance = np.random.default_rng(2)
    for start in range(0, len(lengths), BATCH):
        part = lengths[start : start + BATCH]
        yield sum(part) - 2 * len(part), chance.integers(0, PIECES, (len(part), max(part)))


def words_per_second(path, text):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    found = list(batches(text))
    seconds = []
    for _ in range(ROUNDS):
        clock = time.process_time()
        for _, ids in found:
            session.run(None, {"ids": ids})
        seconds.append(time.process_time() - clock)
    return sum(words for words, _ in found) / min(seconds)


def main():
    text = pathlib.Path("crates/bench/texts/news.txt").read_text("utf8")
    printed = subprocess.run([sys.argv[1], "encoders"], check=True, capture_output=True, text=True).stdout
    print(printed)
    best = next(line for line in printed.splitlines()[2:])
    ours = float(re.split(r"\s{2,}", best)[1])
    with tempfile.TemporaryDirectory() as folder:
        exact, rounded = f"{folder}/exact.onnx", f"{folder}/rounded.onnx"
        write(exact)
        quantize_dynamic(exact, rounded, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"])
        for name, path in [("fp32", exact), ("int8", rounded)]:
            speed = words_per_second(path, text)
            print(f"BERT base's size on ONNX Runtime {onnxruntime.__version__}, {name}: {speed:.0f} words/s, {ours / speed:.1f} times")


main()
