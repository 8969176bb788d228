"""SCC: the captions of CEA-608 on channel 1, by their words, rows, styles and times; beside two peers."""

from __future__ import annotations

import pycaption
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ttconv.scc.reader import to_model

from service.timedtext import scc
from service.timedtext.model import Document
from service.timedtext.problems import Unreadable

RCL, EOC, EDM, ENM = "1420", "142f", "142c", "142e"
RU2, CR, RDC, BS, DER = "1425", "142d", "1429", "1421", "1424"
ROW_15, ROW_14, ROW_1, ROW_1_INDENT_8 = "1470", "1450", "1150", "1154"


def word(text: str) -> str:
    """Four digits with their parity set; two letters become their codes."""
    pair = bytes.fromhex(text) if len(text) == 4 else text.encode("ascii").ljust(2, b"\0")
    return bytes(byte | (0x80 if byte.bit_count() % 2 == 0 else 0) for byte in pair).hex()


def words(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def file(*lines: tuple[str, list[str]]) -> bytes:
    body = (f"{label}\t{' '.join(map(word, codes))}\n" for label, codes in lines)
    return "\n".join(["Scenarist_SCC V1.0\n", *body]).encode()


def pop_on(*codes: str) -> Document:
    """One caption from 1 s on, loaded before, taken away after 3 s."""
    return scc.read(file(("00:00:00:00", [RCL, ENM, *codes]), ("00:00:01:00", [EOC]), ("00:00:03:00", [EDM])))


def text_of(*codes: str) -> str:
    (cue,) = pop_on(ROW_15, *codes).cues
    return cue.text


def test_a_pop_on_caption_is_shown_when_it_is_flipped_until_it_is_erased() -> None:
    (cue,) = pop_on(ROW_14, *words("Two cups."), ROW_15, *words("Habit.")).cues
    assert (cue.begin_ms, cue.end_ms, cue.text) == (1001, 3003, "Two cups.\nHabit.")


def test_drop_frame_time_code_keeps_to_the_clock() -> None:
    line = [RCL, ENM, ROW_15, "Hm", EOC]
    drop = scc.read(file(("00:10:00;00", line), ("00:10:02;00", [EDM])))
    plain = scc.read(file(("00:10:00:00", line), ("00:10:02:00", [EDM])))
    assert [drop.cues[0].begin_ms, plain.cues[0].begin_ms] == [600_133, 600_733]  # four frames after the time code


def test_codes_that_are_sent_twice_count_once() -> None:
    (cue,) = pop_on(ROW_15, ROW_15, "1139", "1139", "ab", BS, BS, "cd", "1723", "1723", "ef").cues
    assert cue.text == "acd ef"


def test_all_character_sets() -> None:
    assert text_of("*\\", "^_", "`{", "|}", "~\x7f") == "áéíóúç÷Ññ█"
    assert text_of(*(f"11{code:02x}" for code in range(0x30, 0x40))) == "®°½¿™¢£♪à èâêîôû"
    extended = "".join(text_of(f"{group}{code:02x}") for group in ("12", "13") for code in range(0x20, 0x40))
    assert extended == "ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤│ÅåØø┌┐└┘"


def test_an_extended_character_takes_the_place_of_the_one_before() -> None:
    assert text_of("Gr", "u", "1225", "n!") == "Grün!"


def test_the_end_of_a_row_is_deleted() -> None:
    assert text_of("abcd"[:2], "cd", BS, DER, "x") == "abcx"
    (cue,) = pop_on(ROW_15, "ab", "cd", ROW_15, "x", DER).cues
    assert cue.text == "x"


def test_mid_row_codes_and_preambles_style_the_text() -> None:
    (cue,) = pop_on(ROW_14, "I ", "112e", "sa", "id", "1120", "so", "147e", "No", "w").cues
    assert cue.text == "I said so\nNow"
    assert cue.markup == "I <i>said</i> so\nNow"
    (cue,) = pop_on("146f", "Hm", "1124", "ha").cues  # row 15 in underlined italics, then blue
    assert cue.markup == "<i><u>Hm</u></i> <c.blue>ha</c>"


PLACES = {
    "low and in the middle": (("1470", "1721", "x" * 28), ""),
    "top": (("1150", *["  "] * 2, *words("y" * 24)), "line:10%"),
    "indented": (("1350", "Hm"), "line:68.67% position:10%,line-left align:left"),
    "top right": (("115e", "Hm"), "line:10% position:80%,line-left align:left"),
}


@pytest.mark.parametrize("name", PLACES)
def test_rows_and_columns_become_settings(name: str) -> None:
    codes, settings_of = PLACES[name]
    (cue,) = pop_on(*(one for code in codes for one in (words(code) if len(code) > 4 else [code]))).cues
    assert cue.settings == settings_of


def test_each_row_that_rolls_up_is_a_cue_of_its_own() -> None:
    document = scc.read(
        file(
            ("00:00:01:00", [RU2, CR, ROW_15, *words("Two cups.")]),
            ("00:00:03:00", [RU2, CR, ROW_15, *words("Habit.")]),
            ("00:00:05:00", [EDM]),
        )
    )
    assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in document.cues] == [
        (1101, 3103, "Two cups."),
        (3103, 5005, "Habit."),
    ]


def test_a_paint_on_caption_is_there_from_its_first_character() -> None:
    (cue,) = scc.read(file(("00:00:01:00", [RDC, ROW_15, *words("Two cups.")]), ("00:00:02:00", [EDM]))).cues
    assert (cue.begin_ms, cue.end_ms, cue.text) == (1068, 2002, "Two cups.")


def test_other_channels_and_a_missing_end_are_named() -> None:
    document = scc.read(file(("00:00:00:00", [RCL, ROW_15, "Hm", "1c20", "No", RCL, EOC])))
    assert [cue.text for cue in document.cues] == ["Hm"]
    assert document.cues[0].end_ms - document.cues[0].begin_ms == 4004
    assert document.left_out == (
        "text of another channel",
        "the last caption has no end; it was given 4 seconds at least",
    )


SHOWN = f"{word(RCL)} {word(ROW_15)} {word('Hm')} {word(EOC)}"
REFUSED = {
    "no signature": (f"00:00:01:00\t{SHOWN}\n", 1, "begins with the line"),
    "no word": (f"Scenarist_SCC V1.0\n\n00:00:01:00\t{SHOWN} 94\n", 3, "no word"),
    "parity": (f"Scenarist_SCC V1.0\n\n00:00:01:00\t{SHOWN} 1420\n", 3, "parity of 1 word is wrong"),
    "no line": (f"Scenarist_SCC V1.0\n\n00:00:01:00\t{SHOWN}\n\nHm.\n", 5, "no time code with words"),
    "no such time": (f"Scenarist_SCC V1.0\n\n00:01:00;00\t{SHOWN}\n", 3, "does not exist"),
    "back in time": (f"Scenarist_SCC V1.0\n\n00:01:00:00\t{SHOWN}\n00:00:01:00\t{SHOWN}\n", 4, "before the line above"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_strict_refuses_with_the_line_and_repair_names_it(name: str) -> None:
    text, line, reason = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        scc.read(text.encode())
    assert (caught.value.line, reason in caught.value.reason) == (line, True), caught.value.reason
    document = scc.read(text.encode(), "repair")
    assert document.cues[0].text == "Hm"
    assert (line, True) in [(one.line, reason in one.detail) for one in document.problems]


@given(st.lists(st.binary(min_size=2, max_size=2), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_words_give_cues_or_unreadable(pairs: list[bytes]) -> None:
    data = f"Scenarist_SCC V1.0\n\n00:00:01:00\t{SHOWN} {' '.join(pair.hex() for pair in pairs)}\n".encode()
    document = scc.read(data, "repair")
    assert all(cue.begin_ms < cue.end_ms and cue.text.strip() for cue in document.cues)


FILM = file(
    ("00:00:00:00", [RCL, RCL, ENM, ENM, ROW_14, ROW_14, *words("Two cups."), ROW_15, ROW_15, *words("Habit.")]),
    ("00:00:02:00", [EOC, EOC]),
    ("00:00:03:15", [RCL, RCL, ENM, ENM, ROW_15, ROW_15, *words("You always pour"), EDM, EDM, EOC, EOC]),
    ("00:00:08:00", [EDM, EDM]),
)


def test_peers_read_the_same_words_at_nearly_the_same_times() -> None:
    """pycaption counts the frames of non-drop time code as if there were 30 a second and joins captions that are less
    than five frames apart; ttconv begins a caption with the frame after its flip. Three frames cover both."""
    ours = [(cue.text, cue.begin_ms, cue.end_ms) for cue in scc.read(FILM).cues]
    theirs = [
        (c.get_text(), c.start / 1000, c.end / 1000)
        for c in pycaption.SCCReader().read(FILM.decode()).get_captions("en-US")
    ]
    body = to_model(FILM.decode()).get_body()
    models = [one for one in body.dfs_iterator() if type(one).__name__ == "P"]
    third = [(_text(one), float(one.get_begin() * 1000), float(one.get_end() * 1000)) for one in models]
    for peer in (theirs, third):
        assert [" ".join(one[0].split()) for one in peer] == [" ".join(one[0].split()) for one in ours]
        for (_, begin, end), (_, begin_ms, end_ms) in zip(peer, ours, strict=True):
            assert max(abs(begin - begin_ms), abs(end - end_ms)) <= 101, (peer, ours)


def _text(paragraph: object) -> str:
    nodes = list(paragraph.dfs_iterator())  # type: ignore[attr-defined]
    return "".join(
        one.get_text() if type(one).__name__ == "Text" else " " if type(one).__name__ == "Br" else "" for one in nodes
    )
