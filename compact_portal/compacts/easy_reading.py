"""How an easy-read version is drawn: its headings are headings of the page, which those of a clause are not."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark", {"html": False}).disable("image")
TAGS = {"a", "br", "em", "h2", "h3", "li", "ol", "p", "strong", "ul"}


def as_html(body: str) -> SafeString:
    """Return Markdown as safe HTML with headings from the second level on, as the page's own is the first."""
    tokens = PARSER.parse(body)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h2" if token.tag in {"h1", "h2"} else "h3"
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    kept = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel="nofollow"
    )
    return mark_safe(kept)
