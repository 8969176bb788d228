"""A file in another encoding is refused with the name of what it looks like, and a way out that works."""

from __future__ import annotations

import pytest

from service.timedtext import srt
from service.timedtext.encodings import looks_like
from service.timedtext.problems import Unreadable

TEXTS = {
    "Windows-1252": "Manche Dinge ändern sich nie. Für dich, für später: ein Café.",
    "Windows-1251": "Две чашки. Привычка. Некоторые вещи остаются прежними.",
    "Shift_JIS": "カップは二つ。いつもの癖です。変わらないものもある。",
    "EUC-KR": "컵은 두 개. 습관이에요. 어떤 것들은 변하지 않아요.",
    "GB18030": "两个杯子。这是习惯。有些东西从未改变过。",
    "UTF-16LE": "Two cups. Habit.",
    "UTF-16BE": "Two cups. Habit.",
}


def encoded(name: str) -> bytes:
    """Two cues in that encoding."""
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{TEXTS[name]}\n" for n in (1, 2)]
    return "\n".join(cues).encode(name)


@pytest.mark.parametrize("name", TEXTS)
def test_the_message_names_the_encoding_and_a_way_out_that_works(name: str) -> None:
    data = encoded(name)
    with pytest.raises(Unreadable) as caught:
        srt.read(data)
    assert f"looks like {name}" in caught.value.reason
    assert f"iconv -f {name} -t UTF-8" in caught.value.reason
    assert [cue.text for cue in srt.read(data.decode(name).encode()).cues] == [TEXTS[name]] * 2


def test_the_line_of_the_first_wrong_byte_is_told() -> None:
    with pytest.raises(Unreadable) as caught:
        srt.read("1\n00:00:01,000 --> 00:00:01,900\nHm.\nFür dich\n".encode("cp1252"))
    assert (caught.value.line, "byte 38, line 4, character 2" in caught.value.reason) == (4, True)


def test_a_byte_order_mark_of_utf_16_is_believed() -> None:
    with pytest.raises(Unreadable, match="iconv -f UTF-16 "):
        srt.read("1\n00:00:01,000 --> 00:00:01,900\nHm.\n".encode("utf-16"))


def test_what_nothing_gives_sense_to_is_not_guessed() -> None:
    assert looks_like(bytes(range(128, 256)) * 4) is None
