"""Who decides what: a body's own topics, where the others belong, what was referred, who has to be asked first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.models import Instruction, InstructionReply, Referral
from govern.constituencies.boards.rules import domains
from govern.constituencies.boards.rules.domains import GENERAL, Opinion, Place
from govern.constituencies.boards.rules.instructing import Answer, Asked
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.rules import body_name
from govern.sentences import Sentence


class Decider(msgspec.Struct, frozen=True):
    """Who may decide a topic, by which rule. `body` is "general" for the members."""

    body: str
    name: Sentence | str
    rule: Sentence


class Topic(msgspec.Struct, frozen=True):
    """A matter of the rules: its word, as people read it, who decides it, and who is asked before."""

    word: str
    name: Sentence | str
    deciders: tuple[Decider, ...]
    asked_first: tuple[str, ...] = ()


class ReferralView(msgspec.Struct, frozen=True):
    """A matter that one body handed to another above it."""

    id: UUID
    topic: Sentence | str
    from_body: str
    from_name: str
    to_body: str
    to_name: str
    reason: str
    reference: str
    decided_on: date
    ended_on: date | None


class DomainPage(msgspec.Struct, frozen=True):
    """What one body decides, and who decides the rest. `above` are bodies it may refer a matter to."""

    id: str
    name: str
    own: tuple[Topic, ...]
    others: tuple[Topic, ...]
    above: tuple[tuple[str, str], ...]
    referrals: tuple[ReferralView, ...]


async def domain_page(reading: AsyncSession, body_id: str, on: date, language: str) -> DomainPage:
    """Raises `NotFound`."""
    book = (await rulebook.in_force(reading, on)).rulebook
    body = book.body(body_id)
    found = topics_of(book, language)
    own = tuple(topic for topic in found if topic.word in body.domain)
    referred = select(Referral).where(or_(Referral.from_body == body_id, Referral.to_body == body_id))
    rows = await reading.scalars(referred.order_by(Referral.decided_on.desc(), Referral.recorded_at.desc()))
    return DomainPage(
        id=body.id,
        name=body_name(body, language),
        own=own,
        others=tuple(topic for topic in found if topic not in own),
        above=tuple((one, body_name(book.body(one), language)) for one in domains.above(book, body_id)),
        referrals=tuple(_referral(row, book, language) for row in rows),
    )


def topics_of(book: Rulebook, language: str) -> tuple[Topic, ...]:
    """Every matter the rules name, with who decides it."""
    asked = domains.consulted_on(book)
    return tuple(
        Topic(
            topic,
            domains.topic_words(topic),
            tuple(_decider(book, place, language) for place in domains.belongs_to(book, topic)),
            tuple(body_name(book.body(one), language) for one in domains.to_be_consulted(asked, "", topic)),
        )
        for topic in domains.topics(book)
    )


def _decider(book: Rulebook, place: Place, language: str) -> Decider:
    members = place.body == GENERAL
    name = Sentence("The members in a general meeting") if members else body_name(book.body(place.body), language)
    return Decider(place.body, name, citation(place.path, book))


def _referral(row: Referral, book: Rulebook, language: str) -> ReferralView:
    names = {body.id: body_name(body, language) for body in book.bodies}
    return ReferralView(
        id=row.id,
        topic=domains.topic_words(row.topic),
        from_body=row.from_body,
        from_name=names.get(row.from_body, row.from_body),
        to_body=row.to_body,
        to_name=names.get(row.to_body, row.to_body),
        reason=row.reason,
        reference=row.reference,
        decided_on=row.decided_on,
        ended_on=row.ended_on,
    )


async def referrals(reading: AsyncSession, on: date) -> tuple[domains.Referral, ...]:
    """What is referred on a day, as the rules ask it."""
    holds = or_(Referral.ended_on.is_(None), Referral.ended_on > on)
    rows = await reading.execute(
        select(Referral.topic, Referral.from_body, Referral.to_body).where(Referral.decided_on <= on, holds)
    )
    return tuple(domains.Referral(*row) for row in rows)


async def may_decide(reading: AsyncSession, body_id: str, topic: str, on: date) -> Place:
    """The ground on which a body decides a topic on a day. Raises `OutsideTheDomain` with the right body named."""
    book = (await rulebook.in_force(reading, on)).rulebook
    return domains.check_may_decide(book, body_id, topic, await referrals(reading, on))


async def opinions_on(reading: AsyncSession, topics: Sequence[str]) -> tuple[Opinion, ...]:
    """What bodies said about topics when they were asked."""
    rows = await reading.execute(
        select(Instruction.to_body, Instruction.topic, InstructionReply.decided_on)
        .join(InstructionReply, InstructionReply.instruction_id == Instruction.id)
        .where(
            Instruction.kind == Asked.OPINION,
            Instruction.topic.in_(topics),
            InstructionReply.answer == Answer.SAID,
        )
    )
    return tuple(Opinion(body, topic or "", said_on) for body, topic, said_on in rows)


async def not_yet_consulted(
    reading: AsyncSession, deciding: str, topic: str, on: date, language: str, last_decided: date | None = None
) -> tuple[str, ...]:
    """The bodies, by name, that have to say what they think before `deciding` decides a topic, and have not (M55)."""
    book = (await rulebook.in_force(reading, on)).rulebook
    wanted = domains.consulted_on(book)
    if not domains.to_be_consulted(wanted, deciding, topic):
        return ()
    opinions = await opinions_on(reading, [topic])
    silent = domains.not_yet_consulted(wanted, deciding, topic, opinions, last_decided)
    return tuple(body_name(book.body(body), language) for body in silent)
