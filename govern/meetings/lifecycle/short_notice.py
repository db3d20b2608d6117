"""Members are asked to agree to shorter notice: each by email in their language, or by a letter in their format."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.errors import AlreadyDone
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.agreeing import may_vote_now
from govern.meetings.lifecycle.held import agenda_of, held
from govern.meetings.lifecycle.noticing import entitled_to_notice
from govern.meetings.models import Meeting
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.record import Event
from govern.sentences import Sentence


async def ask_for_short_notice(
    writing: AsyncSession, meeting_id: UUID, *, pages: dict[str, str], by: UUID, at: datetime
) -> int:
    """Everybody who may vote is asked, once for each time at which the meeting may begin. Returns how many.

    Raises `WrongMoment` once the notice is out, `NotValid` for an empty agenda, `AlreadyDone`.
    """
    meeting = await held(writing, meeting_id)
    rules.check_short_notice(meeting.kind, meeting.stage)
    rules.check_has_business(len(await agenda_of(writing, meeting_id)))
    if meeting.short_asked_at is not None:
        raise AlreadyDone("Members have been asked already. Note what comes on paper; the rest comes by itself.")
    may_vote = await may_vote_now(writing, at)
    people = [one for one in await entitled_to_notice(writing, meeting, at) if one.person_id in may_vote]
    society = (await rulebook.in_force(writing, rules.day_of(at))).rulebook.society.name
    drafts = []
    for person in people:
        language = person.language if person.language in pages else next(iter(pages))
        drafts.append(
            Draft(
                to_address=person.email,
                kind="short_notice",
                about=f"meeting:{meeting_id}",
                language=language,
                subject=LANGUAGES[language].say(_subject(meeting, language))[:300],
                body=_body(meeting, language, pages[language], society),
                person_id=person.person_id,
                format=person.format,
            )
        )
    await post.write_all(writing, drafts, at=at)
    meeting.short_asked_at = at
    facts: dict[str, str | int | bool | None] = {"asked": len(people)}
    await record.add(writing, Event("meeting.short_notice_asked", f"meeting:{meeting_id}", at, by, facts))
    return len(people)


def _subject(meeting: Meeting, language: str) -> Sentence:
    return Sentence("Do you agree to shorter notice? {title}", title=in_language(meeting.title, language))


def _body(meeting: Meeting, language: str, page: str, society: str) -> str:
    lines = (
        Sentence(
            "We would like to hold this meeting sooner than the rules allow: {title}, {moment}.",
            title=in_language(meeting.title, language),
            moment=meeting.starts_at,
        ),
        Sentence("That is possible if enough members agree. You do not have to agree."),
        Sentence("Say that you agree on this page: {page}", page=f"{page}/sooner"),
        Sentence("Or write it on paper with the day and your name, and give it to the secretary."),
    )
    return "\n\n".join([*(LANGUAGES[language].say(line) for line in lines), society]) + "\n"
