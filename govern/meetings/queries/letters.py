"""Notices on paper: all letters of one language and one format as one document, each with its address, on its sheets.

A tagged PDF has one language, and large print is another size, so each language and format is a file of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from govern.documents import (
    Block,
    Document,
    EasyRow,
    Facts,
    Form,
    Heading,
    PageBreak,
    Paragraph,
    labels_in,
)
from govern.languages import LANGUAGES, Language
from govern.meetings.lifecycle.wording import NoticePaper
from govern.meetings.queries.delivery import DeliveryLine
from govern.sentences import Sentence


def letters_paper(
    lines: Sequence[DeliveryLine], paper: NoticePaper, language: str, form: str, audit_hash: str, on: date
) -> Document:
    """A sheet that stays in the office, then each letter."""
    said, made = LANGUAGES[language], Form(form)
    labels = labels_in(said, made_on=on, form=made)
    facts = (
        (said.say(Sentence("Letters in this file")), str(len(lines))),
        (said.say(Sentence("How they are made")), labels.form),
    )
    blocks: list[Block] = [
        Facts(facts),
        Paragraph(said.say(Sentence("Print it on one side of the sheet only. This sheet stays with you."))),
    ]
    notice = _easy(paper, said) if made is Form.EASY_READ else _whole(paper, said)
    for one in lines:
        address = (one.name, *one.postal_address.splitlines())
        blocks += [PageBreak(), *(Paragraph(line) for line in address if line.strip()), Heading(paper.title), *notice]
    return Document(
        title=said.say(Sentence("Letters by post: {title}", title=paper.title)),
        language=language,
        society_name=paper.society,
        number="",
        made_on=on,
        audit_hash=audit_hash,
        labels=labels,
        blocks=(*blocks, PageBreak()),
        large=made is Form.LARGE_PRINT,
        numbered=False,
    )


def _whole(paper: NoticePaper, language: Language) -> list[Block]:
    """The notice word for word."""
    blocks: list[Block] = [*(Paragraph(line) for line in paper.lead)]
    blocks.append(Facts(tuple((label, fact) for label, fact in paper.facts)))
    if paper.agenda:
        blocks.append(Heading(language.say(Sentence("What will be dealt with")), 3))
        for item in paper.agenda:
            blocks.append(Heading(f"{item.number}. {item.title}", 4))
            blocks += [Paragraph(line) for line in (*item.text.splitlines(), *item.needs) if line.strip()]
    blocks += [Paragraph(line) for line in paper.notes]
    return [*blocks, Paragraph(paper.signed)]


def _easy(paper: NoticePaper, language: Language) -> list[Block]:
    """One idea a line: that there is a meeting, when and where, what is talked about, whom to ask."""
    lines = [*paper.lead, *(f"{label}: {fact}" for label, fact in paper.facts)]
    lines.append(language.say(Sentence("This is what the meeting is about:")))
    lines += [f"{item.number}. {item.title}" for item in paper.agenda]
    lines.append(language.say(Sentence("You can ask us to read the whole notice to you.")))
    return [*(EasyRow(line) for line in lines), Paragraph(paper.signed)]
