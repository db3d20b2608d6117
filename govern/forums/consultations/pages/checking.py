"""`facilitate/consultations/{id}/check/{plain, ethics}`: a second person sees what people will see, and says whether
it can be asked like this. A machine points at things beside it; it decides nothing."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.forums.consultations import lifecycle, queries, rules
from govern.forums.consultations.forms.writing import CheckForm
from govern.forums.consultations.pages.shared import ONE, Shown, desk, near, row_of, works
from govern.forums.consultations.pages.showing import can_be_chosen, things_of
from govern.forums.consultations.queries import CardView, WayView
from govern.forums.consultations.rules import ADAPTATION_WORDS, Adaptation, CheckKind, Offered
from govern.identity.rules import day_of
from govern.languages import LANGUAGES, OWN_NAMES
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

CHECK = f"{ONE}/check/{{check_name:str}}"
LOOK_FOR = {
    CheckKind.PLAIN: (
        Sentence("It asks one thing, in everyday words."),
        Sentence("Each sentence says one idea. No initials, no percentages, no pictures in words."),
        Sentence("Each picture shows the thing itself, not a feeling about it. No picture means two things."),
        Sentence("All cards look alike: the same kind of picture, the same size, no one more cheerful."),
        Sentence("It says the same in each language."),
        Sentence("Read it aloud. Would you say it like this to somebody?"),
    ),
    CheckKind.ETHICS: (
        Sentence("It is about something near in time. What is far away has to be tried out, not asked."),
        Sentence("It is neutral. Nothing in it says which answer would please."),
        Sentence("Something can change. If all is decided already, do not ask."),
        Sentence("It harms nobody: it does not frighten, shame or raise hopes that cannot be kept."),
        Sentence("It asks nothing about somebody's illness, and nothing about what they are able to decide."),
        Sentence("Whoever says no, or stops, loses nothing by it."),
        Sentence("Everybody who is in a photograph agreed to it."),
    ),
}
TITLES = {
    CheckKind.PLAIN: Sentence("Is it in plain words?"),
    CheckKind.ETHICS: Sentence("Is it fair to ask?"),
}


def _kind(name: str) -> CheckKind:
    try:
        return CheckKind(name)
    except ValueError:
        raise NotFound("There is no such check. Go back to the question.") from None


@get(CHECK, name="consultations.check_form", guards=[works])
async def check_form(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID, check_name: str
) -> Response[str]:
    return await _check(request, reading, door, visitor, consultation_id, check_name, None)


async def _check(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    check_name: str,
    form: Submission[Any] | None,
) -> Response[str]:
    kind = _kind(check_name)
    view = await near(reading, door, visitor, consultation_id)
    today = day_of(door.at)
    row = await row_of(reading, consultation_id)
    languages = await queries.languages_on(reading, today)
    seen = []
    for code in languages:
        ways = await queries.ways_of(reading, consultation_id, code)
        cards = await queries.cards_of(reading, consultation_id, code)
        seen.append(
            {
                "code": code,
                "name": OWN_NAMES[code],
                "view": queries.seen(row, view.part, code),
                "cards": cards,
                "ways": [
                    (way, LANGUAGES[code].say(ADAPTATION_WORDS[way.kind]), shown_beside(way, cards, code))
                    for way in ways
                ],
            }
        )
    texts = [pair for text in (row.context, row.can_change, row.who_decides) for pair in text.items()]
    cards = await queries.cards_of(reading, consultation_id, "en")
    ways = await queries.ways_of(reading, consultation_id, "en")
    return page(
        request,
        "consultations/question_check.html",
        section="forums",
        one=view,
        kind=kind,
        title=TITLES[kind],
        look_for=LOOK_FOR[kind],
        seen=seen,
        hints=queries.hints_of(texts, list(row.question.items()), cards, ways) if kind is CheckKind.PLAIN else (),
        machine=kind is CheckKind.PLAIN,
        missing=await queries.missing_of(reading, row, today),
        wrote=visitor.person_id in (row.written_by, row.runs_id),
        form=form,
    )


@post(CHECK, name="consultations.check", guards=[works])
async def check(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, check_name: str
) -> Shown:
    kind = _kind(check_name)
    form = submitted(CheckForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id)
            if form.values is not None:
                sent = form.values
                await lifecycle.check(
                    writing,
                    consultation_id,
                    kind,
                    sent.wording,
                    passed=sent.passed == "yes",
                    words=sent.words or "",
                    by=visitor.person_id,
                    at=door.at,
                )
                return desk(door, consultation_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _check(request, reading, door, visitor, consultation_id, check_name, form)


class Thing(msgspec.Struct, frozen=True):
    """Something beside the cards, with its words in the language of whoever is asked."""

    words: str
    picture: str


def shown_beside(way: WayView, cards: Sequence[CardView], code: str) -> dict[str, object]:
    """What a sitting shows in this way: cards to choose, or faces, yes and no; places; ways out; days."""

    def said(things: Iterable[Offered]) -> tuple[Thing, ...]:
        return tuple(Thing(LANGUAGES[code].say(one.words), one.picture) for one in things)

    things = things_of(way.kind, way, cards)
    return {
        "cards": can_be_chosen(cards),
        "answers": said(one.offered for one in things if one.offered),
        "places": said(rules.PLACES),
        "out": said(rules.WAYS_OUT),
        "tries": rules.tries_of(way.days) if way.kind is Adaptation.TRYING else (),
    }


HANDLERS = [check_form, check]
