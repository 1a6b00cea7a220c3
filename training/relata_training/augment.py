"""Copies of sentences: as wires and headlines print them (capitals only, no capitals, headline style), and with other names."""

from dataclasses import replace

from .data import Sentence, name_spans

SMALL = {"a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "to", "for", "by", "with", "from", "as"}


def upper(sentence):
    return replace(sentence, forms=[form.upper() for form in sentence.forms])


def lower(sentence):
    return replace(sentence, forms=[form.lower() for form in sentence.forms])


def title(sentence):
    """Every Word but the Small Ones."""
    forms = [form if i and form.lower() in SMALL else form[:1].upper() + form[1:] for i, form in enumerate(sentence.forms)]
    return replace(sentence, forms=forms)


def headline(sentence, random):
    """Without the stop at the end, and often without articles and forms of `be` that nothing hangs on."""
    count = len(sentence)
    governs = {head for head in sentence.heads}
    gone = set()
    for i in range(count):
        leaf = i + 1 not in governs and sentence.heads[i] != 0
        stop = i == count - 1 and sentence.forms[i] == "."
        article = sentence.xpos[i] == "DT" and sentence.forms[i].lower() in ("a", "an", "the") and random.random() < 0.8
        be = sentence.labels[i] in ("cop", "aux", "aux:pass") and sentence.forms[i].lower() in ("is", "are", "was", "were")
        if leaf and (stop or article or be and random.random() < 0.5):
            gone.add(i)
    if len(gone) >= count - 1:
        return sentence
    kept = [i for i in range(count) if i not in gone]
    place = {old + 1: new + 1 for new, old in enumerate(kept)} | {0: 0}

    def take(values):
        return None if values is None else [values[i] for i in kept]

    def take_names(tags):
        if tags is None:
            return None
        tags = list(tags)
        for i in sorted(gone):
            if tags[i].startswith("B-") and i + 1 < count and tags[i + 1].startswith("I-"):
                tags[i + 1] = "B-" + tags[i + 1][2:]
        return take(tags)

    return replace(
        sentence,
        forms=take(sentence.forms),
        upos=take(sentence.upos),
        xpos=take(sentence.xpos),
        heads=[place[sentence.heads[i]] for i in kept],
        labels=take(sentence.labels),
        names=take_names(sentence.names),
        kinds=take(sentence.kinds),
        gum_names=take_names(sentence.gum_names),
    )


class NameBook:
    """The names of the treebanks by type, to put into the place of others."""

    def __init__(self, sentences):
        found = {}
        for sentence in sentences:
            for tags in filter(None, (sentence.names, sentence.gum_names)):
                for start, end, kind in name_spans(tags):
                    sure = tags is sentence.names or kind == "LOC" or end - start > 1
                    if sure and kind != "OTH":
                        found.setdefault(kind, set()).add(tuple(sentence.forms[start:end]))
        self.names = {kind: sorted(names) for kind, names in found.items()}

    def swapped(self, sentence, random):
        """A copy with other names of the same types. Its tree is not known any more, nor are its tags."""
        spans = {start: (end, kind) for start, end, kind in name_spans(sentence.names)}
        forms, names, i = [], [], 0
        while i < len(sentence):
            end, kind = spans.get(i, (i + 1, None))
            other = self.names.get(kind) if random.random() < 0.7 else None
            put = random.choice(other) if other else sentence.forms[i:end]
            forms += put
            names += sentence.names[i:end] if kind is None else ["B-" + kind] + ["I-" + kind] * (len(put) - 1)
            i = end
        nothing = [""] * len(forms)
        return Sentence(sentence.id, forms, nothing, nothing, None, nothing, names)


def swaps(sentence):
    """Whether the sentence has names that may be swapped."""
    return sentence.names is not None and any(tag.startswith("B-") and tag != "B-OTH" for tag in sentence.names)


def varied(sentence, random):
    """The sentence as it is, four times in five, or one of its copies."""
    draw = random.random()
    if draw < 0.10:
        return upper(sentence)
    if draw < 0.13:
        return lower(sentence)
    if draw < 0.20:
        short = headline(sentence, random)
        return title(short) if draw < 0.15 else upper(short) if draw < 0.165 else short
    return sentence
