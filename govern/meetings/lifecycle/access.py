"""What people need to take part: they ask on the meeting's page, the office answers, and they are told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.errors import NotAllowed, NotFound
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.held import held
from govern.meetings.lifecycle.noticing import addressee_of, entitled_to_notice
from govern.meetings.models import AccessAsk
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.record import Event
from govern.sentences import Sentence


async def ask_for_access(
    writing: AsyncSession, meeting_id: UUID, person_id: UUID, words: str, *, by: UUID, at: datetime
) -> None:
    """Somebody says what they need. Said again, it takes the place of what they said before.

    Raises `WrongMoment` for a meeting that is over, `NotAllowed` for whoever has no notice of it.
    """
    meeting = await held(writing, meeting_id)
    rules.check_may_attend(meeting.stage)
    if person_id not in {one.person_id for one in await entitled_to_notice(writing, meeting, at)}:
        raise NotAllowed("You are not among those who come to this meeting. Ask the office if you want to come.")
    found = await writing.get(AccessAsk, (meeting_id, person_id))
    if found is None:
        found = AccessAsk(meeting_id=meeting_id, person_id=person_id)
        writing.add(found)
    found.words, found.asked_at = words, at
    found.answer = found.answered_by = found.answered_at = None
    await writing.flush()
    await record.add(writing, Event("meeting.access_asked", f"meeting:{meeting_id}", at, by))


async def answer_access(
    writing: AsyncSession, meeting_id: UUID, person_id: UUID, answer: str, *, by: UUID, at: datetime
) -> None:
    """The office says what was arranged; the person reads it on the page and is written to. Raises `NotFound`."""
    meeting = await held(writing, meeting_id)
    found = await writing.get(AccessAsk, (meeting_id, person_id))
    if found is None:
        raise NotFound("This person asked for nothing for this meeting. Go back to the list.")
    found.answer, found.answered_by, found.answered_at = answer, by, at
    await writing.flush()
    person = addressee_of(await identity.person(writing, person_id))
    society = (await rulebook.in_force(writing, rules.day_of(at))).rulebook.society.name
    title = in_language(meeting.title, person.language)
    say = LANGUAGES[person.language].say
    subject = say(Sentence("What you need for this meeting: {title}", title=title))
    body = [say(Sentence("You asked: {words}", words=found.words)), answer, society]
    letter = Draft(
        to_address=person.email,
        kind="access",
        about=f"meeting:{meeting_id}",
        language=person.language,
        subject=subject[:300],
        body="\n\n".join(body) + "\n",
        person_id=person_id,
        format=person.format,
    )
    await post.write(writing, letter, at=at)
    await record.add(writing, Event("meeting.access_answered", f"meeting:{meeting_id}", at, by))
