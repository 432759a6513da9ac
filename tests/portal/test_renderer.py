"""Forms: fields and errors in the look and the words of the portal; dates and times as people type them."""

import datetime
import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import timezone

from compact_portal.compacts.models import Colour
from compact_portal.renderer import ClockTimeField, DayMonthYearField, Radios, clock

ACCENTS = Path(__file__).parent.parent.parent / "static" / "css" / "_accents.scss"


class Breach(forms.Form):
    name = forms.CharField(label="Your name", max_length=10, help_text="As on paper")
    email = forms.EmailField(label="Email address")
    story = forms.CharField(label="What happened?", max_length=200, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Kind of dispute", choices=[("a", "A"), ("b", "B")], widget=Radios(hints={"a": "The first"})
    )
    body = forms.ChoiceField(label="Body", choices=[("", "Choose one"), ("x", "X")], required=False)
    sure = forms.BooleanField(label="I have told them")
    decided_on = DayMonthYearField(label="The date of the decision", latest=timezone.localdate)
    paper = forms.FileField(label="The letter")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    own = forms.CharField(label="Own words", error_messages={"required": "Say it in your own words"})


def errors(data, name):
    return list(Breach(data)[name].errors)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "", "Enter your name"),
        ("name", "x" * 11, "Shorten “Your name” to 10 characters or fewer: it has 11."),
        ("email", "ann at derby", "Enter an email address, like name@example.org"),
        ("story", "", "Answer “What happened?”"),
        ("kind", "", "Choose the kind of dispute"),
        ("kind", "z", "Choose one of the answers given to “Kind of dispute”"),
        ("sure", "", "Tick “I have told them” to go on"),
        ("paper", "", "Choose a file for “The letter”"),
        ("own", "", "Say it in your own words"),
    ],
)
def test_an_error_says_what_to_do(name, typed, said):
    assert errors({name: typed}, name) == [said]


def test_each_error_in_the_summary_leads_to_its_input():
    form = Breach({})
    page = render_to_string("components/error_summary.html", {"form": form}) + str(form)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) == 9
    for target in targets:
        assert re.search(rf'<(input|textarea|select)[^>]*\bid="{target}"', page), target


def test_hints_and_errors_are_read_out_with_their_input():
    html = str(Breach({}))
    for reference in re.findall(r'aria-describedby="([^"]+)"', html):
        for target in reference.split():
            assert f'id="{target}"' in html


def test_an_optional_field_says_so_and_no_field_lets_the_browser_judge():
    html = str(Breach())
    assert "Body (optional)" in html
    assert " required" not in html
    assert "maxlength=" not in html.replace("data-maxlength=", "")


def test_what_was_typed_is_still_there():
    html = str(Breach({"name": "Ann", "decided_on_day": "31", "decided_on_month": "Feb", "decided_on_year": "2026"}))
    for typed in ["Ann", "31", "Feb", "2026"]:
        assert f'value="{typed}"' in html
    assert 'type="password"' in html


def date_errors(day, month, year):
    return errors({"decided_on_day": day, "decided_on_month": month, "decided_on_year": year}, "decided_on")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "", ""), "Enter the date of the decision, like 27 3 {year}"),
        (("27", "", "2025"), "The date of the decision needs a month, like 27 3 {year}"),
        (("27", "", ""), "The date of the decision needs a month and a year, like 27 3 {year}"),
        (("31", "2", "2025"), "Enter the date of the decision as a real date, like 27 3 {year}"),
        (("27", "3", "25"), "Enter the date of the decision as a real date, like 27 3 {year}"),
        (("27", "Smarch", "2025"), "Enter the date of the decision as a real date, like 27 3 {year}"),
        (("٢٧", "3", "2025"), "Enter the date of the decision as a real date, like 27 3 {year}"),
        (("1", "1", "2999"), "The date of the decision must be today or earlier"),
    ],
)
def test_a_wrong_date_says_how_to_write_it(typed, said):
    assert date_errors(*typed) == [said.format(year=timezone.localdate().year)]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MAR."])
def test_a_month_may_be_a_number_or_a_word(month):
    field = DayMonthYearField()
    assert field.clean(["27", month, " 2026 "]) == datetime.date(2026, 3, 27)


def test_a_date_may_be_left_out_where_it_is_optional():
    assert DayMonthYearField(required=False).clean(["", "", ""]) is None


def test_a_date_may_have_an_earliest_day():
    field = DayMonthYearField(label="First day", earliest=datetime.date(2026, 3, 1))
    assert field.clean(["1", "3", "2026"]) == datetime.date(2026, 3, 1)
    with pytest.raises(forms.ValidationError, match="First day must be 1 March 2026 or later"):
        field.clean(["28", "2", "2026"])


def test_a_date_shown_again_unchanged_has_not_changed():
    field = DayMonthYearField()
    day = datetime.date(2026, 3, 27)
    assert not field.has_changed(day, ["27", "3", "2026"])
    assert field.has_changed(day, ["28", "3", "2026"])


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("6pm", (18, 0)),
        ("6.30 pm", (18, 30)),
        ("18:30", (18, 30)),
        ("12am", (0, 0)),
        ("12 p.m.", (12, 0)),
        ("9am", (9, 0)),
    ],
)
def test_a_time_is_understood_as_people_write_it(typed, time):
    assert ClockTimeField().clean(typed) == datetime.time(*time)


@pytest.mark.parametrize("typed", ["6", "25:00", "13pm", "six", "6:70pm"])
def test_a_wrong_time_says_how_to_write_it(typed):
    with pytest.raises(forms.ValidationError, match="Enter a time, like 6:30pm"):
        ClockTimeField().clean(typed)


def test_times_are_written_with_am_and_pm():
    assert [clock(datetime.time(*t)) for t in [(0, 5), (9, 0), (12, 0), (18, 30)]] == [
        "12:05am",
        "9am",
        "12pm",
        "6:30pm",
    ]


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_accent_stands_out_from_white():
    accents = dict(re.findall(r'"(\w+)": (#[0-9a-f]{6})', ACCENTS.read_text()))
    assert set(accents) == set(Colour.values)
    for name, colour in accents.items():
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, name
