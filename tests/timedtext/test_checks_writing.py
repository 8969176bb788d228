"""How a language is written: what is found, what is proposed, and what is left alone."""

from __future__ import annotations

import pytest

from service.rulebook import load
from service.rulebook.timed_text import Kind
from service.timedtext.checks import check
from service.timedtext.findings import Finding
from service.timedtext.model import Cue
from service.timedtext.rules import Rule

WRITING: tuple[Rule, ...] = (
    "forbidden_characters",
    "bidi",
    "ellipsis",
    "quotes",
    "spacing",
    "punctuation",
    "dual_speaker",
    "sound_brackets",
    "numerals",
    "italics",
)


def written(
    locale: str, text: str, kind: Kind = "subtitles", profile: str = "house", markup: str = ""
) -> list[Finding]:
    found = check([Cue("a", 0, 6000, text, markup=markup)], load().rules(locale, kind, profile=profile))
    return [one for one in found if one.rule in WRITING]


@pytest.mark.parametrize(
    ("locale", "text", "rule", "better"),
    [
        ("en-US", "-Yes.\n- No.", "dual_speaker", "-Yes.\n-No."),
        ("en-US", "—Yes.\n–No.", "dual_speaker", "-Yes.\n-No."),
        ("fr-CA", "-Oui.\n-Non.", "dual_speaker", "- Oui.\n- Non."),
        ("fi-FI", "-Joo.\n-Ei.", "dual_speaker", "Joo.\n-Ei."),
        ("bg-BG", "Да.\n-Не.", "dual_speaker", "Да.\n- Не."),
        ("en-US", "Wait...", "ellipsis", "Wait…"),
        ("ja-JP", "それは……", "ellipsis", "それは…"),
        ("zh-Hans-CN", "等等...", "ellipsis", "等等⋯"),
        ("en-US", "He said «yes».", "quotes", 'He said "yes".'),
        ("de-DE", "Er sagte “ja”.", "quotes", 'Er sagte "ja".'),
        ("fr-FR", 'Il dit "oui".', "quotes", "Il dit «\u202foui\u202f»."),
        ("ja-JP", "“二つ”だ", "quotes", "「二つ」だ"),
        ("fr-FR", "Quoi ?", "spacing", "Quoi\u202f?"),
        ("fr-BE", "« Oui »", "spacing", "«\u202fOui\u202f»"),
        ("ja-JP", "はい。そう、これ。", "punctuation", "はい\u3000そう これ"),
        ("zh-Hant-TW", "你好，世界。", "punctuation", "你好 世界"),
        ("ja-JP", "5つと１２個", "numerals", "５つと12個"),
        ("en-US", "A\tB", "forbidden_characters", "A B"),
        ("en-US", "A\ufeffB\x07", "forbidden_characters", "AB"),
        ("en-US", "A\u202eBC", "bidi", "ABC"),
        ("en-US", "A\u2067B", "bidi", "A\u2067B\u2069"),
        ("en-US", "AB\u2069\u202c", "bidi", "AB"),
        ("en-US", "\u2067A\nB\u2069", "bidi", "\u2067A\u2069\nB"),
        ("he-IL", "Cutdown היא טובה!", "bidi", "\u200fCutdown היא טובה!"),
        ("ar-SA", "نعم\nOK، نعم", "bidi", "نعم\n\u200fOK، نعم"),
        ("en-US", "שלום is hello.", "bidi", "\u200eשלום is hello."),
    ],
)
def test_what_is_written_otherwise_is_put_right(locale: str, text: str, rule: Rule, better: str) -> None:
    (finding,) = written(locale, text)
    assert (finding.rule, finding.fix and finding.fix.text, finding.fix and finding.fix.safe) == (rule, better, True)
    assert written(locale, better) == []


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-US", "-Yes.\n-No."),
        ("en-US", "It dropped to\n-5 degrees."),
        ("fr-FR", "- Oui.\n-\u00a0Non."),
        ("fi-FI", "Joo.\n-Ei."),
        ("ja-JP", "はい\nーそう"),
        ("en-US", "“Two” cups"),
        ("fr-FR", "L’été, «\u00a0oui\u00a0»\u202f!"),
        ("en-US", "Nine cups, 11 of them blue, 5% off, at 7:30, 3 km away, 2.5 l."),
        ("fr-FR", "Devant 2 000 personnes, à 20 h."),
        ("ar-SA", "هناك 5 أكواب"),
        ("ko-KR", "컵 5개"),
        ("he-IL", "OK"),
        ("he-IL", "\u200fCutdown טוב"),
        ("he-IL", "\u2066Cutdown\u2069 טוב"),
        ("he-IL", "אני אוהב Cutdown."),
        ("en-US", "(door slams)"),
    ],
)
def test_what_is_right_is_left_alone(locale: str, text: str) -> None:
    assert written(locale, text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Yes.\n-No.", "dual_speaker"),
        ("Well..", "ellipsis"),
        ("Well.....", "ellipsis"),
        ("He said «yes.", "quotes"),
        ("I have 5 cups.", "numerals"),
        ("12 cups are here.", "numerals"),
        ("Lost \ufffd letter", "forbidden_characters"),
        ("A private \ue000 letter", "forbidden_characters"),
    ],
)
def test_what_only_a_person_can_put_right_has_no_fix(text: str, rule: Rule) -> None:
    (finding,) = written("en-US", text)
    assert (finding.rule, finding.fix) == (rule, None)


@pytest.mark.parametrize(
    ("locale", "text", "better"),
    [
        ("en-US", "(door slams)", "[door slams]"),
        ("ja-JP", "[音楽]", "（音楽）"),
        ("de-DE", "(Tür)\nHallo.", "[Tür]\nHallo."),
    ],
)
def test_captions_have_sounds_in_brackets(locale: str, text: str, better: str) -> None:
    (finding,) = written(locale, text, "captions")
    assert (finding.rule, finding.fix and finding.fix.text) == ("sound_brackets", better)
    assert written(locale, better, "captions") == []


def test_the_quotes_of_print_do_in_house_and_not_for_netflix() -> None:
    assert written("de-DE", "„Ja“") == []
    (finding,) = written("de-DE", "„Ja“", profile="netflix")
    assert finding.fix is not None
    assert finding.fix.text == '"Ja"'


def test_fixes_of_one_text_build_on_each_other() -> None:
    dots, dashes = written("fr-FR", "-Oui...\n-Non.")
    assert dots.fix is not None
    assert dots.fix.text == "-Oui…\n-Non."
    assert dashes.fix is not None
    assert dashes.fix.text == "- Oui…\n- Non."


def test_a_fix_keeps_the_markup_or_is_none() -> None:
    (finding,) = written("en-US", "Wait...", markup="<i>Wait...</i>")
    assert finding.fix is not None
    assert (finding.fix.text, finding.fix.markup) == ("Wait…", "<i>Wait…</i>")
    (finding,) = written("fr-FR", "-Oui.\n-Non.", markup="<i>-Oui.</i>\n-Non.")
    assert finding.fix is None


def test_a_fix_that_makes_a_line_too_long_is_not_safe() -> None:
    (finding,) = written("fr-FR", "-" + "x" * 41 + "\n-Non.")
    assert finding.fix is not None
    assert not finding.fix.safe


def test_italics_are_for_languages_that_have_them() -> None:
    assert written("en-US", "Wait", markup="<i>Wait</i>") == []
    (finding,) = written("ko-KR", "컵 & 컵", markup="<i.big>컵</i> &amp; <b>컵</b>", profile="netflix")
    assert (finding.rule, finding.severity) == ("italics", "error")
    assert finding.fix is not None
    assert (finding.fix.text, finding.fix.markup) == ("컵 & 컵", "컵 &amp; <b>컵</b>")
    (finding,) = written("ko-KR", "컵", markup="<i>컵</i>")
    assert finding.fix is not None
    assert finding.fix.markup == ""
