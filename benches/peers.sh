#!/usr/bin/env bash
# Text of a folder of PDFs: this program on one thread beside pdfium (PyPI: pypdfium2), whole processes in turn, five times.
# Prints the median of each and the ratio.
#
#   benches/peers.sh [FOLDER] [PROGRAM]      default: ../shared/realpdf (or KEIKAKU_SHARED) and target/release/keikaku
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=${1:-${KEIKAKU_SHARED:-../shared}/realpdf}
keikaku=${2:-target/release/keikaku}
out=target/peers
[ -d "$folder" ] || { echo "no folder $folder: nothing measured"; exit 0; }
mkdir -p "$out"
python=python3
if ! $python -c 'import pypdfium2' 2>/dev/null; then
    python=$out/venv/bin/python
    [ -x "$python" ] || python3 -m venv "$out/venv"
    $python -c 'import pypdfium2' 2>/dev/null ||
        timeout 300 "$python" -m pip install --quiet --disable-pip-version-check pypdfium2 ||
        { echo "pypdfium2 could not be installed: nothing measured"; exit 1; }
fi

exec $python - "$folder" "$keikaku" "$out/text" <<'PYTHON'
import glob, os, resource, statistics, subprocess, sys, time

folder, keikaku, out = sys.argv[1:]
PDFIUM = """
import glob, sys, pypdfium2
for f in sorted(glob.glob(sys.argv[1] + '/**/*.pdf', recursive=True)):
    try:
        for page in pypdfium2.PdfDocument(f):
            page.get_textpage().get_text_range()
    except Exception as e:
        print(f, e, file=sys.stderr)
"""
commands = {
    "keikaku": [keikaku, "text", folder, "--out", out, "--jobs", "1"],
    "pdfium": [sys.executable, "-c", PDFIUM, folder],
}
times = {name: [] for name in commands}
for run in range(6):
    for name, command in commands.items():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        # The first run warms the caches.
        if run:
            times[name].append((wall, cpu))
for name, runs in times.items():
    wall, cpu = (statistics.median(t) for t in zip(*runs))
    print(f"{name:<8} wall {wall:6.2f} s   cpu {cpu:6.2f} s   (medians of {len(runs)})")
ratios = [k[1] / p[1] for k, p in zip(times["keikaku"], times["pdfium"])]
print(f"keikaku / pdfium, cpu: {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")
PYTHON
