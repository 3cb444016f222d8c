"""The stylesheet keeps its promises: weight, contrast in both themes, and room for Vietnamese marks."""

import re
from collections.abc import Iterable
from pathlib import Path

import brotli
import django_htmx
import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
CSS = (STATIC / "css" / "portal.css").read_text()
HTMX = "django_htmx/htmx-2.min.js"
TEXT, GRAPHIC = 4.5, 3.0

PAIRS = [
    *(
        (ink, ground, TEXT)
        for ground in ("paper", "surface", "sunk")
        for ink in ("ink", "soft", "teal", "teal-deep", "lotus", "bad")
    ),
    *((tone, f"{tone}-tint", TEXT) for tone in ("good", "warn", "bad", "teal", "lotus")),
    ("teal-deep", "teal-tint", TEXT),
    ("ink", "teal-tint", TEXT),
    ("ink", "good-tint", TEXT),
    ("ink", "warn-tint", TEXT),
    ("ink", "bad-tint", TEXT),
    ("on-teal", "teal", TEXT),
    ("on-teal", "teal-deep", TEXT),
    ("on-mast", "mast", TEXT),
    ("surface", "lotus", TEXT),
    *((mark, ground, GRAPHIC) for ground in ("paper", "surface") for mark in ("edge", "fill", "focus")),
    ("fill", "track", GRAPHIC),
]


def tokens_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block))


def block_after(opening: str) -> str:
    start = CSS.index(opening) + len(opening)
    return CSS[start : CSS.index("}", start)]


LIGHT = block_after("  :root {")
DARK_BY_DEVICE = block_after(':root:not([data-theme="light"]) {')
DARK_BY_SWITCH = block_after(':root[data-theme="dark"] {')


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_SWITCH], ids=["light", "dark"])
def test_every_pair_of_colours_passes_contrast(theme: str) -> None:
    colours = tokens_of(theme)

    weak = [
        f"{ink} on {ground}: {contrast(colours[ink], colours[ground]):.2f}"
        for ink, ground, least in PAIRS
        if contrast(colours[ink], colours[ground]) < least
    ]

    assert weak == []


def test_dark_by_the_device_and_dark_by_the_switch_are_one() -> None:
    assert DARK_BY_DEVICE.split() == DARK_BY_SWITCH.split()
    assert set(tokens_of(LIGHT)) == set(tokens_of(DARK_BY_DEVICE))


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"--([a-z0-9-]+):", CSS))

    assert set(re.findall(r"var\(--([a-z0-9-]+)", CSS)) - defined == set()


def test_lines_leave_room_for_stacked_marks_and_small_text_stays_lower_case() -> None:
    heights = [float(height) for height in re.findall(r"line-height: ([0-9.]+)", CSS)]

    # One line of one digit in the circle of a step is the only tight one.
    assert [height for height in heights if height < 1.5] == [1.0]
    assert "text-transform" not in CSS


def test_the_stylesheet_weighs_at_most_ten_kilobytes() -> None:
    assert len(brotli.compress(CSS.encode())) <= 10_000


def loaded(*names: str) -> set[Path]:
    """Scripts with all that they import at once; what is imported later, with `import()`, is not among them."""
    waiting, found = [STATIC / "js" / name for name in names], set[Path]()
    while waiting:
        script = waiting.pop()
        if script not in found:
            found.add(script)
            waiting += [
                (script.parent / name).resolve()
                for name in re.findall(r'^(?:import|export)\b[^;]*?"(\.[^"]+)"', script.read_text(), re.MULTILINE)
            ]
    return found


def weight(scripts: Iterable[Path]) -> int:
    return sum(len(brotli.compress(script.read_bytes())) for script in scripts)


def test_the_scripts_of_any_page_with_htmx_weigh_at_most_thirty_kilobytes() -> None:
    htmx = Path(django_htmx.__file__).parent / "static" / HTMX
    pages = [path for path in (STATIC / "js").glob("*.js") if path.name != "portal.js"]
    everywhere = {htmx, *loaded("portal.js", "field/badge.js")}

    assert {path.name for path in pages if weight(everywhere | loaded(path.name)) > 30_000} == set()


def test_what_the_phone_loads_first_weighs_at_most_thirty_kilobytes_and_reads_no_code() -> None:
    scripts = loaded("field/main.js")

    assert weight(scripts) <= 30_000
    assert [path.name for path in scripts if "vendor" in path.parts] == []


def test_the_dark_blocks_do_not_reach_paper() -> None:
    """Printed pages are always light: dark values live in media queries for screens."""
    blocks = re.findall(r"@media ([^{]*) \{\s*:root[:\[]", CSS)

    assert blocks == ["screen and (prefers-color-scheme: dark)", "screen"]
