"""What a TTML document says before its body: how to read its times, its styles, its regions, who speaks.

Source: TTML2, sections 7.2 (parameters), 10.1 (styling), 11.1 (layout) and 14.1 (agents).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from service.timedtext.problems import LEFT_OUT, Mode, Problem, Unreadable
from service.timedtext.ttml_names import line_of, names_of
from service.timedtext.ttml_places import root_of
from service.timedtext.ttml_styles import Change, Place, Spec, Styles, with_references
from service.timedtext.ttml_times import INDEFINITE, Clock, Time

MOST_CHANGES = 100  # animations of one element


class Head:
    """The document's parameters and declarations; raises Unreadable where times cannot be told by them."""

    def __init__(self, root: etree._Element, mode: Mode, problems: list[Problem]) -> None:
        self.mode = mode
        self.problems = problems
        self.names = names_of(root, mode, problems)
        said = self.attributes(root)
        self.clock = self._clock(said, line_of(root))
        self.root = root_of(said)
        self.space = said.get("xml:space", "default")
        self.styles = Styles()
        self.styles.language = said.get("xml:lang", "").strip()
        for head in self.children(root, "head"):
            self._agents(head)
            for styling in self.children(head, "styling"):
                self._styling(styling)
            for layout in self.children(head, "layout"):
                self._layout(layout)

    def attributes(self, element: etree._Element) -> dict[str, str]:
        """By the names of `Names`; what belongs to others stays out."""
        names = self.names
        items: list[tuple[str, str]] = element.items()  # type: ignore[assignment]
        found = {names[name]: value for name, value in items}
        found.pop("", None)
        return found

    def children(self, element: etree._Element, name: str) -> Iterator[etree._Element]:
        return (child for child in element if self.name(child) == name)

    def name(self, element: etree._Element) -> str:
        return self.names[element.tag]

    def time(self, element: etree._Element, expression: str) -> Time | None:
        """A time in ms; None, with its problem named, for one that says nothing; raises Unreadable in strict mode."""
        try:
            return self.clock.ms(expression)
        except ValueError as error:
            reason = f"{error}. Correct it."
        if self.mode == "strict":
            raise Unreadable(line_of(element), reason)
        try:
            time = self.clock.loose(expression)
        except ValueError:
            self.problems.append(Problem(line_of(element), "time", f"{reason[:-12]}; it was passed over."))
            return None
        self.problems.append(
            Problem(line_of(element), "time", f"{reason[:-12]}; read as {float(time) / 1000:g} s.", True)
        )
        return time

    def changes(
        self, element: etree._Element, begin: Time, limit: Time, *, sequence: bool = False
    ) -> tuple[tuple[Change, ...], Time]:
        """When the element's own animations show or hide it, and when they end.

        They stand before its content (section 13.1) and, in a sequence, take their turn.
        """
        found: list[Change] = []
        end = begin
        for child in element:
            name = self.name(child)
            if name in ("set", "animate"):
                start = end if sequence else begin
                until = self._change(child, start, limit, found, sequence=sequence)
                end = until if sequence else max(end, until)
            elif name and name not in ("metadata", "style") and not name.startswith("ttm:"):
                break
        if len(found) > MOST_CHANGES:
            raise Unreadable(line_of(element), f"The element has more than {MOST_CHANGES} animations. Remove some.")
        return tuple(found), end

    def _change(
        self, element: etree._Element, start: Time, limit: Time, found: list[Change], *, sequence: bool
    ) -> Time:
        """Adds what one animation changes; gives its end."""
        said = self.attributes(element)
        begin, end, dur = (self.time(element, said[one]) if one in said else None for one in ("begin", "end", "dur"))
        at = start + (begin or 0)
        ends = ([] if end is None else [start + end]) + ([] if dur is None else [at + dur])
        until = min(ends) if ends else at if sequence else INDEFINITE
        for name in sorted(said.keys() - {"begin", "end", "dur", "xml:id"}):
            if name in ("display", "visibility") and self.name(element) == "set":
                found.append(Change(at, min(until, limit), name, said[name]))
            elif ":" not in name:
                self.styles.lost.setdefault(f"animation of {name}", line_of(element))
        return until

    def _clock(self, said: Spec, line: int) -> Clock:
        clock = Clock(said)
        if clock.base == "clock":
            reason = "ttp:timeBase is clock: its times are of a day, not of a film"
            if self.mode == "strict":
                raise Unreadable(line, f"{reason}. Convert them to media time.")
            self.problems.append(Problem(line, "time_base", f"{reason}; taken as if they were of the film."))
        if clock.faults and self.mode == "strict":
            raise Unreadable(
                line, f"{clock.faults[0]} would be a guess. Correct it.".replace(": read as", "; to read it as")
            )
        self.problems += [Problem(line, "parameter", f"{fault}.", True) for fault in clock.faults]
        if clock.base == "smpte" and clock.marker == "discontinuous":
            detail = "The time codes are said to have gaps (ttp:markerMode); they were read as running on."
            self.problems.append(Problem(line, LEFT_OUT, detail))
        return clock

    def _agents(self, head: etree._Element) -> None:
        metadata = [head, *self.children(head, "metadata")]
        for agent in (agent for one in metadata for agent in self.children(one, "ttm:agent")):
            name = next((child.text for child in self.children(agent, "ttm:name") if child.text), None)
            said = self.attributes(agent)
            if name is not None and "xml:id" in said:
                self.styles.agents[said["xml:id"]] = " ".join(str(name).split())

    def _styling(self, styling: etree._Element) -> None:
        declared: dict[str, Spec] = {}
        for child in styling:
            said = self.attributes(child)
            if self.name(child) == "style" and "xml:id" in said:
                declared[said.pop("xml:id")] = said
            elif self.name(child) == "initial":
                self.styles.initial = {**self.styles.initial, **said}
        self.styles.styles = with_references(declared)

    def _layout(self, layout: etree._Element) -> None:
        for region in self.children(layout, "region"):
            said = self.attributes(region)
            if "xml:id" not in said:
                detail = "A region has no xml:id, so nothing can be in it."
                self.problems.append(Problem(line_of(region), LEFT_OUT, detail))
                continue
            nested = [self.attributes(style) for style in self.children(region, "style")]
            spec = self.styles.specified(said, line_of(region), nested=nested)
            times = {name: self.time(region, said[name]) for name in ("begin", "end", "dur") if name in said}
            begin = times.get("begin") or 0
            end = min(times.get("end") or INDEFINITE, begin + (times.get("dur") or INDEFINITE))
            changes, _ = self.changes(region, begin, end)
            self.styles.places[said["xml:id"]] = Place(said["xml:id"], spec, begin, end, changes)
