"""What stands in a paragraph: its pieces of text, each with its style and its time.

Times nest as their containers do, in parallel or in sequence. Source: TTML2, sections 8.1.5 to 8.1.7 (inline content),
10.2.37 (ruby) and 12.4 (containers).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from service.timedtext.problems import Problem, Unreadable
from service.timedtext.ttml_head import Head
from service.timedtext.ttml_names import line_of
from service.timedtext.ttml_runs import BREAK, Run, is_blank
from service.timedtext.ttml_styles import Change, Context
from service.timedtext.ttml_times import INDEFINITE, Time
from service.timedtext.ttml_xml import MAX_DEPTH

_CONTAINERS = frozenset({"container", "baseContainer", "textContainer"})


class Timed(Struct, eq=False, gc=False):
    """An element of content as it is read: its context, and when it is there.

    `limit` clips its content; `end` is what it says itself, None if its content decides. `content` is where its content
    begins in a sequence, and how long it lasts at least in parallel.
    """

    context: Context
    begin: Time
    limit: Time
    end: Time | None
    sequence: bool
    content: Time
    changes: tuple[tuple[int, tuple[Change, ...]], ...] = ()


class Content:
    """The content of one document, read by what its head says."""

    def __init__(self, head: Head) -> None:
        self.head = head

    def timed(self, element: etree._Element, said: dict[str, str], parent: Timed, start: Time) -> Timed | None:
        """The element with its times, which are taken out of its attributes; None if it cannot be told when it is."""
        begin, end = said.pop("begin", None), said.pop("end", None)
        dur, container = said.pop("dur", None), said.pop("timeContainer", None)
        at, until = start, None
        if begin is not None:
            after = self.head.time(element, begin)
            if after is None and self.head.name(element) in ("p", "span"):
                return None
            at = start + (after or 0)
        if end is not None and (after := self.head.time(element, end)) is not None:
            until = start + after
        if dur is not None and (after := self.head.time(element, dur)) is not None:
            until = at + after if until is None else min(until, at + after)
        limit = parent.limit if until is None or until > parent.limit else until
        context = self.head.styles.child(parent.context, said, element)
        return Timed(context, at, limit, until, container == "seq", at, parent.changes)

    def animate(self, element: etree._Element, timed: Timed) -> None:
        if not len(element):
            return
        changes, timed.content = self.head.changes(element, timed.begin, timed.limit, sequence=timed.sequence)
        if changes:
            timed.changes = (*timed.changes, (len(timed.context.path) - 1, changes))

    def inline(self, element: etree._Element, timed: Timed, runs: list[Run], depth: int) -> Time:
        """Gathers the text in a `p` or `span`; gives the time when it ends by its content."""
        context, begin, limit = timed.context, timed.begin, timed.limit
        takes_text = not timed.sequence and context.role not in _CONTAINERS
        end = timed.content
        if depth > MAX_DEPTH:
            raise Unreadable(
                line_of(element), f"Elements stand more than {MAX_DEPTH} deep in each other. Flatten them."
            )
        if takes_text and element.text:
            runs.append(Run(element.text, context, begin, limit, timed.changes))
            end = end if is_blank(element.text) else INDEFINITE
        for child in element:
            name = self.head.name(child)
            if name == "span":
                until = self._span(child, timed, runs, end if timed.sequence else begin, depth)
                end = until if timed.sequence else max(end, until)
            elif name == "br" and takes_text:
                runs.append(Run(BREAK, context, begin, limit))
                end = INDEFINITE
            elif name == "image":
                self.image(child)
            if takes_text and child.tail:
                runs.append(Run(child.tail, context, begin, limit, timed.changes))
                end = end if is_blank(child.tail) else INDEFINITE
        return end

    def _span(self, element: etree._Element, parent: Timed, runs: list[Run], start: Time, depth: int) -> Time:
        said = self.head.attributes(element)
        said.pop("xml:id", None)
        timed = self.timed(element, said, parent, start)
        if timed is None:
            return start
        self.animate(element, timed)
        if timed.context.role == "container":
            until = self._ruby(element, timed, runs, depth)
        else:
            until = self.inline(element, timed, runs, depth + 1)
        return until if timed.end is None else timed.end

    def _ruby(self, element: etree._Element, timed: Timed, runs: list[Run], depth: int) -> Time:
        """A ruby container. Each base comes before its texts, as cue text has it."""
        groups: dict[str, list[list[Run]]] = {"base": [], "text": []}
        end = timed.begin
        for child, parent in self._ruby_parts(element, timed):
            part: list[Run] = []
            end = max(end, self._span(child, parent, part, parent.begin, depth + 1))
            role = self.head.attributes(child).get("ruby", "")
            if role in groups:
                groups[role].append(part)
        bases, texts = groups["base"], groups["text"]
        for index in range(max(len(bases), len(texts))):
            for group in (bases, texts):
                runs.extend(group[index] if index < len(group) else ())
        return end

    def _ruby_parts(self, element: etree._Element, timed: Timed) -> Iterator[tuple[etree._Element, Timed]]:
        """The bases and texts of a ruby, those in containers of their own too, each with what it stands in."""
        for child in self.head.children(element, "span"):
            said = self.head.attributes(child)
            if said.get("ruby") not in ("baseContainer", "textContainer"):
                yield child, timed
                continue
            said.pop("xml:id", None)
            inner = self.timed(child, said, timed, timed.begin)
            if inner is not None:
                self.animate(child, inner)
                yield from ((one, inner) for one in self.head.children(child, "span"))

    def image(self, element: etree._Element) -> None:
        detail = "This is a picture of text, not text. Send a file of the text profile."
        self.head.problems.append(Problem(line_of(element), "image", detail))
