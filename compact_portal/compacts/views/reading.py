"""Reading the editions of a text, and their clauses."""

from dataclasses import replace
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from compact_portal.caching import keep
from compact_portal.compacts import welsh
from compact_portal.compacts.beside import Link, links, panels
from compact_portal.compacts.kinds import Sector, TextKind
from compact_portal.compacts.lifecycle import FROZEN, EditionState
from compact_portal.compacts.models import Clause, Compact, EasyRead, Edition, Text, Translation
from compact_portal.compacts.reading import Entry, read
from compact_portal.compacts.views.getting import get_edition, get_text


def in_force(slug):
    """The editions in force that a Compact may go by: its own, and that of the core Compact it adopts."""
    return (
        Edition.objects.filter(
            Q(text__compact__slug=slug) | Q(text__compact__adopted_by__slug=slug),
            text__kind=TextKind.AGREEMENT,
            state=EditionState.IN_FORCE,
        )
        .select_related("text__compact", "supersedes", "easy_read")
        .prefetch_related("consultations")
    )


def agreement(request, slug):
    """The agreement in force: the Compact's own, or that of the core Compact it adopts."""

    def version():
        compact = Compact.objects.filter(slug=slug).values_list("updated_at").first()
        return compact, *version_of(in_force(slug))

    now = version() if may_be_kept(request) else None
    found = sorted(in_force(slug), key=lambda edition: edition.text.slug != slug)
    if not found:
        return no_agreement(request, slug)
    page = show_edition(request, found[0], slug)
    return keep(page, version, now) if now else page


def no_agreement(request, slug):
    """Where a Compact has no agreement in force: what there is instead."""
    compact = get_object_or_404(Compact.objects.visible_to(request.user).with_editions(), slug=slug)
    editions = Edition.objects.visible_to(request.user).filter(text=compact.agreement).select_related("text")
    may_edit = "edit" in compact.agreement.actions_for(request.user)
    context = {"compact": compact, "editions": editions, "may_edit": may_edit}
    return render(request, "compacts/no_agreement.html", context)


def edition(request, slug, edition, under=""):
    """An edition, to be read."""
    found = get_edition(request, slug, edition, under)
    if found.is_open:
        return show_edition(request, found, slug)

    def version():
        return version_of(Edition.objects.filter(pk=found.pk).select_related("text__compact", "easy_read"))

    now = version() if may_be_kept(request) else None
    page = show_edition(request, found, slug)
    return keep(page, version, now) if now else page


def may_be_kept(request) -> bool:
    """Whether the page is one for everybody, as KeptPagesMiddleware gives it again."""
    return not (request.COOKIES or request.GET)


def version_of(editions) -> list:
    """What the pages of agreed editions are drawn from: it changes when a page would."""
    found = []
    for edition in editions:
        compact, easy = edition.text.compact, getattr(edition, "easy_read", None)
        stamps = (compact and compact.updated_at, easy and easy.updated_at)
        found.append((edition.pk, edition.state, edition.updated_at, edition.text.title, *stamps))
        found.append(links(edition, AnonymousUser()))
    return [timezone.localdate(), *found, *welsh.version(editions)]


class Row(NamedTuple):
    """A clause as it stands on a page: what it has led to, and its Welsh."""

    entry: Entry
    links: list[Link]
    welsh: welsh.Welsh | None


def rows_of(edition, entries: list[Entry], user, translations: dict[int, Translation]) -> list[Row]:
    """Clauses of an edition, each with what it has led to and where that stands, and its Welsh."""
    found = links(edition, user)
    return [
        Row(
            entry,
            [
                link if link.where.startswith("/") else link._replace(where=entry.address + link.where)
                for link in found.get(entry.clause.lineage, [])
            ],
            welsh.to_read(entry.clause, translations.get(entry.clause.pk)),
        )
        for entry in entries
    ]


def show_edition(request, edition, slug):
    """The page of an edition; `slug` is that of the Compact whose page it is, where it adopts another's text."""
    compact = edition.text.compact
    adopting = compact and compact.slug != slug and edition.text.kind == TextKind.AGREEMENT
    reading = read(edition)
    only = next((sector for sector in Sector if sector == request.GET.get("only")), None)
    language = request.GET.get("iaith") if request.GET.get("iaith") in welsh.CHOICES else "en"
    translations = welsh.of(edition)
    entries = reading.only(only) if only else reading.entries
    actions = edition.actions_for(request.user)
    context = {
        "rows": rows_of(edition, entries, request.user, translations if language != "en" else {}),
        "only": only,
        "reading_in": language,
        "languages": welsh.CHOICES if translations else {},
        "contents": contents_of(reading, translations if language == "cy" else {}),
        "in_welsh": welsh.standing([entry.clause for entry in reading.entries], translations),
        "easy_read": EasyRead.objects.filter(edition=edition).exclude(published_at=None).exists(),
        "totals": [(sector, number) for sector, number in reading.totals if number],
        "site": request.build_absolute_uri("/").rstrip("/"),
        "edition": edition,
        "text": edition.text,
        "compact": get_object_or_404(Compact, slug=slug) if adopting else compact,
        "core": compact if adopting else None,
        "reading": reading,
        "compare_with": one_before(request, edition),
        "notes": edition.public_notes() if not edition.is_open else [],
        "annexes": annexes_of(compact) if edition.text.kind == TextKind.AGREEMENT else [],
        "actions": actions,
        "may_see_history": "keep" in actions,
    }
    return render(request, "compacts/edition.html", context)


class Line(NamedTuple):
    """A line of the contents: its heading in the language that is read, and the lines under it."""

    entry: Entry
    welsh: str
    inside: list


def contents_of(reading, translations: dict[int, Translation]) -> list[Line]:
    """The contents of an edition, in Welsh as far as there is any."""

    def line(entry: Entry, inside: list[Entry]) -> Line:
        translation = translations.get(entry.clause.pk)
        return Line(entry, translation.heading if translation else "", [line(sub, []) for sub in inside])

    return [line(entry, inside) for entry, inside in reading.contents]


def annexes_of(compact) -> list[Text]:
    """The annexes of a Compact of which there is something for everybody to read."""
    public = Edition.objects.public().filter(text=OuterRef("pk"))
    return list(compact.texts.filter(Exists(public), kind=TextKind.ANNEX).order_by("title"))


def one_before(request, edition):
    """The edition with which to compare one: the last agreed one before it; None for the first."""
    earlier = Edition.objects.visible_to(request.user).filter(text=edition.text_id, ordinal__lt=edition.ordinal)
    return earlier.filter(state__in=sorted(FROZEN)).select_related("text").order_by("-ordinal").first()


def clause(request, slug, edition, number, under=""):
    """One clause on a page of its own, which can be cited."""
    found = get_edition(request, slug, edition, under)
    reading = read(found, permalinks=True)
    entry = reading.entry(number)
    if entry is None:
        raise Http404
    # The clause itself is the h1 here.
    under = [replace(inside, level=max(2, inside.level - entry.level + 1)) for inside in reading.under(entry)]
    others = (
        Clause.objects.visible_to(request.user)
        .filter(lineage=entry.clause.lineage)
        .exclude(pk=entry.clause.pk)
        .select_related("edition__text")
        .order_by("-edition__ordinal")
    )
    context = {
        "edition": found,
        "text": found.text,
        "compact": found.text.compact,
        "entry": entry,
        "above": reading.above(entry),
        "under": rows_of(found, under, request.user, {}) if under else [],
        "welsh": welsh.to_read(entry.clause, entry.clause.translations.first()),
        "before": reading.beside(entry, -1),
        "after": reading.beside(entry, 1),
        "others": others,
        "panels": panels(entry.clause, request.user),
        "site": request.build_absolute_uri("/").rstrip("/"),
        "may_see_history": "edit" in found.text.actions_for(request.user),
    }
    return render(request, "compacts/clause.html", context)


def editions(request, slug, under=""):
    """Every edition of a text that a person may see, newest first."""
    text = get_text(request, slug, under)
    found = Edition.objects.visible_to(request.user).filter(text=text).select_related("text__compact")
    may_edit = "edit" in text.actions_for(request.user)
    annexes: list[Text] = []
    if text.kind == TextKind.AGREEMENT:
        annexes = list(text.compact.texts.filter(kind=TextKind.ANNEX)) if may_edit else annexes_of(text.compact)
    context = {"text": text, "compact": text.compact, "editions": found, "may_edit": may_edit, "annexes": annexes}
    return render(request, "compacts/editions.html", context)


def annex(request, slug):
    """An annex: its edition in force, or else all its editions."""
    text = get_text(request, slug, "annexes/")
    current = Edition.objects.filter(text=text, state=EditionState.IN_FORCE).select_related("text__compact").first()
    return show_edition(request, current, slug) if current else editions(request, slug, "annexes/")
