"""Decisions that a second meeting must confirm: which wait, until when, and how one stands now (W7, invariant 40).

The day of a decision is the day on which its vote closed.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.deciding import Window
from govern.ballots.deciding.confirming import SecondVote, Standing, standing_of, told, window_of
from govern.ballots.models import Ballot, Contest, CountRun, Declaration
from govern.ballots.rules import ContestKind, Rule, Stage
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.database import in_language
from govern.errors import NotValid

DECIDED = (Stage.DECLARED, Stage.ARCHIVED)


class FirstDecision(msgspec.Struct, frozen=True):
    """A decision of a first meeting that was carried: what it was, on which day, and how it stands."""

    contest_id: UUID
    number: str
    titles: dict[str, str]
    kind: str
    day: date
    window: Window
    standing: Standing
    second: SecondVote | None = None

    def title(self, language: str) -> str:
        return in_language(self.titles, language)


async def first_decision(reading: AsyncSession, contest_id: UUID, today: date) -> FirstDecision | None:
    """The decision with how it stands; None for one that was not carried, or needs nobody to confirm it."""
    row = await decided_first(reading, contest_id)
    return None if row is None else await _first(reading, *row, today)


async def decided_first(reading: AsyncSession, contest_id: UUID) -> tuple[Contest, Ballot] | None:
    """What was asked and its vote, once declared; None before that, and for the vote of a second meeting."""
    rows = await reading.execute(
        select(Contest, Ballot)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Contest.id == contest_id, Ballot.stage.in_(DECIDED), Contest.confirms_id.is_(None))
    )
    row = rows.first()
    return None if row is None else (row[0], row[1])


async def awaiting(reading: AsyncSession, today: date) -> tuple[FirstDecision, ...]:
    """Every decision that waits for its second meeting, the first to lapse first."""
    rows = await reading.execute(
        select(Contest, Ballot)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Contest.kind == ContestKind.RESOLUTION, Contest.confirms_id.is_(None), Ballot.stage.in_(DECIDED))
        .order_by(Ballot.closes_at)
    )
    found = [await _first(reading, contest, ballot, today) for contest, ballot in rows.all()]
    waiting = [one for one in found if one is not None and one.standing is Standing.AWAITING]
    return tuple(sorted(waiting, key=lambda one: one.window.last_day))


async def _first(reading: AsyncSession, contest: Contest, ballot: Ballot, today: date) -> FirstDecision | None:
    book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
    if contest.resolution_kind is None or book.resolution(contest.resolution_kind).confirm is None:
        return None
    if not await carried(reading, contest):
        return None
    day = day_decided(ballot, book)
    window = window_for(book, contest.resolution_kind, day)
    second = await _second(reading, contest.id, window)
    return FirstDecision(
        contest.id,
        ballot.number,
        contest.title,
        contest.resolution_kind,
        day,
        window,
        standing_of(window, second, today),
        second,
    )


def day_decided(ballot: Ballot, book: Rulebook) -> date:
    """The day of a decision: when its vote closed, or is to close."""
    return rules.local_day(ballot.closed_at or ballot.closes_at, book.ballot.time_zone)


def window_for(book: Rulebook, kind: str, first_day: date) -> Window:
    """The days of the second meeting, by the rules and by the statute as it is on the day of the first."""
    resolution = book.resolution(kind)
    assert resolution.confirm is not None
    return window_of(
        first_day,
        min_days=resolution.confirm.min_days,
        max_months=resolution.confirm.max_months,
        law=resolution.statutory,
        rule=str(citation(f"resolution.{kind}", book)),
    )


async def carried(reading: AsyncSession, contest: Contest) -> bool:
    """Whether the declared result of a question says that it was carried."""
    text = await reading.scalar(
        select(CountRun.result)
        .join(Declaration, Declaration.count_run_id == CountRun.id)
        .where(Declaration.ballot_id == contest.ballot_id)
    )
    if text is None:
        return False
    outcome = next(iter(rules.outcomes_from_text(text).values()))
    mine = next((one for one in outcome.contests if one.contest == str(contest.id)), None)
    return mine is not None and mine.resolution is not None and mine.resolution.carried


async def _second(reading: AsyncSession, first_id: UUID, window: Window) -> SecondVote | None:
    """The declared vote that was to confirm; one that did so inside the window before any other."""
    rows = await reading.execute(
        select(Contest, Ballot)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Contest.confirms_id == first_id, Ballot.stage.in_(DECIDED))
        .order_by(Ballot.closes_at)
    )
    votes = []
    for contest, ballot in rows.all():
        book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
        votes.append(SecondVote(day_decided(ballot, book), await carried(reading, contest)))
    confirming = (vote for vote in votes if vote.carried and window.first_day <= vote.day <= window.last_day)
    return next(confirming, votes[-1] if votes else None)


async def asked_already(reading: AsyncSession, first_id: UUID, besides: UUID) -> str | None:
    """The number of another vote, not withdrawn, that is to confirm the same decision."""
    number: str | None = await reading.scalar(
        select(Ballot.number)
        .join(Contest, Contest.ballot_id == Ballot.id)
        .where(Contest.confirms_id == first_id, Contest.id != besides, Ballot.stage != Stage.WITHDRAWN)
        .limit(1)
    )
    return number


async def standing_rules(reading: AsyncSession, contest_id: UUID, today: date) -> tuple[Rule, ...]:
    """How a declared decision stands, in sentences; nothing where nobody needs to confirm it."""
    first = await first_decision(reading, contest_id, today)
    if first is None:
        return ()
    return tuple(Rule(said) for said in told(first.standing, first.window, first.second))


async def check_may_confirm(reading: AsyncSession, contest: Contest, first_id: UUID, day: date, today: date) -> str:
    """The kind of the decision that this one confirms. Raises NotValid where it cannot, naming the window's days."""
    first = await first_decision(reading, first_id, today)
    if first is None or first.standing is not Standing.AWAITING:
        raise NotValid("That decision waits for no second meeting. Choose one from the list.", field="confirms")
    other = await asked_already(reading, first_id, contest.id)
    if other is not None:
        raise NotValid("Vote {number} asks for this already. Withdraw it first.", field="confirms", number=other)
    check_day(first, day, "confirms")
    return first.kind


def check_day(first: FirstDecision, day: date, field: str) -> None:
    """Raises NotValid for a second vote whose day is outside the window."""
    refusal = rules.why_not_confirm_on(day, first.window)
    if refusal is not None:
        raise NotValid(refusal, field=field)
