"""Treebanks and names: files to sentences."""

import re
from dataclasses import dataclass
from pathlib import Path

NAME_TYPES = ["PER", "LOC", "ORG", "OTH"]
KINDS = ["none", "person", "place", "organization", "object", "event", "time", "substance", "animal", "plant", "abstract"]
GUM_NAMES = {"person": "PER", "place": "LOC", "organization": "ORG", "event": "OTH", "object": "OTH", "abstract": "OTH"}


@dataclass
class Sentence:
    """A sentence with its gold analysis; names, kinds and even heads are None where the source does not tell."""

    id: str
    forms: list
    upos: list
    xpos: list
    heads: list | None
    labels: list
    names: list | None = None
    kinds: list | None = None
    gum_names: list | None = None

    def __len__(self):
        return len(self.forms)


def read_treebank(path):
    """Reads CoNLL-U; multiword tokens and empty nodes are left out. GUM's `Entity` gives kinds and weak names."""
    sentences, rows, sent_id, has_entities = [], [], None, False
    for line in Path(path).read_text(encoding="utf8").splitlines():
        if line.startswith("# sent_id"):
            sent_id = line.split("=", 1)[1].strip()
        elif line.startswith("# global.Entity"):
            has_entities = True
        elif not line and rows:
            sentences.append(_sentence(sent_id, rows, has_entities))
            rows = []
        elif line[:1].isdigit():
            fields = line.split("\t")
            if fields[0].isdigit():
                rows.append(fields)
    if rows:
        sentences.append(_sentence(sent_id, rows, has_entities))
    return sentences


def _sentence(sent_id, rows, has_entities):
    sentence = Sentence(
        sent_id, [r[1] for r in rows], [r[3] for r in rows], [r[4] for r in rows], [int(r[6]) for r in rows], [r[7] for r in rows]
    )
    if has_entities:
        mentions = _mentions(rows)
        sentence.kinds = _kinds(sentence, mentions)
        sentence.gum_names = _names_of_mentions(sentence, mentions)
    return sentence


def _mentions(rows):
    """(start, end, kind) of each mention that opens and closes in the sentence, by GUM's bracket notation."""
    mentions, stack = [], []
    for i, row in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", found.group(1) if found else ""):
            if part.startswith("("):
                fields = part.strip("()").split("-")
                stack.append((fields[0], i, fields[1] if len(fields) > 1 else ""))
                if part.endswith(")"):
                    _, start, kind = stack.pop()
                    mentions.append((start, i + 1, kind))
            else:
                name = part.rstrip(")")
                match = next((j for j in range(len(stack) - 1, -1, -1) if stack[j][0] == name), None)
                if match is not None:
                    _, start, kind = stack.pop(match)
                    mentions.append((start, i + 1, kind))
    return mentions


def _head_of(sentence, start, end):
    inside = [i for i in range(start, end) if not start < sentence.heads[i] <= end]
    return inside[0] if inside else start


def _kinds(sentence, mentions):
    """For the head word of each mention its kind; the smallest mention wins."""
    kinds = ["none"] * len(sentence)
    for start, end, kind in sorted(mentions, key=lambda m: m[0] - m[1]):
        if kind in KINDS:
            kinds[_head_of(sentence, start, end)] = kind
    return kinds


def _names_of_mentions(sentence, mentions):
    """Names by a rule: the run of proper nouns around the head of a mention."""
    tags = ["O"] * len(sentence)
    joins = {"-", "of", "&", "'s"}
    proper = [u == "PROPN" for u in sentence.upos]
    for start, end, kind in sorted(mentions, key=lambda m: m[0] - m[1]):
        head = _head_of(sentence, start, end)
        if kind not in GUM_NAMES or not proper[head]:
            continue
        joined = joins if kind != "person" else {"-"}
        first = last = head
        while first > start and (proper[first - 1] or first - 1 > start and proper[first - 2] and sentence.forms[first - 1] in joined):
            first -= 1
        while last + 1 < end and (proper[last + 1] or last + 2 < end and proper[last + 2] and sentence.forms[last + 1] in joined):
            last += 1
        if any(tag != "O" for tag in tags[first:last + 1]):
            continue
        tags[first:last + 1] = [("B-" if i == first else "I-") + GUM_NAMES[kind] for i in range(first, last + 1)]
    return tags


def read_names(path):
    """Sentence id to (forms, BIO tags) of an IOB2 file; types beyond NAME_TYPES count as no name."""
    found, sent_id = {}, None
    for line in Path(path).read_text(encoding="utf8").splitlines():
        if line.startswith("# sent_id"):
            sent_id = line.split("=", 1)[1].strip()
            found[sent_id] = ([], [])
        elif line[:1].isdigit():
            fields = line.split("\t")
            found[sent_id][0].append(fields[1])
            found[sent_id][1].append(fields[2] if fields[2][2:] in NAME_TYPES else "O")
    return found


def add_names(sentences, names):
    """Puts gold names where sentence and words agree; gives how many sentences got them."""
    count = 0
    for sentence in sentences:
        forms, tags = names.get(sentence.id, ([], []))
        if len(forms) == len(sentence.forms):
            sentence.names = _mended(tags)
            count += 1
    return count


def _mended(tags):
    """An I- that continues nothing becomes a B-."""
    mended = []
    for tag in tags:
        before = mended[-1] if mended else "O"
        mended.append("B-" + tag[2:] if tag.startswith("I-") and before[2:] != tag[2:] else tag)
    return mended


def name_spans(tags):
    """(start, end, type) of each name."""
    spans, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            spans.add((start, i, tags[start][2:]))
            start = None
        if tag != "O" and start is None:
            start = i
    return spans
