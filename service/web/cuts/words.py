"""What the room of sources and cuts says: how films stand to their edit lists, what differs, why a file is refused."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemas.captions import Cell
from schemas.films import Film, FilmFinding
from schemas.videos import CutFacts, FrameRate
from service.problems import Invalid, Problem
from service.timedtext.timing import Rate
from service.videos.films import FilmStanding
from service.web.cuts.measures import clock
from service.web.cuts.overview import Shelf, Standing
from service.web.words import Language

PLATFORMS = {
    "all": "TikTok, Reels, Shorts",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "instagram_reels": "Instagram Reels",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "youtube_shorts": "YouTube Shorts",
}


def sentence(language: Language, shelves: Sequence[Shelf]) -> str:
    """One line that says how sources and cuts stand."""
    rows = [row for shelf in shelves for row in shelf.cuts]
    if not any(shelf.sources for shelf in shelves):
        return language.say("There is no film to cut from yet.")
    if not rows:
        return language.say("The film is here. Nothing is cut from it yet.")
    said = [language.plural("%(num)s cut.", "%(num)s cuts.", len(rows))]
    wrong = sum(1 for row in rows if row.film and row.film.held and row.film.state != "pending")
    if wrong:
        said.append(
            language.plural(
                "%(num)s film differs from its edit list.", "%(num)s films differ from their edit lists.", wrong
            )
        )
    elif pending := sum(1 for row in rows if row.film and row.film.state == "pending"):
        said.append(language.plural("%(num)s film is being compared.", "%(num)s films are being compared.", pending))
    return " ".join(said)


def film_state(language: Language, film: FilmStanding | Film | None) -> tuple[str, str]:
    """The symbol and the words of a film's state."""
    say = language.say
    if film is None:
        return "missing", say("No film yet")
    count = film.findings if isinstance(film.findings, int) else len(film.findings)
    match film.state:
        case "pending":
            return "review", say("Being compared")
        case "matching":
            return "ok", say("Matches its edit list")
        case _ if film.accepted:
            return "waived", say("Differs, accepted")
        case "mismatching":
            return "bad", language.plural("Differs in %(num)s place", "Differs in %(num)s places", count)
        case _:
            return "bad", say("Cannot be compared")


def captions_state(language: Language, standing: Standing) -> tuple[str, str]:
    """The symbol and the words of what is wanting in a cut's captions."""
    plural, count = language.plural, standing.count
    match standing.worst:
        case "blocked":
            return "bad", plural("%(num)s blocked", "%(num)s blocked", count)
        case "stale":
            return "stale", plural("%(num)s stale", "%(num)s stale", count)
        case "missing":
            return "missing", plural("%(num)s missing", "%(num)s missing", count)
        case "draft":
            return "draft", plural("%(num)s draft", "%(num)s drafts", count)
        case "in_review":
            return "review", plural("%(num)s in review", "%(num)s in review", count)
        case _:
            return "ok", language.say("All approved")


def cell_state(language: Language, cell: Cell) -> tuple[str, str]:
    """The symbol of a release's state, and its count where it is not complete."""
    symbols = {"in_review": "review", "approved": "ok", "blocked": "bad"}
    whole = cell.done == cell.total
    count = "" if whole else f"{language.number(cell.done)}/{language.number(cell.total)}"
    return symbols.get(cell.state, cell.state), count


def role(language: Language, name: str) -> str:
    """What a source is for its video."""
    match name:
        case "master":
            return language.say("Master")
        case "insert":
            return language.say("Insert")
        case _:
            return language.say("Dub")


class Differs(Struct, frozen=True):
    """One way in which a film differs, and the frames of the cut where it does; none: as a whole."""

    said: str
    frames: list[int]


def findings(language: Language, film: Film, cut: CutFacts) -> list[Differs]:
    """What differs, said once for all the places where it does."""
    places: dict[str, list[int]] = {}
    for one in film.findings:
        at = places.setdefault(_finding(language, one, film, cut), [])
        if one.cut_frame is not None and one.cut_frame not in at:
            at.append(one.cut_frame)
    return [Differs(said, sorted(frames)) for said, frames in places.items()]


def _finding(language: Language, one: FilmFinding, film: Film, cut: CutFacts) -> str:
    say, number = language.say, language.number
    measured, expected = one.measured or 0, one.expected or 0
    match one.kind:
        case "duration":
            return say(
                "The film lasts %(measured)s, its edit list %(expected)s.",
                measured=clock(round(measured)),
                expected=clock(round(expected)),
            )
        case "aspect":
            size = f"{film.width_px} × {film.height_px}"
            return say("The picture is %(size)s; the cut is %(aspect)s.", size=size, aspect=cut.aspect.value)
        case "picture" if one.measured is not None:
            return say(
                "It shows frame %(measured)s of the source; the edit list asks for %(expected)s.",
                measured=number(round(measured)),
                expected=number(round(expected)),
            )
        case "picture":
            return say("It shows something else than the edit list asks for.")
        case "framing":
            return say("Film and source differ in shape, and the picture is found in no part of it.")
        case "sound":
            return say("The sound is not that of the source, or it is silent where the source is not.")
        case _ if measured > 0:
            return say("The sound is %(ms)s ms too late; 40 ms are allowed.", ms=number(round(measured)))
        case _:
            return say("The sound is %(ms)s ms too early; 40 ms are allowed.", ms=number(round(-measured)))


def refusal(language: Language, problem: Problem) -> str:
    """Why a file is not taken, and what to do. That nothing was changed stands beside it."""
    say = language.say
    match problem.slug, problem.facts.get("reason"):
        case "not-a-film", "not_media" | "undecodable":
            return say("This file is not a film that can be read. Export it again as MP4, MOV or WebM.")
        case "not-a-film", "audio_only" | "no_video":
            return say(
                "This file has no picture. A source needs one, a dub too: send it with the picture it belongs to."
            )
        case "not-a-film", "truncated":
            return say(
                "This file ends in the middle. Export it again, or copy it again to your computer, and send that."
            )
        case "not-a-film", "uneven_rate":
            return say(
                "The frames do not come evenly, so a frame number would not stand for one time. Export the film at a"
                " constant rate of 1 to 240 frames a second."
            )
        case "not-a-film", _:
            return say("Reading this file takes too much. Export it as an ordinary MP4 and send that.")
        case "second-master", _:
            return say("This video has its master already. Send the file as an insert.")
        case "validation", _:
            return say("Choose a film first.")
        case "too-large", _:
            return say("This file is larger than what is taken here.")
        case "upload-not-ready", _:
            return say("The file has not arrived whole yet. Choose it again: sending goes on from where it stopped.")
        case "upload-gone" | "not-found", _:
            return say("What had arrived of this file was given up. Choose it and send it again.")
        case _:
            return say("This file was not taken: %(reason)s", reason=str(problem))


class Amiss(Struct, frozen=True):
    """What is wrong with an edit list, and in which line. `foreign`: in English, the words of its file and program."""

    said: str
    line: str = ""
    foreign: bool = True


def faults(language: Language, problem: Problem) -> list[Amiss]:
    """Everything that is wrong with an edit list; a name without a source is asked for once, below the list."""
    if not isinstance(problem, Invalid):
        listed = problem.facts.get("problems") or []
        return [Amiss(one["detail"], str(one["line"])) for one in listed] or [Amiss(str(problem))]
    found = [
        Amiss(one.detail, one.pointer.removeprefix("/lines/") if "/lines/" in one.pointer else "")
        for one in problem.faults
        if one.code != "source"
    ]
    if len(found) < len(problem.faults):
        asked = language.say("The list names a source that cannot be told from its name. Choose below what it means.")
        found.insert(0, Amiss(asked, foreign=False))
    return found


def platform(name: str) -> str:
    """What a platform calls itself; one that is not known here, as it was written."""
    return PLATFORMS.get(name, name.replace("_", " "))


def no_list(language: Language, missing: bool) -> str:
    """Why there is no edit list to look at."""
    if missing:
        return language.say("Choose an edit list file.")
    return language.say("This is no edit list that can be read. Its name ends with .edl, .otio or .json.")


def rate_of(fps: FrameRate) -> Rate:
    """A rate of the wire as times are reckoned with it."""
    return Rate(fps.num, fps.den)
