"""Vector shapes in the words of ASS drawings, which libass in ffmpeg paints: no image files, no fonts.

Coordinates are those of a still of 90 by 160 units; `Still.script` scales them to pixels.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

WIDTH, HEIGHT = 90, 160
ROUND = 0.5523  # control points of a quarter circle


class Path:
    """A shape built from lines and curves, moved by (x, y) and scaled by s."""

    def __init__(self, x: float = 0, y: float = 0, s: float = 1) -> None:
        self.x, self.y, self.s = x, y, s
        self.words: list[str | float] = []
        self.at = (0.0, 0.0)

    def m(self, x: float, y: float) -> Path:
        return self._add("m", (x, y))

    def line(self, *points: tuple[float, float]) -> Path:
        for point in points:
            self._add("l", point)
        return self

    def q(self, control: tuple[float, float], end: tuple[float, float]) -> Path:
        """A quadratic curve, written as the cubic one that ASS knows."""
        begin = self.at
        near = (begin[0] + 2 / 3 * (control[0] - begin[0]), begin[1] + 2 / 3 * (control[1] - begin[1]))
        far = (end[0] + 2 / 3 * (control[0] - end[0]), end[1] + 2 / 3 * (control[1] - end[1]))
        return self._add("b", near, far, end)

    def oval(self, x: float, y: float, rx: float, ry: float, *, hole: bool = False) -> Path:
        """An ellipse; a hole runs the other way round and so leaves what it covers out."""
        up = -1 if hole else 1
        kx, ky = rx * ROUND, ry * ROUND * up
        self.m(x + rx, y)
        self._add("b", (x + rx, y + ky), (x + kx, y + ry * up), (x, y + ry * up))
        self._add("b", (x - kx, y + ry * up), (x - rx, y + ky), (x - rx, y))
        self._add("b", (x - rx, y - ky), (x - kx, y - ry * up), (x, y - ry * up))
        return self._add("b", (x + kx, y - ry * up), (x + rx, y - ky), (x + rx, y))

    def ring(self, x: float, y: float, rx: float, ry: float, width: float) -> Path:
        self.oval(x, y, rx + width / 2, ry + width / 2)
        return self.oval(x, y, rx - width / 2, ry - width / 2, hole=True)

    def rect(self, x: float, y: float, width: float, height: float) -> Path:
        return self.m(x, y).line((x + width, y), (x + width, y + height), (x, y + height))

    def scaled(self, pixels: float) -> str:
        return " ".join(word if isinstance(word, str) else f"{word * pixels:.1f}" for word in self.words)

    def _add(self, command: str, *points: tuple[float, float]) -> Path:
        self.words.append(command)
        for x, y in points:
            self.words += [self.x + x * self.s, self.y + y * self.s]
        self.at = points[-1]
        return self


@dataclass
class Still:
    """A picture: painted shapes, the later over the earlier. `steam` is where steam rises from."""

    painted: list[tuple[Path, str, float, float]] = field(default_factory=list)
    steam: list[tuple[float, float]] = field(default_factory=list)

    def paint(self, path: Path, colour: str, opacity: float = 1, blur: float = 0) -> Still:
        """`colour` is `rrggbb`; `blur` is in units."""
        self.painted.append((path, colour, opacity, blur))
        return self

    def gradient(self, top: str, bottom: str, strips: int = 96) -> Still:
        for strip in range(strips):
            share = strip / (strips - 1)
            mixed = "".join(
                f"{round(int(top[i : i + 2], 16) * (1 - share) + int(bottom[i : i + 2], 16) * share):02x}"
                for i in (0, 2, 4)
            )
            self.paint(Path().rect(0, HEIGHT * strip / strips, WIDTH, HEIGHT / strips + 1), mixed)
        return self

    def bokeh(self, count: int, box: tuple[float, float, float, float], colours: list[str], seed: int) -> Still:
        """Soft lights in a box (left, top, right, bottom), the same for the same seed."""
        chance = random.Random(seed)  # noqa: S311  a picture, not a secret
        for _ in range(count):
            radius = chance.uniform(2, 6)
            place = chance.uniform(box[0], box[2]), chance.uniform(box[1], box[3])
            opacity = chance.uniform(0.25, 0.7)
            self.paint(Path().oval(*place, radius, radius), chance.choice(colours), opacity, 1.2)
        return self

    def cup(self, x: float, y: float, s: float, *, rim: str = "2d4a6b", steam: bool = True, chip: bool = True) -> Still:
        """The cup, chipped, with its top left at (x, y); or another one, which is whole."""
        self.paint(Path(x, y, s).oval(11, 21, 15, 2.6), "000000", 0.35, 0.8)
        self.paint(Path(x, y, s).ring(20, 8.5, 5.6, 5.6, 2.4), "b9ae9a")
        body = Path(x, y, s).m(0, 0).line((21, 0), (19.4, 16)).q((18.8, 20.6), (14.4, 20.6))
        self.paint(body.line((6.6, 20.6)).q((2.2, 20.6), (1.6, 16)), "efe9dc")
        side = Path(x, y, s).m(12, 0).line((21, 0), (19.4, 16)).q((18.8, 20.6), (14.4, 20.6))
        self.paint(side.line((11.4, 20.6)).q((14, 11.6), (12, 0)), "b9ae9a", 0.55)
        self.paint(Path(x, y, s).oval(10.5, 0, 10.5, 2.2), "3a2416")
        self.paint(Path(x, y, s).ring(10.5, 0, 10.5, 2.2, 1.1), rim)
        if chip:
            self.paint(Path(x, y, s).m(3.2, 1.2).line((5.6, 4.4), (7.2, 1.8)), "4a3b30")
        if steam:
            self.steam += [(x + 8 * s, y - 3), (x + 13 * s, y - 5)]
        return self

    def person(self, x: float, y: float, s: float, colour: str) -> Still:
        """Head and shoulders, seen from behind."""
        self.paint(Path(x, y, s).oval(0, 0, 9, 11), colour)
        body = Path(x, y, s).m(-4, 8).line((4, 8), (4, 16)).q((18, 19), (22, 28)).q((26, 37), (26, 118))
        return self.paint(body.line((-26, 118)).q((-26, 37), (-22, 28)).q((-18, 19), (-4, 16)), colour)

    def script(self, width_px: int, height_px: int) -> str:
        """The still as an ASS file whose one moment lasts an hour."""
        pixels = height_px / HEIGHT
        return header(width_px, height_px) + "".join(
            event(layer, 0, 3600, path.scaled(pixels), colour, opacity, blur * pixels)
            for layer, (path, colour, opacity, blur) in enumerate(self.painted)
        )


def header(width_px: int, height_px: int) -> str:
    return (
        f"[Script Info]\nScriptType: v4.00+\nPlayResX: {width_px}\nPlayResY: {height_px}\n"
        "ScaledBorderAndShadow: yes\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: D,sans,20\n\n"
        "[Events]\nFormat: Layer, Start, End, Style, Text\n"
    )


def event(
    layer: int, begin_s: float, end_s: float, words: str, colour: str, opacity: float, blur: float, motion: str = ""
) -> str:
    """One painted shape as an ASS event. `motion` replaces its resting place."""
    bgr = colour[4:6] + colour[2:4] + colour[0:2]
    look = f"\\an7{motion or chr(92) + 'pos(0,0)'}\\bord0\\shad0\\1c&H{bgr}&\\1a&H{round((1 - opacity) * 255):02X}&"
    return f"Dialogue: {layer},{_time(begin_s)},{_time(end_s)},D,{{{look}\\blur{blur:.1f}\\p1}}{words}\n"


def _time(seconds: float) -> str:
    hundredths = round(seconds * 100)
    return f"{hundredths // 360_000}:{hundredths // 6000 % 60:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"
