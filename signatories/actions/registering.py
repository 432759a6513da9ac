"""Writing an accepted file into the register: all of it or nothing."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from compact_portal.accounts.models import User
from compact_portal.compacts.models import Compact
from compact_portal.history import NotAllowed, because
from signatories.importing import ADDED, CHANGED, WRONG, Plan, Row
from signatories.models import NameKind, Organisation, OtherName, RegisterUpload
from signatories.tables import NAMES, OTHERS, Line, Named


def plan_of(upload: RegisterUpload) -> Plan:
    """What an uploaded file would do to the register now."""
    return Plan(upload.compact, upload.columns, [Line(number, cells) for number, cells in upload.rows])


@transaction.atomic
def accept(upload: RegisterUpload, *, seen: str, by: User, reason: str) -> dict[str, int]:
    """Write an uploaded file into the register. `seen` is the digest of the plan that the person looked at.

    Returns how many were added and changed. NotAllowed with a sentence, and nothing written, where the register has
    changed since then, where a row is wrong, or where the file was accepted or thrown away a moment ago.
    """
    Compact.objects.select_for_update().get(pk=upload.compact_id)  # Two officers do it one after the other.
    list(Organisation.objects.select_for_update().filter(compacts=upload.compact_id).values_list("pk"))
    found = RegisterUpload.objects.filter(pk=upload.pk).first()
    if found is None:
        raise NotAllowed(_("This file has been accepted or thrown away already."))
    plan = plan_of(found)
    if plan.digest != seen:
        raise NotAllowed(_("Somebody has changed the register since. Look at what the file would change now."))
    if plan.counted(WRONG):
        raise NotAllowed(_("Mend the rows with errors in your file, and upload it again. Nothing was written."))
    why = _("%(reason)s (from the file %(file)s)") % {"reason": reason, "file": found.file_name}
    added, changed = plan.counted(ADDED), plan.counted(CHANGED)
    _begin(added, found.compact, by=by, why=why)
    keys = _keys()
    for row in added:
        if any(row.values.get(key) for key in OTHERS):
            _write(row, keys, why)
    for row in changed:
        _write(row, keys, why)
        for key in set(NAMES) & set(row.values):
            _write_names(row, NAMES[key], row.values[key], why)
    found.delete()
    return {"added": len(added), "changed": len(changed)}


def _begin(rows: list[Row], compact: Compact, *, by: User, why: str) -> None:
    """New organisations with their other names, in few queries; what they name themselves may be further down."""
    taken = set(Organisation.objects.values_list("slug", flat=True))
    for row in rows:
        plain = {key: value for key, value in row.values.items() if key not in {*NAMES, *OTHERS, "succeeded_on"}}
        row.organisation = Organisation(slug=Organisation.free_slug(plain["name"], taken), **plain)
        taken.add(row.organisation.slug)
    _add([row.organisation for row in rows], Organisation, by=by, why=why)
    areas = Organisation.compacts.through
    areas.objects.bulk_create(areas(organisation=row.organisation, compact=compact) for row in rows)
    names = [
        OtherName(
            organisation=row.organisation, kind=kind, name=name.name, from_on=name.from_on, until_on=name.until_on
        )
        for row in rows
        for key, kind in NAMES.items()
        for name in row.values.get(key, [])
    ]
    _add(names, OtherName, by=by, why=why)


def _add(records: list[Any], model: Any, *, by: User, why: str) -> None:
    """Add many records, each with a row in its history."""
    bulk_create_with_history(records, model, batch_size=200, default_user=by, default_change_reason=why)


def _write(row: Row, keys: dict[str, int], why: str) -> None:
    """Write what a row says into its organisation, but for its other names."""
    organisation = row.organisation
    assert organisation is not None  # noqa: S101 - rows that add something have one by now.
    for key, value in row.values.items():
        if key in OTHERS:
            setattr(organisation, f"{key}_id", keys[value.casefold()] if value else None)
        elif key not in NAMES:
            setattr(organisation, key, value)
    because(organisation, why).save()


def _write_names(row: Row, kind: NameKind, names: Iterable[Named], why: str) -> None:
    """Make the names of one kind those given: new ones are added, others keep their row or go."""
    organisation: Any = row.organisation
    there = {name.name.casefold(): name for name in organisation.other_names.all() if name.kind == kind}
    for given in names:
        name = there.pop(given.name.casefold(), None) or OtherName(organisation=organisation, kind=kind)
        if (name.name, name.from_on, name.until_on) != given:
            name.name, name.from_on, name.until_on = given
            because(name, why).save()
    for gone in there.values():
        because(gone, why).delete()


def _keys() -> dict[str, int]:
    """The key of every organisation, by name and by address."""
    rows = Organisation.objects.standing().values_list("pk", "name", "slug")
    return {name: pk for pk, full, slug in rows for name in (slug, full.casefold())}
