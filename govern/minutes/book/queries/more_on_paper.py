"""What the minutes' paper says besides each entry's words: reasons, dissent, who does what, corrections; who sent
apologies, what is kept apart, which meeting agreed them and who signed."""

from __future__ import annotations

from govern.documents import Block, Bullets, Heading, Paragraph, SignatureLine, Signatures
from govern.identity.rules import day_of
from govern.languages import Language
from govern.minutes.book.queries.minutes import EntryView, MinutesPage
from govern.sentences import Sentence


def of_entry(entry: EntryView, language: Language) -> list[Block]:
    """After the decision and the vote of an entry."""
    say = language.say
    blocks: list[Block] = []
    if entry.reasons:
        blocks += [Heading(say(Sentence("Why")), 3), *(Paragraph(words) for words in entry.reasons)]
    for one in entry.dissent:
        said = Sentence("{name} asked that it is written down that they did not agree.", name=one.name)
        blocks.append(Paragraph(f"{say(said)} {one.reason}".strip()))
    if entry.actions:
        blocks.append(Heading(say(Sentence("Who does what")), 3))
        blocks.append(
            Bullets(
                tuple(
                    f"{one.text} {say(Sentence('{owner}, by {day}.', owner=one.owner, day=one.due_on))}"
                    for one in entry.actions
                )
            )
        )
    for right in entry.corrections:
        day = Sentence("Correction of {day}, line {line}.", day=day_of(right.at), line=right.line)
        blocks.append(Paragraph(f"{say(day)} {right.text}"))
    return blocks


def of_people(minutes: MinutesPage, language: Language) -> list[Block]:
    """After the table of who was there."""
    blocks: list[Block] = []
    observers = tuple(dict.fromkeys(one.name for one in minutes.present if one.observer))
    if observers:
        blocks.append(Paragraph(language.say(Sentence("Observers: {names}.", names=observers))))
    if minutes.apologies:
        blocks.append(Paragraph(language.say(Sentence("Apologies: {names}.", names=minutes.apologies))))
    return blocks


def at_the_end(minutes: MinutesPage, language: Language) -> list[Block]:
    """What is kept apart, who agreed the minutes, and the line for the chair, with the name where they signed."""
    say = language.say
    blocks: list[Block] = []
    if minutes.withheld:
        blocks.append(
            Paragraph(
                say(
                    Sentence(
                        "{n} entry is confidential and stands in an annex.",
                        "{n} entries are confidential and stand in an annex.",
                        minutes.withheld,
                        n=minutes.withheld,
                    )
                )
            )
        )
    signed = ""
    if minutes.agreed is not None:
        held = day_of(minutes.agreed.held_at)
        agreed = Sentence("Agreed by the meeting “{title}” of {day}.", title=minutes.agreed.meeting, day=held)
        blocks += [Heading(say(Sentence("Agreed and signed"))), Paragraph(say(agreed))]
        if minutes.agreed.signed_at is not None:
            signed = minutes.agreed.signed_by
            said = Sentence(
                "Signed by {name}, {moment}. Number {number} in the minute book.",
                name=signed,
                moment=minutes.agreed.signed_at,
                number=minutes.agreed.number or 0,
            )
            blocks.append(Paragraph(say(said)))
    line = SignatureLine(role=say(Sentence("Chair")), name=signed, day=say(Sentence("Date")))
    return [*blocks, Signatures((line,))]
