"""The check page, where the envelope is sealed, and the sending of it. Nothing is counted before the button.

Decision 24: what is sent is the very envelope whose code was shown. It waits in a hidden field, sealed for this
person and this ballot. After twenty minutes, or when the choices were changed elsewhere, it is sealed again and
shown again.
"""

from collections.abc import Callable
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import CallerCast, CastForm, Move, SupportedCast
from govern.ballots.lifecycle import Sealing
from govern.ballots.pages.booth import (
    Booth,
    Seat,
    channel_of,
    draft_of,
    enter,
    field_of,
    forget_draft,
    kept_draft,
    sealing_in,
    seats,
)
from govern.ballots.pages.drafts import Draft, Moved, is_ranked, moved, token_in
from govern.ballots.pages.gate import check_there
from govern.ballots.queries import ContestView
from govern.ballots.rules import YES, ContestKind, SealedTooLongAgo
from govern.ballots.rules.supporting import HELP_WORDS
from govern.errors import NotValid, Unavailable
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.given import the_society, the_visitor
from govern.web.guards import signed_in
from govern.web.page import page, static

Answer = Response[str] | Redirect
CHANGED_ELSEWHERE = Sentence(
    "Your choices were changed in another window after this page was made, so nothing was sent. "
    "This is how they are now. Look at them, and send your vote."
)
SEALED_AGAIN = Sentence(
    "We could not use the envelope of the page before, so nothing was sent. Your vote is sealed again. "
    "It has a new code. Look at your choices, and send your vote."
)
WAS_TESTED = Sentence(
    "The envelope of the page before was opened as a test, so it cannot be sent. Nothing was sent. Your vote is "
    "sealed again. It has a new code. Look at your choices, and send your vote."
)


class Choice(msgspec.Struct, frozen=True):
    """Somebody in a ranked list, as its buttons name them."""

    key: str
    name: str
    picture: str = ""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One contest on the check page. `left` are those who were not chosen; `more` leads to one more place."""

    contest: ContestView
    number: int
    ranked: bool
    answered: bool
    choices: tuple[Choice, ...]
    left: tuple[str, ...]
    more: str
    names: tuple[str, ...]
    picture: str
    photo: bool
    question: str
    about: str
    address: str
    room: bool


class JustMoved(msgspec.Struct, frozen=True):
    """What the last button of a list did, in words for the status line. `place` counts from 1."""

    way: str
    name: str
    place: int


@get(seats("check"), name="ballots.check", guards=[signed_in])
async def check(request: AnyRequest, booth: Booth, society: Society, reading: AsyncSession) -> Answer:
    if booth.draft is None:
        return booth.go(booth.at("receipt") if booth.over else booth.place_at(1))
    return await to_check(request, booth, society, reading, booth.draft)


@post(seats("check"), name="ballots.move", guards=[signed_in])
async def move(request: AnyRequest, booth: Booth) -> Answer:
    """One button of a ranked list. At the edge it does nothing; nothing else is ever moved."""
    if booth.draft is None:
        return booth.go(booth.at("receipt") if booth.over else booth.place_at(1))
    form = submitted(Move, await request.form(), booth.door.language.say)
    way, _, option = (form.values.move if form.values else "").partition(":")
    for contest in booth.paper.contests:
        before = booth.draft.marks(contest)
        after = moved(before, way, option) if is_ranked(contest) else before
        if after != before:
            return booth.go(booth.at("check"), booth.draft.moving(contest, after, Moved(way, option)))
    return booth.go(booth.at("check"))


@post("/ballots/{ballot_id:uuid}/cast", name="ballots.cast", guards=[signed_in])
async def cast(request: AnyRequest, ballot_id: UUID) -> Answer:
    """Put the envelope into the box. The same form again, in whatever way, leads to the same receipt.

    Nothing of the paper is read here: the caster knows whether this envelope may go in, and most may. What the door
    found is taken from it by hand: handed in one by one, it would cost a tenth of the busiest minute there is.
    """
    door = door_of(request)
    society, visitor = the_society(request), the_visitor(request)
    form = submitted(CastForm, await request.form(), door.language.say)
    seat = Seat(visitor, ballot_id)
    sealing = sealing_in(society, seat, form.values.envelope if form.values else None)
    kept = kept_draft(request, door, society, seat)
    chosen_now = token_in(kept) if kept is not None else None
    if sealing is None or chosen_now not in (None, sealing.token):
        async with society.store.reading() as reading:
            return await not_this_one(request, door, society, reading, seat, sealing)
    try:
        by = visitor.person_id if visitor.acts_for else None
        await lifecycle.cast(society, visitor.voter_id, sealing, at=door.clock(), by=by)
    except (SealedTooLongAgo, Unavailable) as refusal:
        return await sealed_again(request, door, society, seat, sealing, refusal.message)
    except NotValid:
        async with society.store.reading() as reading:
            if await lifecycle.tested_before(reading, sealing) is None:
                raise
        return await sealed_again(request, door, society, seat, sealing, WAS_TESTED)
    return in_the_box(door, seat)


async def sealed_again(
    request: AnyRequest,
    door: Door,
    society: Society,
    seat: Seat,
    sealing: Sealing,
    why: Sentence,
    *,
    status: int = 409,
) -> Response[str]:
    """The same choices in a fresh envelope, with its new code and why the one before was not used."""
    async with society.store.reading() as reading:
        booth = await enter(request, door, society, reading, seat.visitor, seat.ballot_id)
        return await to_check(request, booth, society, reading, booth.draft or draft_of(sealing), why, status=status)


def in_the_box(door: Door, seat: Seat) -> Redirect:
    return forget_draft(Redirect(door.here(f"{seat.stem}/receipt"), status_code=303), door, seat)


async def not_this_one(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    seat: Seat,
    sealing: Sealing | None,
) -> Answer:
    """The form holds no envelope of ours, or one of other choices than the browser keeps now: nothing is sent,
    unless it was sent already."""
    if sealing is not None and await lifecycle.cast_before(reading, sealing) is not None:
        return in_the_box(door, seat)
    await check_there(reading, seat.ballot_id, seat.visitor)
    booth = await enter(request, door, society, reading, seat.visitor, seat.ballot_id)
    if booth.draft is None:
        return booth.go(booth.at("receipt") if booth.over else booth.place_at(1))
    why = CHANGED_ELSEWHERE if sealing else SEALED_AGAIN
    return await to_check(request, booth, society, reading, booth.draft, why, status=409)


async def to_check(
    request: AnyRequest,
    booth: Booth,
    society: Society,
    reading: AsyncSession,
    draft: Draft,
    why_again: Sentence | None = None,
    status: int = 200,
    form: Submission[SupportedCast] | Submission[CallerCast] | None = None,
) -> Response[str]:
    """Seal the choices and show them with the envelope's code."""
    envelope, codes = ("", ()) if booth.practice else await _sealed(booth, society, reading, draft)
    answer = page(
        request,
        "ballots/check_press.html" if booth.door.look.one_press else "ballots/check.html",
        status=status,
        section="votes",
        form=form,
        paper=booth.paper,
        others=booth.others,
        beside=booth.beside,
        practice=booth.practice,
        helps=[(help.value, words) for help, words in HELP_WORDS.items()],
        what=[said(booth, draft, number) for number in range(1, len(booth.paper.contests) + 1)],
        moved=just_moved(booth, draft),
        envelope=envelope,
        codes=codes,
        secrecy=booth.paper.level_said,
        about_secrecy="" if booth.practice else booth.door.here(f"ballots/{booth.paper.ballot_id}/secrecy"),
        why_again=why_again,
        action=booth.at("check"),
        cast_action=booth.at("cast"),
        test_action=booth.at("test") if may_test(booth) else "",
        back=booth.place_at(len(booth.paper.contests)),
        stop=booth.at(),
    )
    booth.keep(answer, draft.told())
    return answer


def may_test(booth: Booth) -> bool:
    """One's own envelope can be opened as a test; whoever votes with or for somebody else sends it as it is."""
    return not booth.practice and not booth.seat.way and booth.seat.beside is None


async def _sealed(booth: Booth, society: Society, reading: AsyncSession, draft: Draft) -> tuple[str, tuple[str, ...]]:
    """What the hidden field keeps, bound to whoever sits here, and the codes to show: of one envelope, or of one for
    each person voted for."""
    ballot_id, at = booth.paper.ballot_id, booth.door.at
    choices = {contest.id: draft.marks(contest) for contest in booth.paper.contests}
    if booth.seat.way:
        channels = (channel_of(booth.seat.way),)
        held = await lifecycle.held_by(reading, ballot_id, booth.visitor.person_id, channels)
        sealing = await lifecycle.seal_for_others(reading, ballot_id, held, choices, at=at)
    else:
        sealing = await lifecycle.seal_paper(reading, ballot_id, booth.seat.voter_id, choices, at=at)
    return field_of(society, booth.seat, sealing, draft), sealing.codes


def said(booth: Booth, draft: Draft, number: int) -> Said:
    """One contest as the check page says it: what was chosen, and as a fact who was not (service-standard.md P7)."""
    contest = booth.contest(number)
    marks = draft.marks(contest)
    names = {str(person.id): person.name for person in contest.candidates}
    ranked = is_ranked(contest) and bool(marks)
    left = tuple(p.name for p in contest.candidates if not p.withdrawn and str(p.id) not in marks)
    more = ranked and bool(left) and len(marks) < contest.at_most
    return Said(
        contest=contest,
        number=number,
        ranked=ranked,
        answered=draft.has(contest),
        choices=tuple(Choice(mark, names.get(mark, "")) for mark in marks) if ranked else (),
        left=left,
        more=booth.place_at(number, len(marks) + 1) if more else "",
        names=_in_words(booth, contest, marks, names),
        picture=_picture(contest, marks, booth.door.here),
        photo=contest.kind is ContestKind.OPTION,
        question=contest.question or contest.title,
        about=booth.door.language.say(Sentence("your answer about {title}", title=contest.title)),
        address=booth.place_at(number),
        room=contest.kind is ContestKind.ELECTION and not is_ranked(contest) and 0 < len(marks) < contest.at_most,
    )


def _in_words(booth: Booth, contest: ContestView, marks: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    if contest.kind is ContestKind.RESOLUTION:
        return tuple(booth.door.language.say(Sentence("Yes") if mark == YES else Sentence("No")) for mark in marks)
    return tuple(names[mark] for mark in marks)


def _picture(contest: ContestView, marks: tuple[str, ...], here: Callable[[str], str]) -> str:
    if contest.kind is ContestKind.OPTION:
        return next((here(one.picture) for one in contest.candidates if one.picture and str(one.id) in marks), "")
    if contest.kind is not ContestKind.RESOLUTION or not marks:
        return ""
    return static(f"vendor/symbols/openmoji-{'yes' if marks[0] == YES else 'no'}.svg")


def just_moved(booth: Booth, draft: Draft) -> JustMoved | None:
    if draft.moved is None:
        return None
    for contest in booth.paper.contests:
        for person in contest.candidates:
            if str(person.id) == draft.moved.option:
                marks = draft.marks(contest)
                place = marks.index(draft.moved.option) + 1 if draft.moved.option in marks else 0
                return JustMoved(draft.moved.way, person.name, place)
    return None


HANDLERS = [check, move, cast]
