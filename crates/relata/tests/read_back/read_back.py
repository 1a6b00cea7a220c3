"""Opens an export with the readers that people use, and compares what each sees: read_back.py CSV PARQUET JSONL.

The JSON lines are the measure. pyarrow stands for R too: R's package `arrow` is the same reader in another shell.
"""

import csv
import json
import sys

import duckdb
import pandas
import polars
import pyarrow.csv
import pyarrow.parquet

WHOLE = ["n", "killed_low", "killed_best", "killed_high", "evidence_start", "evidence_end", "reports"]
NUMBERS = ["lat", "lon"]
TEXTS = ["report", "type", "place", "country", "factuality", "evidence", "happening"]
DAYS = ["date_from", "date_to"]
LISTS = ["actors", "recipients", "mode"]


def measure(path):
    """The columns that are compared, as the record's own JSON has them."""
    rows = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            date, place = event["date"] or {}, event["place"] or {}
            killed = event["killed"] or {}
            evidence = event["evidence"][0]
            rows.append(
                {
                    "report": event["report"],
                    "n": event["n"],
                    "type": event["type"],
                    "place": place.get("name"),
                    "country": place.get("country"),
                    "factuality": event["factuality"],
                    "evidence": evidence["text"],
                    "evidence_start": evidence["start"],
                    "evidence_end": evidence["end"],
                    "happening": event["id"],
                    "reports": event["sources"]["reports"],
                    "killed_low": killed.get("low"),
                    "killed_best": killed.get("best"),
                    "killed_high": killed.get("high"),
                    "lat": place.get("lat"),
                    "lon": place.get("lon"),
                    "date_from": date.get("from"),
                    "date_to": date.get("to"),
                    "actors": [party["name"] for party in event["actors"]],
                    "recipients": [party["name"] for party in event["recipients"]],
                    "mode": event["mode"],
                }
            )
    return rows


def plain(value, column, has_lists):
    """A value as a reader gave it, in the form of the measure."""
    if column in LISTS:
        if has_lists:
            return [str(part) for part in value]
        return str(value).split("; ") if isinstance(value, str) and value else []
    if value is None or value != value or value == "" or value is pandas.NaT or value is pandas.NA:
        return None
    if column in WHOLE:
        return int(value)
    if column in NUMBERS:
        return round(float(value), 5)
    if column in DAYS:
        return str(value)[:10]
    return str(value)


def compare(reader, columns, wanted, has_lists):
    """Compares a table, given as lists by the names of its columns."""
    for column in TEXTS + WHOLE + NUMBERS + DAYS + LISTS:
        found = [plain(value, column, has_lists) for value in columns[column]]
        told = [row[column] if column in LISTS else plain(row[column], column, False) for row in wanted]
        if found != told:
            n = next((n for n, pair in enumerate(zip(found, told)) if pair[0] != pair[1]), None)
            pair = (len(found), len(told)) if n is None else (found[n], told[n])
            sys.exit(f"{reader}: column {column}, row {n}: {pair[0]!r} is not {pair[1]!r}")
    print(f"{reader}: {len(wanted)} rows")


def types(reader, kinds):
    """The types that a reader of Parquet must see."""
    for column, kind in kinds:
        if not kind:
            sys.exit(f"{reader}: column {column} has another type")


def main(csv_path, parquet_path, jsonl_path):
    wanted = measure(jsonl_path)

    with open(csv_path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    compare("csv", {name: [row[name] for row in rows] for name in rows[0]}, wanted, False)

    frame = pandas.read_csv(csv_path, keep_default_na=False, na_values=[""])
    compare("pandas, CSV", frame, wanted, False)
    frame = pandas.read_parquet(parquet_path)
    compare("pandas, Parquet", frame, wanted, True)
    types("pandas", [("n", pandas.api.types.is_integer_dtype(frame["n"])), ("lat", frame["lat"].dtype == "float64")])

    frame = polars.read_csv(csv_path, infer_schema_length=None)
    compare("polars, CSV", frame.to_dict(as_series=False), wanted, False)
    frame = polars.read_parquet(parquet_path)
    compare("polars, Parquet", frame.to_dict(as_series=False), wanted, True)
    types(
        "polars",
        [
            ("date_from", frame.schema["date_from"] == polars.Date),
            ("actors", frame.schema["actors"] == polars.List(polars.String)),
            ("n", frame.schema["n"] == polars.Int64),
        ],
    )

    base = duckdb.connect()
    for reader, call, has_lists in [
        ("DuckDB, CSV", f"read_csv('{csv_path}', header = true, sample_size = -1, delim = ',', quote = '\"')", False),
        ("DuckDB, Parquet", f"read_parquet('{parquet_path}')", True),
    ]:
        result = base.execute(f"SELECT * FROM {call}")
        names = [part[0] for part in result.description]
        rows = result.fetchall()
        columns = {name: [row[n] for row in rows] for n, name in enumerate(names)}
        compare(reader, columns, wanted, has_lists)

    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    convert = pyarrow.csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=True)
    table = pyarrow.csv.read_csv(csv_path, parse_options=options, convert_options=convert)
    compare("Arrow, CSV", table.to_pydict(), wanted, False)
    table = pyarrow.parquet.read_table(parquet_path)
    compare("Arrow, Parquet", table.to_pydict(), wanted, True)
    about = table.schema.metadata or {}
    if b"relata" not in about:
        sys.exit("Arrow, Parquet: the version of the program is missing")


if __name__ == "__main__":
    main(*sys.argv[1:4])
