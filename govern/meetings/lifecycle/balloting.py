"""Third chapter: what the meeting votes on becomes one ballot; each item remembers its question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.lifecycle import BallotDraft, ContestDraft, Wording
from govern.ballots.rules import ContestKind, Said, asks_for
from govern.ballots.rules import Stage as BallotStage
from govern.database import in_language
from govern.errors import AlreadyDone
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.held import agenda_of, held
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import ItemKind, Stage
from govern.record import Event
from govern.sentences import Sentence


async def make_ballot(
    writing: AsyncSession, meeting_id: UUID, *, opens_at: datetime, closes_at: datetime, by: UUID, at: datetime
) -> UUID:
    """Draft the ballot of this meeting from its motions and elections, in the order of the agenda.

    After a ballot was withdrawn there may be a new one. Raises `AlreadyDone` where there is one, `NotValid` where
    nothing is to be voted on or the times do not fit.
    """
    meeting = await held(writing, meeting_id)
    rules.check_may_have_ballot(meeting.stage)
    items = [item for item in await agenda_of(writing, meeting_id) if item.kind in rules.VOTED_ON]
    rules.check_voted_on(len(items))
    asked = await ballot_queries.questions_of_meeting(writing, meeting_id)
    if any(item.contest_id in asked for item in items):
        raise AlreadyDone("The ballot of this meeting has been made. Look at it, and change it there.")
    new = BallotDraft(
        title=meeting.title,
        opens_at=opens_at,
        closes_at=closes_at,
        meeting_id=meeting_id,
        meets_at=meeting.starts_at,
    )
    ballot_id = await ballots.draft(writing, new, by=by, at=at)
    for item in items:
        item.contest_id = await ballots.add_contest(writing, ballot_id, contest_of(meeting, item), by=by, at=at)
    if meeting.stage is not Stage.DRAFT:
        await ballots.note_notice(writing, ballot_id, said_of(items), by=by, at=at)
    await record.add(
        writing,
        Event(
            "meeting.ballot_made",
            f"meeting:{meeting_id}",
            at,
            by,
            {"ballot": str(ballot_id), "questions": len(items)},
        ),
    )
    return ballot_id


async def join_ballot(writing: AsyncSession, meeting: Meeting, item_id: UUID, *, by: UUID, at: datetime) -> None:
    """An item that a corrected notice adds joins the meeting's vote, where that is still being written."""
    item = await writing.get_one(AgendaItem, item_id)
    if item.kind not in rules.VOTED_ON:
        return
    asked = {one.contest_id for one in await agenda_of(writing, meeting.id)}
    for vote in await ballot_queries.ballots_of_meeting(writing, meeting.id, "en"):
        its = await ballot_queries.contest_ids(writing, vote.id)
        if vote.stage is BallotStage.DRAFT and asked.intersection(its):
            new = contest_of(meeting, item)
            item.contest_id = await ballots.add_contest(writing, vote.id, new, by=by, at=at, on_agenda=True)
            return


def said_of(items: Sequence[AgendaItem]) -> dict[UUID, Said]:
    """What the notice says of each question that came from its agenda."""
    return {
        item.contest_id: Said(
            item.title,
            item.text,
            asks_for(item.resolution, item.seat_body, item.seat_constituency, item.places),
        )
        for item in items
        if item.contest_id is not None
    }


def contest_of(
    meeting: Meeting, item: AgendaItem, *, in_words: bool = False, spoken: Iterable[str] = ()
) -> ContestDraft:
    """A motion asks yes or no on its full text; an election fills its places from the day of the meeting.

    `in_words`: with everything a paper needs in each language that is `spoken`, for a vote that opens at once.
    """
    if item.kind is ItemKind.MOTION:
        wording = Wording(title=item.title, question=_asked(item, AGREE), full_text=item.text)
        return ContestDraft(
            kind=ContestKind.RESOLUTION,
            resolution_kind=item.resolution,
            wording=_in_words(item, spoken) if in_words else wording,
        )
    return ContestDraft(
        kind=ContestKind.ELECTION,
        body=item.seat_body,
        seat_constituency=item.seat_constituency,
        seats=item.places,
        serves_from=rules.day_of(meeting.starts_at),
        wording=Wording(title=item.title, question=_asked(item, WHOM), full_text=item.text),
    )


def _in_words(item: AgendaItem, spoken: Iterable[str]) -> Wording:
    """The motion as it stands on the agenda. A language it is not written in has it in the language it is in."""
    languages = {code: LANGUAGES.get(code, LANGUAGES["en"]) for code in spoken}
    return Wording(
        title={code: in_language(item.title, code) for code in languages},
        question={
            code: language.say(Sentence(AGREE.text, title=in_language(item.title, code)))
            for code, language in languages.items()
        },
        full_text={code: in_language(item.text, code) for code in languages},
        yes_means={code: language.say(YES_MEANS) for code, language in languages.items()},
        no_means={code: language.say(NO_MEANS) for code, language in languages.items()},
    )


YES_MEANS = Sentence("The meeting agrees this.")
NO_MEANS = Sentence("The meeting does not agree this.")
AGREE = Sentence("Do you agree to this: {title}?")
WHOM = Sentence("Whom do you want? {title}")


def _asked(item: AgendaItem, pattern: Sentence) -> dict[str, str]:
    """The question in each language the item is written in. Until the notice goes out, officers may word it better on
    the ballot's page."""
    return {
        code: LANGUAGES[code].say(Sentence(pattern.text, title=in_language(item.title, code)))
        for code in item.title
        if code in LANGUAGES
    }
