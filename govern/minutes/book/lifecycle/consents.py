"""What a circle decided by consent at a meeting, for its minutes: round by round, who said what, what came of it."""

from __future__ import annotations

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import Phase
from govern.ballots.queries import circles
from govern.ballots.queries.circles import AnswerView, RoundView
from govern.ballots.rules.consenting import Said, stands_now
from govern.meetings.queries import MeetingPage
from govern.sentences import Sentence, Value


class Consented(msgspec.Struct, frozen=True):
    """One proposal as the minutes hold it: its titles, what was said at this meeting, and how it stood then."""

    proposal_id: UUID
    titles: dict[str, str]
    said: tuple[Sentence, ...]
    came: tuple[Sentence, ...]


async def decided_by_consent(reading: AsyncSession, meeting: MeetingPage) -> tuple[Consented, ...]:
    """The proposals on which a round of this body ended while the meeting went on. Consent is open, by name."""
    if meeting.opened_at is None or meeting.closed_at is None:
        return ()
    found = []
    for proposal_id in await circles.rounds_ended(reading, meeting.body, meeting.opened_at, meeting.closed_at):
        page = await circles.proposal(reading, proposal_id, meeting.closed_at, "en")
        here = [one for one in page.rounds if one.ended_at and meeting.opened_at <= one.ended_at <= meeting.closed_at]
        said = tuple(sentence for one in here for sentence in _round(one))
        last = here[-1].number == page.round
        came = [stands_now(page.phase if last else Phase.INTEGRATING)]
        if last and page.review_on is not None:
            came.append(Sentence("The review is on {day}.", day=page.review_on))
        found.append(Consented(proposal_id, page.titles, said, tuple(came)))
    return tuple(found)


def _round(one: RoundView) -> tuple[Sentence, ...]:
    in_time = [answer for answer in one.answers if not answer.after_round]
    consents = tuple(answer.name for answer in in_time if answer.said is Said.CONSENT)
    said = [Sentence("Consent round {number}, on wording {version}.", number=one.number, version=one.version)]
    if consents:
        said.append(Sentence("Consent: {names}.", names=consents))
    said += [_reason(answer) for answer in in_time if answer.said is not Said.CONSENT]
    if one.absent:
        said.append(Sentence("Not at the round: {names}.", names=one.absent))
    return tuple(said)


def _reason(answer: AnswerView) -> Sentence:
    values: dict[str, Value] = {"name": answer.name, "reason": answer.reason}
    if not answer.concern:
        return Sentence("Objection of {name}: {reason}", **values)
    return (
        Sentence("Concern of {name}: {reason}", **values)
        if answer.reason
        else Sentence("Concern of {name}.", **values)
    )
