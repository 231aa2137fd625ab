"""Takes the pictures of the report and of the review page for README.md and README.ja.md, in a headless Chromium.

    keikaku review corpus/tsuruoka.pdf --out review.html
    python3 docs/report.py review.html [CHROMIUM]

Python alone, and a Chromium on the path. `output/comparison/report.html` has to be made first (README.md tells how).
"""

import pathlib
import shutil
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "tests" / "tools"))
from browser import Browser  # noqa: E402

report = here.parent / "output" / "comparison" / "report.html"
review = pathlib.Path(sys.argv[1]).resolve()
chromium = sys.argv[2] if len(sys.argv) > 2 else shutil.which("chromium")
with Browser(chromium) as browser:
    for language, name in (("en", "report.png"), ("ja", "report.ja.png")):
        page = browser.open(report.as_uri(), width=1200, height=860)
        page.js(f"speak('{language}')")
        page.js("document.querySelector('#filters details').open = true; location.hash = '#timeline'")
        page.wait("state.view === 'timeline'")
        page.screenshot(here / name)
    for language, name in (("en", "review.png"), ("ja", "review.ja.png")):
        page = browser.open(review.as_uri(), width=1200, height=760)
        if page.js("document.documentElement.lang") != language:
            page.click("#lang")
        # An entry that is lit, with its box in sight.
        page.click('.entry[data-path="/schedule/0"] .what')
        page.wait("""document.querySelector('.box[data-path="/schedule/0"]').classList.contains('lit')""")
        page.screenshot(here / name)
