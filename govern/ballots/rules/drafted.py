"""A ballot that is being prepared, as far as it matters for what is still missing (`readiness`)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from govern.ballots.rules.stages import ContestKind, Method, Readers, Stage
from govern.ballots.seal.manifest import Level
from govern.sentences import Sentence

Words = dict[str, str]


class EasyLine(msgspec.Struct, frozen=True):
    """One idea of an Easy Read text: the name of its picture, and the words."""

    picture: str
    words: str


class CandidateFacts(msgspec.Struct, frozen=True):
    """Who stands, and whether they still do."""

    person_id: UUID
    name: str
    withdrawn: bool = False


class ContestFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One contest as it is written so far. `reader` is the language of the person told what is missing.

    `outside_notice`: the notice of its meeting does not name it; `other_words`: it has other words for it.
    """

    id: UUID
    kind: ContestKind
    title: Words
    question: Words
    yes_means: Words
    no_means: Words
    easy_title: Words
    easy_lines: dict[str, tuple[EasyLine, ...]]
    readers: Readers
    seats: int = 0
    method: Method | None = None
    candidates: tuple[CandidateFacts, ...] = ()
    options: int = 0
    pictured: int = 0
    agreement_missing: Sentence | None = None
    outside_notice: bool = False
    other_words: bool = False
    reader: str = "en"

    @property
    def standing(self) -> tuple[CandidateFacts, ...]:
        return tuple(candidate for candidate in self.candidates if not candidate.withdrawn)


class BallotFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the list is made of. `roll` counts people by style once frozen; officers run the ballot.

    `needs_easy_read`, `languages` and `asked_level` come from the rulebook; `floors` is the privacy floor of each
    style; `duties_missing` what those who share the key have not handed in. `both_offices` names whoever is secretary
    and returning officer at once.
    """

    stage: Stage
    title: Words
    languages: tuple[str, ...]
    needs_easy_read: bool
    level: Level
    asked_level: str
    secrecy_kept: bool
    contests: tuple[ContestFacts, ...]
    of_a_meeting: bool
    noticed_at: datetime | None
    lots_drawn: bool
    record_on: date
    today: date
    opens_at: datetime
    closes_at: datetime
    at: datetime
    unopposed: str
    returning_officers: tuple[UUID, ...]
    scrutineers: tuple[UUID, ...]
    both_offices: tuple[str, ...] = ()
    roll: dict[str, int] | None = None
    floors: dict[str, int] = {}
    accepted_small: frozenset[str] = frozenset()
    duties_missing: tuple[Sentence, ...] = ()
    style_names: dict[str, str] = {}
