"""The stills of the demo's films: a cup in every kitchen."""

from __future__ import annotations

from service.demo.drawing import Path, Still
from service.demo.lettering import written


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
    still.cup(14, 100, 1.15).cup(50, 103, 1.05, chip=False)
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
    still.cup(10, 102, 1.15).cup(52, 103, 1.15, chip=False)
    return still.paint(Path().m(10, 60).line((-4, 170), (86, 170), (54, 60)), "fff0c8", 0.2, 3)


def box() -> Still:
    still = Still().gradient("5a4a3c", "9c8263").paint(Path().rect(52, 18, 40, 62), "f4e3bd", 0.85, 3)
    still.paint(Path().rect(0, 118, 90, 42), "4a3626")
    still.paint(Path().m(4, 84).line((18, 74), (80, 74), (88, 84)), "8a6539")
    still.cup(28, 64, 1.5, rim="b8412f", steam=False)
    sheet = Path().m(10, 92).line((22, 70), (31, 84), (42, 72), (50, 88), (62, 70), (70, 84), (82, 74), (84, 94))
    still.paint(sheet, "e8e2d3").paint(Path().m(22, 70).line((31, 84), (28, 94)), "c9c1ad", 0.8)
    still.paint(Path().m(62, 70).line((70, 84), (60, 94)), "c9c1ad", 0.8)
    still.paint(Path().rect(6, 88, 80, 50), "b98a52").paint(Path().rect(6, 88, 80, 2), "8a6539")
    still.paint(Path().rect(40, 88, 11, 50), "d9bb86", 0.8)
    still.paint(Path().m(6, 88).line((-6, 104), (-6, 112), (6, 100)), "a3763f")
    return still.paint(Path().m(86, 88).line((96, 102), (96, 110), (86, 100)), "a3763f")


def plum() -> Still:
    """The mother's kitchen: a tree in the window, a woman before it, a chair that nobody sits on."""
    still = Still().gradient("c9b79a", "a3876a").paint(Path().rect(6, 12, 60, 70), "dcebf0")
    still.paint(Path().rect(6, 64, 60, 18), "9db582")
    still.paint(Path().m(40, 82).q((41, 58), (37, 44)).line((41, 44)).q((44, 58), (46, 82)), "5a4334")
    for x, y, radius in ((28, 38, 13), (44, 32, 14), (54, 44, 11), (36, 50, 10)):
        still.paint(Path().oval(x, y, radius, radius * 0.86), "6f8f5a", 0.96, 0.6)
    for x, y in ((24, 40), (34, 34), (44, 28), (52, 40), (46, 44), (32, 48), (57, 48)):
        still.paint(Path().oval(x, y, 2.1, 2.4), "6b3f6e")
    still.paint(Path().rect(34.8, 12, 2.4, 70), "f6f0e2").paint(Path().rect(6, 44, 60, 2.4), "f6f0e2")
    _chair(still).paint(Path().rect(0, 106, 90, 54), "7a5238").paint(Path().rect(0, 106, 90, 1.6), "c99a6a")
    still.person(22, 80, 1.05, "4a2f2a").paint(Path().oval(22, 68, 9.6, 5.4), "8d8580")
    return still.cup(50, 108, 1.3, rim="6f8f5a", chip=False)


def window() -> Still:
    """What the daughter sees: roofs, a crane, rain."""
    still = Still().gradient("5f6d78", "a9b3b4")
    still.paint(Path().rect(60, 30, 2.6, 86), "39434a").paint(Path().rect(26, 30, 58, 2.4), "39434a")
    still.paint(Path().m(61, 22).line((84, 30), (62, 31), (61, 24), (30, 31), (38, 29)), "39434a")
    still.paint(Path().rect(34, 32, 0.8, 22), "39434a").paint(Path().rect(31.4, 54, 6, 4), "b8412f")
    for left, top, width, colour in ((-4, 86, 30, "4d5960"), (20, 98, 34, "3f4a51"), (50, 90, 44, "47535a")):
        still.paint(Path().m(left, top).line((left + width / 2, top - 14), (left + width, top)), colour)
        still.paint(Path().rect(left + 1, top, width - 2, 60), colour)
    for x, y in ((4, 94), (12, 94), (30, 108), (40, 108), (62, 100), (72, 100), (80, 100)):
        still.paint(Path().rect(x, y, 3.6, 5), "f2c979", 0.75, 0.3)
    still.bokeh(16, (0, 20, 90, 120), ["dfe8ea", "c4d0d3"], 12)
    still.paint(Path().rect(0, 126, 90, 34), "2c2724").paint(Path().rect(0, 126, 90, 1.6), "6a5a4a")
    for x in (0, 86):
        still.paint(Path().rect(x, 0, 4, 128), "2c2724")
    return still.cup(32, 112, 1.2)


def above() -> Still:
    """Two cups from above, and a spoon."""
    still = Still().gradient("6a4a30", "4b3524")
    for y in (34, 78, 122):
        still.paint(Path().rect(0, y, 90, 0.9), "3a2819", 0.7)
    for x, y, rim, drink in ((33, 58, "2d4a6b", "4b2c17"), (58, 108, "6f8f5a", "5b3921")):
        still.paint(Path().oval(x + 3, y + 4, 27, 27), "000000", 0.3, 2).paint(Path().oval(x, y, 25, 25), "d8cdb8")
        still.paint(Path().oval(x, y, 24, 24), "efe9dc").paint(Path().rect(x + 15, y - 2.6, 14, 5.2), "d8cdb8")
        still.paint(Path().oval(x, y, 16.5, 16.5), rim).paint(Path().oval(x, y, 15, 15), drink)
        still.paint(Path().oval(x - 4, y - 5, 6, 3.4), "ffffff", 0.14, 1.2)
    still.paint(Path().m(18.6, 50).line((22, 47), (25.5, 51), (22, 52.6)), "efe9dc")
    spoon = Path().m(58, 30).line((76, 70), (74.4, 71), (56.6, 31.4))
    still.paint(spoon, "d9dde0").paint(Path().oval(55.6, 25.4, 4.4, 6.6), "d9dde0")
    still.steam += [(30, 50), (38, 54), (55, 100), (62, 104)]
    return still


def chairs() -> Still:
    """The second chair is taken: the end of the story."""
    still = _chair(_room(("8a7355", "e0bd8c"), "fff6dc", "7a5738", "f0cd96"))
    still.person(70, 70, 0.62, "4a2f2a").paint(Path().oval(70, 63, 5.6, 3.2), "8d8580")
    still.paint(Path().rect(0, 104, 90, 56), "7a5738").paint(Path().rect(0, 104, 90, 1.6), "f0cd96", 0.8)
    still.person(16, 82, 0.8, "1c1510").paint(Path().rect(0, 118, 90, 42), "7a5738")
    still.cup(24, 106, 1.2).cup(56, 105, 1.1, rim="6f8f5a", chip=False)
    return still.paint(Path().m(10, 50).line((-4, 170), (90, 170), (54, 50)), "fff0c8", 0.2, 3)


def _bag(still: Still, x: float, y: float) -> Still:
    """A bag of coffee with the name on it."""
    still.paint(Path(x, y).oval(19, 64, 24, 3.6), "000000", 0.3, 1)
    still.paint(Path(x, y).m(0, 4).line((38, 4), (40, 64), (-2, 64)), "2d4a6b")
    still.paint(Path(x, y).m(24, 4).line((38, 4), (40, 64), (28, 64)), "1d334c", 0.6)
    still.paint(Path(x, y).rect(-0.6, 0, 39.2, 6), "c9a063").paint(Path(x, y).rect(3, 22, 32, 24), "efe3cb")
    still.paint(written("ALDERMOOR", x + 19, y + 26.4, 3.2, 0.62), "2d4a6b")
    still.paint(written("BREAKFAST", x + 19, y + 33.4, 2.4, 0.4), "3a2c20")
    return still.paint(written("BLEND", x + 19, y + 38.6, 2.4, 0.4), "3a2c20")


def pack() -> Still:
    still = Still().gradient("e4d2ae", "c7a877").paint(Path().oval(44, 62, 40, 40), "f6e9cc", 0.8, 3)
    still.paint(Path().rect(0, 112, 90, 48), "8a5f3c").paint(Path().rect(0, 112, 90, 1.6), "d9ab75")
    return _bag(still, 16, 52).cup(58, 96, 1.15, chip=False)


def offer() -> Still:
    """Germany's end card."""
    still = Still().gradient("4a3324", "1f150f").paint(Path().oval(45, 56, 38, 38), "8a5f3c", 0.75, 3)
    _bag(still, 14, 30).cup(56, 74, 1.1, chip=False)
    still.paint(written("AB 30.11.", 45, 110, 5, 1), "f3c56b")
    return still.paint(written("8,90 €", 45, 122, 11, 2), "f6efdf")


def end() -> Still:
    still = Still().gradient("e9dfcb", "d6c7aa").paint(Path().oval(45, 66, 34, 34), "f6efdf").cup(27, 56, 1.7)
    still.paint(written("ALDERMOOR", 45, 110, 5.6, 1.05), "3a2c20")
    return still.paint(Path().rect(34, 123, 22, 0.8), "8b7a63")


_ALL = (chair, pour, train, tile, night, box, chip, call, plum, morning, window, above, chairs, pack, offer, end)
STILLS = {still.__name__: still for still in _ALL}
