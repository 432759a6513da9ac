"""Words with what was removed and added, as HTML: lines through and under them, and hidden words that say the same.

Load with ``{% load comparing %}``.
"""

import re
from collections.abc import Iterable
from itertools import zip_longest

from django import template
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from compact_portal.compacts.comparing import Mark, Run, word_changes
from compact_portal.templatetags.portal import PARSER, clean

register = template.Library()

# Signs that no text has, around removed and added words while Markdown is made into HTML.
OPEN = {Mark.REMOVED: "\ue000", Mark.ADDED: "\ue001"}
CLOSE = {Mark.REMOVED: "\ue002", Mark.ADDED: "\ue003"}
SIGNS = re.compile("[\ue000-\ue003]")
MARKED = re.compile("\ue000([^<\ue000-\ue003]*)\ue002|\ue001([^<\ue000-\ue003]*)\ue003")
IN_A_TAG = re.compile("<[^>]*[\ue000-\ue003]")  # In the title of a link, say, where no mark-up can stand.
# What begins a line in Markdown and stands outside the words: the point of a list, a heading, a quotation.
LINE_BEGINS = re.compile(r"(?:\s*(?:[-*+]|\d{1,9}[.)]|>|#{1,6})\s+)*")
LINE = re.compile(r"[^\n]+|\n+")


@register.filter
def marked(runs: Iterable[Run]) -> SafeString:
    """Return changed Markdown as HTML. Where its own signs were changed (a table, a link), its lines as typed."""
    runs = list(runs)
    if not any(SIGNS.search(run.words) for run in runs):
        drawn = clean(PARSER.render(_with_signs(runs)))
        html = mark_safe(drawn if IN_A_TAG.search(drawn) else MARKED.sub(_tag, drawn))
        if not SIGNS.search(html):
            return html
    lines = "".join(_mark(run) for run in _without_gaps(runs))
    return mark_safe(f'<p class="portal-as-typed">{lines}</p>')


@register.filter
def marked_line(runs: Iterable[Run]) -> SafeString:
    """Return a changed heading, or other plain words, as HTML."""
    return mark_safe("".join(_mark(run) for run in _without_gaps(list(runs))))


@register.simple_tag
def changed_words(before: str, after: str) -> SafeString:
    """Return what changed between two plain wordings as HTML."""
    return marked_line(word_changes(before or "", after or ""))


@register.simple_tag
def changed_text(before: str, after: str) -> SafeString:
    """Return what changed between two wordings in Markdown as HTML."""
    return marked(word_changes(before or "", after or ""))


def _with_signs(runs: list[Run]) -> str:
    """The Markdown of both wordings in one, with signs around what is in one of them only, line by line."""
    parts: list[str] = []
    at_start = True
    for run in _without_gaps(runs):
        for line in [run.words] if run.mark == Mark.SAME else LINE.findall(run.words):
            bare = line.strip()
            if run.mark == Mark.SAME or not bare:
                parts.append(line)
            else:
                begin = LINE_BEGINS.match(line)[0] if at_start else ""  # type: ignore[index]
                bare = line[len(begin) :].strip()
                head, _bare, tail = line[len(begin) :].partition(bare) if bare else ("", "", line[len(begin) :])
                parts += [begin, head, OPEN[run.mark], bare, CLOSE[run.mark], tail] if bare else [begin, tail]
            at_start = line.endswith("\n")
    return "".join(parts)


def _without_gaps(runs: list[Run]) -> list[Run]:
    """The runs without removed white space where some was added, and with a blank between removed and added words."""
    found: list[Run] = []
    for run, following in zip_longest(runs, runs[1:]):
        replaced = run.mark == Mark.REMOVED and following is not None and following.mark == Mark.ADDED
        if replaced and not run.words.strip():
            continue
        close = replaced and not run.words[-1].isspace() and not following.words[0].isspace()
        found.append(Run(run.mark, f"{run.words} ") if close else run)
    return found


def _mark(run: Run) -> str:
    if run.mark == Mark.SAME or not run.words.strip():
        return escape(run.words)
    bare = run.words.strip()
    start = run.words.index(bare)
    return f"{run.words[:start]}{_tagged(run.mark, conditional_escape(bare))}{run.words[start + len(bare) :]}"


def _tag(found: re.Match) -> str:
    return _tagged(Mark.REMOVED if found[1] is not None else Mark.ADDED, mark_safe(found[1] or found[2] or ""))


def _tagged(mark: Mark, words: str) -> SafeString:
    """Words as removed or added; for whoever hears the page, it is said before them and their end after them."""
    if mark == Mark.REMOVED:
        tag, begin, end = "del", _("[removed:"), _("end of removed]")
    else:
        tag, begin, end = "ins", _("[added:"), _("end of added]")
    hidden = '<span class="govuk-visually-hidden">{}</span>'
    return format_html(f"<{tag}>{hidden}{{}}{hidden}</{tag}>", f"{begin} ", words, f" {end}")


@register.filter
def numbers(clauses: Iterable) -> SafeString:
    """Return the numbers of clauses as a list of links: "4.3, 4.4"."""
    return format_html_join(
        ", ",
        '<a class="govuk-link" href="{}">{}</a>',
        ((clause.get_absolute_url(), clause.number) for clause in clauses),
    )


@register.filter
def with_the_one_before(editions: Iterable) -> list[tuple]:
    """Return editions, newest first, as pairs with the one before each; None for the first."""
    found = list(editions)
    return list(zip(found, [*found[1:], None], strict=False))
