"""Words to word pieces and case features: the part of the model that Rust repeats letter by letter (FORMAT.md)."""

import unicodedata
from pathlib import Path

PLAIN = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "`": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "--", "\u2026": "...",
})
"""Quotes, dashes and dots in their plain form, as the fast tier reads them."""

UNKNOWN, START, END, PADDING = "[UNK]", "[CLS]", "[SEP]", "[PAD]"
MAX_PIECES_PER_WORD = 12
MAX_PART = 100

CASES = ["special", "lower", "capitalised", "letter", "upper", "mixed", "digits", "digits_letters", "marks", "uncased"]
"""Kinds of words; a word's feature is 2 * kind, plus one for the first word with a letter or digit in the sentence."""


INVISIBLE = {0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF}
"""Soft hyphens, joiners, marks of direction."""


def is_letter(character):
    return unicodedata.category(character).startswith("L")


def is_digit(character):
    return unicodedata.category(character).startswith("N")


def fold(form):
    """Lower case without accents, control characters or blanks."""
    plain = unicodedata.normalize("NFD", form.translate(PLAIN))
    kept = (c for c in plain if unicodedata.category(c)[0] not in "MZ" and unicodedata.category(c) != "Cc" and ord(c) not in INVISIBLE)
    return "".join(c.lower() for c in kept)


def is_mark(character):
    """Signs of any kind."""
    return not is_letter(character) and not is_digit(character)


def is_ideograph(character):
    code = ord(character)
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F


def parts_of(folded):
    """Cuts a folded word: every mark and every ideograph stands alone, what lies between them stays together."""
    parts, start = [], 0
    for i, character in enumerate(folded):
        if is_mark(character) or is_ideograph(character):
            if start < i:
                parts.append(folded[start:i])
            parts.append(character)
            start = i + 1
    if start < len(folded):
        parts.append(folded[start:])
    return parts


def case_of(form):
    """The kind of a word, an index into CASES."""
    letters = [c for c in form if is_letter(c)]
    digits = any(is_digit(c) for c in form)
    if not letters:
        return CASES.index("digits" if digits else "marks")
    if digits:
        return CASES.index("digits_letters")
    upper = [c.isupper() for c in letters]
    lower = [c.islower() for c in letters]
    if not any(upper):
        return CASES.index("lower" if any(lower) else "uncased")
    if not any(lower):
        return CASES.index("upper" if len(letters) > 1 else "letter")
    if form[:1].isupper() and sum(upper) == 1:
        return CASES.index("capitalised")
    return CASES.index("mixed")


def case_features(forms):
    """One feature a word: 2 * kind + (1 for the first word of the sentence that has a letter or digit)."""
    features, first = [], True
    for form in forms:
        kind = case_of(form)
        starts = first and kind != CASES.index("marks")
        first = first and not starts
        features.append(2 * kind + starts)
    return features


class Vocabulary:
    """The pieces in their order, and longest-match cutting of words into them."""

    def __init__(self, pieces):
        self.pieces = list(pieces)
        self.ids = {piece: i for i, piece in enumerate(self.pieces)}
        self.unknown, self.start, self.end, self.padding = (self.ids[p] for p in (UNKNOWN, START, END, PADDING))
        self._known = {}

    @classmethod
    def read(cls, path):
        return cls(Path(path).read_text(encoding="utf8").splitlines())

    def __len__(self):
        return len(self.pieces)

    def word(self, form):
        """The piece ids of one word: at least one, at most MAX_PIECES_PER_WORD."""
        if form not in self._known:
            ids = [i for part in parts_of(fold(form)) for i in self._part(part)]
            self._known[form] = ids[:MAX_PIECES_PER_WORD] or [self.unknown]
        return self._known[form]

    def _part(self, part):
        if len(part) > MAX_PART:
            return [self.unknown]
        ids, start = [], 0
        while start < len(part):
            for end in range(len(part), start, -1):
                found = self.ids.get(("##" if start else "") + part[start:end])
                if found is not None:
                    break
            else:
                return [self.unknown]
            ids.append(found)
            start = end
        return ids


def prune(vocabulary, forms, size):
    """The old ids to keep, in their order: special pieces, all that `forms` need, then the most frequent in Latin script."""
    keep = {vocabulary.unknown, vocabulary.start, vocabulary.end, vocabulary.padding}
    for form in forms:
        keep.update(vocabulary.word(form))
    for i, piece in enumerate(vocabulary.pieces):
        text = piece.removeprefix("##")
        if len(keep) >= size:
            break
        if not text.startswith("[") and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in text):
            keep.add(i)
    return sorted(keep)
