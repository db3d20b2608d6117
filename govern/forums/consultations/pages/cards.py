"""`facilitate/consultations/{id}/cards`: the things a question offers, their order, their symbol found by word."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import Parameter
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents import symbols
from govern.errors import GovernError, NotFound
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.writing import CardForm, MoveForm, SymbolForm
from govern.forums.consultations.lifecycle import CardDraft
from govern.forums.consultations.pages.shared import ONE, Shown, desk, near, works
from govern.forums.consultations.queries import CardView
from govern.forums.consultations.rules import Asks, CountsAs, Part
from govern.identity.rules import day_of
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.page import page
from govern.web.visitor import Visitor

CARDS = f"{ONE}/cards"
CARD = f"{CARDS}/{{card_id:uuid}}"
COUNTS_WORDS = {
    CountsAs.FOR: Sentence("For it"),
    CountsAs.AGAINST: Sentence("Against it"),
    CountsAs.ITSELF: Sentence("That they want this one"),
    CountsAs.NOTHING: Sentence("Nothing. It is only shown"),
}
Typed = Annotated[str, Parameter(query="q", max_length=100)]


def _counts(asks: Asks) -> list[tuple[str, Sentence]]:
    apart = {CountsAs.ITSELF} if asks is Asks.PROPOSAL else {CountsAs.FOR, CountsAs.AGAINST}
    return [(one.value, words) for one, words in COUNTS_WORDS.items() if one not in apart]


@get(CARDS, name="consultations.cards", guards=[works])
async def cards(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    return await _cards(request, reading, door, visitor, consultation_id, None)


async def _cards(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await near(reading, door, visitor, consultation_id, Part.RUNS)
    found = await queries.cards_of(reading, consultation_id, door.language.code)
    return page(
        request,
        "consultations/question_cards.html",
        section="forums",
        one=view,
        cards=found,
        counts=_counts(view.asks),
        counts_words=COUNTS_WORDS,
        codes=await queries.languages_on(reading, day_of(door.at)),
        photographs=await queries.photographs_of(reading, consultation_id, door.language.code),
        form=form,
    )


@post(CARDS, name="consultations.add_card", guards=[works])
async def add_card(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    form = submitted(CardForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            if form.values is not None:
                wanted = _wanted(form.values, None)
                made = await lifecycle.add_card(writing, consultation_id, wanted, by=visitor.person_id, at=door.at)
                return desk(door, consultation_id, f"/cards#card-{made}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _cards(request, reading, door, visitor, consultation_id, form)


def _wanted(sent: CardForm, symbol: str | None) -> CardDraft:
    return CardDraft(
        words=words(sent.words, sent.words_cy),
        counts_as=sent.counts_as,
        symbol=symbol,
        photograph_id=sent.photograph_id,
        object=words(sent.object, sent.object_cy),
    )


async def _card(reading: AsyncSession, door: Door, consultation_id: UUID, card_id: UUID) -> CardView:
    """One card. Raises `NotFound`."""
    for one in await queries.cards_of(reading, consultation_id, door.language.code):
        if one.id == card_id:
            return one
    raise NotFound("There is no such card. Go back to the question.")


@get(CARD, name="consultations.card", guards=[works])
async def card(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID, card_id: UUID
) -> Response[str]:
    return await _change(request, reading, door, visitor, consultation_id, card_id, None)


async def _change(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    card_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await near(reading, door, visitor, consultation_id, Part.RUNS)
    found = await _card(reading, door, consultation_id, card_id)
    known = {
        "counts_as": found.counts_as.value,
        "photograph_id": str(found.photograph.id) if found.photograph else "",
    }
    for name, text in (("words", found.texts), ("object", found.objects)):
        known |= {name if code == "en" else f"{name}_{code}": text[code] for code in text}
    return page(
        request,
        "consultations/question_card.html",
        section="forums",
        one=view,
        card=found,
        counts=_counts(view.asks),
        codes=await queries.languages_on(reading, day_of(door.at)),
        photographs=await queries.photographs_of(reading, consultation_id, door.language.code),
        form=Submission.blank(**known) if form is None else form,
    )


@post(CARD, name="consultations.change_card", guards=[works])
async def change_card(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, card_id: UUID
) -> Shown:
    """Its words and all that is beside them; the symbol has a page of its own."""
    form = submitted(CardForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            found = await _card(writing, door, consultation_id, card_id)
            if form.values is not None:
                wanted = _wanted(form.values, found.symbol)
                by, at = visitor.person_id, door.at
                await lifecycle.change_card(writing, consultation_id, card_id, wanted, by=by, at=at)
                return desk(door, consultation_id, f"/cards#card-{card_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _change(request, reading, door, visitor, consultation_id, card_id, form)


@post(f"{CARD}/remove", name="consultations.remove_card", guards=[works])
async def remove_card(store: Store, door: Door, visitor: Visitor, consultation_id: UUID, card_id: UUID) -> Shown:
    async with store.writing() as writing:
        await near(writing, door, visitor, consultation_id, Part.RUNS)
        await lifecycle.remove_card(writing, consultation_id, card_id, by=visitor.person_id, at=door.at)
    return desk(door, consultation_id, "/cards")


@post(f"{CARD}/move", name="consultations.move_card", guards=[works])
async def move_card(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, card_id: UUID
) -> Shown:
    form = submitted(MoveForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            if form.values is not None:
                by, at = visitor.person_id, door.at
                await lifecycle.move_card(writing, consultation_id, card_id, form.values.way, by=by, at=at)
                return desk(door, consultation_id, f"/cards#card-{card_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _cards(request, reading, door, visitor, consultation_id, form)


# --- The symbol of a card -------------------------------------------------------------------------------------------


@get(f"{CARD}/symbol", name="consultations.symbol_of_card", guards=[works])
async def symbol(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    card_id: UUID,
    typed: Typed = "",
) -> Response[str]:
    """Symbols by word; without a word those for the words of the card."""
    return await _symbol(request, reading, door, visitor, consultation_id, card_id, typed, None)


async def _symbol(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    card_id: UUID,
    typed: str,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await near(reading, door, visitor, consultation_id, Part.RUNS)
    found = await _card(reading, door, consultation_id, card_id)
    looked_for = typed.strip() or found.words
    return page(
        request,
        "consultations/question_symbol.html",
        section="forums",
        one=view,
        card=found,
        typed=looked_for,
        found=symbols.search(looked_for, door.language.code),
        meanings=await queries.meanings_of(reading),
        form=form,
    )


@post(f"{CARD}/symbol", name="consultations.choose_symbol", guards=[works])
async def choose_symbol(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, card_id: UUID
) -> Shown:
    """One symbol, one meaning: one that means something else already is refused with what it means."""
    form = submitted(SymbolForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            found = await _card(writing, door, consultation_id, card_id)
            if form.values is not None:
                wanted = CardDraft(
                    words=found.texts,
                    counts_as=found.counts_as,
                    symbol=form.values.symbol,
                    photograph_id=found.photograph.id if found.photograph else None,
                    object=found.objects,
                )
                by, at = visitor.person_id, door.at
                await lifecycle.change_card(writing, consultation_id, card_id, wanted, by=by, at=at)
                return desk(door, consultation_id, f"/cards#card-{card_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _symbol(request, reading, door, visitor, consultation_id, card_id, "", form)


HANDLERS = [cards, add_card, card, change_card, remove_card, move_card, symbol, choose_symbol]
