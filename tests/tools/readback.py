"""Reads an export back with pandas, pyarrow, DuckDB, sqlite3, openpyxl and frictionless, and compares them.

    readback.py FOLDER

Prints the rows of each table as JSON; ends with an exit code other than 0 where two programs see different things.
"""

import csv
import datetime
import json
import sqlite3
import sys
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pandas
import pyarrow.parquet

folder = Path(sys.argv[1])
package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
database = sqlite3.connect(folder / "keikaku.sqlite")
book = openpyxl.load_workbook(folder / "keikaku.xlsx")

ARROW = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}
DUCK = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
        "array": "VARCHAR[]"}
counts = {}
wrong = []


def check(told, a, b):
    if a != b:
        wrong.append(f"{told}: {a!r} and {b!r}")


def same(kind, a, b):
    """Whether a cell of CSV (text) and one of another program say the same."""
    if b is None:
        return a == ""
    if kind == "array":
        return json.loads(a) == list(b)
    if kind == "number":
        return float(a) == b
    if kind == "boolean":
        return a == ("true" if b else "false")
    return a == str(b)


for resource in package["resources"]:
    name, fields = resource["name"], resource["schema"]["fields"]
    names, kinds = [f["name"] for f in fields], [f["type"] for f in fields]

    # CSV: Python's own reader, then pandas.
    with open(folder / resource["path"], encoding=resource["encoding"], newline="") as file:
        rows = list(csv.reader(file))
    check(f"{name}: header", rows[0], names)
    rows = rows[1:]
    counts[name] = len(rows)
    dates = [n for n, k in zip(names, kinds) if k == "date"]
    frame = pandas.read_csv(folder / resource["path"], parse_dates=dates, dtype={"municipality_code": "string"})
    check(f"{name}: pandas", len(frame), len(rows))
    for date in dates:
        if frame[date].notna().any():
            check(f"{name}.{date}: pandas' type", str(frame[date].dtype)[:8], "datetime")

    # Parquet: types by pyarrow, values against CSV; DuckDB by itself.
    table = pyarrow.parquet.read_table(folder / f"{name}.parquet")
    check(f"{name}: parquet", table.num_rows, len(rows))
    for field, kind in zip(table.schema, kinds):
        got = str(field.type)
        check(f"{name}.{field.name}: parquet's type", got.startswith("list<") if kind == "array" else got,
              True if kind == "array" else ARROW[kind])
    columns = [column.to_pylist() for column in table.columns]
    for column, kind, field in zip(columns, kinds, names):
        for i, value in enumerate(column):
            if not same(kind, rows[i][names.index(field)], value):
                wrong.append(f"{name}.{field}, row {i}: {rows[i][names.index(field)]!r} and {value!r}")
    duck = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/{name}.parquet')")
    check(f"{name}: duckdb's types", [str(t) for t in duck.types], [DUCK[k] for k in kinds])
    check(f"{name}: duckdb", duckdb.sql(f"SELECT count(*) FROM '{folder}/{name}.parquet'").fetchall()[0][0], len(rows))
    auto = duckdb.sql(f"SELECT * FROM read_csv('{folder}/{resource['path']}', header = true, all_varchar = true)")
    check(f"{name}: duckdb reads csv", len(auto.fetchall()), len(rows))

    # SQLite.
    check(f"{name}: sqlite", database.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0], len(rows))

    # Excel.
    sheet = book[name]
    check(f"{name}: excel", sheet.max_row - 1 if sheet.max_row else 0, len(rows))
    check(f"{name}: frozen", sheet.freeze_panes is not None and sheet.freeze_panes.endswith("2"), True)
    for at, kind in enumerate(kinds, 1):
        for i, row in enumerate(rows, 2):
            value, text = sheet.cell(i, at).value, row[at - 1]
            if kind == "date" and text:
                check(f"{name} {names[at - 1]} {i}: excel's day",
                      value.date() if isinstance(value, datetime.datetime) else value, datetime.date.fromisoformat(text))
            elif kind in ("integer", "number") and text:
                check(f"{name} {names[at - 1]} {i}: excel's number", float(value), float(text))
            elif kind == "string":
                check(f"{name} {names[at - 1]} {i}: excel's text", (value or "").replace("_x000D_", ""), text)
    if "page" in names or name == "documents":
        for i, row in enumerate(rows, 2):
            link = sheet.cell(i, len(names) + 1).hyperlink
            page = row[names.index("page")] if name != "documents" else "1"
            if page:
                check(f"{name} {i}: link", link and f"{link.target}#{link.location}",
                      f"../corpus/{row[names.index('file')]}#page={page}")

check("foreign keys", database.execute("PRAGMA foreign_key_check").fetchall(), [])
check("integrity", database.execute("PRAGMA integrity_check").fetchone()[0], "ok")
for (view,) in database.execute("SELECT view FROM about_views").fetchall():
    database.execute(f"SELECT * FROM {view}").fetchall()

report = frictionless.validate(str(folder / "datapackage.json"))
for error in report.flatten(["title", "message"])[:10]:
    wrong.append(f"frictionless: {error}")

print(json.dumps(counts))
if wrong:
    sys.exit("\n".join(wrong[:40]) + f"\n{len(wrong)} differences")
