"""A resolution as the minutes have it, certified: its exact text, the meeting, the quorum, the result, who signs.

A society's resolution that a second meeting must confirm is signed by the chair of that second meeting and
countersigned by the secretary (Co-operative and Community Benefit Societies Act 2014, sections 111 and 113).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.deciding.confirming import Standing
from govern.ballots.models import Ballot, Contest
from govern.ballots.queries.confirming import FirstDecision, first_decision
from govern.database import in_language
from govern.documents import Block, Bullets, Decision, Document, Facts, Heading, Paragraph, SignatureLine, Signatures
from govern.errors import NotFound, WrongMoment
from govern.identity import queries as identity
from govern.meetings import queries as meetings
from govern.meetings.models import AgendaItem, FloorVote, Meeting
from govern.meetings.queries import ItemView, MeetingPage
from govern.meetings.queries.floor import outcomes
from govern.meetings.rules import ItemKind, Outcome, day_of
from govern.minutes.papers.queries.frames import Wanted, book_on, paper
from govern.permissions import Role
from govern.sentences import Sentence


class Carried(msgspec.Struct, frozen=True):
    """How a resolution was carried: the outcome, the numbers, and the second meeting that confirmed it, if any.

    `text` is what was voted, where a ballot decided; else the item of the agenda has it.
    """

    outcome: str
    numbers: tuple[str, ...]
    second: FirstDecision | None = None
    text: str = ""


async def extract_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The extract of one resolution; `wanted.subject` is its item of the agenda.

    Raises `WrongMoment` while it is not decided, not carried, not declared, or not confirmed.
    """
    row = await reading.get(AgendaItem, wanted.subject)
    if row is None:
        raise NotFound("There is no such item. Go back to the meeting and choose again.")
    meeting = await meetings.meeting_page(reading, row.meeting_id, wanted.language.code)
    item = next(one for one in meeting.items if one.id == wanted.subject)
    if item.kind is not ItemKind.MOTION:
        raise WrongMoment("This item is no resolution, so there is nothing to certify. Choose a motion.")
    carried = await _carried(reading, item, wanted)
    book = await book_on(reading, day_of(meeting.starts_at))
    return paper(
        wanted,
        book,
        Sentence("Extract of a resolution: {title}", title=item.title),
        await _blocks(reading, meeting, item, carried, wanted),
    )


async def _carried(reading: AsyncSession, item: ItemView, wanted: Wanted) -> Carried:
    if item.contest_id is not None:
        return await _by_ballot(reading, item.contest_id, wanted)
    row = await reading.get(AgendaItem, item.id)
    assert row is not None
    told = (await meetings.floor_results(reading, row.meeting_id)).get(item.id)
    if told is not None:
        if not await _carried_in_the_room(reading, item.id):
            raise _not_carried()
        code = wanted.language.code
        return Carried(told.decision.get(code, ""), tuple(told.result.get(code, "").split("\n")))
    if item.outcome is not Outcome.DECIDED:
        raise WrongMoment("The meeting has not decided this, so there is no resolution to certify.")
    return Carried(wanted.say(Sentence("The meeting agreed this.")), ())


async def _carried_in_the_room(reading: AsyncSession, item_id: UUID) -> bool:
    kept = await reading.scalar(
        select(FloorVote.result)
        .where(FloorVote.item_id == item_id, FloorVote.declared_at.is_not(None))
        .order_by(FloorVote.declared_at.desc())
        .limit(1)
    )
    return any(outcome.carried for outcome in outcomes(kept or "{}").values())


def _not_carried() -> WrongMoment:
    return WrongMoment("This was not carried, so there is no resolution to certify. The minutes say how it ended.")


async def _by_ballot(reading: AsyncSession, contest_id: UUID, wanted: Wanted) -> Carried:
    contest = await reading.get(Contest, contest_id)
    assert contest is not None
    result = await ballots.result(reading, contest.ballot_id, wanted.language.code, at=wanted.at)
    mine = next(one for one in result.contests if one.contest.id == contest_id)
    if mine.resolution is None or not mine.resolution.carried:
        raise _not_carried()
    first = await first_decision(reading, contest_id, day_of(wanted.at))
    if first is not None and first.standing is Standing.AWAITING:
        raise WrongMoment(
            "A second meeting has to confirm this, between {first} and {last}. Certify it after that.",
            first=first.window.first_day,
            last=first.window.last_day,
        )
    if first is not None and first.standing is Standing.LAPSED:
        raise WrongMoment("No second meeting confirmed this in time, so it has lapsed. There is nothing to certify.")
    say = wanted.say
    numbers = (say(mine.resolution.figure), say(result.turnout), *(say(one) for one in result.ways))
    code = wanted.language.code
    text = in_language(contest.full_text, code) or in_language(contest.title, code)
    return Carried(say(mine.resolution.outcome), numbers, first, text)


async def _blocks(
    reading: AsyncSession, meeting: MeetingPage, item: ItemView, carried: Carried, wanted: Wanted
) -> list[Block]:
    say, language = wanted.say, wanted.language
    rows = [
        (say(Sentence("Meeting")), meeting.title),
        (say(Sentence("When")), language.moment(meeting.starts_at)),
        (say(Sentence("Where")), meeting.place),
        (say(Sentence("Quorum")), await _quorum(reading, meeting, wanted)),
    ]
    rows += [(say(Sentence("Kind of resolution")), say(one)) for one in item.needs]
    blocks: list[Block] = [Facts(tuple(rows)), Heading(say(Sentence("The text")))]
    blocks += [Paragraph(line) for line in (carried.text or item.text or item.title).split("\n") if line.strip()]
    blocks += [Heading(say(Sentence("The result"))), Decision(carried.outcome)]
    if carried.numbers:
        blocks.append(Bullets(tuple(line for line in carried.numbers if line)))
    chair = await _name_of(reading, meeting.chair_id)
    role = Sentence("Chair of the meeting")
    if carried.second is not None and carried.second.second is not None:
        other = await _second_meeting(reading, carried.second.contest_id, carried.second.second.day)
        moment = Sentence("A second meeting confirmed it on {day}.", day=carried.second.second.day)
        blocks += [Heading(say(Sentence("The second meeting"))), Paragraph(say(moment))]
        chair = await _name_of(reading, other.chair_id) if other is not None else ""
        role = Sentence("Chair of the second meeting")
    certify = Sentence("We certify that this is a true copy of the resolution as it stands in the minutes.")
    secretary = await identity.holders(reading, Role.SECRETARY, day_of(wanted.at))
    date_line = say(Sentence("Date"))
    return [
        *blocks,
        Heading(say(Sentence("Certified"))),
        Paragraph(say(certify)),
        Signatures(
            (
                SignatureLine(role=say(role), name=chair, day=date_line),
                SignatureLine(
                    role=say(Sentence("Countersigned: secretary")) if carried.second else say(Sentence("Secretary")),
                    name=secretary[0].name if len(secretary) == 1 else "",
                    day=date_line,
                ),
            )
        ),
    ]


async def _quorum(reading: AsyncSession, meeting: MeetingPage, wanted: Wanted) -> str:
    facts = await meetings.facts_for_a_count(reading, meeting.id, meeting.closed_at or wanted.at)
    if facts is None:
        return wanted.say(Sentence("Nobody was checked in."))
    return wanted.say(
        Sentence("{needed} were needed. {counted} counted.", needed=facts.required, counted=facts.counted)
    )


async def _name_of(reading: AsyncSession, person_id: UUID | None) -> str:
    return "" if person_id is None else (await identity.person(reading, person_id)).name


async def _second_meeting(reading: AsyncSession, first_id: UUID, day: date) -> Meeting | None:
    """The meeting at which the vote that confirmed was taken."""
    rows = await reading.scalars(
        select(Meeting)
        .join(Ballot, Ballot.meeting_id == Meeting.id)
        .join(Contest, Contest.ballot_id == Ballot.id)
        .where(Contest.confirms_id == first_id, Ballot.declared_at.is_not(None))
        .order_by(Meeting.starts_at.desc())
    )
    found = list(rows)
    return next((one for one in found if day_of(one.starts_at) == day), found[0] if found else None)
