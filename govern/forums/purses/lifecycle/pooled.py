"""The life of a pot: it is opened, money comes into shares, a spend is asked for, each says yes.

open_pot, name_guide   in a forum, by its facilitator
put_in                 into one person's share
ask_to_spend           with a split; refused at once where a share is too small
answer, note_answer    one's own yes or no; or written down with who was there and how it came; where the rules ask
                       for a decision together, those whose share gives nothing are asked as well
take_back, close_pot
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book.tables import Resolution
from govern.database import locked
from govern.errors import NotFound, NotValid, WrongMoment
from govern.forums.gatherings.models import Belonging
from govern.forums.gatherings.rules import Standing
from govern.forums.purses import rules
from govern.forums.purses.lifecycle.telling import tell_asked, tell_noted, tell_settled
from govern.forums.purses.models import Pot, PotLine, PotShare, Spend, SpendPart, SpendVoice
from govern.forums.purses.rules import Expressed, Part, PotLineKind, SpendState
from govern.identity import queries as identity
from govern.identity.rules import Site, day_of
from govern.record import Event

#: As what the outside guide belongs to the forum: without a vote.
GUIDES = frozenset({Standing.PARTNER, Standing.OBSERVER})


class Support(msgspec.Struct, frozen=True, kw_only=True):
    """How an answer that somebody else writes down was given: who was there, in words or by choosing, and how."""

    there: str
    expressed: Expressed
    how: str


async def open_pot(writing: AsyncSession, forum_id: UUID, name: dict[str, str], *, by: UUID, at: datetime) -> UUID:
    """A pot begins in a forum. Raises `NotAllowed` where the rules know no pooled money, `NotValid`."""
    rules.check_pooled((await rulebook.in_force(writing, day_of(at))).rulebook)
    if not any(name.values()):
        raise NotValid("Give the pot a name.", field="name")
    pot = Pot(id=uuid4(), forum_id=forum_id, name=name, opened_at=at, opened_by=by)
    writing.add(pot)
    await writing.flush()
    await _note(writing, "pot.opened", pot.id, by, at)
    return pot.id


async def name_guide(writing: AsyncSession, pot_id: UUID, person_id: UUID | None, *, by: UUID, at: datetime) -> None:
    """Who looks on from outside, as the rules ask; nobody with None. Raises `NotValid`."""
    pot = await _open(writing, pot_id)
    if person_id is not None:
        if await _standing(writing, pot.forum_id, person_id) not in GUIDES:
            raise NotValid("A guide comes to this forum as a partner or observer. Let them in first.", field="guide")
        if await writing.get(PotShare, (pot_id, person_id)) is not None:
            raise NotValid("This person has a share of their own here. Choose somebody from outside.", field="guide")
    pot.guide_id = person_id
    await _note(writing, "pot.guide_named", pot_id, by, at, named=person_id is not None)


async def put_in(
    writing: AsyncSession, pot_id: UUID, person_id: UUID, pence: int, note: str, *, by: UUID, at: datetime
) -> None:
    """Money comes into one person's share; with the first of it they have a share. Raises `NotValid`."""
    pot = await _open(writing, pot_id)
    rules.check_pence(pence)
    share = await writing.get(PotShare, (pot_id, person_id), with_for_update=True)
    if share is None:
        if await _standing(writing, pot.forum_id, person_id) is not Standing.MEMBER:
            raise NotValid("Only members of this forum have a share. Let them into the forum first.", field="person")
        share = PotShare(pot_id=pot_id, person_id=person_id, pence=0)
        writing.add(share)
    rules.check_pence(share.pence + pence)
    share.pence += pence
    writing.add(
        PotLine(
            pot_id=pot_id,
            number=await _next_line(writing, pot_id),
            person_id=person_id,
            kind=PotLineKind.PUT_IN,
            pence=pence,
            note=note.strip(),
            at=at,
            by=by,
        )
    )
    await writing.flush()
    await _note(writing, "pot.put_in", pot_id, by, at, pence=pence)


async def ask_to_spend(
    writing: AsyncSession,
    pot_id: UUID,
    what: dict[str, str],
    total: int,
    split: Mapping[UUID, int],
    *,
    site: Site,
    by: UUID,
    at: datetime,
) -> UUID:
    """Somebody asks for a spend with a split. Nothing is spent by that. Raises `NotValid` with whose share is too
    small (W22)."""
    pot = await _open(writing, pot_id)
    if not any(what.values()):
        raise NotValid("Say what it is for.", field="what")
    rules.check_split(total, split)
    spend = Spend(
        id=uuid4(),
        pot_id=pot.id,
        what=what,
        total_pence=total,
        state=SpendState.ASKED,
        proposed_by=by,
        proposed_at=at,
    )
    parts = [
        SpendPart(spend_id=spend.id, person_id=person, place=place, pence=pence)
        for place, (person, pence) in enumerate(split.items(), start=1)
    ]
    rules.check_shares(await _as_parts(writing, pot_id, parts))
    writing.add(spend)
    await writing.flush()
    writing.add_all(parts)
    await writing.flush()
    await _note(writing, "pot.spend_asked", pot_id, by, at, spend=str(spend.id), pence=total)
    others = await _who_else(writing, pot.id, parts) if await _kind(writing, at) is not None else set()
    await tell_asked(writing, pot, spend, split, others, site=site, at=at)
    return spend.id


async def answer(
    writing: AsyncSession,
    spend_id: UUID,
    person_id: UUID,
    yes: bool,
    *,
    site: Site,
    by: UUID,
    at: datetime,
    support: Support | None = None,
) -> SpendState:
    """One's own yes or no, by themselves, or with `support` as it was written down. With the last yes it is spent,
    once those who share are for it together, where the rules ask for that.

    Raises `NotAllowed` for whoever is not asked, `AlreadyDone`, and `NotValid` where a share has become too small
    since: then nobody's money is spent (invariant 85).
    """
    spend, pot, parts = await _asked(writing, spend_id)
    part = next((part for part in parts if part.person_id == person_id), None)
    seen = await _as_parts(writing, pot.id, parts)
    kind = await _kind(writing, at)
    others = await _who_else(writing, pot.id, parts) if kind is not None else set()
    rules.check_answers(next((one for one in seen if one.person_id == person_id), None), shares=person_id in others)
    _check_says(person_id, support, by)
    given: SpendPart | SpendVoice | None = part or await writing.get(SpendVoice, (spend_id, person_id))
    if given is None:
        given = SpendVoice(spend_id=spend_id, person_id=person_id, yes=yes, answered_at=at)
        writing.add(given)
    given.yes, given.answered_at = yes, at
    given.noted_by = None if support is None else by
    given.there = "" if support is None else support.there.strip()
    given.expressed = None if support is None else support.expressed
    given.how = "" if support is None else support.how.strip()
    await writing.flush()
    together = await _together(writing, spend_id, kind, parts, others)
    state = rules.state_after(await _as_parts(writing, pot.id, parts), together)
    if state is SpendState.SPENT:
        await _spend(writing, pot, spend, parts, at=at)
    if state is not SpendState.ASKED:
        spend.state, spend.settled_at = state, at
    await writing.flush()
    facts = {"spend": str(spend_id), "state": state.value, "noted": support is not None}
    await _note(writing, "pot.spend_answered", pot.id, by, at, **facts)
    if support is not None:
        await tell_noted(writing, pot, spend, person_id, yes, support.there.strip(), site=site, at=at)
    if state is not SpendState.ASKED:
        noted = {one.noted_by for one in parts if one.noted_by is not None}
        concerned = {*(one.person_id for one in parts), *noted, spend.proposed_by} - {by}
        await tell_settled(writing, pot, spend, concerned, site=site, at=at)
    return state


def _check_says(person_id: UUID, support: Support | None, by: UUID) -> None:
    """Their own word, or one that somebody else wrote down as the rules ask. Raises `WrongMoment`, `NotValid`."""
    if support is None:
        if by != person_id:
            raise WrongMoment("Only they themselves can say this. Write down who was there and how they said it.")
        return
    rules.check_supported(support.expressed, support.there, support.how)
    if by == person_id:
        raise NotValid("This is your own share. Say yes or no yourself.", field="how")


async def _kind(reading: AsyncSession, at: datetime) -> Resolution | None:
    return rules.shared_kind((await rulebook.in_force(reading, day_of(at))).rulebook)


async def _who_else(reading: AsyncSession, pot_id: UUID, parts: Sequence[SpendPart]) -> set[UUID]:
    """Those with a share to which nothing is asked of in this spend."""
    shares = set(await reading.scalars(select(PotShare.person_id).where(PotShare.pot_id == pot_id)))
    return shares - {part.person_id for part in parts}


async def _together(
    reading: AsyncSession,
    spend_id: UUID,
    kind: Resolution | None,
    parts: Sequence[SpendPart],
    others: Collection[UUID],
) -> bool | None:
    """What those who share say together, each with one voice: whoever gives by their yes, the others by theirs."""
    said = [part.yes for part in parts]
    voices = await reading.scalars(
        select(SpendVoice.yes).where(SpendVoice.spend_id == spend_id, SpendVoice.person_id.in_(others))
    )
    heard = list(voices)
    said += [*heard, *([None] * (len(others) - len(heard)))]
    return rules.decided_together(kind, said.count(True), said.count(False), said.count(None))


async def _spend(writing: AsyncSession, pot: Pot, spend: Spend, parts: list[SpendPart], *, at: datetime) -> None:
    """Every part leaves its share, or none does."""
    rules.check_shares(await _as_parts(writing, pot.id, parts), field=None)
    number = await _next_line(writing, pot.id)
    for place, part in enumerate(parts):
        share = await writing.get_one(PotShare, (pot.id, part.person_id), with_for_update=True)
        share.pence -= part.pence
        writing.add(
            PotLine(
                pot_id=pot.id,
                number=number + place,
                person_id=part.person_id,
                kind=PotLineKind.SPENT,
                pence=-part.pence,
                spend_id=spend.id,
                at=at,
                by=part.noted_by or part.person_id,
            )
        )


async def take_back(writing: AsyncSession, spend_id: UUID, *, leads: bool, by: UUID, at: datetime) -> None:
    """Whoever asked takes it back, or the facilitator does. Raises `NotFound`, `AlreadyDone`."""
    spend, pot, _ = await _asked(writing, spend_id)
    rules.check_takes_back(spend.proposed_by, by, leads=leads)
    spend.state, spend.settled_at = SpendState.TAKEN_BACK, at
    await _note(writing, "pot.spend_taken_back", pot.id, by, at, spend=str(spend_id))


async def close_pot(writing: AsyncSession, pot_id: UUID, *, by: UUID, at: datetime) -> None:
    """The pot ends once it is empty. Raises `WrongMoment` while somebody has something in it, or is asked."""
    pot = await _open(writing, pot_id)
    if await writing.scalar(select(PotShare.person_id).where(PotShare.pot_id == pot_id, PotShare.pence > 0).limit(1)):
        raise WrongMoment("There is money in this pot. Ask each to have their share paid out first, as a spend.")
    asked = select(Spend.id).where(Spend.pot_id == pot_id, Spend.state == SpendState.ASKED)
    if await writing.scalar(asked.limit(1)) is not None:
        raise WrongMoment("Something is asked of people here. Settle it or take it back first.")
    pot.closed_at = at
    await _note(writing, "pot.closed", pot_id, by, at)


async def _next_line(writing: AsyncSession, pot_id: UUID) -> int:
    """The pot is held, so no two lines of its ledger get one number."""
    last = await writing.scalar(select(func.max(PotLine.number)).where(PotLine.pot_id == pot_id))
    return (last or 0) + 1


async def _open(writing: AsyncSession, pot_id: UUID) -> Pot:
    pot = await locked(writing, Pot, pot_id)
    rules.check_pot_open(pot.closed_at is not None)
    return pot


async def _asked(writing: AsyncSession, spend_id: UUID) -> tuple[Spend, Pot, list[SpendPart]]:
    """A spend that waits for answers, with its pot held so that two spends cannot take the same money."""
    found = await writing.get(Spend, spend_id)
    if found is None:
        raise NotFound("There is nothing of the kind in this pot. Look at the pot again.")
    pot = await _open(writing, found.pot_id)
    spend = await locked(writing, Spend, spend_id)
    rules.check_asked(spend.state)
    parts = select(SpendPart).where(SpendPart.spend_id == spend_id).order_by(SpendPart.place)
    return spend, pot, list(await writing.scalars(parts))


async def _as_parts(reading: AsyncSession, pot_id: UUID, parts: list[SpendPart]) -> list[Part]:
    """The parts as the rules see them: with the name, and with what is in the share now."""
    people = [part.person_id for part in parts]
    shares = {
        share.person_id: share.pence
        for share in await reading.scalars(
            select(PotShare)
            .where(PotShare.pot_id == pot_id, PotShare.person_id.in_(people))
            .execution_options(populate_existing=True)
        )
    }
    names = await identity.people_by_id(reading, people)
    return [Part(p.person_id, names[p.person_id].name, p.pence, shares.get(p.person_id, 0), p.yes) for p in parts]


async def _standing(reading: AsyncSession, forum_id: UUID, person_id: UUID) -> Standing | None:
    found: Standing | None = await reading.scalar(
        select(Belonging.standing).where(
            Belonging.forum_id == forum_id, Belonging.person_id == person_id, Belonging.to_on.is_(None)
        )
    )
    return found


async def _note(
    writing: AsyncSession, verb: str, pot_id: UUID, by: UUID, at: datetime, **facts: str | int | bool
) -> None:
    await record.add(writing, Event(verb, f"pot:{pot_id}", at, by, dict(facts)))


__all__ = [
    "Support",
    "answer",
    "ask_to_spend",
    "close_pot",
    "name_guide",
    "open_pot",
    "put_in",
    "take_back",
]
