"""Drives a headless Chromium over its debugging pipe (Chrome DevTools Protocol), with nothing beside Python itself.

    from browser import Browser
    with Browser(chromium, downloads) as browser:
        page = browser.open("file:///tmp/report.html", width=1280, height=900)
        page.js("document.title")             # the value of an expression; promises are waited for
        page.click("#filter")                 # a real click of the mouse in the middle of the first such element
        page.key("Enter")                     # a key; page.type("text") types
        page.screenshot("/tmp/a.png")
        page.errors                           # what the console called an error, and exceptions nobody caught
        page.requests                         # addresses that were asked for, the page itself and data: left out
"""

import base64
import json
import os
import select
import subprocess
import tempfile
import time

# Of one call; generous, for machines that do other things beside.
SECONDS = 60
KEYS = {
    "Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), " ": (32, " "),
    "ArrowUp": (38, ""), "ArrowDown": (40, ""), "ArrowLeft": (37, ""), "ArrowRight": (39, ""),
}


class Browser:
    def __init__(self, chromium, downloads=None):
        self.home = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        self.downloads = downloads
        to_read, self.to = os.pipe()
        self.back, from_write = os.pipe()

        def place():
            # The browser reads from descriptor 3 and writes to 4.
            a, b = os.dup(to_read), os.dup(from_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en", f"--user-data-dir={self.home.name}",
             "--remote-debugging-pipe", "about:blank"],
            preexec_fn=place, pass_fds=(3, 4, to_read, from_write),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.buffer, self.number, self.pages = b"", 0, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
        except Exception:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.home.cleanup()

    def message(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.back], [], [], left)[0]:
                return None
            got = os.read(self.back, 1 << 16)
            if not got:
                raise RuntimeError("the browser is gone")
            self.buffer += got
        one, self.buffer = self.buffer.split(b"\0", 1)
        one = json.loads(one)
        if "method" in one and one.get("sessionId") in self.pages:
            self.pages[one["sessionId"]].happened(one["method"], one["params"])
        return one

    def call(self, method, params=None, session=None):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        end = time.monotonic() + SECONDS
        while True:
            one = self.message(end - time.monotonic())
            if one is None:
                raise RuntimeError(f"no answer to {method}")
            if one.get("id") == self.number:
                if "error" in one:
                    raise RuntimeError(f"{method}: {one['error']}")
                return one["result"]

    def open(self, url, width=1280, height=900, dark=False, locale=None):
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = self.pages[session] = Page(self, session)
        for domain in ["Page", "Runtime", "Log", "Network"]:
            page.call(f"{domain}.enable")
        if self.downloads:
            self.call("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": self.downloads})
        if locale:
            page.call("Network.setUserAgentOverride", {"userAgent": "Mozilla/5.0 Chrome", "acceptLanguage": locale})
        page.size(width, height)
        page.dark(dark)
        page.goto(url)
        return page


class Page:
    def __init__(self, browser, session):
        self.browser, self.session, self.url = browser, session, None
        self.errors, self.requests, self.loaded = [], [], False

    def call(self, method, params=None):
        return self.browser.call(method, params, self.session)

    def happened(self, method, params):
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(params["exceptionDetails"], ensure_ascii=False))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert"):
            self.errors.append(json.dumps(params["args"], ensure_ascii=False))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(params["entry"]["text"] + " " + params["entry"].get("url", ""))
        elif method == "Network.requestWillBeSent":
            url = params["request"]["url"]
            if url.split("#")[0] != (self.url or "").split("#")[0] and not url.startswith(("data:", "blob:")):
                self.requests.append(url)

    def goto(self, url):
        self.url, self.loaded = url, False
        self.call("Page.navigate", {"url": url})
        end = time.monotonic() + SECONDS
        while not self.loaded:
            if self.browser.message(end - time.monotonic()) is None:
                raise RuntimeError(f"{url} did not load")

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride",
                  {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def dark(self, dark):
        self.call("Emulation.setEmulatedMedia",
                  {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def js(self, expression):
        result = self.call("Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True,
                                                "userGesture": True})
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {json.dumps(result['exceptionDetails'], ensure_ascii=False)}")
        return result["result"].get("value")

    def wait(self, expression, seconds=SECONDS):
        """Until the expression is true."""
        end = time.monotonic() + seconds
        while True:
            value = self.js(expression)
            if value:
                return value
            if time.monotonic() > end:
                raise RuntimeError(f"never: {expression}")
            time.sleep(0.05)

    def click(self, selector, index=0):
        box = self.js(f"""(() => {{
            const e = document.querySelectorAll({json.dumps(selector)})[{index}];
            if (!e) return null;
            e.scrollIntoView({{block: "center", inline: "center", behavior: "instant"}});
            const b = e.getBoundingClientRect();
            return [b.x + b.width / 2, b.y + b.height / 2];
        }})()""")
        if box is None:
            raise RuntimeError(f"no {selector} [{index}]")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent",
                      {"type": kind, "x": box[0], "y": box[1], "button": "left", "clickCount": 1})

    def key(self, name):
        code, text = KEYS.get(name, (ord(name.upper()) if len(name) == 1 else 0, name if len(name) == 1 else ""))
        self.call("Input.dispatchKeyEvent", {"type": "keyDown" if text else "rawKeyDown", "key": name, "text": text,
                                             "windowsVirtualKeyCode": code})
        self.call("Input.dispatchKeyEvent", {"type": "keyUp", "key": name, "windowsVirtualKeyCode": code})

    def type(self, text):
        self.call("Input.insertText", {"text": text})

    def screenshot(self, path, full=False):
        params = {"format": "png", "captureBeyondViewport": full}
        if full:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            params["clip"] = {**size, "scale": 1}
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot", params)["data"]))
