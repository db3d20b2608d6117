"""What there is to choose from, in a choice between several things that is still being written; and how it
goes into the count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.models import Ballot, Contest, ContestOption
from govern.ballots.queries.gathering import Gathered
from govern.ballots.rules import ContestKind, OptionDraft, Step, Weight
from govern.ballots.rules.inputs import ContestInput, OptionInput, Slips
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import locked
from govern.errors import NotFound, WrongMoment
from govern.record import Event


def put_options(
    writing: AsyncSession, contest_id: UUID, options: Sequence[OptionDraft], languages: tuple[str, ...]
) -> None:
    """Those that come with the contest, in their order. Raises `NotValid`."""
    for position, option in enumerate(options, start=1):
        rules.check_room_for_option(position - 1)
        rules.check_option(option, languages)
        writing.add(_row(contest_id, position, option))


async def add_option(
    writing: AsyncSession, contest_id: UUID, option: OptionDraft, *, by: UUID | None, at: datetime
) -> UUID:
    """One more thing to choose, last on the paper. Raises `NotFound`, `NotValid`, `WrongMoment`."""
    ballot = await written(writing, contest_id)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    there = select(func.count(), func.max(ContestOption.position)).where(ContestOption.contest_id == contest_id)
    number, last = (await writing.execute(there)).one()
    rules.check_room_for_option(number)
    rules.check_option(option, book.society.languages)
    row = _row(contest_id, (last or 0) + 1, option)
    writing.add(row)
    await writing.flush()
    await record.add(writing, Event("contest.option_added", f"contest:{contest_id}", at, by))
    return row.id


async def remove_option(
    writing: AsyncSession, contest_id: UUID, option_id: UUID, *, by: UUID | None, at: datetime
) -> UUID | None:
    """It is not on the paper any more. The photograph whose file goes after this transaction, if it had one.

    Raises `NotFound`, and `WrongMoment` once published.
    """
    await written(writing, contest_id)
    row = await option_in(writing, contest_id, option_id)
    await writing.delete(row)
    await writing.flush()
    await record.add(writing, Event("contest.option_removed", f"contest:{contest_id}", at, by))
    return row.photograph_id


async def option_in(writing: AsyncSession, contest_id: UUID, option_id: UUID) -> ContestOption:
    """One thing of this choice. Raises `NotFound`."""
    row = await writing.get(ContestOption, option_id)
    if row is None or row.contest_id != contest_id:
        raise NotFound("There is nothing of the kind to choose here. Look at the list again.")
    return row


async def written(writing: AsyncSession, contest_id: UUID) -> Ballot:
    """The ballot of such a choice, held, while its words may still change."""
    contest = await writing.get(Contest, contest_id)
    if contest is None or contest.kind is not ContestKind.OPTION:
        raise NotFound("There is no such choice. Go back to the vote and choose again.")
    ballot = await locked(writing, Ballot, contest.ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    return ballot


async def check_stays_sealed(reading: AsyncSession, ballot: Ballot, closes_at: datetime) -> None:
    """Awards are sealed until the meeting begins at which they are announced (invariant 87).

    Officers cannot close the vote before, so nobody counts it before. Raises `WrongMoment`.
    """
    awards = select(Contest.id).where(Contest.ballot_id == ballot.id, Contest.weight == Weight.AWARDS)
    if closes_at < ballot.closes_at and await reading.scalar(awards.limit(1)) is not None:
        raise WrongMoment(
            "Awards stay sealed until the meeting begins at which they are announced, on {day}. "
            "This vote cannot close before.",
            field="closes_at",
            day=ballot.closes_at,
        )


def choice_input(found: Gathered, contest: Contest, slips: tuple[Slips, ...]) -> ContestInput:
    """What goes into the count of such a choice."""
    return ContestInput(
        id=str(contest.id),
        kind=contest.kind,
        voters=contest.voters,
        slips=slips,
        options=tuple(OptionInput(str(option.id), option.title) for option in found.options[contest.id]),
        weight=contest.weight.value if contest.weight is not None else "",
    )


def _row(contest_id: UUID, position: int, option: OptionDraft) -> ContestOption:
    return ContestOption(
        id=uuid4(),
        contest_id=contest_id,
        position=position,
        title=option.title,
        words=option.words,
        picture_alt={},
    )


__all__ = ["add_option", "check_stays_sealed", "choice_input", "option_in", "put_options", "remove_option", "written"]
