"""Sentences to tensors."""

from dataclasses import dataclass

import torch

from .pieces import case_features

IGNORED = -100


@dataclass
class Encoded:
    """A sentence as numbers: chunks of pieces, where each word starts, and the gold values as ids."""

    ids: list
    cases: list
    first: list
    gold: dict


def encode(sentence, vocabulary, indexes, limit):
    """Numbers of a sentence, or nothing where it has more pieces than one chunk takes."""
    ids, cases, first = [vocabulary.start], [0], [0]
    for form, feature in zip(sentence.forms, case_features(sentence.forms)):
        found = vocabulary.word(form)
        first.append(len(ids))
        ids.extend(found)
        cases.extend([feature] * len(found))
    ids.append(vocabulary.end)
    cases.append(0)
    if limit and len(ids) > limit:
        return None
    count = len(sentence)
    gold = {"heads": [IGNORED] * count if sentence.heads is None else sentence.heads}
    for name, values in (("upos", sentence.upos), ("xpos", sentence.xpos), ("labels", sentence.labels)):
        gold[name] = [indexes[name].get(value, IGNORED) for value in values]
    for name, values in (("names", sentence.names), ("kinds", sentence.kinds), ("gum_names", sentence.gum_names)):
        gold[name] = [IGNORED] * count if values is None else [indexes[name][value] for value in values]
    return Encoded(ids, cases, first, gold)


def by_length(encoded, budget, random=None):
    """Indexes in batches of at most `budget` padded pieces; with `random` lengths are mixed a little and batches shuffled."""
    noise = (lambda: random.random() * 3) if random else (lambda: 0)
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids) + noise())
    batches, batch, longest = [], [], 0
    for i in order:
        longest_then = max(longest, len(encoded[i].ids))
        if batch and longest_then * (len(batch) + 1) > budget:
            batches.append(batch)
            batch, longest_then = [], len(encoded[i].ids)
        batch.append(i)
        longest = longest_then
    batches.append(batch)
    if random:
        random.shuffle(batches)
    return batches


def tensors(encoded, padding):
    """ids, cases, mask, first, words (mask of real words) and gold, padded."""
    rows = len(encoded)
    n_pieces = max(len(e.ids) for e in encoded)
    n_words = max(len(e.first) for e in encoded)
    ids = torch.full((rows, n_pieces), padding)
    cases = torch.zeros(rows, n_pieces, dtype=torch.long)
    mask = torch.zeros(rows, n_pieces, dtype=torch.bool)
    first = torch.zeros(rows, n_words, dtype=torch.long)
    real = torch.zeros(rows, n_words, dtype=torch.bool)
    gold = {name: torch.full((rows, n_words - 1), IGNORED) for name in encoded[0].gold}
    for i, e in enumerate(encoded):
        ids[i, : len(e.ids)] = torch.tensor(e.ids)
        cases[i, : len(e.ids)] = torch.tensor(e.cases)
        mask[i, : len(e.ids)] = True
        first[i, : len(e.first)] = torch.tensor(e.first)
        real[i, : len(e.first)] = True
        for name, values in e.gold.items():
            gold[name][i, : len(values)] = torch.tensor(values)
    return ids, cases, mask, first, real, gold


def arc_mask(real):
    """True where word d may hang on h: both are real and differ."""
    words = real.shape[1] - 1
    itself = torch.eye(words + 1, dtype=torch.bool)[1:]
    return real[:, None, :] & ~itself
