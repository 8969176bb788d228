"""The plain transcript: running text, a paragraph for each speaker and after pauses."""

from __future__ import annotations

from service.timedtext import transcript
from service.timedtext.model import Cue, Document


def written(*cues: Cue) -> str:
    return transcript.write(Document(cues)).decode()


def test_lines_and_cues_become_running_text() -> None:
    assert (
        written(
            Cue("1", 0, 1000, "You always pour\nthe second one,"),
            Cue("2", 1000, 2000, "don't you?"),
            Cue("3", 2000, 3000, "Habit."),
        )
        == "You always pour the second one, don't you? Habit.\n"
    )


def test_a_pause_after_a_sentence_ends_a_paragraph_and_one_within_does_not() -> None:
    assert (
        written(
            Cue("1", 0, 1000, "Two cups."),
            Cue("2", 3000, 4000, "And then …"),
            Cue("3", 6500, 7000, "nothing, not"),
            Cue("4", 9500, 9900, "even that."),
        )
        == "Two cups.\n\nAnd then …\n\nnothing, not even that.\n"
    )


def test_speakers_are_named_where_they_change() -> None:
    assert (
        written(
            Cue("1", 0, 1000, "Two cups.", markup="<v Ann>Two cups.</v>"),
            Cue("2", 1000, 2000, "Habit. Hm.", markup="<v Ann>Habit.</v> <v Tom & Co>Hm.</v>"),
            Cue("3", 2000, 3000, "(rain)"),
            Cue("4", 3000, 4000, "(rain)", markup="<i>(rain)</i>"),
        )
        == "Ann: Two cups. Habit.\n\nTom & Co: Hm.\n\n(rain) (rain)\n"
    )


def test_scripts_without_spaces_are_joined_without() -> None:
    assert (
        written(Cue("1", 0, 1000, "カップは\n二つ。"), Cue("2", 1000, 2000, "いつもの癖。"))
        == "カップは二つ。いつもの癖。\n"
    )
    assert written(Cue("1", 0, 1000, "컵은\n두 개.")) == "컵은 두 개.\n"


def test_order_is_that_of_time_and_nothing_gives_nothing() -> None:
    assert written(Cue("2", 1000, 2000, "two"), Cue("1", 0, 1000, "one"), Cue("3", 2000, 3000, " ")) == "one two\n"
    assert written() == ""


def test_speakers_that_share_a_cue_have_a_paragraph_each() -> None:
    document = Document((Cue("", 0, 1000, "- Coming?\n- In a minute."), Cue("", 1100, 2000, "Good.")))
    assert transcript.write(document).decode() == "- Coming?\n\n- In a minute. Good.\n"
