"""Checks of one HTML response that need no browser: what every page of the portal must have, and must not."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NO_LABEL_NEEDED = {"hidden", "submit", "button", "image", "reset"}


class Page(HTMLParser):
    """Reads a page and gathers what is wrong with it in `faults`, as sentences."""

    def __init__(self, html, *, fragment=False):
        super().__init__(convert_charrefs=True)
        self.faults = []
        self.headings = 0
        self.title = ""
        self.ids = []
        self.label_targets = set()
        self.controls = []
        self.references = set()
        self.path = []
        self.links = []
        self.text = []
        self.feed(html)
        self.close()
        self._judge(html, fragment=fragment)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in VOID:
            self.path.append(tag)
        if tag == "h1":
            self.headings += 1
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag == "label" and attributes.get("for"):
            self.label_targets.add(attributes["for"])
        if tag in {"input", "select", "textarea"} and attributes.get("type") not in NO_LABEL_NEEDED:
            self.controls.append((tag, attributes, "label" in self.path))
        if tag == "img" and "alt" not in attributes:
            self.faults.append(f"the image {attributes.get('src')} has no alt text")
        for name, value in attributes.items():
            if name.startswith("on"):
                self.faults.append(f"<{tag}> has the inline handler {name}")
            if name == "style":
                self.faults.append(f"<{tag}> has an inline style")
            if name in {"aria-describedby", "aria-labelledby"}:
                self.references.update((value or "").split())
            if name in {"href", "src", "action"} and (value or "").lower().startswith("javascript:"):
                self.faults.append(f"<{tag}> has a javascript address")
        if tag == "style":
            self.faults.append("there is a style element")
        if tag == "script" and not attributes.get("src") and attributes.get("type") != "application/json":
            self.faults.append("there is an inline script")

    def handle_endtag(self, tag):
        if tag in self.path:
            while self.path and self.path.pop() != tag:
                pass

    def handle_data(self, data):
        if self.path and self.path[-1] == "title" and "svg" not in self.path:
            self.title += data
        if not {"script", "style"} & set(self.path):
            self.text.append(data)

    def _judge(self, html, *, fragment):
        if not fragment:
            if self.headings != 1:
                self.faults.append(f"there are {self.headings} h1 elements, not one")
            if not self.title.strip():
                self.faults.append("there is no title")
            if "<html lang=" not in html:
                self.faults.append("the html element has no lang")
        for repeated in sorted({name for name in self.ids if self.ids.count(name) > 1}):
            self.faults.append(f"the id {repeated!r} stands more than once")
        for tag, attributes, inside_label in self.controls:
            named = (
                inside_label
                or attributes.get("id") in self.label_targets
                or attributes.get("aria-label")
                or attributes.get("aria-labelledby")
            )
            if not named:
                self.faults.append(f"<{tag} name={attributes.get('name')!r}> has no label")
        for missing in sorted(self.references - set(self.ids)):
            self.faults.append(f"something refers to the id {missing!r}, which is not there")
        text = "".join(self.text)
        for mark in ("{{", "{%", "}}"):
            if mark in text:
                self.faults.append(f"the page shows {mark}")


def faults(html, *, fragment=False):
    """What is wrong with a page (or a piece of one), as a list of sentences; empty where nothing is."""
    return Page(html, fragment=fragment).faults
