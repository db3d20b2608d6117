"""What officers' pages are given of a ballot: what is missing, how voting goes; never who voted."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from govern.ballots.queries.views import CandidateView
from govern.ballots.rules import (
    Act,
    Answer,
    ContestKind,
    Done,
    EasyLine,
    Finding,
    Method,
    Missing,
    Readers,
    Settling,
    Stage,
    Step,
    Weight,
)
from govern.ballots.seal.documents import Level
from govern.sentences import Sentence


class GroupTurnout(msgspec.Struct, frozen=True):
    """How many of one group's roll have voted; None where so few that it would tell who."""

    id: str
    name: str
    roll: int
    voted: int | None


class ReminderView(msgspec.Struct, frozen=True):
    """One round of reminders."""

    at: datetime
    letters: int


class Watch(msgspec.Struct, frozen=True):
    """What officers may see while voting goes on: how many, never who and never what.

    `tests` envelopes were opened as tests, nobody knows by whom; `findings` are what so many find.
    """

    roll_size: int
    voted: int
    groups: tuple[GroupTurnout, ...]
    challenges: int
    reminders: tuple[ReminderView, ...]
    tests: int
    findings: tuple[Finding, ...]


class ChallengeView(msgspec.Struct, frozen=True):
    """A member's word "I did not cast this vote". A strike waits until another officer seconds it."""

    id: UUID
    person: str
    words: str
    said_at: datetime
    answer: Answer | None
    note: str | None
    waits_for_second: bool


class ContestWording(msgspec.Struct, frozen=True, kw_only=True):
    """One contest as officers write it, in all languages."""

    id: UUID
    position: int
    kind: ContestKind
    resolution_kind: str | None
    kind_name: str
    body: str | None
    seat_constituency: str | None
    method: Method | None
    seats: int
    serves_from: date | None
    serves_until: date | None
    title: dict[str, str]
    question: dict[str, str]
    full_text: dict[str, str]
    yes_means: dict[str, str]
    no_means: dict[str, str]
    easy_title: dict[str, str]
    easy_lines: dict[str, tuple[EasyLine, ...]]
    easy_readers: Readers
    ask_whom: str
    candidates: tuple[CandidateView, ...]
    settled: Settling | None = None
    weight: Weight | None = None


class OfficeBallot(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot as its officers see it: what is missing, what is done, and which steps its stage allows.

    `bound`: the notice of its meeting has gone out, and what it asks stands as the notice says.
    """

    id: UUID
    number: str
    title: str
    titles: dict[str, str]
    stage: Stage
    meeting_id: UUID | None
    taken_at: datetime | None
    in_the_room: bool
    opens_at: datetime
    closes_at: datetime
    record_on: date
    rulebook_version_id: UUID
    languages: tuple[str, ...]
    needs_easy_read: bool
    contests: tuple[ContestWording, ...]
    missing: tuple[Missing, ...]
    done: tuple[Done, ...]
    steps: tuple[Step, ...]
    watch: Watch | None
    warnings: tuple[Sentence, ...]
    fingerprint: tuple[str, ...]
    lots_commitment: str | None
    count_runs: tuple[CountRunView, ...]
    forum_id: UUID | None = None
    forum_name: str = ""
    level: Level = Level.EVERYDAY
    level_said: Sentence | None = None
    bound: bool = False

    def is_missing(self, act: Act) -> bool:
        return any(item.act is act for item in self.missing)


class CountRunView(msgspec.Struct, frozen=True):
    """One count that was made; two with the same inputs have the same hashes."""

    run: int
    at: datetime
    inputs_hash: str
    result_hash: str
