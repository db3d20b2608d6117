"""A notice in Easy Read, part by part: one idea a line, each with the name of its drawing. The page, the paper and
the mail show the same lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from govern.meetings.lifecycle.wording import NoticePaper, PaperItem
from govern.sentences import Sentence

#: What stands beside the facts of a notice in Easy Read, in their order; then beside each item, each note.
BESIDE = ("people", "clock", "clock", "house")
#: Where a sentence ends and the next one begins.
AFTER_A_SENTENCE = re.compile(r"(?<=[.!?]) (?=[^\W\d_a-zâêîôûŵŷ])")


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
