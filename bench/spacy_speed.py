"""How many times faster than a spaCy pipeline the fast tier reads: python3 spacy_speed.py RELATA_BENCH [BYTES]

RELATA_BENCH is the program `target/release/relata-bench`. The pipeline has the architecture of en_core_web_sm
(tok2vec, tagger, parser, ner) with weights of chance, since speed does not depend on them. Both read the same text of
`news.py` on one thread, from raw text to names, without the time that it takes to load; the best of three rounds counts,
in seconds on the processor, so that other programs matter less.
Needs: pip install -r requirements.txt
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"

import spacy
from spacy.tokens import Doc
from spacy.training import Example

from news import paragraphs

ROUNDS = 3
TAGS, LABELS, NAMES = 50, 45, 18
EMBED = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
LISTEN = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}


def moves(kind, tok2vec):
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": tok2vec,
    }


def examples(vocab, texts, tokenizer):
    """Trees and names by chance, so that parser and names make moves of all kinds."""
    for text in texts:
        words = [token.text for token in tokenizer(text)]
        heads, place = [], 0
        while place < len(words):
            size = min(random.randint(8, 24), len(words) - place)
            root = place + random.randrange(size)
            heads += [place + i + (1 if place + i < root else -1 if place + i > root else 0) for i in range(size)]
            place += size
        tags = [f"T{random.randrange(TAGS)}" for _ in words]
        labels = ["ROOT" if head == i else f"d{random.randrange(LABELS)}" for i, head in enumerate(heads)]
        names = [f"U-N{random.randrange(NAMES)}" if word[:1].isupper() else "O" for word in words]
        gold = {"tags": tags, "heads": heads, "deps": labels, "entities": names}
        yield Example.from_dict(Doc(vocab, words=words), gold)


def pipeline(texts):
    random.seed(1)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": EMBED})
    nlp.add_pipe(
        "tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": LISTEN}}
    )
    nlp.add_pipe("parser", config={"model": moves("parser", LISTEN)})
    nlp.add_pipe("ner", config={"model": moves("ner", EMBED)})
    some = list(examples(nlp.vocab, texts[:400], nlp.tokenizer))
    optimizer = nlp.initialize(lambda: some)
    for start in range(0, len(some), 50):
        nlp.update(some[start : start + 50], sgd=optimizer)
    return nlp


def seconds_of_spacy(nlp, texts):
    times = []
    for _ in range(ROUNDS):
        clock = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
        times.append(time.process_time() - clock)
    return min(times), tokens


def seconds_of_relata(program, texts):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "news.txt"
        path.write_text("\n\n".join(texts), "utf8")
        printed = subprocess.run([program, "language", str(path)], check=True, capture_output=True, text=True).stdout
    found = json.loads(printed)
    return found["seconds"], found["tokens"], found["names"]


def main():
    program = sys.argv[1]
    texts = list(paragraphs(int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000))
    words = sum(len(text.split()) for text in texts)
    print(f"{words} words between blanks, {sum(len(text.encode()) for text in texts)} bytes")
    nlp = pipeline(texts)
    before, _, _ = seconds_of_relata(program, texts)
    spacys, tokens = seconds_of_spacy(nlp, texts)
    after, own, names = seconds_of_relata(program, texts)
    ours = min(before, after)
    print(f"spaCy {spacy.__version__}: {tokens} tokens, {spacys:.2f} s, {words / spacys:.0f} words/s")
    print(f"relata fast tier: {own} tokens, {names} names, {ours:.2f} s, {words / ours:.0f} words/s")
    print(f"ratio: {spacys / ours:.1f}")


main()
