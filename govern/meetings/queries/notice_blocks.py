"""A notice as a paper: word for word, and one idea a line with its drawing."""

from __future__ import annotations

from collections.abc import Sequence

from govern.documents import Block, Bullets, EasyRow, Facts, Heading, Paragraph, symbols, with_links
from govern.languages import Language
from govern.meetings.lifecycle.easy_parts import easy_parts
from govern.meetings.lifecycle.wording import NoticePaper
from govern.sentences import Sentence


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
