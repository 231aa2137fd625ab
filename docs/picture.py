"""Draws what `keikaku show` prints as an SVG, for README.md.

    cargo run --release -- show output/records/kamaishi.json --width 96 | python3 docs/picture.py > docs/show.svg

Each character gets a place of its own, Japanese ones two columns, so that columns stand under each other whatever fonts
the reader has. Long output is cut, and says so. Python alone, no packages.
"""

import sys
import unicodedata
from xml.sax.saxutils import escape

COLUMN, LINE, MARGIN, BAR = 7.2, 17, 16, 30  # pixels
HEAD, TAIL = 36, 20  # lines kept from the start and the end


def columns(character):
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def placed(text):
    """The characters and their places. Spaces are left out: renderers differ in what they make of them."""
    x, characters, places = MARGIN, "", []
    for character in text:
        if not character.isspace():
            characters += character
            places.append(f"{x:g}")
        x += COLUMN * columns(character)
    return escape(characters), " ".join(places)


def colour(line):
    if line.startswith(("schedule", "policy lists", "warnings")):
        return "#f0c674"
    if set(line) <= set("─ "):
        return "#5f6b7a"
    return "#d7dce2"


def kept(lines):
    """The facts and the start of the schedule, then the start of the policy lists."""
    if len(lines) <= HEAD + TAIL:
        return lines
    second = next((i for i, line in enumerate(lines) if line.startswith("policy lists")), HEAD)
    first = lines[: min(HEAD, second)]
    if len(first) < second:
        first += ["  ⋮", ""]
    rest = lines[second : second + TAIL]
    return first + rest + (["  ⋮"] if second + TAIL < len(lines) else [])


def main():
    lines = kept(sys.stdin.read().rstrip("\n").split("\n"))
    width = round(2 * MARGIN + COLUMN * max(sum(map(columns, line)) for line in lines))
    height = BAR + LINE * len(lines) + MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">')
    print(f'<rect width="{width}" height="{height}" rx="8" fill="#1d2229"/>')
    for i, dot in enumerate(("#e06c75", "#e5c07b", "#98c379")):
        print(f'<circle cx="{MARGIN + 4 + 18 * i}" cy="16" r="5" fill="{dot}"/>')
    print('<g font-size="13" font-family="\'Noto Sans Mono CJK JP\',\'Source Han Code JP\',Menlo,Consolas,'
          "'Osaka-Mono','MS Gothic',monospace\">")
    for i, line in enumerate(lines):
        if line.strip():
            y = BAR + LINE * (i + 1) - 5
            characters, x = placed(line)
            print(f'<text y="{y}" x="{x}" fill="{colour(line)}">{characters}</text>')
    print("</g>\n</svg>")


main()
