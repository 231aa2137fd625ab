"""Opens a review page as a reviewer would: clicks, keys, a correction, the saved file.

    review.py CHROMIUM PAGE.html DOWNLOADS [PICTURES]

With PICTURES, a folder, it leaves screenshots there (wide, narrow, dark).
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from browser import Browser  # noqa: E402

chromium, html, downloads = sys.argv[1:4]
pictures = Path(sys.argv[4]) if len(sys.argv) > 4 else None


def in_view(page, selector):
    return page.js(f"""(() => {{ const b = document.querySelector({json.dumps(selector)}).getBoundingClientRect();
        return b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth; }})()""")


with Browser(chromium, downloads) as browser:
    page = browser.open(Path(html).absolute().as_uri(), width=1400, height=900)
    count = page.js("entries.filter((e) => e.section === 'schedule').length")
    assert count > 5, count
    pages = page.js("[...document.querySelectorAll('.page img')].map((i) => i.complete && i.naturalWidth)")
    assert pages and all(width > 500 for width in pages), pages
    if pictures:
        page.screenshot(str(pictures / "wide.png"))

    # An entry: the page scrolls to its box, and the box lights up.
    last = f"/schedule/{count - 1}"
    page.click(f'.entry[data-path="{last}"] .what')
    page.wait(f"""document.querySelector('.box[data-path="{last}"]').classList.contains('lit')""")
    assert in_view(page, f'.box[data-path="{last}"]'), "the box of the entry is in sight"

    # A box: its entry.
    page.click('.box[data-path="/schedule/0"]')
    page.wait("""document.querySelector('.entry[data-path="/schedule/0"]').classList.contains('lit')""")
    assert in_view(page, '.entry[data-path="/schedule/0"]'), "the entry of the box is in sight"
    if pictures:
        page.screenshot(str(pictures / "lit.png"))

    # The search, and what is left over.
    page.click("#filter")
    page.type("パブリック")
    shown = page.js("[...document.querySelectorAll('.entry')].filter((e) => !e.hidden).length")
    assert 0 < shown < page.js("entries.length"), shown
    page.js("document.getElementById('filter').value = ''; filter()")

    # Keys: the first entry is right, the second wrong.
    page.click('.entry[data-path="/schedule/0"] .what')
    page.key("r")
    page.key("j")
    page.key("w")
    page.wait("""document.querySelector('.entry[data-path="/schedule/1"]').classList.contains('wrong')""")

    # The third is corrected.
    page.click('.entry[data-path="/schedule/2"] [data-mark="corrected"]')
    page.wait("document.getElementById('editor').open")
    if pictures:
        page.screenshot(str(pictures / "editor.png"))
    page.js("""for (const [name, value] of [['when/start', '2030-01-02'], ['when/end', '2030-01-02'], ['event', '直した行事']])
        document.querySelector(`[name="${name}"]`).value = value; document.getElementById('note').value = '試験'""")
    page.click("#keep")
    page.wait("""document.querySelector('.entry[data-path="/schedule/2"]').classList.contains('corrected')""")

    # One is added.
    page.click('.add[data-section="bodies"]')
    page.wait("document.getElementById('editor').open")
    page.js("""document.querySelector('[name="name"]').value = '足した会議'""")
    page.click("#keep")
    page.wait("entries.some((e) => e.mark?.verdict === 'added')")

    # Japanese and back.
    page.click("#lang")
    assert page.js("document.getElementById('save').textContent") == "修正ファイルを保存"
    if pictures:
        page.screenshot(str(pictures / "japanese.png"))
    page.click("#save")
    name = page.js("data.file.split('/').pop() + data.ending")
    saved = Path(downloads) / name
    end = time.monotonic() + 30
    while not saved.exists() and time.monotonic() < end:
        browser.message(0.1)
    marks = json.loads(saved.read_text(encoding="utf-8"))["marks"]
    assert sorted(m["verdict"] for m in marks) == ["added", "corrected", "right", "wrong"], marks

    # Marks are kept in the browser.
    page.goto(page.url)
    assert page.js("entries.filter((e) => e.mark).length") == 4

    for box in ("narrow", "dark"):
        page.size(420 if box == "narrow" else 1400, 900)
        page.dark(box == "dark")
        if pictures:
            page.screenshot(str(pictures / f"{box}.png"))
        assert page.js("document.documentElement.scrollWidth <= innerWidth"), "nothing stands out of the window"
    unnamed = page.js("[...document.querySelectorAll('button, input, select, img')].filter((e) => !(e.textContent.trim() || e.ariaLabel || e.alt || e.closest('label'))).length")
    assert unnamed == 0, unnamed
    assert page.errors == [], page.errors
    assert page.requests == [], page.requests
print("1 passed, 0 failed")
