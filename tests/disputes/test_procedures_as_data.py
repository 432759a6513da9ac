"""Procedures as data: the six that are ready, soundness, the picture, the routes outside, and what changes."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from compact_portal.deadlines import Unit
from disputes import redrafting
from disputes.differences import changes, changes_over_all
from disputes.directory import directory, for_nation, open_routes, why_closed
from disputes.picture import flow, measure, wrapped
from disputes.procedures import READY_MADE
from disputes.shape import Route, Stage
from disputes.soundness import WHOLE, faults, faults_by_stage
from disputes.stages import DERBY
from disputes.words import Clock, Decider, Presides, StageKind

TODAY = date(2026, 11, 23)

# Written by hand from what is known of the places: order, kind, who decides, time, where it leads, what is special.
WRITTEN = """
derby             1 informal  parties      none              2    anonymous
derby             2 formal    parties      respondent        34
derby             3 mediation chair        3-weeks           45
derby             4 national  outside-body none              5
derby             5 outside   outside-body none              -
three-steps       1 informal  parties      none              2
three-steps       2 formal    parties      10-working_days   3
three-steps       3 formal    parties      respondent        -
standing-panel    1 informal  parties      none              2    anonymous
standing-panel    2 informal  parties      none              3
standing-panel    3 panel     panel        30-working_days   45
standing-panel    4 national  outside-body none              5
standing-panel    5 outside   outside-body none              -
steering-group    1 informal  parties      none              2    anonymous
steering-group    2 informal  parties      none              34
steering-group    3 panel     panel        8-weeks           4    serious
steering-group    4 outside   outside-body none              -
peer-support      1 informal  parties      none              2    anonymous
peer-support      2 mediation chair        4-weeks           3
peer-support      3 outside   outside-body none              -
alternating-chair 1 informal  parties      none              2    anonymous
alternating-chair 2 formal    parties      20-working_days   3
alternating-chair 3 mediation chair        6-weeks           4
alternating-chair 4 outside   outside-body none              -
"""


def written(stage):
    time = f"{stage.amount}-{stage.unit}" if stage.clock == Clock.FIXED else stage.clock.value
    leads = "".join(map(str, stage.exits)) or "-"
    special = [word for word, holds in (("anonymous", stage.anonymous), ("serious", stage.only_serious)) if holds]
    return [str(stage.order), stage.kind.value, stage.decides.value, time, leads, *special]


def test_the_six_procedures_are_as_written_by_hand():
    expected = [line.split() for line in WRITTEN.strip().splitlines()]
    assert [[key, *written(stage)] for key, ready in READY_MADE.items() for stage in ready.stages] == expected
    by_turns = [key for key, ready in READY_MADE.items() if ready.presides == Presides.BY_TURNS]
    assert by_turns == ["alternating-chair"]


@pytest.mark.parametrize("key", READY_MADE)
@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_each_is_sound_in_every_nation_and_says_all_it_has_to_say(key, nation):
    ready = READY_MADE[key]
    stages = for_nation(ready.stages, nation)
    assert faults(stages) == []
    assert all(str(words) for words in (ready.name, ready.about, ready.source))
    for stage in stages:
        assert str(stage.text)
        assert str(stage.silence)
        assert bool(stage.routes) == (stage.kind in (StageKind.NATIONAL, StageKind.OUTSIDE))


def test_derby_says_what_is_used_where_the_compact_is_silent():
    words = " ".join(f"{stage.text} {stage.silence}" for stage in DERBY)
    for answer in (
        "two to four weeks",  # How long the informal stage takes.
        "where nobody is acceptable",
        "If the Chair belongs to a party, the Vice-Chair acts",
        "The Compact names no kinds of outcome",
        "Only the two parties read",
        "Each step is kept with its day; the public learns numbers only",
    ):
        assert answer in words


# -- Soundness ----


def stage(order, kind, name="", **changes):
    return Stage(order, StageKind(kind), name or f"Step {order}", "", "", **changes)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"clock": Clock.FIXED, "amount": 3, "starts": None}, "a time limit without a start"),
        ({"clock": Clock.FIXED, "amount": 0}, "a time limit without a length"),
        ({"clock": Clock.NONE}, "is a dead end: it has no time limit"),
        ({"exits": (3, 4, 5)}, "which are of the same kind"),
        ({"exits": (9,)}, "leads to stage 9, which does not exist"),
        ({"name": " "}, "Stage 2 has no name."),
        ({"only_serious": True}, "which only a panel can say"),
        ({"anonymous": True}, "which only an informal stage can"),
    ],
)
def test_each_fault_stands_at_its_stage(changed, sentence):
    stages = [
        stage(1, "informal", exits=(2,)),
        stage(2, "formal", clock=Clock.FIXED, amount=4, exits=(3, 4)),
        stage(3, "mediation", clock=Clock.FIXED, amount=3, exits=(4,)),
        stage(4, "national", exits=(5,)),
        stage(5, "national"),
    ]
    stages[4] = stage(5, "outside") if "exits" not in changed else stages[4]
    assert "exits" in changed or faults(stages) == []
    found = faults_by_stage([stages[0], replace(stages[1], **changed), *stages[2:]])
    assert any(sentence in one for one in found[2]), found


def test_a_panel_needs_a_time_and_somebody_who_decides():
    stages = [stage(1, "informal", exits=(2,)), stage(2, "panel", clock=Clock.NONE)]
    assert [fault for fault in faults(stages) if "“Step 2”" in fault] == [
        "“Step 2” is a dead end: it has no time limit, so silence could last for ever.",
        "“Step 2” is a panel, so the panel or the Chair decides in it.",
    ]
    assert faults_by_stage([]) == {WHOLE: ["A procedure needs at least one stage."]}


# -- The picture ----


@pytest.mark.parametrize("key", READY_MADE)
def test_the_picture_shows_every_stage_and_way_within_its_frame(key):
    stages = READY_MADE[key].stages
    drawn = flow(stages)
    root = ElementTree.fromstring(str(drawn.svg))
    _left, _top, width, height = map(float, root.get("viewBox").split())
    words = " ".join(text.text for text in root.findall(".//{*}text"))
    assert all(f"{stage.order} {stage.name}" in words for stage in stages)
    heads = [path for path in root.findall(".//{*}path") if path.get("class") == "portal-flow__head"]
    assert len(heads) == sum(len(stage.exits) for stage in stages)
    for box in root.findall(".//{*}rect"):
        assert float(box.get("x")) + float(box.get("width")) <= width
        assert float(box.get("y")) + float(box.get("height")) <= height
    assert root.get("role") == "img"
    assert all(str(stage.name) in root.get("aria-label") for stage in stages)
    assert "style" not in str(drawn.svg)


def test_names_in_the_picture_are_escaped_and_long_words_broken():
    name = "<b>Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch</b> & more"
    drawn = str(flow([stage(1, "formal", name, clock=Clock.RESPONDENT)], broken=[1]).svg)
    assert "<b>" not in drawn
    assert "&lt;b&gt;" in drawn
    assert "Something here has to be mended" in drawn
    assert all(measure(line, 16) <= 250 for line in wrapped(name, 16, 250))
    assert "".join(wrapped(name, 16, 250)).replace(" ", "") == name.replace(" ", "")


def test_a_way_back_and_many_ways_side_by_side_are_drawn_too():
    stages = [stage(order, "informal", exits=(1, 3, 4, 5)) for order in range(1, 6)]
    root = ElementTree.fromstring(str(flow(stages).svg))
    assert all(float(box.get("width")) > 120 for box in root.findall(".//{*}rect"))


# -- Routes outside ----


def test_the_commissioner_is_open_to_its_last_day_and_closed_after_it():
    def shown(day):
        return {str(listed.route.name): listed.is_open for listed in directory(DERBY, "england", day)}

    assert shown(date(2011, 3, 31))["Compact Commissioner"]
    assert not shown(date(2011, 4, 1))["Compact Commissioner"]
    assert str(directory(DERBY, "england", TODAY)[-1].route.name) == "Compact Commissioner"


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        ("england", {"Local Government and Social Care Ombudsman", "Parliamentary and Health Service Ombudsman"}),
        ("wales", {"Public Services Ombudsman for Wales"}),
        ("scotland", {"Scottish Public Services Ombudsman"}),
        ("northern_ireland", {"Northern Ireland Public Services Ombudsman"}),
    ],
)
@pytest.mark.parametrize("key", READY_MADE)
def test_the_directory_of_each_nation_names_its_ombudsmen_and_courts(key, nation, expected):
    stages = for_nation(READY_MADE[key].stages, nation)
    listed = directory(stages, nation, TODAY)
    assert {str(one.route.name) for one in listed if one.route.ombudsman} == expected
    assert "Judicial review" in {str(one.route.name) for one in listed}
    assert ("Compact Voice" in {str(one.route.name) for one in listed}) == (nation == "england")
    assert len({str(one.route.name) for one in listed}) == len(listed)


class Body:
    """A respondent with an ombudsman."""

    ombudsman = "phso"

    def get_ombudsman_display(self):
        return "Parliamentary and Health Service Ombudsman"


class Case:
    """A dispute, as far as the directory asks."""

    rules = DERBY
    respondent = Body()

    class compact:  # noqa: N801 - an attribute that has a nation.
        nation = "england"


def test_only_open_routes_can_be_chosen_the_respondents_ombudsman_first():
    national = [str(route.name) for route in open_routes(Case, TODAY, StageKind.NATIONAL)]
    assert national == ["Compact Voice"]
    assert "Compact Commissioner" in [
        str(route.name) for route in open_routes(Case, date(2011, 3, 31), StageKind.NATIONAL)
    ]
    outside = [str(route.name) for route in open_routes(Case, TODAY)]
    assert outside[:2] == ["Parliamentary and Health Service Ombudsman", "Local Government and Social Care Ombudsman"]
    assert why_closed(Case, " the compact  commissioner ", TODAY) == (
        "Compact Commissioner closed on 31 March 2011. Choose another body."
    )
    assert why_closed(Case, "Compact Commissioner", date(2011, 3, 31)) == ""
    assert why_closed(Case, "Some other body", TODAY) == ""


# -- Redrafting ----


@pytest.mark.parametrize("key", READY_MADE)
def test_a_draft_says_what_it_was_begun_from(key):
    stages = READY_MADE[key].stages
    back = redrafting.staged(redrafting.drafted(stages))
    assert [replace(one, starts=two.starts) for one, two in zip(back, stages, strict=True)] == [
        replace(
            stage,
            name=str(stage.name),
            text=str(stage.text),
            silence=str(stage.silence),
            routes=tuple(replace(route, name=str(route.name), text=str(route.text)) for route in stage.routes),
        )
        for stage in stages
    ]
    assert faults(back) == []
    assert changes(stages, redrafting.drafted(stages)) == []


def test_stages_are_added_moved_and_taken_out_and_the_ways_between_them_stay():
    draft = redrafting.drafted(DERBY)
    longer, key = redrafting.added(draft, {"name": "Champions"}, after="s1")
    assert [row["key"] for row in longer] == ["s1", "s6", "s2", "s3", "s4", "s5"]
    assert [stage.exits for stage in redrafting.staged(longer)] == [(3,), (), (4, 5), (5, 6), (6,), ()]
    assert redrafting.added(draft, {"name": "First"})[0][0]["name"] == "First"
    lower = redrafting.moved(draft, "s2", 1)
    assert [row["key"] for row in lower] == ["s1", "s3", "s2", "s4", "s5"]
    assert "leads back" in " ".join(faults(redrafting.staged(lower)))
    assert redrafting.moved(draft, "s1", -1) == draft == redrafting.moved(draft, "s9", 1)
    shorter = redrafting.removed(draft, "s4")
    assert [stage.exits for stage in redrafting.staged(shorter)] == [(2,), (3,), (4,), ()]
    assert redrafting.removed(longer, key) == draft


def test_what_changes_is_said_in_sentences():
    draft = redrafting.drafted(DERBY)
    draft = redrafting.revised(draft, "s1", name="Talks", text="New words.", anonymous=False)
    draft = redrafting.revised(draft, "s3", amount=4, extend_by=None, decides=Decider.PANEL.value)
    draft = redrafting.revised(draft, "s2", exits=["s3"], silence="Other words.")
    draft = redrafting.removed(draft, "s4")
    draft, _key = redrafting.added(draft, {"name": "Champions"}, after="s1")
    assert changes(DERBY, draft) == [
        "“National options” goes.",
        "“Informal talks” is now called “Talks”.",
        "“Talks”: a group may no longer keep its name back.",
        "“Talks”: what happens is worded anew.",
        "“Champions” is new, as step 2.",
        "“Formal complaint” is step 3 instead of step 2.",
        "“Formal complaint” now leads to: Mediation by the Forum.",
        "“Formal complaint”: what silence means is worded anew.",
        "“Mediation by the Forum” is step 4 instead of step 3.",
        "“Mediation by the Forum”: who decides is a panel instead of the chair of the forum.",
        "“Mediation by the Forum”: its time is 4 weeks instead of 3 weeks.",
        "“Mediation by the Forum”: it may take no time longer instead of 10 working days.",
        "“Mediation by the Forum” now leads to: Ombudsman or judicial review.",
    ]


def test_a_changed_body_and_changed_rules_over_all_are_said_too():
    draft = redrafting.drafted(DERBY)
    bodies = [*draft[3]["routes"][1:], {**redrafting.drafted(DERBY)[4]["routes"][0], "key": "r9"}]
    bodies[0] = bodies[0] | {"text": "Gone."}
    assert changes(DERBY, redrafting.revised(draft, "s4", routes=bodies)) == [
        "“National options”: “Local Government and Social Care Ombudsman” is new.",
        "“National options”: “Compact Voice” goes.",
        "“National options”: what it says of “Compact Commissioner” changes.",
    ]
    assert changes_over_all(("chair", None, ""), ("by-turns", 6, "months"))[1:] == [
        "The time over all is 6 months instead of not set."
    ]
    assert changes_over_all(("chair", 6, "months"), ("chair", 6, "months")) == []


def test_a_route_without_a_limit_is_a_route_too():
    assert Route("Advice").is_open(TODAY)
    assert Route("Advice").unit == Unit.MONTHS
