"""`questions`, `questions/{id}`: a question put to me in my way, and my answer by my own hand."""

from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.forums.consultations import lifecycle, queries, rules
from govern.forums.consultations.forms.sitting import OwnRight, OwnWord, Press
from govern.forums.consultations.lifecycle import Beginning
from govern.forums.consultations.pages.asked_steps import Answer
from govern.forums.consultations.pages.showing import At, Scan, Screen, after, drawn, pressed_on, screen_of
from govern.forums.consultations.queries import ConsultationView, SittingView
from govern.forums.consultations.rules import ADAPTATION_WORDS, Adaptation, Assent, Part, Stage
from govern.identity.rules import day_of
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

QUESTION = "/questions/{consultation_id:uuid}"
#: What somebody can do by themselves at a screen: not what others watch, and not what is tried on days.
ALONE = tuple(one for one in Adaptation if one not in (Adaptation.OBSERVING, Adaptation.TRYING))
YES, NO = "yes", "no"


async def gated(reading: AsyncSession, consultation_id: UUID, door: Door, visitor: Visitor) -> ConsultationView:
    """The question, for somebody it is put to. For everybody else there is no such page."""
    me, on = visitor.person_id, day_of(door.at)
    view = await queries.consultation(reading, consultation_id, me, on, door.language.code)
    await queries.asked(reading, consultation_id, me)
    if view.part is not Part.ASKED and view.stage is Stage.DRAFT:
        raise NotFound("There is no such question. Go back to your questions.")
    return view


async def own_sitting(reading: AsyncSession, consultation_id: UUID, me: UUID) -> SittingView | None:
    """My own sitting that goes on."""
    found = await queries.sittings_of(reading, consultation_id, me)
    return next((one for one in reversed(found) if one.led_by == me and one.goes_on), None)


async def ways_for(reading: AsyncSession, view: ConsultationView, me: UUID, door: Door) -> tuple[Adaptation, ...]:
    """My way first: what was thought of for me, then what I say works, then the rest that is prepared."""
    person = await queries.asked(reading, view.id, me)
    profile = await queries.profile(reading, me)
    methods = await lifecycle.methods_on(reading, day_of(door.at))
    ready = [way.kind for way in await queries.ways_of(reading, view.id, door.language.code)]
    wanted = [person.planned, profile.best_way if profile else None, *(profile.ways if profile else ())]
    may = [one for one in ready if one in ALONE and one in rules.allowed(methods)]
    return tuple(dict.fromkeys([one for one in wanted if one in may] + may))


async def my_screen(reading: AsyncSession, consultation_id: UUID, door: Door, visitor: Visitor) -> Screen | None:
    view = await gated(reading, consultation_id, door, visitor)
    sitting = await own_sitting(reading, consultation_id, visitor.person_id)
    if sitting is None:
        return None
    base = door.here(f"questions/{consultation_id}")
    return await screen_of(reading, view, sitting, door.language.code, base=base, own=True)


@get("/questions", name="consultations.my_questions", guards=[signed_in])
async def mine(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    found = await queries.my_questions(reading, visitor.person_id, door.language.code)
    return page(request, "consultations/own_list.html", section="home", questions=found, words=rules.HEARD_WORDS)


@get(QUESTION, name="consultations.question", guards=[signed_in])
async def question(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    view = await gated(reading, consultation_id, door, visitor)
    ways = await ways_for(reading, view, visitor.person_id, door)
    return page(
        request,
        "consultations/own_question.html",
        section="home",
        consultation=view,
        person=await queries.asked(reading, consultation_id, visitor.person_id),
        goes_on=await own_sitting(reading, consultation_id, visitor.person_id) is not None,
        ways=ways,
        way_words=ADAPTATION_WORDS,
        heard_words=rules.HEARD_WORDS,
        stance_words=rules.STANCE_WORDS,
        cards={card.id: card for card in await queries.cards_of(reading, view.id, door.language.code)},
        open=view.stage is Stage.OPEN,
        form=None,
    )


@post(QUESTION, name="consultations.answer_question", guards=[signed_in])
async def begin(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Answer:
    """My press is my assent. "Not now" leads home and writes nothing; "no" is written down, and I may change it."""
    sent = await request.form()
    word = submitted(OwnWord, sent, door.language.say).values
    me, where = visitor.person_id, door.here(f"questions/{consultation_id}")
    async with store.writing() as writing:
        view = await gated(writing, consultation_id, door, visitor)
        if word is None or word.answer not in (YES, NO, *ALONE):
            return Redirect(door.here("questions"), status_code=303)
        if await own_sitting(writing, consultation_id, me) is not None:
            return Redirect(f"{where}/show", status_code=303)
        ways = await ways_for(writing, view, me, door)
        way = Adaptation(word.answer) if word.answer in ways else next(iter(ways), None)
        if way is None:
            raise NotFound("No way to answer on a screen is ready for this question. Somebody will ask you.")
        yes = word.answer != NO
        pressed = Sentence("Pressed on their own page: I want to answer.")
        declined = Sentence("Pressed on their own page: I do not want to be asked.")
        wanted = Beginning(
            sent_id=uuid4(),
            person_id=me,
            adaptation=way,
            assent=Assent.GIVEN if yes else Assent.DECLINED,
            assent_how=door.language.say(pressed if yes else declined),
        )
        await lifecycle.begin(writing, consultation_id, wanted, by=me, at=door.at)
    return Redirect(f"{where}/show" if yes else where, status_code=303)


@get(f"{QUESTION}/show", name="consultations.my_show", guards=[signed_in])
async def show(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    at: At = 0,
    scan: Scan = None,
) -> Response[str] | Redirect:
    screen = await my_screen(reading, consultation_id, door, visitor)
    if screen is None:
        return Redirect(door.here(f"questions/{consultation_id}"), status_code=303)
    return drawn(request, screen, at, scan)


@post(f"{QUESTION}/show", name="consultations.my_press", guards=[signed_in])
async def press(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    scan: Scan = None,
) -> Redirect:
    form = await request.form()
    pressed = submitted(Press, form, door.language.say).values or Press()
    more = submitted(OwnRight, form, door.language.say).values
    me, where = visitor.person_id, door.here(f"questions/{consultation_id}")
    async with store.writing() as writing:
        screen = await my_screen(writing, consultation_id, door, visitor)
        if screen is None:
            return Redirect(where, status_code=303)
        sitting = screen.sitting.id
        if pressed.stop:
            how = door.language.say(Sentence("Pressed stop on their own page."))
            await lifecycle.stop_sitting(writing, consultation_id, sitting, how, by=me, at=door.at)
            return Redirect(where, status_code=303)
        if "right" in form:
            told = door.language.say(Sentence("Chose on their own page."))
            right = door.language.say(Sentence("Saw it once more on their own page and pressed: that is right."))
            words = (more.words if more else None) or ""
            await lifecycle.answer_myself(*(writing, consultation_id, sitting, words, told, right), by=me, at=door.at)
            return Redirect(where, status_code=303)
        await pressed_on(writing, screen, pressed, by=me, door=door)
    return Redirect(after(screen.base, scan), status_code=303)


HANDLERS = [mine, question, begin, show, press]
