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
from govern.ballots.forms import CastForm
from govern.ballots.pages.booth import Booth, Seat, draft_of, field_of, sealing_in
from govern.ballots.pages.sending import SEALED_AGAIN, in_the_box
from govern.ballots.paper.drafts import Draft
from govern.ballots.paper.pages import questions
from govern.ballots.paper.pages.checking import just_moved, move_one, said
from govern.ballots.queries import ContestView, PaperView
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
from govern.web.cookies import sealed, set_cookie, unsealed
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
ALL_LEFT = NotValid(
    "You left every question to them, so there is nothing to seal. Leave at least one question to yourself, or go "
    "back: then they decide everything."
)
#: A seat without an appointment; there is none in any table.
NONE = UUID(int=0)
AT = "/ballots/{ballot_id:uuid}/directions/{appointment_id:uuid}"


class NoForm(msgspec.Struct, frozen=True):
    """A form whose fields follow from the paper: one for each question that is left."""


class DirectingSeat(Seat, frozen=True):
    """Whoever says how a proxy votes: the member, or an officer with the member's paper."""

    appointment_id: UUID = NONE

    @property
    def stem(self) -> str:
        return f"ballots/{self.ballot_id}/directions/{self.appointment_id}"

    @property
    def cookie(self) -> str:
        return f"dd-{self.appointment_id.hex}"

    @property
    def left_cookie(self) -> str:
        """The kind of cookie that keeps which questions are left to the holder."""
        return f"dl-{self.appointment_id.hex}"

    def purpose(self, what: str) -> str:
        return f"directions-{what}/{self.visitor.person_id}/{self.ballot_id}/{self.appointment_id}"


class DirectingBooth(Booth):
    """A member with their paper, to say how their proxy votes. `code`: what is in the box already.

    `whole` is the paper with every question; `paper` has those that the member decides, and `left` are the others.
    """

    def __init__(
        self,
        door: Door,
        society: Society,
        seat: DirectingSeat,
        paper: PaperView,
        request: AnyRequest,
        appointment: ProxyView,
        code: str | None,
    ) -> None:
        self.appointment = appointment
        self.code = code
        self.whole = paper
        left = left_in(society, seat, paper, request.cookies.get(door.cookie(seat.left_cookie)))
        asked = tuple(contest for contest in paper.contests if contest.id not in left)
        paper = msgspec.structs.replace(paper, contests=asked)
        super().__init__(door, society, seat, paper, request.cookies.get(door.cookie(seat.cookie)))
        self.directs = appointment.holder

    @property
    def left(self) -> tuple[ContestView, ...]:
        """The questions that the holder decides."""
        asked = {contest.id for contest in self.paper.contests}
        return tuple(contest for contest in self.whole.contests if contest.id not in asked)

    @property
    def part(self) -> tuple[str, ...] | None:
        """The questions the member decides, where these are not all."""
        return tuple(str(contest.id) for contest in self.paper.contests) if self.left else None

    @property
    def over(self) -> bool:
        return self.code is not None and self.draft is None


def left_in(society: Society, seat: DirectingSeat, paper: PaperView, text: str | None) -> frozenset[UUID]:
    """The questions that were left to the holder in this browser. Never all of them."""
    content = unsealed(society.key("cookies"), seat.purpose("left"), text) if text else None
    said = set((content or b"").decode().split(","))
    found = frozenset(contest.id for contest in paper.contests if str(contest.id) in said)
    return found if len(found) < len(paper.contests) else frozenset()


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
    seat = DirectingSeat(visitor, ballot_id, appointment_id=appointment_id)
    return DirectingBooth(door, society, seat, paper, request, view, code)


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
    """What it means, which questions they decide, and the way to begin."""
    return shown(request, booth)


def shown(request: AnyRequest, booth: DirectingBooth, form: Submission[NoForm] | None = None) -> Response[str]:
    return page(
        request,
        "ballots/directions.html",
        section="votes",
        paper=booth.whole,
        left={contest.id for contest in booth.left},
        form=form,
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
async def start(request: AnyRequest, booth: DirectingBooth, society: Society) -> Answer:
    """Questions that are ticked are left to the holder; of all others the member says how."""
    form = submitted(NoForm, await request.form(), booth.door.language.say)
    left = [contest.id for contest in booth.whole.contests if form.value(f"left_{contest.id}")]
    if len(left) == len(booth.whole.contests):
        return shown(request, booth, form.refused(ALL_LEFT))
    asked = tuple(contest for contest in booth.whole.contests if contest.id not in left)
    booth.paper = msgspec.structs.replace(booth.whole, contests=asked)
    answer = booth.go(booth.onward(booth.so_far, 0), booth.so_far)
    seat = DirectingSeat(booth.visitor, booth.paper.ballot_id, appointment_id=booth.appointment.id)
    text = sealed(society.key("cookies"), seat.purpose("left"), ",".join(map(str, left)).encode())
    name, secure = booth.door.cookie(seat.left_cookie), booth.door.settings.secure
    answer.set_cookie(set_cookie(name, text, secure=secure, seconds=booth._seconds()))
    return answer


PAPERS = [f"{AT}/paper/{{number:int}}", f"{AT}/paper/{{number:int}}/{{place:int}}"]
question = get(PAPERS, name="directions.paper", guards=[signed_in])(questions.question)
answered = post(PAPERS, name="directions.answer", guards=[signed_in])(questions.answered)
everybody = get(f"{AT}/paper/{{number:int}}/all", name="directions.everybody", guards=[signed_in])(
    questions.everybody
)
next_place = post(f"{AT}/paper/{{number:int}}/all", name="directions.next_place", guards=[signed_in])(
    questions.next_place
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
    return await move_one(request, booth, booth.draft)


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
        reading, booth.paper.ballot_id, booth.appointment.member_id, choices, booth.part, at=booth.door.at
    )
    answer = page(
        request,
        "ballots/directions_check.html",
        status=status,
        section="votes",
        paper=booth.paper,
        appointment=booth.appointment,
        what=[said(booth, draft, number) for number in range(1, len(booth.paper.contests) + 1)],
        moved=just_moved(booth, draft),
        left=[contest.title for contest in booth.left],
        envelope=field_of(society, booth.seat, sealing, draft),
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
    sealing = sealing_in(society, booth.seat, form.values.envelope if form.values else None)
    if sealing is None:
        if booth.draft is None:
            return booth.go(booth.at("receipt" if booth.over else ""))
        return await to_check(request, booth, society, reading, booth.draft, SEALED_AGAIN, status=409)
    if await lifecycle.cast_before(reading, sealing) is not None:
        return in_the_box(door, booth.seat)
    member = booth.appointment.member_id
    by = visitor.person_id if visitor.acts_for == member else None
    part = None if len(sealing.choices) == len(booth.whole.contests) else tuple(sealing.choices)
    try:
        async with society.store.writing() as writing:
            place = await lifecycle.direct(
                writing, society, ballot_id, booth.appointment.id, part, by=visitor.person_id, at=door.at
            )
        await lifecycle.cast_directions(society, member, sealing, place, at=door.clock(), by=by)
    except (SealedTooLongAgo, Unavailable) as refusal:
        async with society.store.reading() as again:
            draft = booth.draft or draft_of(sealing)
            return await to_check(request, booth, society, again, draft, refusal.message, status=409)
    return in_the_box(door, booth.seat)


@get(f"{AT}/receipt", name="directions.receipt", guards=[signed_in])
async def receipt(request: AnyRequest, booth: DirectingBooth, reading: AsyncSession) -> Answer:
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
        left=await queries.left_to_holder(
            reading, booth.paper.ballot_id, booth.appointment.member_id, booth.door.language.code
        ),
        again=booth.at(),
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
