"""Votes in the room: a motion is put to the vote by hands, open or with papers; tellers count; the chair declares."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding import Side
from govern.database import Store
from govern.errors import NotFound, NotValid
from govern.meetings import lifecycle, queries
from govern.meetings.forms import CallVoteForm, Casting, DeclareForm, PollForm
from govern.meetings.pages.agenda import item_of
from govern.meetings.pages.calling import Answer, done_or_shown, to
from govern.meetings.rules import Hands, Voice
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

chairing = holding(Permission.MEETING_ATTEND)
looker = holding(Permission.OFFICE_SEE)
polling = stepping_up(Permission.BALLOT_OPEN)
ITEM = "/office/meetings/{meeting_id:uuid}/items/{item_id:uuid}"
VOTE = "/office/meetings/{meeting_id:uuid}/floor/{vote_id:uuid}"
MOST_HANDS = 1_000_000
F = TypeVar("F", bound=msgspec.Struct)


class NoForm(msgspec.Struct, frozen=True):
    """A form whose fields follow from the vote: rows of hands, people who speak."""


# --- Putting a motion to the vote -----------------------------------------------------------------------------------


async def calling(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    item_id: UUID,
    form: Submission[CallVoteForm] | None = None,
) -> Response[str]:
    door = door_of(request)
    return page(
        request,
        "meetings/floor_call.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        item=await item_of(reading, meeting_id, item_id, door),
        tellers=await queries.tellers(reading, door.at),
        of_the_body=await queries.of_the_body(reading, meeting_id),
        form=form,
    )


@get(f"{ITEM}/vote", name="meetings.floor_call_page", guards=[chairing])
async def call_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID, item_id: UUID) -> Response[str]:
    return await calling(request, reading, meeting_id, item_id)


@post(f"{ITEM}/vote", name="meetings.floor_call", guards=[chairing])
async def call(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    item_id: UUID,
) -> Answer:
    await item_of(reading, meeting_id, item_id, door)
    form = submitted(CallVoteForm, await request.form(), door.language.say)

    async def step(writing: AsyncSession, sent: CallVoteForm) -> UUID:
        tellers = [one for one in (sent.teller_one, sent.teller_two) if one is not None]
        interests = await declared_on(reading, meeting_id, form)
        return await lifecycle.call(
            writing, item_id, sent.manner, tellers, interests=interests, by=visitor.person_id, at=door.at
        )

    return await done_or_shown(
        store,
        form,
        step,
        lambda vote_id: to(door, meeting_id, f"/floor/{vote_id}"),
        lambda again: calling(request, reading, meeting_id, item_id, again),
    )


async def declared_on(reading: AsyncSession, meeting_id: UUID, form: Submission[F]) -> dict[UUID, str]:
    """Who of the body declared an interest, in the words typed beside their name."""
    typed = {
        one.person_id: form.value(f"interest_{one.person_id}").strip()
        for one in await queries.of_the_body(reading, meeting_id)
    }
    return {person: words for person, words in typed.items() if words}


# --- With papers ----------------------------------------------------------------------------------------------------


async def asking(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    item_id: UUID,
    form: Submission[PollForm] | None = None,
) -> Response[str]:
    door = door_of(request)
    return page(
        request,
        "meetings/poll.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        item=await item_of(reading, meeting_id, item_id, door),
        figures=await queries.room_figures(reading, meeting_id, door.at, door.language.code),
        form=form,
    )


@get(f"{ITEM}/poll", name="meetings.poll_page", guards=[polling])
async def poll_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID, item_id: UUID) -> Response[str]:
    return await asking(request, reading, meeting_id, item_id)


@post(f"{ITEM}/poll", name="meetings.poll", guards=[polling])
async def poll(
    request: AnyRequest,
    store: Store,
    society: Society,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    item_id: UUID,
) -> Answer:
    await item_of(reading, meeting_id, item_id, door)

    async def step(writing: AsyncSession, sent: PollForm) -> UUID:
        askers = await asked_by(writing, meeting_id, sent.askers or "")
        return await lifecycle.ask_poll(
            writing,
            society,
            item_id,
            askers,
            chair=sent.chair,
            accept_small=sent.small,
            by=visitor.person_id,
            at=door.at,
        )

    return await done_or_shown(
        store,
        submitted(PollForm, await request.form(), door.language.say),
        step,
        lambda _: to(door, meeting_id, "/chair"),
        lambda again: asking(request, reading, meeting_id, item_id, again),
    )


async def asked_by(reading: AsyncSession, meeting_id: UUID, typed: str) -> list[UUID]:
    """The members who ask, a number, a card or a name a line. Raises `NotValid` naming a line that fits nobody."""
    found: list[UUID] = []
    for line in filter(None, (part.strip() for part in typed.splitlines())):
        who = await queries.find_at_the_desk(reading, meeting_id, line)
        fitting = [who.one] if who.one else [person.person_id for person in who.people if person.here]
        if len(fitting) != 1:
            raise NotValid(
                "“{line}” does not name one person who is here. Type the member number.", field="askers", line=line
            )
        found.extend(one for one in fitting if one is not None)
    return found


# --- A vote under way -----------------------------------------------------------------------------------------------


async def vote_of(reading: AsyncSession, meeting_id: UUID, vote_id: UUID, door: Door) -> queries.FloorView:
    found = await queries.floor_vote(reading, vote_id, door.language.code)
    if found.meeting_id != meeting_id:
        raise NotFound("There is no such vote. Go back to the meeting and choose from there.")
    return found


async def vote_shown(
    request: AnyRequest,
    reading: AsyncSession,
    visitor: Visitor,
    meeting_id: UUID,
    vote_id: UUID,
    form: Submission[F] | None = None,
) -> Response[str]:
    """To a teller whose count is not in: where to enter it. To everybody else how the vote stands."""
    door = door_of(request)
    return page(
        request,
        "meetings/floor.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        vote=await vote_of(reading, meeting_id, vote_id, door),
        me=visitor.person_id,
        form=form,
    )


@get(VOTE, name="meetings.floor", guards=[looker])
async def one_vote(
    request: AnyRequest, reading: AsyncSession, visitor: Visitor, meeting_id: UUID, vote_id: UUID
) -> Response[str]:
    return await vote_shown(request, reading, visitor, meeting_id, vote_id)


@post(f"{VOTE}/count", name="meetings.floor_count", guards=[looker])
async def hand_in(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    vote_id: UUID,
) -> Answer:
    """A teller's own count. Nobody sees it before the other's is in and says the same."""
    vote = await vote_of(reading, meeting_id, vote_id, door)
    form = submitted(NoForm, await request.form(), door.language.say)

    async def step(writing: AsyncSession, _: NoForm) -> object:
        counts = {row.id: _hands(form, row.id) if row.may else Hands(0, 0, 0) for row in vote.rows}
        return await lifecycle.hand_in(writing, vote_id, counts, by=visitor.person_id, at=door.at)

    return await on_the_vote(request, store, reading, visitor, vote, form, step)


def _hands(form: Submission[NoForm], row: str) -> Hands:
    def number(name: str) -> int:
        typed = form.value(f"{name}_{row}").strip()
        if not (typed.isascii() and typed.isdigit()) or int(typed[:9]) > MOST_HANDS:
            raise NotValid("Type how many hands you counted, like 12. Type 0 for none.", field=f"{name}_{row}")
        return int(typed)

    return Hands(number("for"), number("against"), number("neither"))


@post(f"{VOTE}/voices", name="meetings.floor_voices", guards=[chairing])
async def voices(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    vote_id: UUID,
) -> Answer:
    """What each person said, called by name. Whoever is left out has not voted."""
    vote = await vote_of(reading, meeting_id, vote_id, door)
    form = submitted(NoForm, await request.form(), door.language.say)

    async def step(writing: AsyncSession, _: NoForm) -> None:
        said = {
            one.person_id: Voice(form.value(f"said_{one.person_id}"))
            for one in vote.people
            if form.value(f"said_{one.person_id}") in set(Voice)
        }
        await lifecycle.say_voices(writing, vote_id, said, by=visitor.person_id, at=door.at)

    return await on_the_vote(request, store, reading, visitor, vote, form, step)


@post(f"{VOTE}/declare", name="meetings.floor_declare", guards=[chairing])
async def declare(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    vote_id: UUID,
) -> Answer:
    """With the chair's casting vote, where the votes of a body are equal and its rules give one."""
    vote = await vote_of(reading, meeting_id, vote_id, door)
    form = submitted(DeclareForm, await request.form(), door.language.say)

    async def step(writing: AsyncSession, sent: DeclareForm) -> object:
        casting = None if sent.casting in (None, Casting.NOT_USED) else Side(sent.casting)
        return await lifecycle.declare_floor(writing, vote_id, casting=casting, by=visitor.person_id, at=door.at)

    return await on_the_vote(request, store, reading, visitor, vote, form, step)


async def on_the_vote(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    vote: queries.FloorView,
    form: Submission[F],
    step: Callable[[AsyncSession, F], Awaitable[object]],
) -> Answer:
    """One step of a vote under way, and back to its page."""
    meeting_id = vote.meeting_id
    return await done_or_shown(
        store,
        form,
        step,
        lambda _: to(door_of(request), meeting_id, f"/floor/{vote.id}"),
        lambda again: vote_shown(request, reading, visitor, meeting_id, vote.id, again),
    )


HANDLERS = [call_page, call, poll_page, poll, one_vote, hand_in, voices, declare]
