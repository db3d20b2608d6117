"""Minutes in Easy Read, as their page and their paper show them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.documents import Block, Document, EasyRow, Form, Heading, Paragraph, labels_in
from govern.documents.symbols import called, drawing
from govern.languages import Language
from govern.minutes.book.lifecycle.easy import is_stale
from govern.minutes.book.models import EasyMinutes, EasyMinutesLine
from govern.minutes.book.queries.minutes import MinutesPage
from govern.minutes.book.rules import EasyPart, EasyStage, Stage
from govern.sentences import Sentence

PARTS = {
    EasyPart.CAME: Sentence("Who came"),
    EasyPart.TALKED: Sentence("What we talked about"),
    EasyPart.DECIDED: Sentence("What we decided"),
    EasyPart.NEXT: Sentence("What happens next"),
    EasyPart.WORDS: Sentence("What words mean"),
    EasyPart.PRIVATE: Sentence("What was private"),
}
NOT_AGREED = Sentence("These minutes are not agreed yet.")
WITHHELD = Sentence("We talked about something private. It is not in here.")


class EasyLine(msgspec.Struct, frozen=True):
    """One idea with its picture."""

    id: UUID
    part: EasyPart
    symbol: str
    called: str
    text: str
    words: dict[str, str]


class EasyPage(msgspec.Struct, frozen=True, kw_only=True):
    """The Easy Read version. `stale`: the minutes have changed since."""

    stage: EasyStage
    stale: bool
    lines: tuple[EasyLine, ...]
    reader: str
    checked_at: datetime | None
    released_at: datetime | None

    def of(self, part: EasyPart) -> tuple[EasyLine, ...]:
        return tuple(line for line in self.lines if line.part is part)


async def easy_page(reading: AsyncSession, minutes_id: UUID, language: str) -> EasyPage | None:
    """None where nobody has begun it."""
    easy = await reading.get(EasyMinutes, minutes_id)
    if easy is None:
        return None
    rows = await reading.scalars(
        select(EasyMinutesLine).where(EasyMinutesLine.minutes_id == minutes_id).order_by(EasyMinutesLine.position)
    )
    return EasyPage(
        stage=easy.stage,
        stale=await is_stale(reading, easy),
        lines=tuple(
            EasyLine(
                row.id, row.part, row.symbol, called(row.symbol, language), in_language(row.text, language), row.text
            )
            for row in rows
        ),
        reader=easy.reader,
        checked_at=easy.checked_at,
        released_at=easy.released_at,
    )


def easy_paper(minutes: MinutesPage, easy: EasyPage, language: Language, made_on: date) -> Document:
    """The Easy Read minutes as a paper: one idea a line, a picture at its left."""
    say = language.say
    blocks: list[Block] = []
    if minutes.stage not in (Stage.APPROVED, Stage.SIGNED):
        blocks.append(Paragraph(say(NOT_AGREED)))
    for part in EasyPart:
        lines = easy.of(part)
        private = part is EasyPart.PRIVATE and minutes.withheld > 0
        if lines or private:
            blocks.append(Heading(say(PARTS[part])))
        blocks.extend(EasyRow(line.text, drawing(line.symbol).decode("utf-8")) for line in lines)
        if private:
            blocks.append(Paragraph(say(WITHHELD)))
    if easy.checked_at is not None:
        checked = Sentence("{name} read this and checked it on {day}.", name=easy.reader, day=easy.checked_at.date())
        blocks.append(Paragraph(say(checked)))
    return Document(
        title=say(Sentence("Minutes: {title}", title=minutes.title)),
        language=language.code,
        society_name=minutes.society,
        society_number=minutes.society_number,
        number=f"{minutes.number}-ER",
        made_on=made_on,
        audit_hash=minutes.record_hash,
        rules_version=minutes.rules_version,
        labels=labels_in(language, made_on=made_on, form=Form.EASY_READ),
        blocks=tuple(blocks),
    )
