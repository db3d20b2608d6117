"""After the declaration: a copy of the decision goes to the regulator, who registers it or returns it.

not sent ──send──► sent ──register──► registered
            ▲        │
            └─return─┘
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.deciding.filing import Filed, How
from govern.ballots.models import Ballot, Contest, RegulatorCopy
from govern.ballots.queries.filing import Filing, filing
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import locked
from govern.errors import NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.record import Event

#: What the table holds.
LONGEST_REFERENCE = 100


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that went out: the day, the way, who sent it, and whether it bears the signatures that the law asks."""

    sent_on: date
    how: How
    sent_by: UUID
    signed: bool = False


async def send_to_regulator(
    writing: AsyncSession, contest_id: UUID, said: Sent, *, by: UUID | None, at: datetime
) -> None:
    """Note that a copy was sent. Raises WrongMoment where one is on its way or registered, or NotValid."""
    found, today = await _found(writing, contest_id, at)
    if found.stage is Filed.SENT:
        raise WrongMoment("A copy is with the regulator already. Note their answer first.")
    _check_open(found)
    _check_day(said.sent_on, found.decided_on, today, "sent_on")
    if found.copies and found.copies[-1].answered_on is not None and said.sent_on < found.copies[-1].answered_on:
        raise NotValid(
            "The last copy came back on {day}. This one was sent after that.",
            field="sent_on",
            day=found.copies[-1].answered_on,
        )
    if found.law.signed and not said.signed:
        raise NotValid(
            "The chair of the second meeting and the secretary sign the copy before it goes ({law}). "
            "Tick this when both have signed.",
            field="signed",
            law=found.law.citation,
        )
    if said.sent_by not in {one.person_id for one in await identity.officers(writing, today)}:
        raise NotValid("Choose one of the society’s officers.", field="sent_by")
    number = len(found.copies) + 1
    writing.add(
        RegulatorCopy(
            id=uuid4(),
            contest_id=contest_id,
            number=number,
            sent_on=said.sent_on,
            how=said.how,
            sent_by=said.sent_by,
            noted_by=by,
            noted_at=at,
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {
        "ballot": str(found.ballot_id),
        "law": found.law.id,
        "number": number,
        "sent_on": said.sent_on.isoformat(),
    }
    await record.add(writing, Event("contest.sent-to-regulator", f"contest:{contest_id}", at, by, facts))


async def note_registered(
    writing: AsyncSession, contest_id: UUID, on: date, reference: str, *, by: UUID | None, at: datetime
) -> None:
    """The regulator registered it. From here the decision is done. Raises WrongMoment or NotValid."""
    found, copy = await _sent(writing, contest_id, on, at)
    if not reference.strip():
        raise NotValid("Type the reference of the registration. It stands on the regulator’s answer.", field="words")
    if len(reference.strip()) > LONGEST_REFERENCE:
        raise NotValid("This is too long for a reference. Type only the number or code.", field="words")
    copy.answered_on, copy.reference, copy.answer_noted_by, copy.answer_noted_at = on, reference.strip(), by, at
    facts: dict[str, str | int | bool | None] = {"ballot": str(found.ballot_id), "registered_on": on.isoformat()}
    await record.add(writing, Event("contest.registered", f"contest:{contest_id}", at, by, facts))


async def note_returned(
    writing: AsyncSession, contest_id: UUID, on: date, reasons: str, *, by: UUID | None, at: datetime
) -> None:
    """The regulator sent it back with reasons. It is put right and sent again. Raises WrongMoment or NotValid."""
    found, copy = await _sent(writing, contest_id, on, at)
    if not reasons.strip():
        raise NotValid("Type the reasons that the regulator gave.", field="words")
    copy.answered_on, copy.reasons, copy.answer_noted_by, copy.answer_noted_at = on, reasons.strip(), by, at
    facts: dict[str, str | int | bool | None] = {"ballot": str(found.ballot_id), "returned_on": on.isoformat()}
    await record.add(writing, Event("contest.returned-by-regulator", f"contest:{contest_id}", at, by, facts))


async def _found(writing: AsyncSession, contest_id: UUID, at: datetime) -> tuple[Filing, date]:
    contest = await locked(writing, Contest, contest_id)
    ballot = await writing.get_one(Ballot, contest.ballot_id)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    today = rules.local_day(at, book.ballot.time_zone)
    found = await filing(writing, contest_id, today)
    if found is None:
        raise NotFound(
            "Nothing of this decision goes to a regulator now. It is not confirmed yet, was not carried, "
            "or the law does not ask for a copy. Look at the result."
        )
    return found, today


async def _sent(writing: AsyncSession, contest_id: UUID, on: date, at: datetime) -> tuple[Filing, RegulatorCopy]:
    found, today = await _found(writing, contest_id, at)
    _check_open(found)
    if found.stage is not Filed.SENT:
        raise WrongMoment("No copy is with the regulator now. Note first that one was sent.")
    _check_day(on, found.copies[-1].sent_on, today, "answered_on")
    copy = await writing.scalar(
        select(RegulatorCopy).where(RegulatorCopy.contest_id == contest_id, RegulatorCopy.number == len(found.copies))
    )
    assert copy is not None
    return found, copy


def _check_open(found: Filing) -> None:
    if found.stage is Filed.REGISTERED:
        raise WrongMoment(
            "This was registered under the reference {reference}. Nothing more is sent.",
            reference=found.copies[-1].reference,
        )


def _check_day(day: date, first: date, today: date, field: str) -> None:
    if day > today:
        raise NotValid("This day is still to come. Type the day on which it happened.", field=field)
    if day < first:
        raise NotValid("This cannot have been before {first}. Look at the day again.", field=field, first=first)
