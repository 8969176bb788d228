"""The pieces of text of one paragraph, each with its time, to cues: what is seen at each time, and its markup.

Source: TTML2, sections 11.3.1.4 (a document at one moment) and 10.2.48 (space), as XSL 1.1, section 7.17 has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from msgspec import Struct

from service.timedtext import cuetext
from service.timedtext.ttml_styles import Change, Context, hides
from service.timedtext.ttml_times import Time

BREAK = "\4"  # none of these can be in XML
_EDGE = "\1"
_KEPT = str.maketrans({" ": "\2", "\t": "\3", "\r": "\n"})
_BACK = str.maketrans({"\2": " ", "\3": "\t", "\4": "\n"})
_SPACES = " \t\f\1\2\3"
_BLANKS = re.compile(r"[\t\r\n][ \t\r\n]*| [ \t\r\n]+")  # all that is not one space already
_NAME_END = re.compile("[ .]")
_GAP = re.compile(" [ \1]+")


class Run(Struct, eq=False, gc=False):
    """A piece of text with all that decides when it is seen; `changes` are the animations of each element of its
    context's path that has some, by depth; -1 is the region."""

    text: str
    context: Context
    begin: Time
    end: Time
    changes: tuple[tuple[int, tuple[Change, ...]], ...] = ()

    def seen(self, begin: Time) -> bool:
        """Whether it is on screen from this moment on."""
        if not self.begin <= begin < self.end:
            return False
        return _animated(self, begin) if self.changes else self.context.shown


class State(Struct):
    """What stands on screen from `begin` to before `end`."""

    begin: Time
    end: Time
    runs: list[Run]


def is_blank(text: str) -> bool:
    return text == BREAK or not text.strip(" \t\r\n")


def collapsed(text: str) -> str:
    """Text between tags as `xml:space="default"` has it."""
    return _BLANKS.sub(" ", text).strip(" ")


def moments(runs: Sequence[Run]) -> set[Time]:
    """Every time at which something may change."""
    first = runs[0]
    found = {first.begin, first.end}
    for run in runs:
        if run.begin != first.begin or run.end != first.end:
            found |= {run.begin, run.end}
        for _, changes in run.changes:
            found.update(moment for change in changes for moment in (change.begin, change.end))
    return found


def states(runs: Sequence[Run], moments: set[Time], begin: Time, end: Time) -> list[State]:
    """The runs at every time between these, one state for each change; nothing where nothing is seen."""
    if len(moments) == 2 and not any(run.changes for run in runs):  # as nearly always
        begin, end = max(begin, runs[0].begin), min(end, runs[0].end)
        seen = [run for run in runs if run.context.shown]
        return [State(begin, end, seen)] if begin < end and not all(is_blank(run.text) for run in seen) else []
    times = sorted({begin, end, *(moment for moment in moments if begin < moment < end)})
    found: list[State] = []
    for at, until in pairwise(times):
        seen = [run for run in runs if run.seen(at)]
        if all(is_blank(run.text) for run in seen):
            continue
        if found and found[-1].end == at and found[-1].runs == seen:
            found[-1].end = until
        else:
            found.append(State(at, until, seen))
    return found


def growing(found: Sequence[State]) -> list[Time] | None:
    """When each run of the last state begins, if the states do nothing but add text at the end; else None.

    That is what cue text writes as timestamps.
    """
    if len(found) < 2 or any(one.end != after.begin for one, after in pairwise(found)):
        return None
    words = [[run for run in state.runs if not is_blank(run.text)] for state in found]
    if any(after[: len(one)] != one for one, after in pairwise(words)):
        return None
    begins: list[Time] = []
    at = found[0].begin
    for run in found[-1].runs:
        at = max(at, run.begin)
        begins.append(at)
    return begins


def settled(runs: Sequence[Run]) -> list[str]:
    """The text of each run with its spaces as they are seen, without spaces around lines and without empty lines."""
    if any(run.context.preserve or run.context.in_rt for run in runs):
        joined = _EDGE.join(_kept(runs))
    else:
        joined = _BLANKS.sub(" ", _EDGE.join([run.text for run in runs]))
    joined = _GAP.sub(lambda gap: " " + _EDGE * gap.group().count(_EDGE), joined).replace(BREAK, "\n")
    return "".join(_lines(joined)).translate(_BACK).split(_EDGE)


def _kept(runs: Sequence[Run]) -> list[str]:
    """The texts with the spaces that are to stay hidden from what trims the others: preserved ones, and all of ruby's
    annotations, whose lines are their own."""
    texts = [_spaced(run) for run in runs]
    for index, run in enumerate(runs):
        if run.context.in_rt:
            first = index == 0 or not runs[index - 1].context.in_rt
            last = index + 1 == len(runs) or not runs[index + 1].context.in_rt
            text = texts[index].lstrip(" ") if first else texts[index]
            texts[index] = (text.rstrip(" ") if last else text).translate(_KEPT)
    return texts


def _spaced(run: Run) -> str:
    if run.text == BREAK:
        return BREAK
    return run.text.translate(_KEPT) if run.context.preserve else _BLANKS.sub(" ", run.text)


def _lines(joined: str) -> Iterator[str]:
    """The lines that say something; the edges between runs all stay."""
    first = True
    for line in joined.split("\n"):
        body = line.lstrip(_SPACES)
        edges = line[: len(line) - len(body)].count(_EDGE)
        text = body.rstrip(_SPACES)
        if text and not first:
            yield "\n"
        yield _EDGE * edges + text + _EDGE * body[len(text) :].count(_EDGE)
        first = first and not text


def marked(runs: Sequence[Run], texts: Sequence[str], begins: Sequence[int]) -> str:
    """Cue text; empty where it is nothing but the escaped text. `begins`, in ms, may be empty."""
    pieces: list[str] = []
    opened: tuple[str, ...] = ()
    at = begins[0] if begins else 0
    for index, (run, text) in enumerate(zip(runs, texts, strict=True)):
        if not text:
            continue
        tags = run.context.tags
        if opened != tags:
            common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(opened, tags, strict=False)))
            pieces += [_closing(tag) for tag in reversed(opened[common:])]
            pieces += [f"<{tag}>" for tag in tags[common:]]
            opened = tags
        if begins and begins[index] > at and not is_blank(text):
            at = begins[index]
            pieces.append(f"<{cuetext.stamp(at)}>")
        pieces.append(cuetext.escape(text))
    pieces += [_closing(tag) for tag in reversed(opened)]
    markup = "".join(pieces)
    return markup if "<" in markup else ""


@lru_cache(maxsize=1024)
def _closing(tag: str) -> str:
    return f"</{_NAME_END.split(tag, maxsplit=1)[0]}>"


def _animated(run: Run, at: Time) -> bool:
    if run.context.nowhere:
        return False
    changes = dict(run.changes)
    place = run.context.place
    visible = True
    specs = [(-1, place.spec)] if place else []
    for depth, spec in [*specs, *enumerate(run.context.path)]:
        now = dict(spec)
        for change in changes.get(depth, ()):
            if change.begin <= at < change.end:
                now[change.name] = change.value
        if hides(now):
            return False
        visible = now.get("visibility", "visible" if visible else "hidden") != "hidden"
    return visible
