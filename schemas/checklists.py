"""What a market asks of a cut's accessibility and honesty, item by item, and what is answered to it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from schemas.bases import Market, Moment, Page, Received, Returned, Sha256, Wrong
from schemas.captions import KIND
from schemas.ids import AnswerId, CampaignId, CutId, PersonId, ReleaseId
from schemas.problems import ProblemDocument

MOST_ANSWERS = 500

ItemKey = Annotated[str, Meta(description="an item of the catalog", min_length=1, max_length=20, examples=["REP-01"])]
Sentence = Annotated[
    str,
    Meta(
        description="what is signed, or why it is waived or does not apply",
        max_length=2000,
        examples=["I watched it twice with the community panel; nothing is played for pity."],
    ),
]
AnswerStatus = Annotated[
    Literal["signed", "waived", "not_applicable", "taken_back"],
    Meta(
        description="`signed`: somebody says that it holds; `waived`: it does not, and may go out all the same;"
        " `not_applicable`: there is nothing in it that this asks about; `taken_back`: the answer before is withdrawn",
        examples=["signed"],
    ),
]
ItemState = Annotated[
    Literal["open", "holds", "fails", "signed", "waived", "stale", "not_applicable"],
    Meta(
        description="`open`: it waits, `reason` says for whom or what; `holds`, `fails`: as measured; `signed`,"
        " `waived`: as a person answered, for exactly these bytes; `stale`: it was answered, and what it was answered"
        " for has changed since; `not_applicable`: there is nothing that it asks about",
        examples=["stale"],
    ),
]
SubjectKind = Annotated[
    Literal["cut", "rendition", "release"],
    Meta(
        description="what an answer is bound to. `cut`: the edit list and what is declared in it; `rendition`: the"
        " bytes of the film; `release`: the captions of the market in every locale",
        examples=["release"],
    ),
]
Group = Annotated[Literal["see_and_hear", "say_what_it_is", "judge_with_care"], Meta(examples=["judge_with_care"])]
Level = Annotated[Literal["required", "required_if_in_scope", "recommended"], Meta(examples=["recommended"])]
AnsweredBy = Annotated[
    Literal["measured", "signed", "assisted"],
    Meta(
        description="`measured`: by the engine, where it can; `signed`: by a person; `assisted`: by a person, with what"
        " the engine found",
        examples=["signed"],
    ),
]
Digest = Annotated[Sha256, Meta(description="of what was answered for")]


AnswerNumber = Annotated[int, Meta(description="counts the answers to this item here", ge=1, examples=[1])]


class Reason(Returned, frozen=True):
    """Why an item stands as it stands: a code for programs, its facts, and a sentence."""

    code: Annotated[str, Meta(examples=["release_changed"])]
    facts: Annotated[dict[str, Any], Meta(examples=[{"locale": "de-DE", "then": 11, "now": 12}])]
    detail: Annotated[str, Meta(examples=["It was answered for release 11 in de-DE; now it is release 12."])]


class MeasuredValue(Returned, frozen=True):
    """A number with its limits, in the unit that it is measured in."""

    name: Annotated[str, Meta(examples=["integrated_loudness"])]
    measured: Annotated[float, Meta(examples=[-15.8])]
    least: Annotated[float | None, Meta(examples=[-17.0])]
    most: Annotated[float | None, Meta(examples=[-15.0])]
    unit: Annotated[str, Meta(examples=["LUFS"])]
    holds: bool


class MeasuredPlace(Returned, frozen=True):
    """Where a measurement breaks its limit: in a locale, at a time of the cut, with the words that stand there."""

    locale: Annotated[str | None, Meta(examples=["de-DE"])]
    begin_ms: Annotated[int | None, Meta(description="in the cut", examples=[42_600])]
    end_ms: Annotated[int | None, Meta(examples=[43_800])]
    text: Annotated[str, Meta(examples=["Mama?"])]
    says: Annotated[str, Meta(examples=["25.3 characters a second; at most 17."])]


class Measured(Returned, frozen=True):
    """What the engine measured. `candidate`: it found something that a person decides on."""

    verdict: Annotated[Literal["holds", "fails", "candidate", "not_applicable"], Meta(examples=["holds"])]
    code: Annotated[str, Meta(examples=["loudness"])]
    values: list[MeasuredValue]
    places: Annotated[list[MeasuredPlace], Meta(description="at most 50, in order of time")]
    detail: Annotated[str, Meta(examples=["-15.8 LUFS, true peak -1.4 dBTP."])]


class ItemBasis(Returned, frozen=True):
    """A law, standard or code that an item rests on, and how well that is known."""

    pack: Annotated[str, Meta(examples=["EU"])]
    law: Annotated[str, Meta(examples=["EN 301 549 v3.2.1"])]
    binds: Annotated[str, Meta(description="whom it binds", examples=["a video that is part of a covered service"])]
    confirmed: Annotated[bool, Meta(description="its text was seen, or the organization's counsel confirmed it")]
    in_force: bool
    valid_from: Annotated[date | None, Meta(examples=["2025-06-28"])]
    source_title: Annotated[str, Meta(examples=["EN 301 549 V3.2.1, clause 7"])]
    source_url: Annotated[str, Meta(examples=["https://www.etsi.org/deliver/etsi_en/301500_301599/301549/"])]
    confidence: Annotated[str, Meta(description="`source_text`, `not_confirmed` or `memory`", examples=["source_text"])]


class Answer(Returned, frozen=True):
    """What a person answered. Answers are never changed: a later one stands in the place of an earlier one."""

    id: AnswerId
    cut_id: CutId
    market: Market
    item: ItemKey
    number: AnswerNumber
    status: AnswerStatus
    sentence: Sentence
    role: Annotated[str, Meta(description="in which they answered", examples=["marketer"])]
    by: PersonId
    person: Annotated[str, Meta(description="their name", examples=["Jonas Weil"])]
    at: Moment
    subject: SubjectKind
    subject_sha256: Annotated[Digest | None, Meta(description="null: there was no film yet")]
    item_hash: Annotated[Sha256, Meta(description="of the item as it was then")]


class AnswerPage(Page[Answer], frozen=True):
    """Some answers."""


class ChecklistItem(Returned, frozen=True):
    """An item as it stands for a cut in a market.

    `blocks`: a post waits for it; its basis is confirmed and in force. What is not confirmed warns and never blocks.
    """

    item: ItemKey
    title: Annotated[str, Meta(examples=["Responsible representation review"])]
    guidance: Annotated[str, Meta(examples=["Watch it with somebody who lives what is shown."])]
    group: Group
    topic: Annotated[str, Meta(examples=["representation"])]
    level: Level
    subject: SubjectKind
    answered_by: AnsweredBy
    metric: Annotated[str, Meta(examples=["a named reviewer says so"])]
    threshold: Annotated[str, Meta(examples=["signed"])]
    blocks: bool
    why: Annotated[str, Meta(description="why the place asks for it, where that is not law", examples=[""])]
    basis: list[ItemBasis]
    labels: Annotated[list[str], Meta(description="the words that a law asks for", examples=[["Werbung", "Anzeige"]])]
    state: ItemState
    reason: Reason | None
    measured: Measured | None
    answer: Annotated[Answer | None, Meta(description="the newest, fresh or not; null after it was taken back")]
    subject_sha256: Annotated[
        Digest | None, Meta(description="what an answer is given for now; null: there is no film")
    ]
    item_hash: Sha256
    answerable: Annotated[bool, Meta(description="whether a person may sign it as it stands")]


class ReleaseInForce(Returned, frozen=True):
    """Captions that a checklist speaks of."""

    release_id: ReleaseId
    locale: Annotated[str, Meta(examples=["de-DE"])]
    kind: KIND
    number: Annotated[int, Meta(ge=1, examples=[12])]
    stale: bool
    sha256: Sha256


class Outstanding(Returned, frozen=True):
    """An item that is not answered as it should be."""

    item: ItemKey
    title: Annotated[str, Meta(examples=["Responsible representation review"])]
    state: ItemState
    reason: Reason | None
    since: Annotated[
        Moment | None,
        Meta(
            description="it stands like this since then at the latest: what it asks about is as it is; null: not kept"
        ),
    ]


class Standing(Returned, frozen=True):
    """How far a cut is in a market. `holds` of `total` items are measured to hold, signed, waived or do not apply."""

    cut_id: CutId
    market: Market
    holds: Annotated[int, Meta(ge=0, examples=[35])]
    total: Annotated[int, Meta(ge=0, examples=[37])]
    states: Annotated[dict[str, int], Meta(description="items by state", examples=[{"holds": 12, "open": 2}])]
    blocking: Annotated[list[Outstanding], Meta(description="a post waits for these")]
    warning: Annotated[list[Outstanding], Meta(description="these are said, and keep nothing back")]
    waiting_on: Annotated[
        list[Literal["person", "captions", "film", "cut", "engine"]],
        Meta(description="who or what it waits for, the first most often", examples=[["person"]]),
    ]


class Checklist(Returned, frozen=True):
    """The checklist of a cut for a market, computed from what there is now."""

    cut_id: CutId
    market: Market
    campaign_id: CampaignId
    code: Annotated[str, Meta(description="of the cut", examples=["60V"])]
    name: Annotated[str, Meta(description="of the cut", examples=["60 V"])]
    duration_ms: Annotated[int, Meta(ge=0, examples=[60_000])]
    packs: Annotated[
        list[str], Meta(description="the packs that hold, general before specific", examples=[["EU", "DE"]])
    ]
    written_for: Annotated[bool, Meta(description="false: no pack is written for this market; a general one holds")]
    edit_sha256: Sha256
    film_sha256: Sha256 | None
    releases: list[ReleaseInForce]
    standing: Standing
    items: list[ChecklistItem]


class ChecklistRow(Returned, frozen=True):
    """A checklist in a list of them; with one item of it, where one was asked for."""

    code: Annotated[str, Meta(description="of the cut", examples=["60V"])]
    standing: Standing
    item: ChecklistItem | None


class ChecklistRows(Returned, frozen=True):
    """Every checklist of a campaign: its cuts, each in the markets that it is for."""

    data: list[ChecklistRow]


class Loudness(Returned, frozen=True):
    """The sound of a film by ITU-R BS.1770; null where it has none that is loud enough to count.

    `curve` is the short-term loudness in LUFS, each value the loudest of `step_ms`.
    """

    integrated_lufs: Annotated[float | None, Meta(examples=[-15.8])]
    range_lu: Annotated[float | None, Meta(examples=[6.2])]
    true_peak_dbtp: Annotated[float | None, Meta(examples=[-1.4])]
    momentary_lufs: Annotated[float | None, Meta(description="the loudest 0.4 s", examples=[-9.1])]
    short_term_lufs: Annotated[float | None, Meta(description="the loudest 3 s", examples=[-11.7])]
    step_ms: Annotated[int, Meta(ge=1, examples=[100])]
    curve: Annotated[list[float], Meta(examples=[[-16.2, -15.9]])]


class Measurements(Returned, frozen=True):
    """What was measured of the film of a cut, by what, and when; null while that was not done, or cannot be."""

    cut_id: CutId
    film_sha256: Sha256 | None
    tool: Annotated[str | None, Meta(examples=["libavfilter ebur128"])]
    tool_version: Annotated[str | None, Meta(examples=["1"])]
    at: Moment | None
    loudness: Loudness | None
    reason: Annotated[str, Meta(description="why it could not be measured", examples=[""])]


class NewAnswer(Received, frozen=True):
    """What a person answers to an item.

    `subject_sha256` is what they saw: when it has changed, nothing is written. `seen` is the number of the answer that
    this one replaces; without it, an answer that stands is not replaced.
    """

    item: ItemKey
    status: AnswerStatus
    sentence: Sentence = ""
    subject_sha256: Sha256 | UnsetType | None = UNSET
    seen: AnswerNumber | None = None

    def __post_init__(self) -> None:
        if self.status in ("waived", "not_applicable") and not self.sentence.strip():
            raise Wrong("/sentence", "missing", f"say why: what is {self.status} needs a reason")


class AnswerToOne(NewAnswer, frozen=True, kw_only=True):
    """The same, with the checklist that it is for."""

    cut_id: CutId
    market: Market


class ManyAnswers(Received, frozen=True):
    """Answers to many checklists. Each stands alone: one that is refused keeps no other out."""

    answers: Annotated[list[AnswerToOne], Meta(min_length=1, max_length=MOST_ANSWERS)]


class AnswerResult(Returned, frozen=True):
    """How one of many fared: the `answer` that was written, or the `problem` that kept it out."""

    cut_id: CutId
    market: Market
    item: ItemKey
    status: Annotated[int, Meta(description="what it would be answered alone", examples=[201])]
    answer: Answer | None
    problem: ProblemDocument | None


class AnswerResults(Returned, frozen=True):
    """How each fared, in the order of the request."""

    data: list[AnswerResult]
    succeeded: Annotated[int, Meta(ge=0, examples=[12])]
    failed: Annotated[int, Meta(ge=0, examples=[0])]
