#!/usr/bin/env python3
"""Draws entries at random from a folder of records, to be judged by eye against the pages they came from.

    benches/sample.py RECORDS PDFS OUT [--seed N] [--count N] [--dpi N] [--all]

RECORDS is the `records` folder that `keikaku extract PDFS` wrote. OUT gets

    sample.tsv      one row per drawn entry: number, kind, marked, file, page, box, what the record says, and an
                    empty column `verdict` for the person who judges (right, wrong, or unsure, with a word why)
    NNN.png         the part of the page it came from, its box drawn in red
    sheet-NN.png    twelve crops on one picture, numbered (where ImageMagick's `montage` is installed)

The draw is stratified: every kind of entry gets the same share, and a kind with fewer entries than its share gives all
that it has and leaves the rest to the others. The seed and the sorted names of files decide it, nothing else. `marked`
tells whether the entry carries a mark of doubt (`confidence` below high, `inferred`, or a warning at its place).

A file of verdicts is summed up with

    benches/sample.py --table OUT/sample.tsv

which prints the share of right entries per kind among the unmarked and among all.
"""
import argparse
import csv
import json
import pathlib
import random
import shutil
import subprocess
import sys
from collections import defaultdict

MARGIN = 45  # points around the box: enough to read the lines that lead up to it
PER_SHEET = 12


def places(at):
    if not at:
        return []
    return at if isinstance(at, list) else [at]


def overlaps(a, b):
    return a["page"] == b["page"] and all(
        a["bbox"][i] <= b["bbox"][i + 2] and b["bbox"][i] <= a["bbox"][i + 2] for i in (0, 1)
    )


def when(w):
    if not w:
        return ""
    text = f"{w.get('raw', '')} = {w.get('start', '…')}..{w.get('end', '…')} ({w.get('precision', '-')})"
    return text + (f" inferred {w['inferred']}" if w.get("inferred") else "")


def policy_items(items, path):
    for item in items:
        yield path, item
        yield from policy_items(item.get("items", []), path + [item["title"]])


def entries(record):
    """(kind, what it says, places, marked) for all that the record claims."""
    for e in record.get("schedule", []):
        says = [when(e["when"]), e["event"]]
        for key in ("body", "round", "track", "group"):
            if e.get(key):
                says.append(f"{key}: {e[key]}")
        if e.get("items"):
            says.append("items: " + " / ".join(i["text"] for i in e["items"]))
        says += [f"phases: {','.join(e.get('phases', []))}", e["status"]]
        yield "schedule", " | ".join(says), places(e.get("at")), doubtful(e) or bool(e["when"].get("inferred"))
    for p in record.get("policies", []):
        count = f" (declared {p['declared_count']})" if p.get("declared_count") else ""
        titles = " / ".join(i["title"] for i in p["items"])
        yield "policy", f"LIST {p['label']} [{p['kind']}]{count}: {titles}", places(p.get("at")), doubtful(p)
        for path, i in policy_items(p["items"], [p["label"]]):
            says = f"{' > '.join(path)} > {i.get('marker', '')} {i['title']}"
            for key in ("tagline", "examples", "field"):
                if i.get(key):
                    says += f" | {key}: {i[key]}"
            yield "policy", says, places(i.get("at")), doubtful(p) or doubtful(i)
    for i in record.get("indicators", []):
        value = lambda v: f"{v.get('value', '')} @ {when(v.get('when'))}" if v else "-"
        says = f"{i['name']} [{i.get('unit', '')}] base {value(i.get('baseline'))}; targets "
        says += "; ".join(value(t) for t in i.get("targets", []))
        says += f" | {i.get('department', '')} | policy: {i.get('policy', '')}"
        yield "indicator", says, places(i.get("at")), doubtful(i)
    for b in record.get("bodies", []):
        says = f"{b['name']} [{b['kind']}]"
        for key in ("role", "members", "parent"):
            if b.get(key):
                says += f" | {key}: {b[key]}"
        yield "body", says, places(b.get("at")), doubtful(b)
    for d in record.get("definitions", []):
        yield "definition", f"{d['term']} := {d['meaning']}", places(d.get("at")), doubtful(d)
    for p in record.get("participation", []):
        says = f"{p['method']}: {p['name']}"
        for key in ("target", "days", "count"):
            if p.get(key):
                says += f" | {key}: {p[key]}"
        yield "participation", says + f" | {when(p.get('when'))}", places(p.get("at")), doubtful(p)
    for r in record.get("related_plans", []):
        says = f"{r['title']} [{r.get('relation', '')}] {when(r.get('period'))}"
        yield "related_plan", says, places(r.get("at")), doubtful(r)
    plan = record.get("plan") or {}
    title = record["document"].get("title", "")
    for key in ("title", "ordinal", "part", "vision"):
        if plan.get(key):
            yield "plan_or_place", f"plan.{key} {plan[key]} (document: {title})", [], doubtful(plan)
    if plan.get("period"):
        yield "plan_or_place", f"plan.period {when(plan['period'])} (document: {title})", [], doubtful(plan)
    m = record.get("municipality")
    if m:
        evidence = (m.get("evidence") or [{}])[0] if isinstance(m.get("evidence"), list) else m.get("evidence") or {}
        says = f"municipality {m['name']} {m.get('prefecture', '')} {m.get('code', '')} ({evidence.get('text', '')})"
        yield "plan_or_place", says, places(evidence.get("at")), doubtful(m)
    for key in ("kind", "stage"):
        if record["document"].get(key) and record["document"][key] != "other":
            yield "plan_or_place", f"document.{key} {record['document'][key]} (document: {title})", [], False
    if record["document"].get("date"):
        yield "plan_or_place", f"document.date {when(record['document']['date'])} (document: {title})", [], False


    for parents, node in headings(record.get("outline", []), []):
        above = " > ".join(parents) or "nothing"
        says = f"level {node['level']} | {node.get('marker', '')} | {node['title']} | under {above}"
        yield "heading", says, places(node.get("at")), doubtful(node)


def headings(nodes, parents):
    for node in nodes:
        yield parents, node
        yield from headings(node.get("children", []), parents + [node["title"]])


def doubtful(entry):
    return entry.get("confidence") in ("low", "medium")


def all_entries(folder):
    out = []
    for path in sorted(folder.rglob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        file = record["source"]["file"]
        warned = [w["at"] for w in record["quality"]["warnings"] if w.get("at")]
        for kind, says, at, marked in entries(record):
            marked = marked or any(overlaps(a, w) for a in at for w in warned)
            out.append({"kind": kind, "marked": marked, "file": file, "at": at, "says": says})
    return out


def draw(found, count, seed):
    by_kind = defaultdict(list)
    for e in found:
        by_kind[e["kind"]].append(e)
    rng = random.Random(seed)
    for kind in sorted(by_kind):
        rng.shuffle(by_kind[kind])
        # Editions of one paper say the same: what was drawn once is not drawn again while there is other.
        seen, first, again = set(), [], []
        for e in by_kind[kind]:
            key = (e["says"], "") if e["kind"] in ("definition",) else (e["says"], e["file"])
            (again if key in seen else first).append(e)
            seen.add(key)
        by_kind[kind] = first + again
    taken, left = [], count
    # The smallest kinds first: what they cannot fill goes to the larger ones.
    order = sorted(by_kind, key=lambda k: (len(by_kind[k]), k))
    for n, kind in enumerate(order):
        share = left // (len(order) - n)
        taken += by_kind[kind][:share]
        left -= len(by_kind[kind][:share])
    return taken


def crop(entry, pdfs, target, dpi):
    if entry["at"]:
        page, box = entry["at"][0]["page"], entry["at"][0]["bbox"]
    else:
        page, box = 1, None
    base = str(target.with_suffix(""))
    done = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-f", str(page), "-l", str(page), str(pdfs / entry["file"]), base],
        stderr=subprocess.DEVNULL, check=False)
    if done.returncode or not target.exists() or box is None or not shutil.which("convert"):
        return
    scale = dpi / 72
    x0, y0, x1, y1 = (v * scale for v in box)
    m = MARGIN * scale
    # The width of the page: the row that an entry stands in tells its date.
    left, top = 0, max(0, y0 - m)
    subprocess.run(
        ["convert", str(target), "-fill", "none", "-stroke", "red", "-strokewidth", "2",
         "-draw", f"rectangle {x0 - 3:.0f},{y0 - 3:.0f} {x1 + 3:.0f},{y1 + 3:.0f}",
         "-crop", f"{max(x1 + m, 1200 * scale):.0f}x{y1 - top + m:.0f}+{left:.0f}+{top:.0f}", "+repage", str(target)],
        check=False)


def table(path):
    rows = list(csv.DictReader(path.open(encoding="utf-8"), delimiter="\t"))
    counts = defaultdict(lambda: [0, 0, 0, 0])
    for r in rows:
        right = r["verdict"].startswith("right")
        for key in (r["kind"], "all"):
            c = counts[key]
            c[0] += 1
            c[1] += right
            if r["marked"] == "no":
                c[2] += 1
                c[3] += right
    print(f"{'kind':14}{'drawn':>7}{'right':>7}{'share':>7}{'unmarked':>10}{'right':>7}{'share':>7}")
    for kind in sorted(counts, key=lambda k: (k == "all", k)):
        n, right, un, un_right = counts[kind]
        print(f"{kind:14}{n:7}{right:7}{right / max(n, 1):7.3f}{un:10}{un_right:7}{un_right / max(un, 1):7.3f}")


def main():
    if sys.argv[1:2] == ["--table"]:
        return table(pathlib.Path(sys.argv[2]))
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("records", type=pathlib.Path)
    ap.add_argument("pdfs", type=pathlib.Path)
    ap.add_argument("out", type=pathlib.Path)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--count", type=int, default=200)
    ap.add_argument("--dpi", type=int, default=90)
    ap.add_argument("--all", action="store_true", help="every entry, and no pictures")
    args = ap.parse_args()
    found = all_entries(args.records)
    taken = found if args.all else draw(found, args.count, args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    with (args.out / "sample.tsv").open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, delimiter="\t", lineterminator="\n")
        out.writerow(["number", "kind", "marked", "file", "page", "box", "says", "verdict"])
        for n, e in enumerate(taken, 1):
            at = e["at"][0] if e["at"] else {"page": "", "bbox": ""}
            says = e["says"].replace("\t", " ").replace("\n", " ")
            out.writerow([n, e["kind"], "yes" if e["marked"] else "no", e["file"], at["page"], at["bbox"], says, ""])
    if args.all:
        return print(len(taken), "entries")
    for n, e in enumerate(taken, 1):
        crop(e, args.pdfs, args.out / f"{n:03}.png", args.dpi)
    if shutil.which("montage"):
        for sheet, first in enumerate(range(1, len(taken) + 1, PER_SHEET), 1):
            pictures = []
            for n in range(first, min(first + PER_SHEET, len(taken) + 1)):
                picture = args.out / f"{n:03}.png"
                if picture.exists():
                    pictures += ["-label", f"{n} {taken[n - 1]['kind']}", str(picture)]
            subprocess.run(["montage", *pictures, "-tile", "3x", "-geometry", "640x300>+4+4", str(args.out / f"sheet-{sheet:02}.png")], check=False)
    print(len(found), "entries;", len(taken), "drawn into", args.out)


if __name__ == "__main__":
    main()
