"""Beside drafting: how a question is decided. Said while it is written, checked again before papers go out."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.deciding import Side
from govern.ballots.lifecycle.deciding import latest_run
from govern.ballots.models import Ballot, Contest
from govern.ballots.queries import circles, confirming
from govern.ballots.rules import ContestKind, Settling, Stage, Step
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.database import locked
from govern.errors import NotFound, NotValid, WrongMoment
from govern.record import Event


async def settle_decision(
    writing: AsyncSession, contest_id: UUID, said: Settling, *, by: UUID | None, at: datetime
) -> None:
    """Say how a question of a draft is decided. Raises NotValid with the field and the rule that stand against it."""
    contest = await locked(writing, Contest, contest_id)
    if contest.kind is not ContestKind.RESOLUTION:
        raise NotFound("This is an election, so no kind of decision is chosen here. Go back to the vote.")
    ballot = await locked(writing, Ballot, contest.ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    base = book.resolution(said.kind).id
    if said.raised_by is not None and base == book.voting.class_may_raise_to and contest.raised_from is not None:
        base = contest.raised_from
    rules.check_matter(book, base, said.matter)
    kind = rules.raised_kind(book, base, said) if said.raised_by is not None else base
    if said.consent is not None:
        said = await _with_rounds(writing, contest, said, kind)
    rules.check_consent(book, kind, said, rules.local_day(at, book.ballot.time_zone))
    if said.confirms is not None:
        today = rules.local_day(at, book.ballot.time_zone)
        day = confirming.day_decided(ballot, book)
        kind = await confirming.check_may_confirm(writing, contest, said.confirms, day, today)
    _keep(book, contest, said, kind, base)
    facts: dict[str, str | int | bool | None] = {
        "ballot": str(ballot.id),
        "kind": kind,
        "matter": said.matter,
        "confirms": str(said.confirms) if said.confirms else None,
        "raised_by": said.raised_by,
    }
    await record.add(writing, Event("contest.settled", f"contest:{contest_id}", at, by, facts))


async def _with_rounds(writing: AsyncSession, contest: Contest, said: Settling, kind: str) -> Settling:
    """What the rounds of the named proposal came to stands in place of what was typed. Raises NotValid."""
    assert said.consent is not None
    found = await circles.rounds_of(writing, said.consent)
    rules.check_rounds(found, kind)
    other = await writing.scalar(
        select(Ballot.number)
        .join(Contest, Contest.ballot_id == Ballot.id)
        .where(Contest.consent_id == said.consent, Contest.id != contest.id, Ballot.stage != Stage.WITHDRAWN)
        .limit(1)
    )
    if other is not None:
        raise NotValid("Vote {number} asks this already. Withdraw it first.", field="consent", number=other)
    return replace(said, consent_on=found.ended_on, consent_rounds=found.number)


def _keep(book: Rulebook, contest: Contest, said: Settling, kind: str, base: str) -> None:
    contest.resolution_kind, contest.voters = kind, rules.voters_on(book, kind)
    contest.matter, contest.confirms_id = said.matter, said.confirms
    raised = said.raised_by is not None
    contest.raised_from, contest.raised_by = (base, said.raised_by) if raised else (None, None)
    contest.raised_for, contest.raised_against = (said.raised_for, said.raised_against) if raised else (None, None)
    contest.consent_id = said.consent
    contest.consent_on, contest.consent_rounds = said.consent_on, said.consent_rounds


async def check_windows(writing: AsyncSession, ballot: Ballot, day: date, today: date, field: str = "") -> None:
    """A vote that confirms an earlier decision closes inside the window of that decision. Raises NotValid."""
    confirming_contests = await writing.scalars(
        select(Contest).where(Contest.ballot_id == ballot.id, Contest.confirms_id.is_not(None))
    )
    for contest in confirming_contests:
        assert contest.confirms_id is not None
        first = await confirming.first_decision(writing, contest.confirms_id, today)
        if first is None:
            raise WrongMoment("The decision that this vote confirms is no longer there. Withdraw this vote.")
        confirming.check_day(first, day, field)


async def use_casting_vote(
    writing: AsyncSession, contest_id: UUID, side: Side, *, by: UUID | None, at: datetime
) -> None:
    """After a count with equal votes the chair decides, where the rules say so. The votes are counted again with it.

    Raises WrongMoment where votes are not equal, were declared, or the rules give no casting vote (invariant 35).
    """
    contest = await locked(writing, Contest, contest_id)
    ballot = await locked(writing, Ballot, contest.ballot_id)
    rules.after(ballot.stage, Step.DECLARE)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    run = await latest_run(writing, ballot.id)
    outcome = next(iter(rules.outcomes_from_text(run.result).values()))
    mine = next(one for one in outcome.contests if one.contest == str(contest_id))
    if mine.resolution is None or not rules.waits_for_the_chair(book, mine.resolution, contest.chair_side):
        raise WrongMoment(
            "The chair has no casting vote here ({rule}). Look at the count.", rule=citation("voting.tie", book)
        )
    contest.chair_side = side.value
    await record.add(
        writing, Event("contest.casting-vote", f"contest:{contest_id}", at, by, {"ballot": str(ballot.id)})
    )
