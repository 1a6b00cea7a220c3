"""Opens an export with the readers that people use, and compares what each sees: read_back.py CSV PARQUET JSONL.

The JSON lines are the measure. pyarrow stands for R too: R's package `arrow` is the same reader in another shell.
"""

import csv
import json
import re
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


# Columns of numbers. One cause is a number, several are words: that column may be either.
TOLLS = [f"{what}_{which}" for what in ("killed", "injured", "captured") for which in ("low", "best", "high")]
NUMERIC = WHOLE + NUMBERS + TOLLS + ["geonames", "count", "texts", "outlets", "origins", "place_precision", "uncertainty_km"]
RESERVED = "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA".split()


def as_r(path):
    """A table as `read.csv` of R makes it, by the rules of its manual: names are made syntactic, a column of which every
    cell is a number is one, blanks in it are missing; among words a blank stays one, and `NA` is missing."""
    with open(path, "rb") as file:
        head = file.read()
    if head.startswith(b"\xef\xbb\xbf") or b"\0" in head or b"\r" in head.replace(b"\r\n", b"") or not head.endswith(b"\n"):
        sys.exit("R, CSV: a mark, a zero byte, a bare carriage return, or no line end at the end")
    head.decode("utf-8")
    with open(path, encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    for name in names:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._]*", name) or name in RESERVED:
            sys.exit(f"R, CSV: the column {name!r} would be given another name")
    if len({name.lower() for name in names}) != len(names):
        sys.exit("R, CSV: two columns have one name")
    if any(len(row) != len(names) for row in rows):
        sys.exit("R, CSV: a row has more or fewer cells than there are names")
    columns = {}
    for name, cells in zip(names, zip(*rows)):
        if "NA" in cells:
            sys.exit(f"R, CSV: column {name} has the word NA, which R takes for a missing value")
        told = [cell for cell in cells if cell.strip()]
        is_number = all(re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", cell) for cell in told)
        is_logical = all(cell in ("T", "F", "TRUE", "FALSE", "true", "false") for cell in told)
        if told and is_logical:
            sys.exit(f"R, CSV: column {name} would be taken for a logical one")
        if told and name != "causes" and is_number != (name in NUMERIC):
            sys.exit(f"R, CSV: column {name} is {'' if is_number else 'not '}taken for numbers")
        if is_number and any(abs(float(cell)) >= 2**53 for cell in told):
            sys.exit(f"R, CSV: column {name} has numbers that R cannot hold")
        columns[name] = [(float(cell) if cell.strip() else None) if told and is_number else cell for cell in cells]
    return columns


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

    compare("R, CSV", as_r(csv_path), wanted, False)

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
    held = ("string", "date32[day]", "int32", "int64", "double", "float", "bool", "large_string", "list<")
    for field in table.schema:
        kind = field.type.value_type if "dictionary" in str(field.type) else field.type
        if not str(kind).startswith(held):
            sys.exit(f"R, Parquet: column {field.name} is {field.type}, which its readers do not hold")
    about = table.schema.metadata or {}
    if b"relata" not in about:
        sys.exit("Arrow, Parquet: the version of the program is missing")


if __name__ == "__main__":
    main(*sys.argv[1:4])
