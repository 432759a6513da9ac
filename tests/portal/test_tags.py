"""What templates lean on: dates in words, states as tags, Markdown, lists in pages."""

import datetime

import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory

from compact_portal.compacts.lifecycle import EditionState
from compact_portal.templatetags.portal import day, markdown, moment


def draw(template, **context):
    request = RequestFactory().get(context.pop("address", "/"))
    return Template("{% load portal %}" + template).render(RequestContext(request, context))


def test_a_date_is_written_in_words():
    assert day(datetime.date(2027, 3, 14)) == "14 March 2027"
    assert day(None) == ""


def test_a_moment_is_written_by_the_clock_of_the_portal():
    summer = datetime.datetime(2027, 7, 1, 23, 30, tzinfo=datetime.UTC)
    assert moment(summer) == "2 July 2027 at 12:30am"
    assert day(summer) == "2 July 2027"


def test_a_state_has_words_and_a_shape():
    html = draw("{% status_tag state %}", state=EditionState.IN_FORCE)
    assert ">In force</strong>" in html
    html = draw('{% status_tag "at_risk" "At risk" %}')
    assert "portal-status--triangle" in html
    assert ">At risk<" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**12 weeks**", "<p><strong>12 weeks</strong></p>"),
        ("# Big", "<p><strong>Big</strong></p>"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("![x](https://example.org/x.png)", "!"),
        ("[x](https://example.org/)", 'rel="noopener nofollow"'),
        ("* a\n* b", "<li>a</li>"),
        ("| When | |\n| :-- | --- |\n| May | Plan |", '<th scope="col">When</th><td></td>'),
    ],
)
def test_markdown_gives_words_and_nothing_that_acts(text, html):
    drawn = markdown(text)
    assert html in drawn
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert 'href="javascript' not in drawn


def test_the_other_pages_of_a_list_keep_its_filters():
    page = Paginator(range(300), 10).page(2)
    html = draw("{% pagination page %}", page=page, address="/?lead=council&page=2")
    assert "lead=council&amp;page=3" in html
    assert 'aria-current="page"' in html
    assert "…" in html


def test_a_list_on_one_page_has_no_links_to_others():
    assert draw("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_a_heading_sorts_one_way_and_then_the_other():
    assert 'href="?sort=due"' in draw('{% sort_heading "due" "Due" %}')
    once = draw('{% sort_heading "due" "Due" %}', address="/?sort=due&page=4")
    assert 'aria-sort="ascending"' in once
    assert 'href="?sort=-due"' in once
    assert 'aria-sort="descending"' in draw('{% sort_heading "due" "Due" %}', address="/?sort=-due")


def test_the_navigation_marks_where_one_is():
    assert 'aria-current="page"' in draw('{% nav_item "/codes/" "Codes" %}', address="/codes/")
    assert 'aria-current="true"' in draw('{% nav_item "/codes/" "Codes" %}', address="/codes/funding/")
    assert "aria-current" not in draw('{% nav_item "/codes/" "Codes" %}', address="/compacts/")
