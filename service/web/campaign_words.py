"""What the campaign page says: how its releases stand, what a state means, what made a release stale."""

from __future__ import annotations

from service.web.matrix import Cell, Matrix, State
from service.web.staleness import What
from service.web.words import Language


def sentence(language: Language, matrix: Matrix, writing: int = 0) -> str:
    """One line that says how the campaign's releases stand, worst first; the files of `writing` of them follow."""
    total, counts = matrix.total, matrix.counts
    if not total:
        return language.say("There is nothing to release yet.")
    if matrix.approved == total:
        return language.plural("The only release is approved.", "All %(num)s releases are approved.", total)
    said = [
        language.say(
            "%(done)s of %(total)s releases are approved.",
            done=language.number(matrix.approved),
            total=language.number(total),
        )
    ]
    if count := counts[State.BLOCKED]:
        said.append(language.plural("%(num)s is blocked.", "%(num)s are blocked.", count))
    if count := counts[State.STALE]:
        said.append(language.plural("%(num)s went stale.", "%(num)s went stale.", count))
    if writing:
        said.append(
            language.plural(
                "%(num)s more is approved; its files are being written.",
                "%(num)s more are approved; their files are being written.",
                writing,
            )
        )
    if len(said) == 1 and (count := counts[State.IN_REVIEW]):
        said.append(language.plural("%(num)s waits for a reviewer.", "%(num)s wait for a reviewer.", count))
    if len(said) == 1 and (count := counts[State.MISSING]):
        said.append(language.plural("%(num)s has no text yet.", "%(num)s have no text yet.", count))
    return " ".join(said)


def explained(language: Language, cell: Cell) -> str:
    """What the state of a release means and what moves it on."""
    say, name = language.say, language.of(cell.locale)
    match cell.state:
        case State.MISSING:
            return say(
                "No cue of this cut has a text in %(language)s yet. A text is written once, for the master, and every"
                " cut that contains its cue shows it.",
                language=name,
            )
        case State.DRAFT if cell.done < cell.total:
            return language.plural(
                "%(num)s cue of this cut has no text in %(language)s yet. An incomplete release cannot be approved.",
                "%(num)s cues of this cut have no text in %(language)s yet. An incomplete release cannot be approved.",
                cell.total - cell.done,
                language=name,
            )
        case State.DRAFT if cell.film == "pending":
            return say("The uploaded film of this cut is being compared with its edit list. Releases wait for it.")
        case State.DRAFT if cell.text_approved:
            return say("The texts are approved. The files are being written and appear in a moment.")
        case State.DRAFT:
            return say("Every cue has its text. Nobody has asked for a review of %(language)s yet.", language=name)
        case State.IN_REVIEW if cell.release_number:
            return say(
                "The release is made and waits for a person: this cut clips, splits or changes a cue, or a cue breaks a"
                " rule of its language."
            )
        case State.IN_REVIEW:
            return say(
                "Every cue has its text. A reviewer approves %(language)s once, for all cuts and markets.",
                language=name,
            )
        case State.BLOCKED:
            return _blocked(language, cell)
        case State.STALE if cell.release_number:
            return say(
                "What this release was made from has changed since. Its files stay as they were until a new release is"
                " approved."
            )
        case State.STALE:
            return say("The source changed after these texts were written. Each one is to be rewritten or confirmed.")
        case State.APPROVED:
            return say("Approved and up to date. The bytes of a file never change; a newer release gets new files.")


def _blocked(language: Language, cell: Cell) -> str:
    """What must be done before anything of a cell is delivered."""
    say, name = language.say, language.of(cell.locale)
    if cell.conflicts:
        return say(
            "This cut has something of its own where the text or the time has changed since. Nothing is released"
            " until somebody decides what stays."
        )
    if cell.missing_facts:
        return say(
            "The text names market facts that have no value here, or none that can be written in %(language)s:"
            " %(facts)s. Nothing is released until they have one.",
            language=name,
            facts=language.listing([f"{{{key}}}" for key in cell.missing_facts]),
        )
    if cell.film not in (None, "pending"):
        return say(
            "The uploaded film of this cut differs from its edit list, or could not be compared with it. Nothing is"
            " released until the right film is there, the edit list is corrected, or somebody accepts the film."
        )
    return say("Withdrawn. Nothing is delivered until a newer release is approved.")


def changed(language: Language, what: What) -> str:
    """What happened to a cue."""
    match what:
        case What.SOURCE:
            return language.say("the source text changed")
        case What.TEXT:
            return language.say("the text changed")
        case What.TIMING:
            return language.say("the timing changed")
        case What.ADDED:
            return language.say("new in this cut")
        case What.REMOVED:
            return language.say("no longer in this cut")
