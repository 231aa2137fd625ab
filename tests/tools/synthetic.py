"""Records of 1,741 made-up municipalities, from those of the corpus: for trying what a whole country costs.

    synthetic.py RECORDS MUNICIPALITIES.tsv OUT [COUNT]

Each takes one of the records, the name and code of a real municipality, shifts all days by whole years (fiscal years and
weeks stay what they are: weekday checks are dropped), and leaves out a few entries of lists. Nothing random: the same
arguments give the same bytes.
"""

import json
import sys
from pathlib import Path

records, municipalities, out = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
count = int(sys.argv[4]) if len(sys.argv) > 4 else 1741
table = [line.split("\t") for line in municipalities.read_text(encoding="utf-8").splitlines() if line[:1].isdigit()]
# A prefecture's code ends in 000 and the check digit; 政令指定都市 have wards of their own, which are no municipalities.
prefectures = {code[:2]: name for code, name, *_ in table if code[2:5] == "000"}
rows = [(code, name) for code, name, *_ in table if code[2:5] != "000" and name[-1] in "市町村区"]
rows = [(code, name) for code, name in rows if name[-1] != "区" or code[:3] == "131"][:count]
originals = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(records.glob("**/*.json"))]


def shifted(value, years):
    if isinstance(value, dict):
        if "raw" in value and "precision" in value:
            value = dict(value)
            value.pop("weekday", None)
            for side in ("start", "end"):
                if side in value:
                    year, rest = value[side].split("-", 1)
                    value[side] = f"{int(year) + years}-{'02-28' if rest == '02-29' else rest}"
            if "fiscal_year" in value:
                value["fiscal_year"] += years
            value.pop("edtf", None)
            return value
        return {key: shifted(inner, years) for key, inner in value.items()}
    if isinstance(value, list):
        return [shifted(inner, years) for inner in value]
    return value


folder = out / "records"
folder.mkdir(parents=True, exist_ok=True)
for number, (code, name) in enumerate(rows):
    record = shifted(originals[number % len(originals)], number % 7 - 3)
    prefecture = prefectures[code[:2]]
    was = record["municipality"]["name"]
    record = json.loads(json.dumps(record, ensure_ascii=False).replace(was, name))
    record["source"]["file"] = f"{code}.pdf"
    record["municipality"].update(name=name, code=code, prefecture=prefecture, kind=name[-1].replace("区", "特別区"))
    if record.get("plan", {}).get("id"):
        record["plan"]["id"] = code + record["plan"]["id"][6:]
    for field in ("schedule", "participation", "bodies", "policies"):
        step = 5 + number % 11
        record[field] = [entry for i, entry in enumerate(record[field]) if i % step != number % step]
    (folder / f"{code}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
print(len(rows))
