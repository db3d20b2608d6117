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
from govern.meetings.lifecycle.easy_parts import easy_parts
from govern.meetings.lifecycle.wording import NoticePaper
from govern.meetings.models import Meeting, NoticeDelivery
from govern.meetings.rules import Channel
from govern.post import lifecycle as post
from govern.post.rules import EASY_READ, GATHERING, LARGE_PRINT, STANDARD, Draft, form_for
from govern.sentences import Sentence

CHUNK = 1_000


class Addressee(msgspec.Struct, frozen=True):
    """Somebody who is told, in their language and format: by email where there is an address that works, else by
    post."""

    person_id: UUID
    email: str | None
    language: str
    format: str = "standard"

    @property
    def channel(self) -> Channel:
        return Channel.EMAIL if self.email else Channel.POST


def as_text(notice: NoticePaper, language: Language, own: Sequence[str] = (), form: str = STANDARD) -> str:
    """The notice as a mail in this person's format (`post.rules.FORMS`): plain lines, blank lines between parts.
    `own` is said to this person alone.

    Easy Read has the lines of the page in Easy Read, which its link opens with their drawings. The words of a mail
    are as large as its reader makes them, so large print begins with a link to the paper.
    """
    if form == EASY_READ:
        return _in_easy_words(notice, language, own)
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
    if _has_papers(notice):
        parts.append(language.gettext("Its papers:") + "\n" + notice.link + "/papers")
    if form == LARGE_PRINT and _has_papers(notice):
        large = language.gettext("This notice in large print, to print or to read:")
        parts.insert(1, f"{large}\n{notice.link}/notice.pdf?size=large")
    return "\n\n".join([*parts, notice.signed, notice.society]) + "\n"


def _has_papers(notice: NoticePaper) -> bool:
    """A meeting's page has its notice and papers below it; that of a forum's gathering has not."""
    return "/meetings/" in notice.link


def _in_easy_words(notice: NoticePaper, language: Language, own: Sequence[str]) -> str:
    parts = [notice.title]
    if _has_papers(notice):
        with_pictures = language.gettext("You can read this with pictures:")
        parts.append(f"{with_pictures}\n{notice.link}/notice?easy=1")
    elif notice.link:
        parts.append(language.gettext("The meeting's page:") + "\n" + notice.link)
    for part in easy_parts(notice, own):
        heading = [] if part.heading is None else [language.say(part.heading)]
        parts.append("\n".join([*heading, *(words for words, _ in part.lines)]))
    return "\n\n".join([*parts, notice.signed, notice.society]) + "\n"


async def write_letters(
    writing: AsyncSession,
    meeting: Meeting,
    papers: dict[str, NoticePaper],
    people: Sequence[Addressee],
    own: Mapping[UUID, tuple[Sentence, ...]],
    at: datetime,
) -> dict[UUID, UUID]:
    """One letter to each person with an address, in their language and format, with the calendar file. Person →
    letter."""
    bodies: dict[tuple[str, str, tuple[str, ...]], str] = {}  # many are told the same
    files = {code: calendar_file(meeting, LANGUAGES[code], papers[code].link, at) for code in papers}
    told = [person for person in people if person.email]
    drafts = []
    for person in told:
        code = person.language if person.language in papers else next(iter(papers))
        beside = tuple(LANGUAGES[code].say(line) for line in own.get(person.person_id, ()))
        kind = (code, form_for(person.format), beside)
        if kind not in bodies:
            bodies[kind] = as_text(papers[code], LANGUAGES[code], beside, kind[1])
        drafts.append(
            Draft(
                to_address=person.email or "",
                kind="notice" if meeting.forum_id is None else GATHERING,
                about=f"meeting:{meeting.id}",
                language=code,
                subject=papers[code].title[:300],
                body=bodies[kind],
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
