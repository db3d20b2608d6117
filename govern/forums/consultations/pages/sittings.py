"""`…/people/{asked_id}/sittings`: asked first whether they want to; what happened then; stop; together."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import Parameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation import queries as representation
from govern.database import Store
from govern.errors import GovernError, NotAllowed, NotFound
from govern.forums.consultations import lifecycle, queries, rules
from govern.forums.consultations.forms.sitting import AskTogether, BeginSitting, StopSitting, TellSitting
from govern.forums.consultations.lifecycle import Beginning, Presence, Told
from govern.forums.consultations.models import PresentAs
from govern.forums.consultations.pages.asked import profile_for
from govern.forums.consultations.pages.asked_steps import (
    CONSULTATION,
    SITTING,
    SITTINGS,
    Answer,
    Asks,
    asker,
    step,
)
from govern.forums.consultations.queries import ProfileView
from govern.forums.consultations.rules import ADAPTATION_WORDS, GIVEN_WORDS, Adaptation, Assent
from govern.identity.rules import day_of
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

PRESENT_WORDS = {
    PresentAs.SUPPORTER: Sentence("Supporter"),
    PresentAs.INTERPRETER: Sentence("Interpreter"),
    PresentAs.OBSERVER: Sentence("Looks on"),
}
TOGETHER = f"{CONSULTATION}/together"
GroupKey = Annotated[UUID | None, Parameter(query="group")]
With = Annotated[list[UUID] | None, Parameter(query="with", max_items=rules.MOST_TOGETHER)]


async def begin_page(
    asks: Asks, reading: AsyncSession, asked_id: UUID, form: Submission[Any] | None, group: UUID | None = None
) -> Response[str]:
    """How to ask them, as they want it known; then the ways that are prepared, assent, and who is there."""
    view, person = await asks.view(reading), await asks.person(reading, asked_id)
    on, code = day_of(asks.door.at), asks.door.language.code
    profile, unread = await profile_for(asks, reading, asked_id)
    methods = await lifecycle.methods_on(reading, on)
    ways = [way.kind for way in await queries.ways_of(reading, view.id, code) if way.kind in rules.allowed(methods)]
    helps = [one for one in await representation.supporters_of(reading, asked_id, on) if one.holds]
    care = {one.supporter_id: await queries.delivers_care(reading, one.supporter_id, asked_id, on) for one in helps}
    return page(
        asks.request,
        "consultations/sitting_begin.html",
        section="forums",
        consultation=view,
        person=person,
        base=asks.at(f"/people/{asked_id}"),
        profile=profile,
        unread=unread,
        mine=await asks.sits_with(reading, asked_id),
        ways=sorted(ways, key=lambda one: one is not person.planned),
        first_way=_first_way(ways, person.planned, profile),
        way_words=ADAPTATION_WORDS,
        helps=helps,
        care=care,
        present_words=PRESENT_WORDS,
        i_care=await queries.delivers_care(reading, asks.by, asked_id, on),
        sent_id=uuid4(),
        group=group,
        form=form,
    )


def _first_way(ways: Sequence[Adaptation], planned: Adaptation | None, profile: ProfileView | None) -> str:
    """The way that is chosen already: the one thought of for them, or the one that they say works best."""
    best = profile.best_way if profile else None
    return next((one.value for one in (planned, best) if one is not None and one in ways), "")


@get(f"{SITTINGS}/new", name="consultations.begin_page", guards=[asker])
async def begin_form(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    group: GroupKey = None,
) -> Response[str]:
    asks = Asks(request, store, door, visitor, consultation_id)
    async with store.reading() as reading:
        await asks.view(reading)
        rules.check_goes_on((await asks.person(reading, asked_id)).over_because)
        return await begin_page(asks, reading, asked_id, None, group)


@post(SITTINGS, name="consultations.begin", guards=[asker])
async def begin(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Answer:
    """Without assent there is no way on: the answer is written down, and the page is the person's again."""
    asks = Asks(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: BeginSitting) -> str:
        wanted = Beginning(
            sent_id=sent.sent_id,
            person_id=asked_id,
            adaptation=sent.adaptation,
            assent=sent.assent,
            assent_how=sent.assent_how,
            group_id=sent.group_id,
            present=_present(sent),
        )
        made = await lifecycle.begin(writing, consultation_id, wanted, by=asks.by, at=door.at)
        if sent.assent is Assent.GIVEN:
            return f"/people/{asked_id}/sittings/{made}/show"
        return f"/together/{sent.group_id}" if sent.group_id else f"/people/{asked_id}"

    async def again(reading: AsyncSession, form: Submission[BeginSitting]) -> Response[str]:
        return await begin_page(asks, reading, asked_id, form)

    return await step(asks, BeginSitting, act, again)


def _present(sent: BeginSitting) -> tuple[Presence, ...]:
    named = ((sent.name_1, sent.as_1, sent.care_1), (sent.name_2, sent.as_2, sent.care_2))
    return (
        *(Presence(PresentAs.SUPPORTER, one) for one in dict.fromkeys(sent.supporters)),
        *(Presence(kind or PresentAs.SUPPORTER, None, name, care) for name, kind, care in named if name),
    )


async def told_page(
    asks: Asks,
    reading: AsyncSession,
    asked_id: UUID,
    sitting_id: UUID,
    form: Submission[Any] | None,
    right: bool = False,
) -> Response[str]:
    """What was shown and picked, and the form for what happened."""
    view, person = await asks.view(reading), await asks.person(reading, asked_id)
    sitting = await queries.sitting(reading, view.id, asked_id, sitting_id)
    methods = await lifecycle.methods_on(reading, day_of(asks.door.at))
    cards = {card.id: card for card in await queries.cards_of(reading, view.id, asks.door.language.code)}
    return page(
        asks.request,
        "consultations/sitting_told.html",
        section="forums",
        consultation=view,
        person=person,
        base=asks.at(f"/people/{asked_id}"),
        here_is=asks.at(f"/people/{asked_id}/sittings/{sitting_id}"),
        sitting=sitting,
        mine=sitting.led_by == asks.by,
        cards=cards,
        given=[(one, words) for one, words in GIVEN_WORDS.items() if _may_come(one, methods)],
        way_words=ADAPTATION_WORDS,
        present_words=PRESENT_WORDS,
        offered={one.key: one.words for one in (*rules.YES_NO, *rules.WAYS_OUT, *rules.faces_of(5))},
        places={one.key: one.words for one in rules.PLACES},
        watch_for=await _watch_for(reading, view.id, sitting.adaptation, asks.door.language.code),
        right=right,
        form=form,
    )


async def _watch_for(reading: AsyncSession, consultation_id: UUID, kind: Adaptation, language: str) -> str:
    """What whoever watches looks for; it never stands on the screen of the person."""
    if kind is not Adaptation.OBSERVING:
        return ""
    ways = await queries.ways_of(reading, consultation_id, language)
    return next((way.words for way in ways if way.kind is kind), "")


def _may_come(given: rules.GivenBy, methods: frozenset[str]) -> bool:
    try:
        rules.check_given_by(given, methods)
    except NotAllowed:
        return False
    return True


@get(SITTING, name="consultations.sitting", guards=[asker])
async def one(
    request: AnyRequest,
    reading: AsyncSession,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    sitting_id: UUID,
    right: Annotated[bool, Parameter(query="right")] = False,
) -> Response[str]:
    asks = Asks(request, store, door, visitor, consultation_id)
    return await told_page(asks, reading, asked_id, sitting_id, None, right)


@post(SITTING, name="consultations.tell", guards=[asker])
async def tell(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    sitting_id: UUID,
) -> Answer:
    asks = Asks(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: TellSitting) -> str:
        sitting = await queries.sitting(writing, consultation_id, asked_id, sitting_id)
        told = Told(did=sent.did, given_by=sent.given_by, meant=sent.meant or "")
        await lifecycle.tell(writing, consultation_id, sitting_id, told, by=asks.by, at=door.at)
        if sitting.stopped_at is not None and sent.stopped_how:
            how = sent.stopped_how
            await lifecycle.stop_sitting(writing, consultation_id, sitting_id, how, by=asks.by, at=door.at)
        return f"/together/{sitting.group_id}" if sitting.group_id else f"/people/{asked_id}"

    async def again(reading: AsyncSession, form: Submission[TellSitting]) -> Response[str]:
        return await told_page(asks, reading, asked_id, sitting_id, form)

    return await step(asks, TellSitting, act, again)


@post(f"{SITTING}/stop", name="consultations.stop_sitting", guards=[asker])
async def stop(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    sitting_id: UUID,
) -> Redirect:
    """In one press. How they showed it can be written down after it."""
    asks = Asks(request, store, door, visitor, consultation_id)
    form = submitted(StopSitting, await request.form(), door.language.say)
    how = (form.values.how if form.values else None) or asks.say("Stop was pressed for them.")
    async with store.writing() as writing:
        await asks.view(writing)
        await queries.sitting(writing, consultation_id, asked_id, sitting_id)
        await lifecycle.stop_sitting(writing, consultation_id, sitting_id, how, by=asks.by, at=door.at)
    return asks.to(f"/people/{asked_id}/sittings/{sitting_id}")


async def choose_page(asks: Asks, reading: AsyncSession, form: Submission[Any] | None) -> Response[str]:
    view = await asks.view(reading)
    return page(
        asks.request,
        "consultations/sitting_choose.html",
        section="forums",
        consultation=view,
        base=asks.at(),
        people=await queries.can_be_asked(reading, view.id),
        form=form,
    )


@get(TOGETHER, name="consultations.choose_together", guards=[asker])
async def choose(
    request: AnyRequest, reading: AsyncSession, store: Store, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    return await choose_page(Asks(request, store, door, visitor, consultation_id), reading, None)


@post(TOGETHER, name="consultations.begin_together", guards=[asker])
async def begin_together(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID
) -> Answer:
    """Nothing is written down yet: each of them is asked first whether they want to take part."""
    asks = Asks(request, store, door, visitor, consultation_id)
    form = submitted(AskTogether, await request.form(), door.language.say)
    async with store.reading() as reading:
        await asks.view(reading)
        chosen = form.values.people if form.values else ()
        try:
            if form.values is not None:
                rules.check_together(chosen)
                for one_of in chosen:
                    await asks.person(reading, one_of)
                ways = "&".join(f"with={one_of}" for one_of in chosen)
                return Redirect(asks.at(f"/together/{uuid4()}?{ways}"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
        return await choose_page(asks, reading, form)


@get(f"{TOGETHER}/{{group_id:uuid}}", name="consultations.together", guards=[asker])
async def together(
    request: AnyRequest,
    reading: AsyncSession,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    group_id: UUID,
    chosen: With = None,
) -> Response[str]:
    """From one to the next. Of the others it says whether they answered, never what."""
    asks = Asks(request, store, door, visitor, consultation_id)
    view = await asks.view(reading)
    lines = await queries.asked_together(reading, consultation_id, group_id, chosen or ())
    if not lines:
        raise NotFound("Nobody is asked together here. Choose the people again.")
    return page(
        request,
        "consultations/sitting_together.html",
        section="forums",
        consultation=view,
        base=asks.at(),
        group=group_id,
        lines=lines,
    )


HANDLERS = [begin_form, begin, one, tell, stop, choose, begin_together, together]
