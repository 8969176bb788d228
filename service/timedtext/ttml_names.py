"""The names of TTML, without the namespaces that its versions put before them.

`names["{http://www.w3.org/ns/ttml#styling}color"]` is `color`, of parameters `ttp:frameRate`, of metadata `ttm:agent`,
of XML `xml:id`; what belongs to others is the empty string. Source: TTML2, section 5.1, and the drafts of 2006, whose
documents are known as DFXP.
"""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from service.timedtext.problems import Mode, Problem, Unreadable

TTML = "http://www.w3.org/ns/ttml"
_FAMILIES = (TTML, "http://www.w3.org/2006/10/ttaf1", "http://www.w3.org/2006/04/ttaf1")
_PARTS = {"#styling": "", "#style": "", "#parameter": "ttp:", "#metadata": "ttm:"}
_UNDECLARED = {"tt": "", "tts": "", "ttp": "ttp:", "ttm": "ttm:", "xml": "xml:"}
_XML = "http://www.w3.org/XML/1998/namespace"
IMAGE = "backgroundImage"  # of SMPTE-TT, in any of its namespaces
_PLAIN = frozenset(
    {"tt", "head", "metadata", "styling", "style", "initial", "layout", "region", "body", "div", "p", "span", "br"}
    | {"set", "animate", "image", "audio", "begin", "end", "dur", "timeContainer"}
)


class Names(dict[object, str]):
    """Qualified names to names as this reader knows them; each is worked out once. What is no element has none."""

    def __missing__(self, qualified: object) -> str:
        name = self[qualified] = _known(qualified) if isinstance(qualified, str) else ""
        return name


@lru_cache(maxsize=1024)
def _known(qualified: str) -> str:
    if not qualified.startswith("{"):
        prefix, colon, name = qualified.rpartition(":")
        if not colon:
            return name if name in _PLAIN else ""
        part = _UNDECLARED.get(prefix)  # as the parser's recovery leaves it
        return "" if part is None else part + name
    namespace, _, name = qualified[1:].partition("}")
    if namespace == _XML:
        return f"xml:{name}"
    if name == IMAGE:
        return name
    family = next((one for one in _FAMILIES if namespace.startswith(one)), None)
    if family is None:
        return ""
    part = namespace[len(family) :]
    return name if not part else _PARTS[part] + name if part in _PARTS else ""


def names_of(root: etree._Element, mode: Mode, problems: list[Problem]) -> Names:
    """The names of this document; raises Unreadable if it is not TTML."""
    namespace, _, local = str(root.tag).rpartition("}")
    line = line_of(root)
    if local.rpartition(":")[2] != "tt":
        raise Unreadable(line, f"The file begins with <{local[:40]}>, not with <tt>: it is not TTML.")
    if namespace[1:] not in _FAMILIES:
        if mode == "strict":
            raise Unreadable(line, f'<tt> is not in the namespace of TTML. Write <tt xmlns="{TTML}">.')
        problems.append(Problem(line, "namespace", "<tt> is not in the namespace of TTML; taken as if it were.", True))
    return Names()


def line_of(element: etree._Element) -> int:
    """Where the element's start tag is, counted from 1; the parser counts to 65,535."""
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 1
