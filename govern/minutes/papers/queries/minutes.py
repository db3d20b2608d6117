"""The minutes as `documents` prints them (domain.md section 5)."""

from __future__ import annotations

from datetime import datetime

from govern.documents import (
    Block,
    Bullets,
    Decision,
    Document,
    Facts,
    Heading,
    Paragraph,
    Table,
    labels_in,
)
from govern.languages import Language
from govern.meetings.lifecycle.wording import KIND_NAMES
from govern.meetings.rules import Mode, day_of
from govern.minutes.book.queries import more_on_paper
from govern.minutes.book.queries.minutes import EntryView, MinutesPage
from govern.minutes.book.rules import Stage
from govern.sentences import Sentence

STAGES = {
    Stage.DRAFT: Sentence("Draft. Members have not seen it."),
    Stage.CIRCULATED: Sentence("Not agreed yet. The next meeting agrees the minutes."),
    Stage.AMENDED: Sentence("Changed since members saw it, and not agreed yet."),
    Stage.APPROVED: Sentence("Agreed by the meeting."),
    Stage.SIGNED: Sentence("Agreed and signed."),
}

PRESENT = (Sentence("Name"), Sentence("Group"), Sentence("How"), Sentence("Came"), Sentence("Left"))


def _kind(minutes: MinutesPage) -> Sentence:
    if minutes.of:
        return Sentence("Meeting of its own: {body}", body=minutes.of)
    return KIND_NAMES[minutes.kind]


def minutes_paper(minutes: MinutesPage, language: Language) -> Document:
    """The minutes as a paper: who was there with times, the quorum, each item, what was decided and why."""
    say = language.say
    facts = [
        (say(Sentence("Meeting")), f"{say(_kind(minutes))}. {minutes.title}"),
        (say(Sentence("When")), language.moment(minutes.starts_at)),
        (say(Sentence("Where")), minutes.place),
        (say(Sentence("These minutes")), say(STAGES[minutes.stage])),
    ]
    blocks: list[Block] = [Facts(tuple(facts)), Heading(say(Sentence("Who was there")))]
    if minutes.present:
        ways = {Mode.IN_PERSON: say(Sentence("In the room")), Mode.REMOTE: say(Sentence("From elsewhere"))}
        guest = say(Sentence("Guest, not counted"))
        blocks.append(
            Table(
                caption=say(Sentence("People, their groups, and when they came and left")),
                header=tuple(say(words) for words in PRESENT),
                rows=tuple(
                    (
                        one.name,
                        (one.group or guest) if one.counts else guest,
                        ways[one.mode],
                        _clock(one.in_at, language),
                        _clock(one.out_at, language),
                    )
                    for one in minutes.present
                ),
            )
        )
    else:
        blocks.append(Paragraph(say(Sentence("Nobody was checked in."))))
    blocks += more_on_paper.of_people(minutes, language)
    for entry in minutes.entries:
        blocks.extend(_entry_blocks(entry, language))
        blocks.extend(more_on_paper.of_entry(entry, language))
    blocks += more_on_paper.at_the_end(minutes, language)
    return Document(
        title=say(Sentence("Minutes: {title}", title=minutes.title)),
        language=language.code,
        society_name=minutes.society,
        society_number=minutes.society_number,
        number=minutes.number,
        made_on=day_of(minutes.circulated_at or minutes.drafted_at),
        audit_hash=minutes.record_hash,
        rules_version=minutes.rules_version,
        labels=labels_in(language, made_on=day_of(minutes.circulated_at or minutes.drafted_at)),
        blocks=tuple(blocks),
    )


def _entry_blocks(entry: EntryView, language: Language) -> list[Block]:
    blocks: list[Block] = [Heading(entry.heading)]
    blocks.extend(Paragraph(text) for text in entry.paragraphs)
    if entry.decision:
        blocks.append(Decision(entry.decision))
    if entry.result:
        blocks.append(Bullets(entry.result))
    if entry.waits:
        blocks.append(Paragraph(language.say(Sentence("The result of this vote is not declared yet."))))
    return blocks


def _clock(moment: datetime | None, language: Language) -> str:
    """A time of day as tables show it, in digits; an empty cell where there is none."""
    return "" if moment is None else moment.astimezone(language.zone).strftime("%H:%M")
