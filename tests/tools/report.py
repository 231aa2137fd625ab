"""Uses the report of the corpus as a person does: with the mouse, with the keyboard, and as a screen reader sees it.

    report.py CHROMIUM REPORT
"""

import json
import sys

from browser import Browser

VIEWS = ["overview", "timeline", "phases", "participation", "fields", "plans", "indicators", "themes", "doc=1"]

# The contrast of every text that is shown with what lies behind it (WCAG 2.1, 1.4.3): those below 4.5:1, or 3:1 for large.
CONTRAST = """(() => {
    const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => { const f = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
    const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] > 0.99) return c; } return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255]; };
    const bad = [];
    for (const e of document.querySelectorAll("body *")) {
        if (e.closest("svg") && e.tagName !== "text") continue;
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        if (!own || !e.getClientRects().length || e.closest(".vh, script, option, noscript")) continue;
        const style = getComputedStyle(e), text = parse(e.tagName === "text" ? style.fill : style.color), ground = behind(e);
        const [a, b] = [light(text), light(ground)].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
        const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
        if (ratio < (large ? 3 : 4.5)) bad.push(`${e.tagName}.${e.getAttribute("class")} ${e.textContent.slice(0, 12)} ${ratio.toFixed(2)}`);
    }
    return [...new Set(bad)];
})()"""

# What a screen reader needs: names, headings, landmarks, headers of tables.
SOUND = """(() => {
    const bad = [];
    const named = e => (e.getAttribute("aria-label") || e.textContent || e.title || "").trim()
        || (e.labels && [...e.labels].some(l => l.textContent.trim()));
    for (const e of document.querySelectorAll("a[href], button, input, select, [role=img], [role=region], summary")) {
        if (!named(e)) bad.push("no name: " + e.outerHTML.slice(0, 80));
    }
    for (const tag of ["header", "nav", "main", "footer", "[role=search]", "[role=status]"]) {
        if (document.querySelectorAll(tag).length !== 1) bad.push("landmarks: " + tag);
    }
    for (const table of document.querySelectorAll("table")) {
        if (!table.querySelector("thead th[scope=col]")) bad.push("no column headers: " + table.className);
        for (const row of table.querySelectorAll("tbody tr")) {
            if (row.children.length > 1 && !row.querySelector("th[scope=row]")) bad.push("no row header");
        }
    }
    const levels = [...document.querySelectorAll("main :is(h1, h2, h3, h4)")].map(e => Number(e.tagName[1]));
    if (levels[0] !== 2 || levels.filter(l => l === 2).length !== 1) bad.push("headings: " + levels);
    if (new Set([...document.querySelectorAll("[id]")].map(e => e.id)).size !== document.querySelectorAll("[id]").length) bad.push("an id twice");
    return bad;
})()"""

# Text that stands over other text in a drawing, and what reaches out of the window.
OVERLAP = """(() => {
    const bad = [];
    for (const svg of document.querySelectorAll("svg")) {
        const boxes = [...svg.querySelectorAll("text")].map(t => [t, t.getBoundingClientRect()]);
        boxes.forEach(([a, x], i) => boxes.slice(i + 1).forEach(([b, y]) => {
            if (x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 2 && y.top < x.bottom - 2) bad.push(`${a.textContent} / ${b.textContent}`);
        }));
    }
    for (const text of document.querySelectorAll("svg text")) {
        const box = text.closest("svg").getBoundingClientRect(), scale = box.width / (text.closest("svg").viewBox.baseVal?.width || box.width);
        if (parseFloat(getComputedStyle(text).fontSize) * scale < 9.5) bad.push("too small: " + text.textContent);
    }
    if (document.documentElement.scrollWidth > innerWidth) bad.push(`the page is ${document.documentElement.scrollWidth} wide`);
    return bad;
})()"""


def go(page, view):
    page.js(f"location.hash = '#{view}'")
    page.wait(f"(state.view === 'doc' ? 'doc=' + state.doc : state.view) === '{view}'")
    page.js("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def rows(page):
    return page.js("[...document.querySelectorAll('main tbody th a')].map(a => a.textContent)")


def looks(browser, url):
    """Every view, wide and narrow, light and dark, in both languages."""
    for width in (360, 1440):
        for dark in (False, True):
            page = browser.open(url, width=width, height=900, dark=dark)
            for language in ("ja", "en"):
                page.js(f"speak('{language}')")
                assert page.js("document.documentElement.lang") == language
                for view in VIEWS:
                    go(page, view)
                    page.js("new Promise(done => setTimeout(done, 20))")
                    where = f"{view} {width} {'dark' if dark else 'light'} {language}"
                    for check in (CONTRAST, SOUND, OVERLAP):
                        found = page.js(check)
                        assert not found, f"{where}: {found[:8]}"
            assert not page.errors, page.errors
            assert not page.requests, page.requests


def mouse(browser, url):
    page = browser.open(url)
    page.js("speak('ja')")
    go(page, "plans")
    assert len(rows(page)) == 5
    # Search: what is typed is found in titles, names and visions, whatever its width.
    page.click("#q")
    page.type("鶴")
    page.wait("document.querySelectorAll('main tbody tr').length === 2")
    assert rows(page) == ["鶴岡市", "鶴ヶ島市"], rows(page)
    assert "2 件の計画（全 5 件）" in page.js("document.getElementById('status').textContent")
    page.click("#reset")
    page.wait("document.querySelectorAll('main tbody tr').length === 5")
    # Filters, alone and together.
    choose = "(id, value) => { const e = document.getElementById(id); e.value = value; e.dispatchEvent(new Event('change')); }"
    page.js(f"({choose})('f-phase', 'vote')")
    assert rows(page) == ["鶴ヶ島市"], rows(page)
    page.js(f"({choose})('f-pref', '山形県')")
    assert page.js("document.querySelector('main tbody').textContent") == page.js("ui('none')")
    page.js(f"({choose})('f-phase', '')")
    assert rows(page) == ["鶴岡市"], rows(page)
    page.click("#reset")
    # Sorting by a heading: up, then down; what is not known is last both ways.
    page.click("[data-sort=methods]")
    assert page.js("document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == "ascending"
    up = rows(page)
    page.click("[data-sort=methods]")
    assert page.js("document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == "descending"
    assert up[0] == "美祢市" and rows(page)[0] == "つくばみらい市", (up, rows(page))
    page.click("[data-sort=council_meetings]")
    assert rows(page)[:2] == ["釜石市", "鶴岡市"], rows(page)
    page.click("[data-sort=council_meetings]")
    assert rows(page)[:2] == ["鶴岡市", "釜石市"], rows(page)
    # The filter holds from view to view.
    page.click("#reset")
    page.js(f"({choose})('f-method', 'briefing')")
    for view in ("timeline", "phases", "participation", "fields", "plans", "themes"):
        go(page, view)
        assert rows(page) == ["つくばみらい市"], (view, rows(page))
    page.click("#reset")
    # A figure leads to the entry that it was read from, and to the page of the PDF.
    go(page, "plans")
    page.click("main tbody tr:nth-child(2) th a")
    page.wait("state.view === 'doc'")
    assert "鶴岡市" in page.js("document.querySelector('h2').textContent")
    link = "main table tbody tr:nth-child(2) .spots a"
    assert page.js(f"document.querySelector({json.dumps(link)}).getAttribute('href')").startswith("#doc=1&at=2,"), "place"
    pdf = page.js("document.querySelector('.spots a[target]').getAttribute('href')")
    assert pdf.startswith("../corpus/tsuruoka.pdf#page=") and "viewrect=" in pdf, pdf
    page.click(link)
    page.wait("document.querySelector('.hit') !== null")
    hit = page.js("document.querySelector('.hit').textContent")
    assert "令和4年10月31日" in hit and "第1回総合計画審議会" in hit, hit
    # Grouping.
    go(page, "overview")
    page.js(f"({choose})('by', 'prefecture')")
    assert "山形県" in page.js("document.querySelector('main section').textContent")
    # Language: everything that is a label changes.
    page.click("[data-language=en]")
    assert page.js("document.querySelector('h2').textContent") == "Overview"
    assert page.js("document.querySelector('[data-language=en]').getAttribute('aria-pressed')") == "true"
    left = page.js("[...document.querySelectorAll('header a, form label span, h2, h3')].map(e => e.textContent).filter(t => /[ぁ-んァ-ヶ一-龠]/.test(t))")
    assert not left, left
    assert not page.errors and not page.requests, (page.errors, page.requests)


def keyboard(browser, url):
    page = browser.open(url)
    page.js("speak('en')")
    focused = "document.activeElement.id || document.activeElement.textContent"
    page.js("document.activeElement.blur()")
    page.key("Tab")
    assert page.js(focused) == "Skip to content", page.js(focused)
    seen = []
    for _ in range(30):
        page.key("Tab")
        seen.append(page.js(focused))
        # Where one is, is seen.
        ring = page.js("(e => e === document.body ? 'x' : getComputedStyle(e).outlineStyle)(document.activeElement)")
        assert ring != "none", seen[-1]
    for name in ("日本語", "Timeline", "Plans", "q", "f-pref", "f-field", "sort", "direction", "reset"):
        assert name in seen, (name, seen)
    # A view by the keyboard: the focus goes to its heading.
    page.js("[...document.querySelectorAll('#nav a')].find(a => a.textContent === 'Plans').focus()")
    page.key("Enter")
    page.wait("state.view === 'plans'")
    page.wait("document.activeElement.tagName === 'H2'")
    assert page.js("document.querySelector('#nav [aria-current=page]').textContent") == "Plans"
    # Sorting by the keyboard keeps the focus on the heading of the column.
    page.js("document.querySelector('[data-sort=methods]').focus()")
    page.key("Enter")
    assert page.js("document.activeElement.dataset.sort") == "methods"
    assert page.js("document.activeElement.closest('th').getAttribute('aria-sort')") == "ascending"
    page.key(" ")
    assert page.js("document.activeElement.closest('th').getAttribute('aria-sort')") == "descending"
    # Searching by the keyboard.
    page.js("document.getElementById('q').focus()")
    page.type("釜石")
    page.wait("document.querySelectorAll('main tbody tr').length === 1")
    assert page.js(focused) == "q"
    assert not page.errors, page.errors


def printed(browser, url):
    page = browser.open(url)
    for view in ("overview", "timeline", "plans"):
        go(page, view)
        data = page.call("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})["data"]
        assert len(data) > 10_000, view
    assert page.js("document.querySelectorAll('main tbody tr').length") == 5


with Browser(sys.argv[1]) as browser:
    address = "file://" + sys.argv[2]
    looks(browser, address)
    mouse(browser, address)
    keyboard(browser, address)
    printed(browser, address)
    print("looks, mouse, keyboard, print: well")
