"""`join`: what each group asks for in plain words, the application, and how it stands for whoever has its code."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle, queries, rules
from govern.constituencies.register.forms import AppealForm, Apply, ApplyFurther, FindMine
from govern.constituencies.register.lifecycle import NewApplication, Received
from govern.constituencies.register.pages.applications import application_of
from govern.constituencies.register.pages.shared import condition_words, groups_by_id
from govern.constituencies.register.queries import ApplicationView
from govern.constituencies.register.rules import CameBy
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import plain_group_name
from govern.errors import GovernError, NotFound
from govern.identity import queries as who
from govern.identity.pages.entering import knock, site_of
from govern.identity.rules import WrongTry, day_of, grouped
from govern.society import Society
from govern.web.cookies import forget_cookie, sealed, set_cookie, unsealed
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import public
from govern.web.page import page
from govern.web.visitor import Visitor

COOKIE, PURPOSE = "j", "application"
Answer = Response[str] | Redirect


class Kept(msgspec.Struct, frozen=True):
    """What this browser keeps of an application, sealed: which it is, and just after sending it its code."""

    id: str
    number: int
    code: str = ""


@get("/join", name="register.join_page", guards=[public])
async def join(request: AnyRequest, reading: AsyncSession, door: Door, guest: Visitor | None) -> Response[str]:
    return await _join_page(request, reading, door, guest, None)


@post("/join", name="register.apply_to_join", guards=[public])
async def apply(request: AnyRequest, society: Society, door: Door, guest: Visitor | None) -> Answer:
    """Taken in from anybody, counted for where it comes from as a sign-in is. Nothing is decided by it."""
    sent = await request.form()
    say = door.language.say
    form: Submission[Apply] | Submission[ApplyFurther]
    form = submitted(ApplyFurther, sent, say) if guest else submitted(Apply, sent, say)
    if form.values is not None:
        try:
            await knock(request, society, door)
            async with society.store.writing() as writing:
                new = await _application(writing, form.values, guest)
                received = await lifecycle.receive(
                    writing,
                    society.key("codes"),
                    new,
                    site=site_of(door),
                    by=guest.person_id if guest else None,
                    at=door.at,
                )
            return _keeping(Redirect(door.here("join/received"), status_code=303), society, door, received)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with society.store.reading() as reading:
        return await _join_page(request, reading, door, guest, form)


async def _application(writing: AsyncSession, sent: Apply | ApplyFurther, guest: Visitor | None) -> NewApplication:
    if isinstance(sent, Apply):
        return application_of(sent, CameBy.PAGE)
    assert guest is not None
    person = await who.person(writing, guest.voter_id)
    return NewApplication(
        constituency=sent.group,
        name=person.name,
        statement=sent.statement,
        kind=person.kind,
        first_name=person.first_name,
        email=person.email,
        phone=person.phone,
        postal_address=person.postal_address,
        born_on=await queries.born_on(writing, person.id),
        language=person.language,
        format=person.format,
        person_id=person.id,
    )


async def _join_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    guest: Visitor | None,
    form: Submission[Apply] | Submission[ApplyFurther] | None,
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    mine = await queries.constituencies_of(reading, guest.voter_id, day_of(door.at)) if guest else ()
    open_groups = [group for group in book.constituencies if not group.closed]
    return page(
        request,
        "register/join.html",
        section="home",
        form=form,
        groups=groups_by_id(door),
        open_groups=[group for group in open_groups if group.id not in mine],
        names={group.id: plain_group_name(group, door.language.code) for group in open_groups},
        asked={group.id: rules.explained(group) for group in open_groups},
        organisations=any(group.organisations for group in open_groups),
        applicant=await who.person(reading, guest.voter_id) if guest else None,
        formats=dict.fromkeys(("standard", *book.notice.formats)),
        age=book.society.member_age,
    )


@get("/join/received", name="register.received", guards=[public])
async def received(request: AnyRequest, society: Society, door: Door) -> Answer:
    """The number and the code, shown in the browser that applied."""
    kept = _kept(request, society, door)
    if kept is None or not kept.code:
        return Redirect(door.here("join/mine"), status_code=303)
    return page(
        request,
        "register/join_received.html",
        section="home",
        id=kept.id,
        number=kept.number,
        code=grouped(kept.code),
    )


@get("/join/mine", name="register.mine", guards=[public])
async def mine(request: AnyRequest, reading: AsyncSession, door: Door, guest: Visitor | None) -> Response[str]:
    """Whoever is signed in sees theirs; others type number and code."""
    return await _mine_page(request, reading, door, guest, None)


@post("/join/mine", name="register.find_mine", guards=[public])
async def find(request: AnyRequest, society: Society, door: Door, guest: Visitor | None) -> Answer:
    form = submitted(FindMine, await request.form(), door.language.say)
    if form.values is not None:
        await knock(request, society, door)
        async with society.store.writing() as writing:
            found = await lifecycle.find_application(
                writing, society.key("codes"), form.values.number, form.values.code, at=door.at
            )
        if not isinstance(found, WrongTry):
            answer = Redirect(door.here(f"join/mine/{found}"), status_code=303)
            return _keeping(answer, society, door, Received(found, form.values.number, ""))
        form = form.refused(found)
    async with society.store.reading() as reading:
        return await _mine_page(request, reading, door, guest, form)


async def _mine_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    guest: Visitor | None,
    form: Submission[FindMine] | None,
) -> Response[str]:
    own = await queries.applications_of(reading, guest.voter_id) if guest else ()
    return page(request, "register/join_mine.html", section="home", form=form, own=own, groups=groups_by_id(door))


@get("/join/mine/{application_id:uuid}", name="register.my_application", guards=[public])
async def my_application(
    request: AnyRequest,
    society: Society,
    reading: AsyncSession,
    door: Door,
    guest: Visitor | None,
    application_id: UUID,
    done: int = 0,
) -> Response[str]:
    found = await _own(request, society, reading, door, guest, application_id)
    return await _application_page(request, reading, door, found, None, done=bool(done))


@post("/join/mine/{application_id:uuid}/withdraw", name="register.withdraw_mine", guards=[public])
async def withdraw_mine(
    request: AnyRequest, society: Society, door: Door, guest: Visitor | None, application_id: UUID
) -> Redirect:
    async with society.store.reading() as reading:
        await _own(request, society, reading, door, guest, application_id)
    async with society.store.writing() as writing:
        by = guest.person_id if guest else None
        await lifecycle.withdraw_application(writing, application_id, by=by, at=door.at)
    return Redirect(door.here(f"join/mine/{application_id}") + "?done=1", status_code=303)


@post("/join/mine/{application_id:uuid}/appeal", name="register.appeal_mine", guards=[public])
async def appeal_mine(
    request: AnyRequest, society: Society, door: Door, guest: Visitor | None, application_id: UUID
) -> Answer:
    async with society.store.reading() as reading:
        found = await _own(request, society, reading, door, guest, application_id)
    form = submitted(AppealForm, await request.form(), door.language.say)
    if form.values is not None:
        sent, by = form.values, guest.person_id if guest else None
        try:
            async with society.store.writing() as writing:
                await lifecycle.appeal(
                    writing,
                    application_id,
                    sent.appeal_words,
                    sent.numbers,
                    unrelated=sent.unrelated,
                    by=by,
                    at=door.at,
                )
            return Redirect(door.here(f"join/mine/{application_id}") + "?done=1", status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with society.store.reading() as reading:
        return await _application_page(request, reading, door, found, form)


@post("/join/mine/close", name="register.close_mine", guards=[public])
async def close_mine(door: Door) -> Redirect:
    """This browser forgets the application."""
    answer = Redirect(door.here("join"), status_code=303)
    answer.set_cookie(forget_cookie(door.cookie(COOKIE), secure=door.settings.secure))
    return answer


async def _application_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    found: ApplicationView,
    form: Submission[AppealForm] | None,
    *,
    done: bool = False,
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    return page(
        request,
        "register/my_application.html",
        section="home",
        form=form,
        found=found,
        groups=groups_by_id(door),
        words_for=condition_words,
        needed=rules.appellants_needed(book),
        unrelated=rules.must_be_unrelated(book),
        done=done,
    )


async def _own(
    request: AnyRequest,
    society: Society,
    reading: AsyncSession,
    door: Door,
    guest: Visitor | None,
    application_id: UUID,
) -> ApplicationView:
    """The application, for whoever sent it. Raises `NotFound` for everybody else."""
    kept = _kept(request, society, door)
    by_code = kept is not None and kept.id == str(application_id)
    found = await queries.application_view(reading, application_id, day_of(door.at))
    if by_code or (guest is not None and found.person_id == guest.voter_id):
        return found
    raise NotFound("There is no such application here. Type its number and its code on the page before.")


def _kept(request: AnyRequest, society: Society, door: Door) -> Kept | None:
    text = request.cookies.get(door.cookie(COOKIE))
    content = unsealed(society.key("cookies"), PURPOSE, text) if text else None
    return msgspec.json.decode(content, type=Kept) if content is not None else None


def _keeping(answer: Redirect, society: Society, door: Door, found: Received) -> Redirect:
    """Until the browser is closed; no script can read it."""
    content = msgspec.json.encode(Kept(str(found.id), found.number, found.code))
    text = sealed(society.key("cookies"), PURPOSE, content)
    answer.set_cookie(set_cookie(door.cookie(COOKIE), text, secure=door.settings.secure))
    return answer


HANDLERS = [
    *(join, apply, received, mine, find, my_application, withdraw_mine, appeal_mine, close_mine),
]
