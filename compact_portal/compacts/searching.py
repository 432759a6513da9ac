"""Finding clauses by their words: PostgreSQL full text, or FTS5 of SQLite, with the same answers.

What is asked for is read here, so no way of typing is an error: words (by their stems), "phrases in quotes", and
begin* for words that begin so. Which editions a person may read is not decided here: it comes in as a queryset.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, NamedTuple, Protocol

import nh3
from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from compact_portal.compacts.indexing import ACCENTED, PLAIN, plain_in_sql
from compact_portal.compacts.models import Clause, Translation
from compact_portal.templatetags.portal import PARSER

MOST_LETTERS, MOST_TERMS = 200, 20
AROUND = 160  # Letters of an excerpt before its first marked word; as many again, and half, follow.
BEGIN, END = "\x02", "\x03"  # What the databases put around a found word.
PLAIN_LETTERS = str.maketrans(ACCENTED, PLAIN)

# Words that say nothing on their own: those that PostgreSQL leaves out of English, so that SQLite does as well.
UNTELLING_WORDS = """
    a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing don down during each few for from further had has have having he her
    here hers herself him himself his how i if in into is it its itself just me more most my myself no nor not now
    of off on once only or other our ours ourselves out over own s same she should so some such t than that the
    their theirs them themselves then there these they this those through to too under until up very was we were
    what when where which while who whom why will with would you your yours yourself yourselves
"""
UNTELLING = frozenset(UNTELLING_WORDS.split())


class Term(NamedTuple):
    """One thing asked for: words in a row, or (`beginning`) one word of which only the beginning is given."""

    words: str
    beginning: bool = False


def terms(asked: str) -> list[Term]:
    """What somebody asks for: what stands in quotes, and each other word that tells something."""
    asked = "".join(letter if letter.isprintable() else " " for letter in asked)[:MOST_LETTERS].translate(PLAIN_LETTERS)
    found = []
    for quoted, single in re.findall(r'["“”]([^"“”]*)["“”]?|([^\s"“”]+)', asked):
        words = " ".join(re.findall(r"\w+", (quoted or single).replace("_", " ")))
        if words:
            found.append(Term(words, beginning=single.endswith("*") and " " not in words))
    return [term for term in found if not set(term.words.lower().split()) <= UNTELLING][:MOST_TERMS]


class Source(NamedTuple):
    """A table whose words are kept: its clause, the language of its words, and how PostgreSQL reads them."""

    table: str
    clause: str
    language: str
    config: str


SOURCES = [
    Source("compacts_clause", "id", "en", "english"),
    Source("compacts_translation", "clause_id", "cy", "simple"),  # PostgreSQL has no rules for the stems of Welsh.
]


class Engine(Protocol):
    """How one database is asked. `{table}`, `{clause}` and so on are those of a Source."""

    found: str
    marked: str

    def query(self, wanted: Sequence[Term], source: Source, *, any_of: bool) -> tuple[str, list[str]]:
        """Return the SQL of what is asked for, and its parameters."""
        ...


class SQLite(Engine):
    """FTS5. The better a row, the lower bm25; a word in the heading counts as much as five in the text."""

    found = (
        "SELECT found.{clause} AS clause_id, -bm25({table}_words, 5.0, 1.0) AS score, '{language}' AS language "
        "FROM {table}_words JOIN {table} found ON found.id = {table}_words.rowid WHERE {table}_words MATCH {query}"
    )
    marked = (
        "SELECT found.{clause}, highlight({table}_words, 0, char(2), char(3)), "
        "highlight({table}_words, 1, char(2), char(3)) "
        "FROM {table}_words JOIN {table} found ON found.id = {table}_words.rowid "
        "WHERE {table}_words MATCH {query} AND found.{clause} IN ({keys})"
    )

    def query(self, wanted, source, *, any_of):
        """Return a MATCH: each term in quotes, in which nothing has a meaning of its own."""
        pieces = [f'"{term.words}"' + ("*" if term.beginning else "") for term in wanted]
        return "%s", [(" OR " if any_of else " AND ").join(pieces)]


class PostgreSQL(Engine):
    """A tsvector with an index."""

    found = (
        "SELECT found.{clause} AS clause_id, ts_rank(found.words, query, 1) AS score, '{language}' AS language "
        "FROM {table} found, LATERAL (SELECT {query} AS query) asked WHERE found.words @@ query"
    )
    marked = (
        "SELECT found.{clause}, "
        + ", ".join(
            f"ts_headline('pg_catalog.{{config}}', {plain_in_sql('found.' + column)}, query, "
            f"'HighlightAll=true, StartSel=' || chr(2) || ', StopSel=' || chr(3))"
            for column in ("heading", "body")
        )
        + " FROM {table} found, LATERAL (SELECT {query} AS query) asked "
        "WHERE found.words @@ query AND found.{clause} IN ({keys})"
    )

    def query(self, wanted, source, *, any_of):
        """Return tsqueries joined: each phrase by phraseto_tsquery, which takes any words; a beginning as word:*."""
        parsers = [("to_tsquery", f"'{t.words}':*") if t.beginning else ("phraseto_tsquery", t.words) for t in wanted]
        sql = [f"{parser}('pg_catalog.{source.config}', %s)" for parser, _words in parsers]
        return (" || " if any_of else " && ").join(sql), [words for _parser, words in parsers]


ENGINES: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


@dataclass
class Hit:
    """A found clause with its words in one language, as HTML: the words asked for are marked."""

    clause: Clause
    language: str
    heading: SafeString
    excerpt: SafeString


class Found(Sequence[Hit]):
    """The clauses that were found, best first, to be taken by the page: `len()` costs one query, a slice a few."""

    def __init__(self, wanted: list[Term], editions: QuerySet, *, any_of: bool, **fields: Any) -> None:
        self.wanted, self.any_of = wanted, any_of
        clauses = Clause.objects.filter(edition__in=editions.order_by(), **fields).order_by().values("pk")
        self.readable = clauses.query.sql_with_params()
        self.engine = ENGINES[connection.vendor]
        self._length: int | None = None

    def _all(self) -> tuple[str, list[Any]]:
        """SQL in which {} is what to tell of each readable clause found (clause_id, score, language); parameters."""
        pieces, values = [], []
        for source in SOURCES:
            query, words = self.engine.query(self.wanted, source, any_of=self.any_of)
            pieces.append(self.engine.found.format(query=query, **source._asdict()))
            values += words
        sql, more = self.readable
        # Materialized, because SQLite can tell the rank of a row only where it looks for it.
        every = f"WITH every AS MATERIALIZED ({' UNION ALL '.join(pieces)})"
        return f"{every} SELECT {{}} FROM every WHERE clause_id IN ({sql})", [*values, *more]

    def __len__(self) -> int:
        if self._length is None:
            sql, values = self._all()
            self._length = _rows(sql.format("count(DISTINCT clause_id)"), values)[0][0] if self.wanted else 0
        return self._length

    def __getitem__(self, wanted):
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        if not self.wanted:
            return []
        start, stop = wanted.start or 0, len(self) if wanted.stop is None else wanted.stop
        sql, values = self._all()
        # Where a clause is found in both languages, the English words are shown ("en" stands behind "cy").
        best = _rows(
            f"{sql.format('clause_id, max(language)')} GROUP BY clause_id ORDER BY max(score) DESC, clause_id "
            f"LIMIT {int(stop - start)} OFFSET {int(start)}",
            values,
        )
        marked = self._marked(best)
        clauses = (
            Clause.objects.select_related("edition__text__compact", "parent")
            .prefetch_related(Prefetch("translations", queryset=Translation.objects.order_by(), to_attr="welsh"))
            .in_bulk([key for key, _language in best])
        )
        return [self._hit(clauses[key], language, *marked[key]) for key, language in best]

    def _marked(self, best: list[tuple[int, str]]) -> dict[int, tuple[str, str]]:
        """Clause → its heading and body with the found words between BEGIN and END."""
        found: dict[int, tuple[str, str]] = {}
        for source in SOURCES:
            keys = [key for key, language in best if language == source.language]
            if not keys:
                continue
            query, words = self.engine.query(self.wanted, source, any_of=self.any_of)
            sql = self.engine.marked.format(query=query, keys=", ".join(["%s"] * len(keys)), **source._asdict())
            found |= {key: (heading, body) for key, heading, body in _rows(sql, [*words, *keys])}
        return found

    def _hit(self, clause: Clause, language: str, heading: str, body: str) -> Hit:
        own = clause if language == "en" else clause.welsh[0]  # type: ignore[attr-defined]
        return Hit(clause, language, marked(_with_accents(heading, own.heading)), excerpt(body, own.body))


def _rows(sql: str, values: Iterable[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return cursor.fetchall()


def find(asked: str, editions: QuerySet, *, or_any: bool = True, **fields: Any) -> tuple[Found, bool]:
    """Find the clauses of some editions that have all the words asked for, else (`or_any`) those that have any of them.

    `fields` are conditions on the clauses. Returns what was found, and whether all the words stand in each clause.
    """
    wanted = terms(asked)
    found = Found(wanted, editions, any_of=False, **fields)
    if len(found) or len(wanted) < 2 or not or_any:
        return found, True
    return Found(wanted, editions, any_of=True, **fields), False


def _with_accents(found: str, original: str) -> str:
    """Put marks that were made in words without accents into the words as they stand."""
    bare = found.replace(BEGIN, "").replace(END, "")
    if bare == original or len(bare) != len(original):
        return found
    letters = iter(original)
    return "".join(letter if letter in (BEGIN, END) else next(letters) for letter in found)


def marked(words: str) -> SafeString:
    """Return words as HTML in which what stands between BEGIN and END is marked, and nothing else is HTML."""
    joined = re.sub(f"{END}(\\s+){BEGIN}", r"\1", words)  # Words of a phrase are marked as one.
    pieces = re.split(f"{BEGIN}([^{BEGIN}{END}]*){END}", joined)
    html = "".join(
        f"<mark>{escape(piece)}</mark>" if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    )
    return mark_safe(html.replace(BEGIN, "").replace(END, ""))


def excerpt(found: str, original: str) -> SafeString:
    """Return the part of a body, without its Markdown, in which the first words found stand, as HTML."""
    html = PARSER.render(_with_accents(found, original))
    words = " ".join(unescape(nh3.clean(html.replace("<", " <"), tags=set())).split())
    first = max(words.find(BEGIN), 0)
    start = 0 if first < AROUND else words.rfind(" ", 0, first - AROUND // 2) + 1
    end = start + 2 * AROUND + AROUND // 2
    if end < len(words):
        end = max(words.rfind(" ", start, end), start + AROUND)
    cut = words[start:end]
    if cut.rfind(BEGIN) > cut.rfind(END):
        cut += END
    return mark_safe(("… " if start else "") + marked(cut) + (" …" if end < len(words) else ""))
