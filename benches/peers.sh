#!/usr/bin/env bash
# This program beside its peers, whole processes in turn on the same files: our text and our whole record beside the text of
# pypdfium2, PyMuPDF, pdf_oxide, pdfplumber, opendataloader-pdf, pdftotext and mutool, and the floor (the files read, content
# streams and ToUnicode maps inflated, nothing done with them); our whole record beside the tables of pdfplumber,
# PyMuPDF, camelot and opendataloader-pdf. Prints tables of medians; writes target/peers/peers.json and peers.svg.
#
#   benches/peers.sh [--quick | --write] [TEXT_FOLDER [TABLES_FOLDER [PROGRAM]]]
#
# Default: ../shared/realpdf and ../shared/bench/dev (KEIKAKU_SHARED names another place), target/release/keikaku. --quick
# compares with pypdfium2 alone. --write puts tables and picture into docs/performance.md and docs/performance.svg.
# KEIKAKU_ROUNDS is the number of rounds (5). Peers are installed from PyPI into target/peers/venv where no Python at hand has them
# (KEIKAKU_PYTHON names one); those that cannot be had are left out. opendataloader-pdf needs Java. pdfplumber over
# realpdf takes minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

quick=no
write=()
case ${1:-} in
--quick) quick=yes; shift ;;
--write) write=(--docs docs); shift ;;
esac
rounds=${KEIKAKU_ROUNDS:-5}
shared=${KEIKAKU_SHARED:-../shared}
text=${1:-$shared/realpdf}
tables=${2:-$shared/bench/dev}
keikaku=${3:-target/release/keikaku}
out=target/peers
[ -d "$text" ] || { echo "no folder $text: nothing measured"; exit 0; }
mkdir -p "$out"

python=${KEIKAKU_PYTHON:-python3}
if ! "$python" -c 'import pypdfium2' 2>/dev/null; then
    python=$out/venv/bin/python
    [ -x "$python" ] || python3 -m venv "$out/venv"
    packages=(pypdfium2)
    [ $quick = yes ] || packages+=(pymupdf pdf_oxide pdfplumber camelot-py opendataloader-pdf)
    for package in "${packages[@]}"; do
        timeout 300 "$python" -m pip install --quiet --disable-pip-version-check "$package" || echo "$package could not be installed"
    done
fi
if [ $quick = yes ]; then
    exec "$python" benches/peers.py --keikaku "$keikaku" --text "$text" --rounds "$rounds" --only "keikaku pypdfium2"
fi
# The floor is a way of calling the bench of the stages; without it, it is left out.
floor=$(cargo bench --bench pipeline --no-run --message-format json 2>/dev/null |
    sed -n 's/.*"name":"pipeline".*"executable":"\([^"]*\)".*/\1/p' | tail -n 1) || true
"$python" benches/peers.py --keikaku "$keikaku" ${floor:+--floor "$floor"} --text "$text" --tables "$tables" \
    --rounds "$rounds" --slow-rounds "$((rounds < 3 ? rounds : 3))" --svg "$out/peers.svg" --json "$out/peers.json" "${write[@]}"
