"""Texts with holes: filled without being unpacked, they are what they were."""

import gzip

import pytest

from literacy_portal.kit.holes import filled, filled_as_gzip, hole, packed

MARK = "@@"
ONE, TWO = hole(MARK, "one"), hole(MARK, "two")
LONG = "Bình dân học vụ số " * 3000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no hole",
        ONE,
        f"{ONE}{ONE}{TWO}",
        f"<p>{TWO}</p>{LONG}{ONE}",
        f"{LONG}{ONE}{LONG}{TWO}{LONG}",
    ],
)
@pytest.mark.parametrize("one", ["", "Nguyễn Văn Bình", "x" * 60_000])
def test_a_filled_text_is_the_text_with_its_words_replaced_packed_or_not(text: str, one: str) -> None:
    values = {"one": one, "two": "H&#x27;Bŭt Êban"}
    parts = packed(text, MARK)

    expected = text.replace(ONE, values["one"]).replace(TWO, values["two"]).encode()
    assert filled(parts, values) == expected
    assert gzip.decompress(filled_as_gzip(parts, values)) == expected


def test_what_fills_a_hole_does_not_change_how_well_the_rest_is_packed() -> None:
    """Or the length of the answer would tell of a secret that the page around it repeats."""
    parts = packed(f"token=aaaaaaaa token={ONE}", MARK)

    assert len({len(filled_as_gzip(parts, {"one": secret})) for secret in ("aaaaaaaa", "bbbbbbbb", "c3f9a1e7")}) == 1
