"""Given what members bring about before a meeting: one they ask for, shorter notice they were asked to agree to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update

from govern.documents import attachments
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import ItemDraft, printing
from govern.meetings.models import (
    AccessAsk,
    Interest,
    InterestInItem,
    Meeting,
    MeetingPaper,
    Notice,
    NoticeDelivery,
    PaperVersion,
)
from govern.meetings.rules import Channel, ItemKind, Readers
from govern.society import Society


async def a_meeting_asked_for(
    society: Society, canary: str, people: Sequence[UUID], ids: dict[str, str], at: datetime
) -> None:
    """The first of these members asks for a meeting. Members were asked to agree to shorter notice of another."""
    words = {"en": f"{canary} asks", "cy": f"{canary} asks"}
    business = ItemDraft(kind=ItemKind.MOTION, title=words, text=words, resolution="ordinary")
    async with society.store.writing() as writing:
        asked = await meetings.begin(writing, business, person=people[0], by=people[0], at=at)
        (await writing.get_one(Meeting, UUID(ids["meeting_id"]))).short_asked_at = at
    ids["requisition_id"] = str(asked)
    await _papers_and_interests(society, canary, people, ids, at)


async def _papers_and_interests(
    society: Society, canary: str, people: Sequence[UUID], ids: dict[str, str], at: datetime
) -> None:
    """Of the meeting that is over: a paper, an interest in its item, what somebody needed, a letter to print."""
    meeting, item, file_id = UUID(ids["meeting_id"]), UUID(ids["item_id"]), uuid4()
    file = attachments.Cleaned(attachments.Kind.JPEG, canary.encode())
    attachments.keep(society.uploads(), file_id, file)
    words = {"en": f"Accounts {canary}", "cy": f"Cyfrifon {canary}"}
    paper = MeetingPaper(id=uuid4(), meeting_id=meeting, item_id=item, title=words, readers=Readers.MEMBERS)
    interest = Interest(id=uuid4(), person_id=people[0], words=f"A shop of {canary}", since=at.date(), declared_at=at)
    async with society.store.writing() as writing:
        writing.add_all((paper, interest))
        await writing.flush()
        version = PaperVersion(
            id=file_id,
            paper_id=paper.id,
            number=1,
            kind=file.kind,
            size=len(file.content),
            hash=file.hash,
            added_by=people[0],
            added_at=at,
        )
        asked = AccessAsk(
            meeting_id=meeting, person_id=UUID(ids["person_id"]), words=f"A lift, {canary}", asked_at=at
        )
        writing.add_all((version, asked, InterestInItem(interest_id=interest.id, item_id=item, declared_at=at)))
        by_post = update(NoticeDelivery).where(NoticeDelivery.person_id == people[0])
        await writing.execute(by_post.values(channel=Channel.POST))
        notice = await writing.scalar(select(Notice.id).where(Notice.meeting_id == meeting, Notice.version == 1))
    made = society.uploads() / printing.FOLDER / str(notice) / "given"
    made.mkdir(parents=True)
    (made / printing.ABOUT).write_text(f'{{"people": ["{people[0]}"], "both_sides": false}}')
    (made / printing.FILE).write_bytes(b"%PDF-")
    ids |= {"paper_id": str(paper.id), "interest_id": str(interest.id), "letters_digest": made.name}
