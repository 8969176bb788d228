"""XML as a stranger sends it: bytes to a tree, and no way for the bytes to reach further.

The text is decoded here, by its byte order mark or its XML declaration, so that a document type declaration is seen
before any parser could act on it: with it come entities that expand without end or read other files, and captions need
neither. Nothing is fetched; depth and size have limits. Source: XML 1.0, sections 2.8, 4.3.3 and appendix F.
"""

from __future__ import annotations

import codecs
import html
import re

from lxml import etree

from service.timedtext.decoding import MAX_BYTES
from service.timedtext.encodings import looks_like
from service.timedtext.problems import Mode, Problem, Unreadable

MAX_DEPTH = 100
MAX_ATTRIBUTES = 500  # of one element; the parser's cost grows with their square

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SHAPES = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,40})[\"']")
_KNOWN = re.compile(
    r"utf-?(?:8|16)(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-?\d{1,2}|latin-?\d|(?:windows-?|cp)(?:125\d|932|949|936|874)|"
    r"shift[-_]?jis|euc[-_](?:jp|kr)|gb(?:k|2312|18030)|big5|koi8-[ru]",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>")
_SIMPLE_DOCTYPE = re.compile(r"<!DOCTYPE[^\[\]<>]*>")
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?tt[\s>/]")
_LONG_TAG = re.compile(r"<[^<]{2000,}")  # as long as so many attributes are at least
_SPACE = re.compile(r"\s*")
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCTYPE = "A document type declaration (<!DOCTYPE …>) and its entities are not read. Save the file without it."


def looks_like_ttml(data: bytes) -> bool:
    """Whether the file's root element is `tt`, as far as its first 4 KiB show."""
    head = data[:4096]
    codec = next((name for mark, name in (*_MARKS, *_SHAPES) if head.startswith(mark)), "utf-8")
    text = head.decode(codec, "replace").lstrip("\ufeff")
    at = _after_asides(text)
    if text.startswith("<!DOCTYPE", at):
        at = _after_asides(text, text.find(">", at) + 1)
    return _ROOT.match(text, at) is not None


def tree_of(data: bytes, mode: Mode) -> tuple[etree._Element, list[Problem]]:
    """The root element and what was mended on the way; raises Unreadable with the line of the fault."""
    if len(data) > MAX_BYTES:
        raise Unreadable(1, f"The file has {len(data):,} bytes; a caption file has at most {MAX_BYTES:,}. Split it.")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(1, "The file is empty. Send the file that has the captions.")
    text, problems = _text_of(data, mode)
    text = _without_doctype(text, mode, problems)
    for tag in _LONG_TAG.finditer(text):
        if tag.group().count("=") > MAX_ATTRIBUTES:
            line = text.count("\n", 0, tag.start()) + 1
            raise Unreadable(line, f"An element has more than {MAX_ATTRIBUTES} attributes. Remove some.")
    root, fault = _parsed(text)
    if root is None and mode == "strict":
        raise Unreadable(*fault)
    return (_mended(text, problems, fault) if root is None else root), problems


def _text_of(data: bytes, mode: Mode) -> tuple[str, list[Problem]]:
    mark, codec = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", ""))
    codec = codec or next((name for shape, name in _SHAPES if data.startswith(shape)), "")
    declared = _DECLARED.match(data)
    if not codec:
        codec = declared[1].decode().lower() if declared else "utf-8"
    body = data[len(mark) :]
    fault = ""
    if not _KNOWN.fullmatch(codec):
        fault = f"The XML declaration names the encoding {codec!r}, which is not read. Save the file as UTF-8."
    elif codec.startswith("utf-16") and not mark and declared:
        fault = "The XML declaration says UTF-16, and the file is not. Correct the declaration or save it as UTF-8."
    if not fault:
        try:
            return body.decode(codec), []
        except UnicodeDecodeError as error:
            line = 1 + body[: error.start].decode(codec, "replace").count("\n")
            guess = looks_like(body) if codec == "utf-8" else None
            hint = f" It looks like {guess}." if guess else ""
            fault = f"The file is not {codec.upper()}, as it says.{hint} Save it as UTF-8."
    else:
        line = 1
    if mode == "strict":
        raise Unreadable(line, fault)
    return _guessed(body, line)


def _guessed(body: bytes, line: int) -> tuple[str, list[Problem]]:
    for codec in ("utf-8", looks_like(body) or "cp1252", "cp1252", "latin-1"):
        try:
            text = body.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        name = codec.upper()
        return text, [Problem(line, "encoding", f"The file is not what it declares; it was read as {name}.", True)]
    raise AssertionError("latin-1 takes every byte")


def _after_asides(text: str, at: int = 0) -> int:
    """Where the space, comments and processing instructions end."""
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        closing = "-->" if text.startswith("<!--", at) else "?>" if text.startswith("<?", at) else ""
        end = text.find(closing, at) if closing else -1
        if end < 0:
            return at
        at = end + len(closing)


def _without_doctype(text: str, mode: Mode, problems: list[Problem]) -> str:
    """The text, or Unreadable if it begins with a document type declaration that could do something."""
    at = _after_asides(text)
    if not text.startswith("<!DOCTYPE", at):
        return text
    simple = _SIMPLE_DOCTYPE.match(text, at)
    line = text.count("\n", 0, at) + 1
    if mode == "strict" or simple is None:
        raise Unreadable(line, _DOCTYPE)
    problems.append(Problem(line, "doctype", "The document type declaration was left aside.", True))
    return text[:at] + "\n" * simple.group().count("\n") + text[simple.end() :]


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        collect_ids=False,  # an identifier that is twice there, or no XML name, is no broken XML
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )


def _parsed(text: str) -> tuple[etree._Element | None, tuple[int, str]]:
    """The root, or the line and the words of the first fault."""
    try:
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), _parser()), (1, "")
    except etree.XMLSyntaxError as error:
        reason = str(error.msg or "it ends too early").partition(", line ")[0]
        return None, (max(1, error.lineno or 1), f"The XML is broken: {reason}. Correct it there.")


def _mended(text: str, problems: list[Problem], fault: tuple[int, str]) -> etree._Element:
    """The tree after the mends that lose nothing, else after the parser's own recovery, which may lose text."""
    declaration = _DECLARATION.search(text, 0, 1000)
    if declaration and not text[: declaration.start()].strip():
        if declaration.start():
            problems.append(Problem(1, "xml", "There was space before the XML declaration.", True))
        text = "\n" * text.count("\n", 0, declaration.end()) + text[declaration.end() :]
    text = _exchanged(text, _UNFIT, "control_character", "Characters that cannot be in XML were removed.", problems)
    text = _exchanged(text, _AMPERSAND, "ampersand", "`&` that begins no XML entity was read as it stands.", problems)
    if "<!DOCTYPE" in text:
        raise Unreadable(text.count("\n", 0, text.index("<!DOCTYPE")) + 1, _DOCTYPE)
    root, again = _parsed(text)
    if root is not None:
        return root
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise Unreadable(*fault)
    only_names = all(entry.type == etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE for entry in parser.error_log)
    code, done = (
        ("namespace", "It was taken as the usual one.") if only_names else ("xml", "What could be read was read.")
    )
    problems.append(Problem(again[0], code, f"{again[1]} {done}", only_names))
    return root


def _exchanged(text: str, pattern: re.Pattern[str], code: str, detail: str, problems: list[Problem]) -> str:
    first = pattern.search(text)
    if first is None:
        return text
    problems.append(Problem(text.count("\n", 0, first.start()) + 1, code, detail, True))
    return pattern.sub(_entity if code == "ampersand" else "", text)


def _entity(match: re.Match[str]) -> str:
    """A named character of HTML as itself, any other ampersand as an ampersand."""
    said = html.unescape(match.group())
    return "&amp;" + match.group()[1:] if said.startswith("&") else said
