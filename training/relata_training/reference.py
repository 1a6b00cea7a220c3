"""A few sentences of our own with all that the int8 model says of them, for the test of the Rust side."""

import json

import torch

from . import batches, evaluate
from .data import Sentence

SENTENCES = [
    "Gunmen killed three policemen near Kandahar on Monday , officials said .",
    "GOVERNMENT REJECTS REBELS ' OFFER OF TALKS",
    "The spokesman of the Free Aceh Movement , Anwar Yusuf , denied that his fighters had shelled al - Qaim .",
    "“ We wo n’t sign , ” she told Radio Zürich at 10:45 on 3 May .",
    "Talks between Colombia and the FARC , which broke off in 2002 after a hijacking , may resume in Oslo unless the army attacks again .",
]


def bare(forms):
    """A sentence of which nothing but the words is known."""
    count = len(forms)
    return Sentence("", forms, ["X"] * count, ["X"] * count, [0] * count, ["root"] * count)


def rounded(values):
    return [round(float(value), 4) for value in values]


def inner(network, encoded, padding):
    """What the first word's first piece is before and behind the first layer: there roundings have not yet spread."""
    seen = []
    modules = (network.encoder.input_norm, network.encoder.layers[0])
    hooks = [module.register_forward_hook(lambda _, __, output: seen.append(output[0, 1])) for module in modules]
    network.words(*batches.tensors([encoded], padding)[:4])
    for hook in hooks:
        hook.remove()
    return seen


def unsure(scores, margin):
    """Words whose best two scores are nearer than the margin: there another order of sums may give the other."""
    best = scores.topk(2, -1).values
    return [i for i, (first, second) in enumerate(best.tolist()) if first - second < margin]


@torch.no_grad()
def entries(network, vocabulary):
    """One entry a sentence; numbers of the root's and the first word's vectors and of the first word's scores."""
    nothing = {name: {} for name in ("upos", "xpos", "labels")}
    for text in SENTENCES:
        forms = text.split(" ")
        encoded = batches.encode(bare(forms), vocabulary, nothing, None)
        x = evaluate.vectors(network, vocabulary, [encoded])[0]
        found = evaluate.parse_words(network, x)
        logits, arcs, label_word, label_head = network.heads(x[None])
        labels = network.label_scores(label_word, label_head, torch.tensor([found.heads]))
        arcs[0].diagonal(1).fill_(-100.0)
        before, behind = inner(network, encoded, vocabulary.padding)
        yield {
            "words": forms,
            "ids": encoded.ids,
            "cases": encoded.cases,
            "first": encoded.first,
            "upos": found.upos,
            "xpos": found.xpos,
            "heads": found.heads,
            "labels": found.labels,
            "names": found.names,
            "kinds": found.kinds,
            "unsure": {
                **{name: unsure(logits[name][0], 1.0) for name in ("upos", "xpos", "names", "kinds")},
                "heads": unsure(arcs[0], 3.0),
                "labels": unsure(labels[0], 2.0),
            },
            "first_word_before_layer_0": rounded(before[:16]),
            "first_word_behind_layer_0": rounded(behind[:16]),
            "root_vector": rounded(x[0, :16]),
            "first_word_vector": rounded(x[1, :16]),
            "upos_scores_of_first_word": rounded(logits["upos"][0, 0]),
            "name_scores_of_first_word": rounded(logits["names"][0, 0]),
            "arc_scores_of_first_word": rounded(arcs[0, 0]),
            "label_scores_of_first_word": rounded(labels[0, 0]),
        }


def write(path, network, vocabulary):
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries(network, vocabulary)]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf8")
