"""What changed inside a sentence, word by word: kept, removed and added pieces, in reading order."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct

# A word, one character of a script without spaces, a run of spaces, or one sign.
PIECE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+|\s+|[^\w\s]"
)


class Piece(Struct, frozen=True):
    """A stretch of text that was `kept`, `removed` or `added`."""

    how: str
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The pieces that lead from one text to the other."""
    before, after = PIECE.findall(old), PIECE.findall(new)
    pieces: list[Piece] = []
    for how, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece("kept", "".join(before[i:j])))
        else:
            pieces += [Piece("removed", "".join(before[i:j])), Piece("added", "".join(after[k:n]))]
    return _joined([piece for piece in pieces if piece.text])


def _joined(pieces: list[Piece]) -> list[Piece]:
    """A lone space between two changes belongs to both: `one two` -> `three four` is one change, not two."""
    spaces = {
        i for i, (a, b) in enumerate(pairwise(pieces), 1) if b.how == "kept" and b.text.isspace() and a.how != "kept"
    }
    joined: list[Piece] = []
    removed = added = ""
    for i, piece in enumerate(pieces):
        if piece.how == "kept" and not (i in spaces and i + 1 < len(pieces)):
            joined += [Piece("removed", removed)] * bool(removed) + [Piece("added", added)] * bool(added) + [piece]
            removed = added = ""
        else:
            removed += piece.text if piece.how != "added" else ""
            added += piece.text if piece.how != "removed" else ""
    return joined + [Piece("removed", removed)] * bool(removed) + [Piece("added", added)] * bool(added)
