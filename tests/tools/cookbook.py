"""Runs the blocks of docs/cookbook.md, and compares what each prints with the block `text` that follows it.

    cookbook.py COOKBOOK OUTPUT KEIKAKU [--without r,…] [--write]

A block is run in a folder that has `output/` in it. `sql` is DuckDB's, `excel` a formula that is worked out over the workbook that
the block before it made (COUNTIFS alone: there is no Excel here). `--write` puts what was printed into the page.
"""

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

page, output, keikaku = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
without = sys.argv[sys.argv.index("--without") + 1].split(",") if "--without" in sys.argv else []
text = page.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|sql|python|r|excel)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.M | re.S)

folder = Path(tempfile.mkdtemp())
shutil.copytree(output, folder / "output")
paths = [str(keikaku.parent), str(Path(sys.executable).parent), os.environ["PATH"]]
env = {**os.environ, "PATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}


def run(*command):
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def countifs(formula):
    import openpyxl

    book = openpyxl.load_workbook(folder / "tables" / "keikaku.xlsx")
    inside = re.fullmatch(r"=COUNTIFS\((.*)\)", formula.strip()).group(1)
    conditions = re.findall(r'(\w+)!([A-Z]+):\2,"([^"]*)"', inside)
    sheet = book[conditions[0][0]]
    # Every condition names a column of the same sheet; its header is no row.
    columns = [[str(cell.value or "") for cell in sheet[column][1:]] for _, column, _ in conditions]
    return sum(all(fnmatch.fnmatchcase(value, wanted) for value, (_, _, wanted) in zip(row, conditions))
               for row in zip(*columns))


def answer(kind, code):
    if kind == "sh":
        return run("bash", "-euo", "pipefail", "-c", code)
    if kind == "python":
        return run(sys.executable, "-c", code)
    if kind == "r":
        return run("Rscript", "--vanilla", "-e", code)
    if kind == "sql":
        import duckdb

        os.chdir(folder)
        return str(duckdb.sql(code)).rstrip() + "\n"
    return f"{countifs(code)}\n"


wrong, counts = [], {}


def check(match):
    kind, code, told = match.groups()
    if kind in without:
        return match.group(0)
    try:
        printed = "".join(line.rstrip() + "\n" for line in answer(kind, code).splitlines())
    except Exception as e:
        wrong.append(f"{kind}: {e}\n{code}")
        return match.group(0)
    counts[kind] = counts.get(kind, 0) + 1
    if printed != (told or ""):
        wrong.append(f"{kind}:\n{code}printed\n{printed}and the page says\n{told}")
    shown = f"\n```text\n{printed}```\n" if printed else ""
    return f"```{kind}\n{code}```\n{shown}"


new = BLOCK.sub(check, text)
shutil.rmtree(folder)
if "--write" in sys.argv:
    page.write_text(new, encoding="utf-8")
    wrong = [w for w in wrong if "printed\n" not in w]
print(counts)
if wrong:
    sys.exit("\n".join(wrong))
