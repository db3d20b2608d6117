"""Saying how one's proxy votes: the whole paper, question by question, sealed at that moment (decision 20).

The paper is that of one's own vote, at addresses of its own. It is the member's; for a form that came on paper an
officer fills it in as the form says. Nobody reads it afterwards, the proxy neither.
"""

from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import CastForm, Move
from govern.ballots.lifecycle import Sealing
from govern.ballots.pages import voting
from govern.ballots.pages.booth import Booth
from govern.ballots.pages.drafts import Draft, Moved, is_ranked, moved, packed, unpacked
from govern.ballots.pages.sending import SEALED_AGAIN, just_moved, said
from govern.ballots.queries import PaperView
from govern.ballots.rules import SealedTooLongAgo
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.queries import ProxyView
from govern.constituencies.representation.rules import proxies as rules
from govern.constituencies.representation.rules.proxies import HowGiven
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound, NotValid, Unavailable, WrongMoment
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.cookies import forget_cookie, sealed, set_cookie, unsealed
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
AT = "/ballots/{ballot_id:uuid}/directions/{appointment_id:uuid}"


class DirectingBooth(Booth):
    """A member with their paper, to say how their proxy votes. `code`: what is in the box already."""

    def __init__(
        self,
        door: Door,
        society: Society,
        visitor: Visitor,
        paper: PaperView,
        cookie: str | None,
        appointment: ProxyView,
        code: str | None,
    ) -> None:
        super().__init__(door, society, visitor, paper, None)
        self.appointment = appointment
        self.directs = appointment.holder
        self.code = code
        self._purpose = bound_to("draft", visitor, paper.ballot_id, appointment.id)
        content = unsealed(self._key, self._purpose, cookie) if cookie else None
        self.draft = unpacked(content, paper) if content is not None else None

    @property
    def over(self) -> bool:
        return self.code is not None and self.draft is None

    def at(self, rest: str = "") -> str:
        within = f"ballots/{self.paper.ballot_id}/directions/{self.appointment.id}"
        return self.door.here(within + (f"/{rest}" if rest else ""))

    def keep(self, answer: Response[str] | Redirect, draft: Draft) -> None:
        text = sealed(self._key, self._purpose, packed(draft))
        name, secure = self.door.cookie(cookie_of(self.appointment.id)), self.door.settings.secure
        answer.set_cookie(set_cookie(name, text, secure=secure, seconds=self._seconds()))


def cookie_of(appointment_id: UUID) -> str:
    return f"dd-{appointment_id.hex}"


def bound_to(what: str, visitor: Visitor, ballot_id: UUID, appointment_id: UUID) -> str:
    """What a sealed text is for: one person, one vote, one appointment; nothing else can read it."""
    return f"directions-{what}/{visitor.person_id}/{ballot_id}/{appointment_id}"


async def enter(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    appointment_id: UUID,
) -> DirectingBooth:
    """Raises `NotFound`, `WrongMoment`, `NotAllowed`, `AlreadyDone`, `NotOnTheRoll`."""
    view = await checked(reading, door, visitor, ballot_id, appointment_id)
    paper = await queries.paper(reading, ballot_id, view.member_id, at=door.at, language=door.language.code)
    code = await queries.direction_code(reading, ballot_id, view.member_id)
    cookie = request.cookies.get(door.cookie(cookie_of(appointment_id)))
    return DirectingBooth(door, society, visitor, paper, cookie, view, code)


async def checked(
    reading: AsyncSession, door: Door, visitor: Visitor, ballot_id: UUID, appointment_id: UUID
) -> ProxyView:
    """The appointment, if this person may direct it now: it is theirs, or came on paper and they enter papers."""
    view = await representation.proxy(reading, appointment_id)
    enters = view.how is HowGiven.PAPER and visitor.may(Permission.MEETING_CALL)
    if view.member_id != visitor.voter_id and not enters:
        raise NotFound("There is no such appointment. Go back to the meeting and look at what stands there.")
    if await queries.meeting_of(reading, ballot_id) != view.meeting_id:
        raise NotFound("This vote belongs to another meeting. Go back to the meeting and choose from there.")
    rules.check_open(view.stage)
    rules.check_may_direct((await rulebook.in_force(reading, day_of(door.at))).rulebook)
    if door.at > view.until and not enters:
        raise WrongMoment(
            "You could say how this person votes until {moment}. You can still vote yourself: then only your own "
            "vote counts.",
            moment=view.until,
        )
    return view


@get(AT, name="directions.show", guards=[signed_in])
async def show(request: AnyRequest, booth: DirectingBooth) -> Answer:
    """What it means, and the way to begin."""
    return page(
        request,
        "ballots/directions.html",
        section="votes",
        paper=booth.paper,
        appointment=booth.appointment,
        code=booth.code,
        started=booth.draft is not None,
        own=booth.appointment.member_id == booth.visitor.voter_id,
        start=booth.at("start"),
        back=back_to(booth),
    )


def back_to(booth: DirectingBooth) -> str:
    """The meeting's page of proxies: the member's, or the office's."""
    meeting = booth.appointment.meeting_id
    own = booth.appointment.member_id == booth.visitor.voter_id
    return booth.door.here(f"meetings/{meeting}/proxy" if own else f"office/meetings/{meeting}/proxies")


@post(f"{AT}/start", name="directions.start", guards=[signed_in])
async def start(booth: DirectingBooth) -> Redirect:
    return booth.go(booth.onward(booth.so_far, 0), booth.so_far)


PAPERS = [f"{AT}/paper/{{number:int}}", f"{AT}/paper/{{number:int}}/{{place:int}}"]
question = get(PAPERS, name="directions.paper", guards=[signed_in])(voting.question.fn)
answered = post(PAPERS, name="directions.answer", guards=[signed_in])(voting.answered.fn)
everybody = get(f"{AT}/paper/{{number:int}}/all", name="directions.everybody", guards=[signed_in])(
    voting.everybody.fn
)
next_place = post(f"{AT}/paper/{{number:int}}/all", name="directions.next_place", guards=[signed_in])(
    voting.next_place.fn
)


@get(f"{AT}/check", name="directions.check", guards=[signed_in])
async def check(request: AnyRequest, booth: DirectingBooth, society: Society, reading: AsyncSession) -> Answer:
    if booth.draft is None:
        return booth.go(booth.at("receipt" if booth.over else ""))
    return await to_check(request, booth, society, reading, booth.draft)


@post(f"{AT}/check", name="directions.move", guards=[signed_in])
async def move(request: AnyRequest, booth: DirectingBooth) -> Answer:
    """One button of a ranked list."""
    if booth.draft is None:
        return booth.go(booth.at("receipt" if booth.over else ""))
    form = submitted(Move, await request.form(), booth.door.language.say)
    way, _, option = (form.values.move if form.values else "").partition(":")
    for contest in booth.paper.contests:
        before = booth.draft.marks(contest)
        after = moved(before, way, option) if is_ranked(contest) else before
        if after != before:
            return booth.go(booth.at("check"), booth.draft.moving(contest, after, Moved(way, option)))
    return booth.go(booth.at("check"))


async def to_check(
    request: AnyRequest,
    booth: DirectingBooth,
    society: Society,
    reading: AsyncSession,
    draft: Draft,
    why_again: Sentence | None = None,
    status: int = 200,
) -> Response[str]:
    """Seal the directions and show them with the envelope's code."""
    choices = {contest.id: draft.marks(contest) for contest in booth.paper.contests}
    sealing = await lifecycle.seal_paper(
        reading, booth.paper.ballot_id, booth.appointment.member_id, choices, at=booth.door.at
    )
    sealing = msgspec.structs.replace(sealing, token=draft.token())
    purpose = bound_to("envelope", booth.visitor, booth.paper.ballot_id, booth.appointment.id)
    answer = page(
        request,
        "ballots/directions_check.html",
        status=status,
        section="votes",
        paper=booth.paper,
        appointment=booth.appointment,
        what=[said(booth, draft, number) for number in range(1, len(booth.paper.contests) + 1)],
        moved=just_moved(booth, draft),
        envelope=sealed(society.key("cookies"), purpose, sealing.to_bytes()),
        envelope_code=sealing.code,
        why_again=why_again,
        action=booth.at("check"),
        cast_action=booth.at("cast"),
        back=booth.place_at(len(booth.paper.contests)),
        stop=booth.at(),
    )
    booth.keep(answer, draft.told())
    return answer


@post(f"{AT}/cast", name="directions.cast", guards=[signed_in])
async def cast(request: AnyRequest, booth: DirectingBooth, society: Society, reading: AsyncSession) -> Answer:
    """The appointment becomes a directed one, the envelope goes in. The same form again changes nothing."""
    door, visitor, ballot_id = booth.door, booth.visitor, booth.paper.ballot_id
    form = submitted(CastForm, await request.form(), door.language.say)
    sealing = _sealing(society, booth, form.values.envelope if form.values else None)
    if sealing is None:
        if booth.draft is None:
            return booth.go(booth.at("receipt" if booth.over else ""))
        return await to_check(request, booth, society, reading, booth.draft, SEALED_AGAIN, status=409)
    if await lifecycle.cast_before(reading, sealing) is not None:
        return _in_the_box(booth)
    member = booth.appointment.member_id
    by = visitor.person_id if visitor.acts_for == member else None
    try:
        async with society.store.writing() as writing:
            place = await lifecycle.direct(
                writing, society, ballot_id, booth.appointment.id, by=visitor.person_id, at=door.at
            )
        await lifecycle.cast_directions(society, member, sealing, place, at=door.clock(), by=by)
    except (SealedTooLongAgo, Unavailable) as refusal:
        async with society.store.reading() as again:
            draft = booth.draft or Draft(sealing.token[:16], dict(sealing.choices))
            return await to_check(request, booth, society, again, draft, refusal.message, status=409)
    return _in_the_box(booth)


def _sealing(society: Society, booth: DirectingBooth, text: str | None) -> Sealing | None:
    purpose = bound_to("envelope", booth.visitor, booth.paper.ballot_id, booth.appointment.id)
    content = unsealed(society.key("cookies"), purpose, text) if text else None
    if content is None:
        return None
    try:
        return Sealing.from_bytes(content)
    except NotValid:
        return None


def _in_the_box(booth: DirectingBooth) -> Redirect:
    answer = Redirect(booth.at("receipt"), status_code=303)
    name = booth.door.cookie(cookie_of(booth.appointment.id))
    answer.set_cookie(forget_cookie(name, secure=booth.door.settings.secure))
    return answer


@get(f"{AT}/receipt", name="directions.receipt", guards=[signed_in])
async def receipt(request: AnyRequest, booth: DirectingBooth) -> Answer:
    """The code of what is in the box. Nothing of what was chosen."""
    if booth.code is None:
        return booth.go(booth.at())
    return page(
        request,
        "ballots/directions_receipt.html",
        section="votes",
        paper=booth.paper,
        appointment=booth.appointment,
        code=booth.code,
        own=booth.appointment.member_id == booth.visitor.voter_id,
        again=booth.at("start"),
        back=back_to(booth),
    )


router = Router(
    path="",
    dependencies={"booth": Provide(enter)},
    route_handlers=[
        show,
        start,
        question,
        answered,
        everybody,
        next_place,
        check,
        move,
        cast,
        receipt,
    ],
)
HANDLERS = [router]
