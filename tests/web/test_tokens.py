"""The colours of tokens.css, measured: text at least 4.5 to 1, graphics 3 to 1, in both themes."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from service.web import shelf

CSS = Path(shelf.HERE, "static/css/tokens.css").read_text()
ROLE = re.compile(r"--([\w-]+): ((?:light-dark\()?oklch\([^;]+);")
COLOUR = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)|oklch\(([\d.]+) 0 0\)")
STATES = ("ok", "info", "warn", "bad")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "sheet", "well", "pressed")),
    *((f"{state}-ink", ground) for state in STATES for ground in ("paper", "sheet", "well", f"{state}-wash")),
    *((ink, f"{state}-wash") for state in STATES for ink in ("ink", "ink-2")),
    ("on-act", "act"),
    ("on-hand", "hand"),
]
GRAPHICS = [
    *((f"{state}-fill", ground) for state in STATES for ground in ("sheet", "well")),
    *((line, ground) for line in ("edge", "focus") for ground in ("paper", "sheet", "well")),
]

Oklch = tuple[float, float, float]


def roles() -> dict[str, tuple[Oklch, Oklch]]:
    """Each colour role with its light and its dark value."""
    found = {}
    for name, value in ROLE.findall(CSS):
        parts = COLOUR.findall(value)
        values = [
            (float(light), float(c), float(h)) if light else (float(grey), 0.0, 0.0) for light, c, h, grey in parts
        ]
        if values:
            found[name] = (values[0], values[-1])
    return found


def luminance(colour: Oklch) -> float:
    """Relative luminance of the colour as a screen of eight bits shows it (Björn Ottosson's OKLab; WCAG 2)."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return sum(weight * _shown(part) for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _shown(linear: float) -> float:
    clipped = min(1.0, max(0.0, linear))
    encoded = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    byte = round(255 * encoded) / 255
    return byte / 12.92 if byte <= 0.04045 else ((byte + 0.055) / 1.055) ** 2.4


def contrast(one: Oklch, other: Oklch) -> float:
    """WCAG's ratio."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("front", "ground", "least"), [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in GRAPHICS]
)
def test_a_role_can_be_read_on_its_ground(front: str, ground: str, least: float) -> None:
    known = roles()
    for theme in (0, 1):
        assert contrast(known[front][theme], known[ground][theme]) >= least


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(contrast((0, 0, 0), (1, 0, 0)), 2) == 21
