#!/usr/bin/env python3
"""Works out the values of tests/data/dates/*.tsv anew, apart from the program, and says where they differ.

    python3 tests/data/check_dates.py [-v]

A second reader of its own making: regular expressions over the printed expression alone, with nothing shared with
src/japanese. It reads regular forms only; what it cannot read it counts, and -v lists it for reading by eye.
"""
import calendar
import datetime as dt
import glob
import os
import re
import sys
import unicodedata

BASE = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "令": 2018, "平": 1988, "昭": 1925,
        "R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867}
KANJI = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "元": 1, "壱": 1, "弐": 2, "参": 3}


def kanji_number(text):
    if not any(c in text for c in "十百千"):
        return int("".join(str(KANJI[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in KANJI:
            digit = KANJI[c]
        else:
            total += (1 if digit is None else digit) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = None
    return total + (digit or 0)


def fold(text):
    text = unicodedata.normalize("NFKC", text.replace("㋿", "令和"))
    text = re.sub(r"[\s　]", "", text)
    text = re.sub(r"[~〜∼～]", "~", text)
    text = re.sub(r"(?<=[和成昭正治年月度])元", "1", text)
    text = re.sub(r"(?<=[令平RHS.])元(?=[.年])", "1", text)
    return re.sub(r"[〇○一二三四五六七八九十百千壱弐参零]+(?=[年月日~・(か箇カヵヶケ]|$)", lambda m: str(kanji_number(m.group())), text)


def month_span(year, month):
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


ERA = r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM]|[令平昭])\.?(?P<n>\d{1,2})(?:[(〔](?:西暦)?\d{4}年?(?:度)?[)〕])?"
WEST = r"['’‘]?(?P<west>\d{4})(?:[(〔](?:令和|平成|昭和|大正|明治|[RHS])\d{1,2}年?(?:度)?[)〕])?"
WEEK = r"(?:[(〔<〈](?P<wd>[月火水木金土日])(?:曜日?)?(?:[・、,]?(?:祝日?|休|\(祝\)))?[)〕>〉]|(?P<wd2>[月火水木金土日])曜日?)?"
ABOUT = r"(?P<about>頃|ごろ|ころ|前後|を目途に|を目処に|をめどに|を目途|目途|を目安に)?"
YEAR = rf"(?:{ERA}|{WEST})"
BRACKET = r"(?:[(〔](?:(?:令和|平成|昭和|大正|明治|[RHS])?\d{1,4}年?(?:度)?)[)〕])?"
PARTS = {
    "末": "end", "末日": "end", "の末": "end", "上旬": "1", "初旬": "1", "中旬": "2", "下旬": "3",
}
POINT = [
    ("fy", rf"{YEAR}年{BRACKET}度{BRACKET}|{YEAR}年度{BRACKET}"),
    ("fymonth", rf"{YEAR}年度{BRACKET}の?(?P<m>\d{{1,2}})月(?P<part>末日?|上旬|初旬|中旬|下旬)?"),
    ("fypart", rf"{YEAR}年度{BRACKET}の?(?P<fp>末日|末|当初|初め|内|中|前半|後半|上半期|下半期|上期|下期|第[1-4一二三四]・?[四4]半期|[1-4]Q)"),
    ("day", rf"{YEAR}年?{BRACKET}年?(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日{WEEK}"),
    ("month", rf"{YEAR}年?{BRACKET}年?の?(?P<m>\d{{1,2}})月(?P<part>末日?|の末|上旬|初旬|中旬|下旬)?"),
    ("day", rf"{YEAR}年?[./-](?P<m>\d{{1,2}})[./-](?P<d>\d{{1,2}}){WEEK}"),
    ("month", rf"{YEAR}年?[./](?P<m>\d{{1,2}})(?P<part>末)?"),
    ("year", rf"{YEAR}年{BRACKET}"),
    ("bare_day", rf"(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日{WEEK}|(?P<m2>\d{{1,2}})/(?P<d2>\d{{1,2}}){WEEK.replace('wd', 'we')}"),
    ("bare_month", r"(?P<m>\d{1,2})月(?P<part>末日?|上旬|初旬|中旬|下旬)?"),
]


def uniquify(pattern):
    seen = {}

    def name(match):
        n = match.group(1)
        seen[n] = seen.get(n, 0) + 1
        return f"(?P<{n}__{seen[n]}>"
    return re.sub(r"\(\?P<(\w+)>", name, pattern)


COMPILED = [(kind, re.compile(uniquify(pattern) + uniquify(ABOUT.replace("about", "about_")))) for kind, pattern in POINT]


def groups(match):
    out = {}
    for key, value in match.groupdict().items():
        if value is not None:
            out.setdefault(key.split("__")[0].rstrip("_"), value)
    return out


def year_of(g):
    if "era" in g:
        return BASE[g["era"]] + int(g["n"])
    return int(g["west"]) if "west" in g else None


def thirds(year, month, part):
    first, last = month_span(year, month)
    if part is None:
        return first, last, "month"
    if "末" in part:
        return last, last, "day"
    if part in ("上旬", "初旬"):
        return first, dt.date(year, month, 10), "tenday"
    if part == "中旬":
        return dt.date(year, month, 11), dt.date(year, month, 20), "tenday"
    return dt.date(year, month, 21), last, "tenday"


def point(text, bare_year):
    """(start, end, precision, about) of a point; bare_year(month, day, weekday) tells the year of what has none."""
    for kind, pattern in COMPILED:
        match = pattern.fullmatch(text)
        if not match:
            continue
        g = groups(match)
        about = "about" in g
        year = year_of(g)
        month = int(g.get("m") or g.get("m2") or 0)
        day = int(g.get("d") or g.get("d2") or 0)
        if kind == "fy":
            return dt.date(year, 4, 1), dt.date(year + 1, 3, 31), "fiscalyear", about
        if kind == "fymonth":
            return *thirds(year + (month < 4), month, g.get("part")), about
        if kind == "fypart":
            part = g["fp"]
            if part == "末":
                return *month_span(year + 1, 3), "month", about
            if part == "末日":
                return dt.date(year + 1, 3, 31), dt.date(year + 1, 3, 31), "day", about
            if part in ("当初", "初め"):
                return *month_span(year, 4), "month", about
            if part in ("内", "中"):
                return dt.date(year, 4, 1), dt.date(year + 1, 3, 31), "fiscalyear", about
            if part in ("前半", "上半期", "上期"):
                return dt.date(year, 4, 1), dt.date(year, 9, 30), "half", about
            if part in ("後半", "下半期", "下期"):
                return dt.date(year, 10, 1), dt.date(year + 1, 3, 31), "half", about
            quarter = "一二三四".find(part[1]) + 1 or int(re.search(r"[1-4]", part).group())
            first = dt.date(year + (quarter == 4), [4, 7, 10, 1][quarter - 1], 1)
            return first, month_span(first.year, first.month + 2)[1], "quarter", about
        if kind == "day":
            value = dt.date(year, month, day)
            return value, value, "day", about
        if kind == "month":
            return *thirds(year, month, g.get("part")), about
        if kind == "year":
            return dt.date(year, 1, 1), dt.date(year, 12, 31), "year", about
        weekday = g.get("wd") or g.get("wd2") or g.get("we") or g.get("we2")
        year = bare_year(month, day, weekday)
        if year is None:
            return None
        if kind == "bare_day":
            value = dt.date(year, month, day)
            return value, value, "day", about
        return *thirds(year, month, g.get("part")), about
    return None


def by_context(context):
    def year(month, day, weekday):
        if "header" in context or "published" in context:
            return None
        if "fiscal" in context:
            base = int(context["fiscal"]) + (month < 4)
        elif "row" in context:
            above = dt.date.fromisoformat(context["row"])
            base = above.year + (month < above.month)
        else:
            return None
        if weekday and day:
            agrees = [y for y in (base, base + 1, base + 2) if "月火水木金土日"[dt.date(y, month, day).weekday()] == weekday]
            return agrees[0] if agrees else None
        return base
    return year


def expected(raw, context):
    text = fold(raw)
    text = re.sub(r"^(おおむね|概ね|約)", "", text)
    bare = by_context(context)
    one = point(text, bare)
    if one:
        return one[0], one[1], one[2]
    match = re.fullmatch(r"~(.+?)(?:まで)?", text)
    if match and (one := point(match.group(1), bare)):
        return None, one[1], "range"
    match = re.fullmatch(r"(.+?)(?:まで(?:に)?|以前)", text)
    if match and "から" not in text and "~" not in text and (one := point(match.group(1), bare)):
        return None, one[1], "range"
    match = re.fullmatch(r"(.+?)(?:から~?|~|以降|以後|より|以来)", text)
    if match and (one := point(match.group(1), bare)):
        return one[0], None, "range"
    match = re.fullmatch(r"(.+?)(?:からの?|より|以降の?|を初年度とし?[たて]?す?る?)(?:おおむね|の)?(\d+)(?:年間|か年|カ年|ヵ年|ヶ年|ケ年|箇年)(?:計画)?", text)
    if match and (one := point(match.group(1), bare)):
        last = dt.date(one[0].year + int(match.group(2)), one[0].month, one[0].day) - dt.timedelta(1)
        return one[0], last, "range"
    match = re.fullmatch(r"(.+?)(?:を目標年[度次]?とする|までの|を最終年度とする)(\d+)(?:年間|か年)", text)
    if match and (one := point(match.group(1), bare)):
        after = one[1] + dt.timedelta(1)
        return dt.date(after.year - int(match.group(2)), after.month, after.day), one[1], "range"
    # Ranges, with what the end leaves out.
    match = re.fullmatch(r"(.+?)(?:~|から|-|－|‐|–|—|ー|―)~?(.+?)(?:まで(?:の間)?|にかけて)?", text)
    if match:
        a, b = match.groups()
        lead = re.match(rf"{YEAR}", a.replace("年", "", 0))
        if re.fullmatch(r"\d{1,2}", a) and re.fullmatch(r"\d{1,2}月", b):
            a += "月"
        elif re.fullmatch(rf"{YEAR}年?(度の?)?\d{{1,2}}", a) and re.fullmatch(r"\d{1,2}月", b) and "年" in a:
            a += "月"
        elif re.fullmatch(rf"(?:{ERA}|\d{{4}})", a):
            unit = re.search(r"年度?$", b)
            if not unit:
                return None
            a += unit.group()
        if re.fullmatch(r"\d{1,2}(日.*)?", b) and (first := re.match(r"(.*?\d{1,2}(?:月|/))\d", a)):
            b = first.group(1) + b
            if "/" in first.group(1):
                pass
        era = re.match(r"(令和|平成|昭和|大正|明治|[RHS])", a)
        western = re.match(r"(\d{2})\d{2}年", a)
        if re.match(r"\d{1,2}(\(\d{4}\))?年", b) and era:
            b = era.group(1) + b
        elif re.match(r"\d{2}年", b) and western:
            b = western.group(1) + b
        if a.endswith("年") and b.endswith("年度"):
            a += "度"
        start = point(a, bare)
        if start is None:
            return None

        def after_start(month, day, _weekday):
            return start[0].year + (month < start[0].month)
        fiscal = re.fullmatch(rf"(?:{YEAR})年度.*", a)
        if fiscal and re.match(r"\d{1,2}月", b):
            after_start = after_start
        end = point(re.sub(r"^(翌年?|同年?)(?=\d)", "", b), (lambda m, d, w: start[0].year + 1) if b.startswith("翌") else after_start)
        if end is None:
            return None
        return start[0], end[1], "range"
    return None


LENGTH = re.compile(r"(?:約|おおむね|概ね|今後)?(\d+)(年間|[か箇カヵヶケ個]年間?|[か箇カヵヶケ個]月間?|日間|週間)")


def main():
    verbose = "-v" in sys.argv
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "dates")
    checked = unread = nothing = dateless = undated = 0
    wrong = []
    for path in sorted(glob.glob(os.path.join(folder, "*.tsv"))):
        context = {}
        members = 0
        for line in open(path, encoding="utf-8"):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            columns = line.split("\t")
            if columns[0]:
                context = dict(part.split("=", 1) for part in columns[1].split(";") if part)
                members = 0
            members += 1
            columns += [""] * (8 - len(columns))
            raw, start, end, precision, edtf = columns[2:7]
            if raw.startswith("-"):
                nothing += 1
                continue
            flags = columns[7]
            if edtf.startswith("P"):
                match = LENGTH.fullmatch(fold(raw))
                if match:
                    letter = "Y" if "年" in match.group(2) else "M" if "月" in match.group(2) else "W" if "週" in match.group(2) else "D"
                    checked += 1
                    if edtf != f"P{match.group(1)}{letter}":
                        wrong.append((path, line, f"P{match.group(1)}{letter}"))
                else:
                    unread += 1
                    if verbose:
                        print("unread", os.path.basename(path), line)
                continue
            if start == end == "-":
                undated += 1
                if verbose:
                    print("undated", os.path.basename(path), line)
                continue
            value = None
            if "neighbour" not in flags and members == 1 or "?" not in flags:
                try:
                    value = expected(raw.replace("\\n", "").replace("\\t", ""), context)
                except ValueError:
                    value = None
            if value is None:
                unread += 1
                if verbose:
                    print("unread", os.path.basename(path), line)
                continue
            checked += 1
            told = tuple("-" if day is None else day.isoformat() for day in value[:2]) + (value[2],)
            if told != (start, end, precision):
                wrong.append((path, line, told))
    print(f"{checked} expressions worked out anew, {len(wrong)} differ; {unread} not read by this reader, "
          f"{undated} undated, {nothing} texts that give nothing")
    for path, line, told in wrong:
        print(f"{os.path.basename(path)}: {line}\n    here {told}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
