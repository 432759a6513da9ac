"""The national codes that come with the portal: files in plain words, put into the library by `manage.py load_library`.

Each file is one version of one code: between two lines `+++` its title, short name, address (`slug`) and label, then
its clauses. A clause begins with a line like

    ### 11.1 statutory: How long a consultation runs (was 10.1)

`##` is a section, `###` what stands in it. `statutory`, `vcs` and `both` are commitments and say who owes them;
`principle` and `definition` are what they say; without such a word it is plain text. `(was 10.1)` names the clause of
the version before that it goes on from, `(new)` says that there is none; without either it is the one of that number.

What was loaded is never changed: a correction is a newer version, in a file of its own.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from codes.models import Code
from compact_portal.compacts.kinds import ClauseKind, OwedBy
from compact_portal.compacts.lifecycle import EditionState
from compact_portal.compacts.models import Clause, Edition, Relation

HERE = Path(__file__).parent
NOTICE = (
    "A summary in other words, written for this portal from what is publicly known of the code. It is not the official "
    "text. The national codes were published between 2000 and 2005 for England; a local Compact that adopted one "
    "goes by it until it decides otherwise."
)
HEADING = re.compile(
    r"^(?P<marks>##|###) (?P<number>\S+) (?:(?P<what>statutory|vcs|both|principle|definition): )?"
    r"(?P<heading>.*?)(?: \((?:was (?P<was>\S+)|(?P<new>new))\))?$",
    re.MULTILINE,
)


@dataclass
class Paragraph:
    """A clause as a file gives it; `was`: the number of the clause before it in the version before, or ""."""

    number: str
    kind: str
    owed_by: str
    heading: str
    body: str
    was: str


@dataclass
class Version:
    """One version of a national code."""

    title: str
    short_name: str
    slug: str
    label: str
    summary: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)


def read(path: Path) -> Version:
    """Read one file."""
    _nothing, head, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    version = Version(**tomllib.loads(head))
    found = list(HEADING.finditer(text))
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        what, number = match["what"], match["number"]
        kind = ClauseKind.SECTION if match["marks"] == "##" else ClauseKind.TEXT
        if what in OwedBy:
            kind = ClauseKind.COMMITMENT
        elif what:
            kind = ClauseKind(what)
        version.paragraphs.append(
            Paragraph(
                number=number,
                kind=kind,
                owed_by=what if kind == ClauseKind.COMMITMENT else "",
                heading=match["heading"],
                body=text[match.end() : end].strip(),
                was="" if match["new"] else match["was"] or number,
            )
        )
    return version


def versions() -> list[Version]:
    """Every version in the library, the older of a code before the newer."""
    return [read(path) for path in sorted(HERE.glob("*.md"))]


@transaction.atomic
def load() -> list[Edition]:
    """Put into the library what is not there yet, and return it. A second time it does nothing.

    A code of which a version from elsewhere is in force is kept by somebody here, and left alone.
    """
    made = []
    found = versions()
    ours = {(version.slug, version.label) for version in found}
    for version in found:
        code = Code.objects.filter(text__slug=f"codes/{version.slug}").first() or Code.found(
            title=version.title, short_name=version.short_name, slug=version.slug
        )
        now = code.text.editions.filter(state=EditionState.IN_FORCE).first()
        kept_here = now is not None and (version.slug, now.label) not in ours
        if not kept_here and not code.text.editions.filter(label=version.label).exists():
            made.append(_publish(code, version))
    return made


def _publish(code: Code, version: Version) -> Edition:
    """Put a version in the place of the one before. The files give years and no days, so none are made up."""
    before = code.text.editions.filter(state=EditionState.IN_FORCE).first()
    edition = Edition.begin(
        code.text, version.label, note=_("From the library"), notice=NOTICE, summary=version.summary, supersedes=before
    )
    forebears = {clause.number: clause for clause in before.clauses.all()} if before else {}
    sections: dict[str, Clause] = {}
    for place, row in enumerate(version.paragraphs, start=1):
        clause = Clause(
            edition=edition,
            parent=sections.get(row.number.rpartition(".")[0]),
            position=place * 1000,
            number=row.number,
            kind=row.kind,
            owed_by=row.owed_by,
            heading=row.heading,
            body=row.body,
        )
        if forebear := forebears.get(row.was):
            clause.previous, clause.lineage = forebear, forebear.lineage
            clause.relation = _relation(forebear, clause)
        clause.full_clean()
        clause.say_who(None, _("From the library"))
        clause.save()
        sections[row.number] = clause
    if before:
        before.end(EditionState.SUPERSEDED, on=None, by=None)
    edition.publish(by=None, note=_("From the library"))
    return edition


def _relation(before: Clause, now: Clause) -> Relation:
    said = [(clause.kind, clause.owed_by, clause.heading, clause.body) for clause in (before, now)]
    if said[0] != said[1]:
        return Relation.CHANGED
    return Relation.SAME if before.number == now.number else Relation.MOVED
