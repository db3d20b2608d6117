"""Letters for whoever has no mail address, as one paper for the printer: each with its address, on sheets of its own.

A file is in one language and one format, since a tagged PDF has one language; its pages bear no numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import Block, Document, EasyRow, Facts, Form, Heading, PageBreak, Paragraph, labels_in
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.post import queries as post
from govern.post.queries import ToPost
from govern.post.rules import A_PILE, EASY_READ, LARGE_PRINT
from govern.sentences import Sentence


class Addressed(msgspec.Struct, frozen=True):
    """A letter with who it is for and where they live; without an address nothing can be posted."""

    letter: ToPost
    name: str
    address: str


class Waiting(msgspec.Struct, frozen=True):
    """Letters of one language and one format that nobody has taken yet: they become one pile, or several."""

    language: str
    format: str
    letters: int


class Taken(msgspec.Struct, frozen=True):
    """A pile that was taken to the printer and is not posted yet."""

    number: int
    language: str
    format: str
    letters: int


async def addressed(reading: AsyncSession, pile: int | None = None) -> tuple[Addressed, ...]:
    """Letters that wait, or those of a pile, each with the address that the register has now."""
    letters = await post.to_post(reading, pile)
    people = await identity.people_by_id(reading, {one.person_id for one in letters})
    return tuple(
        Addressed(one, people[one.person_id].name, people[one.person_id].postal_address or "")
        for one in letters
        if one.person_id in people
    )


def waiting(letters: Iterable[Addressed]) -> tuple[Waiting, ...]:
    """What can be printed and was not taken yet."""
    free = [one.letter for one in letters if one.address and one.letter.pile is None]
    counted = Counter((one.language, one.format) for one in free)
    return tuple(Waiting(language, form, number) for (language, form), number in sorted(counted.items()))


def taken(letters: Iterable[Addressed]) -> tuple[Taken, ...]:
    """The piles that are not posted yet, the first taken first."""
    counted: Counter[tuple[int, str, str]] = Counter()
    for one in letters:
        if one.letter.pile is not None:
            counted[one.letter.pile, one.letter.language, one.letter.format] += 1
    return tuple(Taken(*of, number) for of, number in sorted(counted.items()))


def of_kind(letters: Iterable[Addressed], language: str, form: str) -> list[Addressed]:
    """The next pile of this kind, the oldest letters first."""
    wanted = [
        one
        for one in letters
        if one.address and one.letter.pile is None and (one.letter.language, one.letter.format) == (language, form)
    ]
    return wanted[:A_PILE]


def printed(letters: Sequence[Addressed], society: str, number: int, on: date) -> Document:
    """The letters of a pile: a sheet that stays in the office, then each letter."""
    first = letters[0].letter
    language, form = LANGUAGES.get(first.language) or LANGUAGES["en"], Form(first.format)
    labels = labels_in(language, made_on=on, form=form)
    title = language.say(Sentence("Letters by post: pile {number}", number=number))
    count, made = Sentence("Letters in this file"), Sentence("How they are made")
    blocks: list[Block] = [
        Facts(((language.say(count), str(len(letters))), (language.say(made), labels.form))),
        Paragraph(language.say(Sentence("Print it on one side of the sheet only. This sheet stays with you."))),
    ]
    for one in letters:
        blocks += [PageBreak(), *_letter(one, easy=first.format == EASY_READ)]
    return Document(
        title=title,
        language=language.code,
        society_name=society,
        number=str(number),
        made_on=on,
        audit_hash="",
        labels=labels,
        blocks=(*blocks, PageBreak()),
        large=first.format == LARGE_PRINT,
        numbered=False,
    )


def _letter(one: Addressed, *, easy: bool) -> list[Block]:
    parts = [part.strip() for part in one.letter.body.split("\n\n") if part.strip()]
    said: list[Block] = [EasyRow(part) for part in parts] if easy else [Paragraph(part) for part in parts]
    lines = (one.name, *one.address.splitlines())
    return [*(Paragraph(line) for line in lines if line.strip()), Heading(one.letter.subject), *said]
