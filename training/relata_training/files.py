"""The weights' file, written and read as FORMAT.md says."""

import json
import struct

import numpy
import torch

from .decode import GUM_WEIGHT, TOUCH
from .model import Dense, Network, Shape
from .pieces import CASES, MAX_PART, MAX_PIECES_PER_WORD, Vocabulary
from .quantise import whole_rows

MAGIC, VERSION, ALIGNMENT = b"RELATAAC", 1, 64
TYPES = {"i8": numpy.dtype("<i1"), "f32": numpy.dtype("<f4")}


def tensors_of(network):
    """(name, type, array) of each tensor of an exact network, in the order of the file."""

    def floats(name, value):
        return name, "f32", value.detach().numpy().astype(TYPES["f32"])

    rows, scales = whole_rows(network.encoder.piece_rows.detach())
    yield "pieces.rows", "i8", rows.numpy().astype(TYPES["i8"])
    yield floats("pieces.scales", scales)
    yield floats("positions", network.encoder.position_rows)
    yield floats("cases", network.encoder.case_rows)
    for path, module in network.named_modules():
        name = path.removeprefix("encoder.")
        if isinstance(module, Dense):
            rows, scales = whole_rows(module.weight.detach())
            yield f"{name}.rows", "i8", rows.numpy().astype(TYPES["i8"])
            yield floats(f"{name}.scales", scales)
            if module.bias is not None:
                yield floats(f"{name}.bias", module.bias)
        elif isinstance(module, torch.nn.LayerNorm):
            yield floats(f"{name}.weight", module.weight)
            yield floats(f"{name}.bias", module.bias)


def write(path, network, vocabulary):
    """Writes the network in int8."""
    listed, parts, offset = [], [], 0
    for name, kind, array in tensors_of(network):
        raw = numpy.ascontiguousarray(array).tobytes()
        listed.append({"name": name, "type": kind, "shape": list(array.shape), "offset": offset, "bytes": len(raw)})
        filled = -len(raw) % ALIGNMENT
        parts.append(raw + bytes(filled))
        offset += len(raw) + filled
    manifest = {
        "shape": network.shape.as_dict(),
        "max_pieces_per_word": MAX_PIECES_PER_WORD,
        "max_part": MAX_PART,
        "name_touch": TOUCH,
        "gum_weight": GUM_WEIGHT,
        "cases": CASES,
        "tags": network.tags,
        "labels": network.labels,
        "tensors": listed,
        "pieces": vocabulary.pieces,
    }
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    head = MAGIC + struct.pack("<IIQ", VERSION, ALIGNMENT, len(text)) + text
    path.write_bytes(head + bytes(-len(head) % ALIGNMENT) + b"".join(parts))


def read(path):
    """Network and vocabulary of a file; the network calculates in int8."""
    raw = path.read_bytes()
    version, alignment, length = struct.unpack_from("<IIQ", raw, 8)
    if raw[:8] != MAGIC or version != VERSION:
        raise ValueError(f"{path} is no weights' file of version {VERSION}")
    manifest = json.loads(raw[24 : 24 + length])
    start = -(-(24 + length) // alignment) * alignment
    found = {}
    for entry in manifest["tensors"]:
        count = int(numpy.prod(entry["shape"]))
        array = numpy.frombuffer(raw, TYPES[entry["type"]], count, start + entry["offset"])
        found[entry["name"]] = torch.from_numpy(array.reshape(entry["shape"]).astype(numpy.float32))
    network = Network(Shape(**manifest["shape"]), manifest["tags"], manifest["labels"]).eval()
    encoder = network.encoder
    encoder.piece_rows.data = found["pieces.rows"] * found["pieces.scales"][:, None]
    encoder.position_rows.data, encoder.case_rows.data = found["positions"], found["cases"]
    for path_of, module in network.named_modules():
        name = path_of.removeprefix("encoder.")
        if isinstance(module, Dense):
            module.set_int8(found[f"{name}.rows"], found[f"{name}.scales"])
            if module.bias is not None:
                module.bias.data = found[f"{name}.bias"]
        elif isinstance(module, torch.nn.LayerNorm):
            module.weight.data, module.bias.data = found[f"{name}.weight"], found[f"{name}.bias"]
    return network, Vocabulary(manifest["pieces"])
