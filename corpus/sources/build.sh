#!/bin/sh
# Makes the five documents of ../ anew from the sources beside this script.
#
# Debian packages (versions the files in ../ were made with, Debian 12):
#   libreoffice-impress-nogui, libreoffice-writer-nogui  4:7.4.7   (or the full libreoffice)
#   chromium  156     fonts-noto-cjk  1:20220127     fonts-ipaexfont  00401     poppler-utils  22.12
# PyPI packages: requirements.txt   (pip install -r requirements.txt)
#
# Usage: build.sh [OUTPUT_DIRECTORY]        default: the directory above this script
# The same versions give the same bytes; other versions may move a line or a page.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$(dirname "$here")}
SOURCE_DATE_EPOCH=1795478400 # 2026-11-24, the day the documents were written
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1

missing=0
need() { # a command and the Debian package it comes from
    command -v "$1" >/dev/null 2>&1 || { echo "build.sh: $1 not found (Debian package $2)" >&2; missing=1; }
}
need soffice libreoffice-impress-nogui
need chromium chromium
need pdfinfo poppler-utils
need fc-list fontconfig
need python3 python3
[ "$missing" = 0 ] || exit 1
for font in "IPAexMincho" "IPAexGothic" "Noto Sans CJK JP" "Noto Serif CJK JP"; do
    fc-list : family | grep -q "$font" ||
        { echo "build.sh: font $font not found (Debian packages fonts-noto-cjk, fonts-ipaexfont)" >&2; missing=1; }
done
python3 - "$here/requirements.txt" <<'CHECK' || missing=1
import sys
from importlib.metadata import PackageNotFoundError, version
wrong = 0
for line in open(sys.argv[1]):
    if "==" not in line or line.startswith("#"):
        continue
    name, wanted = line.strip().split("==")
    try:
        found = version(name)
    except PackageNotFoundError:
        found = "nothing"
    if found != wanted:
        print(f"build.sh: {name} {wanted} wanted, {found} found (pip install -r requirements.txt)", file=sys.stderr)
        wrong = 1
sys.exit(wrong)
CHECK
[ "$missing" = 0 ] || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mkdir -p "$out"
cd "$here"

python3 tsuruoka.py "$work/tsuruoka.pptx"
python3 kamaishi.py "$work/kamaishi.pptx"
python3 tsurugashima.py "$work/tsurugashima.docx"
soffice --headless "-env:UserInstallation=file://$work/profile" --convert-to pdf --outdir "$work" \
    "$work/tsuruoka.pptx" "$work/kamaishi.pptx" "$work/tsurugashima.docx" >/dev/null 2>&1
python3 -c 'import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])' tsukubamirai.typ "$work/tsukubamirai.pdf"
# --no-sandbox: so that it also runs as root in a container; the page is our own and loads nothing
chromium --headless --no-sandbox --disable-gpu "--user-data-dir=$work/browser" --no-pdf-header-footer \
    "--print-to-pdf=$work/mine.pdf" "file://$here/mine.html" >/dev/null 2>&1

check() { # name and the number of pages it has to have
    pages=$(pdfinfo "$work/$1.pdf" 2>/dev/null | sed -n 's/^Pages: *//p')
    [ "$pages" = "$2" ] || { echo "build.sh: $1 has ${pages:-no} pages, not $2" >&2; exit 1; }
    python3 finish.py "$work/$1.pdf" "$out/$1.pdf" "$SOURCE_DATE_EPOCH"
    echo "$out/$1.pdf: $2 pages, $(wc -c <"$out/$1.pdf") bytes"
}
check tsuruoka 5
check tsurugashima 4
check kamaishi 11
check tsukubamirai 6
check mine 4
