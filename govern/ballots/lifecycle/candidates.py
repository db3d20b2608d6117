"""Beside drafting: who stands, for themselves or for a member organisation, and the order of names drawn by lot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.count import commitment, luck_order
from govern.ballots.lifecycle.drafting import Words, add_row
from govern.ballots.lifecycle.keys import keep_lots_seed
from govern.ballots.lifecycle.peers import check_stands
from govern.ballots.models import Ballot, Candidate, Contest
from govern.ballots.queries.gathering import gather
from govern.ballots.queries.standing import as_holder, standing, staying
from govern.ballots.rules import ContestKind, Stage, Step
from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society

LONGEST_NAME = 200


class Standing(msgspec.Struct, frozen=True):
    """Who would stand, of which group they stand as a member, and the organisation for which they do (M90)."""

    person_id: UUID
    name: str
    group: str
    organisation: identity.PersonView | None = None

    @property
    def on_paper(self) -> str:
        """Their name as papers show it; with the organisation's, so that voters know for whom they stand."""
        if self.organisation is None:
            return self.name
        return f"{self.name} ({self.organisation.name})"[:LONGEST_NAME]


async def add_candidate(
    writing: AsyncSession,
    contest_id: UUID,
    person_id: UUID,
    *,
    statement: Words,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Put somebody on the paper of an election. The order of names is drawn again afterwards.

    A member organisation stands through whoever represents it (M90). Raises NotValid for somebody whose group these
    seats are not for (invariant 15) or whose statement is too long, `TooManyStand` for one more of an organisation
    than could sit for it, and the boards room's `TermLimit` for somebody who has served all their terms
    (invariant 20).
    """
    contest, ballot = await of_election(writing, contest_id)
    rules.after(ballot.stage, Step.EDIT)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    today = rules.local_day(at, book.ballot.time_zone)
    who = await _who_stands(writing, book, contest, person_id, today)
    if contest.body == rules.PEERS:
        await check_stands(writing, book, contest, who.person_id, today)
    elif contest.body is not None and contest.serves_from is not None:
        await boards.check_terms(writing, contest.body, who.person_id, contest.serves_from, contest.serves_until)
    _check_statement(statement, book)
    candidate = Candidate(
        id=uuid4(),
        contest_id=contest_id,
        person_id=who.person_id,
        organisation_id=who.organisation.id if who.organisation is not None else None,
        name=who.on_paper,
        constituency=who.group,
        attributes=await _attributes(writing, who, today),
        statement=statement,
        added_at=at,
    )
    await _room_for_their_organisation(writing, ballot, contest, candidate, who)
    await add_row(writing, candidate)
    ballot.lots_drawn_at = None
    await record.add(
        writing, Event("candidate.added", f"candidate:{candidate.id}", at, by, {"contest": str(contest_id)})
    )
    return candidate.id


async def _attributes(reading: AsyncSession, who: Standing, on: date) -> tuple[str, ...]:
    """What is true of them, and of the organisation for which they stand."""
    ids = [who.person_id, *([who.organisation.id] if who.organisation is not None else [])]
    noted = await register.attributes_on(reading, ids, on)
    return tuple(sorted(frozenset().union(*(noted.get(one, frozenset()) for one in ids))))


async def _room_for_their_organisation(
    reading: AsyncSession, ballot: Ballot, contest: Contest, candidate: Candidate, who: Standing
) -> None:
    """Invariant 11, before the papers: of one organisation no more stand than could sit."""
    if who.organisation is None or contest.body in (None, rules.PEERS) or contest.serves_from is None:
        return
    found = await gather(reading, ballot.id)
    there = await staying(reading, found, contest.body, contest.serves_from)
    newcomer, sent_by = as_holder(contest, candidate), who.organisation.name
    rules.may_stand(found.book, contest.body, there, standing(found, contest.body), newcomer, sent_by)


async def of_election(writing: AsyncSession, contest_id: UUID) -> tuple[Contest, Ballot]:
    """The election and its ballot, held. Raises `NotFound` where nobody stands."""
    contest = await locked(writing, Contest, contest_id)
    if contest.kind is not ContestKind.ELECTION:
        raise NotFound("Nobody stands here: it is a question and not an election. Choose an election.")
    return contest, await locked(writing, Ballot, contest.ballot_id)


async def _who_stands(reading: AsyncSession, book: Rulebook, contest: Contest, person_id: UUID, on: date) -> Standing:
    """Somebody stands for themselves where their own group fits, else for the one organisation they represent."""
    person = await identity.person(reading, person_id)
    if person.is_organisation:
        human_id = (await register.representatives_of(reading, [person_id], on)).get(person_id)
        if human_id is None:
            raise NotValid(
                "Nobody represents {name}, so nobody can stand for it. Name a representative in the register first.",
                field="person",
                name=person.name,
            )
        group = _fitting(await register.constituencies_of(reading, person_id, on), contest, book)
        return Standing(human_id, (await identity.person(reading, human_id)).name, group, person)
    own = await register.constituencies_of(reading, person_id, on)
    if not _fits(own, contest):
        theirs = await _organisations_that_fit(reading, contest, person_id, on)
        if len(theirs) > 1:
            raise NotValid(
                "{name} represents several members: {organisations}. Choose the one for which they stand.",
                field="person",
                name=person.name,
                organisations=tuple(organisation.name for organisation, _ in theirs),
            )
        if theirs:
            organisation, groups = theirs[0]
            facts = await identity.person(reading, organisation.id)
            return Standing(person_id, person.name, _fitting(groups, contest, book), facts)
    return Standing(person_id, person.name, _fitting(own, contest, book))


async def _organisations_that_fit(
    reading: AsyncSession, contest: Contest, person_id: UUID, on: date
) -> list[tuple[register.OrganisationLine, tuple[str, ...]]]:
    found = []
    for organisation in await register.represented_by(reading, person_id, on):
        groups = await register.constituencies_of(reading, organisation.id, on)
        if _fits(groups, contest):
            found.append((organisation, groups))
    return found


def _fits(groups: Iterable[str], contest: Contest) -> list[str]:
    return [group for group in groups if contest.seat_constituency in (rules.ANY, group)]


def _fitting(groups: Iterable[str], contest: Contest, book: Rulebook) -> str:
    fitting = _fits(groups, contest)
    if not fitting:
        wanted = contest.seat_constituency or rules.ANY
        for_whom = (
            Sentence("members of the society")
            if wanted == rules.ANY
            else Sentence("members of this group: {group}", group=book.constituency(wanted).name)
        )
        raise NotValid(
            "These seats are for {whom}, and this person is not one today. Look at the register.",
            field="person",
            whom=for_whom,
        )
    return fitting[0]


def _check_statement(statement: Words, book: Rulebook) -> None:
    most = book.elections.statement_words
    for words in statement.values():
        if len(words.split()) > most:
            raise NotValid(
                "The statement has {n} words. The rules allow {most}. Make it shorter.",
                field="statement",
                n=len(words.split()),
                most=most,
            )


async def withdraw_candidate(writing: AsyncSession, candidate_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Somebody takes their name back. Once papers are issued the name stays on them and votes for it are void
    (invariant 55). After the close it is too late."""
    candidate = await locked(writing, Candidate, candidate_id)
    _, ballot = await of_election(writing, candidate.contest_id)
    if ballot.stage not in (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN):
        raise WrongMoment("This vote has closed, so a name cannot be taken back. Whoever is elected may resign.")
    if candidate.withdrawn_at is not None:
        raise WrongMoment("This name was taken back already. Nothing else needs doing.")
    candidate.withdrawn_at = at
    await record.add(
        writing,
        Event("candidate.withdrawn", f"candidate:{candidate_id}", at, by, {"contest": str(candidate.contest_id)}),
    )


async def draw_lots(
    writing: AsyncSession, society: Society, ballot_id: UUID, *, by: UUID | None, at: datetime
) -> None:
    """Draw the order of names on every paper. The seed is kept outside the database and shown after the close; the
    commitment is shown now, so that nobody can choose the seed afterwards (invariant 53)."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    await _draw(writing, society, ballot, by=by, at=at)


async def draw_lots_anew(writing: AsyncSession, society: Society, *, at: datetime) -> None:
    """A rehearsal begins: for every vote whose roll is not frozen yet lots are drawn from a seed of its own."""
    coming = select(Ballot).where(
        Ballot.stage.in_((Stage.DRAFT, Stage.PUBLISHED)), Ballot.lots_commitment.is_not(None)
    )
    for ballot in list(await writing.scalars(coming.order_by(Ballot.drafted_at))):
        await _draw(writing, society, ballot, by=None, at=at)


async def _draw(writing: AsyncSession, society: Society, ballot: Ballot, *, by: UUID | None, at: datetime) -> None:
    seed = keep_lots_seed(society, ballot.id)
    ballot.lots_commitment = commitment(seed)
    ballot.lots_drawn_at = at
    contests = await writing.scalars(
        select(Contest.id).where(Contest.ballot_id == ballot.id, Contest.kind == ContestKind.ELECTION)
    )
    for contest_id in contests:
        candidates = {str(c.id): c for c in await _standing(writing, contest_id)}
        for place, candidate_id in enumerate(luck_order(seed, candidates, f"paper {contest_id}"), start=1):
            candidates[candidate_id].lot_order = place
    facts: dict[str, str | int | bool | None] = {"commitment": ballot.lots_commitment.hex()}
    await record.add(writing, Event("ballot.lots-drawn", f"ballot:{ballot.id}", at, by, facts))


async def _standing(writing: AsyncSession, contest_id: UUID) -> Iterable[Candidate]:
    found = await writing.scalars(
        select(Candidate).where(Candidate.contest_id == contest_id, Candidate.withdrawn_at.is_(None))
    )
    return found.all()


__all__ = ["add_candidate", "draw_lots", "of_election", "withdraw_candidate"]
