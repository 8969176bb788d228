"""A whole campaign: one master of 60 s, eight cuts, 45 locales, four formats: 1,440 caption files.

`python -m tests.bench.campaign` takes BENCH_TURNS turns (5), each in a process of its own: all files cold, with nothing
remembered and ICU and BudouX not loaded, then warm; then pysubs2 reads and writes the same files, twice, and its better
time counts; it lays nothing out and checks nothing. What it cannot read is given to it as SRT. Printed are medians, in
processor time, which neighbours disturb less than the clock.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
import pysubs2
from msgspec import Struct
from msgspec.structs import replace

from service import rulebook
from service.rulebook.breaking import words_of
from service.timedtext.checks import check
from service.timedtext.conforming import conform_document
from service.timedtext.cue_layout import lay_out_cue
from service.timedtext.formats import FORMATS
from service.timedtext.model import Cue, Document
from tests.bench.campaign_film import LOCALES, MASTER, RATE, Cut, cuts, master, texts

TURNS = int(os.environ.get("BENCH_TURNS", "5"))
EVERYWHERE = ("vtt", "srt", "ttml")
FOURTH = ("sbv", "json", "txt")  # by locale in turn
Files = list[tuple[str, bytes]]


class Turn(Struct):
    """Seconds of one process: all of it, each step, and pysubs2."""

    cold: dict[str, float]
    warm: dict[str, float]
    pysubs2: float
    files: int
    cues: int
    findings: int


class Steps:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self.seconds[name] += time.process_time() - began


class Campaign:
    """The campaign as a service has it: texts by locale, cues on the master's time, rules read."""

    def __init__(self) -> None:
        self.rulebook = rulebook.load()
        self.master, self.cuts = master(), cuts()
        self.texts = {locale: texts(locale, len(self.master.cues)) for locale in LOCALES}

    def files(self, steps: Steps) -> tuple[Files, int, int]:
        """Every file, and how many cues and findings they have."""
        files: Files = []
        cues = findings = 0
        for cut in self.cuts:
            with steps.step("conform"):
                placed, media_ms, shots_ms = conformed(self.master, cut), cut.media_ms, cut.shots_ms
            for at, locale in enumerate(LOCALES):
                with steps.step("conform"):
                    track = in_locale(placed, locale, self.texts[locale])
                with steps.step("lay out"):
                    rules = self.rulebook.rules(locale, aspect=cut.aspect)
                    words = words_of(locale)
                    track = replace(track, cues=tuple(lay_out_cue(cue, rules.limits, words) for cue in track.cues))
                with steps.step("check"):
                    found = check(track.cues, rules, media_ms=media_ms, shots_ms=shots_ms, rate=RATE)
                with steps.step("write"):
                    files += [(name, FORMATS[name].write(track)) for name in (*EVERYWHERE, FOURTH[at % len(FOURTH)])]
                cues, findings = cues + len(track.cues), findings + len(found)
        return files, cues, findings


def conformed(film: Document, cut: Cut) -> Document:
    """The master on the time of a cut."""
    return conform_document(film, cut.edits, MASTER).document


def in_locale(placed: Document, locale: str, said: Sequence[tuple[str, str]]) -> Document:
    """The cues of a cut with the texts of a locale; the text of a placed cue is its number."""
    spoken = ((cue, said[int(cue.text)]) for cue in placed.cues)
    cues = (Cue(cue.id, cue.begin_ms, cue.end_ms, text, markup=markup) for cue, (text, markup) in spoken)
    return Document(tuple(cues), locale)


def read_and_written(files: Files) -> float:
    """The seconds that pysubs2 takes for the files."""
    named = [(name if name in EVERYWHERE else "srt", data) for name, data in files]
    began = time.process_time()
    for name, data in named:
        pysubs2.SSAFile.from_string(data.decode(), format_=name).to_string(name).encode()
    return time.process_time() - began


def turn() -> Turn:
    """One turn in this process; what the fourth format has for pysubs2 is the SRT file of the same track."""
    campaign, cold, warm = Campaign(), Steps(), Steps()
    campaign.files(cold)
    files, cues, findings = campaign.files(warm)
    given = [files[at // 4 * 4 + 1] if at % 4 == 3 else one for at, one in enumerate(files)]
    peer = min(read_and_written(given) for _ in range(2))
    return Turn(cold.seconds, warm.seconds, peer, len(files), cues, findings)


def main() -> None:
    command = [sys.executable, "-m", "tests.bench.campaign", "turn"]
    turns = [msgspec.json.decode(subprocess.check_output(command), type=Turn) for _ in range(TURNS)]
    files, cues = turns[0].files, turns[0].cues
    print(
        f"{files:,} files of {cues:,} cues in {len(LOCALES)} locales, {turns[0].findings:,} findings; by processor time"
    )
    peer = statistics.median(turn.pysubs2 for turn in turns)
    print(f"  pysubs2, reading and writing  {files / peer:>7,.0f} files/s  {peer:.2f} s")
    for name, taken in (("cold", [turn.cold for turn in turns]), ("warm", [turn.warm for turn in turns])):
        steps = {step: statistics.median(one[step] for one in taken) for step in taken[0]}
        whole = statistics.median(sum(one.values()) for one in taken)
        shares = ", ".join(f"{step} {seconds / whole:.0%}" for step, seconds in steps.items())
        print(f"  ours, {name}  {files / whole:>7,.0f} files/s  {whole:.2f} s  {peer / whole:.1f}x pysubs2   {shares}")


if __name__ == "__main__":
    if sys.argv[1:] == ["turn"]:
        sys.stdout.buffer.write(msgspec.json.encode(turn()))
    else:
        main()
