"""A person asks for a correction of their entry; the secretary accepts it or declines it with a reason.

    ask ──> asked ──┬── accept (a name, a birth date: changed here; the rest: done in the entry first)
                    ├── decline, with a reason
                    └── take back

How to reach them people change themselves, at once. Nothing is overwritten: a name that changed stands in the past
facts, a membership whose days were wrong keeps them in `membership_correction` (invariant 1).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register.models import Correction, Membership, MembershipCorrection
from govern.constituencies.register.rules import persons as rules
from govern.constituencies.register.rules.persons import About, AskStage
from govern.database import locked
from govern.errors import NotAllowed, NotFound, NotValid, TooMany
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import PersonChanges
from govern.identity.rules import Site, day_of
from govern.record import Event
from govern.sentences import Sentence

#: So many wishes of one person may wait at the same time.
MOST_WAITING = 10
A_DAY_IN_SECONDS = 86_400


async def ask_correction(
    writing: AsyncSession, person_id: UUID, about: About, wanted: str, reason: str, *, at: datetime
) -> UUID:
    """Somebody asks for a correction of their own entry. Raises `NotValid` for a birth date that is none."""
    if about is About.BORN:
        born_on_of(wanted, day_of(at))
    waiting = await writing.scalar(
        select(func.count())
        .select_from(Correction)
        .where(Correction.person_id == person_id, Correction.stage == AskStage.ASKED)
    )
    if (waiting or 0) >= MOST_WAITING:
        raise TooMany(
            "You have asked for many corrections that wait for an answer. Wait for them, or call us.",
            wait_seconds=A_DAY_IN_SECONDS,
        )
    asked = Correction(
        id=uuid4(),
        person_id=person_id,
        stage=AskStage.ASKED,
        about=about,
        wanted=wanted,
        reason=reason,
        asked_at=at,
    )
    writing.add(asked)
    await writing.flush()
    await record.add(writing, _event("asked", asked, person_id, at))
    return asked.id


async def take_back_correction(writing: AsyncSession, correction_id: UUID, *, owner: UUID, at: datetime) -> None:
    """Whoever asked does not want it any more. Raises `NotFound` for somebody else's."""
    asked = await locked(writing, Correction, correction_id)
    if asked.person_id != owner:
        raise NotFound("This is not among what you asked for. Load your own page again.")
    rules.check_open(asked.stage)
    asked.stage, asked.answered_at = AskStage.WITHDRAWN, at
    await record.add(writing, _event("withdrawn", asked, owner, at))


async def answer_correction(
    writing: AsyncSession,
    correction_id: UUID,
    *,
    accept: bool,
    answer: str,
    by: UUID,
    at: datetime,
    site: Site,
) -> None:
    """The secretary accepts or declines; the person is told with the reason.

    A name or a birth date is changed here. Groups and what is noted are put right in the entry, by their own steps.
    """
    asked = await locked(writing, Correction, correction_id)
    rules.check_open(asked.stage)
    if asked.person_id == by:
        raise NotAllowed("You asked for this yourself. Another officer has to answer.")
    if accept and asked.about in (About.NAME, About.BORN):
        changes = (
            PersonChanges(name=asked.wanted[:200])
            if asked.about is About.NAME
            else PersonChanges(born_on=born_on_of(asked.wanted, day_of(at)))
        )
        await identity.change_person(writing, asked.person_id, changes, by=by, at=at, site=site, reason=asked.reason)
    asked.stage = AskStage.ACCEPTED if accept else AskStage.DECLINED
    asked.answer, asked.answered_by, asked.answered_at = answer, by, at
    await record.add(writing, _event(asked.stage, asked, by, at))
    await identity.write_to(
        writing,
        asked.person_id,
        Sentence("Your entry in the register: an answer"),
        Sentence("You asked for a correction: {about}.", about=rules.ABOUT_WORDS[asked.about]),
        Sentence("It was accepted.") if accept else Sentence("It was not accepted."),
        Sentence("The secretary says: {answer}", answer=answer),
        Sentence("If you do not agree, call us. You can ask again and say more."),
        site=site,
        at=at,
    )


def born_on_of(wanted: str, today: date) -> date:
    """The day a person wrote, kept as year, month and day. Raises `NotValid`."""
    try:
        day = date.fromisoformat(wanted.strip())
    except ValueError:
        day = None
    if day is not None and day > today:
        raise NotValid("This day has not come yet. Check the date.", field="born")
    if day is None or day.year < 1900:
        raise NotValid("Type the day you were born as numbers: day, month and year.", field="born")
    return day


async def correct_membership(
    writing: AsyncSession,
    membership_id: UUID,
    joined_on: date,
    ended_on: date | None,
    reason: str,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """The days of a membership were written down wrongly. What they were is kept, with the reason (invariant 1).

    Raises `NotValid` for days in the wrong order, to come, or that overlap another span of the same group.
    """
    membership = await locked(writing, Membership, membership_id)
    if max(joined_on, ended_on or joined_on) > day_of(at):
        raise NotValid("This day has not come yet. Check the date.", field="joined_on")
    if ended_on is not None and ended_on < joined_on:
        raise NotValid("They joined on {day}. The day of leaving cannot be before.", field="ended_on", day=joined_on)
    if (ended_on is None) != (membership.ended_on is None):
        raise NotValid(
            "This changes days only. To end a membership or begin one, use the steps in the entry.", field="ended_on"
        )
    overlapping = select(Membership.id).where(
        Membership.person_id == membership.person_id,
        Membership.constituency == membership.constituency,
        Membership.id != membership_id,
        Membership.joined_on < (ended_on or date.max),
        or_(Membership.ended_on.is_(None), Membership.ended_on > joined_on),
    )
    if await writing.scalar(overlapping.limit(1)) is not None:
        raise NotValid("They belonged to this group by another entry then. Check the days.", field="joined_on")
    writing.add(kept_as_it_was(membership, reason, by=by, at=at))
    membership.joined_on, membership.ended_on = joined_on, ended_on
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {
        "joined_on": joined_on.isoformat(),
        "ended_on": ended_on.isoformat() if ended_on else None,
    }
    await record.add(writing, Event("membership.corrected", f"membership:{membership_id}", at, by, facts))


def kept_as_it_was(membership: Membership, reason: str, *, by: UUID | None, at: datetime) -> MembershipCorrection:
    """What a membership says now, to be kept before it says something else."""
    return MembershipCorrection(
        membership_id=membership.id,
        was_of=membership.person_id,
        was_joined_on=membership.joined_on,
        was_joined_reason=membership.joined_reason,
        was_ended_on=membership.ended_on,
        was_ended_reason=membership.ended_reason,
        reason=reason[:400],
        by=by,
        at=at,
    )


def _event(what: str, asked: Correction, by: UUID, at: datetime) -> Event:
    facts: dict[str, str | int | bool | None] = {"correction": str(asked.id), "about": asked.about}
    return Event(f"correction.{what}", f"person:{asked.person_id}", at, by, facts)
