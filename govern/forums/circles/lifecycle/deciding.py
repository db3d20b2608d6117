"""Third chapter: a circle is given its domain, decides in it, and looks again at what it decided (M21, M22)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.statutes import months_after
from govern.constituencies.boards.rules.domains import topic_words
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.forums.circles import rules
from govern.forums.circles.lifecycle.beginning import note, open_circle
from govern.forums.circles.models import CircleDecision, CircleMatter, CircleThere
from govern.forums.circles.queries.changing import handed_down_by
from govern.forums.circles.queries.circles import handed_down
from govern.forums.circles.queries.deciding import above_name, holders, own_matters
from govern.forums.circles.rules import Matter
from govern.forums.circles.rules.domain import same
from govern.identity.rules import day_of
from govern.languages import LANGUAGES

Words = dict[str, str]
#: Where the rules say nothing of when an agreement is looked at again.
REVIEW_MONTHS = 12


class DecisionDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a circle decided together: `matter` of its domain, or in words (`other`); who was there; the review."""

    title: Words
    words: str
    decided_on: date
    there: tuple[UUID, ...]
    matter: UUID | None = None
    other: str = ""
    review_on: date | None = None


async def give_matter(
    writing: AsyncSession, circle_id: UUID, topic: str | None, words: Words, *, by: UUID, at: datetime
) -> None:
    """The domain grows by a topic of the rules or a matter in words. Raises `Outside` with who has the topic."""
    row = await open_circle(writing, circle_id)
    book = (await rulebook.in_force(writing, day_of(at))).rulebook
    typed = {code: text.strip() for code, text in words.items() if text.strip()}
    if topic:
        rules.check_may_be_given(
            book, topic, row.body, await handed_down_by(writing, book, row.parent_id, row.parent_body)
        )
        typed = {}
    elif not typed:
        raise NotValid("Choose a matter of the rules, or say it in a few words.", field="topic")
    say = LANGUAGES["en"].say
    for one in await own_matters(writing, circle_id):
        if (topic and one.topic == topic) or any(same(text, one.names(say)) for text in typed.values()):
            raise AlreadyDone("This is in its domain already.", field="topic" if topic else "words")
    writing.add(
        CircleMatter(
            id=uuid4(), circle_id=circle_id, topic=topic or None, words=typed, from_on=day_of(at), given_by=by
        )
    )
    await writing.flush()
    await note(writing, "circle.matter-given", circle_id, by, at)


async def take_matter(writing: AsyncSession, circle_id: UUID, matter_id: UUID, *, by: UUID, at: datetime) -> None:
    """A matter goes out of the domain. What was decided about it stands."""
    await open_circle(writing, circle_id)
    found = await writing.get(CircleMatter, matter_id)
    if found is None or found.circle_id != circle_id or found.to_on is not None:
        raise NotFound("This is not in the circle's domain. Look at the list again.")
    found.to_on = day_of(at)
    await note(writing, "circle.matter-taken", circle_id, by, at)


async def the_matter(
    reading: AsyncSession, circle_id: UUID, chosen: UUID | None, typed: str, language: str, on: date
) -> Matter:
    """The matter of the circle's own domain. Raises `Outside` naming who may decide it (invariant 68)."""
    return rules.check_inside(
        (await rulebook.in_force(reading, on)).rulebook,
        chosen,
        typed,
        await own_matters(reading, circle_id),
        await holders(reading, circle_id, language),
        await above_name(reading, circle_id, on, language),
        LANGUAGES[language].say,
    )


def named(matter: Matter) -> Words:
    """What the matter is called, in every language of the house, as a decision keeps it."""
    if not matter.topic:
        return matter.words
    words = topic_words(matter.topic)
    return {code: language.say(words) for code, language in LANGUAGES.items()}


async def decide(
    writing: AsyncSession, circle_id: UUID, wanted: DecisionDraft, language: str, *, by: UUID, at: datetime
) -> UUID:
    """What the circle decided is recorded. The software keeps the decision, not the rota (M22).

    Raises `Outside` where it is not in the domain, `NotValid` beside the field.
    """
    row, today = await open_circle(writing, circle_id), day_of(at)
    if not any(wanted.title.values()):
        raise NotValid("Say in a sentence what was decided.", field="title")
    matter = await the_matter(writing, circle_id, wanted.matter, wanted.other, language, today)
    if wanted.decided_on > today:
        raise NotValid("This day is still to come. Type the day on which it was decided.", field="decided_on")
    people = set((await handed_down(writing, circle_id)).people)
    there = tuple(dict.fromkeys(wanted.there))
    if not there:
        raise NotValid("Say who was there.", field="there")
    if not set(there) <= people:
        raise NotValid("Only those who sit in the circle decide. Look at the list again.", field="there")
    book = (await rulebook.in_force(writing, today)).rulebook
    months = book.consent.review_months or REVIEW_MONTHS
    review_on = wanted.review_on or months_after(wanted.decided_on, months)
    if review_on <= wanted.decided_on:
        raise NotValid("The circle looks at it again later than it decided. Type a later day.", field="review_on")
    made = CircleDecision(
        id=uuid4(),
        circle_id=circle_id,
        number=await next_number(writing, circle_id),
        matter=named(matter),
        title=wanted.title,
        words=wanted.words.strip(),
        decided_on=wanted.decided_on,
        review_on=review_on,
        recorded_by=by,
        recorded_at=at,
    )
    writing.add(made)
    await writing.flush()
    writing.add_all(CircleThere(decision_id=made.id, person_id=person) for person in there)
    await writing.flush()
    await note(writing, "circle.decided", row.id, by, at, number=made.number)
    return made.id


async def next_number(reading: AsyncSession, circle_id: UUID) -> int:
    last = await reading.scalar(select(func.max(CircleDecision.number)).where(CircleDecision.circle_id == circle_id))
    return (last or 0) + 1


async def review_decision(
    writing: AsyncSession,
    circle_id: UUID,
    decision_id: UUID,
    words: str,
    *,
    goes_on: bool,
    by: UUID,
    at: datetime,
) -> None:
    """The circle looked again: it goes on for another time, or it ends. Both need a word of what was found."""
    await open_circle(writing, circle_id)
    row = await locked(writing, CircleDecision, decision_id)
    if row.circle_id != circle_id:
        raise NotFound("There is no such decision. Look at the list again.")
    if row.ended_on is not None:
        raise WrongMoment("This decision ended on {day}. Record a new one if it is needed.", day=row.ended_on)
    if not words.strip():
        raise NotValid("Say in a sentence what the circle found.", field="found")
    today = day_of(at)
    row.reviewed_words = words.strip()
    if goes_on:
        book = (await rulebook.in_force(writing, today)).rulebook
        row.review_on = months_after(today, book.consent.review_months or REVIEW_MONTHS)
    else:
        row.ended_on = today
    await note(writing, "circle.reviewed", circle_id, by, at, number=row.number, goes_on=int(goes_on))
