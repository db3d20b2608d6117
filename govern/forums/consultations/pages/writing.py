"""`facilitate/consultations`: the list, a new question, the desk of one, its words, and the steps of its life."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import Parameter
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.writing import ExtendForm, QuestionForm, StopForm
from govern.forums.consultations.lifecycle import QuestionDraft
from govern.forums.consultations.pages.shared import AT, ONE, Shown, desk, near, row_of, works
from govern.forums.consultations.queries import ConsultationView
from govern.forums.consultations.rules import HEARD_WORDS, STAGE_WORDS, Asks, CheckKind, Part, Stage
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.rules import Reach
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.page import page
from govern.web.steps import done_or_again
from govern.web.visitor import Visitor

SOCIETY = "society"
ASKS = [
    (
        Asks.PROPOSAL.value,
        Sentence("For or against one thing"),
        Sentence("Swimming is on Tuesday. Move it to Thursday evening?"),
    ),
    (Asks.BETWEEN.value, Sentence("Which one of several"), Sentence("Where shall we go for our day out?")),
]
CHECK_WORDS = {
    CheckKind.PLAIN: Sentence("In plain words"),
    CheckKind.ETHICS: Sentence("Fair to ask"),
}


@get(AT, name="consultations.worked_on", guards=[works])
async def worked_on(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    """Those they run or ask in."""
    today, code = day_of(door.at), door.language.code
    return page(
        request,
        "consultations/question_list.html",
        section="forums",
        found=await queries.worked_on(reading, visitor.person_id, today, code),
        stages=STAGE_WORDS,
    )


@get(f"{AT}/new", name="consultations.new", guards=[works])
async def new(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum: Annotated[str, Parameter(query="forum", max_length=36)] = "",
) -> Response[str]:
    return await _new(request, reading, door, visitor, Submission.blank(of=forum))


async def _new(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, form: Submission[Any]
) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    forums = await gatherings.forums_led_by(reading, visitor.person_id, today, code)
    owners = [(str(one.id), one.name) for one in forums if one.closed_on is None]
    if visitor.may(Permission.FORUM_FOUND):
        owners.append((SOCIETY, door.language.say(Sentence("The whole society"))))
    return page(
        request,
        "consultations/question_new.html",
        section="forums",
        owners=owners,
        kinds=ASKS,
        codes=await queries.languages_on(reading, today),
        form=form,
    )


@post(f"{AT}/new", name="consultations.draft", guards=[works])
async def draft(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Shown:
    form = submitted(QuestionForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            if form.values is not None:
                forum_id = await _owner(writing, door, visitor, form.values.of)
                wanted = _wanted(form.values)
                made = await lifecycle.draft(writing, forum_id, wanted, by=visitor.person_id, at=door.at)
                return desk(door, made)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new(request, reading, door, visitor, form)


async def _owner(reading: AsyncSession, door: Door, visitor: Visitor, of: str | None) -> UUID | None:
    """The forum that asks, which they lead; or none, where the office asks for the whole society."""
    if of == SOCIETY and visitor.may(Permission.FORUM_FOUND):
        return None
    try:
        forum_id = UUID(of or "")
    except ValueError:
        raise NotValid("Choose who asks.", field="of") from None
    today, code = day_of(door.at), door.language.code
    return (await gatherings.forum(reading, forum_id, visitor.person_id, today, code, Reach.LEADS)).id


def _wanted(sent: QuestionForm) -> QuestionDraft:
    return QuestionDraft(
        asks=sent.asks,
        title=words(sent.title, sent.title_cy),
        question=words(sent.question, sent.question_cy),
        context=words(sent.context, sent.context_cy),
        can_change=words(sent.can_change, sent.can_change_cy),
        who_decides=words(sent.who_decides, sent.who_decides_cy),
        decide_by=sent.decide_by,
        ask_until=sent.ask_until,
    )


@get(ONE, name="consultations.desk", guards=[works])
async def at_the_desk(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    """Where it stands, what is missing, and the next step."""
    return await _desk(request, reading, door, visitor, consultation_id, None)


async def _desk(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await near(reading, door, visitor, consultation_id)
    today, code = day_of(door.at), door.language.code
    row = await row_of(reading, consultation_id)
    askers = await queries.askers_of(reading, row)
    checks = await queries.checks_of(reading, consultation_id, row.wording)
    checkers = await identity.people_by_id(reading, [one.checked_by for one in checks.values()])
    counted = await queries.counted(reading, consultation_id)
    return page(
        request,
        "consultations/question_desk.html",
        section="forums",
        one=view,
        stages=STAGE_WORDS,
        missing=await queries.missing_of(reading, row, today) if view.stage is Stage.DRAFT else (),
        cards=await queries.cards_of(reading, consultation_id, code),
        ways=await queries.ways_of(reading, consultation_id, code),
        photographs=await queries.photographs_of(reading, consultation_id, code),
        askers=askers,
        checks=[(CHECK_WORDS[kind], checks.get(kind)) for kind in CheckKind],
        checkers=checkers,
        counted=[(HEARD_WORDS[heard], counted[heard]) for heard in HEARD_WORDS if heard in counted],
        people=sum(counted.values()),
        wrote=visitor.person_id in (row.written_by, row.runs_id),
        runs=view.part is Part.RUNS,
        over=view.ask_until < today,
        form=form,
    )


@get(f"{ONE}/change", name="consultations.words", guards=[works])
async def its_words(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    return await _words(request, reading, door, visitor, consultation_id, None)


async def _words(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await near(reading, door, visitor, consultation_id, Part.RUNS)
    return page(
        request,
        "consultations/question_change.html",
        section="forums",
        one=view,
        kinds=ASKS,
        codes=await queries.languages_on(reading, day_of(door.at)),
        form=Submission.blank(**_known(view)) if form is None else form,
    )


def _known(view: ConsultationView) -> dict[str, str]:
    known = {"asks": view.asks.value}
    texts = (
        ("title", view.titles),
        ("question", view.questions),
        ("context", view.contexts),
        ("can_change", view.changes),
        ("who_decides", view.deciders),
    )
    for name, text in texts:
        known |= {name if code == "en" else f"{name}_{code}": text[code] for code in text}
    for name, on in (("decide_by", view.decide_by), ("ask_until", view.ask_until)):
        known |= {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}
    return known


@post(f"{ONE}/change", name="consultations.reword", guards=[works])
async def reword(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    form = submitted(QuestionForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            if form.values is not None:
                wanted = _wanted(form.values)
                await lifecycle.change(writing, consultation_id, wanted, by=visitor.person_id, at=door.at)
                return desk(door, consultation_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _words(request, reading, door, visitor, consultation_id, form)


# --- The steps of its life ------------------------------------------------------------------------------------------


async def _step(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    form: Submission[Any],
    step: Callable[[AsyncSession, Any], Awaitable[None]],
) -> Shown:
    """A step of whoever runs it; a refusal stands on the desk with what was typed."""

    async def gate(writing: AsyncSession) -> None:
        await near(writing, door, visitor, consultation_id, Part.RUNS)

    async def does(writing: AsyncSession, sent: Any) -> str:
        await step(writing, sent)
        return door.here(f"facilitate/consultations/{consultation_id}")

    async def again(reading: AsyncSession, form: Submission[Any]) -> Response[str]:
        return await _desk(request, reading, door, visitor, consultation_id, form)

    return await done_or_again(store, form, does, again, gate=gate)


@post(f"{ONE}/open", name="consultations.open", guards=[works])
async def open_it(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    async def step(writing: AsyncSession, _: object) -> None:
        await lifecycle.open_(writing, consultation_id, by=visitor.person_id, at=door.at)

    return await _step(request, store, door, visitor, consultation_id, _nothing_sent(door), step)


@post(f"{ONE}/close", name="consultations.close", guards=[works])
async def close(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    async def step(writing: AsyncSession, _: object) -> None:
        await lifecycle.close(writing, consultation_id, by=visitor.person_id, at=door.at)

    return await _step(request, store, door, visitor, consultation_id, _nothing_sent(door), step)


def _nothing_sent(door: Door) -> Submission[Any]:
    return Submission(StopForm(""), (), {}, door.language.say)


@post(f"{ONE}/stop", name="consultations.stop", guards=[works])
async def stop(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    async def step(writing: AsyncSession, sent: StopForm) -> None:
        await lifecycle.stop(writing, consultation_id, sent.because, by=visitor.person_id, at=door.at)

    form = submitted(StopForm, await request.form(), door.language.say)
    return await _step(request, store, door, visitor, consultation_id, form, step)


@post(f"{ONE}/until", name="consultations.extend", guards=[works])
async def extend(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    async def step(writing: AsyncSession, sent: ExtendForm) -> None:
        await lifecycle.extend(writing, consultation_id, sent.ask_until, by=visitor.person_id, at=door.at)

    form = submitted(ExtendForm, await request.form(), door.language.say)
    return await _step(request, store, door, visitor, consultation_id, form, step)


HANDLERS = [worked_on, new, draft, at_the_desk, its_words, reword, open_it, close, stop, extend]
