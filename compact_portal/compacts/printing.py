"""The text of an edition as PDF: any agreement, annex or code, of any state, from the same clauses as its page."""

import hashlib
import json
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from compact_portal import pdf
from compact_portal.compacts.kinds import ClauseKind, TextKind
from compact_portal.compacts.models import Clause, Compact, Edition, PrintedEdition
from compact_portal.compacts.models.translation import Translation
from compact_portal.printing import LOST_AFTER, Printer, RenderState

LAYOUT = 1  # Raise it when the template or its styles change, so that every text is made anew.


class Content(NamedTuple):
    """What stands in a printed text: the edition, who adopts it, since when its words are these, a digest of it all."""

    edition: Edition
    adopted_by: Compact | None
    moment: datetime
    digest: str

    @property
    def compact(self) -> Compact | None:
        """The Compact on the cover: the one that adopts the text, else its own; none for a national code."""
        return self.adopted_by or self.edition.text.compact


class Row(NamedTuple):
    """A clause as it is laid out: at which level its heading stands, and whether its number is shown.

    `language` is that of its words where it is not the document's; `is_older`: its Welsh is older than its English.
    """

    clause: Clause
    level: int
    numbered: bool
    is_definition: bool
    language: str = ""
    is_older: bool = False


def rows_of(edition: Edition, *, top: int = 2) -> list[Row]:
    """Return the clauses of an edition in reading order, headings from `top` downwards and none left out between."""
    depths: dict[int | None, int] = {}
    rows: list[Row] = []
    last = top - 1
    for clause in edition.clauses.order_by("position"):
        depths[clause.pk] = depths.get(clause.parent_id, -1) + 1
        level = min(top + depths[clause.pk], last + 1, 5)
        is_definition = clause.kind == ClauseKind.DEFINITION
        if clause.heading and not is_definition:
            last = level
        rows.append(Row(clause, level, clause.number[0].isdigit(), is_definition))
    return rows


def in_welsh(rows: list[Row], translations: dict[int, Translation]) -> list[Row]:
    """Return the rows of a document in Welsh: with the Welsh of their clauses, or in English where there is none."""
    found = []
    for row in rows:
        words = translations.get(row.clause.pk)
        if words is None:
            found.append(row._replace(language=settings.LANGUAGE_CODE))
            continue
        is_older = not words.is_current_for(row.clause)
        row.clause.heading, row.clause.body = words.heading or row.clause.heading, words.body
        found.append(row._replace(is_older=is_older))
    return found


def content_of(edition: Edition, adopted_by: Compact | None) -> Content:
    """Return what a printed text says today. One query, or two while it may still change."""
    moment = edition.frozen_at
    if moment is None:
        newest = edition.clauses.order_by("-updated_at").values_list("updated_at", flat=True).first()
        moment = max(filter(None, [newest, edition.updated_at]))
    with translation.override(settings.LANGUAGE_CODE):
        facts = [
            LAYOUT,
            edition.digest or edition.canonical_digest(),
            str(edition),
            edition.notice,
            edition.summary,
            edition.state,
            edition.state_sentence(),
            [compact.name if compact else "" for compact in (edition.text.compact, adopted_by)],
            (adopted_by or edition.text.compact or Compact()).colour,
        ]
    return Content(edition, adopted_by, moment, hashlib.sha256(json.dumps(facts).encode()).hexdigest())


def draw(content: Content) -> bytes:
    """Return the text as PDF."""
    edition = content.edition
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "content": content,
            "edition": edition,
            "text": edition.text,
            "compact": content.compact,
            "rows": rows_of(edition),
            "site_url": settings.SITE_URL,
            "is_code": edition.text.kind == TextKind.CODE,
        }
        return pdf.render(render_to_string("compacts/pdf/edition.html", context), made_at=content.moment)


def name_of(printed: PrintedEdition) -> str:
    """Return the path of a text's file."""
    return f"editions/{printed.edition.reference.replace('/', '-')}-{printed.content_digest[:16]}.pdf"


@task()
def print_edition(pk: int) -> str:
    """Job: make the file of a text, and throw away those that it makes out of date."""
    done = PRINTER.make(pk)
    printed = PrintedEdition.objects.filter(pk=pk, state=RenderState.READY).first()
    if printed is not None:
        throw_away(PrintedEdition.objects.filter(edition=printed.edition, adopted_by=printed.adopted_by).exclude(pk=pk))
    return done


PRINTER = Printer(
    model=PrintedEdition,
    of=("edition", "adopted_by"),
    content_of=content_of,
    draw=draw,
    name_of=name_of,
    job=lambda: print_edition,
    with_related=("edition__text__compact", "edition__supersedes", "adopted_by"),
)


def throw_away(printed) -> int:
    """Remove printed texts and their files. Returns how many."""
    rows = list(printed)
    for row in rows:
        if row.file:
            row.file.delete(save=False)
        row.delete()
    return len(rows)


def keep_printed() -> str:
    """Timed work: pick up what was not finished; printed drafts do not outlive their day."""
    drafts = PrintedEdition.objects.filter(edition__frozen_at=None, asked_at__lt=timezone.now() - 2 * LOST_AFTER)
    return f"{throw_away(drafts)} printed drafts thrown away, {PRINTER.reap()} texts to be made again"
