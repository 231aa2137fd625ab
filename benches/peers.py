"""Whole processes beside each other over folders of PDFs: called by peers.sh.

Every contender runs in turn, several rounds; the first round warms the caches and is left out. What counts is the processor
time of a process and its children (other work on the machine disturbs it least); medians, and the median of the
ratios within the rounds.
"""

import argparse
import glob
import importlib.metadata
import importlib.util
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PDFIUM = """
import sys, pypdfium2
for f in sys.argv[1:]:
    try:
        for page in pypdfium2.PdfDocument(f):
            page.get_textpage().get_text_range()
    except Exception as e:
        print(f, e, file=sys.stderr)
"""
PYMUPDF = """
import sys, pymupdf
pymupdf.TOOLS.mupdf_display_errors(False)
for f in sys.argv[1:]:
    try:
        for page in pymupdf.open(f):
            page.get_text()
    except Exception as e:
        print(f, e, file=sys.stderr)
"""
PDF_OXIDE = """
import sys, pdf_oxide
for f in sys.argv[1:]:
    try:
        d = pdf_oxide.PdfDocument(f)
        for i in range(d.page_count()):
            d.extract_text(i)
    except BaseException as e:
        print(f, e, file=sys.stderr)
"""
PLUMBER_TEXT = """
import sys, pdfplumber
for f in sys.argv[1:]:
    try:
        with pdfplumber.open(f) as d:
            for page in d.pages:
                page.extract_text(); page.close()
    except Exception as e:
        print(f, e, file=sys.stderr)
"""
PLUMBER_TABLES = PLUMBER_TEXT.replace("extract_text", "extract_tables")
PYMUPDF_TABLES = PYMUPDF.replace("page.get_text()", "[t.extract() for t in page.find_tables().tables]")
CAMELOT = """
import sys, camelot
for f in sys.argv[1:]:
    try:
        camelot.read_pdf(f, pages="all", flavor="lattice")
    except Exception as e:
        print(f, e, file=sys.stderr)
"""
OPENDATALOADER = """
import sys, opendataloader_pdf
opendataloader_pdf.convert(sys.argv[2:], output_dir=sys.argv[1], format="{}", image_output="off", quiet=True, threads="1")
"""
EACH = 'for f in "$@"; do {} >/dev/null 2>&1; done; true'


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def contenders(keikaku, floor, files, folder, out):
    """(name, kind, command) of all that are there; kinds: floor, text, record, tables."""
    python = lambda code, *args: [sys.executable, "-c", code, *args, *files]
    have = lambda module: importlib.util.find_spec(module) is not None
    found = [
        ("keikaku text", "text", [keikaku, "text", folder, "--out", f"{out}/text", "--jobs", "1"]),
        ("keikaku extract", "record", [keikaku, "extract", folder, "--out", f"{out}/record", "--jobs", "1", "--force"]),
    ]
    if floor:
        found.append(("floor", "floor", [floor, "--floor", folder]))
    if have("pypdfium2"):
        found.append((f"pypdfium2 {version('pypdfium2')}", "text", python(PDFIUM)))
    if have("pymupdf"):
        found.append((f"PyMuPDF {version('pymupdf')}", "text", python(PYMUPDF)))
        found.append((f"PyMuPDF {version('pymupdf')} find_tables", "tables", python(PYMUPDF_TABLES)))
    if have("pdf_oxide"):
        found.append((f"pdf_oxide {version('pdf_oxide')}", "text", python(PDF_OXIDE)))
    if have("pdfplumber"):
        found.append((f"pdfplumber {version('pdfplumber')}", "text", python(PLUMBER_TEXT)))
        found.append((f"pdfplumber {version('pdfplumber')} extract_tables", "tables", python(PLUMBER_TABLES)))
    if have("camelot"):
        found.append((f"camelot {version('camelot-py')} lattice", "tables", python(CAMELOT)))
    if have("opendataloader_pdf") and shutil.which("java"):
        name = f"opendataloader-pdf {version('opendataloader-pdf')} local"
        for kind, form in (("text", "text"), ("tables", "json")):
            found.append((f"{name}, {form}", kind, python(OPENDATALOADER.format(form), f"{out}/odl")))
    if shutil.which("pdftotext"):
        found.append(("pdftotext", "text", ["sh", "-c", EACH.format('pdftotext "$f" -'), "sh", *files]))
    if shutil.which("mutool"):
        found.append(("mutool draw -F txt", "text", ["sh", "-c", EACH.format('mutool draw -q -F txt "$f"'), "sh", *files]))
    return found


def run(command, limit):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    try:
        # A group of its own, so that a contender that takes too long goes with all that it started.
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        process.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return None
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(title, kinds, args, folder, rounds):
    files = sorted(glob.glob(folder + "/**/*.pdf", recursive=True))
    if not files:
        print(f"{folder}: nothing there, nothing measured\n")
        return None
    pages = count_pages(files)
    with tempfile.TemporaryDirectory() as out:
        field = [c for c in contenders(args.keikaku, args.floor, files, folder, out) if c[1] in kinds]
        if args.only:
            field = [c for c in field if c[0].startswith(tuple(args.only.split()))]
        times = {name: [] for name, _, _ in field}
        for turn in range(rounds + 1):
            for name, kind, command in list(field):
                took = run(command, args.limit)
                if took is None:
                    print(f"{name}: longer than {args.limit} s, left out", file=sys.stderr)
                    field = [c for c in field if c[0] != name]
                    times.pop(name)
                elif turn:
                    times[name].append(took)
    base = next((n for n in times if n.startswith("keikaku extract" if "tables" in kinds else "pypdfium2")), None)
    rows = []
    for name, kind, _ in field:
        wall, cpu = (statistics.median(t) for t in zip(*times[name]))
        ratio = statistics.median(t[1] / b[1] for t, b in zip(times[name], times[base])) if base else None
        rows.append({"name": name, "kind": kind, "wall": wall, "cpu": cpu, "pages_per_s": pages / cpu, "ratio": ratio})
    rows.sort(key=lambda r: r["cpu"])
    megabytes = sum(map(os.path.getsize, files)) / 1e6
    lines = [
        f"### {title}",
        "",
        f"{len(files)} files, {pages:,} pages, {megabytes:.0f} MB; medians of {rounds} rounds.",
        "",
        f"| | what | processor time, s | wall, s | pages/s | × {base} |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for r in rows:
        name = f"**{r['name']}**" if r["name"].startswith("keikaku") else r["name"]
        ratio = f"{r['ratio']:.3f}" if r["ratio"] else ""
        lines.append(f"| {name} | {r['kind']} | {r['cpu']:.2f} | {r['wall']:.2f} | {r['pages_per_s']:,.0f} | {ratio} |")
    table = "\n".join(lines) + "\n"
    print(table, flush=True)
    return {"title": title, "files": len(files), "pages": pages, "base": base, "rows": rows, "table": table}


def count_pages(files):
    try:
        import pypdfium2
    except ImportError:
        return 0
    total = 0
    for f in files:
        try:
            total += len(pypdfium2.PdfDocument(f))
        except Exception:
            pass
    return total


def picture(results, path):
    """Bars of processor time on a logarithmic scale, one panel for each table, as SVG."""
    import math

    width, left, bar = 860, 320, 22
    colours = {"text": "#6b8fb5", "record": "#c2513d", "tables": "#8a7bb0", "floor": "#9a9a9a"}
    parts, y = [], 24
    for result in filter(None, results):
        parts.append(f'<text x="12" y="{y}" font-weight="bold">{result["title"]}: pages per second of processor time</text>')
        y += 12
        most = max(r["pages_per_s"] for r in result["rows"])
        least = min(r["pages_per_s"] for r in result["rows"]) / 2
        span = math.log(most / least)
        for r in sorted(result["rows"], key=lambda r: -r["pages_per_s"]):
            w = max(2, (width - left - 90) * math.log(r["pages_per_s"] / least) / span)
            own = ' font-weight="bold"' if r["name"].startswith("keikaku") else ""
            parts.append(f'<text x="{left - 8}" y="{y + 15}" text-anchor="end"{own}>{r["name"]}</text>')
            parts.append(f'<rect x="{left}" y="{y + 3}" width="{w:.1f}" height="{bar - 6}" fill="{colours[r["kind"]]}"/>')
            parts.append(f'<text x="{left + w + 6:.1f}" y="{y + 15}">{r["pages_per_s"]:,.0f}</text>')
            y += bar
        y += 30
    key = "  ".join(f'<tspan fill="{c}">■</tspan> {k}' for k, c in colours.items())
    parts.append(f'<text x="12" y="{y - 6}" xml:space="preserve">{key}   (logarithmic)</text>')
    body = "\n".join(parts)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y + 8}" font-family="sans-serif" font-size="13" fill="#222">\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    with open(path, "w", encoding="utf-8") as f:
        f.write(svg)


def document(results, folder, keikaku):
    """Puts the tables between the marks of performance.md, and the picture beside it."""
    begin, end = "<!-- peers.sh --write: begin -->\n", "<!-- peers.sh --write: end -->\n"
    path = os.path.join(folder, "performance.md")
    with open(path, encoding="utf-8") as f:
        head, rest = f.read().split(begin)
    _, tail = rest.split(end)
    program = subprocess.run([keikaku, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        processor = next((line.split(":")[1].strip() for line in f if line.startswith("model name")), "unknown processor")
    where = f"{program}, one thread, {processor}, {os.cpu_count()} processors.\n"
    tables = "\n".join(r["table"] for r in results if r)
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"{head}{begin}\n![Pages per second](performance.svg)\n\n{where}\n{tables}\n{end}{tail}")
    picture(results, os.path.join(folder, "performance.svg"))


parser = argparse.ArgumentParser()
parser.add_argument("--keikaku", required=True)
parser.add_argument("--floor")
parser.add_argument("--text", help="folder for text against text")
parser.add_argument("--tables", help="folder for tables against tables")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--slow-rounds", type=int, default=3)
parser.add_argument("--limit", type=int, default=900, help="seconds after which a contender is left out")
parser.add_argument("--only", help="beginnings of names, by spaces")
parser.add_argument("--svg")
parser.add_argument("--json")
parser.add_argument("--docs", help="folder of performance.md, for the tables and the picture")
args = parser.parse_args()
results = []
if args.text:
    results.append(measure("Text, and the whole record", {"floor", "text", "record"}, args, args.text, args.rounds))
if args.tables:
    results.append(measure("Tables, and the whole record", {"tables", "record"}, args, args.tables, args.slow_rounds))
if args.svg:
    picture(results, args.svg)
if args.docs:
    document(results, args.docs, args.keikaku)
if args.json:
    with open(args.json, "w", encoding="utf-8") as f:
        json.dump(results, f, ensure_ascii=False, indent=1)
