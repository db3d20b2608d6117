"""A proposal of a circle, from its first wording to its last round. Whoever runs the circle takes these steps.

    draft_proposal, reword, add_to_circle, take_from_circle
    set_circle      who sits in a circle outside the bodies, as it is when the proposal is presented
    move_on         presented, questions, reactions, the first round: the circle is told
    end_round       agreed, or objections are worked on; whoever was absent is told until when they can object
    integrate       a new wording meets the objections, and the circle is asked again

What people of the circle say themselves is in `consenting`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.deciding import consent as rounds
from govern.ballots.deciding.consent import Phase, Proposal
from govern.ballots.lifecycle import letters
from govern.ballots.models import ConsentAnswer, ConsentMember, ConsentProposal, ConsentRound, ConsentWording
from govern.ballots.queries.circles import as_rule, newest_wording
from govern.ballots.rules import consenting as rules
from govern.ballots.rules.consenting import GENERAL, Circle
from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language, locked
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import Site, day_of
from govern.languages import LANGUAGES
from govern.record import Event
from govern.sentences import Sentence

Facts = dict[str, str | int | bool | None]
ROUND, ABSENT = "consent_round", "consent_absent"


class NewProposal(msgspec.Struct, frozen=True, kw_only=True):
    """What is proposed, in which circle; `kind` where all members decide, `from_id` where it goes on from another.

    A `circle` outside the bodies of the rules is handed down with who sits in it; `body` is then left empty. Those
    `apart` sit on the body and take no part in this (invariant 31).
    """

    body: str = ""
    title: dict[str, str]
    text: dict[str, str]
    kind: str | None = None
    from_id: UUID | None = None
    circle: Circle | None = None
    apart: frozenset[UUID] = frozenset()


async def draft_proposal(writing: AsyncSession, new: NewProposal, *, by: UUID | None, at: datetime) -> UUID:
    """Write it down. Whoever sits on the body with a vote is its circle; others are added one by one.

    Raises NotAllowed where the rules give the body no consent, NotValid beside the field.
    """
    today = day_of(at)
    found = await rulebooks.in_force(writing, today)
    body = new.circle.body if new.circle is not None else new.body
    rules.consent_rule(found.rulebook, body, of_a_circle=new.circle is not None)
    rules.check_kind(found.rulebook, body, new.kind)
    row = ConsentProposal(
        id=uuid4(),
        body=body,
        circle_id=new.circle.id if new.circle else None,
        circle_name=new.circle.name if new.circle else None,
        kind=new.kind,
        rulebook_version_id=found.version_id,
        title=new.title,
        phase=Phase.DRAFT,
        round=0,
        from_id=new.from_id,
        drafted_at=at,
        drafted_by=by,
    )
    _check_words(new.title, found.rulebook, "title", row)
    _check_words(new.text, found.rulebook, "text", row)
    writing.add(row)
    await writing.flush()
    writing.add(ConsentWording(proposal_id=row.id, version=1, text=new.text, written_at=at, written_by=by))
    there = () if body == GENERAL or new.circle else await boards.sitting(writing, body, today)
    people = new.circle.people if new.circle else tuple(one.person_id for one in there if one.votes)
    for person_id in dict.fromkeys(people):
        if person_id not in new.apart:
            writing.add(ConsentMember(proposal_id=row.id, person_id=person_id))
    await writing.flush()
    await record.add(writing, Event("consent.drafted", _about(row), at, by, {"body": body, "kind": new.kind}))
    return row.id


async def set_circle(writing: AsyncSession, proposal_id: UUID, people: tuple[UUID, ...]) -> None:
    """Who sits in a circle outside the bodies now; from the presentation on its proposal keeps them. Says nothing of
    its own in the record: it belongs to the step that presents."""
    row = await _draft(writing, proposal_id)
    await writing.execute(delete(ConsentMember).where(ConsentMember.proposal_id == row.id))
    for person_id in dict.fromkeys(people):
        writing.add(ConsentMember(proposal_id=row.id, person_id=person_id))
    await writing.flush()


async def reword(
    writing: AsyncSession, proposal_id: UUID, title: dict[str, str], text: dict[str, str], *, by: UUID, at: datetime
) -> None:
    """Change a proposal nobody has seen yet. From the presentation on, a new wording is a version of its own."""
    row = await _draft(writing, proposal_id)
    book = await book_of(writing, row)
    _check_words(title, book, "title", row)
    _check_words(text, book, "text", row)
    wording = await newest_wording(writing, proposal_id)
    row.title, wording.text, wording.written_at, wording.written_by = title, text, at, by
    await record.add(writing, Event("consent.reworded", _about(row), at, by))


async def add_to_circle(
    writing: AsyncSession, proposal_id: UUID, person_id: UUID, *, by: UUID | None, at: datetime
) -> None:
    """One more person of the circle, before it is presented. Raises NotValid for somebody who is no member."""
    row = await _draft(writing, proposal_id)
    if await writing.get(ConsentMember, (proposal_id, person_id)) is not None:
        raise AlreadyDone("This person is in the circle already.", field="person")
    person = await identity.person(writing, person_id)
    groups = await register.groups_on(writing, [person_id], day_of(at))
    if not groups.get(person_id):
        raise NotValid(
            "{name} is not a member now, so cannot be in the circle. Choose a member.",
            field="person",
            name=person.name,
        )
    writing.add(ConsentMember(proposal_id=proposal_id, person_id=person_id))
    await writing.flush()
    await record.add(writing, Event("consent.circle-grew", _about(row), at, by))


async def take_from_circle(
    writing: AsyncSession, proposal_id: UUID, person_id: UUID, *, by: UUID | None, at: datetime
) -> None:
    """Take somebody out again, before it is presented."""
    row = await _draft(writing, proposal_id)
    member = await writing.get(ConsentMember, (proposal_id, person_id))
    if member is None:
        raise NotFound("This person is not in the circle. Look at the list again.")
    await writing.delete(member)
    await record.add(writing, Event("consent.circle-shrank", _about(row), at, by))


async def move_on(
    writing: AsyncSession, proposal_id: UUID, *, by: UUID | None, at: datetime, site: Site | None = None
) -> Phase:
    """The next step before the rounds. With the first round, and a `site`, the circle is told. Raises WrongMoment."""
    row, proposal = await step_of(writing, proposal_id, at)
    after = rounds.move_on(proposal)
    if after.phase is Phase.PRESENTED:
        rules.check_circle(len(proposal.circle))
    keep(row, after)
    if after.phase is Phase.ROUND:
        await _begin_round(writing, row, at, site)
    await record.add(writing, Event(f"consent.{after.phase.value}", _about(row), at, by, {"round": after.round}))
    return after.phase


async def _begin_round(writing: AsyncSession, row: ConsentProposal, at: datetime, site: Site | None) -> None:
    wording = await newest_wording(writing, row.id)
    writing.add(ConsentRound(proposal_id=row.id, round=row.round, version=wording.version, began_at=at))
    await writing.flush()
    if site is None:
        return
    people = await identity.people_by_id(
        writing, await writing.scalars(select(ConsentMember.person_id).where(ConsentMember.proposal_id == row.id))
    )
    number = row.round

    def written(language: str) -> letters.Written:
        title = in_language(row.title, language)
        return Sentence("You are asked for your consent: {title}", title=title), (
            Sentence("Round {number} has begun. Read the proposal and say what you think:", number=number),
            site.page(language, row.address),
            Sentence("Everybody in the circle can read what you say."),
        )

    await letters.write_all(writing, ROUND, f"consent:{row.id}", people.values(), written, site, at)


async def end_round(
    writing: AsyncSession, proposal_id: UUID, *, by: UUID | None, at: datetime, site: Site | None = None
) -> Phase:
    """Everybody there was asked. Who has not answered was absent, and can object for some hours (invariant 71)."""
    row, proposal = await step_of(writing, proposal_id, at)
    answered = {
        str(person)
        for person in await writing.scalars(
            select(ConsentAnswer.person_id).where(
                ConsentAnswer.proposal_id == proposal_id, ConsentAnswer.round == row.round
            )
        )
    }
    absent = proposal.circle - answered
    after = rounds.end_round(proposal, absent=frozenset(absent), at=at)
    keep(row, after)
    asked = await writing.get_one(ConsentRound, (proposal_id, row.round))
    asked.ended_at = at
    if after.phase is Phase.PROVISIONAL and site is not None:
        await _tell_absent(writing, row, [UUID(person) for person in absent], site, at)
    facts: Facts = {"round": row.round, "absent": len(absent), "phase": after.phase.value}
    await record.add(writing, Event("consent.round-ended", _about(row), at, by, facts))
    return after.phase


async def _tell_absent(
    writing: AsyncSession, row: ConsentProposal, absent: list[UUID], site: Site, at: datetime
) -> None:
    people = await identity.people_by_id(writing, absent)
    assert row.until is not None
    until = row.until

    def written(language: str) -> letters.Written:
        title = in_language(row.title, language)
        return Sentence("Your circle has agreed without you: {title}", title=title), (
            Sentence("You were not at the round. You can still object until {day}, with a reason.", day=until),
            site.page(language, row.address),
            Sentence("If you have no objection, you need not do anything."),
        )

    await letters.write_all(writing, ABSENT, f"consent:{row.id}", people.values(), written, site, at)


async def integrate(
    writing: AsyncSession,
    proposal_id: UUID,
    text: dict[str, str],
    changed: str,
    met: dict[UUID, str],
    *,
    by: UUID | None,
    at: datetime,
    site: Site | None = None,
) -> int:
    """A new wording that meets the objections; the circle is asked again. Returns the number of the round.

    `met` says to each who objected how it was changed for them. Raises NotValid where that is missing.
    """
    row, proposal = await step_of(writing, proposal_id, at)
    open_now = {one.who for one in proposal.open_objections}
    missing = next((who for who in open_now if not met.get(UUID(who), "").strip()), None)
    if missing is not None and proposal.phase is Phase.INTEGRATING:
        raise NotValid("Say for each objection how the new wording meets it.", field=f"met_{missing}")
    after = rounds.ask_again(proposal, {str(who): how for who, how in met.items()})
    _check_words(text, await book_of(writing, row), "text", row)
    if not changed.strip():
        raise NotValid("Say what was changed, in a sentence.", field="changed")
    before = await newest_wording(writing, proposal_id)
    if before.text == text:
        raise NotValid("The wording is as it was. Change it so that it meets the objections.", field="text")
    open_rows = await writing.scalars(
        select(ConsentAnswer).where(
            ConsentAnswer.proposal_id == proposal_id, ConsentAnswer.round == row.round, ConsentAnswer.met == ""
        )
    )
    for answer in open_rows:
        if str(answer.person_id) in open_now:
            answer.met = met[answer.person_id].strip()
    writing.add(
        ConsentWording(
            proposal_id=proposal_id,
            version=before.version + 1,
            text=text,
            changed=changed.strip(),
            written_at=at,
            written_by=by,
        )
    )
    keep(row, after)
    await writing.flush()
    await _begin_round(writing, row, at, site)
    await record.add(
        writing, Event("consent.integrated", _about(row), at, by, {"round": row.round, "version": before.version + 1})
    )
    return row.round


# --- What all steps share -------------------------------------------------------------------------------------------


async def step_of(writing: AsyncSession, proposal_id: UUID, at: datetime) -> tuple[ConsentProposal, Proposal]:
    """The proposal, held, and how it stands at this moment; what time alone has decided is kept with it."""
    row = await locked(writing, ConsentProposal, proposal_id)
    proposal = rounds.as_of(await as_rule(writing, row), at)
    keep(row, proposal)
    return row, proposal


def keep(row: ConsentProposal, proposal: Proposal) -> None:
    row.phase, row.round, row.until = proposal.phase, proposal.round, proposal.until
    row.consented_on, row.review_on = proposal.consented_on, proposal.review_on


async def book_of(reading: AsyncSession, row: ConsentProposal) -> Rulebook:
    return (await rulebooks.version(reading, row.rulebook_version_id)).rulebook


async def _draft(writing: AsyncSession, proposal_id: UUID) -> ConsentProposal:
    row = await locked(writing, ConsentProposal, proposal_id)
    if row.phase is not Phase.DRAFT:
        raise WrongMoment("The circle has this proposal already. Its words change only between two rounds.")
    return row


def _about(row: ConsentProposal) -> str:
    return f"consent:{row.id}"


def _check_words(words: dict[str, str], book: Rulebook, field: str, row: ConsentProposal) -> None:
    """A body reads it in every language of the society. A circle outside the bodies writes as its people talk."""
    if row.circle_id is not None and any(words.values()):
        return
    for code in book.society.languages:
        if code in LANGUAGES and not words.get(code):
            raise NotValid(
                "Type this in every language of the society. The circle reads it in theirs.",
                field=field if code == "en" else f"{field}_{code}",
            )
