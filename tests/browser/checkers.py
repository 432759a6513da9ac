"""The two checkers of pages: axe (can everybody use it?) and vnu (is it valid HTML?)."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.browser.server import ROOT, free_port

MODULES = ROOT / "static" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
# All rules of WCAG up to 2.2, A and AA, and axe's best practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def axe_faults(page):
    """What axe finds wrong with the page that the browser shows, as a list of sentences."""
    if not page.evaluate("() => typeof axe !== 'undefined'"):
        # Run through the debugger, which the content security policy of the page does not bind.
        page.evaluate(AXE.read_text() + "\n;0")
    result = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{rule['id']}: {rule['help']} ({node['html'][:160]})"
        for rule in result["violations"]
        for node in rule["nodes"][:3]
    ]


class HtmlChecker:
    """vnu as a small server of its own, since starting Java costs more than checking a page."""

    def __init__(self):
        port = free_port()
        self.address = f"http://127.0.0.1:{port}/?out=json"
        self.process = subprocess.Popen(
            [
                *("java", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                *("-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(VNU)),
                *("nu.validator.servlet.Main", str(port)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def faults(self, html):
        """The errors of a page as the server sent it (bytes), as a list of sentences."""
        request = urllib.request.Request(
            self.address, data=html, headers={"Content-Type": "text/html; charset=utf-8"}, method="POST"
        )
        for _ in range(600):
            try:
                with urllib.request.urlopen(request) as answer:
                    messages = json.load(answer)["messages"]
                return [f"{m['message']} ({m.get('extract', '')})" for m in messages if m["type"] == "error"]
            except urllib.error.HTTPError:
                raise
            except OSError:
                assert self.process.poll() is None, "the HTML checker ended"
                time.sleep(0.1)
        raise AssertionError("the HTML checker did not start within a minute")

    def stop(self):
        """End the Java process."""
        self.process.terminate()
        self.process.wait(10)


def chromium():
    """The machine's own Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = Path("/usr/bin") / name
        if path.exists():
            return str(path)
    raise AssertionError('There is no Chromium here: "make test" installs it or says how.')
