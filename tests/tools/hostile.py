"""Opens a report of a record that holds markup: it must be shown as text.  hostile.py CHROMIUM REPORT"""

import sys

from browser import Browser

with Browser(sys.argv[1]) as browser:
    page = browser.open("file://" + sys.argv[2])
    for view in ["overview", "timeline", "phases", "participation", "fields", "plans", "indicators", "themes", "doc=0"]:
        page.js(f"location.hash = '#{view}'")
        page.wait(f"(state.view === 'doc' ? 'doc=0' : state.view) === '{view}'")
        assert page.js("document.querySelectorAll('main img, main script').length") == 0, view
        assert "broken" not in page.js("document.title").split("–")[1], view
    assert "<img" in page.js("document.querySelector('main').textContent")
    assert not page.errors, page.errors
