"""`facilitate/consultations/{id}/people/{asked_id}`: how this person communicates first, then each time they
were asked, what readers made of it, checking back; who delivers their care; why they were not reached."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.forums.consultations import lifecycle, queries, rules
from govern.forums.consultations.forms.sitting import CheckedBack, NoteCare, NotReached, ReadSittings
from govern.forums.consultations.lifecycle import ReadingDraft
from govern.forums.consultations.pages.asked_steps import PERSON, Answer, Asks, asker, step
from govern.forums.consultations.pages.care import person_typed
from govern.forums.consultations.queries import AskedView, ConsultationView, ProfileView, ReadingView
from govern.forums.consultations.rules import (
    CONFIDENCE_WORDS,
    EVIDENCE_WORDS,
    GIVEN_WORDS,
    HEARD_WORDS,
    STANCE_WORDS,
    Heard,
    Part,
    Stage,
    Stance,
    check_part,
)
from govern.forums.consultations.rules import Asks as Asking
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission
from govern.web.page import page
from govern.web.visitor import Visitor

AnyForm = Submission[Any] | None


def stances(asks: Asking) -> tuple[Stance, ...]:
    """The positions that this kind of question has."""
    views = (Stance.CARD,) if asks is Asking.BETWEEN else (Stance.FOR, Stance.AGAINST)
    return (*views, Stance.NOT_SURE, Stance.NOT_SAYING, Stance.NO_CLEAR_VIEW)


async def profile_for(asks: Asks, reading: AsyncSession, asked_id: UUID) -> tuple[ProfileView | None, bool]:
    """How this person communicates, once whoever sits with them has pressed that they read it today; and whether it
    waits for that press. Looking at a page alone changes nothing, and a look leaves a line which the person sees."""
    if not await asks.sits_with(reading, asked_id):
        return None, False
    found = await queries.profile(reading, asked_id)
    if found is None or await queries.may_see(reading, asked_id, asks.by, day_of(asks.door.at)):
        return found, False
    return None, True


async def shown(asks: Asks, reading: AsyncSession, asked_id: UUID, form: AnyForm, which: str = "") -> Response[str]:
    """The page. `which` of its forms came back with something to put right."""
    view = await asks.view(reading)
    person = await asks.person(reading, asked_id)
    profile, unread = await profile_for(asks, reading, asked_id)
    readings = await queries.readings_of(reading, view.id, asked_id)
    sittings = await queries.sittings_of(reading, view.id, asked_id)
    below = (await rulebook.in_force(reading, day_of(asks.door.at))).rulebook.consultation.second_observer_below
    return page(
        asks.request,
        "consultations/asked.html",
        section="forums",
        consultation=view,
        person=person,
        base=asks.at(f"/people/{asked_id}"),
        profile=profile,
        unread=unread,
        mine=await asks.sits_with(reading, asked_id),
        asked_by=(await identity.person(reading, person.asker_id)).name if person.asker_id else "",
        may_take_on=may_take_on(view, person, asks.by),
        sittings=sittings,
        seen=seen_by(readings, asks.by, below),
        waits=waits_for_second(readings, below),
        may_read=may_read(view, person, readings, asks.by, below, bool(sittings)),
        cares=await queries.carers_of(reading, asked_id),
        i_care=await queries.delivers_care(reading, asks.by, asked_id, day_of(asks.door.at)),
        cards={card.id: card for card in await queries.cards_of(reading, view.id, asks.door.language.code)},
        stances=stances(view.asks),
        words={
            "heard": HEARD_WORDS,
            "given": GIVEN_WORDS,
            "stance": STANCE_WORDS,
            "evidence": EVIDENCE_WORDS,
            "confidence": CONFIDENCE_WORDS,
            "way": rules.ADAPTATION_WORDS,
            "offered": {one.key: one.words for one in (*rules.YES_NO, *rules.WAYS_OUT, *rules.faces_of(5))},
            "place": {one.key: one.words for one in rules.PLACES},
        },
        way_words=rules.ADAPTATION_WORDS,
        over=rules.OVER_WORDS.get(person.over_because) if person.over_because else None,
        open=view.stage is Stage.OPEN and person.over_because is None,
        may_check=may_check(person),
        may_miss=person.heard in (Heard.INVITED, Heard.IN_SESSION, Heard.NOT_REACHED),
        which=which,
        form=form,
    )


def may_take_on(view: ConsultationView, person: AskedView, by: UUID) -> bool:
    """Whether whoever runs it can press that they ask this person themselves."""
    while_asked = view.stage in (Stage.DRAFT, Stage.CHECKED, Stage.OPEN, Stage.CLOSED)
    theirs = person.asker_id == by or person.over_because is not None
    return view.part is Part.RUNS and while_asked and not theirs and person.person_id != by


def may_check(person: AskedView) -> bool:
    """Whether there is a clear view, and somebody with whom it can be checked back."""
    clear = person.heard is Heard.RECORDED and person.stance is not Stance.NO_CLEAR_VIEW
    return clear and person.over_because is None


def waits_for_second(readings: tuple[ReadingView, ...], below: str) -> bool:
    return len(readings) == 1 and rules.needs_second(readings[0].confidence, below)


def seen_by(readings: tuple[ReadingView, ...], person_id: UUID, below: str) -> tuple[ReadingView, ...]:
    """A second reader does not see the first reading before they have written their own (invariant 74)."""
    if waits_for_second(readings, below):
        return tuple(one for one in readings if one.read_by == person_id)
    return readings


def may_read(
    view: ConsultationView,
    person: AskedView,
    readings: tuple[ReadingView, ...],
    reader: UUID,
    below: str,
    asked: bool,
) -> bool:
    """Whether the form to say what one makes of it stands on the page."""
    if view.stage not in (Stage.OPEN, Stage.CLOSED) or not asked:
        return False
    if person.heard not in (Heard.IN_SESSION, Heard.RECORDED, Heard.FINAL):
        return False
    return not readings or readings[0].read_by == reader or waits_for_second(readings, below)


@get(PERSON, name="consultations.asked", guards=[asker])
async def one(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Response[str]:
    asks = Asks(request, store, door, visitor, consultation_id)
    async with store.reading() as reading:
        return await shown(asks, reading, asked_id, None)


@post(f"{PERSON}/communication/read", name="consultations.look", guards=[asker])
async def look(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Redirect:
    """Whoever asks reads how this person communicates; the person sees who did, and when."""
    asks = Asks(request, store, door, visitor, consultation_id)
    async with store.writing() as writing:
        await asks.check_sits_with(writing, asked_id)
        if await queries.profile(writing, asked_id) is not None:
            await lifecycle.note_look(writing, asked_id, by=asks.by, at=door.at)
    begins = "begin" in await request.form()
    return asks.to(f"/people/{asked_id}" + ("/sittings/new" if begins else ""))


@post(f"{PERSON}/take-on", name="consultations.take_on", guards=[asker])
async def take_on(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Redirect:
    """In one press: whoever runs it asks this person themselves."""
    asks = Asks(request, store, door, visitor, consultation_id)
    async with store.writing() as writing:
        check_part((await asks.view(writing)).part, Part.RUNS)
        await lifecycle.take_on(writing, consultation_id, asked_id, by=asks.by, at=door.at)
    return asks.to(f"/people/{asked_id}")


@post(f"{PERSON}/readings", name="consultations.read", guards=[asker])
async def read(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Answer:
    asks = Asks(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: ReadSittings) -> str:
        draft = ReadingDraft(
            stance=sent.stance,
            evidence=sent.evidence,
            confidence=sent.confidence,
            leaning=sent.leaning,
            card_id=sent.card if sent.stance is Stance.CARD else None,
            knows_person=sent.knows_person,
            words=sent.words or "",
            doubts=sent.doubts,
        )
        await lifecycle.read(writing, consultation_id, asked_id, draft, by=asks.by, at=door.at)
        return f"/people/{asked_id}"

    return await step(asks, ReadSittings, act, lambda reading, form: shown(asks, reading, asked_id, form, "read"))


@post(f"{PERSON}/check-back", name="consultations.check_back", guards=[asker])
async def check_back(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Answer:
    asks = Asks(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: CheckedBack) -> str:
        await lifecycle.check_back(writing, consultation_id, asked_id, sent.how, by=asks.by, at=door.at)
        return f"/people/{asked_id}"

    return await step(asks, CheckedBack, act, lambda reading, form: shown(asks, reading, asked_id, form, "check"))


@post(f"{PERSON}/not-reached", name="consultations.not_reached", guards=[asker])
async def not_reached(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Answer:
    asks = Asks(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: NotReached) -> str:
        await lifecycle.not_reached(writing, consultation_id, asked_id, sent.why_not, by=asks.by, at=door.at)
        return f"/people/{asked_id}"

    return await step(asks, NotReached, act, lambda reading, form: shown(asks, reading, asked_id, form, "missed"))


@post(f"{PERSON}/care", name="consultations.note_care", guards=[asker])
async def note_care(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Answer:
    asks = Asks(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: NoteCare) -> str:
        await asks.person(writing, asked_id)
        carer = await person_typed(writing, sent.carer, "carer")
        since = sent.from_on or day_of(door.at)
        why = asks.say("Noted where a question is asked.")
        await lifecycle.note_care(writing, asked_id, carer, since, why, by=asks.by, at=door.at)
        return f"/people/{asked_id}"

    return await step(asks, NoteCare, act, lambda reading, form: shown(asks, reading, asked_id, form, "care"))


@post(f"{PERSON}/care/{{care_link_id:uuid}}/end", name="consultations.end_care", guards=[asker])
async def end_care(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    care_link_id: UUID,
) -> Redirect:
    asks = Asks(request, store, door, visitor, consultation_id)
    async with store.writing() as writing:
        await asks.view(writing)
        await asks.person(writing, asked_id)
        why = asks.say("Ended where a question is asked.")
        await lifecycle.end_care(writing, asked_id, care_link_id, why, by=asks.by, at=door.at)
    return asks.to(f"/people/{asked_id}")


HANDLERS = [one, look, take_on, read, check_back, not_reached, note_care, end_care]
