"""`facilitate/consultations/…/answers`: the answer goes back to each person in their own way, and is ticked off."""

import asyncio
from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents import Block, Document, Form, Heading, Paragraph, Photo, Picture, labels_in, photographs
from govern.documents.pdf import pdf
from govern.errors import NotFound, Unavailable
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.answers import HeardForm, Nothing
from govern.forums.consultations.pages.steps import Shown, Worked, step
from govern.forums.consultations.pages.summing import ONE, asker
from govern.forums.consultations.queries import AnswerBack, CardView, Decided
from govern.forums.consultations.rules import ADAPTATION_WORDS, Adaptation, Part
from govern.identity.rules import day_of
from govern.languages import LANGUAGES, OWN_NAMES, Language
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission
from govern.web.page import STATIC, page
from govern.web.visitor import Visitor

BACK = f"{ONE}/answers/{{asked_id:uuid}}"
SYMBOLS = STATIC / "vendor" / "symbols"
#: In which way a card is drawn: what it shows first (`_showing.html`). A plain card has the best picture there is.
KIND = {
    Adaptation.SYMBOLS: "symbols",
    Adaptation.FACES: "symbols",
    Adaptation.PHOTOGRAPHS: "photographs",
    Adaptation.MAT: "photographs",
    Adaptation.SORTING: "photographs",
    Adaptation.OBJECTS: "objects",
}


@get(f"{ONE}/answers", name="consultations.answers", guards=[asker])
async def answers(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    """To whom the answer goes back, in which way, and who has heard it."""
    return await _answers(Worked(request, store, door, visitor, consultation_id), reading, None)


async def _answers(worked: Worked, reading: AsyncSession, form: Submission[Nothing] | None) -> Response[str]:
    view, code = await worked.view(reading, Part.ASKS), worked.door.language.code
    found = await queries.decided(reading, view.id, code)
    backs = await queries.answers_back(reading, view.id)
    return page(
        worked.request,
        "consultations/answers.html",
        section="forums",
        one=view,
        runs=view.part is Part.RUNS,
        decided=found,
        waiting=[one for one in backs if one.given_at is None],
        given=[one for one in backs if one.given_at is not None],
        ways=ADAPTATION_WORDS,
        today=day_of(worked.door.at),
        me=worked.by,
        form=form,
    )


@post(f"{ONE}/answers/close", name="consultations.close_answers", guards=[asker])
async def close(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    """It is over, once each person has their answer."""
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.close_answers(writing, consultation_id, by=worked.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await _answers(worked, reading, form)

    return await step(worked, Nothing, act, worked.at("/answers"), again)


@get(BACK, name="consultations.answer", guards=[asker])
async def answer(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
) -> Response[str]:
    """The answer for one person, and the line that ticks it off."""
    worked = Worked(request, store, door, visitor, consultation_id)
    return await _answer(worked, reading, asked_id, None, "consultations/answer.html")


@get(f"{BACK}/show", name="consultations.show_answer", guards=[asker])
async def show(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
) -> Response[str]:
    """The same full screen, with nothing on it but the answer and a way out."""
    worked = Worked(request, store, door, visitor, consultation_id)
    return await _answer(worked, reading, asked_id, None, "consultations/answer_show.html")


async def _answer(
    worked: Worked, reading: AsyncSession, asked_id: UUID, form: Submission[HeardForm] | None, template: str
) -> Response[str]:
    view, code = await worked.view(reading, Part.ASKS), worked.door.language.code
    back = await queries.answer_back(reading, view.id, asked_id)
    found = await _found(reading, view.id, code)
    spoken = worked.door.face.languages if worked.door.face else ("en",)
    theirs = _language("", back, worked.door)
    return page(
        worked.request,
        template,
        section="forums",
        one=view,
        back=back,
        way=ADAPTATION_WORDS[back.way],
        kind=KIND.get(back.way, ""),
        decided=found,
        cards=_shown(found, await queries.cards_of(reading, view.id, code)),
        others=[(one, OWN_NAMES[one]) for one in spoken if one != theirs],
        form=form,
    )


async def _found(reading: AsyncSession, consultation_id: UUID, language: str) -> Decided:
    found = await queries.decided(reading, consultation_id, language)
    if found is None:
        raise NotFound("Nothing is decided yet. Write the decision down first.")
    return found


def _shown(found: Decided, cards: tuple[CardView, ...]) -> list[CardView]:
    return [card for card in cards if card.id in found.cards]


@post(f"{BACK}/given", name="consultations.bring", guards=[asker])
async def given(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Shown:
    """They have heard it; how they took it."""
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: HeardForm) -> None:
        await lifecycle.bring(writing, consultation_id, asked_id, sent.how, by=worked.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[HeardForm]) -> Response[str]:
        return await _answer(worked, reading, asked_id, form, "consultations/answer.html")

    return await step(worked, HeardForm, act, worked.at("/answers"), again, Part.ASKS)


# --- On paper -------------------------------------------------------------------------------------------------------


@post(f"{BACK}/printed", name="consultations.print_answer", guards=[asker])
async def printed(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Shown:
    """It is noted that the card was printed, and here it is."""
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.note_printed(writing, consultation_id, asked_id, by=worked.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await _answers(worked, reading, form)

    return await step(worked, Nothing, act, worked.at(f"/answers/{asked_id}/card.pdf"), again, Part.ASKS)


@get(f"{BACK}/card.pdf", name="consultations.answer_card", guards=[asker])
async def card(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    society: Society,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    language: str = "",
) -> Response[bytes]:
    """The answer as a card to keep, in the person's own language, or in another one of the society's."""
    worked = Worked(request, store, door, visitor, consultation_id)
    await worked.view(reading, Part.ASKS)
    back = await queries.answer_back(reading, consultation_id, asked_id)
    reader = LANGUAGES[_language(language, back, door)]
    view = await queries.consultation(reading, consultation_id, worked.by, day_of(door.at), reader.code, Part.ASKS)
    found = await _found(reading, consultation_id, reader.code)
    cards = _shown(found, await queries.cards_of(reading, consultation_id, reader.code))
    paper = Document(
        title=view.title,
        language=reader.code,
        society_name=door.face.name if door.face else "",
        number="",
        made_on=day_of(door.at),
        audit_hash="",
        labels=labels_in(reader, made_on=day_of(door.at), form=Form.EASY_READ),
        blocks=tuple(_blocks(reader, view.question, found, cards, back.way, society)),
        large=True,
        numbered=False,
    )
    headers = {"content-disposition": f'inline; filename="answer-{reader.code}.pdf"'}
    return Response(await asyncio.to_thread(pdf, paper), media_type="application/pdf", headers=headers)


def _language(wanted: str, back: AnswerBack, door: Door) -> str:
    """Raises `NotFound` for one that the society does not have."""
    spoken = door.face.languages if door.face else ("en",)
    if wanted and wanted not in spoken:
        raise NotFound("The society has no papers in this language. Choose another one.")
    return wanted or (back.language if back.language in spoken else spoken[0])


def _blocks(
    reader: Language, question: str, found: Decided, cards: list[CardView], way: Adaptation, society: Society
) -> list[Block]:
    """The question, the pictures of what was decided, and the sentences."""
    blocks: list[Block] = [Paragraph(reader.say(Sentence("You were asked: {question}", question=question)))]
    for card in cards:
        blocks += _large(card, way, reader, society)
    lines = found.easy or tuple(one for one in (found.decision, found.changed, found.nothing_because) if one)
    blocks += [Paragraph(line) for line in lines]
    if found.look_again_on is not None:
        day = found.look_again_on
        blocks.append(Paragraph(reader.say(Sentence("We look at it again on {day}.", day=day))))
    blocks.append(Paragraph(reader.say(Sentence("Thank you for showing us what you think."))))
    return blocks


def _large(card: CardView, way: Adaptation, reader: Language, society: Society) -> list[Block]:
    """A card as large as the page allows, with its words below it."""
    picture = _picture(card, way, society)
    if picture is None:
        return [Heading(card.words)]
    described = card.photograph.description if isinstance(picture, Photo) and card.photograph else ""
    alt = described or reader.say(Sentence("A drawing: {words}", words=card.words))
    return [Picture(picture, alt), Heading(card.words)]


def _picture(card: CardView, way: Adaptation, society: Society) -> str | Photo | None:
    """The picture of a card in the person's way: symbols for who uses symbols, else the photograph before them."""
    symbol = None
    if card.symbol is not None and (SYMBOLS / f"{card.symbol}.svg").exists():
        drawn = (SYMBOLS / f"{card.symbol}.svg").read_text("utf-8")
        symbol = drawn[drawn.index("<svg") :]
    if symbol is not None and KIND.get(way) == "symbols":
        return symbol
    if card.photograph is not None:
        try:
            return Photo(photographs.content_of(society.uploads(), card.photograph.photograph), photographs.KIND)
        except Unavailable:
            pass  # one that is lost is left out: its words are there
    return symbol


HANDLERS = [answers, close, answer, show, given, printed, card]
