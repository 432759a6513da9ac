"""What concerns a code and its adoption at once: writing a local code, and finishing a newer national version."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from codes.merging import Merged
from codes.models import Adoption, Code, Derivation, NewVersion, Outcome
from compact_portal.compacts.actions import begin_from
from compact_portal.compacts.lifecycle import OPEN
from compact_portal.compacts.models import Clause, Compact, Edition, Relation, Text
from compact_portal.history import NotAllowed

GAP = 1000  # Between positions, so that a clause can be put between two without moving the others.


def local_code(compact: Compact, national: Code) -> Code | None:
    """The code that a Compact has written from a national one, if there is one."""
    return Code.objects.filter(text__compact=compact, derived_from=national).select_related("text").first()


@transaction.atomic
def adapt(compact: Compact, national: Edition, *, by) -> Edition:
    """Begin a local code: a draft with every clause of a national edition, each going on from its own.

    Raises NotAllowed where the Compact has a local code of that kind already.
    """
    Compact.objects.select_for_update().get(pk=compact.pk)
    if found := local_code(compact, national.text.code):
        raise NotAllowed(_("There is a local code already: %(code)s. Write a new edition of it.") % {"code": found})
    code = found_from(compact, national.text.code)
    note = _("Written from %(edition)s") % {"edition": national}
    edition = begin_from(national, from_national(national), by=by, text=code.text, note=note)
    Derivation.objects.create(edition=edition, national=national)
    return edition


@transaction.atomic
def write_own(compact: Compact, *, title: str, short_name: str, by) -> Code:
    """Begin a code of the Compact's own, which goes back to no national one. Its text is imported or written."""
    slug = free_slug(f"{compact.slug}-{slugify(short_name) or 'code'}")
    code = Code.found(title=title, short_name=short_name, slug=slug, compact=compact)
    begin(code.text, _("first"), by=by, note=_("Begun"))
    return code


@transaction.atomic
def finish(new: NewVersion, *, by, from_on: date | None = None, reason: str = "") -> Adoption | Edition | None:
    """Finish looking through a newer version, as decided.

    Where everything was adopted of a code taken as it is: the newer version is adopted from a day, and the older ends
    the day before. Where everything was kept: nothing changes. Otherwise a draft of the local code is made, which is
    published and adopted as any other. Returns what was made. Raises NotAllowed with a sentence, and ValidationError
    where the day does not fit.
    """
    if why := new.why_not_finish():
        raise NotAllowed(why)
    outcome = new.coming_outcome if new.changes else Outcome.AS_IT_IS
    compact = new.adoption.compact
    made: Adoption | Edition | None = None
    if outcome == Outcome.AS_IT_IS:
        bodies = new.adoption.bodies
        made = Adoption.adopt(compact, new.edition, from_on=from_on, bodies=bodies, by=by, reason=reason)
    elif outcome == Outcome.DRAFT:
        made = draft_as_decided(new, by=by)
    new.close(outcome, by=by, draft=made if isinstance(made, Edition) else None)
    return made


def draft_as_decided(new: NewVersion, *, by) -> Edition:
    """A draft of the local code with the wording decided; the local code is founded where there is none."""
    compact, root = new.adoption.compact, new.edition.text.code
    own = new.adoption.edition.text.compact_id is not None
    code = new.adoption.edition.text.code if own else local_code(compact, root)
    if code is None:
        code = found_from(compact, root)
    if open_one := code.text.editions.filter(state__in=sorted(OPEN)).first():
        raise NotAllowed(
            _("%(edition)s is still open. Publish it first, then finish this version.") % {"edition": open_one}
        )
    edition = begin(
        code.text, from_national(new.edition), by=by, note=_("As decided about %(edition)s") % {"edition": new.edition}
    )
    write(edition, new.merged(), by=by, reason=_("As decided about the newer national code"), local=own)
    Derivation.objects.create(edition=edition, national=new.edition)
    return edition


def found_from(compact: Compact, national: Code) -> Code:
    """A local code that is written from a national one; it has no edition yet."""
    return Code.found(
        title=_("%(title)s of %(area)s") % {"area": compact.area_name, "title": national.text.title},
        short_name=f"{compact.area_name} {national.short_name}"[:60],
        slug=free_slug(f"{compact.slug}-{national.slug}"),
        compact=compact,
        derived_from=national,
    )


def from_national(edition: Edition) -> str:
    """What a local edition that goes back to a national one is called at first."""
    return _("adapted from %(label)s") % {"label": edition.label}


def begin(text: Text, label: str, *, by, note: str) -> Edition:
    """A new draft with that label, or one like it where the text has it already."""
    taken = set(text.editions.values_list("slug", flat=True))
    wanted = next(name for name in _numbered(label) if slugify(name) not in taken)
    return Edition.begin(text, wanted[:60], by=by, note=note)


def free_slug(base: str) -> str:
    """An address for a code that no text has yet."""
    base = base[:90].strip("-")
    taken = set(Text.objects.filter(slug__startswith=f"codes/{base}").values_list("slug", flat=True))
    return next(slug for slug in _numbered(base, "-") if f"codes/{slug}" not in taken)


def _numbered(base: str, between: str = " ") -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}{between}{number}"
        number += 1


def write(edition: Edition, rows: list[Merged], *, by, reason: str, local: bool = False) -> None:
    """Write clauses into an empty draft. Each goes on from the national clause, or (`local`) from the local one."""
    made: dict = {}
    waiting = list(enumerate(rows, start=1))
    while waiting:
        level = [(place, row) for place, row in waiting if row.parent is None or row.parent in made]
        waiting = [pair for pair in waiting if pair not in level]
        clauses = [
            Clause(
                edition=edition,
                parent=made.get(row.parent),
                position=place * GAP,
                number=row.number,
                kind=row.kind,
                owed_by=row.owed_by,
                heading=row.heading,
                body=row.body,
                lineage=row.lineage,
                **_descent(row, local=local),
            )
            for place, row in level
        ]
        written = bulk_create_with_history(
            clauses, Clause, batch_size=500, default_user=by, default_change_reason=reason
        )
        made |= {clause.lineage: clause for clause in written}


def _descent(row: Merged, *, local: bool) -> dict:
    """The clause before, and how this one stands to it."""
    before = (row.ours or row.theirs) if local else (row.theirs or row.ours)
    if before is None:
        return {}
    same = (before.heading, before.body, before.kind, before.owed_by) == (row.heading, row.body, row.kind, row.owed_by)
    relation = Relation.CHANGED if not same else Relation.MOVED if before.number != row.number else Relation.SAME
    return {"previous": before, "relation": relation}
