"""OpenTimelineIO timelines (`.otio`, JSON): tracks, gaps, nested compositions, transitions, time warps.

Read without the library of that name, which reads a stranger's file in native code and is killed by a malformed one.
The uppermost picture hides those below it; of sound the first track counts, and the others where it is silent. A clip
counts from the first frame of its media where the file says which that is. Effects on time other than a constant
speed or a freeze, and effects on whole compositions, are refused by name.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec

from service.timedtext.edits.model import MOST_TAKES, EditList, Laid, Take, fitted, one_lane, too_large
from service.timedtext.edits.otio_pieces import Piece, moved_seam, over, shifted, trimmed
from service.timedtext.edits.otio_shapes import Item, Media, Range, Time, rate_of
from service.timedtext.problems import Problem, Unreadable
from service.timedtext.retime import Layer
from service.timedtext.timing import Rate, half_up

DEEPEST = 16
MOST_RATES = 16  # more would make the sums of exact times long numbers
MOST_TRACKS = 100
_PLAIN = ("FreezeFrame", "LinearTimeWarp")
ONE = Fraction(1)


def read(data: bytes, rate: Rate | None = None) -> EditList:
    """The timeline, in a cut at `rate` (without: that of its first clip); raises Unreadable."""
    too_large(data)
    top = _timeline(data)
    reading = _Reading()
    try:
        picture, channels = reading.tracks(top)
    except ValueError as error:
        raise Unreadable(1, str(error)) from None
    every = [*picture, *(piece for _, pieces in channels for piece in pieces)]
    if not any(piece.names for piece in every):
        raise Unreadable(1, "it has no clip with media; export the timeline with its clips")
    cut = rate or next(piece.rate for piece in every if piece.names)
    sound, left_out = one_lane((name, _laid(pieces, cut, "sound")) for name, pieces in channels)
    takes = [*(one.take for one in _laid(picture, cut, "picture")), *sound]
    return EditList(cut, tuple(takes), top.name or "", (*_unseen(every), *left_out))


def _timeline(data: bytes) -> Item:
    """The one timeline of a file."""
    try:
        top = msgspec.json.decode(data, type=Item)
    except msgspec.ValidationError as error:
        raise Unreadable(1, f"it is JSON, but no OpenTimelineIO: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(1, f"it is no JSON that can be read: {error}") from None
    if top.is_a("SerializableCollection"):
        timelines = [item for item in top.children if item.is_a("Timeline")]
        if len(timelines) != 1:
            raise Unreadable(1, f"it has {len(timelines)} timelines; send one")
        top = timelines[0]
    if not top.is_a("Timeline", "Stack", "Track"):
        raise Unreadable(1, f"it is a {top.schema or 'JSON object'}, not a timeline")
    return top


class _Reading:
    """One walk through a timeline. ValueError says in plain words what cannot be read, and where."""

    def __init__(self) -> None:
        self.rates: set[Rate] = set()
        self.clips = 0

    def tracks(self, top: Item) -> tuple[list[Piece], list[tuple[str, list[Piece]]]]:
        """The picture, and each track of sound with its name."""
        stack = top.tracks if top.is_a("Timeline") else top
        if stack is None:
            raise ValueError("the timeline has no tracks")
        children = [stack] if stack.is_a("Track") else stack.children
        if len(children) > MOST_TRACKS:
            raise ValueError(f"it has {len(children)} tracks; at most {MOST_TRACKS} are read")
        picture: list[Piece] = []
        channels = []
        for number, track in enumerate(children, 1):
            at = f"track {number}{f' {track.name!r}' if track.name else ''}"
            if not track.enabled:
                continue
            if track.kind == "Audio":
                channels.append((track.name or str(number), self._within(stack, self._of(track, "Audio", at, 1)[1])))
            else:
                picture = over(picture, self._of(track, "Video", at, 1)[1])
        return self._within(stack, picture), channels

    def _within(self, item: Item, pieces: list[Piece]) -> list[Piece]:
        if item.source_range is None or not item.children:
            return pieces
        begin, length = self._range(item.source_range)[:2]
        return trimmed(pieces, begin, begin + length)

    def _of(self, item: Item, kind: str, at: str, depth: int) -> tuple[Fraction, list[Piece]]:
        """How long an item lasts, in seconds, and its pieces, from 0 on."""
        if depth > DEEPEST:
            raise ValueError(f"{at}: compositions lie more than {DEEPEST} deep in each other; flatten them")
        if item.is_a("Gap"):
            return (self._range(item.source_range)[1] if item.source_range else Fraction(0)), []
        if item.is_a("Clip"):
            return self._clip(item, at)
        if not item.is_a("Track", "Stack"):
            raise ValueError(f"{at}: a {item.schema} cannot be read; flatten it or render it")
        if any("Time" in effect.schema or "Freeze" in effect.schema for effect in item.effects or ()):
            raise ValueError(f"{at}: a speed on several clips at once; flatten it or render it")
        length, pieces = self._row(item, kind, at, depth) if item.is_a("Track") else self._pile(item, kind, at, depth)
        if item.source_range is not None:
            begin, length = self._range(item.source_range)[:2]
            pieces = trimmed(pieces, begin, begin + length)
        return length, pieces if item.enabled else []

    def _pile(self, stack: Item, kind: str, at: str, depth: int) -> tuple[Fraction, list[Piece]]:
        length, pieces = Fraction(0), list[Piece]()
        for number, child in enumerate(stack.children, 1):
            lasts, found = self._of(child, kind, f"{at}, layer {number}", depth + 1)
            length = max(length, lasts)
            if child.kind in ("", kind):
                pieces = over(pieces, found)
        return length, pieces

    def _row(self, track: Item, kind: str, at: str, depth: int) -> tuple[Fraction, list[Piece]]:
        """The items one after the other, transitions made cuts."""
        now, rows, seams = Fraction(0), list[list[Piece]](), list[tuple[int, Item, str]]()
        for number, child in enumerate(track.children, 1):
            here = f"{at}, item {number}{f' {child.name!r}' if child.name else ''}"
            if child.is_a("Transition"):
                seams.append((len(rows), child, here))
                continue
            lasts, pieces = self._of(child, kind, here, depth + 1)
            if lasts < 0:
                raise ValueError(f"{here} lasts less than nothing")
            rows.append(shifted(pieces, now))
            now += lasts
        for place, transition, here in seams:
            before, after = rows[place - 1] if place else [], rows[place] if place < len(rows) else []
            early, late = self._offsets(transition, here)
            moved = moved_seam(before, after, early, late, self._frame(transition))
            if place:
                rows[place - 1] = moved[0]
            if place < len(rows):
                rows[place] = moved[1]
        return now, [piece for row in rows for piece in row]

    def _offsets(self, transition: Item, at: str) -> tuple[Fraction, Fraction]:
        if transition.in_offset is None or transition.out_offset is None:
            raise ValueError(f"{at}: a transition without a length")
        early, late = self._time(transition.in_offset)[0], self._time(transition.out_offset)[0]
        if early < 0 or late < 0:
            raise ValueError(f"{at}: a transition of less than nothing")
        return early, late

    def _frame(self, transition: Item) -> Fraction:
        rate = rate_of(transition.in_offset.rate if transition.in_offset else 0)
        return Fraction(rate.den, rate.num)

    def _clip(self, clip: Item, at: str) -> tuple[Fraction, list[Piece]]:
        media, stretch = clip.media, clip.source_range or clip.media.available_range
        if stretch is None:
            raise ValueError(f"{at} has neither a range nor media that has one")
        begin, length, rate = self._range(stretch)
        if length < 0:
            raise ValueError(f"{at} lasts less than nothing")
        if not clip.enabled or length == 0:
            return length, []
        self.clips += 1
        if self.clips > MOST_TAKES:
            raise ValueError(f"it has more than {MOST_TAKES} clips")
        origin = self._range(media.available_range)[0] if media.available_range else None
        speed = _speed(clip, at)
        names = () if "Generator" in media.schema or speed <= 0 else _names(clip, media)
        return length, [Piece(at, Fraction(0), length, names, rate, begin, speed, origin)]

    def _range(self, stretch: Range) -> tuple[Fraction, Fraction, Rate]:
        begin, rate = self._time(stretch.start_time)
        return begin, self._time(stretch.duration)[0], rate

    def _time(self, time: Time) -> tuple[Fraction, Rate]:
        seconds, rate = time.exact()
        self.rates.add(rate)
        if len(self.rates) > MOST_RATES:
            raise ValueError(f"it counts at more than {MOST_RATES} rates")
        return seconds, rate


def _speed(clip: Item, at: str) -> Fraction:
    """The product of the speeds; 0 for a freeze."""
    speed = ONE
    for effect in clip.effects or ():
        name = effect.schema.partition(".")[0]
        if name in ("Effect", "") or not ("Time" in name or name in _PLAIN):
            continue
        if name not in _PLAIN:
            raise ValueError(f"{at}: a {name} is no constant speed; render it and list the film that results")
        if not abs(effect.time_scalar) <= 1000:
            raise ValueError(f"{at}: {effect.time_scalar} is no speed")
        speed *= 0 if name == "FreezeFrame" else Fraction(effect.time_scalar).limit_denominator(10_000)
    return speed


def _names(clip: Item, media: Media) -> tuple[str, ...]:
    """What the source of a clip is called: its reel, its file, its media, the clip itself."""
    said = (clip.metadata or {}).get("cmx_3600")
    reel = said.get("reel") if isinstance(said, dict) else None
    found = (reel, media.target_url or media.name_prefix, media.name, clip.name)
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str) and one)) or ("unnamed",)


def _laid(pieces: list[Piece], cut: Rate, layer: Layer) -> list[Laid]:
    """The pieces that show a source, on whole frames of the cut and of their sources."""
    laid = []
    for piece in pieces:
        begin, end = half_up(piece.begin_s * cut.num / cut.den), half_up(piece.end_s * cut.num / cut.den)
        if not piece.names or begin == end:
            continue
        per_s = Fraction(piece.rate.num, piece.rate.den)
        out_s = piece.in_s + (piece.end_s - piece.begin_s) * piece.speed
        taken = fitted(piece.in_s * per_s, out_s * per_s)
        speed = Fraction(taken[1] - taken[0], end - begin) if piece.rate == cut else piece.speed
        origin = None if piece.origin_s is None else half_up(piece.origin_s * per_s)
        laid.append(Laid(Take(1, piece.at, layer, piece.names, piece.rate, *taken, begin, speed, origin), end))
    return laid


def _unseen(pieces: list[Piece]) -> list[Problem]:
    """The freezes and what plays backwards."""
    found = []
    for piece in pieces:
        if piece.speed <= 0:
            code, what = ("freeze", "a freeze") if piece.speed == 0 else ("reverse", "played backwards")
            found.append(Problem(1, code, f"{piece.at} is {what}: it shows no new speech and brings no cues"))
    return list(dict.fromkeys(found))
