"""What everybody learns of the disputes of a Compact: how many, how far they got, how soon they were answered, what
came of them, and which clauses they were about; of all years and by year. What may be told is said by `figures.py`."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from codes.citing import cite
from compact_portal.compacts.models import Clause
from disputes import figures as rules
from disputes.figures import Band
from disputes.models import Citation, Dispute, DisputeEvent
from disputes.models.lists import ENDED_VALUES
from disputes.procedure import FEWEST_SHOWN
from disputes.words import Action, Outcome, RemedyMet, StageKind, State

MOST_CLAUSES = 10
ANSWERED, LATE, NOT_ANSWERED = "answered", "late", "not-answered"
OPEN, WITHDRAWN = "open", "withdrawn"


class Row(NamedTuple):
    """One line of a table: what is counted, of all years, and of each period; None: not told."""

    label: str
    over_all: Band | None
    by_period: list[Band | None]
    href: str = ""
    periods: tuple[str, ...] = ()

    @property
    def cells(self) -> list[tuple[str, Band | None]]:
        """Each period with what is told of it."""
        return list(zip(self.periods, self.by_period, strict=False))


@dataclass
class Table:
    """A list of parts. `withheld`: the list would have given a part away; `of_periods`: it is told by year too."""

    title: str
    word: str
    rows: list[Row] = field(default_factory=list)
    withheld: bool = False
    of_periods: bool = False


class Times(NamedTuple):
    """How soon complaints were answered in one period: whole weeks, and the share in time in tens of a hundred."""

    label: str
    median: int
    spread: tuple[int, int] | None
    share: int | None


@dataclass
class Figures:
    """What may be told. `few`: fewer than FEWEST_SHOWN disputes, or too few to say anything about them safely."""

    few: bool
    raised: Row | None = None
    periods: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    times: list[Times] = field(default_factory=list)
    fewest: int = FEWEST_SHOWN


class Case(NamedTuple):
    """What is counted of disputes: the year they were raised in and how they stand; and how many are alike."""

    year: int
    kind: str
    state: str
    outcome: str
    remedy_met: str
    number: int


def figures(compact) -> Figures:
    """Gather what everybody may know of the disputes of a Compact. Four queries, however many there are."""
    raised = Dispute.objects.filter(compact=compact).exclude(state=State.DRAFT).order_by()
    columns = ("raised_on__year", "stage__kind", "state", "outcome", "remedy_met")
    cases = [Case(*row) for row in raised.values_list(*columns).annotate(number=Count("pk"))]
    total = sum(case.number for case in cases)
    spans = rules.periods(_count((case.year, case.number) for case in cases)) if total >= FEWEST_SHOWN else []
    if not spans:
        return Figures(few=True)
    answers = list(_answers(compact))
    answered = _answer_counts(answers, cases)
    counted: dict[str, dict[str, Counter]] = {
        "stages": _by_year((case.kind, case.year, case.number) for case in cases),
        "answers": answered,
        "outcomes": _by_year((_outcome_of(case), case.year, case.number) for case in cases),
        "remedies": _by_year((_remedy_of(case), case.year, case.number) for case in cases),
    }
    totals = [_within(span, _count((case.year, case.number) for case in cases)) for span in spans]
    found = Figures(False, periods=[_period(span) for span in spans])
    by_period = [rules.band(number) for number in totals] if len(spans) > 1 else []
    found.raised = Row(_("Raised"), rules.band(total), by_period, periods=tuple(found.periods))
    for word, (title, labels) in _labels().items():
        table, safe = _table(word, title, labels, counted[word], spans, total, totals)
        if not safe:
            return Figures(few=True)
        found.tables.append(table)
    found.tables.append(_clauses(compact, spans))
    found.times = list(_times(answers, spans))
    return found


def _labels() -> dict[str, tuple[str, dict[str, str]]]:
    """The tables of parts that make up all that were raised: word → title and parts with their labels."""
    ended = {OPEN: _("Still open"), WITHDRAWN: _("Withdrawn")}
    return {
        "stages": (_("How far they have got"), {kind.value: kind.label for kind in StageKind}),
        "answers": (
            _("Whether they were answered"),
            {
                ANSWERED: _("Answered in time"),
                LATE: _("Answered late"),
                NOT_ANSWERED: _("Not answered: not asked formally, or not yet"),
            },
        ),
        "outcomes": (_("What came of them"), {outcome.value: outcome.label for outcome in Outcome} | ended),
        "remedies": (_("Against what was asked for"), {met.value: met.label for met in RemedyMet} | ended),
    }


def _outcome_of(case: Case) -> str:
    if case.state not in ENDED_VALUES:
        return OPEN
    return case.outcome or WITHDRAWN


def _remedy_of(case: Case) -> str:
    if case.state not in ENDED_VALUES:
        return OPEN
    return case.remedy_met or WITHDRAWN


def _table(word, title, labels, counted, spans, total, totals) -> tuple[Table, bool]:
    """A table of parts of all that were raised; and whether the total may stand beside it."""
    over_all = {key: sum(counted.get(key, Counter()).values()) for key in labels}
    by_period = {key: [_within(span, counted.get(key, Counter())) for span in spans] for key in labels}
    told = rules.told(over_all, total)
    if told is None:
        return Table(title, word, withheld=True), any(number >= FEWEST_SHOWN for number in over_all.values())
    split = rules.told_by_period(by_period, told, totals) if len(spans) > 1 else {}
    names = tuple(map(_period, spans))
    rows = [Row(labels[key], found, split.get(key, []), periods=names) for key, found in told.items()]
    return Table(title, word, rows, of_periods=bool(split)), True


def _clauses(compact, spans) -> Table:
    """The clauses that were most often said not to be kept, in whichever edition."""
    cited = Citation.objects.filter(dispute__compact=compact).exclude(dispute__state=State.DRAFT).order_by()
    columns = cited.values_list("clause__lineage", "dispute__raised_on__year")
    counts = _by_year(columns.annotate(number=Count("dispute", distinct=True)))
    over_all = {lineage: found for lineage, years in counts.items() if (found := rules.band(sum(years.values())))}
    by_period = {lineage: [_within(span, counts[lineage]) for span in spans] for lineage in over_all}
    split = rules.told_by_period(by_period, over_all) if len(spans) > 1 else {}
    newest = {}
    clauses = Clause.objects.filter(lineage__in=list(over_all), edition__frozen_at__isnull=False)
    for clause in clauses.select_related("edition__text__code").order_by("edition__frozen_at"):
        newest[clause.lineage] = clause
    # By band and then by number: the order within a band must not say more than the band.
    order = sorted(newest, key=lambda lineage: (-over_all[lineage].least, cite(newest[lineage])))[:MOST_CLAUSES]
    names = tuple(map(_period, spans))
    rows = [
        Row(_name_of(newest[key]), over_all[key], split.get(key, []), newest[key].get_absolute_url(), names)
        for key in order
    ]
    return Table(_("Clauses most often said not to be kept"), "clauses", rows, of_periods=bool(split))


def _name_of(clause: Clause) -> str:
    return " ".join(filter(None, [cite(clause), clause.heading]))


class Answer(NamedTuple):
    """A formal answer: the year in which the dispute was raised, days from the complaint, whether it was in time."""

    year: int
    days: int
    in_time: bool


def _answers(compact) -> Iterator[Answer]:
    """The first formal answer in each dispute of a Compact, measured by the clock as it then stood. One query."""
    events = DisputeEvent.objects.filter(dispute__compact=compact).order_by("dispute", "at", "pk")
    told = events.filter(after=State.AWAITING_ANSWER) | events.filter(action=Action.RESPOND)
    columns = ("dispute", "dispute__raised_on__year", "action", "at", "due_on")
    of = done = asked_at = due_by = None
    for key, year, action, at, due_on in told.values_list(*columns).iterator():
        if key != of:
            of, asked_at, due_by = key, None, None
        if action != Action.RESPOND:
            asked_at, due_by = asked_at or at, due_on or due_by
        elif asked_at and done != key:
            done, day = key, timezone.localdate(at)
            yield Answer(year, (day - timezone.localdate(asked_at)).days, due_by is None or day <= due_by)


def _answer_counts(answers: list[Answer], cases: list[Case]) -> dict[str, Counter]:
    counts = _by_year((ANSWERED if answer.in_time else LATE, answer.year, 1) for answer in answers)
    without = _count((case.year, case.number) for case in cases)
    without.subtract(answer.year for answer in answers)
    return {**counts, NOT_ANSWERED: without}


def _times(answers: list[Answer], spans) -> Iterator[Times]:
    """How soon complaints were answered, of all years and by period, where enough were."""
    groups = [(_("All years"), answers)]
    if len(spans) > 1:
        groups += [(_period(span), [one for one in answers if span[0] <= one.year <= span[1]]) for span in spans]
    for label, group in groups:
        days = [answer.days for answer in group]
        if (median := rules.middle(days)) is not None:
            in_time = sum(answer.in_time for answer in group)
            yield Times(label, median, rules.spread(days), rules.share(in_time, len(group)))


def _by_year(rows: Iterable[tuple[Hashable, int, int]]) -> dict[Any, Counter]:
    found: dict[Any, Counter] = defaultdict(Counter)
    for key, year, number in rows:
        found[key][year] += number
    return found


def _count(rows: Iterable[tuple[int, int]]) -> Counter:
    found: Counter = Counter()
    for year, number in rows:
        found[year] += number
    return found


def _within(span: tuple[int, int], years: Mapping[int, int]) -> int:
    return sum(number for year, number in years.items() if span[0] <= year <= span[1])


def _period(span: tuple[int, int]) -> str:
    if span[0] == span[1]:
        return str(span[0])
    return _("%(first)s to %(last)s") % {"first": span[0], "last": span[1]}


# As data ----


def as_rows(found: Figures) -> list[dict[str, Any]]:
    """The figures as flat rows: measure, part, period, at least, at most. What is not told is not there."""
    rows = _row_as_data("raised", found.raised) if found.raised else []
    for table in found.tables:
        for row in table.rows:
            rows += _row_as_data(table.word, row)
    for times in found.times:
        rows.append(_data("median_weeks_to_answer", "", times.label, times.median, times.median))
        if times.spread:
            rows.append(_data("middle_half_weeks_to_answer", "", times.label, *times.spread))
        if times.share is not None:
            rows.append(_data("percent_answered_in_time", "", times.label, times.share, times.share))
    return rows


def _row_as_data(measure: str, row: Row) -> list[dict[str, Any]]:
    cells = [(_("All years"), row.over_all), *row.cells]
    return [_data(measure, row.label, period, *band) for period, band in cells if band]


def _data(measure: str, part: str, period: str, least, most) -> dict[str, Any]:
    return {"measure": measure, "part": part, "period": period, "at_least": least, "at_most": most}
