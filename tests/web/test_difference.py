"""What changed inside a sentence is shown word by word, in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.difference import difference


def shown(old: str, new: str) -> str:
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.how].format(piece.text) for piece in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Is this my cup?", "Is that my cup?", "Is [-this-][+that+] my cup?"),
        ("Ist das meine Tasse?", "Ist das da meine Tasse?", "Ist das[+ da+] meine Tasse?"),
        ("one two three", "four five three", "[-one two-][+four five+] three"),
        ("これは私のカップ？", "それは私のカップ？", "[-こ-][+そ+]れは私のカップ？"),
        ("أهذا كوبي؟", "أذاك كوبي؟", "[-أهذا-][+أذاك+] كوبي؟"),
        ("same", "same", "same"),
        ("", "new", "[+new+]"),
    ],
)
def test_only_the_words_that_differ_are_marked(old: str, new: str, marked: str) -> None:
    assert shown(old, new) == marked


@given(st.text(), st.text())
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != "added") == old
    assert "".join(piece.text for piece in pieces if piece.how != "removed") == new
