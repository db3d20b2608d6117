"""Notices on paper: who gets one, the letter of each kind, and the list that lies on top of them.

Letters of one language, one format and the same words for their person are one kind: it is set once
(documents/letters.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.documents import Block, Document, Facts, Form, Paragraph, Table, labels_in
from govern.documents.letters import address_lines
from govern.errors import NotFound
from govern.languages import LANGUAGES, OWN_NAMES, Language
from govern.meetings.lifecycle.held import found
from govern.meetings.lifecycle.mailing import Addressee
from govern.meetings.lifecycle.own import own_lines
from govern.meetings.lifecycle.printing import LetterKind, LetterPlan
from govern.meetings.lifecycle.wording import NoticePaper
from govern.meetings.models import Notice
from govern.meetings.queries.delivery import DeliveryLine, delivery, notice_of
from govern.meetings.queries.notice_blocks import notice_blocks, notice_in_easy_words
from govern.meetings.queries.notices import notice_paper
from govern.meetings.rules import NoticeKind, day_of
from govern.sentences import Sentence

#: So many rows of the list are one table: a long one takes much longer to set.
ROWS = 50
HEADER = (Sentence("Letter"), Sentence("Name"), Sentence("Language"), Sentence("Format"))


async def letter_plan(
    reading: AsyncSession, meeting_id: UUID, version: int, language: Language, at: datetime, *, both_sides: bool
) -> LetterPlan:
    """Every letter that remains to be printed. Raises `NotFound` where there is none."""
    notice = await notice_of(reading, meeting_id, version)
    lines = [one for one in (await delivery(reading, meeting_id, version)).lines if one.to_print]
    if not lines:
        raise NotFound("There are no such letters to print now. Look at the list again.")
    own = await _own(reading, meeting_id, notice, lines, at)
    spoken = {language.code, *(one.language for one in lines)}
    papers = {code: await notice_paper(reading, meeting_id, code, version) for code in spoken}
    frame = await _frame(reading, notice)

    def kind(one: DeliveryLine) -> tuple[str, str, tuple[str, ...]]:
        return one.language, one.format, own[one.person_id]

    lines.sort(key=lambda one: (*kind(one), one.name, str(one.person_id)))
    kinds: dict[tuple[str, str, tuple[str, ...]], list[DeliveryLine]] = {}
    for one in lines:
        kinds.setdefault(kind(one), []).append(one)
    return LetterPlan(
        front=_front(lines, papers[language.code], language, frame, at, both_sides),
        kinds=tuple(
            LetterKind(
                _letter(papers[code], code, Form(form), said, frame),
                tuple(address_lines(one.name, one.postal_address) for one in those),
            )
            for (code, form, said), those in kinds.items()
        ),
        people=tuple(one.person_id for one in lines),
        both_sides=both_sides,
    )


class _Frame(msgspec.Struct, frozen=True):
    """What every letter of a notice bears: its number, the society's, the rules when it was sent, its hash."""

    number: str
    society_number: str
    rules_version: str
    hash: str
    sent_on: date


async def _frame(reading: AsyncSession, notice: Notice) -> _Frame:
    sent_on, meeting = day_of(notice.sent_at), await found(reading, notice.meeting_id)
    society = (await rulebook.in_force(reading, sent_on)).rulebook.society
    return _Frame(
        number=f"N-{day_of(meeting.starts_at):%Y%m%d}-{notice.version}",
        society_number=society.registered_number or "",
        rules_version=society.version,
        hash=notice.hash.hex(),
        sent_on=sent_on,
    )


async def _own(
    reading: AsyncSession, meeting_id: UUID, notice: Notice, lines: Sequence[DeliveryLine], at: datetime
) -> Mapping[UUID, tuple[str, ...]]:
    """What is said to each alone, in their language."""
    meeting = await found(reading, meeting_id)
    people = [Addressee(one.person_id, None, one.language, one.format) for one in lines]
    own = {} if notice.kind is NoticeKind.WITHDRAWAL else await own_lines(reading, meeting, people, at)
    return {
        one.person_id: tuple(LANGUAGES[one.language].say(words) for words in own.get(one.person_id, ()))
        for one in lines
    }


async def notice_document(
    reading: AsyncSession, meeting_id: UUID, version: int, paper: NoticePaper, language: Language, form: Form
) -> Document:
    """A notice that went out as a paper that anybody may have who reads its page. Raises `NotFound`."""
    frame = await _frame(reading, await notice_of(reading, meeting_id, version))
    return _letter(paper, language.code, form, (), frame)


def _letter(paper: NoticePaper, code: str, form: Form, own: Sequence[str], frame: _Frame) -> Document:
    """The notice as a letter, with the day on which it was sent."""
    language, day = LANGUAGES[code], frame.sent_on
    made = notice_in_easy_words if form is Form.EASY_READ else notice_blocks
    return Document(
        title=paper.title,
        language=code,
        society_name=paper.society,
        society_number=frame.society_number,
        number=frame.number,
        made_on=day,
        audit_hash=frame.hash,
        rules_version=frame.rules_version,
        labels=labels_in(language, made_on=day, form=form),
        blocks=tuple(made(paper, language, own)),
        large=form is Form.LARGE_PRINT,
    )


def _front(
    lines: Sequence[DeliveryLine],
    paper: NoticePaper,
    language: Language,
    frame: _Frame,
    at: datetime,
    both_sides: bool,
) -> Document:
    """The sheet that stays in the office: how to print, and each letter in order."""
    say, day = language.say, day_of(at)
    labels = labels_in(language, made_on=day)
    how = (
        Sentence("Print it on both sides of the sheet. Each letter begins on a new sheet.")
        if both_sides
        else Sentence("Print it on one side of the sheet only.")
    )
    blocks: list[Block] = [
        Facts(((say(Sentence("Letters in this file")), language.number(len(lines))),)),
        Paragraph(f"{say(how)} {say(Sentence('This list stays with you.'))}"),
    ]
    blocks += listed([(one.name, one.language, Form(one.format)) for one in lines], language, day)
    return Document(
        title=say(Sentence("Letters by post: {title}", title=paper.title)),
        language=language.code,
        society_name=paper.society,
        society_number=frame.society_number,
        number=frame.number,
        made_on=day,
        audit_hash=frame.hash,
        rules_version=frame.rules_version,
        labels=labels,
        blocks=tuple(blocks),
    )


def listed(letters: Sequence[tuple[str, str, Form]], language: Language, day: date) -> list[Block]:
    """Each letter with its number: name, language, form."""
    say = language.say
    forms = {form: labels_in(language, made_on=day, form=form).form for form in Form}
    tables: list[Block] = []
    for start in range(0, len(letters), ROWS):
        those = letters[start : start + ROWS]
        rows = tuple(
            (language.number(number), name, OWN_NAMES.get(code, code), forms[form])
            for number, (name, code, form) in enumerate(those, start=start + 1)
        )
        caption = Sentence("Letters {first} to {last}", first=start + 1, last=start + len(those))
        tables.append(Table(say(caption), tuple(say(one) for one in HEADER), rows))
    return tables
