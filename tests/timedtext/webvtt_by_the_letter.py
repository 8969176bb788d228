"""The WebVTT standard's algorithms, step by step and character by character: slow, and nothing but the standard.

What `service.timedtext` reads is held against this. Source: W3C WebVTT, section 6. The names are the standard's.
"""

from __future__ import annotations

from html.entities import html5
from typing import Any

DIGITS = "0123456789"
SPACES = "\t\n\f\r "

Found = dict[str, Any]


class Failure(Exception):
    """A step of the standard that fails."""


class Input:
    """`input` and `position`."""

    def __init__(self, text: str) -> None:
        self.text, self.position = text, 0

    def ended(self) -> bool:
        return self.position >= len(self.text)

    def at(self, char: str) -> bool:
        return not self.ended() and self.text[self.position] == char

    def collect(self, chars: str, *, other: bool = False) -> str:
        """Collect a sequence of code points that are (or are not) among these."""
        start = self.position
        while not self.ended() and (self.text[self.position] in chars) != other:
            self.position += 1
        return self.text[start : self.position]

    def expect(self, char: str) -> None:
        if not self.at(char):
            raise Failure
        self.position += 1


def parse_file(data: bytes) -> Found:
    """6.1 WebVTT file parsing: cues, regions and style sheets; raises Failure by the signature alone."""
    text = data.decode("utf-8-sig", "replace").replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    if text[:6] != "WEBVTT" or (len(text) > 6 and text[6] not in " \t\n"):
        raise Failure
    found: Found = {"cues": [], "regions": [], "styles": [], "seen cue": False}
    given = Input(text)
    given.collect("\n", other=True)
    given.position += 1
    if given.ended():
        return found
    if given.at("\n"):
        given.position += 1
    else:
        collect_block(given, found, in_header=True)
    given.collect("\n")
    while not given.ended():
        collect_block(given, found)
        given.collect("\n")
    return found


def collect_block(given: Input, found: Found, *, in_header: bool = False) -> None:
    """6.1 collect a WebVTT block."""
    line_count, previous, buffer = 0, given.position, ""
    seen_arrow = seen_eof = False
    cue: Found | None = None
    kind = ""
    while not seen_eof:
        line = given.collect("\n", other=True)
        line_count += 1
        seen_eof = given.ended()
        given.position += not seen_eof
        if "-->" in line:
            if in_header or not (line_count == 1 or (line_count == 2 and not seen_arrow)):
                given.position = previous
                break
            seen_arrow, previous = True, given.position
            try:
                cue = {"id": buffer} | timings_and_settings(line, found["regions"])
                buffer, found["seen cue"] = "", True
            except Failure:
                cue = None
            continue
        if line == "":
            break
        if not in_header and line_count == 2 and not found["seen cue"]:
            kind = next((word for word in ("STYLE", "REGION") if buffer.rstrip(SPACES) == word), "")
            buffer = "" if kind else buffer
        buffer += "\n" * (buffer != "") + line
        previous = given.position
    if cue is not None:
        found["cues"].append(cue | {"text": buffer})
    elif kind == "STYLE":
        found["styles"].append(buffer)
    elif kind == "REGION":
        found["regions"].append(region_settings(buffer))


def pairs(text: str) -> list[tuple[str, str]]:
    """Split on spaces, then each at its first colon, where that is neither first nor last."""
    given, words = Input(text), []
    while not given.ended():
        given.collect(SPACES)
        words.append(given.collect(SPACES, other=True))
    return [
        (word[: word.index(":")], word[word.index(":") + 1 :]) for word in words if 0 < word.find(":") < len(word) - 1
    ]


def region_settings(text: str) -> Found:
    """6.2 collect WebVTT region settings."""
    region: Found = {"id": "", "width": 100, "lines": 3, "anchor": (0, 100), "viewport": (0, 100), "scroll": False}
    for name, value in pairs(text):
        if name == "id":
            region["id"] = value
        elif name == "width":
            region["width"] = first_of(percentage(value), region["width"])
        elif name == "lines" and all(char in DIGITS for char in value):
            region["lines"] = int(value)
        elif name in ("regionanchor", "viewportanchor") and "," in value:
            x, _, y = value.partition(",")
            if percentage(x) is not None and percentage(y) is not None:
                region["anchor" if name == "regionanchor" else "viewport"] = (percentage(x), percentage(y))
        elif name == "scroll" and value == "up":
            region["scroll"] = True
    return region


def first_of(number: float | None, other: float) -> float:
    return other if number is None else number


def percentage(text: str) -> float | None:
    """6.2 parse a percentage string."""
    whole, dot, part = text.removesuffix("%").partition(".")
    if not text.endswith("%") or not is_digits(whole) or (dot and not is_digits(part)):
        return None
    number = float(text[:-1])
    return number if number <= 100 else None


def is_digits(text: str) -> bool:
    return text != "" and all(char in DIGITS for char in text)


def timings_and_settings(line: str, regions: list[Found]) -> Found:
    """6.3 collect WebVTT cue timings and settings."""
    given = Input(line)
    given.collect(SPACES)
    begin = timestamp(given)
    given.collect(SPACES)
    for char in "-->":
        given.expect(char)
    given.collect(SPACES)
    end = timestamp(given)
    return {"begin": begin, "end": end} | cue_settings(line[given.position :], [region["id"] for region in regions])


def cue_settings(text: str, regions: list[str]) -> Found:
    """6.3 parse the WebVTT cue settings."""
    cue: Found = {"region": None, "vertical": "", "line": "auto", "snap_to_lines": True, "line_align": "start"}
    cue |= {"position": "auto", "position_align": "auto", "size": 100, "align": "center"}
    for name, value in pairs(text):
        place, comma, align = value.partition(",")
        if name == "region":
            cue["region"] = value if value in regions else None
        elif name == "vertical":
            if value in ("rl", "lr"):
                cue["vertical"] = value
            if cue["vertical"]:
                cue["region"] = None
        elif name == "line":
            number = line_number(place)
            if number is None or (comma and align not in ("start", "center", "end")):
                continue
            cue |= {"line": number, "snap_to_lines": place[-1] != "%", "region": None}
            cue |= {"line_align": align} if comma else {}
        elif name == "position":
            number = percentage(place)
            if number is None or (comma and align not in ("line-left", "center", "line-right")):
                continue
            cue |= {"position": number} | ({"position_align": align} if comma else {})
        elif name == "size" and (number := percentage(value)) is not None:
            cue |= {"size": number} | ({"region": None} if number != 100 else {})
        elif name == "align" and value in ("start", "center", "end", "left", "right"):
            cue["align"] = value
    return cue


def line_number(text: str) -> float | None:
    """The steps for `linepos`."""
    if not any(char in DIGITS for char in text):
        return None
    if text[-1] == "%":
        return percentage(text)
    if any(char not in DIGITS + "-." for char in text) or "-" in text[1:] or text.count(".") > 1:
        return None
    dot = text.find(".")
    if dot != -1 and (dot == 0 or text[dot - 1] not in DIGITS or text[dot + 1 : dot + 2] not in tuple(DIGITS)):
        return None
    number = float(text)
    return number if abs(number) != float("inf") else None


def timestamp(given: Input) -> int:
    """6.3 collect a WebVTT timestamp, in ms."""
    string = given.collect(DIGITS)
    if not string:
        raise Failure
    value1 = int(string)
    hours = len(string) != 2 or value1 > 59
    given.expect(":")
    value2 = two_digits(given)
    if hours or given.at(":"):
        given.expect(":")
        value3 = two_digits(given)
    else:
        value1, value2, value3 = 0, value1, value2
    given.expect(".")
    string = given.collect(DIGITS)
    if len(string) != 3 or value2 > 59 or value3 > 59:
        raise Failure
    return ((value1 * 60 + value2) * 60 + value3) * 1000 + int(string)


def two_digits(given: Input) -> int:
    string = given.collect(DIGITS)
    if len(string) != 2:
        raise Failure
    return int(string)


def parse_cue_text(text: str) -> list[Any]:
    """6.4 WebVTT cue text parsing rules: text as strings, times as numbers, tags as [name, classes, said, children]."""
    given = Input(text)
    path: list[list[Any]] = [["", [], "", []]]
    while not given.ended():
        kind, name, classes, said = token(given)
        current = path[-1]
        if kind == "string":
            current[3].append(name)
        elif kind == "start" and (
            name in ("c", "i", "b", "u", "ruby", "v", "lang") or (name == "rt" and current[0] == "ruby")
        ):
            node = [name, [one for one in classes if one], said if name in ("v", "lang") else "", []]
            current[3].append(node)
            path.append(node)
        elif kind == "end" and name and name == current[0]:
            path.pop()
        elif kind == "end" and name == "ruby" and current[0] == "rt":
            del path[-2:]
        elif kind == "time":
            moment = Input(name)
            try:
                ms = timestamp(moment)
                current[3] += [ms] if moment.ended() else []
            except Failure:
                pass
    children: list[Any] = path[0][3]
    return children


def token(given: Input) -> tuple[str, str, list[str], str]:
    """6.4 WebVTT cue text tokenizer."""
    if not given.at("<"):
        result = ""
        while not given.ended() and not given.at("<"):
            result += reference(given) if given.at("&") else given.collect("&<", other=True)
        return "string", result, [], ""
    given.position += 1
    if given.at("/"):
        given.position += 1
        return "end", closing(given, ""), [], ""
    if not given.ended() and given.text[given.position] in DIGITS:
        return "time", closing(given, ""), [], ""
    name = given.collect("\t\n\f .>", other=True)
    classes = []
    while given.at("."):
        given.position += 1
        classes.append(given.collect("\t\n\f .>", other=True))
    said = closing(given, "&")
    return "start", name, classes, " ".join(word for word in said.replace("\f", " ").split(" ") if word)


def closing(given: Input, special: str) -> str:
    """What stands before the `>`, or before the end; with its references resolved where `&` is special."""
    result = ""
    while not given.ended() and not given.at(">"):
        result += reference(given) if special and given.at("&") else given.collect(">" + special, other=True)
    given.position += 1
    for space in SPACES if special else "":
        result = result.replace(space, " ")
    return result


def reference(given: Input) -> str:
    """Consume an HTML character reference, not in an attribute (HTML, section 13.2.5.72 and on)."""
    given.position += 1
    start = given.position
    if given.at("#"):
        given.position += 1
        base = 16 if given.at("x") or given.at("X") else 10
        given.position += base == 16
        digits = given.collect(DIGITS + ("abcdefABCDEF" if base == 16 else ""))
        if not digits:
            given.position = start
            return "&"
        given.position += given.at(";")
        code = int(digits, base)
        if 0x80 <= code <= 0x9F:
            return bytes([code]).decode("cp1252", "replace").replace("\ufffd", chr(code))
        return "\ufffd" if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)
    for length in range(33, 1, -1):
        if (name := given.text[start : start + length]) in html5:
            given.position = start + len(name)
            return html5[name]
    return "&"
