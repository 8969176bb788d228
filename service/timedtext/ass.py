"""Advanced SubStation Alpha, for burning captions into a film with libass: written only.

One style, sized by the picture: letters are an eighteenth of its shorter side high, a standing picture keeps its lowest
fifth free, where platforms put their own words. Bold, italics, underline and the eight WebVTT colours are override
codes, the place of a cue is the nearest of the nine that ASS has. Times are centiseconds. Same document, same bytes.
"""

from __future__ import annotations

from service.timedtext import cue_settings
from service.timedtext.cuetext import Node, parse
from service.timedtext.flat_text import flat
from service.timedtext.losses import Feature
from service.timedtext.model import Cue, Document, tidy
from service.timedtext.srt_text import COLOURS, JOINER

CARRIES: frozenset[Feature] = frozenset({"bold", "italics", "underline", "alignment"})

WIDTH, HEIGHT = 1920, 1080  # of a picture that nothing is said about
SIZES = {"16:9": (1920, 1080), "9:16": (1080, 1920), "4:5": (1080, 1350), "1:1": (1080, 1080)}  # by shape
FONT = "Noto Sans"
_HEAD = """\
[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 0
ScaledBorderAndShadow: yes
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Captions,{font},{size},&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,{outline},0,2,{side},\
{side},{foot},-1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
_TAGS = {name: (f"{{\\{name}1}}", f"{{\\{name}0}}") for name in "biu"}
_MIDDLE, _LOW = 34, 67  # percent of the height, from which on a line stands in the middle, or low
_ROWS = 15  # lines that a picture has room for, as WebVTT counts them


def write(document: Document, *, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """The script for a picture of that many pixels. Encoding -1 lets libass find the direction of each text."""
    short = min(width, height)
    head = _HEAD.format(
        width=width,
        height=height,
        font=FONT,
        size=round(short / 18),
        outline=max(1, round(short / 360)),
        side=round(width * (0.1 if height > width else 0.05)),
        foot=round(height * (0.2 if height > width else 0.06)),
    )
    return (head + "".join(map(_event, document.cues))).encode()


def _event(cue: Cue) -> str:
    nodes = parse(cue.markup) if cue.markup else (Node("text", cue.text),)
    text = tidy(flat(_coloured(nodes), _TAGS | _COLOUR_TAGS, _escaped)).replace("\n", "\\N")
    place = _alignment(cue.settings) if cue.settings else 2
    code = f"{{\\an{place}}}" if place != 2 else ""
    begin, end = _stamp(cue.begin_ms), _stamp(max(cue.end_ms, cue.begin_ms + 10))
    return f"Dialogue: 0,{begin},{end},Captions,,0,0,0,,{code}{text}\n"


def _coloured(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes with the first colour among their classes as their kind."""
    made = []
    for node in nodes:
        colour = next((one for one in node.classes if one in COLOURS), None)
        children = _coloured(node.children)
        inner = Node(node.kind, node.value, (), children, node.ms)
        made.append(Node(colour, children=(inner,)) if colour else inner)
    return tuple(made)


def _bgr(value: str) -> str:
    return f"&H{value[4:]}{value[2:4]}{value[:2]}&".upper()


_COLOUR_TAGS = {name: (f"{{\\c{_bgr(value)}}}", "{\\c}") for name, value in COLOURS.items()}


def _escaped(text: str) -> str:
    """ASS has no escape for a backslash; an invisible word joiner behind it keeps it from meaning anything."""
    return text.replace("\\", f"\\{JOINER}").replace("{", "\\{").replace("}", "\\}")


def _alignment(settings: str) -> int:
    """The nearest of the nine places, as the keys of a number pad."""
    given = cue_settings.parse(settings).settings
    column = {"start": 1, "left": 1, "end": 3, "right": 3}.get(given.align, 2)
    if given.line == "auto" or given.vertical:
        return column
    line = given.line * 100 / _ROWS if given.snap_to_lines else given.line
    low = line < 0 if given.snap_to_lines else False
    return column + (0 if low or line >= _LOW else 3 if line >= _MIDDLE else 6)


def _stamp(ms: int) -> str:
    """`h:mm:ss.cc`, half a centisecond up."""
    hundredths = (ms + 5) // 10
    seconds, rest = divmod(hundredths, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:02d}"
