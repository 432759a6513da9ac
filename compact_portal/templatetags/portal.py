"""What templates need beside Django's own tags: dates in words, states as tags, Markdown, lists in pages.

Load with ``{% load portal %}``.
"""

import datetime
from typing import Any

import nh3
from django import template
from django.core.paginator import Page
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from compact_portal.access import role_name
from compact_portal.renderer import clock

register = template.Library()

#: Colour and shape of a state, by the value it is stored under. The words beside them say it all.
LOOKS = {
    # Actions of a plan.
    "not_started": ("grey", "ring"),
    "on_track": ("green", "round"),
    "at_risk": ("yellow", "triangle"),
    "off_track": ("red", "diamond"),
    "complete": ("blue", "full"),
    "stopped": ("grey", "none"),
    # Editions of a text.
    "draft": ("grey", "none"),
    "consultation": ("purple", "none"),
    "agreed": ("teal", "none"),
    "in_force": ("green", "none"),
    "superseded": ("grey", "none"),
    "lapsed": ("orange", "none"),
    # What became of a clause from one edition to another.
    "same": ("grey", "none"),
    "renumbered": ("grey", "none"),
    "changed": ("blue", "none"),
    "moved": ("purple", "none"),
    "split": ("teal", "none"),
    "merged": ("teal", "none"),
    "new": ("green", "none"),
    "dropped": ("orange", "none"),
    # Amendments.
    "submitted": ("purple", "none"),
    "put-off": ("orange", "none"),
    "accepted": ("green", "none"),
    "reworded": ("green", "none"),
    "declined": ("red", "none"),
    # How an organisation stands in the register.
    "signed": ("green", "full"),
    "re-affirmed": ("green", "full"),
    "earlier": ("yellow", "ring"),
    "leaving": ("orange", "triangle"),
    "withdrawn": ("grey", "none"),
    "perhaps": ("grey", "ring"),
    # Requests to sign, applications, scans.
    "open": ("blue", "ring"),
    "waiting": ("blue", "ring"),
    "held": ("orange", "triangle"),
    "confirmed": ("green", "full"),
    # Meetings of a Forum, and who was elected to it.
    "meeting-planned": ("grey", "none"),
    "meeting-called": ("blue", "none"),
    "meeting-held": ("teal", "none"),
    "meeting-confirmed": ("green", "none"),
    "meeting-cancelled": ("orange", "none"),
    "elected": ("green", "none"),
    # How near a last day is, and a clock that stands still.
    "in-time": ("grey", "none"),
    "due-soon": ("yellow", "triangle"),
    "overdue": ("orange", "diamond"),
    "long-overdue": ("red", "full"),
    "paused": ("blue", "ring"),
    "time-near": ("yellow", "triangle"),
    "time-passed": ("grey", "diamond"),
    # Who owes a commitment.
    "statutory": ("blue", "none"),
    "vcs": ("purple", "none"),
    "both": ("teal", "none"),
}

#: What may remain of Markdown: words and their order, never pictures, scripts, styles or headings of a page.
ALLOWED = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "li",
    "ol",
    "p",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}


def _heading_cell(renderer, tokens, at, *rest) -> str:
    """Begin or end a cell of a table's first row: a heading of its column, unless it says nothing."""
    opens = tokens[at].nesting == 1
    if not tokens[at + tokens[at].nesting].content.strip():
        return "<td>" if opens else "</td>"
    return '<th scope="col">' if opens else "</th>"


def _parser() -> MarkdownIt:
    """Return a Markdown parser that takes no HTML, makes headings bold paragraphs, and says what heads a column."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.add_render_rule("heading_open", lambda *args: "<p><strong>")
    parser.add_render_rule("heading_close", lambda *args: "</strong></p>\n")
    parser.add_render_rule("th_open", _heading_cell)
    parser.add_render_rule("th_close", _heading_cell)
    return parser


PARSER = _parser()


def clean(html: str) -> SafeString:
    """Return the HTML that Markdown gave, with nothing in it but what is allowed."""
    kept = nh3.clean(
        html,
        tags=ALLOWED,
        attributes={"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )
    return mark_safe(kept)


@register.filter
def markdown(text: str | None) -> SafeString:
    """Return Markdown as safe HTML: paragraphs, lists, emphasis, links, quotations, tables."""
    return clean(PARSER.render(text or ""))


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """Return a date as "14 March 2027" (a moment by the portal's own clock), or "" for none."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return date_format(value, "j F Y")


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Return a moment as "14 March 2027 at 3:05pm", by the portal's own clock, or "" for none."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _("%(day)s at %(time)s") % {"day": date_format(local, "j F Y"), "time": clock(local)}


@register.filter
def stamp(value: datetime.datetime) -> str:
    """Return a moment for the datetime of a <time>, which takes no fractions finer than a thousandth."""
    return value.isoformat(timespec="seconds")


@register.filter
def indented(text: str) -> str:
    """Return the lines of a text for a letter, all but the first moved in by two places."""
    return "\n  ".join(text.splitlines())


register.filter("clock", clock)
register.filter("role", role_name)


@register.simple_tag
def status_tag(value: str, label: str = "") -> SafeString:
    """Return a state as a tag: words (``label``, or the value's own), a shape and a colour."""
    words = label or getattr(value, "label", "") or value
    colour, shape = LOOKS.get(str(value), ("grey", "none"))
    return format_html(
        '<strong class="govuk-tag govuk-tag--{} portal-status portal-status--{}">{}</strong>',
        colour,
        shape,
        words,
    )


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page) -> dict[str, Any]:
    """Draw the links to the other pages of a list, keeping its filters."""
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {"request": context["request"], "page": page, "numbers": numbers}


@register.simple_tag(takes_context=True)
def sort_heading(context: RequestContext, key: str, text: str, default: str = "") -> SafeString:
    """Return the heading of a column that sorts by ``?sort=key``, and by ``?sort=-key`` when pressed again.

    ``default`` is the order of the list when the address asks for none.
    """
    query = context["request"].GET.copy()
    now = query.get("sort", default)
    query["sort"] = f"-{key}" if now == key else key
    query.pop("page", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(now)
    arrow = {"ascending": " ▲", "descending": " ▼"}.get(order or "", "")
    return format_html(
        '<th scope="col" class="govuk-table__header"{}><a class="portal-sort" href="?{}">{}'
        '<span aria-hidden="true">{}</span></a></th>',
        format_html(' aria-sort="{}"', order) if order else "",
        query.urlencode(),
        text,
        arrow,
    )


@register.simple_tag(takes_context=True)
def nav_item(context: RequestContext, href: str, text: str) -> SafeString:
    """Return an entry of the navigation, marked when this page is it or lies below it."""
    path = getattr(context.get("request"), "path", "")
    here = href != "/" and path.startswith(href)
    current = ("page" if path == href else "true") if here else ""
    return format_html(
        '<li class="govuk-service-navigation__item{}">'
        '<a class="govuk-service-navigation__link" href="{}"{}>{}</a></li>',
        " govuk-service-navigation__item--active" if current else "",
        href,
        format_html(' aria-current="{}"', current) if current else "",
        format_html('<strong class="govuk-service-navigation__active-fallback">{}</strong>', text) if current else text,
    )
