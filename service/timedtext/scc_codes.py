"""What the two bytes of a CEA-608 word mean, without their parity bits: the characters, rows and codes of channel 1.

Source: ANSI/CTA-608-E, sections 6.4 "Character sets", 7.7 "Preamble address codes", 8 "Control codes", annex F.
"""

from __future__ import annotations

from msgspec import Struct

# Standard characters are ASCII, but for ten
STANDARD = {code: chr(code) for code in range(0x20, 0x80)}
STANDARD |= dict(zip((0x2A, 0x5C, 0x5E, 0x5F, 0x60, 0x7B, 0x7C, 0x7D, 0x7E, 0x7F), "áéíóúç÷Ññ█", strict=True))
SPECIAL = dict(enumerate("®°½¿™¢£♪à\u00a0èâêîôû", start=0x30))  # the tenth is a transparent space
EXTENDED = {
    0x12: dict(enumerate("ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»", start=0x20)),  # Spanish, signs, French
    0x13: dict(enumerate("ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤│ÅåØø┌┐└┘", start=0x20)),  # Portuguese, German, Danish
}
ROWS = {
    (0, 0): 11, (1, 0): 1, (1, 1): 2, (2, 0): 3, (2, 1): 4, (3, 0): 12, (3, 1): 13, (4, 0): 14, (4, 1): 15,
    (5, 0): 5, (5, 1): 6, (6, 0): 7, (6, 1): 8, (7, 0): 9, (7, 1): 10,
}  # fmt: skip
CONTROLS = {
    0x20: "RCL",
    0x21: "BS",
    0x24: "DER",
    0x25: "RU2",
    0x26: "RU3",
    0x27: "RU4",
    0x29: "RDC",
    0x2A: "TR",
    0x2B: "RTD",
    0x2C: "EDM",
    0x2D: "CR",
    0x2E: "ENM",
    0x2F: "EOC",
}
COLOURS = ("", "lime", "blue", "cyan", "red", "yellow", "magenta")  # as WebVTT calls them; white is usual
COLUMNS, LAST_ROW = 32, 15


class Style(Struct, frozen=True):
    """How characters look. `colour` is a class of WebVTT, empty for white."""

    italics: bool = False
    underline: bool = False
    colour: str = ""


PLAIN = Style()


def style_of(bits: int) -> Style:
    """The style in the lower bits of a mid-row code or of a preamble without indent."""
    code = bits >> 1 & 7
    return Style(code == 7, bool(bits & 1), COLOURS[code] if code < 7 else "")


def odd_parity(byte: int) -> bool:
    """Whether a byte as transmitted has its parity right."""
    return byte.bit_count() % 2 == 1
