"""Takes the pictures of the report for README.md and README.ja.md, in a headless Chromium.

    python3 docs/report.py [CHROMIUM]

Python alone, and a Chromium on the path. `output/comparison/report.html` has to be made first (README.md tells how).
"""

import pathlib
import shutil
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "tests" / "tools"))
from browser import Browser  # noqa: E402

report = here.parent / "output" / "comparison" / "report.html"
chromium = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium")
with Browser(chromium) as browser:
    for language, name in (("en", "report.png"), ("ja", "report.ja.png")):
        page = browser.open(report.as_uri(), width=1200, height=860)
        page.js(f"speak('{language}')")
        page.js("document.querySelector('#filters details').open = true; location.hash = '#timeline'")
        page.wait("state.view === 'timeline'")
        page.screenshot(here / name)
