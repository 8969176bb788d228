"""What files cost that are made to cost much: sixteen times as large, how much more time does a reader take.

`python -m tests.bench.hostile`: a line for each kind of file and mode, with the processor time of the large one and how
often that of the small one fits into it. Linear is 16; noise aside nothing may come near 256. Ends with 1 above 40.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress

from service.timedtext import webvtt
from service.timedtext.problems import Mode, Unreadable

SMALL, LARGE = 12_000, 192_000
MOST = 40
LEAST_S = 0.005  # below this the clock is too coarse to compare
HEAD = "WEBVTT\n\n"
TIMES = "00:01.000 --> 00:02.000\n"


def within_lines(unit: str, count: int) -> str:
    """So many of a unit in one cue, in lines that are just short enough to be read."""
    in_line = 9_000 // len(unit)
    whole, rest = divmod(count, in_line)
    return HEAD + TIMES + "\n".join([*[unit * in_line] * whole, unit * rest])


def text_of(unit: str) -> Callable[[int], str]:
    return lambda count: within_lines(unit, count)


UNITS = (
    "<",
    "&",
    "<b>",
    "</b>",
    "<v>",
    "<c.",
    "<i></b>",
    "<ruby><rt>",
    "&#1",
    "&#10;",
    "&notit",
    "{\\",
    "{\\an8",
    "<00:",
)
KINDS: dict[str, Callable[[int], str]] = {f"a cue of {unit}": text_of(unit) for unit in UNITS} | {
    "arrows": lambda count: HEAD + "-->\n" * count,
    "names and arrows": lambda count: HEAD + "id\n-->\n" * count,
    "long names": lambda count: HEAD + ("x" * 9_000 + "\n") * (count // 500),
    "notes": lambda count: HEAD + "NOTE a\n\n" * (count // 5),
    "notes among cues": lambda count: HEAD + (TIMES + "x\n\nNOTE a\n\n") * (count // 10),
    "regions": lambda count: HEAD + "".join(f"REGION\nid:{at}\n\n" for at in range(count // 5)),
    "settings": lambda count: HEAD + (TIMES[:-1] + " a:b" * 2_000 + "\n\n") * (count // 500),
    "cues that overlap": lambda count: HEAD + "00:01.000 --> 90:02.000\nx\n\n" * (count // 10),
    "times far apart": lambda count: HEAD + ("00:01.000" + " " * 9_000 + "x-->\n") * (count // 500),
    "endless times": lambda count: HEAD + ("0:" * 4_500 + "-->\n") * (count // 500),
}


def cost(text: str, mode: Mode) -> float:
    """Processor seconds to read and write it, the best of three."""
    data = text.encode()
    spent = []
    for _ in range(3):
        begun = time.process_time()
        with suppress(Unreadable):
            webvtt.write(webvtt.read(data, mode))
        spent.append(time.process_time() - begun)
    return min(spent)


def main() -> int:
    worst = 0.0
    for name, make in KINDS.items():
        for mode in ("strict", "repair"):
            small, large = cost(make(SMALL), mode), cost(make(LARGE), mode)
            ratio = large / max(small, LEAST_S)
            worst = max(worst, ratio)
            print(f"{name:20} {mode:6} {large * 1000:8.1f} ms  x{ratio:.1f}")
    print(f"worst x{worst:.1f} for x{LARGE // SMALL}")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
