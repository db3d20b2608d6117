"""Who may vote on what: contests and their electorates, styles of paper, and what is refused at the ballot box."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from govern.ballots.rules.inputs import groups_of
from govern.ballots.rules.stages import ContestKind, Stage
from govern.ballots.seal.slips import Marks
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment

SEALED_FOR = timedelta(minutes=20)
"""How long a sealed envelope waits on the check page before it is sealed again (decision 24)."""

REMINDERS_APART = timedelta(hours=20)
"""A day, less what lets an officer write at nine today and at half past eight tomorrow."""

ANY = "any"
YES, NO = "yes", "no"


class NotOnTheRoll(NotAllowed):
    """This person is not on the frozen roll of this ballot."""


class SealedTooLongAgo(WrongMoment):
    """The envelope on the check page is older than twenty minutes; it is sealed again with a new code."""


def voters_on(rulebook: Rulebook, resolution_kind: str) -> tuple[str, ...]:
    """The groups that vote on a resolution of this kind, in the rulebook's order (invariant 39)."""
    barred = rulebook.barred_from(resolution_kind)
    return tuple(c.id for c in rulebook.voting_constituencies() if c.id not in barred)


#: What an election to the office of peer fills: no body of a rulebook has such an id.
PEERS = "@peers"


def voters_for_seat(rulebook: Rulebook, constituency: str) -> tuple[str, ...]:
    """The groups that vote for a seat: its own group, or everybody with a vote where the seat is open to any."""
    voting = tuple(c.id for c in rulebook.voting_constituencies())
    return voting if constituency == ANY else tuple(c for c in voting if c == constituency)


class Paper(msgspec.Struct, frozen=True):
    """One contest as styles see it: its id, its place on the paper, and the groups that vote on it."""

    contest: str
    position: int
    voters: tuple[str, ...]


def styles(seen: Sequence[str], papers: Sequence[Paper]) -> dict[str, tuple[str, ...]]:
    """Style -> its contests in the order of the paper: those on which any of its groups votes (decision 15).

    A style whose groups vote on nothing is left out: its members are not on this roll.
    """
    ordered = sorted(papers, key=lambda paper: paper.position)
    found = {style: tuple(p.contest for p in ordered if set(p.voters) & set(groups_of(style))) for style in seen}
    return {style: contests for style, contests in found.items() if contests}


def last_moment(closes_at: datetime, grace_seconds: int) -> datetime:
    """Until when an envelope is taken; after it the ballot closes by itself."""
    return closes_at + timedelta(seconds=grace_seconds)


def may_cast(stage: Stage, opens_at: datetime, closes_at: datetime, grace_seconds: int, at: datetime) -> None:
    """Raises WrongMoment unless an envelope that came in `at` may go into the log now."""
    if stage is Stage.WITHDRAWN:
        raise WrongMoment("This vote was withdrawn. Nothing sent for it is opened. You will be told of a new vote.")
    if stage in (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN):
        raise WrongMoment(
            "This vote is not open yet. It is planned to open on {day}. Please come back then.", day=opens_at
        )
    if stage is not Stage.OPEN or at > last_moment(closes_at, grace_seconds):
        raise WrongMoment(
            "This vote closed on {day}, so your vote was not taken. If you had voted before, that vote counts.",
            day=closes_at,
        )


def may_remind(stage: Stage, closes_at: datetime, latest: datetime | None, at: datetime) -> None:
    """Reminders go out while voting is open, not twice in one day. Raises WrongMoment, AlreadyDone."""
    if stage is not Stage.OPEN or at > closes_at:
        raise WrongMoment("Reminders go out while voting is open. It is not open now.")
    if latest is not None and at - latest < REMINDERS_APART:
        raise AlreadyDone("Reminders went out on {day}. Please wait a day before you write again.", day=latest)


def not_on_the_roll() -> NotOnTheRoll:
    """The refusal for somebody who has no handle on this ballot."""
    return NotOnTheRoll(
        "You are not on the list of people who may vote here. The list was fixed before the vote opened. "
        "If you think that is wrong, call the returning officer."
    )


def paper_of(style_contests: tuple[str, ...], choices: dict[str, Marks]) -> dict[str, Marks]:
    """The choices of a paper, one a contest, what was left out being blank.

    Raises NotAllowed for a contest that is not on this voter's paper.
    """
    if any(contest not in style_contests for contest in choices):
        raise NotAllowed(
            "One of these questions is for another group of members, so you cannot vote on it. "
            "Your own questions are on your paper."
        )
    return {contest: choices.get(contest, ()) for contest in style_contests}


def check_fresh(sealed_at: datetime, at: datetime) -> None:
    """Raises SealedTooLongAgo when twenty minutes have passed since sealing."""
    if at - sealed_at > SEALED_FOR or sealed_at > at + SEALED_FOR:
        raise SealedTooLongAgo(
            "Your envelope waited for more than 20 minutes, so we sealed your vote again. It has a new code. "
            "Your choices are the same. Look at them, and send your vote."
        )


def check_times(opens_at: datetime, closes_at: datetime, at: datetime) -> None:
    """Raises NotValid for a ballot that would close before it opens, or is over before it is made."""
    if closes_at <= opens_at:
        raise NotValid("The vote must close after it opens. Please choose a later closing time.", field="closes_at")
    if closes_at <= at:
        raise NotValid("The closing time has passed already. Please choose a later one.", field="closes_at")


def in_counting_order(
    contests: tuple[tuple[str, ContestKind, str | None, str | None, int], ...], rulebook: Rulebook
) -> tuple[str, ...]:
    """Contest ids as they are counted: resolutions first; then elections by body and by the rulebook's rows of seats.

    The room under a cap carries on from one election of a body to the next (invariant 57), so reserved seats come
    before seats open to any member. Each contest is given as (id, kind, body, constituency of the seat, position).
    """
    bodies = [body.id for body in rulebook.bodies]

    def key(contest: tuple[str, ContestKind, str | None, str | None, int]) -> tuple[int, int, int, int, int]:
        _, kind, body, constituency, position = contest
        if kind is ContestKind.RESOLUTION or body is None:
            return 0, 0, 0, 0, position
        rows = [seat.constituency for seat in rulebook.seats_of(body)]
        row = rows.index(constituency) if constituency in rows else len(rows)
        return 1, bodies.index(body) if body in bodies else len(bodies), int(constituency == ANY), row, position

    return tuple(contest[0] for contest in sorted(contests, key=key))
