"""`facilitate`: the forums a facilitator leads, and what members of their group want, written down with them.

For nobody outside the group; and neither whoever delivers the member's care nor the peer who votes for them does it
(M94). Who wrote it down and in which way the member said it is kept, and the member is written to.
"""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as votes
from govern.ballots.pages.positions import form_of, position_in
from govern.constituencies.representation import lifecycle, queries
from govern.constituencies.representation.forms import FindMember, HowMuch, NoteChoice
from govern.constituencies.representation.rules import CONSENT_WORDS, EVERYTHING, HowConsented, peers_vote
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.forums.consultations import queries as consultations
from govern.forums.gatherings import queries as gatherings
from govern.forums.recommendations import queries as recommendations
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

facilitator = holding(Permission.FACILITATE)
Shown = Response[str] | Redirect
AT = "/facilitate/members/{person_id:uuid}"
WAYS = [(way.value, words) for way, words in CONSENT_WORDS.items() if way is not HowConsented.OWN_PAGE]


@get("/facilitate", name="facilitate.home", guards=[facilitator])
async def home(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    """The forums they lead, and what else they can do here."""
    return await _home(request, door, reading, visitor)


@post("/facilitate/find", name="facilitate.find", guards=[facilitator])
async def find(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    """Sent as a form, so that no name stands in an address. It changes nothing."""
    form = submitted(FindMember, await request.form(), door.language.say)
    if form.values is None:
        return await _home(request, door, reading, visitor, form)
    words = form.values.search
    found = await queries.found_in_my_groups(reading, visitor.person_id, words, day_of(door.at))
    return await _home(request, door, reading, visitor, words=words, found=found)


async def _home(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    form: Submission[FindMember] | None = None,
    words: str = "",
    found: tuple[tuple[UUID, str], ...] = (),
) -> Response[str]:
    today = day_of(door.at)
    book = (await rulebook.in_force(reading, today)).rulebook
    led = await gatherings.forums_led_by(reading, visitor.person_id, today, door.language.code)
    return page(
        request,
        "desks/facilitate.html",
        owed=await recommendations.owed_by(
            reading, [forum.id for forum in led], visitor.person_id, today, door.language.code
        ),
        forums=led,
        section="forums",
        form=form,
        peers_vote=peers_vote(book),
        searched=words,
        answers_owed=await consultations.answers_owed(reading, visitor.person_id, today, door.language.code),
        found=found,
    )


@get(AT, name="facilitate.member", guards=[facilitator])
async def member(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, person_id: UUID
) -> Response[str]:
    return await _member(request, door, reading, visitor, person_id)


async def _member(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    person_id: UUID,
    form: Submission[NoteChoice] | None = None,
) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    noting = await queries.noting(reading, visitor.person_id, person_id, today, code)
    brings = (await rulebook.in_force(reading, today)).rulebook.peer.style == "mandated_split"
    return page(
        request,
        "desks/facilitate_member.html",
        section="forums",
        form=form,
        noting=noting,
        ways=WAYS,
        votes=await votes.carried_in(reading, person_id, language=code, at=door.at) if brings else (),
        brings=brings,
        done=request.query_params.get("done", ""),
    )


@post(AT, name="facilitate.choice", guards=[facilitator])
async def choice(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, person_id: UUID
) -> Shown:
    """The member wants this peer. It holds at once, in open votes too."""
    form = submitted(NoteChoice, await request.form(), door.language.say)
    if form.values is not None:
        sent, by = form.values, visitor.person_id
        try:
            wish = lifecycle.Wish(_scope(sent), _said(sent.expressed), sent.supporter)
            async with store.writing() as writing:
                await lifecycle.note_choice(
                    writing, sent.peer, person_id, wish, by=by, site=site_of(door), at=door.at
                )
                await ballots.follow_mandates(writing, society, [person_id], at=door.at)
            return _done(door, person_id, "choice")
        except NotFound:
            raise
        except GovernError as refusal:
            if refusal.field not in ("scope", "supporter", "expressed"):
                refusal.field = ""
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _member(request, door, reading, visitor, person_id, form)


def _scope(sent: NoteChoice) -> tuple[str, ...]:
    if sent.what is HowMuch.EVERYTHING:
        return (EVERYTHING,)
    if not sent.scope:
        raise NotValid("Choose at least one kind of decision, or choose everything.", field="scope")
    return sent.scope


def _said(way: HowConsented) -> HowConsented:
    if way is HowConsented.OWN_PAGE:
        raise NotValid("What a member does on their own page needs nobody to note it.", field="expressed")
    return way


@get(AT + "/positions/{ballot_id:uuid}", name="facilitate.position", guards=[facilitator])
async def position(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, person_id: UUID, ballot_id: UUID
) -> Response[str]:
    return await _position(request, door, reading, visitor, person_id, ballot_id)


async def _position(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    person_id: UUID,
    ballot_id: UUID,
    form: Submission[msgspec.Struct] | None = None,
) -> Response[str]:
    noting = await queries.noting(reading, visitor.person_id, person_id, day_of(door.at), door.language.code)
    await ballots.check_noter(reading, ballot_id, person_id, visitor.person_id, door.at)
    return page(
        request,
        "ballots/office_position.html",
        section="forums",
        form=form,
        member=noting.name,
        back_to=door.here(f"facilitate/members/{person_id}/positions"),
        ballot_id=ballot_id,
        contests=await votes.questions_for(reading, ballot_id, person_id, language=door.language.code),
    )


@post(AT + "/positions/{ballot_id:uuid}", name="facilitate.note_position", guards=[facilitator])
async def note_position(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    person_id: UUID,
    ballot_id: UUID,
) -> Shown:
    """What the member said they want, sealed at once."""
    await queries.noting(reading, visitor.person_id, person_id, day_of(door.at), door.language.code)
    contests = await votes.questions_for(reading, ballot_id, person_id, language=door.language.code)
    form = submitted(form_of(contests), await request.form(), door.language.say)
    if form.values is not None:
        try:
            choices, how = position_in(form, contests)
            async with store.writing() as writing:
                await ballots.note_for_group(
                    writing, ballot_id, person_id, choices, how, by=visitor.person_id, at=door.at
                )
            return _done(door, person_id, "position")
        except GovernError as refusal:
            form = form.refused(refusal)
    return await _position(request, door, reading, visitor, person_id, ballot_id, form)


def _done(door: Door, person_id: UUID, what: str) -> Redirect:
    return Redirect(door.here(f"facilitate/members/{person_id}"), query_params={"done": what}, status_code=303)


HANDLERS = [home, find, member, choice, position, note_position]
