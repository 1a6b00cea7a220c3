"""FORMAT.md once more, in NumPy alone, against the reference of the weights that lie in models/."""

import json
import struct
import unittest
from pathlib import Path

import numpy as np

MODELS = Path(__file__).parents[2] / "models"


def load(path):
    raw = path.read_bytes()
    assert raw[:8] == b"RELATAAC"
    version, alignment, length = struct.unpack_from("<IIQ", raw, 8)
    assert version == 1
    manifest = json.loads(raw[24 : 24 + length])
    data = -(-(24 + length) // alignment) * alignment
    tensors = {}
    for t in manifest["tensors"]:
        kind = {"i8": np.int8, "f32": np.float32}[t["type"]]
        assert t["offset"] % 64 == 0
        tensors[t["name"]] = np.frombuffer(raw, kind, int(np.prod(t["shape"])), data + t["offset"]).reshape(t["shape"])
    return manifest, tensors


class Model:
    def __init__(self, path):
        self.manifest, self.t = load(path)

    def dense(self, x, name):
        s = np.abs(x).max(-1, keepdims=True) / np.float32(127)
        q = np.clip(np.rint(x * np.where(s > 0, 1 / s, 0)), -127, 127).astype(np.int32)
        y = (q @ self.t[name + ".rows"].astype(np.int32).T).astype(np.float32) * s * self.t[name + ".scales"]
        return y + self.t.get(name + ".bias", np.float32(0))

    def norm(self, x, name):
        centred = x - x.mean(-1, keepdims=True)
        variance = (centred * centred).mean(-1, keepdims=True)
        return centred / np.sqrt(variance + 1e-12) * self.t[name + ".weight"] + self.t[name + ".bias"]

    def encode(self, ids, cases):
        t = self.t
        x = t["pieces.rows"][ids] * t["pieces.scales"][ids][:, None] + t["cases"][cases] + t["positions"][: len(ids)]
        x = self.norm(x.astype(np.float32), "input_norm")
        self.inner = [x[1, :16]]
        for layer in range(6):
            at = f"layers.{layer}."
            q, k, v = np.split(self.dense(x, at + "query_key_value"), 3, axis=1)
            mixed = np.concatenate([attend(*(part[:, 32 * h : 32 * h + 32] for part in (q, k, v))) for h in range(12)], axis=1)
            x = self.norm(x + self.dense(mixed, at + "attended"), at + "attention_norm")
            x = self.norm(x + self.dense(gelu(self.dense(x, at + "widen")), at + "narrow"), at + "output_norm")
            self.inner.append(x[1, :16])
        return x

    def scores(self, x, heads):
        """Tag logits, arc scores and label scores for the given heads."""
        tags = self.dense(x[1:], "tag_rows")
        y = self.dense(x, "project")
        y = np.where(y > 0, y, np.float32(0.1) * y)
        aw, ah, lw, lh = np.split(y, [320, 640, 736], axis=1)
        arcs = self.dense(aw[1:], "arc_product") @ ah.T
        of_head = lh[heads]
        turned = self.dense(lw[1:], "label_product").reshape(len(heads), -1, 96)
        labels = (turned * of_head[:, None]).sum(-1) + self.dense(of_head, "label_head_rows") + self.dense(lw[1:], "label_word_rows")
        return tags, arcs, labels


def attend(q, k, v):
    scores = q @ k.T
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True) @ v


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi).astype(np.float32) * (x + 0.044715 * x**3)))


@unittest.skipUnless((MODELS / "accurate.bin").exists(), "no weights")
class Format(unittest.TestCase):
    def test_numpy_agrees_with_the_reference(self):
        model = Model(MODELS / "accurate.bin")
        tags_of = model.manifest["tags"]
        for entry in json.loads((MODELS / "accurate.reference.json").read_text()):
            x = model.encode(np.array(entry["ids"]), np.array(entry["cases"]))[entry["first"]]
            tags, arcs, labels = model.scores(x, np.array(entry["heads"]))
            arcs[0, 1] = -100  # no word hangs on itself
            cuts = np.cumsum([len(values) for values in tags_of.values()])[:-1]
            logits = dict(zip(tags_of, np.split(tags, cuts, axis=1)))
            for name in ("upos", "xpos", "kinds"):
                ours = [tags_of[name][i] for i in logits[name].argmax(-1)]
                wrong = [i for i, (a, b) in enumerate(zip(ours, entry[name])) if a != b]
                self.assertEqual(set(wrong) - set(entry["unsure"][name]), set())
            np.testing.assert_allclose(model.inner[0], entry["first_word_before_layer_0"], atol=0.001)
            np.testing.assert_allclose(model.inner[1], entry["first_word_behind_layer_0"], atol=0.01)
            np.testing.assert_allclose(x[0, :16], entry["root_vector"], atol=0.1)
            np.testing.assert_allclose(x[1, :16], entry["first_word_vector"], atol=0.1)
            for ours, theirs in (
                (logits["upos"][0], "upos_scores_of_first_word"),
                (logits["names"][0], "name_scores_of_first_word"),
                (arcs[0], "arc_scores_of_first_word"),
                (labels[0], "label_scores_of_first_word"),
            ):
                np.testing.assert_allclose(ours, entry[theirs], atol=2)


if __name__ == "__main__":
    unittest.main()
