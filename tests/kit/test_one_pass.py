"""Bars and tiles are written in one pass: what a template would escape is escaped, and each says what it may."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from literacy_portal.kit.figures import Figure, number_text, percent_text

EVIL = "<b>\"&'"
SAFE = "&lt;b&gt;&quot;&amp;&#x27;"


@dataclass(frozen=True)
class Tile:
    figure: Figure
    column: int = 1
    row: int = 2
    name: str = EVIL
    shade: int = 3


def shown(tag: str, **context: object) -> str:
    with translation.override("vi"):
        return Template("{% load portal %}" + tag).render(Context(context))


def test_a_bar_tells_its_place_share_counts_and_note_and_nothing_of_a_name_is_markup() -> None:
    html = shown("{% ranked figures caption='x' %}", figures=[Figure(EVIL, 1234, 2345, url=f"/a?{EVIL}", note=EVIL)])

    assert f'<a href="/a?{SAFE}">{SAFE}</a>' in html
    assert "<strong>52,6\u00a0%</strong>" in html
    assert '<span class="counts">1.234 / 2.345</span>' in html
    assert f'<span class="counts">{SAFE}</span>' in html
    assert 'class="bar-fill" width="52.6%"' in html
    assert EVIL not in html


def test_a_bar_of_what_is_not_told_has_no_length_and_a_closed_place_no_link() -> None:
    html = shown("{% ranked figures caption='x' %}", figures=[Figure("Một", 0, 0, hidden=True), Figure("Hai", 0, 40, few=8)])

    assert html.count('<tr class="is-none">') == html.count("bar-none") == 2
    assert "bar-fill" not in html
    assert "<a " not in html


def test_a_tile_is_a_link_where_it_is_open_and_nothing_of_a_name_is_markup() -> None:
    html = shown("{% tile_cells tiles %}", tiles=[Tile(Figure(EVIL, 1, 2, url="/a")), Tile(Figure("Hai", 0, 0, hidden=True))])

    assert f'<a href="/a" aria-label="{SAFE}: 50,0\u00a0%"><title>{SAFE}: 50,0\u00a0% (1 / 2)</title>' in html
    assert html.count("<a ") == 1
    assert EVIL not in html


@pytest.mark.parametrize(("language", "said"), [("vi", "1.234,5\u00a0%"), ("en", "1,234.5%"), ("fr", "1\u202f234,5\u202f%")])
def test_numbers_are_written_as_the_language_writes_them(language: str, said: str) -> None:
    with translation.override(language):
        assert percent_text(12345, 1000) == said
        assert number_text(-1234567) == "−" + said[0] + said[1] + "234" + said[1] + "567"


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.sampled_from(["vi", "en", "fr"]))
def test_the_texts_of_a_figure_in_one_pass_are_those_one_by_one(counted: int, out_of: int, language: str) -> None:
    figure = Figure("", counted, out_of)
    with translation.override(language):
        assert figure.texts(language) == (figure.percent, figure.counts, figure.width)
