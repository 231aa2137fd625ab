"""How the report bears the whole country: its size, how long it takes to open, and from a filter to the next frame.

    cargo run --release --example synthetic -- output /tmp/country
    time cargo run --release -- compare /tmp/country --html /tmp/country/report.html --to /tmp/country/comparison
    python3 benches/report.py /tmp/country/report.html [CHROMIUM]
"""

import pathlib
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "tools"))
from browser import Browser  # noqa: E402

report = pathlib.Path(sys.argv[1]).resolve()
print(f"size        {report.stat().st_size / 1e6:7.1f} MB")
# From the change of state to the layout being done; the median of seven.
TIMED = """(() => {
    const times = [];
    for (let i = 0; i < 7; i++) {
        const start = performance.now();
        %s
        show();
        document.body.offsetHeight;
        times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[3];
})()"""
with Browser(sys.argv[2] if len(sys.argv) > 2 else shutil.which("chromium")) as browser:
    start = time.monotonic()
    page = browser.open(report.as_uri(), width=1440, height=900)
    print(f"open        {(time.monotonic() - start) * 1000:7.0f} ms, of which until the first view "
          f"{page.js('performance.getEntriesByType(`navigation`)[0].domComplete'):.0f}")
    for view in ["overview", "timeline", "phases", "participation", "fields", "plans", "indicators", "themes"]:
        page.js(f"location.hash = '#{view}'")
        page.wait(f"state.view === '{view}'")
        change = {"search": "state.q = ['市', '北海道', '町'][i % 3];", "filter": "state.q = ''; state.phase = ['vote', 'answer'][i % 2];",
                  "sort": "state.phase = ''; state.sort = 'methods'; state.down = !state.down;"}
        print(f"{view:<14}" + "  ".join(f"{name} {page.js(TIMED % code):5.0f} ms" for name, code in change.items()))
        page.js("Object.assign(state, {q: '', phase: '', sort: 'code', down: false})")
    assert not page.errors, page.errors
