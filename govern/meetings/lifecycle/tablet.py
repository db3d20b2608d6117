"""A card at a tablet signs in whom somebody at the desk has looked at.

card held up ──number on the tablet──> answered at the desk ──yes──> the button on that tablet ──> a session
                                                └──no──> nothing happens
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.database import locked
from govern.errors import NotFound, NotValid
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser, SignedIn
from govern.identity.lifecycle.secret_marks import mark_of_token, new_token
from govern.identity.rules import Proof, Site
from govern.meetings import rules
from govern.meetings.models import AttendanceSpan, Meeting, MemberCard, TabletAsk
from govern.meetings.rules import Mode, Stage, tablet
from govern.meetings.rules.tablet import AskState
from govern.record import Event
from govern.sentences import Sentence

NO_SUCH_CARD = Sentence("No card has this code. The card may have been replaced. Ask at the desk.")


async def hold_up(writing: AsyncSession, typed: str, *, at: datetime) -> str:
    """Somebody who is checked in holds their card up at a tablet. Returns what that tablet keeps.

    Raises `NotValid` for what is no card, `WrongMoment` for who is not in the room of a meeting.
    """
    code = rules.code_in(typed)
    owner = code and await writing.scalar(select(MemberCard.person_id).where(MemberCard.code == code))
    if not owner:
        raise NotValid(NO_SUCH_CARD, field="code")
    person_id = await register.merged_into(writing, owner) or owner
    meeting_id = await _here(writing, person_id)
    tablet.check_is_here(in_the_room=meeting_id is not None)
    assert meeting_id is not None
    await locked(writing, Meeting, meeting_id)
    await writing.execute(delete(TabletAsk).where(TabletAsk.person_id == person_id, TabletAsk.used_at.is_(None)))
    shown = select(TabletAsk.number).where(TabletAsk.meeting_id == meeting_id, TabletAsk.asked_at > at - tablet.LASTS)
    token = new_token()
    ask = TabletAsk(
        id=uuid4(),
        meeting_id=meeting_id,
        person_id=person_id,
        token_hash=mark_of_token(token),
        number=tablet.new_number(set(await writing.scalars(shown))),
        asked_at=at,
    )
    writing.add(ask)
    await writing.flush()
    await record.add(writing, Event("tablet.asked", f"meeting:{meeting_id}", at))
    return token


async def answer_tablet(
    writing: AsyncSession, meeting_id: UUID, ask_id: UUID, *, let_in: bool, by: UUID, at: datetime
) -> None:
    """Somebody at the desk has looked: it is them, or not. Raises as `check_answered` does, and `NotFound`."""
    ask = await locked(writing, TabletAsk, ask_id)
    if ask.meeting_id != meeting_id:
        raise NotFound("This tablet belongs to another meeting. Look at the list of tablets.")
    tablet.check_answered(_state(ask, at), ask.person_id, by, answered=ask.let_in is not None)
    ask.let_in, ask.answered_by = let_in, by
    await writing.flush()
    # Not whom: it would say who was there when an envelope came in.
    await record.add(writing, Event("tablet.answered", f"meeting:{meeting_id}", at, by, {"let_in": let_in}))


async def enter_by_card(writing: AsyncSession, token: str, browser: Browser, *, site: Site, at: datetime) -> SignedIn:
    """The button on the tablet that showed the number. Raises `NotFound`, `WrongMoment`; tells them by mail."""
    found = await writing.scalar(select(TabletAsk.id).where(TabletAsk.token_hash == mark_of_token(token)))
    if found is None:
        raise NotFound("This tablet waits for nobody. Hold up your card.")
    ask = await locked(writing, TabletAsk, found)
    tablet.check_enters(_state(ask, at))
    tablet.check_is_here(in_the_room=await _here(writing, ask.person_id) == ask.meeting_id)
    ask.used_at = at
    signed = await identity.begin(writing, ask.person_id, Proof.CARD, browser, at=at)
    await identity.write_to(
        writing,
        ask.person_id,
        Sentence("You signed in with your card"),
        Sentence("Your card was held up at a tablet of a meeting on {when}.", when=at),
        Sentence("Somebody at the desk looked and let you in."),
        Sentence("If it was not you, call us at once."),
        site=site,
        at=at,
    )
    return signed


async def forget_tablets(writing: AsyncSession, *, before: datetime) -> None:
    """Whose card was held up where goes with the other records of who signed in."""
    await writing.execute(delete(TabletAsk).where(TabletAsk.asked_at < before))


async def _here(writing: AsyncSession, person_id: UUID) -> UUID | None:
    """The meeting in whose room somebody is now."""
    there = (
        select(AttendanceSpan.meeting_id)
        .join(Meeting, Meeting.id == AttendanceSpan.meeting_id)
        .where(
            AttendanceSpan.person_id == person_id,
            AttendanceSpan.out_at.is_(None),
            AttendanceSpan.mode == Mode.IN_PERSON,
            Meeting.stage.in_((Stage.NOTICED, Stage.OPEN)),
            Meeting.forum_id.is_(None),
        )
        .order_by(AttendanceSpan.in_at.desc())
    )
    return (await writing.scalars(there)).first()


def _state(ask: TabletAsk, at: datetime) -> AskState:
    return tablet.ask_state(ask.asked_at, let_in=ask.let_in, used=ask.used_at is not None, at=at)
