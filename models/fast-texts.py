#!/usr/bin/env python3
"""Open texts that the fast tier learns from by way of the accurate one:

    python3 fast-texts.py ROWS.jsonl … > open.txt        paragraphs of the field `text` of each row (GeoVirus, WikiWars)
    python3 fast-texts.py --own ROOT > own.txt           example sentences and reports of this repository

An empty line stands between two paragraphs, as `relata-language-train parse` takes it. Standard library alone.
"""

import json
import pathlib
import re
import sys

COLUMNS = ("fires", "silent", "example", "examples", "sentence")
CASES = ("crates/coder/tests/events.md", "crates/coder/tests/borders.md")


def joined(text):
    return re.sub(r"\s+", " ", text).strip()


def rows(paths):
    for path in paths:
        for line in pathlib.Path(path).read_text("utf8").splitlines():
            yield from re.split(r"\n", json.loads(line)["text"])


def own(root):
    for path in sorted((root / "knowledge").glob("**/*.tsv")):
        table = [line.split("\t") for line in path.read_text("utf8").splitlines() if not line.startswith("#")]
        places = [place for place, name in enumerate(table[0]) if name in COLUMNS]
        cells = [row[place] for row in table[1:] for place in places if place < len(row)]
        # Short cells and those with a sign are no sentences.
        for cell in cells:
            if len(cell.split()) > 3 and " = " not in cell:
                yield from cell.split(" | ")
    for name in CASES:
        for block in re.findall(r"```text\n(.*?)```", (root / name).read_text("utf8"), re.S):
            yield from block.split("\n\n")
    for path in sorted((root / "examples" / "reports").glob("*.txt")):
        yield from path.read_text("utf8").split("\n\n")


def main(arguments):
    found = own(pathlib.Path(arguments[1])) if arguments[0] == "--own" else rows(arguments)
    paragraphs = [paragraph for paragraph in map(joined, found) if paragraph]
    sys.stdout.write("\n\n".join(paragraphs) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
