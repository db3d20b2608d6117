"""The first draft of minutes, put together from what is known: who was there, the quorum, each item with what came of
it, interests, consultations, what is still to be done from before, the results there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.forums.purses import lifecycle as purses
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.queries import ForTheMinutes, ItemView, MeetingPage
from govern.meetings.rules import Outcome, Quorum, day_of
from govern.minutes.book.lifecycle.citing import cited, cited_by
from govern.minutes.book.lifecycle.consents import Consented, decided_by_consent
from govern.minutes.book.lifecycle.known import ARISING, arising, at_decisions, interests
from govern.minutes.book.models import Entry, Minutes, Presence
from govern.minutes.book.rules import EntryKind
from govern.sentences import Sentence

Words = dict[str, str]


async def compose(writing: AsyncSession, minutes: Minutes, meeting: MeetingPage, at: datetime) -> None:
    """Write the entries down: from here on they are the secretary's."""
    await _note_presence(writing, minutes.id, meeting)
    spoken = await spoken_at(writing, meeting)
    entries = await _entries(writing, meeting, spoken)
    entries[-1:-1] = await _of_the_fund(writing, minutes.id, meeting, spoken)
    for position, entry in enumerate(entries, start=1):
        entry.minutes_id, entry.position = minutes.id, position
        writing.add(entry)
    minutes.composed_at = at
    await writing.flush()


async def spoken_at(reading: AsyncSession, meeting: MeetingPage) -> tuple[str, ...]:
    book = (await rulebook.in_force(reading, day_of(meeting.starts_at))).rulebook
    return tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",)


def _said(sentences: Iterable[Sentence], spoken: Iterable[str]) -> Words:
    """Sentences, one a line, in each language."""
    said = tuple(sentences)
    return {code: "\n".join(LANGUAGES[code].say(sentence) for sentence in said) for code in spoken}


async def _note_presence(writing: AsyncSession, minutes_id: UUID, meeting: MeetingPage) -> None:
    """Who was there. Those who came only on a day when it was put off, for too few came, were not at the meeting."""
    stays = await meetings.stays(writing, meeting.id)
    if meeting.too_few_came and meeting.opened_at is not None:
        opened_at = meeting.opened_at
        stays = tuple(stay for stay in stays if stay.out_at is None or stay.out_at > opened_at)
    for position, stay in enumerate(stays, start=1):
        writing.add(
            Presence(
                minutes_id=minutes_id,
                position=position,
                name=stay.name,
                group=stay.group,
                counts=stay.counts,
                mode=stay.mode,
                in_at=stay.in_at,
                out_at=stay.out_at,
            )
        )


async def _entries(writing: AsyncSession, meeting: MeetingPage, spoken: tuple[str, ...]) -> list[Entry]:
    """Opening, quorum, the items in order, closing."""
    assert meeting.opened_at is not None
    assert meeting.closed_at is not None
    quorum = await meetings.quorum(writing, meeting.id, meeting.opened_at)
    chair = await identity.person(writing, meeting.chair_id) if meeting.chair_id else None
    floor, asked = await meetings.floor_results(writing, meeting.id), await meetings.who_asked(writing, meeting.id)
    also = await _also(writing, meeting)
    consented = {one.proposal_id: one for one in await decided_by_consent(writing, meeting)}
    begun_here = {item.id: consented.pop(item.proposal_id, None) for item in meeting.items if item.proposal_id}
    opening = [Sentence("The meeting opened on {moment}.", moment=meeting.opened_at)]
    if meeting.too_few_came and meeting.first_called_for is not None:
        called = Sentence(
            "It was called for {moment}. Too few came then, so it was put off.", moment=meeting.first_called_for
        )
        opening.insert(0, called)
    if chair is not None:
        opening.append(Sentence("{name} took the chair.", name=chair.name))
    closing = [Sentence("The meeting closed on {moment}.", moment=meeting.closed_at)]
    return [
        _entry(EntryKind.OPENING, _said([Sentence("Opening")], spoken), _said(opening, spoken)),
        _entry(EntryKind.QUORUM, _said([Sentence("Quorum")], spoken), _said(_quorum_words(quorum), spoken)),
        *await _arising(writing, meeting, spoken),
        *[
            _with_consent(
                await _more(writing, _item_entry(item, spoken, floor.get(item.id), asked.get(item.id)), also, spoken),
                begun_here.get(item.id),
                spoken,
            )
            for item in meeting.items
        ],
        *(_entry_of(one, spoken) for one in consented.values()),
        _entry(EntryKind.CLOSING, _said([Sentence("Closing")], spoken), _said(closing, spoken)),
    ]


class Also(msgspec.Struct, frozen=True):
    """What is known of items besides what became of them: sentences, and consultations that are cited."""

    said: dict[UUID, tuple[Sentence, ...]]
    consultations: dict[UUID, tuple[UUID, ...]]


async def _also(reading: AsyncSession, meeting: MeetingPage) -> Also:
    """Interests and the quorum at the decision; where it was voted on the floor, the vote tells both itself."""
    on_the_floor = await meetings.floor_results(reading, meeting.id)
    said = {item: list(lines) for item, lines in (await interests(reading, meeting.id)).items()}
    for item, decided in (await at_decisions(reading, meeting.id)).items():
        said.setdefault(item, []).append(decided.said)
    return Also(
        {item: tuple(lines) for item, lines in said.items() if item not in on_the_floor},
        await cited_by(reading, [item.id for item in meeting.items]),
    )


async def _more(reading: AsyncSession, entry: Entry, also: Also, spoken: tuple[str, ...]) -> Entry:
    """The entry with the consultations it rests on, and who took no part in it."""
    assert entry.item_id is not None
    consulted, said = also.consultations.get(entry.item_id, ()), also.said.get(entry.item_id, ())
    for code in spoken if consulted or said else ():
        lines = [LANGUAGES[code].say(one) for one in (*await cited(reading, consulted, code), *said)]
        entry.text = {**entry.text, code: "\n".join(filter(None, (entry.text.get(code, ""), *lines)))}
    return entry


async def _arising(reading: AsyncSession, meeting: MeetingPage, spoken: tuple[str, ...]) -> list[Entry]:
    """What earlier meetings of this body left to be done, and how it stands."""
    left = await arising(reading, meeting.id)
    if not left:
        return []
    text = {code: "\n".join(LANGUAGES[code].say(one.said(code)) for one in left) for code in spoken}
    return [_entry(EntryKind.ITEM, _said([ARISING], spoken), text)]


async def _of_the_fund(
    writing: AsyncSession, minutes_id: UUID, meeting: MeetingPage, spoken: tuple[str, ...]
) -> list[Entry]:
    """What the panel of the fund decided up to this meeting of the board and no minutes carry yet: codes and sums."""
    day = day_of(meeting.starts_at)
    board = (await rulebook.in_force(writing, day)).rulebook.board()
    if meeting.body != board.id:
        return []
    said = await purses.bring_to_minutes(writing, minutes_id, day)
    if not said:
        return []
    heading = _said([Sentence("Fund for people in need")], spoken)
    entry = _entry(
        EntryKind.ITEM, heading, _said([Sentence("The panel of the fund decided this. No name stands here.")], spoken)
    )
    entry.decision = _said(said, spoken)
    return [entry]


def _entry_of(one: Consented, spoken: tuple[str, ...]) -> Entry:
    """What a circle said at this meeting, by name, and what came of it."""
    entry = _entry(EntryKind.ITEM, {code: in_language(one.titles, code) for code in spoken}, _said(one.said, spoken))
    entry.decision = _said(one.came, spoken)
    return entry


def _with_consent(entry: Entry, one: Consented | None, spoken: tuple[str, ...]) -> Entry:
    """The entry of an item with the rounds that were begun from it; where it was voted on too, the vote decides."""
    if one is None:
        return entry
    said, came = _said(one.said, spoken), _said(one.came, spoken)
    decided = bool(entry.result) or entry.contest_id is not None
    for code in spoken:
        lines = [entry.text.get(code, ""), said[code], came[code] if decided else ""]
        entry.text = {**entry.text, code: "\n".join(filter(None, lines))}
    if not decided:
        entry.decision = came
    return entry


def _quorum_words(quorum: Quorum) -> list[Sentence]:
    """Required and counted, at the opening (domain.md section 5)."""
    return [
        Sentence("{entitled} people were entitled to vote.", entitled=quorum.entitled),
        Sentence("{needed} were needed. {counted} counted.", needed=quorum.needed, counted=quorum.counted),
        Sentence("There was a quorum.") if quorum.holds else Sentence("There was no quorum."),
    ]


def _entry(kind: EntryKind, heading: Words, text: Words) -> Entry:
    return Entry(id=uuid4(), kind=kind, heading=heading, text=text, decision={})


OUTCOMES = {
    Outcome.HEARD: Sentence("The meeting heard this."),
    Outcome.PUT_OFF: Sentence("This was put off to another meeting."),
    Outcome.WITHDRAWN: Sentence("This was withdrawn."),
}


def _item_entry(
    item: ItemView, spoken: tuple[str, ...], floor: ForTheMinutes | None, asked: Sentence | None
) -> Entry:
    """An item with its own words; what was said about it the secretary writes. `floor`: what was decided on it in the
    room without papers; `asked`: who asked for papers."""
    titles, texts = item.words["title"], item.words["text"]
    text: Words = {}
    for code in spoken:
        lines = [in_language(texts, code)] if texts else []
        if item.outcome in OUTCOMES:
            lines.append(LANGUAGES[code].say(OUTCOMES[item.outcome]))
        if asked is not None:
            lines.append(LANGUAGES[code].say(asked))
        text[code] = "\n".join(lines)
    entry = _entry(EntryKind.ITEM, {code: f"{item.position}. {in_language(titles, code)}" for code in spoken}, text)
    entry.item_id, entry.contest_id = item.id, item.contest_id
    if floor is not None:
        entry.decision, entry.result = floor.decision, floor.result
    elif item.outcome is Outcome.DECIDED and item.contest_id is None:
        entry.decision = _said([Sentence("The meeting agreed this.")], spoken)
    return entry
