"""What several pages of recommendations need: the gate, texts in two languages, the form of an answer."""

from datetime import date
from uuid import UUID

from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.queries import Asked, people_asked
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import called
from govern.forums.gatherings.rules import Reach
from govern.forums.recommendations import lifecycle, queries
from govern.forums.recommendations.forms import AnswerForm, AnswerWords
from govern.forums.recommendations.lifecycle import Because
from govern.forums.recommendations.lifecycle.climbing import been_of
from govern.forums.recommendations.lifecycle.keeping import holder_of
from govern.forums.recommendations.queries import Gate
from govern.forums.recommendations.rules import CHOICES, Answer, Reply, answers_of, bodies_to
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Name, Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, words
from govern.web.page import page
from govern.web.visitor import Visitor

Shown = Response[str] | Redirect


async def through_gate(
    reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID, needed: Reach | None = None
) -> Gate:
    """The recommendation as far as it opens to this visitor."""
    officer = visitor.may(Permission.RECOMMENDATION_ANSWER)
    return await queries.gate(
        reading, recommendation_id, visitor.person_id, day_of(door.at), officer=officer, needed=needed
    )


async def asked_beside(reading: AsyncSession, recommendation_id: UUID) -> tuple[Asked, ...]:
    """The consultations beside it: whether what people showed can be read, and whether an answer has cited it."""
    return (await people_asked(reading, [recommendation_id])).get(recommendation_id, ())


def to(door: Door, path: str) -> Redirect:
    return Redirect(door.here(path), status_code=303)


def stands_in(day: date, number: int) -> Sentence:
    """Where a decision of a gathering stands."""
    return Sentence("Notes of {day}, item {number}", day=day, number=number)


def writes_welsh(book: Rulebook) -> bool:
    return "cy" in book.society.languages


async def answer_choices(
    reading: AsyncSession, found: Gate, door: Door
) -> tuple[Rulebook, list[tuple[str, Sentence, str]], list[tuple[str, Name]]]:
    """The rules of today, the ways to answer, and the bodies it can be passed to."""
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    holder = holder_of(found.row)
    been = await been_of(reading, found.row)
    bodies = [(body.id, called(body)) for body in book.bodies if body.id in bodies_to(book, holder, been.bodies)]
    needed = set(book.recommendation.reasons_required)
    choices = [
        (answer.value, CHOICES[answer], "reasons" if answer.value in needed or answer is Answer.ANSWER else "")
        for answer in answers_of(book)
        if not (answer is Answer.HOLD and been.held) and not (answer is Answer.REFER and not bodies)
    ]
    return book, choices, bodies


async def answer_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    found: Gate,
    where: str,
    form: Submission[AnswerForm] | None,
) -> Response[str]:
    """The form of an answer, the same for a forum's facilitator and for the office of a body."""
    book, choices, bodies = await answer_choices(reading, found, door)
    return page(
        request,
        "recommendations/answer.html",
        section="office" if where == "office" else "forums",
        one=await queries.view(reading, found, visitor.person_id, day_of(door.at), door.language.code),
        where=where,
        choices=choices,
        bodies=bodies,
        welsh=writes_welsh(book),
        today=day_of(door.at),
        asked=await asked_beside(reading, found.row.id),
        form=form,
    )


async def give_answer(
    writing: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID, sent: AnswerForm
) -> None:
    """The answer as it was sent. Raises what the rules have against it."""
    reply = reply_of(sent, sent.given_on, sent.minute)
    await lifecycle.answer(
        writing,
        recommendation_id,
        reply,
        because=because_of(sent),
        site=site_of(door),
        by=visitor.person_id,
        at=door.at,
    )


def because_of(sent: AnswerWords) -> Because:
    """The answer in easy words, and what changed because of people who were asked one by one."""
    return Because(
        easy=words(sent.easy, sent.easy_cy),
        changed=words(sent.changed, sent.changed_cy),
        nothing_because=words(sent.nothing_because, sent.nothing_because_cy),
    )


def reply_of(sent: AnswerWords, given_on: date, minute: str) -> Reply:
    """The answer as the rules read it."""
    return Reply(
        kind=sent.kind,
        given_on=given_on,
        reasons=words(sent.reasons, sent.reasons_cy),
        minute=minute,
        title=words(sent.title, sent.title_cy),
        text=words(sent.text, sent.text_cy),
        until=sent.until,
        to_body=sent.to_body,
    )
