"""The life of a letter: written, held by one worker, sent or refused, tried again, given up, erased.

    written ──┬── by mail: held ──> sent, tried again, or given up
              └── by post, for whoever has no mail address: taken in a pile to the printer ──> posted

To somebody whose post is stopped nothing is sent any more: what waits is erased, and what is written later is kept
as erased from the start, so that whoever writes to many need not know of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import is_rehearsal, locked
from govern.errors import NotFound, WrongMoment
from govern.languages import LANGUAGES
from govern.post import rules
from govern.post.models import Letter, StoppedPost
from govern.post.rules import Draft, LetterStage
from govern.record import Event, RecordHead
from govern.sentences import Sentence

#: Letters put into the database by one statement.
CHUNK = 500
#: What is left of a letter that says nothing to nobody any more.
NOTHING = {"stage": LetterStage.ERASED, "body": None, "subject": "", "to_address": "", "attachment": None}


async def write(writing: AsyncSession, draft: Draft, *, at: datetime) -> UUID:
    """Put one letter into the outbox, in the transaction of its cause. Raises `NotValid` for a wrong address."""
    return (await write_all(writing, [draft], at=at))[0]


async def write_all(writing: AsyncSession, drafts: Sequence[Draft], *, at: datetime) -> list[UUID]:
    """Put many letters into the outbox at once (a notice to every member)."""
    rows = [_row(as_rehearsed(draft) if is_rehearsal(writing) else draft, at) for draft in drafts]
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        people = {row["person_id"] for row in part if row["person_id"] is not None}
        if people:
            asked = select(StoppedPost.person_id).where(StoppedPost.person_id.in_(people))
            stopped = set(await writing.scalars(asked))
            part = [{**row, **NOTHING, "person_id": None} if row["person_id"] in stopped else row for row in part]
        await writing.execute(insert(Letter), part)
    return [UUID(str(row["id"])) for row in rows]


def as_rehearsed(draft: Draft) -> Draft:
    """The same letter of a rehearsal: it never leaves, and whoever prints it all the same reads what it is."""
    language = LANGUAGES.get(draft.language) or LANGUAGES["en"]
    subject = language.say(Sentence("Rehearsal: {subject}", subject=draft.subject))
    first = language.say(Sentence("This is a rehearsal. Nothing in this letter counts."))
    return msgspec.structs.replace(draft, subject=subject[:300], body=f"{first}\n\n{draft.body}")


def _row(draft: Draft, at: datetime) -> dict[str, object]:
    return {
        "id": uuid4(),
        "stage": LetterStage.WAITING,
        "to_address": "" if draft.to_address is None else rules.check_address(draft.to_address),
        "by_post": draft.to_address is None,
        "person_id": draft.person_id,
        "kind": draft.kind,
        "about": draft.about,
        "language": draft.language,
        "format": draft.format,
        "subject": " ".join(draft.subject.split()),
        "body": draft.body,
        "attachment_name": draft.attachment_name,
        "attachment_type": draft.attachment_type,
        "attachment": draft.attachment,
        "written_at": at,
        "due_at": at,
        "tries": 0,
    }


async def stop(writing: AsyncSession, person_id: UUID, why: str, *, by: UUID | None, at: datetime) -> int:
    """Nobody writes to this person any more; what waits for them is erased unsent. Returns how many letters.

    `why` is a word: died, asked, merged. Letters to others that speak of them go out as they are.
    """
    if await writing.get(StoppedPost, person_id) is None:
        writing.add(StoppedPost(person_id=person_id, since=at, why=why))
    waiting = update(Letter).where(
        Letter.person_id == person_id, Letter.stage.in_((LetterStage.WAITING, LetterStage.GIVEN_UP))
    )
    done = await writing.execute(waiting.values(**NOTHING, held_by=None, held_until=None))
    number = int(getattr(done, "rowcount", 0))
    facts: dict[str, str | int | bool | None] = {"why": why, "letters": number}
    await record.add(writing, Event("post.stopped", f"person:{person_id}", at, by, facts))
    return number


async def resume(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The post was stopped by mistake: from now on letters go to this person again."""
    await writing.execute(delete(StoppedPost).where(StoppedPost.person_id == person_id))
    await record.add(writing, Event("post.resumed", f"person:{person_id}", at, by))


async def hold_due(writing: AsyncSession, worker: str, *, at: datetime, most: int = 20) -> list[Letter]:
    """Take letters that are due, so that no other worker sends them too. A hold lapses if its worker dies."""
    free = or_(Letter.held_until.is_(None), Letter.held_until < at)
    due = (
        select(Letter)
        .where(Letter.stage == LetterStage.WAITING, Letter.by_post.is_(False), Letter.due_at <= at, free)
        .order_by(Letter.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    letters = list(await writing.scalars(due))
    for letter in letters:
        letter.held_by, letter.held_until = worker, at + rules.HOLD
    return letters


async def goes_out(reading: AsyncSession, letter_id: UUID) -> bool:
    """Whether a letter that a worker holds is still to be sent: it may have been stopped in between."""
    return await reading.scalar(select(Letter.stage).where(Letter.id == letter_id)) is LetterStage.WAITING


async def sent(writing: AsyncSession, letter_id: UUID, *, at: datetime) -> None:
    """The mail server has taken it. Of a letter that is forgotten once it is sent nothing is left."""
    letter = await writing.get(Letter, letter_id)
    if letter is not None and letter.kind in rules.FORGOTTEN_ONCE_SENT:
        await _settle(writing, letter_id, **NOTHING, person_id=None, sent_at=at, held_until=None)
    else:
        await _settle(writing, letter_id, stage=LetterStage.SENT, sent_at=at, held_until=None)
    await record.add(writing, Event("letter.sent", f"letter:{letter_id}", at))


async def refused(writing: AsyncSession, letter_id: UUID, why: str, *, at: datetime, for_good: bool) -> None:
    """The mail server would not take it: try later, or give up and let the secretary see it.

    `why` is the server's status, kept short and without the address.
    """
    letter = await writing.get(Letter, letter_id, with_for_update=True)
    if letter is None or letter.stage is not LetterStage.WAITING:
        return
    letter.tries += 1
    letter.last_refusal = why[:300]
    letter.held_by = letter.held_until = None
    again = None if for_good else rules.next_try(letter.tries, at)
    if again is None:
        letter.stage = LetterStage.GIVEN_UP
        await record.add(writing, Event("letter.given_up", f"letter:{letter_id}", at))
    else:
        letter.due_at = again


async def try_again(writing: AsyncSession, letter_id: UUID, *, by: UUID, at: datetime) -> None:
    """An officer puts a given-up letter back into the outbox. Raises `NotFound`; `WrongMoment` for any other letter:
    one that was sent is not sent twice, and one that was erased has nothing to say."""
    if (await locked(writing, Letter, letter_id)).stage is not LetterStage.GIVEN_UP:
        raise WrongMoment("Only a letter that could not be sent can be tried again. Look at where this one is now.")
    await _settle(writing, letter_id, stage=LetterStage.WAITING, due_at=at, tries=0, held_until=None)
    await record.add(writing, Event("letter.tried_again", f"letter:{letter_id}", at, by))


async def take_pile(writing: AsyncSession, letter_ids: Collection[UUID], *, by: UUID, at: datetime) -> int:
    """Letters by post become a pile for the printer. Returns its number; raises `NotFound` where none is left."""
    await writing.execute(select(RecordHead).with_for_update())
    waits = (Letter.by_post.is_(True), Letter.stage == LetterStage.WAITING, Letter.pile.is_(None))
    ids = list(await writing.scalars(select(Letter.id).where(Letter.id.in_(letter_ids), *waits).limit(rules.A_PILE)))
    if not ids:
        raise NotFound("There are no such letters to print now. Look at the list again.")
    number = (await writing.scalar(select(func.max(Letter.pile))) or 0) + 1
    await writing.execute(update(Letter).where(Letter.id.in_(ids)).values(pile=number))
    facts: dict[str, str | int | bool | None] = {"letters": len(ids), "pile": number}
    await record.add(writing, Event("letters.taken", "letters", at, by, facts))
    return number


async def posted(writing: AsyncSession, pile: int, *, by: UUID, at: datetime) -> int:
    """An officer put the letters of a pile into envelopes and posted them. Returns how many; raises `NotFound`."""
    rules.check_pile(pile)
    waits = (Letter.pile == pile, Letter.stage == LetterStage.WAITING)
    ids = list(await writing.scalars(select(Letter.id).where(*waits).with_for_update()))
    if not ids:
        raise NotFound("There is no such pile to post now. Look at the list again.")
    await writing.execute(update(Letter).where(Letter.id.in_(ids)).values(stage=LetterStage.SENT, sent_at=at))
    facts: dict[str, str | int | bool | None] = {"letters": len(ids), "pile": pile}
    await record.add(writing, Event("letters.posted", "letters", at, by, facts))
    return len(ids)


async def erase_unsent(writing: AsyncSession) -> int:
    """A rehearsal begins: what the society itself has still to send goes out of the society itself alone."""
    unsent = Letter.stage.in_((LetterStage.WAITING, LetterStage.GIVEN_UP))
    done = await writing.execute(update(Letter).where(unsent).values(**NOTHING, held_by=None, held_until=None))
    return int(getattr(done, "rowcount", 0))


async def erase_about(writing: AsyncSession, about: Iterable[str]) -> int:
    """Erase what letters said, with the table that ties handles to people (decision 31). Returns how many; whoever
    asks for it says so in the record."""
    done = await writing.execute(
        update(Letter)
        .where(Letter.about.in_(list(about)), Letter.stage != LetterStage.ERASED)
        .values(**NOTHING, person_id=None)
    )
    return int(getattr(done, "rowcount", 0))


async def erase_those_of(writing: AsyncSession, person_id: UUID, address: str | None, *, at: datetime) -> int:
    """Erase what every letter to one person said, sent or not. Returns how many. `address`: theirs alone, if any."""
    theirs = Letter.person_id == person_id
    if address:
        theirs = or_(theirs, Letter.person_id.is_(None) & (Letter.to_address == address))
    done = await writing.execute(
        update(Letter).where(theirs, Letter.stage != LetterStage.ERASED).values(**NOTHING, person_id=None)
    )
    number = int(getattr(done, "rowcount", 0))
    await record.add(writing, Event("letters.erased", f"person:{person_id}", at, facts={"letters": number}))
    return number


async def erase_sent_before(writing: AsyncSession, moment: datetime, *, at: datetime) -> int:
    """Erase what letters said that were sent, or given up, before a moment. Returns how many."""
    old = or_(Letter.sent_at < moment, (Letter.stage == LetterStage.GIVEN_UP) & (Letter.written_at < moment))
    done = await writing.execute(
        update(Letter).where(old, Letter.stage != LetterStage.ERASED).values(**NOTHING, person_id=None)
    )
    number = int(getattr(done, "rowcount", 0))
    if number:
        await record.add(writing, Event("letters.erased", "letters", at, facts={"letters": number}))
    return number


async def _settle(writing: AsyncSession, letter_id: UUID, **values: object) -> None:
    await writing.execute(update(Letter).where(Letter.id == letter_id).values(**values))
