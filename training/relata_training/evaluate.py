"""Scores on treebanks: gold sentences and tokens, predicted tags, punctuation counted."""

from collections import Counter
from dataclasses import dataclass, replace

import torch

from . import batches, decode
from .augment import upper
from .data import name_spans


@dataclass
class Parse:
    """What the model says of a sentence."""

    upos: list
    xpos: list
    heads: list
    labels: list
    names: list
    kinds: list


@torch.no_grad()
def parse(network, vocabulary, sentences, budget=3000):
    """Parses sentences with proper decoding, in their order."""
    network.eval()
    indexes = {name: {} for name in ("upos", "xpos", "labels", "names", "kinds")}
    plain = [replace(sentence, names=None, kinds=None, gum_names=None) for sentence in sentences]
    encoded = [batches.encode(sentence, vocabulary, indexes, None) for sentence in plain]
    found = [None] * len(sentences)
    for chosen in batches.by_length(encoded, budget):
        words = vectors(network, vocabulary, [encoded[i] for i in chosen])
        for i, x in zip(chosen, words):
            found[i] = parse_words(network, x)
    return found


def vectors(network, vocabulary, encoded):
    """Root and word vectors of each sentence; one that is longer than the position table is cut into chunks."""
    limit = network.shape.positions
    if len(encoded) == 1 and len(encoded[0].ids) > limit:
        parts = [network.words(*batches.tensors([chunk], vocabulary.padding)[:4])[0] for chunk in chunks(encoded[0], limit)]
        return [torch.cat([parts[0], *(part[1:] for part in parts[1:])])]
    if any(len(e.ids) > limit for e in encoded):
        return [vectors(network, vocabulary, [e])[0] for e in encoded]
    ids, cases, mask, first, _, _ = batches.tensors(encoded, vocabulary.padding)
    x = network.words(ids, cases, mask, first)
    return [x[i, : len(e.first)] for i, e in enumerate(encoded)]


def chunks(encoded, limit):
    """Cuts before the first word that does not fit any more; each chunk has its own [CLS] and [SEP]."""
    ends = [*encoded.first[2:], len(encoded.ids) - 1]
    chunk = None
    for start, end in zip(encoded.first[1:], ends):
        if chunk is None or len(chunk.ids) + (end - start) > limit - 1:
            if chunk:
                yield _closed(chunk, encoded)
            chunk = batches.Encoded([encoded.ids[0]], [0], [0], {})
        chunk.first.append(len(chunk.ids))
        chunk.ids.extend(encoded.ids[start:end])
        chunk.cases.extend(encoded.cases[start:end])
    yield _closed(chunk, encoded)


def _closed(chunk, encoded):
    chunk.ids.append(encoded.ids[-1])
    chunk.cases.append(0)
    return chunk


@torch.no_grad()
def parse_words(network, x):
    """Tags, tree and names of one sentence from its vectors."""
    logits, arcs, label_word, label_head = network.heads(x.unsqueeze(0))
    heads = decode.tree(arcs[0].double().numpy())
    scores = network.label_scores(label_word, label_head, torch.tensor(heads).unsqueeze(0))[0]
    root = network.labels.index("root")
    scores[:, root] = float("-inf")
    labels = [network.labels[i] for i in scores.argmax(-1).tolist()]
    labels = ["root" if head == 0 else label for head, label in zip(heads.tolist(), labels)]
    best = {name: [network.tags[name][i] for i in values[0].argmax(-1).tolist()] for name, values in logits.items()}
    gold, gum = (torch.log_softmax(logits[name][0].double(), -1).numpy() for name in ("names", "gum_names"))
    names = decode.names(decode.both_names(gold, gum, network.tags["names"]), network.tags["names"])
    return Parse(best["upos"], best["xpos"], heads.tolist(), labels, names, best["kinds"])


def scores(sentences, parses):
    """Shares of words, and precision, recall and F1 of names of the three types that the names' test counts."""
    right = Counter()
    spans = Counter()
    for gold, found in zip(sentences, parses):
        right["words"] += len(gold)
        for i in range(len(gold)):
            right["upos"] += gold.upos[i] == found.upos[i]
            right["xpos"] += gold.xpos[i] == found.xpos[i]
            if gold.heads[i] == found.heads[i]:
                right["uas"] += 1
                right["las"] += gold.labels[i].split(":")[0] == found.labels[i].split(":")[0]
                right["full"] += gold.labels[i] == found.labels[i]
            if gold.kinds is not None:
                right["kind_words"] += 1
                right["kinds"] += gold.kinds[i] == found.kinds[i]
        if gold.names is not None:
            ours = {span for span in name_spans(found.names) if span[2] != "OTH"}
            theirs = {span for span in name_spans(gold.names) if span[2] != "OTH"}
            spans["both"] += len(ours & theirs)
            spans["found"] += len(ours)
            spans["gold"] += len(theirs)
    shares = {name: right[name] / right["words"] for name in ("upos", "xpos", "uas", "las", "full")}
    shares["words"] = right["words"]
    if right["kind_words"]:
        shares["kinds"] = right["kinds"] / right["kind_words"]
    if spans["gold"]:
        shares["names_p"] = spans["both"] / max(1, spans["found"])
        shares["names_r"] = spans["both"] / spans["gold"]
        shares["names"] = 2 * spans["both"] / (spans["found"] + spans["gold"])
    return shares


def score(network, vocabulary, sentences, capitals=False):
    """Scores of the network on a treebank, on its words in capitals if asked."""
    shown = [upper(sentence) for sentence in sentences] if capitals else sentences
    return scores(sentences, parse(network, vocabulary, shown))


def line(shares):
    """The scores on one line."""
    parts = [f"words {shares['words']}"]
    parts += [f"{name} {100 * shares[name]:.2f}" for name in ("upos", "xpos", "uas", "las", "full", "kinds", "names") if name in shares]
    return "  ".join(parts)
