"""A notice as a paper: word for word, and one idea a line with its drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from govern.documents import Block, Bullets, EasyRow, Facts, Heading, Paragraph, symbols, with_links
from govern.languages import Language
from govern.meetings.lifecycle.wording import NoticePaper, PaperItem
from govern.sentences import Sentence

#: What stands beside the facts of a notice in Easy Read, in their order; then beside each item, each note.
BESIDE = ("people", "clock", "clock", "house")
#: Where a sentence ends and the next one begins.
AFTER_A_SENTENCE = re.compile(r"(?<=[.!?]) (?=[^\W\d_a-zâêîôûŵŷ])")


def notice_blocks(sent: NoticePaper, language: Language, own: Sequence[str] = ()) -> list[Block]:
    """The notice word for word. `own` is said to one person alone, and comes first of what is good to know."""
    blocks: list[Block] = [
        *(Paragraph(line) for line in sent.lead),
        Facts(tuple((label, with_links(said)) for label, said in sent.facts)),
    ]
    if own:
        blocks += [Heading(language.say(Sentence("For you"))), Bullets(tuple(own))]
    if sent.agenda:
        blocks.append(Heading(language.say(Sentence("What will be dealt with"))))
    for item in sent.agenda:
        blocks.append(Heading(f"{item.number}. {item.title}", 3))
        blocks += [Paragraph(with_links(line)) for line in item.text.split("\n") if line.strip()]
        if item.needs:
            blocks.append(Bullets(item.needs))
    if sent.notes:
        blocks += [Heading(language.say(Sentence("Good to know"))), Bullets(sent.notes)]
    return [*blocks, Paragraph(sent.signed)]


class EasyPart(msgspec.Struct, frozen=True):
    """Lines of one idea each, with the name of the drawing beside it; the first part has no heading."""

    heading: Sentence | None
    lines: tuple[tuple[str, str], ...]


def easy_parts(sent: NoticePaper, own: Sequence[str] = ()) -> tuple[EasyPart, ...]:
    """What, when, where; what for you alone; what is talked about; what is good to know. Empty parts are left out."""
    facts = (
        (f"{label}: {said}", BESIDE[place] if place < len(BESIDE) else "talk")
        for place, (label, said) in enumerate(sent.facts)
    )
    leads, notes = _sentences(sent.easy_lead or sent.lead), _sentences(sent.easy_notes or sent.notes)
    parts = (
        EasyPart(None, (*((line, "look") for line in leads), *facts)),
        EasyPart(Sentence("For you"), tuple((line, "people") for line in own)),
        EasyPart(Sentence("What we talk about"), tuple(line for item in sent.agenda for line in _item(item))),
        EasyPart(Sentence("Good to know"), tuple((one, "rules") for one in notes)),
    )
    return tuple(part for part in parts if part.lines)


def _sentences(lines: Sequence[str]) -> list[str]:
    return [one for line in lines for one in AFTER_A_SENTENCE.split(line)]


def _item(item: PaperItem) -> tuple[tuple[str, str], ...]:
    """Its title; and of an election how many places there are and why they are free."""
    return (f"{item.number}. {item.title}", "read"), *((line, "people") for line in item.easy)


def notice_in_easy_words(sent: NoticePaper, language: Language, own: Sequence[str] = ()) -> list[Block]:
    """One idea a line, each beside its drawing."""
    blocks: list[Block] = []
    for part in easy_parts(sent, own):
        if part.heading is not None:
            blocks.append(Heading(language.say(part.heading)))
        blocks += [easy(words, symbol) for words, symbol in part.lines]
    return [*blocks, Paragraph(sent.signed)]


def easy(words: str, symbol: str) -> EasyRow:
    """One idea with its drawing at the left; see `drawn`."""
    return EasyRow(with_links(words), drawn(symbol))


def drawn(symbol: str) -> str:
    """A drawing as SVG: of the small set where it has no other name, else by its whole name ("mulberry-chair")."""
    name = symbol if symbol.startswith(symbols.MULBERRY) else symbols.OPENMOJI + symbol
    svg = symbols.drawing(name).decode("utf-8")
    return svg[svg.index("<svg") :]
