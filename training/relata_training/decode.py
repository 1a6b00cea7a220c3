"""Scores to trees and names: what the heads mean."""

import numpy


def tree(scores):
    """The best well-formed tree with one root. scores[d, h]: word d (from 0) hangs on h (0 is the root, h - 1 a word)."""
    count = scores.shape[0]
    full = numpy.full((count + 1, count + 1), -numpy.inf)
    full[1:, :] = scores
    numpy.fill_diagonal(full, -numpy.inf)
    heads = full.argmax(axis=1)
    heads[0] = 0
    if (heads[1:] == 0).sum() == 1 and not _cycle(heads):
        return heads[1:]
    best, best_score = None, -numpy.inf
    for root in range(1, count + 1):
        limited = full.copy()
        limited[1:, 0] = -numpy.inf
        limited[root, :] = -numpy.inf
        limited[root, 0] = 0.0
        upper = limited[1:].max(axis=1).sum() + full[root, 0]
        if upper <= best_score:
            continue
        heads = _spanning(limited)
        score = full[numpy.arange(1, count + 1), heads[1:]].sum()
        if score > best_score:
            best, best_score = heads, score
    return best[1:]


def _cycle(heads):
    """The first cycle met when walking up from each node in order, or nothing."""
    state = numpy.zeros(len(heads), dtype=int)
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node):]
        for passed in path:
            state[passed] = 2
    return []


def _spanning(scores):
    """Chu-Liu-Edmonds over a square matrix; row d holds the scores of d's heads, 0 is the root."""
    heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    count = len(heads)
    inside = numpy.zeros(count, dtype=bool)
    inside[cycle] = True
    rest = [i for i in range(count) if not inside[i]]
    new = len(rest)
    small = numpy.full((new + 1, new + 1), -numpy.inf)
    small[:new, :new] = scores[numpy.ix_(rest, rest)]
    members = numpy.array(cycle)
    out_of = scores[numpy.ix_(rest, members)]
    leaves = members[out_of.argmax(axis=1)]
    small[:new, new] = out_of.max(axis=1)
    own = scores[members, heads[members]]
    into = scores[numpy.ix_(members, rest)] - own[:, None]
    enters = members[into.argmax(axis=0)]
    small[new, :new] = into.max(axis=0)
    small[0, :] = -numpy.inf
    solved = _spanning(small)
    result = numpy.zeros(count, dtype=int)
    for j, node in enumerate(rest):
        if node:
            result[node] = leaves[j] if solved[j] == new else rest[solved[j]]
    result[members] = heads[members]
    source = solved[new]
    result[enters[source]] = rest[source]
    return result


TOUCH = 2.0
"""What it costs that a name begins right behind another: between two names there is nearly always a word."""


GUM_WEIGHT = 0.3
"""How much the names learnt by a rule from GUM's mentions add to those of the gold names."""


def both_names(gold, gum, tags):
    """Log-probabilities of the gold names' tags, with a share of GUM's; the tags of OTH mean other things there and add nothing."""
    return gold + GUM_WEIGHT * numpy.where([tag.endswith("OTH") for tag in tags], 0.0, gum)


def names(scores, tags):
    """The best sequence of BIO tags in which every I- continues its name. scores[word, tag]."""
    if not len(scores):
        return []
    steps = numpy.array([[_step(before, tag) for tag in tags] for before in tags])
    total = scores[0] + numpy.array([_step("O", tag) for tag in tags])
    back = []
    for row in scores[1:]:
        paths = total[:, None] + steps
        back.append(paths.argmax(axis=0))
        total = paths.max(axis=0) + row
    path = [int(total.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return [tags[i] for i in reversed(path)]


def _step(before, tag):
    if tag.startswith("I-"):
        return 0.0 if before[2:] == tag[2:] else -numpy.inf
    return -TOUCH if tag.startswith("B-") and before != "O" else 0.0
