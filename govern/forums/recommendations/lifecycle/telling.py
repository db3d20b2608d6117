"""The answer comes back to everybody who raised the question, in their language, their format and their own way.

By email it is in the outbox with the step that answered; on paper or told in person it waits on the facilitator's
page until they note that it is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import called
from govern.database import in_language
from govern.forums.gatherings.lifecycle.letters import Part, works
from govern.forums.gatherings.models import Forum
from govern.forums.recommendations import rules
from govern.forums.recommendations.lifecycle.keeping import book_of, version_of
from govern.forums.recommendations.models import AnswerBack, Raiser, Recommendation, RecommendationStep
from govern.forums.recommendations.rules import DONE, Answer, Way
from govern.forums.recommendations.rules.journey import ANSWERS, StepKind
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.identity.rules import Site
from govern.languages import LANGUAGES
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.sentences import Name, Sentence

#: Officers see that there are such letters, never to whom: it would say who raised something in a forum.
KIND = "recommendation_answer"
EASY = "easy_read"


class Told(msgspec.Struct, frozen=True):
    """What an answer is made of: the question's title, the answers on the way, and what can be done now."""

    title: Mapping[str, str]
    steps: Sequence[RecommendationStep]
    forums: Mapping[UUID, Mapping[str, str]]
    book: Rulebook
    times: int


def who(book: Rulebook, forums: Mapping[UUID, Mapping[str, str]], forum_id: UUID | None, body: str | None) -> Part:
    """What whoever answered is called."""
    if body is not None:
        return next((called(one) for one in book.bodies if one.id == body), Sentence("A body of earlier rules"))
    words = forums.get(forum_id) if forum_id is not None else None
    if not words:
        return Sentence("A forum")
    return Name(in_language(dict(words), "en"), **{code: text for code, text in words.items() if code != "en"})


def outcome_of(kind: StepKind) -> Sentence:
    """What an answer is called once it is given; the last word of an appeal or a general meeting as well."""
    return DONE[Answer(kind.value)] if kind in ANSWERS else Sentence("The last word")


def in_words(told: Told, language: str) -> tuple[Part, ...]:
    """The journey in plain words, for a letter or a paper."""
    parts: list[Part] = [
        Sentence("You raised this: {title}", title=in_language(dict(told.title), language)),
        Sentence("This is the answer, and how it came about."),
    ]
    for step in told.steps:
        by = who(told.book, told.forums, step.forum_id, step.body)
        parts.append(rules.told_step(step.kind, by, step.on_day, number=step.version, until=step.until))
        if step.reasons:
            parts.append(Sentence("Why: {reasons}", reasons=in_language(step.reasons, language)))
    return (*parts, Sentence("What you can do now"), rules.what_then(told.book, told.times))


def in_easy_words(told: Told, language: str) -> tuple[Part, ...]:
    """The same in Easy Read: one short sentence at a time, in the answerers' easy words where there are any."""
    last = told.steps[-1]
    said = in_language(last.easy, language) or in_language(last.reasons, language)
    return (
        Sentence("You asked for something:"),
        in_language(dict(told.title), language),
        Sentence("Now there is an answer."),
        Sentence("It comes from: {who}", who=who(told.book, told.forums, last.forum_id, last.body)),
        Sentence("The answer is: {what}.", what=outcome_of(last.kind)),
        *(line.strip() for line in said.splitlines() if line.strip()),
        Sentence("Are you not happy with it?"),
        Sentence("Talk to your forum."),
        Sentence("The forum can do more."),
    )


async def told_of(reading: AsyncSession, row: Recommendation) -> Told:
    """What the newest answer is made of. Four questions."""
    kinds = [*ANSWERS, StepKind.SETTLED]
    steps = list(
        await reading.scalars(
            select(RecommendationStep)
            .where(
                RecommendationStep.recommendation_id == row.id,
                RecommendationStep.times == row.times,
                RecommendationStep.kind.in_(kinds),
            )
            .order_by(RecommendationStep.position)
        )
    )
    ids = {step.forum_id for step in steps if step.forum_id is not None}
    named = await reading.execute(select(Forum.id, Forum.name).where(Forum.id.in_(list(ids))))
    forums = dict(named.all())
    version = await version_of(reading, row)
    book = await book_of(reading, steps[-1].at)
    return Told(version.title, steps, forums, book, row.times)


async def send_answers(writing: AsyncSession, row: Recommendation, *, site: Site, at: datetime) -> int:
    """To everybody who raised it, each in their own way. Returns how many letters went into the outbox."""
    told = await told_of(writing, row)
    if not told.book.recommendation.answer_back:
        return 0
    raisers = list(await writing.scalars(select(Raiser).where(Raiser.recommendation_id == row.id)))
    people = await identity.people_by_id(writing, [one.person_id for one in raisers])
    last = await writing.scalar(select(func.max(AnswerBack.times)).where(AnswerBack.recommendation_id == row.id))
    backs, drafts = [], []
    for one in raisers:
        person = people[one.person_id]
        back = AnswerBack(
            recommendation_id=row.id,
            person_id=person.id,
            times=(last or 0) + 1,
            way=rules.way_of(one.way, works(person.email)),
            format=rules.format_of(one.format, person.format),
        )
        if back.way is Way.EMAIL and person.email:
            drafts.append(_letter(row, told, person, easy=back.format == EASY, site=site))
            back.given_at = at
        backs.append(back)
    letters = await post.write_all(writing, drafts, at=at) if drafts else []
    for back, letter in zip([back for back in backs if back.given_at], letters, strict=True):
        back.letter_id = letter
    writing.add_all(backs)
    await writing.flush()
    return len(letters)


def _letter(row: Recommendation, told: Told, person: PersonView, *, easy: bool, site: Site) -> Draft:
    reader = LANGUAGES.get(person.language) or LANGUAGES["en"]
    parts = in_easy_words(told, reader.code) if easy else in_words(told, reader.code)
    hello = Sentence("Hello {name},", name=person.first_name)
    page: tuple[Part, ...] = (
        Sentence("You can read it here:"),
        site.page(reader.code, f"recommendations/{row.id}{'?easy=1' if easy else ''}"),
        Sentence("From {society}", society=site.name),
    )
    subject = Sentence("An answer to what you raised")
    return Draft(
        to_address=person.email or "",
        kind=KIND,
        about=f"recommendation:{row.id}",
        language=reader.code,
        subject=reader.say(subject),
        body="\n\n".join(p if isinstance(p, str) else reader.say(p) for p in (hello, *parts, *page)) + "\n",
        person_id=person.id,
    )
