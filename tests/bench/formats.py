"""Events per second from one caption format to another, ours beside every peer in the same run.

`python -m tests.bench.formats`: for 25 and 1,500 cues and each way a line with events per second, what each peer does,
and how often ours fits into theirs; then how much more 60 times the cues cost. Every figure is the median of
BENCH_TURNS turns (5) in which the subjects take each their turn, so that a noisy minute strikes all of them; time is
processor time, which neighbours disturb less than the clock.
"""

from __future__ import annotations

import os
import statistics
import time
import warnings

from service.timedtext.cuetext import stamp
from service.timedtext.formats import FORMATS
from tests.bench.peers import Convert, Way, peers_of

WAYS: tuple[Way, ...] = (("vtt", "vtt"), ("vtt", "srt"), ("srt", "vtt"), ("vtt", "ttml"), ("ttml", "vtt"))
SIZES = (25, 1_500)
TURNS = int(os.environ.get("BENCH_TURNS", "5"))
TURN_S = 0.2
LINES = (
    "Two cups. Habit.",
    "You always pour\nthe second one.",
    "<i>Somewhere</i> between the mountains & the sea,",
    "she found what nobody\nhad been looking for.",
    "– Are you coming?\n– In a minute.",
)


def sample(cues: int, form: str) -> bytes:
    """A file of this many cues, three seconds apart, one in five with italics and an ampersand."""
    blocks = []
    for at in range(cues):
        text = LINES[at % len(LINES)].replace("&", "&amp;")
        blocks.append(f"{stamp(at * 3000)} --> {stamp(at * 3000 + 2400)}\n{text}\n")
    vtt = ("WEBVTT\n\n" + "\n".join(blocks)).encode()
    return vtt if form == "vtt" else FORMATS[form].write(FORMATS["vtt"].read(vtt))


def ours(way: Way) -> Convert:
    """Ours, from bytes to bytes."""
    read, write = FORMATS[way[0]].read, FORMATS[way[1]].write
    return lambda data: write(read(data))


def seconds(convert: Convert, data: bytes) -> float:
    """One conversion, as the mean of a short turn of them."""
    done, began = 0, time.process_time()
    while (passed := time.process_time() - began) < TURN_S or not done:
        convert(data)
        done += 1
    return passed / done


def measured(way: Way, cues: int) -> dict[str, float]:
    """The median seconds of one conversion, by subject."""
    data = sample(cues, way[0])
    subjects = {"ours": ours(way), **peers_of(way)}
    turns = [{name: seconds(convert, data) for name, convert in subjects.items()} for _ in range(TURNS)]
    return {name: statistics.median(turn[name] for turn in turns) for name in subjects}


def main() -> None:
    warnings.simplefilter("ignore")  # a peer says of every TTML file that it reads it as HTML
    found: dict[tuple[Way, int], dict[str, float]] = {}
    for cues in SIZES:
        print(f"\n{cues:,} cues, events per second (peers: times ours is faster)")
        for way in WAYS:
            took = found[way, cues] = measured(way, cues)
            mine = took.pop("ours")
            beside = "  ".join(f"{name} {cues / s:>7,.0f} ({s / mine:.1f}x)" for name, s in took.items())
            took["ours"] = mine
            print(f"  {'→'.join(way):>9}  ours {cues / mine:>9,.0f}   {beside}", flush=True)
    print(f"\n{SIZES[1] // SIZES[0]} times the cues cost")
    for way in WAYS:
        small, large = found[way, SIZES[0]], found[way, SIZES[1]]
        print(f"  {'→'.join(way):>9}  " + "  ".join(f"{name} {large[name] / small[name]:.0f}x" for name in small))


if __name__ == "__main__":
    main()
