"""The life of the fund for people in need, and of what is asked of it under a code (M9, W23, invariant 86).

open_fund, put_in_fund   the fund begins with what the rules say; more comes in
seat, unseat             who sits on the panel, by a decision in the minutes
ask_fund, withdraw       a worker asks, under a code; once more with new facts
vote, stand_aside        the panel decides, less those who are tied; with the last voice it is settled

Lines of the record about what is asked name nobody: who asked stands in `Asker` alone.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.forums.purses import rules
from govern.forums.purses.lifecycle.telling import tell_decided
from govern.forums.purses.models import (
    THE_FUND,
    Asked,
    Asker,
    Fund,
    FundLine,
    PanelSeat,
    PanelVote,
    StoodAside,
)
from govern.forums.purses.queries.benevolent import asker_of, panel_of, standing_aside
from govern.forums.purses.rules import AskStage, FundLineKind, Reason
from govern.identity import queries as identity
from govern.identity.rules import Site, day_of
from govern.permissions import HOLDS, Permission, Role
from govern.record import Event
from govern.sentences import Sentence


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker asks of the fund. `again` is the one before, not granted; `need` then says what is new."""

    pence: int
    need: str
    again: UUID | None = None


async def open_fund(writing: AsyncSession, *, by: UUID, at: datetime) -> None:
    """The fund begins with the money the rules say. Raises `NotFound`, `AlreadyDone`."""
    book = await _book(writing, at)
    if await writing.get(Fund, THE_FUND) is not None:
        raise AlreadyDone("The fund is open already. There is nothing more to do.")
    opening = book.funds.benevolent.opening_pence
    writing.add(Fund(id=THE_FUND, balance_pence=opening, opened_at=at))
    await writing.flush()
    if opening:
        await _line(writing, FundLineKind.OPENING, opening, "", by=by, at=at)
    await record.add(writing, Event("fund.opened", "fund:1", at, by, {"pence": opening}))


async def put_in_fund(writing: AsyncSession, pence: int, note: str, *, by: UUID, at: datetime) -> None:
    """Money comes in. Raises `NotValid`, `WrongMoment`."""
    await _book(writing, at)
    fund = await _fund(writing)
    rules.check_pence(pence)
    rules.check_pence(fund.balance_pence + pence)
    fund.balance_pence += pence
    await _line(writing, FundLineKind.PUT_IN, pence, note, by=by, at=at)
    await record.add(writing, Event("fund.put_in", "fund:1", at, by, {"pence": pence}))


async def seat(writing: AsyncSession, person_id: UUID, minute: str, *, by: UUID, at: datetime) -> UUID:
    """Somebody sits on the panel by a decision in the minutes: as many as the rules say, more than half workers.

    Whoever may open the names does not decide. Raises `NotValid`, `AlreadyDone`.
    """
    book = await _book(writing, at)
    await _fund(writing)
    today = day_of(at)
    panel = await panel_of(writing)
    if person_id in panel:
        raise AlreadyDone("This person sits on the panel already.", field="person")
    groups = await register.constituencies_of(writing, person_id, today)
    if not groups:
        raise NotValid("Only members of the society sit on the panel. Name somebody else.", field="person")
    if person_id in await _keepers(writing, at):
        raise NotValid(
            "This person keeps the fund and knows who asks. Name somebody who does not know.", field="person"
        )
    worker = rules.is_worker(book, groups)
    rules.check_panel_seat(book, worker, panel)
    if not minute.strip():
        raise NotValid("Say where the decision stands, like “Board, 3 February, item 4”.", field="minute")
    row = PanelSeat(id=uuid4(), person_id=person_id, worker=worker, minute=minute.strip(), from_on=today, named_by=by)
    writing.add(row)
    await writing.flush()
    await record.add(writing, Event("fund.panel_named", f"fund_panel:{row.id}", at, by, {"worker": worker}))
    return row.id


async def unseat(writing: AsyncSession, seat_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Somebody leaves the panel, from today. Raises `AlreadyDone`."""
    row = await locked(writing, PanelSeat, seat_id)
    if row.to_on is not None:
        raise AlreadyDone("This person has left the panel already.")
    row.to_on = day_of(at)
    await record.add(writing, Event("fund.panel_left", f"fund_panel:{row.id}", at, by))


async def leave_panel(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Somebody who is no longer there sits on no panel any more; the others wait for whoever is named next."""
    sits = select(PanelSeat.id).where(PanelSeat.person_id == person_id, PanelSeat.to_on.is_(None))
    for seat_id in list(await writing.scalars(sits)):
        await unseat(writing, seat_id, by=by, at=at)


async def ask_fund(writing: AsyncSession, person_id: UUID, wanted: Ask, *, at: datetime) -> UUID:
    """A worker asks, and gets a code. Raises `NotAllowed`, `NotValid`, `WrongMoment`, `AlreadyDone`."""
    book, today = await _book(writing, at), day_of(at)
    rules.check_may_ask(book, await register.constituencies_of(writing, person_id, today))
    fund = await _fund(writing)
    await _check_no_other(writing, person_id)
    if wanted.again is not None:
        before = await _own(writing, wanted.again, person_id)
        rules.check_again(before.stage, wanted.need)
        if await writing.scalar(select(Asked.id).where(Asked.again_id == before.id)) is not None:
            raise AlreadyDone("This came again already. Go on from the newest one.")
    if not wanted.need.strip():
        raise NotValid("Say what you need it for.", field="need")
    rules.check_grant(book, wanted.pence, fund.balance_pence)
    rules.check_no_name(wanted.need, (await identity.person(writing, person_id)).name)
    row = Asked(
        id=uuid4(),
        code=rules.next_code(today.year, await writing.scalars(select(Asked.code))),
        pence=wanted.pence,
        need=wanted.need.strip(),
        stage=AskStage.WITH_PANEL,
        asked_on=today,
        again_id=wanted.again,
    )
    writing.add(row)
    await writing.flush()
    writing.add(Asker(asked_id=row.id, person_id=person_id))
    await writing.flush()
    await _note(writing, "fund.asked", row, at)
    return row.id


async def withdraw(writing: AsyncSession, asked_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Whoever asked takes it back before it is decided. Raises `NotFound`, `AlreadyDone`."""
    row = await _own(writing, asked_id, person_id)
    rules.check_with_panel(row.stage)
    row.stage, row.settled_on = AskStage.WITHDRAWN, day_of(at)
    await _note(writing, "fund.taken_back", row, at)


async def stand_aside(
    writing: AsyncSession, asked_id: UUID, person_id: UUID, *, site: Site, at: datetime
) -> AskStage:
    """Somebody on the panel thinks they know who it is, and stands aside by their own word. Raises `NotFound`,
    `WrongMoment` once they have voted."""
    row = await locked(writing, Asked, asked_id)
    rules.check_with_panel(row.stage)
    panel = await panel_of(writing)
    found = await standing_aside(writing, row, panel, day_of(at))
    if person_id in found:
        raise AlreadyDone("You stand aside in this one already. There is nothing more to do.")
    rules.check_votes(person_id, panel, found)
    rules.check_stands_aside(await writing.get(PanelVote, (asked_id, person_id)) is not None)
    writing.add(StoodAside(asked_id=asked_id, person_id=person_id, reason=Reason.SAID))
    await writing.flush()
    await _note(writing, "fund.stood_aside", row, at)
    return await _settle(writing, row, site, at)


async def vote(
    writing: AsyncSession, asked_id: UUID, person_id: UUID, yes: bool, *, site: Site, at: datetime
) -> AskStage:
    """One voice of the panel; it can be changed until the last one.

    Raises `NotFound`, `NotAllowed` for whoever stands aside, `AlreadyDone`, `WrongMoment` while it is not full.
    """
    row = await locked(writing, Asked, asked_id)
    rules.check_with_panel(row.stage)
    book = await _book(writing, at)
    panel, today = await panel_of(writing), day_of(at)
    rules.check_votes(person_id, panel, await standing_aside(writing, row, panel, today))
    rules.check_panel(book, panel)
    cast = await writing.get(PanelVote, (asked_id, person_id))
    if cast is None:
        writing.add(PanelVote(asked_id=asked_id, person_id=person_id, yes=yes, voted_on=today))
    else:
        cast.yes, cast.voted_on = yes, today
    await writing.flush()
    await _note(writing, "fund.voted", row, at)
    return await _settle(writing, row, site, at)


async def _settle(writing: AsyncSession, row: Asked, site: Site, at: datetime) -> AskStage:
    """Once everybody who counts has voted: granted and paid out of the ledger, or not. Whoever asked is told."""
    panel, today = await panel_of(writing), day_of(at)
    aside = await standing_aside(writing, row, panel, today)
    votes = {
        one.person_id: one.yes for one in await writing.scalars(select(PanelVote).where(PanelVote.asked_id == row.id))
    }
    fund = await _fund(writing)
    decided = rules.outcome(panel, aside, votes, row.pence, fund.balance_pence)
    if decided is None or len(panel) != (await _book(writing, at)).funds.benevolent.panel_size:
        return row.stage
    for person, reason in aside.items():
        if await writing.get(StoodAside, (row.id, person)) is None:
            writing.add(StoodAside(asked_id=row.id, person_id=person, reason=reason))
    row.stage, row.settled_on = decided, today
    if decided is AskStage.GRANTED:
        fund.balance_pence -= row.pence
        await _line(writing, FundLineKind.GRANT, -row.pence, "", by=None, at=at, asked_id=row.id)
    await writing.flush()
    await _note(writing, "fund.settled", row, at, stage=decided.value)
    applicant = await asker_of(writing, row.id)
    if applicant is not None:
        await tell_decided(writing, row, applicant, site=site, at=at)
    return decided


async def bring_to_minutes(writing: AsyncSession, minutes_id: UUID, until: date) -> tuple[Sentence, ...]:
    """What was decided up to a day and stands in no minutes yet: codes and sums, no name, no voice (invariant 86)."""
    rows = await writing.scalars(
        select(Asked)
        .where(Asked.settled_on <= until, Asked.stage != AskStage.WITHDRAWN, Asked.minutes_id.is_(None))
        .order_by(Asked.code)
    )
    said = []
    for row in rows:
        row.minutes_id = minutes_id
        said.append(rules.minute(row.code, row.stage, row.pence))
    await writing.flush()
    return tuple(said)


async def open_name(writing: AsyncSession, asked_id: UUID, *, by: UUID, at: datetime) -> None:
    """Whoever pays out looks at who is behind a code; the record keeps that they did. Raises `NotFound`."""
    if await asker_of(writing, asked_id) is None:
        raise NotFound("There is nothing asked under this code. Look at the list again.")
    row = await locked(writing, Asked, asked_id)
    await record.add(writing, Event("fund.name_opened", f"fund_asked:{row.id}", at, by, {"code": row.code}))


async def _keepers(reading: AsyncSession, at: datetime) -> set[UUID]:
    """Those who may open the names now."""
    roles = [role for role in Role if Permission.FUND_KEEP in HOLDS[role]]
    return {one.id for role in roles for one in await identity.holders(reading, role, day_of(at))}


async def _check_no_other(writing: AsyncSession, person_id: UUID) -> None:
    waits = (
        select(Asked.id)
        .join(Asker, Asker.asked_id == Asked.id)
        .where(Asker.person_id == person_id, Asked.stage == AskStage.WITH_PANEL)
    )
    if await writing.scalar(waits.limit(1)) is not None:
        raise WrongMoment("Something you asked for is with the panel. Wait for its answer, or take it back first.")


async def _own(writing: AsyncSession, asked_id: UUID, person_id: UUID) -> Asked:
    """What this person asked. Of what others ask they are told nothing."""
    if await asker_of(writing, asked_id) != person_id:
        raise NotFound("There is no such page for you. Look at what you asked for yourself.")
    return await locked(writing, Asked, asked_id)


async def _fund(writing: AsyncSession) -> Fund:
    fund = await writing.get(Fund, THE_FUND, with_for_update=True, populate_existing=True)
    if fund is None:
        raise WrongMoment("The fund is not open yet. Its keeper opens it first.")
    return fund


async def _book(reading: AsyncSession, at: datetime) -> Rulebook:
    book = (await rulebook.in_force(reading, day_of(at))).rulebook
    rules.check_fund(book)
    return book


async def _line(
    writing: AsyncSession,
    kind: FundLineKind,
    pence: int,
    note: str,
    *,
    by: UUID | None,
    at: datetime,
    asked_id: UUID | None = None,
) -> None:
    number = await writing.scalar(select(FundLine.number).order_by(FundLine.number.desc()).limit(1))
    writing.add(
        FundLine(number=(number or 0) + 1, kind=kind, pence=pence, asked_id=asked_id, note=note.strip(), at=at, by=by)
    )
    await writing.flush()


async def _note(writing: AsyncSession, verb: str, row: Asked, at: datetime, **facts: str) -> None:
    """By nobody: the record of what is asked names neither who asked nor how anybody of the panel voted."""
    await record.add(writing, Event(verb, f"fund_asked:{row.id}", at, None, {"code": row.code, **facts}))


__all__ = [
    "Ask",
    "ask_fund",
    "bring_to_minutes",
    "leave_panel",
    "open_fund",
    "open_name",
    "put_in_fund",
    "seat",
    "stand_aside",
    "unseat",
    "vote",
    "withdraw",
]
