"""The Forum of a Compact: who sits on it, whether the sectors are equal, who its Champions are."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.accounts.models import User
from compact_portal.compacts.kinds import Sector
from compact_portal.history import changes
from signatories.forms.forum import ChampionForm, EndSeatForm, ForumForm, SeatForm
from signatories.models import Champion, Forum, Membership, Office, Role, Seat
from signatories.views.forum_asking import ask, sent
from signatories.views.forum_finding import Place, find_kept_place, find_officers_place, find_place

ORDER = [Office.CHAIR, Office.VICE_CHAIR, Office.MEMBER]
LATEST = 5


def forum(request, slug: str) -> HttpResponse:
    """Show the seats by sector, the offices, vacancies, meetings, decisions, groups and elections."""
    place = find_place(request, slug)
    context = {"compact": place.compact, "forum": place.forum, "place": place}
    if place.forum:
        context |= seats_of(place.forum) | meetings_of(place.forum) | others_of(place.forum)
    return render(request, "signatories/forum/forum.html", context)


def seats_of(found: Forum) -> dict:
    """The seats held today by sector, what is said of them, those to come, and those held before. One query."""
    today = timezone.localdate()
    every = list(found.seats.select_related("person", "organisation"))
    held = [seat for seat in every if seat.starts_on <= today and (seat.ends_on is None or seat.ends_on >= today)]
    held.sort(key=lambda seat: (ORDER.index(Office(seat.office)), str(seat)))
    sectors = [side_of(found, sector, [seat for seat in held if seat.sector == sector]) for sector in Sector]
    return {
        "sectors": sectors,
        "balance": Forum.balance_sentence(*(len(side["seats"]) for side in sectors)),
        "chair": next((seat for seat in held if seat.office == Office.CHAIR), None),
        "vice_chair": next((seat for seat in held if seat.office == Office.VICE_CHAIR), None),
        "ending": [seat for seat in held if seat.ends_soon],
        "to_come": [seat for seat in every if seat.is_to_come],
        "ended": sorted(
            (seat for seat in every if seat.ends_on and seat.starts_on <= seat.ends_on < today),
            key=lambda seat: seat.ends_on,
            reverse=True,
        ),
    }


def side_of(found: Forum, sector: Sector, seats: list[Seat]) -> dict:
    """One sector's seats, and how many are vacant."""
    return {
        "label": sector.label,
        "seats": seats,
        "vacancies": Forum.vacancies_sentence(found.seats_of(sector), len(seats)),
    }


def meetings_of(found: Forum) -> dict:
    """The meetings to come and those that were, newest first. One query."""
    meetings = list(found.meetings.all())
    for meeting in meetings:
        meeting.forum = found
    return {
        "coming": [meeting for meeting in reversed(meetings) if not meeting.has_begun],
        "past": [meeting for meeting in meetings if meeting.has_begun],
    }


def others_of(found: Forum) -> dict:
    """The latest decisions, the groups at work, the elections. Three queries."""
    decisions = list(found.decisions.select_related("meeting")[: LATEST + 1])
    for record in decisions:
        record.forum = record.meeting.forum = found
    elections = list(found.elections.all())
    for election in elections:
        election.forum = found
    groups = list(found.compact.working_groups.filter(ended_on=None))
    for group in groups:
        group.compact = found.compact
    return {
        "decisions": decisions[:LATEST],
        "more_decisions": len(decisions) > LATEST,
        "elections": elections,
        "groups": groups,
    }


@login_required
def edit(request, slug: str) -> HttpResponse:
    """Say what the Forum is called, how many seats it has and what its quorum is, as an officer."""
    place = find_officers_place(request, slug)
    form = ForumForm(sent(request)[0], instance=place.forum or Forum(compact=place.compact))
    return ask(
        request,
        form,
        lambda: form.save_by(by=request.user, compact=place.compact),
        compact=place.compact,
        heading=_("The Forum: name, seats and quorum"),
        back=home_of(place),
        to=home_of(place),
    )


@login_required
def add_seat(request, slug: str) -> HttpResponse:
    """Fill a seat, as an officer of the Compact."""
    place = find_officers_place(request, slug)
    form = SeatForm(sent(request)[0], forum=place.forum, compact=place.compact, by=request.user)
    return ask(
        request,
        form,
        lambda: form.save(by=request.user),
        compact=place.compact,
        heading=_("Fill a seat"),
        note=[
            _(
                "A seat belongs to a person, to an organisation, or to a person of an organisation. Everybody can see "
                "who sits on the Forum."
            )
        ],
        button=_("Fill the seat"),
        said=_("The seat is filled."),
        back=home_of(place),
        to=home_of(place),
    )


@login_required
def end_seat(request, slug: str, number: int) -> HttpResponse:
    """End the term of a seat, at once or on a day."""
    place = find_officers_place(request, slug)
    seat = get_object_or_404(
        Seat.objects.filter(forum__compact=place.compact).select_related("forum__compact", "grant"), pk=number
    )
    form = EndSeatForm(sent(request)[0])
    note = _(
        "%(seat)s is %(office)s of the Forum. After the last day the rights that go with it end by themselves, and the "
        "seat is listed as held before."
    ) % {"seat": seat, "office": seat.get_office_display()}
    return ask(
        request,
        form,
        lambda: form.save(seat, by=request.user),
        compact=place.compact,
        heading=_("End a seat"),
        note=[note],
        button=_("End the seat"),
        kind="warning",
        said=_("The seat of %s ends.") % seat,
        back=home_of(place),
        to=home_of(place),
    )


def champions(request, slug: str) -> HttpResponse:
    """Show everybody who promotes the Compact: on the Forum, and in the organisations of the area."""
    place = find_place(request, slug)
    rows = champions_of(place)
    mine = request.user.is_authenticated and any(row["person"] == request.user for row in rows)
    context = {"compact": place.compact, "place": place, "rows": rows, "mine": mine}
    return render(request, "signatories/forum/champions.html", context)


def champions_of(place: Place) -> list[dict]:
    """The Champions of a Compact, each once: for whom, on the Forum or not, and what they say. Two queries."""
    related = ("person__champion", "organisation")
    seats = Seat.objects.in_term().champions().filter(forum__compact=place.compact, person__is_active=True)
    roles = Membership.objects.in_term().filter(
        role=Role.CHAMPION, organisation__compacts=place.compact, person__is_active=True
    )
    found: dict[int, dict] = {}
    for held in [*seats.select_related(*related), *roles.select_related(*related)]:
        row = found.setdefault(
            held.person_id,
            {"person": held.person, "said": getattr(held.person, "champion", None), "bodies": [], "on_forum": False},
        )
        row["on_forum"] |= isinstance(held, Seat)
        if held.organisation and held.organisation not in row["bodies"]:
            row["bodies"].append(held.organisation)
    return sorted(found.values(), key=lambda row: str(row["person"]))


@login_required
def describe_champion(request, slug: str, number: int) -> HttpResponse:
    """Say what a Champion can do: the Champion about themselves, or whoever keeps the Forum."""
    place = find_place(request, slug)
    person = next((row["person"] for row in champions_of(place) if row["person"].pk == number), None)
    if person is None:
        raise Http404
    if person != request.user and not place.is_keeper:
        raise PermissionDenied
    form = ChampionForm(sent(request)[0], instance=Champion.objects.filter(person=person).first())
    address = f"{home_of(place)}champions/"
    return ask(
        request,
        form,
        lambda: form.save_by(User.objects.get(pk=number), by=request.user),
        compact=place.compact,
        heading=_("What a Champion can do"),
        caption=str(person),
        back=address,
        to=address,
    )


@login_required
def history(request, slug: str) -> HttpResponse:
    """Show what was changed about the Forum and its seats, and by whom, to those who keep it."""
    place = find_kept_place(request, slug)
    seats = Seat.history.filter(forum__compact=place.compact)
    found = changes(seats, Forum.history.filter(compact=place.compact))
    context = {"compact": place.compact, "changes": found, "heading": _("History of the Forum")}
    return render(request, "signatories/forum/history.html", context | {"back": home_of(place)})


def home_of(place: Place) -> str:
    """The address of the Forum's page."""
    return f"{place.compact.get_absolute_url()}forum/"
