"""TTML to cues: every paragraph, or every time at which one changes, becomes a cue, in the order of the file.

Times nest as the containers do, in parallel or in sequence; what is clipped away is not a cue. A paragraph of plain
lines, which most are, takes a short way to the same result. Source: TTML2, sections 8, 11 and 12.
"""

from __future__ import annotations

from lxml import etree

from service.timedtext import ttml_runs
from service.timedtext.decoding import MAX_CUES, MAX_LINE_CHARS, MAX_MS
from service.timedtext.model import Cue, Document, ordered
from service.timedtext.problems import LEFT_OUT, Mode, Problem, Unreadable
from service.timedtext.timing import half_up
from service.timedtext.ttml_content import Content, Timed
from service.timedtext.ttml_head import Head
from service.timedtext.ttml_names import IMAGE, line_of
from service.timedtext.ttml_places import box_of, settings_of
from service.timedtext.ttml_runs import Run
from service.timedtext.ttml_styles import Context, named
from service.timedtext.ttml_times import INDEFINITE, Time
from service.timedtext.ttml_xml import MAX_DEPTH, tree_of

MAX_WORK = 4_000_000  # pieces of text looked at, and characters of text that changes within its paragraph


def read(data: bytes, mode: Mode = "strict") -> Document:
    """The cues of a TTML file; raises Unreadable."""
    root, problems = tree_of(data, mode)
    reader = _Reader(Head(root, mode, problems), mode, problems)
    reader.body(root)
    return reader.document()


class _Reader:
    def __init__(self, head: Head, mode: Mode, problems: list[Problem]) -> None:
        self.head = head
        self.content = Content(head)
        self.styles = head.styles
        self.mode = mode
        self.problems = problems
        self.cues: list[Cue] = []
        self.lines: list[int] = []
        self.settings: dict[tuple[str, str, str], str] = {}
        self.work = 0

    def body(self, root: etree._Element) -> None:
        """Reads all cues."""
        bodies = list(self.head.children(root, "body"))
        if bodies:
            said = self.head.attributes(bodies[0])
            self.styles.language = self.styles.language or said.get("xml:lang", "").strip()
            context = self.styles.root()
            context.preserve = self.head.space == "preserve"
            self._block(bodies[0], Timed(context, 0, INDEFINITE, None, sequence=False, content=0), 0, 1)
        for extra in bodies[1:]:
            self._problem(extra, "body", "A document has one <body>; this one was passed over.")

    def document(self) -> Document:
        lost: dict[str, int] = {}
        for name, line in self.styles.lost.items():
            lost.setdefault(name, line)
        if lost:
            detail = f"styling that captions do not keep: {', '.join(sorted(lost)[:30])}"
            self.problems.append(Problem(min(lost.values()), LEFT_OUT, detail))
        document = Document(
            cues=tuple(self.cues),
            language=self.styles.language or None,
            lines=tuple(self.lines),
            problems=tuple(sorted(self.problems, key=lambda one: one.line)),
        )
        return ordered(document)  # paragraphs stand in any order, captions in that of their times

    def _block(self, element: etree._Element, parent: Timed, start: Time, depth: int) -> Time:
        """Reads a `body`, `div` or `p`, which begins at `start` at the earliest; gives the time when it ends."""
        said = self.head.attributes(element)
        identifier = named(said.pop("xml:id", ""))
        timed = self.content.timed(element, said, parent, start)
        if depth > MAX_DEPTH:
            raise Unreadable(
                line_of(element), f"Elements stand more than {MAX_DEPTH} deep in each other. Flatten them."
            )
        if timed is None:
            return start
        if IMAGE in said:
            self.content.image(element)
        if self.head.name(element) == "p":
            content = self._paragraph(element, timed, identifier, depth)
        else:
            self.content.animate(element, timed)
            content = timed.content
            for child in element:
                name = self.head.name(child)
                if name in ("div", "p"):
                    end = self._block(child, timed, content if timed.sequence else timed.begin, depth + 1)
                    content = end if timed.sequence else max(content, end)
                elif name == "image":
                    self.content.image(child)
        return content if timed.end is None else timed.end

    def _paragraph(self, element: etree._Element, timed: Timed, identifier: str, depth: int) -> Time:
        if timed.end is not None and timed.end <= timed.begin:
            if all(ttml_runs.is_blank(str(text)) for text in element.itertext()):
                return timed.end
            self._problem(element, "times", "The paragraph does not end after it begins, so it is never shown.")
            return timed.end
        lines = self._plain_lines(element, timed)
        if lines is not None:
            if lines:
                self._shown(element, timed, identifier, "\n".join(lines))
            return INDEFINITE
        self.content.animate(element, timed)
        runs: list[Run] = []
        end = self.content.inline(element, timed, runs, depth)
        self._states(element, timed, identifier, runs)
        return end

    def _plain_lines(self, element: etree._Element, timed: Timed) -> list[str] | None:
        """The lines of a paragraph that has nothing but text and breaks, all of one time; None for any other."""
        place = timed.context.place
        if timed.sequence or timed.changes or timed.context.preserve or (place is not None and place.changes):
            return None
        pieces = [element.text]
        for child in element:
            if self.head.name(child) != "br":
                return None
            pieces.append(child.tail)
        return [line for piece in pieces if piece and (line := ttml_runs.collapsed(piece))]

    def _states(self, element: etree._Element, timed: Timed, identifier: str, runs: list[Run]) -> None:
        """Cues for everything that the paragraph shows, region by region."""
        places = {id(run.context.place): run.context for run in runs}
        for context in places.values():
            here = runs if len(places) == 1 else [run for run in runs if run.context.place is context.place]
            if not all(ttml_runs.is_blank(run.text) for run in here):
                self._region(element, timed, identifier, context, here)
                identifier = ""

    def _region(
        self, element: etree._Element, timed: Timed, identifier: str, context: Context, runs: list[Run]
    ) -> None:
        place = context.place
        if place is not None and place.changes:
            for run in runs:
                run.changes = (*run.changes, (-1, place.changes))
        begin, end = self._clipped(timed, context)
        moments = ttml_runs.moments(runs)
        self._labour(element, len(runs) * len(moments))
        found = ttml_runs.states(runs, moments, begin, end)
        if not found:
            self._unseen(element)
        if not found or not self._placed(element, context):
            return
        settings = self._settings(timed.context if place is None else context)
        begins = ttml_runs.growing(found) if len(found) > 1 else None
        if begins is not None:
            found = [ttml_runs.State(found[0].begin, found[-1].end, found[-1].runs)]
        texts: list[tuple[Time, Time, str, str]] = []
        for state in found:
            pieces = ttml_runs.settled(state.runs)
            text = "".join(pieces)
            markup = ttml_runs.marked(state.runs, pieces, [_ms(one) for one in begins or ()])
            if len(found) > 1:
                self._labour(element, len(text))
            if texts and texts[-1][1] == state.begin and texts[-1][2:] == (text, markup):
                texts[-1] = (texts[-1][0], state.end, text, markup)
            elif text:
                texts.append((state.begin, state.end, text, markup))
        for at, until, text, markup in texts:
            self._cue(element, Cue(identifier, _ms(at), _ms(until), text, settings, markup))
            identifier = ""

    def _shown(self, element: etree._Element, timed: Timed, identifier: str, text: str) -> None:
        """A paragraph of plain lines as a cue."""
        context = timed.context
        begin, end = self._clipped(timed, context)
        if end <= begin or not context.shown:
            self._unseen(element)
        elif self._placed(element, context):
            markup = ""
            if context.tags:
                markup = ttml_runs.marked([Run(text, context, begin, end)], [text], [])
            settings = self._settings(context)
            self._cue(element, Cue(identifier, _ms(begin), _ms(end), text, settings, markup))

    def _clipped(self, timed: Timed, context: Context) -> tuple[Time, Time]:
        """When it is there in its region."""
        place = context.place
        if place is None:
            return timed.begin, timed.limit
        return max(timed.begin, place.begin), min(timed.limit, place.end)

    def _placed(self, element: etree._Element, context: Context) -> bool:
        """Whether the text is in a region, or there are none to be in (section 11.3.1.3)."""
        if context.place is not None or not self.styles.places:
            return True
        repaired = self.mode == "repair"
        way = "it was taken where captions usually stand" if repaired else "so it is never shown. Give it a region"
        self.problems.append(
            Problem(line_of(element), "region", f"The text is in no region of the file; {way}.", repaired)
        )
        return repaired

    def _settings(self, context: Context) -> str:
        place, align, direction = context.place, context.align, context.direction
        key = (place.id if place else "", align, direction)
        if key not in self.settings:
            if place is not None:
                box = box_of(place.spec, self.styles.initial, self.head.root, align, direction)
                self.settings[key] = settings_of(box)
            else:  # nothing says where; a player's own place, and only the side
                side = {"start": "right" if direction == "rtl" else "left", "justify": "left"}.get(align, align)
                side = {"end": "left" if direction == "rtl" else "right"}.get(side, side)
                self.settings[key] = f"align:{side}" if side in ("left", "right") else ""
        return self.settings[key]

    def _cue(self, element: etree._Element, cue: Cue) -> None:
        line = line_of(element)
        if len(self.cues) >= MAX_CUES:
            raise Unreadable(line, f"The file has more than {MAX_CUES:,} cues. Split it.")
        if len(cue.text) > MAX_LINE_CHARS and max(map(len, cue.text.split("\n"))) > MAX_LINE_CHARS:
            raise Unreadable(line, f"A line of text has more than {MAX_LINE_CHARS:,} characters. Split it.")
        if cue.end_ms > MAX_MS:
            cue = self._ended(element, cue)
        if cue.begin_ms < cue.end_ms:
            self.cues.append(cue)
            self.lines.append(line)
        else:
            self._problem(element, "times", "The text is shown for less than a millisecond; it was passed over.")

    def _ended(self, element: etree._Element, cue: Cue) -> Cue:
        """The same cue with the last end that can be written."""
        if cue.end_ms >= INDEFINITE:
            self._problem(element, "open_end", "The text has no end, so it stays to the end of the film; give it one.")
        else:
            self._problem(element, "times", "The text ends after 99:59:59.999, the last time that can be written.")
        return Cue(cue.id, cue.begin_ms, MAX_MS, cue.text, cue.settings, cue.markup)

    def _unseen(self, element: etree._Element) -> None:
        self.styles.lost.setdefault("text that is never shown", line_of(element))

    def _problem(self, element: etree._Element, code: str, detail: str) -> None:
        self.problems.append(Problem(line_of(element), code, detail))

    def _labour(self, element: etree._Element, amount: int) -> None:
        self.work += amount
        if self.work > MAX_WORK:
            raise Unreadable(line_of(element), "The text changes too often within its paragraphs. Split them.")


def _ms(time: Time) -> int:
    """In whole milliseconds, rounded half up."""
    return time if isinstance(time, int) else half_up(time)
