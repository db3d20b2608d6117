"""What pages are given: frozen values in one language, never tables, never a handle."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from govern.ballots.paper.views import CandidateView, ContestView, GroupCount, PaperView
from govern.ballots.rules import Stage
from govern.ballots.rules.outcome import (
    ContestOutcome,
    ElectionOutcome,
    Fate,
    GroupRow,
    NotSeated,
    OptionOutcome,
    Outcome,
    ResolutionOutcome,
    Rule,
    StageOutcome,
)
from govern.sentences import Sentence

__all__ = [
    "BallotLine",
    "BallotPage",
    "BoxView",
    "CandidateView",
    "ContestOutcome",
    "ContestResult",
    "ContestView",
    "ElectionOutcome",
    "Fate",
    "GroupCount",
    "GroupRow",
    "OpenBallot",
    "OptionOutcome",
    "Outcome",
    "PaperView",
    "ReceiptView",
    "ResolutionOutcome",
    "Result",
    "Rule",
    "StageOutcome",
]


class BallotLine(msgspec.Struct, frozen=True):
    """A ballot in a list. Whoever is a member on `record_on` may vote in it. `level_said`: how it is kept secret."""

    id: UUID
    number: str
    title: str
    stage: Stage
    meeting_id: UUID | None
    opens_at: datetime
    closes_at: datetime
    record_on: date
    level_said: Sentence | None = None


class OpenBallot(msgspec.Struct, frozen=True):
    """A ballot that is open to one person now. `voted`: an envelope of theirs is in the box. `until` says when."""

    id: UUID
    number: str
    title: str
    closes_at: datetime
    questions: tuple[str, ...]
    voted: bool
    until: Sentence


class BallotPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a member reads before voting. `why_not` is said where this person cannot vote on it now; `room` is
    said of its meeting. `in_the_room`: the vote is taken there."""

    id: UUID
    number: str
    title: str
    stage: Stage
    meeting_id: UUID | None
    opens_at: datetime
    closes_at: datetime
    record_on: date
    roll_size: int | None
    groups: tuple[GroupCount, ...]
    who_may_vote: Rule
    contests: tuple[ContestView, ...]
    secrecy: tuple[Sentence, ...]
    secrecy_in_short: Sentence
    small_group: Sentence | None
    fingerprint: tuple[str, ...]
    returning_officer: str
    on_the_roll: bool
    may_vote: bool
    voted: bool
    why_not: Sentence | None
    room: tuple[Sentence, ...]
    in_the_room: bool
    withdrawn_reason: str | None
    declared_at: datetime | None
    paper_in: bool = False


class ReceiptView(msgspec.Struct, frozen=True, kw_only=True):
    """That an envelope is in the box, proven; nothing of what is in it. `file` is the receipt to keep (JSON).

    `place` is its place in the log of `size` entries, `head` the signed head; `voted_before`: it replaces another.
    """

    ballot_id: UUID
    number: str
    title: str
    code: str
    place: int
    size: int
    head: str
    file: bytes
    closes_at: datetime
    voted_before: bool
    still_open: bool
    level_said: Sentence


class BoxView(msgspec.Struct, frozen=True, kw_only=True):
    """The box as anybody may see it: how many envelopes, the signed head, the fingerprint, and one envelope found.

    `envelopes` is None while voting is open, `counts` until that may be told. `displaced_by`: why it does not count.
    """

    ballot_id: UUID
    number: str
    title: str
    stage: Stage
    size: int
    head: str
    envelopes: int | None
    fingerprint: tuple[str, ...]
    asked_code: str | None = None
    found_place: int | None = None
    counts: bool | None = None
    why_not: Sentence | None = None
    displaced_by: int | None = None


class ContestResult(msgspec.Struct, frozen=True):
    """One contest as it was asked, and what came of it. `standing` is said where a second meeting must confirm it;
    `waits_for_chair`: votes are equal, and the chair can still use the casting vote.
    """

    contest: ContestView
    outcome: ContestOutcome
    standing: tuple[Rule, ...] = ()
    waits_for_chair: bool = False

    @property
    def turnout(self) -> Sentence:
        return self.outcome.turnout

    @property
    def resolution(self) -> ResolutionOutcome | None:
        return self.outcome.resolution

    @property
    def election(self) -> ElectionOutcome | None:
        return self.outcome.election

    @property
    def option(self) -> OptionOutcome | None:
        return self.outcome.option


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the result page needs. `declared_by` is empty until it is declared."""

    ballot_id: UUID
    number: str
    title: str
    stage: Stage
    meeting_id: UUID | None
    roll_size: int
    voted: int
    set_aside: int
    turnout: Sentence
    ways: tuple[Sentence, ...]
    quorum: Rule | None
    quorate: bool
    contests: tuple[ContestResult, ...]
    secrecy: tuple[Sentence, ...]
    declared_by: str
    declared_at: datetime | None
    recount_until: date | None
    closed_at: datetime | None
    counted_at: datetime | None
    inputs_hash: str
    result_hash: str
    record_hash: str
    fingerprint: tuple[str, ...]
    lots_commitment: str | None
    lots_seed: str | None
    not_seated: tuple[NotSeated, ...] = ()
