"""Where what somebody typed differs from what somebody else saved meanwhile, told as short texts. Pure."""

from __future__ import annotations

from service.web.rows import Tree
from service.web.story.form import text
from service.web.story.words import kind_name, treatment_name
from service.web.words import Language


def differences(language: Language, theirs: Tree, mine: Tree) -> list[tuple[str, str, str]]:
    """Each field that differs: its name, what stands there now, what was typed here."""
    say = language.say
    names = {
        "title": say("Title"),
        "archetype": say("Archetype"),
        "premise": say("Premise"),
        "emotion": say("Emotion"),
        "conflict": say("Conflict"),
    }
    found = [(word, text(theirs, name), text(mine, name)) for name, word in names.items()]
    told = [treatment_name(language, text(tree, "treatment")) for tree in (theirs, mine)]
    found.append((say("Treatment"), told[0], told[1]))
    found.append((say("Beats"), _beats(language, theirs), _beats(language, mine)))
    return [one for one in found if one[1] != one[2]]


def _beats(language: Language, tree: Tree) -> str:
    """One line for each beat, with its shots."""
    lines = []
    for beat in tree.get("beats", []):
        shots = beat.get("shots", [])
        told = ", ".join(f"{shot.get('planned', '')} s {text(shot, 'dialogue')}".strip() for shot in shots)
        window = f"{text(beat, 'begin')}–{text(beat, 'end')}"
        lines.append(f"{kind_name(language, text(beat, 'kind'))} {window} {text(beat, 'title')} [{told}]")
    return "\n".join(lines)
