"""What changed from one edition to another."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from compact_portal.caching import keep
from compact_portal.compacts.comparing import Comparison, Outcome, Row
from compact_portal.compacts.forms.finding import CompareForm
from compact_portal.compacts.lineage import compare_editions
from compact_portal.compacts.models import Edition
from compact_portal.compacts.views.getting import get_edition
from compact_portal.compacts.views.reading import version_of

COUNTED = {
    Outcome.SAME: ngettext_lazy("%d the same", "%d the same"),
    Outcome.RENUMBERED: ngettext_lazy("%d with another number only", "%d with another number only"),
    Outcome.CHANGED: ngettext_lazy("%d changed", "%d changed"),
    Outcome.MOVED: ngettext_lazy("%d moved", "%d moved"),
    Outcome.SPLIT: ngettext_lazy("%d split", "%d split"),
    Outcome.MERGED: ngettext_lazy("%d merged", "%d merged"),
    Outcome.NEW: ngettext_lazy("%d new", "%d new"),
    Outcome.DROPPED: ngettext_lazy("%d dropped", "%d dropped"),
}
MOST_LINKS = 20  # To clauses of one kind, in the summary.


@dataclass
class Shown:
    """A row of a comparison as it is shown: `above` is the clause it stands under, `story` what became of it.

    Without a row it stands for `same` clauses that are left out.
    """

    row: Row | None = None
    above: Any = None
    story: str = ""
    same: int = 0

    @property
    def number(self) -> str:
        """The number of the clause; none where that is an address made of its heading."""
        return self.row.clause.number if self.row and self.row.clause.number[0].isdigit() else ""

    @property
    def anchor(self) -> str:
        """The id of the row on its page."""
        row = self.row
        return f"c-{row.after.number}" if row and row.after else f"was-{row.was.number}" if row else ""


def rows_to_show(comparison: Comparison, *, everything: bool) -> list[Shown]:
    """The rows of a comparison with what is told of them; only the changes, unless `everything` is asked for."""
    clauses = {row.after.pk: row.after for row in comparison.rows if row.after}
    clauses |= {old.pk: old for row in comparison.rows for old in row.before}
    found: list[Shown] = []
    for row in comparison.rows:
        if everything or row.outcome != Outcome.SAME:
            found.append(Shown(row, clauses.get(row.clause.parent_id), story(row, clauses)))
        elif found and found[-1].row is None:
            found[-1].same += 1
        else:
            found.append(Shown(same=1))
    return found


def called(clause) -> str:
    """How a clause is called: by its number, or by its heading where the number is only an address."""
    return clause.number if clause.number[0].isdigit() else f"“{clause.heading or clause.number}”"


def story(row: Row, clauses: dict) -> str:
    """What became of a clause beside its words, in sentences: from where it moved, of what it was split or merged."""
    if row.after is None:
        return _("It stood here as %(number)s.") % {"number": called(row.was)}
    if row.was is None:
        return ""
    was, now = called(row.was), called(row.after)
    if row.outcome == Outcome.SPLIT:
        pieces = _(" and ").join(called(piece) for piece in row.pieces)
        return _("%(number)s was split. It is now %(pieces)s.") % {"number": was, "pieces": pieces}
    if row.outcome == Outcome.MERGED:
        return _("Made of %(numbers)s.") % {"numbers": _(" and ").join(called(old) for old in row.before)}
    told = []
    if row.moved:
        told.append(_moved(row, clauses))
    elif row.renumbered:
        told.append(_("It was %(was)s, and is now %(now)s.") % {"was": was, "now": now})
    if row.outcome == Outcome.CHANGED and not (row.words_changed or row.kind_changed or row.owed_by_changed):
        told.append(_("Only its lines are set differently."))
    return " ".join(told)


def _moved(row: Row, clauses: dict) -> str:
    before, after = clauses.get(row.was.parent_id), clauses.get(row.after.parent_id)
    said = {"was": called(row.was), "now": called(row.after)}
    if before and after and before.heading and after.heading and before.heading != after.heading:
        said |= {"before": before.heading, "after": after.heading}
        return _("Moved from %(was)s, in “%(before)s”, to %(now)s, in “%(after)s”.") % said
    if said["was"] == said["now"]:
        return _("Moved to another place. It is still %(now)s.") % said
    return _("Moved from %(was)s to %(now)s.") % said


def summary(comparison: Comparison) -> list[dict]:
    """How many clauses came to what, in words, each with links to the first of them."""
    shown = []
    for outcome, count in comparison.counts().items():
        rows = [row for row in comparison.rows if row.outcome == outcome and outcome != Outcome.SAME]
        links = [(called(row.clause), Shown(row).anchor) for row in rows[:MOST_LINKS]]
        shown.append(
            {"outcome": outcome, "words": COUNTED[outcome] % count, "links": links, "more": len(rows) - len(links)}
        )
    return shown


def compare(request, slug, edition, other, under=""):
    """What changed from an edition to another, clause by clause and word by word."""
    before, after = (get_edition(request, slug, found, under) for found in (edition, other))

    def version():
        return version_of(Edition.objects.filter(pk__in=(before.pk, after.pk)))

    now = version()
    comparison = compare_editions(before, after)
    everything = "all" in request.GET
    context = {
        "before": before,
        "after": after,
        "both": (before, after),
        "text": after.text,
        "compact": after.text.compact,
        "is_same": comparison.is_same,
        "rows": rows_to_show(comparison, everything=everything),
        "summary": summary(comparison),
        "everything": everything,
        "choose": CompareForm(editions=visible(request, after), initial={"before": before.slug, "after": after.slug}),
    }
    page = render(request, "compacts/compare.html", context)
    return page if before.is_open or after.is_open else keep(page, version, now)


def choose(request, slug, edition, under=""):
    """Choose two editions to compare; a choice leads to the page of its own (`?before=2002&after=revised`)."""
    found = get_edition(request, slug, edition, under)
    editions = list(visible(request, found))
    form = CompareForm(
        request.GET if "before" in request.GET else None, editions=editions, initial=first(found, editions)
    )
    if form.is_bound and form.is_valid():
        before, after = (form.cleaned_data[name] for name in ("before", "after"))
        return redirect(f"{found.text.get_absolute_url()}{before}/compare/{after}/")
    context = {
        "edition": found,
        "text": found.text,
        "compact": found.text.compact,
        "form": form,
        "few": len(editions) < 2,
    }
    return render(request, "compacts/compare_choose.html", context)


def first(edition: Edition, editions: list[Edition]) -> dict[str, str]:
    """The two editions to propose: the one asked for and the one before it, or for the first one the one after it."""
    older = [other for other in editions if other.ordinal < edition.ordinal]
    newer = [other for other in editions if other.ordinal > edition.ordinal]
    if older:
        return {"before": (edition.supersedes or older[0]).slug, "after": edition.slug}
    return {"before": edition.slug, "after": newer[-1].slug if newer else edition.slug}


def visible(request, edition: Edition) -> QuerySet[Edition]:
    """The editions of the same text that a person may read, newest first."""
    return Edition.objects.visible_to(request.user).filter(text=edition.text_id).order_by("-ordinal")
