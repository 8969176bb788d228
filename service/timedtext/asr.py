"""What speech recognition writes, as cues: a first draft that a person has to look at, never approved by itself.

Cues are the segments of the recogniser, or sentences where it gives words alone. Words it was unsure of are named.
Which recognisers are known is said in `asr_shapes`.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.timedtext import decoding
from service.timedtext.asr_shapes import Json, Said, Shape, shape_of
from service.timedtext.cuetext import escape, stamp
from service.timedtext.mending import mended
from service.timedtext.model import Cue, Document
from service.timedtext.problems import LEFT_OUT, Mode, Problem, Unreadable

UNSURE = 0.5  # probability of a word below which it is named
MOST_NAMED = 20


def recognised(given: Json) -> bool:
    """Whether a decoded JSON file has the shape of speech recognition."""
    return shape_of(given) is not None


def document(given: Json, mode: Mode = "strict") -> Document:
    """The segments as cues; raises Unreadable for a shape that is not known or not kept. Repair puts times in order."""
    shape = shape_of(given)
    if shape is None:
        raise Unreadable(1, "This is not the JSON of a speech recogniser that is known here.")
    try:
        language, said = shape(given)
    except (Shape, TypeError, KeyError, IndexError, AttributeError) as error:
        raise Unreadable(1, f"The speech recogniser's JSON lacks something, or has it elsewhere: {error}") from None
    said = [one for one in said if one.text]
    decoding.check_count(1, len(said))
    cues = [_cue(one) for one in said]
    lines = [1] * len(cues)
    if any(cue.end_ms > decoding.MAX_MS or cue.begin_ms > decoding.MAX_MS for cue in cues):
        raise Unreadable(1, "A segment ends after 99:59:59.999. Correct its times.")
    in_order, _, problems = mended(cues, lines)
    if mode == "repair":
        cues = in_order
    else:
        problems = [
            Problem(1, one.code, "Segments overlap or end before they begin. Repair mends it.") for one in problems[:1]
        ]
    return Document(tuple(cues), language, tuple([1] * len(cues)), problems=(*problems, *_unsure(said)))


def _cue(said: Said) -> Cue:
    markup = f"<v {escape(said.speaker)}>{escape(said.text)}</v>" if said.speaker else ""
    return Cue("", said.begin_ms, said.end_ms, said.text, markup=markup)


def _unsure(said: Iterable[Said]) -> tuple[Problem, ...]:
    words = [word for one in said for word in one.words if word.sure < UNSURE]
    if not words:
        return ()
    named = ", ".join(f"{word.text!r} at {stamp(word.begin_ms)}" for word in words[:MOST_NAMED])
    more = ", …" if len(words) > MOST_NAMED else ""
    count = f"{len(words)} word{'s' if len(words) > 1 else ''}"
    return (Problem(1, LEFT_OUT, f"how unsure the recogniser was of {count}; listen to them: {named}{more}"),)
