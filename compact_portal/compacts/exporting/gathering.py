"""Taking from the database what is given away of an edition, and writing it in the format asked for."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compact_portal.compacts.exporting import as_json, as_markdown, as_word
from compact_portal.compacts.exporting.shape import DATES, ExportedClause, ExportedEdition
from compact_portal.compacts.models import Clause, Edition


class Format(NamedTuple):
    """A format to export to: what people call it, its media type, and the function that writes it."""

    name: str | Promise
    content_type: str
    write: Callable[[ExportedEdition], bytes]


#: By the ending of a file's name.
FORMATS = {
    "docx": Format(_("Word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word.write),
    "md": Format(_("Markdown"), "text/markdown; charset=utf-8", as_markdown.write),
    "json": Format(_("JSON"), "application/json", as_json.write),
}


def export(edition: Edition, ending: str) -> bytes:
    """Return an edition as a file of the format that names end in `ending`."""
    return FORMATS[ending].write(gather(edition))


def file_name(edition: Edition, ending: str) -> str:
    """Return the name of that file, like `derby-revised.docx`."""
    return f"{edition.reference.replace('/', '-')}.{ending}"


def gather(edition: Edition) -> ExportedEdition:
    """Return all that is given away of an edition. Three queries at most."""
    text = edition.text
    dates = {name: getattr(edition, name) for name in DATES}
    return ExportedEdition(
        address=settings.SITE_URL + edition.get_absolute_url(),
        schema=settings.SITE_URL + reverse("compacts:edition_schema"),
        text=text.slug,
        kind=text.kind,
        title=text.title,
        compact=text.compact.slug if text.compact else "",
        label=edition.label,
        reference=edition.reference,
        state=edition.state,
        state_sentence=edition.state_sentence(),
        dates={name: day.isoformat() if day else "" for name, day in dates.items()},
        supersedes=edition.supersedes.reference if edition.supersedes else "",
        notice=edition.notice,
        summary=edition.summary,
        digest=edition.digest or edition.canonical_digest(),
        clauses=tuple(_clauses(edition)),
    )


def _clauses(edition: Edition) -> list[ExportedClause]:
    found = (
        edition.clauses.order_by("position")
        .select_related("previous__edition__text")
        .prefetch_related("merged_from__edition__text")
    )
    given: list[ExportedClause] = []
    inside: dict[int | None, tuple[str, int]] = {None: ("", 0)}
    for clause in found:
        under, depth = inside.get(clause.parent_id, ("", 0))
        inside[clause.pk] = (clause.number, depth + 1)
        given.append(_given(clause, under, depth + 1))
    return given


def _given(clause: Clause, under: str, level: int) -> ExportedClause:
    return ExportedClause(
        number=clause.number,
        kind=clause.kind,
        owed_by=clause.owed_by,
        heading=clause.heading,
        body=clause.body,
        under=under,
        level=level,
        lineage=str(clause.lineage),
        relation=clause.relation,
        previous=clause.previous.reference if clause.previous else "",
        merged_from=tuple(sorted(before.reference for before in clause.merged_from.all())),
        guidance=clause.guidance,
    )
