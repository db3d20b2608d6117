"""The second chapter: wording is published, the roll is frozen, voting is opened."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.lifecycle import carrying, letters, proxies, room, striking, upgrading
from govern.ballots.lifecycle.agreeing import check_agreed
from govern.ballots.lifecycle.fixing import holders_for, manifest_for
from govern.ballots.lifecycle.keys import keep_tellers_key
from govern.ballots.lifecycle.settling import check_windows
from govern.ballots.models import Ballot, FloorChoice, MemberHandle, RollEntry, table_of
from govern.ballots.queries.gathering import (
    Gathered,
    facts_of,
    gather,
    style_of,
    uncontested,
)
from govern.ballots.rules import Stage, Step
from govern.ballots.rules.params import (
    one_line,
)
from govern.ballots.seal.documents import (
    Opened,
    RollRow,
    handle_from,
    roll_hash,
)
from govern.ballots.seal.envelope import HANDLE_BYTES
from govern.constituencies.register import queries as register
from govern.constituencies.register.queries import Elector
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import locked
from govern.errors import AlreadyDone, WrongMoment
from govern.identity.rules import Site, day_of
from govern.record import Event
from govern.society import Society

ROWS_AT_ONCE = 10_000


async def publish(writing: AsyncSession, ballot_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The wording is right and stands. From here only a withdrawal changes a paper."""
    ballot = await locked(writing, Ballot, ballot_id)
    stage = rules.after(ballot.stage, Step.PUBLISH)
    if ballot.forum_id is not None and ballot.asked_at is None:
        raise WrongMoment("The forum has not asked for this vote yet. Its facilitator writes it first.")
    await _check_rules(writing, ballot)
    found = await gather(writing, ballot_id)
    rules.check_ready(await facts_of(writing, found, at), Step.PUBLISH)
    await _check_windows(writing, found, at)
    ballot.stage, ballot.published_at = stage, at
    await record.add(writing, Event("ballot.published", f"ballot:{ballot_id}", at, by))


async def _check_windows(writing: AsyncSession, found: Gathered, at: datetime) -> None:
    zone = found.book.ballot.time_zone
    closing = rules.local_day(found.ballot.closes_at, zone)
    await check_windows(writing, found.ballot, closing, rules.local_day(at, zone))


async def _check_rules(writing: AsyncSession, ballot: Ballot) -> None:
    """A ballot keeps its version from the day it is published; before, it follows a change of the rules.

    Invariant 88: a change applies to ballots opened after its day. Raises `WrongMoment` for one drafted before it.
    """
    ruling = await rulebooks.in_force(writing, day_of(ballot.opens_at))
    if ruling.version_id != ballot.rulebook_version_id:
        raise WrongMoment(
            "The rules change before this vote opens: version {number} holds from {day}. "
            "Withdraw this vote and prepare it anew, so that it follows them.",
            number=ruling.number,
            day=ruling.effective_from,
        )


async def freeze(
    writing: AsyncSession,
    society: Society,
    ballot_id: UUID,
    *,
    by: UUID | None,
    at: datetime,
    among: Collection[UUID] | None = None,
) -> None:
    """Take the roll as it was on the record date, draw a random handle for each voter, and fix the manifest. A vote
    asked for in a meeting, or of one forum, has on its roll those `among` whom it is held.

    At the level Everyday the key to the envelopes is made here and kept in a file; the database has only its public
    half. At the level AGM it was dealt to scrutineers, and two officers freeze (`agreeing`).
    """
    ballot = await locked(writing, Ballot, ballot_id)
    stage = rules.after(ballot.stage, Step.FREEZE)
    if ballot.forum_id is not None and among is None:
        raise WrongMoment("On this roll are the members of one forum. Freeze it from the page of the vote.")
    found = await gather(writing, ballot_id)
    facts = await facts_of(writing, found, at)
    rules.check_ready(facts, Step.FREEZE)
    await check_agreed(writing, ballot, Step.FREEZE, by=by, at=at)
    if facts.today < ballot.record_on:
        raise WrongMoment(
            "The roll is taken as it is on {day}. Please come back that day or later.", day=ballot.record_on
        )
    zone = found.book.ballot.time_zone
    electors = await register.electorate(writing, rules.noon_of(ballot.record_on, zone))
    styles = _styles(found, electors)
    voters = [
        elector
        for elector in electors
        if style_of(elector.constituency, elector.also_in) in styles and (among is None or elector.person_id in among)
    ]
    rows = _draw_handles(voters)
    await _keep_roll(writing, ballot_id, voters, rows)
    ballot.stage, ballot.frozen_at = stage, at
    ballot.roll_size, ballot.roll_hash = len(rows), roll_hash(rows)
    keep_tellers_key(society, ballot_id)
    roll = dict.fromkeys(styles, 0) | Counter(row.style for row in rows)
    manifest = manifest_for(found, society, styles, roll, await holders_for(writing, society, found))
    ballot.manifest, ballot.manifest_hash = manifest.to_bytes(), manifest.hash()
    await upgrading.keep_checker(writing, ballot)
    facts_kept: dict[str, str | int | bool | None] = {
        "roll_size": len(rows),
        "roll_hash": ballot.roll_hash.hex(),
        "manifest_hash": ballot.manifest_hash.hex(),
    }
    await record.add(writing, Event("ballot.frozen", f"ballot:{ballot_id}", at, by, facts_kept))


def _styles(found: Gathered, electors: Sequence[Elector]) -> dict[str, tuple[str, ...]]:
    """Style -> its contests in order: every group that votes, even without members, and every mixture on the roll."""
    skipped = uncontested(found)
    seen = [style_of(group.id) for group in found.book.voting_constituencies()]
    seen += sorted({style_of(e.constituency, e.also_in) for e in electors if e.also_in})
    return rules.styles(
        seen, [rules.Paper(str(c.id), c.position, c.voters) for c, _ in found.contests if c.id not in skipped]
    )


def _draw_handles(voters: Sequence[Elector]) -> list[RollRow]:
    """One row a voter, in the voters' order, with handles that say nothing."""
    drawn = secrets.token_bytes(HANDLE_BYTES * len(voters))
    return [
        RollRow(
            handle_from(drawn[HANDLE_BYTES * place : HANDLE_BYTES * (place + 1)]),
            style_of(voter.constituency, voter.also_in),
        )
        for place, voter in enumerate(voters)
    ]


async def _keep_roll(
    writing: AsyncSession, ballot_id: UUID, voters: Sequence[Elector], rows: Sequence[RollRow]
) -> None:
    """The roll in the order of handles, so that its rows do not tell who; beside it the one table that does."""
    ordered = sorted(zip(rows, voters, strict=True), key=lambda pair: pair[0].handle)
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        part = ordered[start : start + ROWS_AT_ONCE]
        await writing.execute(
            insert(table_of(RollEntry)),
            [{"ballot_id": ballot_id, "handle": r.handle, "style": r.style, "units": r.units} for r, _ in part],
        )
        await writing.execute(
            insert(table_of(MemberHandle)),
            [{"ballot_id": ballot_id, "person_id": v.person_id, "handle": r.handle} for r, v in part],
        )


async def accept_small_group(writing: AsyncSession, ballot_id: UUID, style: str, *, by: UUID, at: datetime) -> None:
    """The returning officer decides that a group under the privacy floor votes all the same. Its members are told
    on the paper before they vote (decision 26)."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.OPEN)
    if await writing.get(FloorChoice, (ballot_id, style)) is not None:
        raise AlreadyDone("This was decided already. There is nothing more to do.")
    writing.add(FloorChoice(ballot_id=ballot_id, style=style, by=by, at=at))
    await record.add(writing, Event("ballot.small-group-accepted", f"ballot:{ballot_id}", at, by, {"style": style}))


async def open_(
    writing: AsyncSession,
    society: Society,
    ballot_id: UUID,
    *,
    by: UUID | None,
    at: datetime,
    site: Site | None = None,
) -> None:
    """Voting begins: the log starts with the manifest's hash, then with the entries struck since the roll was frozen
    (invariant 2), those who are at its meeting, and the members whom peers carry. With a `site`, everybody on the
    roll is written to."""
    ballot = await locked(writing, Ballot, ballot_id)
    stage = rules.after(ballot.stage, Step.OPEN)
    found = await gather(writing, ballot_id)
    rules.check_ready(await facts_of(writing, found, at), Step.OPEN)
    await check_agreed(writing, ballot, Step.OPEN, by=by, at=at)
    await _check_windows(writing, found, at)
    if at < ballot.opens_at:
        raise WrongMoment("This vote opens on {day}. Please come back then.", day=ballot.opens_at)
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(writing, ballot_id, ballot.manifest_hash)
    today = rules.local_day(at, found.book.ballot.time_zone)
    await striking.strike_who_left(writing, ballot_id, today, at=at)
    struck = await striking.leaves_of_strikes(writing, ballot_id)
    edge = await casting.begin_log(writing, ballot_id)
    there = await room.enter_those_there(writing, ballot)
    await casting.add_leaves(writing, edge, [Opened(ballot.manifest_hash), *struck, *there])
    await upgrading.say_if_changed(writing, ballot, edge, at=at)
    # Whoever is on the roll of a vote asked for in the room is there, and votes without anybody in their place; and a
    # peer stands for members before the society, not inside a forum.
    alone = ballot.on_demand or ballot.forum_id is not None
    carried = 0 if alone else await carrying.appoint_peers(writing, society, found, manifest, edge, at=at)
    await casting.sign_head(writing, edge, manifest.log_origin, society.key("log"), at)
    ballot.stage, ballot.opened_at = stage, at
    await writing.flush()
    await proxies.follow_at_opening(writing, society, ballot, at=at)
    if site is not None:
        await letters.tell_open(writing, ballot, site=site, at=at)
    await record.add(
        writing,
        Event(
            *("ballot.opened", f"ballot:{ballot_id}", at, by),
            {"manifest_hash": ballot.manifest_hash.hex(), "carried": carried},
        ),
    )


async def withdraw_unopened(
    writing: AsyncSession, meeting_id: UUID, reason: str, *, by: UUID | None, at: datetime
) -> int:
    """The meeting is called off: its ballots that have not opened go with it. Its own letter tells everybody."""
    unopened = select(Ballot.id).where(
        Ballot.meeting_id == meeting_id, Ballot.stage.in_((Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN))
    )
    found = list(await writing.scalars(unopened))
    for ballot_id in found:
        ballot = await locked(writing, Ballot, ballot_id)
        ballot.stage = rules.after(ballot.stage, Step.WITHDRAW)
        ballot.withdrawn_at, ballot.withdrawn_reason = at, one_line(reason)[:200]
        await record.add(writing, Event("ballot.withdrawn", f"ballot:{ballot_id}", at, by))
    return len(found)


__all__ = ["accept_small_group", "freeze", "open_", "publish", "withdraw_unopened"]
