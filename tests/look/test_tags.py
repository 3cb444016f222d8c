"""The tags and filters of every page."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from indicators.board import Lead
from indicators.tilemap import Tile
from literacy_portal.kit import charts
from literacy_portal.kit.figures import Figure
from literacy_portal.kit.markup import safe

SPRITE = Path(settings.BASE_DIR) / "static" / "icons" / "sprite.svg"


def render(source: str, **context: Any) -> str:
    with translation.override("vi"):
        return Template("{% load i18n portal %}" + source).render(Context(context))


def test_a_moment_is_shown_in_vietnamese_time() -> None:
    moment = datetime(2026, 10, 25, 13, 5, tzinfo=UTC)

    assert render("{{ moment|moment }}", moment=moment) == "20:05 25/10/2026"


def test_the_day_of_a_moment_is_its_vietnamese_day() -> None:
    late_in_hanoi = datetime(2026, 10, 24, 18, 0, tzinfo=UTC)

    assert render("{{ moment|day }} {{ plain|day }}", moment=late_in_hanoi, plain=date(2026, 1, 2)) == "25/10/2026 02/01/2026"


def test_what_is_not_known_is_shown_as_nothing() -> None:
    assert render("[{{ none|day }}{{ none|moment }}{{ none|vn }}]", none=None) == "[]"


def test_numbers_and_shares_in_a_template() -> None:
    assert render("{{ 1234567|vn }} {{ 2.345|vn:1 }} {% percent 7 12 %}") == "1.234.567 2,3 58,3\u00a0%"


def test_an_icon_is_silent_unless_it_is_labelled() -> None:
    silent, labelled = render('{% icon "home" %}'), render('{% icon "phone" "Gọi" %}')

    assert 'aria-hidden="true"' in silent
    assert 'role="img" aria-label="Gọi"' in labelled


def test_a_label_of_an_icon_is_escaped() -> None:
    assert 'aria-label="&lt;b&gt;"' in render('{% icon "phone" label %}', label="<b>")


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text()))
    pages = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    named = {name for page in pages for name in re.findall(r'(?:{% icon |icon_name=)"([^"]+)"', page.read_text())}

    assert named - drawn == set()


def test_a_bar_shows_percentage_and_both_counts() -> None:
    page = render("{% bar 7 1200 %}")

    assert 'width="0.6%"' in page
    assert "7 / 1.200" in page


def test_a_bar_out_of_nothing_draws_no_share() -> None:
    page = render("{% bar 0 0 %}")

    assert "bar-fill" not in page
    assert "0 / 0" not in page


def test_a_hidden_figure_shows_no_count_in_any_chart() -> None:
    secret = Figure("Nam", 3, 4, hidden=True)
    everyone = Figure("Mọi người", 50, 100)

    pages = [
        render("{% stat figure %}", figure=secret),
        render('{% ranked figures caption="c" %}', figures=[secret]),
        render('{% gaps everyone figures caption="c" %}', everyone=everyone, figures=[secret]),
    ]

    assert [("3 / 4" in page or "75" in page) for page in pages] == [False, False, False]


def test_ranked_bars_are_a_table_in_the_order_given_with_links() -> None:
    figures = [Figure("Xuân Mỹ", 3, 4, "/vn/66/24364/002/"), Figure("Xuân Lạng 2", 1, 4)]

    page = render('{% ranked figures caption="Thôn" %}', figures=figures)

    assert re.findall(r"Xuân \w+(?: 2)?", page) == ["Xuân Mỹ", "Xuân Lạng 2"]
    assert '<a href="/vn/66/24364/002/">Xuân Mỹ</a>' in page
    assert re.findall(r"<strong>(.*?)</strong>", page) == ["75,0\u00a0%", "25,0\u00a0%"]


def test_a_sparkline_spans_its_box_and_ends_at_the_last_value() -> None:
    line = charts.sparkline([0, 5, 10])

    assert line == charts.Line("M3.0,29.0 60.0,16.0 117.0,3.0", "117.0", "3.0")


@pytest.mark.parametrize("values", [[], [3]])
def test_fewer_than_two_values_make_no_line(values: list[float]) -> None:
    assert charts.sparkline(values) is None
    assert render("{% sparkline values %}", values=values).strip() == ""


def test_a_flat_course_makes_a_flat_line() -> None:
    line = charts.sparkline([4, 4])

    assert line is not None
    assert line.path == "M3.0,29.0 117.0,29.0"


def test_page_links_keep_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/households/", {"q": "nguyen thi", "page": "2"})

    page = render("{% pagination page %}", request=request, page=Paginator(range(75), 25).page(2))

    assert re.findall(r'href="([^"]*)"', page.replace("/static/icons/sprite.svg", ""))[:1] == ["?q=nguyen+thi&amp;page=1"]
    assert "?q=nguyen+thi&amp;page=3" in page


def test_one_page_needs_no_page_links() -> None:
    request = RequestFactory().get("/households/")

    assert render("{% pagination page %}", request=request, page=Paginator(range(3), 25).page(1)).strip() == ""


ODD = Figure('<i>Buôn</i> & "co"', 3, 4, url='/vn/66/?a=1&b="<"', note="<u>")
TILE = Tile(figure=ODD, shade=2, name="<i>", column=0, row=1)
PIECE = SimpleNamespace(figure=ODD, shade=2, code="24<", has_room=True, x=1, y=2)


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("{% stat figure rule=words over=words %}", {"figure": ODD, "words": "<p>"}),
        ("{% stats leads %}", {"leads": [Lead(ODD, "<p>", [1, 2], "<b>")]}),
        ("{% ranked figures caption=words place=words %}", {"figures": [ODD], "words": "<p>"}),
        ("{% figure_links figures %}", {"figures": [ODD]}),
        ("{% tile_cells tiles %}", {"tiles": [TILE]}),
        ("{% border_pieces pieces file %}", {"pieces": [PIECE], "file": "/<x>"}),
        ("{% grouped_options groups %}", {"groups": [("<b>", [('"<', "<u>", True)])]}),
        ("{% pairs rows %}", {"rows": [("<b>", "<u>")]}),
        ("{% tabs words entries %}", {"words": "<p>", "entries": [{"url": '?"<', "label": "<b>", "is_current": True}]}),
        ("{% sparkline values label=words %}", {"values": [1, 2], "words": "<p>"}),
    ],
)
def test_what_is_put_between_the_tags_is_escaped(source: str, context: dict[str, Any]) -> None:
    page = render(source, **context)

    assert "&lt;" in page
    assert not re.search(r"<(?:[biux]|p)>|\"<\"|\"\"<", page)


def test_words_that_are_safe_do_not_make_the_same_words_safe_that_are_not() -> None:
    pages = [render("{% ranked figures caption='' place=words %}", figures=[ODD], words=words) for words in (safe("<b>"), "<b>")]

    assert ["<b></th>" in page for page in pages] == [True, False]


def test_words_that_a_template_has_escaped_are_not_escaped_again() -> None:
    words = "{% blocktranslate asvar words %}{{ name }}{% endblocktranslate %}"

    assert "<caption>A&amp;B</caption>" in render(words + "{% ranked none caption=words %}", name="A&B", none=[])
