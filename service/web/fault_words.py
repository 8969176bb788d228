"""What is wrong with a field of a form, in the reader's language: the API's faults by their code and place."""

from __future__ import annotations

from collections.abc import Iterable

from service.problems import Fault
from service.web.words import Language


class Faults:
    """The faults of a form by the place of their field (`beats.0.end_ms`); each is told once."""

    def __init__(self, language: Language, faults: Iterable[Fault] = ()) -> None:
        self._by_place: dict[str, list[str]] = {}
        self._told: set[str] = set()
        for one in faults:
            self.add(one.pointer.strip("/").replace("/", "."), words(language, one))

    def __bool__(self) -> bool:
        return bool(self._by_place)

    def __len__(self) -> int:
        return sum(len(said) for said in self._by_place.values())

    def add(self, place: str, said: str) -> None:
        """One more."""
        here = self._by_place.setdefault(place, [])
        if said not in here:
            here.append(said)

    def at(self, *places: str) -> str:
        """What is wrong at these places and nowhere deeper, as one text; empty where nothing is."""
        self._told.update(places)
        return " ".join(said for place in places for said in self._by_place.get(place, []))

    def under(self, place: str) -> str:
        """The same of a place and everything in it."""
        here = [one for one in self._by_place if one == place or one.startswith(f"{place}.")]
        return self.at(*here)

    def rest(self) -> list[str]:
        """What no field of the page has told."""
        return [said for place, here in self._by_place.items() if place not in self._told for said in here]


def words(language: Language, fault: Fault) -> str:
    """One fault. A code that has no sentence here is told as the API tells it."""
    say = language.say
    match fault.code:
        case "missing" | "length":
            return say("Something must stand here.")
        case "unshowable":
            return say("This holds signs that cannot be seen. Write plain letters.")
        case "twice":
            return say("This is here twice.")
        case "end_before_start" | "end_before_begin":
            return say("The end comes before the beginning.")
        case "overlap":
            return say("This begins before the one before it has ended.")
        case "unknown_market":
            return say("Choose a country or territory from the list.")
        case "unknown_platform":
            return say("Choose a platform from the list.")
        case "unknown_locale":
            return say("This is not a locale that Cutdown knows. Write it as de-AT or pt-BR.")
        case "unknown_currency":
            return say("This is not a currency. Write its three letters, as EUR.")
        case "too_many":
            return say("There are too many of these.")
        case "time":
            return say("Write seconds, as 3.5, or minutes and seconds, as 1:03.5.")
        case "year_out_of_range":
            return say("Choose a year from 2000 to 2100.")
        case "range":
            return say("This number is outside of what is possible.")
        case "beyond_source":
            return say("The film is shorter than that.")
        case "names_fact":
            return say("A fact cannot name another fact.")
        case "unknown_zone":
            return say("There is no time zone of this name. Write it as Europe/Berlin.")
        case "skipped":
            return say("On that day the clock skips this time.")
        case "future":
            return say("This moment has not come. Schedule it, and record it afterwards.")
        case "no_evidence":
            return say("Give the address of the post, a picture that proves it, or a note.")
        case "not_evidence":
            return say("Choose a picture (PNG, JPEG, WebP, HEIC) or a PDF of at most 20 MB.")
        case "not_planned":
            return say("The campaign does not run there. Add the market to the campaign first.")
        case "format" | "type" | "choice" | "address":
            return say("This cannot be read.")
        case _:
            return fault.detail
