#!/usr/bin/env python3
"""Checks knowledge/places.tsv and knowledge/towns.tsv: columns, countries, kinds, points, doublets, names that are told twice."""
import collections
import os
import re
import sys

KNOWLEDGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "knowledge")
HEADER = "name country kind admin1 lat lon names geonames".split()
KINDS = {"places.tsv": set("region province district town village crossing camp area sea continent quarter".split()), "towns.tsv": {"town", "capital"}}
faults = []


def rows(file):
    header = None
    for number, line in enumerate(open(os.path.join(KNOWLEDGE, file), encoding="utf-8"), 1):
        if line.startswith("#") or not line.strip():
            continue
        cells = line.rstrip("\n").split("\t")
        if header is None:
            header = cells
            if header != HEADER:
                faults.append(f"{file}:{number}: header")
        elif len(cells) != len(HEADER):
            faults.append(f"{file}:{number}: {len(cells)} columns")
        else:
            yield number, dict(zip(HEADER, cells))


codes = {line.split("\t")[0] for line in open(os.path.join(KNOWLEDGE, "countries.tsv"), encoding="utf-8") if not line.startswith("#")}
units = {(r["name"], r["country"]) for _, r in rows("places.tsv") if r["kind"] in {"province", "region"}}
lost = collections.Counter()
for file in KINDS:
    seen, ids = {}, {}
    for number, r in rows(file):
        at = f"{file}:{number}: {r['name']}"
        if not r["name"] or r["name"] != r["name"].strip() or any(a != a.strip() or not a for a in r["names"].split(";") if r["names"]):
            faults.append(f"{at}: blank in a name")
        if r["country"] and r["country"] not in codes:
            faults.append(f"{at}: country {r['country']}")
        if r["kind"] not in KINDS[file]:
            faults.append(f"{at}: kind {r['kind']}")
        try:
            if not (-90 <= float(r["lat"]) <= 90 and -180 <= float(r["lon"]) <= 180):
                raise ValueError
        except ValueError:
            faults.append(f"{at}: point {r['lat']}, {r['lon']}")
        if r["geonames"] and (not re.fullmatch(r"\d+", r["geonames"]) or ids.setdefault(r["geonames"], number) != number):
            faults.append(f"{at}: id {r['geonames']}")
        key = (r["name"], r["country"], r["kind"]) + ((r["admin1"],) if file == "towns.tsv" else ())
        if seen.setdefault(key, number) != number:
            faults.append(f"{at}: again, see line {seen[key]}")
        names = r["names"].split(";") if r["names"] else []
        if len(names) != len(set(names)) or r["name"] in names:
            faults.append(f"{at}: name told twice")
        if r["admin1"] and (r["admin1"], r["country"]) not in units:
            lost[file, r["country"], r["admin1"]] += 1

print("\n".join(faults) or "no faults")
if "-v" in sys.argv:
    for (file, country, unit), n in sorted(lost.items()):
        print(f"{file}: unit without a row: {country} {unit} ({n})")
sys.exit(bool(faults))
