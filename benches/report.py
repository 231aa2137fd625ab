"""How the report bears the whole country: its size, how long it takes to open, and from a change of the filter to the next frame.

    cargo run --release --example synthetic -- output /tmp/country
    time cargo run --release -- compare /tmp/country --html /tmp/country/report.html --to /tmp/country/comparison
    python3 benches/report.py /tmp/country/report.html [CHROMIUM]

Milliseconds on the clock, and in brackets those that the page's thread computed: on a machine that does other things as
well the first grow, the second do not.
"""

import pathlib
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "tools"))
from browser import Browser  # noqa: E402

ROUNDS = 7
CHANGES = {
    "search": "state.q = ['市', '北海道', '町'][i % 3];",
    "filter": "state.q = ''; state.phase = ['vote', 'answer'][i % 2];",
    "sort": "state.phase = ''; state.sort = 'methods'; state.down = !state.down;",
}


def computed(page):
    metrics = page.call("Performance.getMetrics")["metrics"]
    return next(m["value"] for m in metrics if m["name"] == "TaskDuration") * 1000


def timed(page, work):
    clock, thread = time.monotonic(), computed(page)
    work()
    return (time.monotonic() - clock) * 1000, computed(page) - thread


report = pathlib.Path(sys.argv[1]).resolve()
print(f"{'size':<16}{report.stat().st_size / 1e6:6.1f} MB")
with Browser(sys.argv[2] if len(sys.argv) > 2 else shutil.which("chromium")) as browser:
    page = browser.open("about:blank", width=1440, height=900)
    page.call("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(report.as_uri())
    until_seen = page.js("performance.getEntriesByType('navigation')[0].loadEventEnd")
    print(f"{'open':<16}{until_seen:6.0f} ms ({computed(page):.0f})")
    for view in ["overview", "timeline", "phases", "participation", "fields", "plans", "indicators", "themes"]:
        page.js(f"location.hash = '#{view}'")
        page.wait(f"state.view === '{view}'")
        told = []
        for name, change in CHANGES.items():
            def once(i):
                return timed(page, lambda: page.js(f"{{ let i = {i}; {change} show(); document.body.offsetHeight }}"))
            clock, thread = zip(*(once(i) for i in range(ROUNDS)))
            told.append(f"{name} {sorted(clock)[ROUNDS // 2]:5.0f} ms ({sorted(thread)[ROUNDS // 2]:3.0f})")
        print(f"{view:<16}" + "   ".join(told))
        page.js("Object.assign(state, {q: '', phase: '', sort: 'code', down: false})")
    assert not page.errors, page.errors
