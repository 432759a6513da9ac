"""What happened to a Compact, in sentences that everybody may read. Drafts are not told of."""

from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codes.models import Adoption
from compact_portal.compacts.kinds import TextKind
from compact_portal.compacts.lifecycle import PUBLIC, EditionState, EditionStep
from compact_portal.compacts.models import Compact, Consultation, Edition, EditionEvent
from signatories.models import Signature


class Fact(NamedTuple):
    """One thing that happened: on which day (None: no document gives one), in a sentence, and where to read more."""

    on: date | None
    sentence: str
    href: str = ""


class Year(NamedTuple):
    """The facts of one year, newest first, and what happened in it on days that are not told one by one."""

    year: int
    facts: list[Fact]
    sums: list[str]


class Story(NamedTuple):
    """All facts of a Compact: what lies ahead, by year, and what has no day."""

    ahead: list[Fact]
    years: list[Year]
    undated: list[Fact]


def tell(compact: Compact) -> Story:
    """Tell the story of a Compact. The same number of queries however long it is."""
    today = timezone.localdate()
    facts = [*of_editions(compact), *of_adoptions(compact), *of_reviews(compact)]
    dated = sorted(((fact.on, fact) for fact in facts if fact.on), key=itemgetter(0))
    undated = [fact for fact in facts if not fact.on]
    sums: dict[int, list[str]] = {}
    for year, number in signed_by_year(compact):
        words = ngettext("%(n)s organisation signed.", "%(n)s organisations signed.", number) % {"n": number}
        if year:
            sums.setdefault(year, []).append(words)
        else:
            undated.append(Fact(None, words, f"{compact.get_absolute_url()}signatories/"))
    by_year: dict[int, list[Fact]] = {year: [] for year in sums}
    for on, fact in reversed(dated):
        if on <= today:
            by_year.setdefault(on.year, []).append(fact)
    return Story(
        [fact for on, fact in dated if on > today],
        [Year(year, by_year[year], sums.get(year, [])) for year in sorted(by_year, reverse=True)],
        undated,
    )


def of_editions(compact: Compact) -> Iterator[Fact]:
    """What happened to the texts of a Compact, and to the agreement of the core Compact that it adopts."""
    whose = Q(text__compact=compact)
    if compact.core_id:
        whose |= Q(text__compact=compact.core_id, text__kind=TextKind.AGREEMENT)
    told = EditionEvent.objects.filter(action__in=[EditionStep.DATE_MOVED, EditionStep.LAPSED])
    out = Consultation.objects.begun().filter(edition=OuterRef("pk"))
    editions = (
        Edition.objects.filter(whose)
        .filter(Q(state__in=sorted(PUBLIC)) | Exists(out))  # A draft again after its consultation: that stays public.
        .select_related("text__compact", "supersedes__text")
        .prefetch_related(
            Prefetch("consultations", Consultation.objects.begun(), to_attr="begun"),
            Prefetch("events", told, to_attr="told"),
        )
        .order_by("text__kind", "text__slug", "ordinal")
    )
    for edition in editions:
        yield from of_edition(edition, name_of(edition, compact))


def name_of(edition: Edition, compact: Compact) -> str:
    """What an edition is called in a sentence about a Compact."""
    words = {"label": edition.label, "title": edition.text.title}
    if edition.text.kind == TextKind.AGREEMENT and edition.text.compact_id == compact.pk:
        return _("Edition “%(label)s” of the agreement") % words
    return _("Edition “%(label)s” of the %(title)s") % words


def of_edition(edition: Edition, name: str) -> Iterator[Fact]:
    """What happened to one edition, in order."""
    today, href, words = timezone.localdate(), edition.get_absolute_url(), {"name": name}
    for consultation in edition.begun:  # type: ignore[attr-defined]
        until = words | {"day": date_format(consultation.closes_on)}
        address = consultation.get_absolute_url()
        yield Fact(consultation.opens_on, _("%(name)s went out to consultation, until %(day)s.") % until, address)
        if not consultation.is_open:
            closed = _("The consultation closed. %(name)s had been asked about.") % words
            yield Fact(consultation.last_day, f"{closed} {consultation.early_reason}".strip(), address)
        if consultation.summary_at:
            said = _("What people had said, and what was done about it, was published. (%(name)s)") % words
            yield Fact(timezone.localdate(consultation.summary_at), said, address)
    if edition.agreed_on:
        yield Fact(edition.agreed_on, _("%(name)s was agreed.") % words, href)
    yield from moved_dates(edition)
    if edition.state not in {EditionState.CONSULTATION, EditionState.DRAFT}:
        yield Fact(edition.in_force_on, begun(edition, words), href)
    if edition.state == EditionState.SUPERSEDED and edition.ended_on:
        yield Fact(edition.ended_on, _("%(name)s was superseded.") % words, href)
    if edition.state == EditionState.LAPSED:
        why = [event.note for event in edition.told if event.action == EditionStep.LAPSED]  # type: ignore[attr-defined]
        yield Fact(edition.ended_on, " ".join([_("%(name)s lapsed.") % words, *why]).strip(), href)
    if edition.state == EditionState.IN_FORCE and edition.expires_on and edition.expires_on >= today:
        yield Fact(edition.expires_on, _("%(name)s runs out at the end of the day.") % words, href)


def moved_dates(edition: Edition) -> Iterator[Fact]:
    """When a published date was moved, and why, in the words of who moved it."""
    href = edition.begun[0].get_absolute_url() if edition.state == EditionState.DRAFT else edition.get_absolute_url()  # type: ignore[attr-defined]
    for event in edition.told:  # type: ignore[attr-defined]
        if event.action == EditionStep.DATE_MOVED:
            yield Fact(timezone.localdate(event.at), event.note, href)


def begun(edition: Edition, words: dict[str, str]) -> str:
    """How an edition came into force, or will."""
    if edition.state == EditionState.AGREED:
        return _("%(name)s is to come into force.") % words
    if edition.supersedes:
        more = words | {"before": edition.supersedes.label}
        return _("%(name)s came into force, in place of “%(before)s”.") % more
    return _("%(name)s came into force.") % words


def of_adoptions(compact: Compact) -> Iterator[Fact]:
    """Which codes were adopted and ended."""
    for adoption in Adoption.objects.filter(compact=compact).with_codes():
        words = {"code": adoption.edition.text.title, "label": adoption.edition.label}
        href = adoption.edition.get_absolute_url()
        if adoption.named_bodies:
            for_whom = _("for %(bodies)s") % {"bodies": ", ".join(adoption.named_bodies)}
            yield Fact(adoption.from_on, _("The %(code)s (%(label)s) was adopted") % words + f" {for_whom}.", href)
        else:
            yield Fact(adoption.from_on, _("The %(code)s (%(label)s) was adopted.") % words, href)
        if adoption.until_on:
            yield Fact(adoption.until_on, _("Last day on which the %(code)s (%(label)s) applied.") % words, href)


def of_reviews(compact: Compact) -> Iterator[Fact]:
    """The Annual Reviews on record: the last and the next."""
    if compact.reviewed_on:
        yield Fact(compact.reviewed_on, _("Annual Review."))
    if compact.next_review_on and compact.next_review_on > timezone.localdate():
        yield Fact(compact.next_review_on, _("Next Annual Review."))


def signed_by_year(compact: Compact) -> list[tuple[int | None, int]]:
    """How many organisations signed in each year; None: on days that nobody wrote down."""
    signatures = Signature.objects.of(compact).order_by()
    return list(
        signatures.annotate(year=ExtractYear("signed_on"))
        .values_list("year")
        .annotate(number=Count("organisation", distinct=True))
    )
