"""The nine stills of the demo's film: a cup in every kitchen."""

from __future__ import annotations

from service.demo.drawing import Path, Still


def _room(wall: tuple[str, str], light: str, table: str, edge: str) -> Still:
    """A kitchen with a window, its light on the wall, and a table."""
    still = Still().gradient(*wall)
    still.paint(Path().rect(8, 12, 48, 70), light, 0.4, 5)
    still.paint(Path().rect(10, 14, 44, 66), light)
    still.paint(Path().rect(10, 14, 44, 66), "ffffff", 0.25, 4)
    still.paint(Path().rect(30.8, 14, 2.4, 66), "4a3826").paint(Path().rect(10, 45, 44, 2.4), "4a3826")
    still.paint(Path().rect(0, 104, 90, 56), table).paint(Path().rect(0, 104, 90, 1.6), edge, 0.7)
    return still


def _chair(still: Still) -> Still:
    back = Path().m(60, 62).line((80, 62), (80, 106), (77, 106), (77, 66), (63, 66), (63, 106), (60, 106))
    return still.paint(back, "2a1d13").paint(Path().rect(62, 82, 16, 2), "2a1d13")


def chair() -> Still:
    still = _chair(_room(("35302a", "8d6a47"), "f7deae", "4b3524", "c79a63"))
    still.cup(14, 100, 1.15).cup(50, 103, 1.05)
    return still.paint(Path().m(10, 80).line((-4, 170), (56, 170), (54, 80)), "fbe6bb", 0.14, 2)


def pour() -> Still:
    still = Still().gradient("1f1b18", "4e3a2a").bokeh(12, (0, 10, 90, 70), ["e9b872", "f6dca6", "8a5a33"], 2)
    spout = Path().m(92, 16).line((52, 30)).q((49, 32), (51, 36)).line((57, 42), (92, 32))
    still.paint(spout, "aeb4b8").paint(Path().m(92, 16).line((52, 30), (60, 30), (92, 25)), "e5e9eb")
    still.paint(Path().rect(0, 120, 90, 40), "2d2018")
    stream = Path().m(51, 38).q((48, 58), (48, 99)).line((51, 99)).q((51, 58), (54, 40))
    still.cup(22, 98, 2.2)
    return still.paint(stream, "5b351b")


def train() -> Still:
    still = Still().gradient("4a5a63", "93a4a3").paint(Path().rect(0, 20, 90, 70), "c4d3d3")
    for box, colour in (((0, 70, 90, 12), "5f7468"), ((0, 58, 60, 9), "8aa08f"), ((20, 44, 70, 6), "dfe7e3")):
        still.paint(Path().rect(*box), colour, 1, 1.2)
    for box in ((0, 16, 90, 6), (0, 88, 90, 8), (62, 20, 5, 70)):
        still.paint(Path().rect(*box), "2c3437")
    still.paint(Path().rect(0, 96, 90, 64), "333a3b").person(26, 78, 1.5, "1c1d1f")
    return still.cup(50, 112, 1.4, rim="b8412f")


def tile() -> Still:
    still = Still().gradient("3f5a49", "7d9b76")
    for column in range(6):
        for row in range(7):
            colour = "8fb28a" if (column + row) % 3 else "6f9877"
            still.paint(Path().rect(column * 15 + 0.8, row * 15 + 0.8, 13.4, 13.4), colour)
    still.paint(Path().rect(0, 0, 90, 106), "f3c56b", 0.2)
    still.paint(Path().rect(0, 106, 90, 54), "9c5b34").paint(Path().rect(0, 106, 90, 2), "e2a15f")
    vase = Path().m(70, 40).q((84, 40), (84, 60)).line((84, 106), (62, 106), (62, 60)).q((62, 40), (70, 40))
    return still.paint(vase, "2f2520").cup(16, 98, 1.8)


def night() -> Still:
    still = Still().gradient("101a2a", "2b3f5c")
    still.bokeh(18, (0, 0, 90, 60), ["7fb0e0", "f2b35f", "d96f5a", "cfe2f5"], 5)
    for box in ((0, 0, 22, 40), (24, 0, 22, 38), (48, 0, 22, 40), (72, 0, 18, 39)):
        still.paint(Path().rect(*box), "27406a", 0.75)
    still.paint(Path().rect(0, 104, 90, 56), "17202f").paint(Path().oval(45, 106, 40, 9), "f2b35f", 0.35, 2)
    return still.person(68, 82, 1.1, "0c121d").cup(18, 101, 1.7, rim="b8412f")


def chip() -> Still:
    still = Still().gradient("2b2521", "6b5642").paint(Path().rect(0, 0, 90, 60), "d9a868", 1, 6)
    still.paint(Path().oval(70, 30, 20, 20), "ffe6b0", 1, 6)
    still.paint(Path().m(-6, 78).line((96, 78), (88, 162), (2, 162)), "efe9dc")
    still.paint(Path().m(58, 78).line((96, 78), (88, 162), (54, 162)), "b9ae9a", 0.6)
    still.paint(Path().oval(45, 78, 51, 12), "38210f").paint(Path().ring(45, 78, 51, 12, 4), "2d4a6b")
    broken = Path().m(23, 86.5).line((26, 92.5), (30, 95), (35, 94.5), (40, 96.5), (44, 93), (46, 87.5))
    still.paint(broken, "6b5241")
    crack = Path().m(40, 96).line((43.4, 110), (41.2, 119), (40.4, 119), (42.4, 110), (39.4, 96))
    still.paint(crack, "8d7d6b").steam.extend([(40, 72), (56, 70)])
    return still


def call() -> Still:
    still = Still().gradient("231d1b", "5a4233").bokeh(10, (0, 0, 90, 60), ["f0c383", "9a6a42"], 9)
    still.person(20, 74, 1.35, "17110e")
    still.paint(Path().rect(0, 120, 90, 40), "3b291d")
    still.paint(Path().oval(50, 108, 30, 34), "f9dca6", 0.2, 6)
    still.paint(Path().rect(36, 90, 30, 50), "0b0c0e").paint(Path().rect(38, 94, 26, 42), "f6d9a8")
    still.paint(Path().oval(51, 108, 7, 8), "5b3d28")
    still.paint(Path().m(39, 136).q((39, 118), (51, 118)).q((63, 118), (63, 136)), "5b3d28")
    return still.cup(66, 124, 0.9)


def morning() -> Still:
    still = _chair(_room(("6b5a45", "c9a574"), "fff1cf", "6a4a30", "e6bd84"))
    still.paint(Path().rect(34, 92, 12, 19), "0b0c0e").paint(Path().rect(35, 93.5, 10, 16), "f6d9a8")
    still.paint(Path().oval(40, 99, 3, 3.4), "5b3d28").paint(Path().rect(36.6, 103, 6.8, 6.4), "5b3d28")
    still.cup(10, 102, 1.15).cup(52, 103, 1.15)
    return still.paint(Path().m(10, 60).line((-4, 170), (86, 170), (54, 60)), "fff0c8", 0.2, 3)


def end() -> Still:
    still = Still().gradient("e9dfcb", "d6c7aa").paint(Path().oval(45, 66, 34, 34), "f6efdf").cup(27, 56, 1.7)
    still.paint(Path().rect(19, 110, 52, 3.6), "3a2c20").paint(Path().rect(27, 118, 36, 3.6), "3a2c20")
    return still.paint(Path().rect(34, 127, 22, 1.8), "8b7a63")


STILLS = {still.__name__: still for still in (chair, pour, train, tile, night, chip, call, morning, end)}
