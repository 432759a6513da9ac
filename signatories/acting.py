"""For which of their organisations a person acts now: kept in the session, looked at anew with each request.

It is a help in choosing, no right: pages that ask "for which organisation" offer it first, and the dashboard shows what
waits for it. With the end of the term it is gone.
"""

from django.utils.functional import SimpleLazyObject

from signatories.models import Organisation

KEY = "acting_for"
ALL = 0  # The person has several organisations, and looks at all of them.


class Acting:
    """What a person has chosen: `organisation` is one of theirs, or None for all of them."""

    def __init__(self, organisation: Organisation | None) -> None:
        self.organisation = organisation


def choices(user):
    """The organisations that a person can choose from, by name."""
    return Organisation.objects.standing().acted_for_by(user).order_by("name")


def choose(request, organisation: Organisation | None) -> None:
    """Remember the choice of a person; None is all of them."""
    request.session[KEY] = organisation.pk if organisation else ALL


def notice(request, organisations: list[Organisation]) -> None:
    """Let the frame of each page say for whom a person acts, from when it is known that they have several."""
    if len(organisations) > 1 and KEY not in request.session:
        request.session[KEY] = ALL
        request.acting = Acting(None)


def acting_for(request) -> Organisation | None:
    """The organisation that a person has chosen to act for, while they may; None for all."""
    return request.acting.organisation if getattr(request, "acting", None) else None


def look_up(request) -> Acting | None:
    """What a person has chosen, or None where there is nothing to choose; a choice whose term is over is dropped."""
    if not request.user.is_authenticated or (key := request.session.get(KEY)) is None:
        return None
    if key == ALL:
        return Acting(None)
    found = choices(request.user).filter(pk=key).first()
    if found is None:
        del request.session[KEY]
        return None
    return Acting(found)


class ActingMiddleware:
    """Say as `request.acting` for whom a person acts; asked of the database only where a page wants to know."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.acting = SimpleLazyObject(lambda: look_up(request))
        return self.get_response(request)
