"""Letters with ballot papers, as `documents` prints them: the letter, the paper, the sheet of each envelope."""

from __future__ import annotations

from collections.abc import Sequence

from govern.ballots.queries.paper_lists import Posted
from govern.ballots.queries.printing import Frame, document, paper_blocks
from govern.ballots.rules import papers
from govern.documents import (
    Block,
    Document,
    EasyRow,
    Facts,
    Form,
    Heading,
    Numbered,
    PageBreak,
    Paragraph,
    Run,
    labels_in,
)
from govern.documents.pictures.drawing import Caption
from govern.documents.qr import qr
from govern.sentences import Sentence


def letters(frame: Frame, form: str, posted: Sequence[Posted]) -> Document:
    """One file for the printer: for each member the letter, the paper, the sheet of each envelope. One-sided."""
    title = frame.say(Sentence("Letters with papers: {title}", title=frame.title))
    blocks: list[Block] = [
        Facts(
            (
                (frame.say(Sentence("Letters in this file")), str(len(posted))),
                (
                    frame.say(Sentence("How they are made")),
                    labels_in(frame.language, made_on=frame.made_on, form=Form(form)).form,
                ),
            )
        ),
        Paragraph(frame.say(Sentence("Print it on one side of the sheet only. This sheet stays with you."))),
        Paragraph(
            frame.say(
                Sentence("After each letter come its paper, the outer envelope's sheet and the inner envelope's.")
            )
        ),
    ]
    heading = Heading(frame.say(Sentence("Ballot paper: {title}", title=frame.title)))
    for one in posted:
        for part in (
            _letter(frame, one),
            [heading, *paper_blocks(frame, one.style, form)],
            _outer(frame, one.handle),
            _inner(frame),
        ):
            blocks += [PageBreak(), *part]
    return document(frame, title, form, [*blocks, PageBreak()])


def envelope_sheets(frame: Frame) -> Document:
    """The inner envelope's sheet by itself, for papers that are handed out."""
    return document(frame, frame.say(Sentence("Inner envelope")), papers.STANDARD, _inner(frame)[1:])


def _letter(frame: Frame, one: Posted) -> list[Block]:
    number, day = frame.number, frame.closes_at
    steps = (
        Sentence("Mark your choice on the paper. Nobody's name is on it, and yours does not belong there."),
        Sentence("Put the paper in the inner envelope, and that in the outer envelope."),
        Sentence("The code on the outer envelope tells us that one paper came from you, and keeps out a second."),
        Sentence("Tellers take the inner envelope out, mix it with others, and only then open it."),
    )
    said = (
        Sentence("Hello {name},", name=one.first_name),
        Sentence("here is your paper for vote {number}. You can vote until {day}.", number=number, day=day),
    )
    help_ = Sentence("You may have help with reading and writing. Nobody may choose for you.")
    return [
        *(Paragraph(line) for line in (one.name, *one.address.splitlines()) if line.strip()),
        Heading(frame.say(Sentence("Your ballot paper: {title}", title=frame.title))),
        *(Paragraph(frame.say(words)) for words in said),
        Numbered(tuple(frame.say(words) for words in steps)),
        Paragraph(frame.say(help_)),
        *([Paragraph(frame.officer)] if frame.officer else []),
    ]


def _outer(frame: Frame, handle: str) -> list[Block]:
    code = papers.grouped(handle)
    drawn = qr(handle.upper(), Caption(code), prefix=f"q{handle}")
    return [
        Heading(frame.say(Sentence("Outer envelope"))),
        *(Paragraph(line) for line in (frame.society, *frame.address.splitlines())),
        EasyRow((Run(code, strong=True),), str(drawn)),
        Paragraph(
            frame.say(
                Sentence("Vote {number}. Ballot paper inside: the tellers open this envelope.", number=frame.number)
            )
        ),
    ]


def _inner(frame: Frame) -> list[Block]:
    return [
        Heading(frame.say(Sentence("Inner envelope"))),
        Paragraph(
            frame.say(Sentence("Vote {number}. Ballot paper. Write nothing on this envelope.", number=frame.number))
        ),
    ]
