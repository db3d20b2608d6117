"""A photograph of each thing to choose, and what those found who tried it, while the vote is still being written.

Once the wording is published neither changes any more: both are part of what everybody is asked, and the hash of each
photograph stands with its words in the manifest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.lifecycle.options import option_in, written
from govern.ballots.models import ContestOption
from govern.ballots.queries.gathering import trials_of
from govern.ballots.queries.handing import texts_of_option
from govern.ballots.rules import Trial
from govern.ballots.rules.params import one_line, text_hash
from govern.ballots.seal.documents import OptionEntry
from govern.constituencies.rulebook import queries as rulebooks
from govern.documents.photographs import Photograph, described
from govern.errors import NotFound
from govern.record import Event


async def put_photograph(
    writing: AsyncSession,
    contest_id: UUID,
    option_id: UUID,
    photograph: Photograph,
    shows: dict[str, str],
    *,
    by: UUID | None,
    at: datetime,
) -> UUID | None:
    """The photograph of one thing, described in every language; one from before gives way, and its id is told, so
    that its file goes. Raises `NotFound`, `NotValid`, and `WrongMoment` once published."""
    ballot = await written(writing, contest_id)
    row = await option_in(writing, contest_id, option_id)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    rules.check_described(shows, book.society.languages)
    before = row.photograph_id
    row.picture = f"ballots/{ballot.id}/photographs/{photograph.id}"
    row.picture_alt = {code: described(words, f"description_{code}") for code, words in shows.items()}
    row.photograph_id, row.photograph_hash = photograph.id, photograph.hash
    row.photograph_width, row.photograph_height = photograph.width, photograph.height
    facts: dict[str, str | int | bool | None] = {"option": str(option_id), "sha256": photograph.hash.hex()}
    await record.add(writing, Event("contest.photograph_put", f"contest:{contest_id}", at, by, facts))
    return before


async def take_photograph(
    writing: AsyncSession, contest_id: UUID, option_id: UUID, *, by: UUID | None, at: datetime
) -> UUID:
    """It is shown no more; its file goes after this transaction. Raises as `put_photograph`."""
    await written(writing, contest_id)
    row = await option_in(writing, contest_id, option_id)
    if row.photograph_id is None:
        raise NotFound("There is no photograph of this. Look at the list again.")
    before = row.photograph_id
    row.picture, row.picture_alt = "", {}
    row.photograph_id = row.photograph_hash = row.photograph_width = row.photograph_height = None
    facts: dict[str, str | int | bool | None] = {"option": str(option_id)}
    await record.add(writing, Event("contest.photograph_taken", f"contest:{contest_id}", at, by, facts))
    return before


async def note_trial(
    writing: AsyncSession, contest_id: UUID, option_id: UUID, trial: Trial, *, by: UUID | None, at: datetime
) -> None:
    """Who tried it, when, and what they found. Raises `NotFound`, `NotValid`, and `WrongMoment` once published."""
    ballot = await written(writing, contest_id)
    row = await option_in(writing, contest_id, option_id)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    there = trials_of(row)
    rules.check_trial(trial, len(there), book.society.languages, rules.local_day(at, book.ballot.time_zone))
    _keep(row, sorted((*there, trial), key=lambda one: one.on))
    facts: dict[str, str | int | bool | None] = {"option": str(option_id)}
    await record.add(writing, Event("contest.trial_noted", f"contest:{contest_id}", at, by, facts))


async def remove_trial(
    writing: AsyncSession, contest_id: UUID, option_id: UUID, number: int, *, by: UUID | None, at: datetime
) -> None:
    """Takes the note at this place away, counted from 1. Raises as `note_trial`."""
    await written(writing, contest_id)
    row = await option_in(writing, contest_id, option_id)
    there = list(trials_of(row))
    if not 1 <= number <= len(there):
        raise NotFound("There is no such note. Look at the list again.")
    del there[number - 1]
    _keep(row, there)
    facts: dict[str, str | int | bool | None] = {"option": str(option_id)}
    await record.add(writing, Event("contest.trial_removed", f"contest:{contest_id}", at, by, facts))


def _keep(row: ContestOption, trials: Sequence[Trial]) -> None:
    row.trials = msgspec.json.encode(trials).decode()


def option_entry(option: ContestOption) -> OptionEntry:
    """One thing to choose, as the manifest states it."""
    return OptionEntry(
        str(option.id),
        text_hash(*texts_of_option(option)),
        option.photograph_hash,
        {code: one_line(words) for code, words in option.picture_alt.items()} if option.photograph_hash else {},
    )


__all__ = ["note_trial", "option_entry", "put_photograph", "remove_trial", "take_photograph"]
