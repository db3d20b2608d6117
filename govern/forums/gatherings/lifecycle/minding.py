"""Last chapter: what goes over to another forum, what is taken off, whom to tell when a person may not be safe."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import in_language, locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.gatherings import rules
from govern.forums.gatherings.lifecycle.calling import put_back, raised
from govern.forums.gatherings.lifecycle.founding import check_open
from govern.forums.gatherings.lifecycle.raising import ItemDraft, raise_item
from govern.forums.gatherings.models import Belonging, Forum, SafeguardingContact
from govern.forums.gatherings.queries.overview import Contact, contact_of
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.rules import Stage as MeetingStage
from govern.post import lifecycle as post
from govern.post.rules import CONCERN, Draft, check_address
from govern.record import Event
from govern.sentences import Sentence


async def pass_on(
    writing: AsyncSession,
    forum_id: UUID,
    raised_id: UUID,
    title: dict[str, str],
    words: str,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """The item alone goes over to the forum this one speaks through: in words of its own, without names, and without
    saying who raised it or passed it on (M5). Raises `NotAllowed`, `NotValid`, `AlreadyDone`."""
    row = await locked(writing, Forum, forum_id)
    check_open(row)
    if row.linked_to_id is None:
        raise NotAllowed("This forum speaks through no other one. Ask the secretary if it should.")
    item = await raised(writing, forum_id, raised_id)
    if item.passed_to_id is not None:
        raise AlreadyDone("This was passed on already. Look at what became of it.")
    rules.check_stays(item.owed_id is not None)
    names = await _names_of(writing, forum_id)
    rules.check_no_names(names, title=" ".join(title.values()), words=words)
    wanted = ItemDraft(kind=item.kind, title=title, words=words, topic=item.topic, from_forum=forum_id)
    item.passed_to_id = await raise_item(writing, row.linked_to_id, wanted, by=None, at=at)
    if item.meeting_id is None:
        item.settled_at = at
    await record.add(writing, Event("forum.item_passed_on", f"forum:{forum_id}", at, by, {"item": str(raised_id)}))
    return item.passed_to_id


async def _names_of(reading: AsyncSession, forum_id: UUID) -> list[str]:
    here = select(Belonging.person_id).where(Belonging.forum_id == forum_id, Belonging.to_on.is_(None))
    people = await identity.people_by_id(reading, list(await reading.scalars(here)))
    return [person.name for person in people.values()]


async def take_off(
    writing: AsyncSession, forum_id: UUID, raised_id: UUID, why: str, *, by: UUID, at: datetime
) -> None:
    """Whoever leads the forum takes something unkind off; why is kept, and its author reads it.

    Raises `NotAllowed` for an answer that is owed, `WrongMoment` while it is talked about, `NotValid`.
    """
    item = await raised(writing, forum_id, raised_id)
    rules.check_stays(item.owed_id is not None)
    if not why.strip():
        raise NotValid("Say why. Whoever wrote it will read this.", field="why")
    if item.meeting_id is not None and item.agenda_item_id is not None:
        gathering = await meetings.found(writing, item.meeting_id, forum_id)
        if gathering.stage not in (MeetingStage.DRAFT, MeetingStage.NOTICED):
            raise WrongMoment("This was talked about at a gathering. Its notes stay as they are.")
        await put_back(writing, forum_id, item.agenda_item_id, by=by, at=at)
    item.taken_back_at, item.taken_off_by, item.taken_off_why = at, by, why.strip()
    await record.add(writing, Event("forum.item_taken_off", f"forum:{forum_id}", at, by, {"item": str(raised_id)}))


async def name_contact(
    writing: AsyncSession, forum_id: UUID | None, wanted: Contact, *, by: UUID, at: datetime
) -> None:
    """Whom to tell: for one forum, or for the whole society. Raises `NotValid`."""
    row = SafeguardingContact(
        id=uuid4(),
        forum_id=forum_id,
        name=wanted.name.strip(),
        phone=wanted.phone.strip(),
        email=check_address(wanted.email),
        named_at=at,
        named_by=by,
    )
    writing.add(row)
    await writing.flush()
    about = f"forum:{forum_id}" if forum_id is not None else "society"
    await record.add(writing, Event("forum.contact_named", about, at, by))


async def report_concern(
    writing: AsyncSession, forum_id: UUID, words: str, *, by: UUID, give_name: bool, language: str, at: datetime
) -> None:
    """What somebody is worried about goes to the contact by mail. Once it is sent nothing of it is kept here, and the
    record does not say who reported (M31). Raises `NotFound` where nobody is named, `NotValid`."""
    contact = await contact_of(writing, forum_id)
    if contact is None:
        raise NotFound("Nobody is named yet whom this would reach. Call the person at the foot of this page.")
    if not words.strip():
        raise NotValid("Write what you are worried about.", field="words")
    row = await writing.get_one(Forum, forum_id)
    tongue = LANGUAGES[language]
    who = (await identity.person(writing, by)).name if give_name else tongue.say(Sentence("Without a name"))
    forum = in_language(row.name, language)
    lines = (
        tongue.say(Sentence("Somebody in a forum is worried about a person's safety and wrote this to you.")),
        tongue.say(Sentence("Forum: {forum}", forum=forum)),
        tongue.say(Sentence("From: {who}", who=who)),
        words.strip(),
        tongue.say(Sentence("The service keeps nothing of what is written here. Please keep it yourself.")),
    )
    letter = Draft(
        to_address=contact.email,
        kind=CONCERN,
        about=f"forum:{forum_id}",
        language=language,
        subject=tongue.say(Sentence("A worry about a person's safety")),
        body="\n\n".join(lines) + "\n",
    )
    await post.write(writing, letter, at=at)
    await record.add(writing, Event("forum.concern_reported", f"forum:{forum_id}", at, None))
