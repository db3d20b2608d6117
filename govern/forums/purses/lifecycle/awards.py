"""The life of a round of awards: it is opened, members name each other, who is named accepts, it is put to the vote.

The vote is drafted in `ballots`: a choice between those who accepted for each award, that closes when the annual
meeting begins. From there on it lives there, with its own box and its own secrecy; nothing of it is kept here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots.lifecycle import BallotDraft, ContestDraft, Wording
from govern.ballots.models import Contest
from govern.ballots.rules import ContestKind, EasyLine, OptionDraft, Weight
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language, locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.forums.purses import rules
from govern.forums.purses.models import AwardCategory, AwardNaming, AwardRound
from govern.forums.purses.queries.awards import accepted_in, stage_now
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.record import Event
from govern.sentences import Sentence

Words = dict[str, str]


class RoundDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A round as the office writes it: its awards in their order, the last day for names, when it is announced."""

    title: Words
    categories: tuple[Words, ...]
    names_until: date
    announce_at: datetime


async def open_round(writing: AsyncSession, wanted: RoundDraft, *, by: UUID, at: datetime) -> UUID:
    """Raises `NotFound` where the rules know no awards, `NotValid`."""
    book = await _book(writing, at)
    rules.check_categories([wanted.title], book.society.languages)
    rules.check_categories(wanted.categories, book.society.languages)
    rules.check_round_times(wanted.names_until, wanted.announce_at, at)
    row = AwardRound(
        id=uuid4(),
        title=wanted.title,
        names_until=wanted.names_until,
        announce_at=wanted.announce_at,
        opened_at=at,
        opened_by=by,
    )
    writing.add(row)
    await writing.flush()
    writing.add_all(
        AwardCategory(round_id=row.id, position=position, title=title)
        for position, title in enumerate(wanted.categories, start=1)
    )
    await writing.flush()
    await _note(writing, "award.opened", row.id, by, at)
    return row.id


async def name_for_award(
    writing: AsyncSession, category_id: UUID, nominee: UUID, reason: str, *, by: UUID, at: datetime
) -> UUID:
    """A member names a member, with a reason. Raises `NotValid` for oneself (invariant 87), `AlreadyDone`."""
    category = await writing.get(AwardCategory, category_id)
    if category is None:
        raise NotFound("There is no such award. Look at the list of awards.")
    book, today = await _book(writing, at), day_of(at)
    award_round = await locked(writing, AwardRound, category.round_id)
    rules.check_naming(await stage_now(writing, award_round, at))
    for person in (by, nominee):
        if not await register.constituencies_of(writing, person, today):
            raise NotValid("Members name members. This person is not one now.", field="person")
    rules.check_names(book, by, nominee)
    if not reason.strip():
        raise NotValid("Say why you name this person.", field="reason")
    row = AwardNaming(
        id=uuid4(), category_id=category_id, nominee_id=nominee, named_by=by, reason=reason.strip(), named_on=today
    )
    try:
        async with writing.begin_nested():
            writing.add(row)
    except IntegrityError:
        raise AlreadyDone("You have named this person for this award already.", field="person") from None
    await _note(writing, "award.named", award_round.id, by, at)
    return row.id


async def answer_naming(writing: AsyncSession, naming_id: UUID, yes: bool, *, by: UUID, at: datetime) -> UUID:
    """Whoever is named accepts, or does not. Returns the round. Raises `NotFound`, `AlreadyDone`, `WrongMoment`."""
    row = await locked(writing, AwardNaming, naming_id)
    category = await writing.get_one(AwardCategory, row.category_id)
    award_round = await writing.get_one(AwardRound, category.round_id)
    rules.check_answer(row.accepted, row.nominee_id, by, to_vote=award_round.ballot_id is not None)
    row.accepted, row.answered_on = yes, day_of(at)
    await _note(writing, "award.answered", award_round.id, by, at)
    return award_round.id


async def put_to_vote(writing: AsyncSession, round_id: UUID, opens_at: datetime, *, by: UUID, at: datetime) -> UUID:
    """A ballot is drafted with a choice for each award that two people or more accepted. Returns it.

    It closes when the meeting begins: until then there is nothing to count (invariant 87).
    """
    award_round = await locked(writing, AwardRound, round_id)
    book = await _book(writing, at)
    found = select(AwardCategory).where(AwardCategory.round_id == round_id).order_by(AwardCategory.position)
    categories = list(await writing.scalars(found))
    accepted = [await accepted_in(writing, category.id) for category in categories]
    stage = await stage_now(writing, award_round, at)
    rules.check_to_vote(stage, opens_at, award_round.announce_at, [len(people) for people in accepted])
    asked = [
        (category, people)
        for category, people in zip(categories, accepted, strict=True)
        if len(people) >= rules.TO_CHOOSE
    ]
    new = BallotDraft(
        title=award_round.title,
        opens_at=opens_at,
        closes_at=award_round.announce_at,
        contests=tuple([await _contest(writing, book, category, people) for category, people in asked]),
    )
    ballot_id = await ballots.draft(writing, new, by=by, at=at)
    contests = select(Contest.id).where(Contest.ballot_id == ballot_id).order_by(Contest.position)
    for (category, _), contest_id in zip(asked, list(await writing.scalars(contests)), strict=True):
        category.contest_id = contest_id
    award_round.ballot_id = ballot_id
    await writing.flush()
    await _note(writing, "award.put_to_vote", round_id, by, at)
    return ballot_id


async def _contest(
    reading: AsyncSession, book: Rulebook, category: AwardCategory, people: Sequence[tuple[UUID, str]]
) -> ContestDraft:
    """The choice between those who accepted, by name, with the first reason that was given for each."""
    names = await identity.people_by_id(reading, [person for person, _ in people])
    codes = [code for code in book.society.languages if code in LANGUAGES]
    title = {code: in_language(category.title, code) for code in codes}
    asks = {
        code: LANGUAGES[code].say(Sentence("Who should get this award? {title}", title=title[code])) for code in codes
    }
    told = {code: LANGUAGES[code].say(Sentence("You can choose one person.")) for code in codes}
    line: dict[str, tuple[EasyLine, ...]] = {
        code: (EasyLine("pictures/face-good.svg", words),) for code, words in told.items()
    }
    options = tuple(
        OptionDraft(title=dict.fromkeys(codes, names[person].name), words=dict.fromkeys(codes, reason))
        for person, reason in people
    )
    wording = Wording(title=title, question=asks, easy_title=title, easy_lines=line)
    return ContestDraft(kind=ContestKind.OPTION, wording=wording, weight=Weight.AWARDS, options=options)


async def _book(reading: AsyncSession, at: datetime) -> Rulebook:
    book = (await rulebook.in_force(reading, day_of(at))).rulebook
    rules.check_awards(book)
    return book


async def _note(writing: AsyncSession, verb: str, round_id: UUID, by: UUID, at: datetime) -> None:
    await record.add(writing, Event(verb, f"award_round:{round_id}", at, by))


__all__ = ["RoundDraft", "answer_naming", "name_for_award", "open_round", "put_to_vote"]
