"""A notice on its way: a mail to each who has an address, with the calendar file; who gets it on paper is noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from govern.languages import LANGUAGES, Language
from govern.meetings.lifecycle.calendar import calendar_file, file_name, media_type
from govern.meetings.lifecycle.wording import NoticePaper
from govern.meetings.models import Meeting, NoticeDelivery
from govern.meetings.rules import Channel
from govern.post import lifecycle as post
from govern.post.rules import GATHERING, Draft
from govern.sentences import Sentence

CHUNK = 1_000


class Addressee(msgspec.Struct, frozen=True):
    """Somebody who is told: by email where there is an address that works, else by post."""

    person_id: UUID
    email: str | None
    language: str
    format: str = "standard"

    @property
    def channel(self) -> Channel:
        return Channel.EMAIL if self.email else Channel.POST


def as_text(notice: NoticePaper, language: Language, own: Sequence[str] = ()) -> str:
    """The notice as a mail: plain lines, blank lines between parts. `own` is said to this person alone."""
    parts = [notice.title, *notice.lead, "\n".join(f"{label}: {fact}" for label, fact in notice.facts)]
    if notice.agenda:
        parts.append(language.gettext("What will be dealt with"))
        parts.extend(
            "\n".join([f"{item.number}. {item.title}", *filter(None, [item.text]), *item.needs])
            for item in notice.agenda
        )
    parts.extend((*own, *notice.notes))
    if notice.link:
        parts.append(language.gettext("The meeting's page:") + "\n" + notice.link)
    if "/meetings/" in notice.link:  # a forum's gathering has no papers here
        parts.append(language.gettext("Its papers:") + "\n" + notice.link + "/papers")
    return "\n\n".join([*parts, notice.signed, notice.society]) + "\n"


async def write_letters(
    writing: AsyncSession,
    meeting: Meeting,
    papers: dict[str, NoticePaper],
    people: Sequence[Addressee],
    own: Mapping[UUID, tuple[Sentence, ...]],
    at: datetime,
) -> dict[UUID, UUID]:
    """One letter to each person with an address, in their language, with the calendar file. Person → letter."""
    bodies: dict[tuple[str, tuple[str, ...]], str] = {}  # many are told the same
    files = {code: calendar_file(meeting, LANGUAGES[code], papers[code].link, at) for code in papers}
    told = [person for person in people if person.email]
    drafts = []
    for person in told:
        code = person.language if person.language in papers else next(iter(papers))
        beside = tuple(LANGUAGES[code].say(line) for line in own.get(person.person_id, ()))
        if (code, beside) not in bodies:
            bodies[code, beside] = as_text(papers[code], LANGUAGES[code], beside)
        drafts.append(
            Draft(
                to_address=person.email or "",
                kind="notice" if meeting.forum_id is None else GATHERING,
                about=f"meeting:{meeting.id}",
                language=code,
                subject=papers[code].title[:300],
                body=bodies[code, beside],
                person_id=person.person_id,
                attachment_name=file_name(meeting),
                attachment_type=media_type(meeting),
                attachment=files[code],
            )
        )
    ids = await post.write_all(writing, drafts, at=at)
    return {person.person_id: letter for person, letter in zip(told, ids, strict=True)}


async def note_deliveries(
    writing: AsyncSession, notice_id: UUID, people: Sequence[Addressee], letters: dict[UUID, UUID]
) -> None:
    rows: list[dict[str, object]] = [
        {
            "notice_id": notice_id,
            "person_id": person.person_id,
            "channel": person.channel,
            "letter_id": letters.get(person.person_id),
        }
        for person in people
    ]
    for start in range(0, len(rows), CHUNK):
        await writing.execute(insert(NoticeDelivery), rows[start : start + CHUNK])
