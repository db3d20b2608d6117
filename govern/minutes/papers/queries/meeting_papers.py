"""Papers before a meeting: the notice as it went out, the agenda, the form by which a peer speaks for somebody."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation.rules.mandates import check_enabled, said_scope
from govern.documents import (
    Blank,
    Block,
    Boxes,
    Bullets,
    Document,
    Facts,
    Heading,
    Numbered,
    Paragraph,
    with_links,
)
from govern.documents.attachments import Kind
from govern.errors import WrongMoment
from govern.identity import queries as identity
from govern.languages import Language
from govern.meetings import queries as meetings
from govern.meetings.lifecycle.wording import KIND_NAMES
from govern.meetings.queries import ItemView, MeetingPage
from govern.meetings.queries.notice_blocks import easy, notice_blocks, notice_in_easy_words
from govern.meetings.queries.proxy_papers import proxy_form, signed_by_both
from govern.meetings.rules import Stage, day_of
from govern.minutes.papers.queries.frames import Wanted, book_on, paper
from govern.sentences import Sentence


async def notice_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The newest notice word for word. Raises `WrongMoment` before one went out."""
    meeting = await meetings.meeting_page(reading, wanted.subject, wanted.language.code)
    if not meeting.notices:
        raise WrongMoment("No notice of this meeting has gone out. Send the notice, then print it.")
    sent = await meetings.notice_paper(reading, wanted.subject, wanted.language.code)
    book = await book_on(reading, day_of(meeting.notices[-1].sent_at))
    blocks = (notice_in_easy_words if wanted.easy else notice_blocks)(sent, wanted.language)
    return paper(wanted, book, Sentence("{title}", title=sent.title), blocks)


async def agenda_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The agenda for the table: how the meeting begins, its business in order, when the next one is."""
    meeting = await meetings.meeting_page(reading, wanted.subject, wanted.language.code)
    if not meeting.items:
        raise WrongMoment("The agenda is empty. Put something on it, then print it.")
    book = await book_on(reading, day_of(meeting.starts_at))
    named = await meetings.papers_for_all(reading, meeting.id, wanted.language.code)
    papers = named if wanted.names_papers else ()
    opening = await _opening(reading, meeting, wanted)
    closing = await _closing(reading, meeting, wanted)
    whole = [paper_line(one, wanted.language) for one in papers if one.item_id is None]
    if wanted.easy:
        blocks: list[Block] = [
            easy(f"{label}: {said}", sign) for label, said, sign in _where_and_when(meeting, wanted)
        ]
        blocks += [easy(line, "hello") for line in opening]
        for item in meeting.items:
            blocks += _item_in_easy_words(item, _of_item(papers, item, wanted), wanted)
        blocks += [*(easy(line, "read") for line in whole), *(easy(line, "clock") for line in closing)]
    else:
        blocks = [
            Facts(tuple((label, with_links(said)) for label, said, _ in _where_and_when(meeting, wanted))),
            Heading(wanted.say(Sentence("How the meeting begins"))),
            Bullets(tuple(opening)),
            Heading(wanted.say(Sentence("Business"))),
        ]
        for item in meeting.items:
            blocks += _item(item, _of_item(papers, item, wanted), wanted)
        if whole:
            blocks += [Heading(wanted.say(Sentence("Papers for the whole meeting"))), Bullets(tuple(whole))]
        blocks += [Heading(wanted.say(Sentence("How it ends"))), Bullets(tuple(closing))]
    return paper(wanted, book, Sentence("Agenda: {title}", title=meeting.title), blocks)


def paper_line(one: meetings.PaperView, language: Language) -> str:
    """A paper that was sent for the meeting, as the agenda names it."""
    kind = language.say(KIND_OF_FILE[one.newest.kind])
    words = Sentence("Paper: {title}, version {n} ({kind}).", title=one.title, n=one.newest.number, kind=kind)
    return language.say(words)


def _of_item(papers: Sequence[meetings.PaperView], item: ItemView, wanted: Wanted) -> list[str]:
    return [paper_line(one, wanted.language) for one in papers if one.item_id == item.id]


def _where_and_when(meeting: MeetingPage, wanted: Wanted) -> list[tuple[str, str, str]]:
    """What it is, when and where, and each way to take part: label, words, and the drawing in Easy Read."""
    say, language = wanted.say, wanted.language
    kind = Sentence("Meeting of its own: {body}", body=meeting.of) if meeting.of else KIND_NAMES[meeting.kind]
    until = language.time(meeting.ends_expected) if meeting.ends_expected is not None else ""
    rows = (
        (Sentence("Kind of meeting"), say(kind), "people"),
        (Sentence("When"), language.moment(meeting.starts_at), "clock"),
        (Sentence("Until about"), until, "clock"),
        (Sentence("Where"), meeting.place, "house"),
        (Sentence("By video"), meeting.video_link or "", "computer"),
        (Sentence("By telephone"), meeting.telephone or "", "phone"),
        (Sentence("Captions"), meeting.captions_link or "", "read"),
        (Sentence("Interpreter"), meeting.interpreter, "talk"),
        (Sentence("Help to take part"), meeting.access, "people"),
        (Sentence("Whom to ask for help to take part"), meeting.ask_access or "", "question"),
    )
    return [(say(label), said, sign) for label, said, sign in rows if said]


async def _opening(reading: AsyncSession, meeting: MeetingPage, wanted: Wanted) -> list[str]:
    """Welcome, chair, apologies, the quorum with its numbers, interests, the minutes before."""
    say = wanted.say
    lines = [say(Sentence("Welcome. How to take part, and who helps with it."))]
    if meeting.chair_id is not None:
        chair = await identity.person(reading, meeting.chair_id)
        lines.append(say(Sentence("{name} takes the chair.", name=chair.name)))
    else:
        lines.append(say(Sentence("Who takes the chair.")))
    lines.append(say(Sentence("Apologies of those who cannot come.")))
    needed = await _quorum(reading, meeting, wanted)
    lines += [say(needed), say(Sentence("Interests that somebody has in an item."))]
    before = [one for one in await _of_its_kind(reading, meeting, wanted) if one.starts_at < meeting.starts_at]
    if before:
        day = Sentence("The minutes of {day}, and what arises from them.", day=day_of(before[0].starts_at))
        lines.append(say(day))
    return lines


async def _quorum(reading: AsyncSession, meeting: MeetingPage, wanted: Wanted) -> Sentence:
    """How many are needed; how many count now, or counted when most were there."""
    counted = Sentence("Quorum: {needed} are needed, {counted} count.")
    if meeting.stage is Stage.CLOSED and meeting.closed_at is not None:
        facts = await meetings.facts_for_a_count(reading, meeting.id, meeting.closed_at)
        if facts is not None:
            return Sentence(counted.text, needed=facts.required, counted=facts.counted)
    quorum = await meetings.quorum(reading, meeting.id, wanted.at)
    if meeting.stage is Stage.OPEN:
        return Sentence(counted.text, needed=quorum.needed, counted=quorum.counted)
    return Sentence("Quorum: {needed} are needed for the meeting to decide.", needed=quorum.needed)


async def _closing(reading: AsyncSession, meeting: MeetingPage, wanted: Wanted) -> list[str]:
    coming = await meetings.meetings_to_come(reading, wanted.at, wanted.language.code)
    later = [one for one in coming if one.kind is meeting.kind and one.starts_at > meeting.starts_at]
    lines = []
    if meeting.runs_until is not None:
        time = wanted.language.time(meeting.runs_until)
        lines.append(Sentence("With these times the meeting goes on until about {time}.", time=time))
    next_one = Sentence("The next meeting is {moment}.", moment=later[0].starts_at) if later else None
    lines.append(next_one or Sentence("When we meet again."))
    return [wanted.say(line) for line in lines]


async def _of_its_kind(reading: AsyncSession, meeting: MeetingPage, wanted: Wanted) -> list[meetings.MeetingRow]:
    past = await meetings.meetings_past(reading, wanted.language.code)
    return [one for one in past if one.kind is meeting.kind and one.of == meeting.of and one.stage is Stage.CLOSED]


PURPOSES = {
    "motion": Sentence("To decide"),
    "election": Sentence("To elect"),
    "report": Sentence("To hear"),
    "talk": Sentence("To talk about"),
}


KIND_OF_FILE = {Kind.PDF: Sentence("PDF"), Kind.DOCX: Sentence("DOCX"), Kind.JPEG: Sentence("picture")}


def _item(item: ItemView, papers: list[str], wanted: Wanted) -> list[Block]:
    """What it is for, when it begins, who brings it and how long it takes; its text, its papers; the break after."""
    first = " ".join((*_purpose(item, wanted), *_how_long(item, wanted), *_by_whom(item, wanted)))
    blocks: list[Block] = [Heading(f"{item.position}. {item.title}", 3)]
    blocks += [Paragraph(first)] if first else []
    blocks += [Paragraph(with_links(line)) for line in item.text.split("\n") if line.strip()]
    beside = (*(wanted.say(one) for one in item.needs), *papers)
    blocks += [Bullets(beside)] if beside else []
    return [*blocks, *(Paragraph(line) for line in _break(item, wanted))]


def _item_in_easy_words(item: ItemView, papers: list[str], wanted: Wanted) -> list[Block]:
    return [
        easy(f"{item.position}. {item.title}", "talk"),
        *(easy(line, "rules") for line in _purpose(item, wanted)),
        *(easy(line, "people") for line in _by_whom(item, wanted)),
        *(easy(line, "clock") for line in _how_long(item, wanted)),
        *(easy(line, "read") for line in papers),
        *(easy(line, "house") for line in _break(item, wanted)),
    ]


def _purpose(item: ItemView, wanted: Wanted) -> list[str]:
    purpose = PURPOSES.get(item.kind.value)
    return [wanted.say(Sentence("{purpose}.", purpose=purpose))] if purpose is not None else []


def _by_whom(item: ItemView, wanted: Wanted) -> list[str]:
    return [wanted.say(Sentence("Brought by {owner}.", owner=item.owner))] if item.owner else []


def _how_long(item: ItemView, wanted: Wanted) -> list[str]:
    lines = []
    if item.begins_at is not None and item.minutes:
        lines.append(Sentence("At about {time}.", time=wanted.language.time(item.begins_at)))
    if item.minutes:
        lines.append(Sentence("About {n} minute.", "About {n} minutes.", item.minutes, n=item.minutes))
    return [wanted.say(line) for line in lines]


def _break(item: ItemView, wanted: Wanted) -> list[str]:
    if not item.break_after:
        return []
    n = item.break_after
    return [wanted.say(Sentence("Then a break of {n} minute.", "Then a break of {n} minutes.", n, n=n))]


async def peer_form(reading: AsyncSession, wanted: Wanted) -> Document:
    """The form on which a member says that a peer votes for them. Raises `NotAllowed` where nobody does here."""
    meeting = await meetings.found(reading, wanted.subject)
    book = await book_on(reading, day_of(meeting.starts_at))
    check_enabled(book)
    say, months = wanted.say, book.peer.opt_in_renew_months
    kept = book.peer.not_for or ()
    open_to_peers = [kind.id for kind in book.resolutions if kind.id not in kept]
    kinds = tuple(
        say(Sentence("{kind}", kind=words)) for words in said_scope(book, open_to_peers, wanted.language.code)
    )
    always = Sentence("You can always vote yourself. Then only your own vote counts.")
    end = Sentence("You can end this on any day. Say so, write or call. You need no reason.")
    lasts = [Sentence("It lasts {n} month.", "It lasts {n} months.", months, n=months)] if months else []
    first = Sentence("With this form you say that a peer votes for you when you do not vote yourself.")
    not_for = Sentence("It is not for a vote in which the rules ask for each member's own voice.")
    if wanted.easy:
        blocks: list[Block] = [
            easy(say(Sentence("This paper lets a peer vote for you.")), "people"),
            easy(say(Sentence("A peer is a member who was chosen to speak for others.")), "talk"),
            easy(say(Sentence("Your peer votes when you do not vote yourself.")), "envelope"),
            easy(say(Sentence("You can always vote yourself.")), "ballot-box"),
            easy(say(Sentence("Then only your own vote counts.")), "mulberry-same"),
            easy(say(Sentence("Some votes need your own voice. Your peer cannot give it.")), "locked"),
            *(easy(say(one), "clock") for one in lasts),
            easy(say(Sentence("You can end this on any day. You need no reason.")), "no"),
            easy(say(Sentence("Say so, write, or call.")), "phone"),
        ]
    else:
        blocks = [Paragraph(say(first)), Numbered(tuple(say(one) for one in (always, end, not_for, *lasts)))]
    blocks += [
        Heading(say(Sentence("Who you are"))),
        Blank(say(Sentence("Your name"))),
        Blank(say(Sentence("Your number in the register, if you know it"))),
        Heading(say(Sentence("Your peer"))),
        Blank(say(Sentence("Their name"))),
        Blank(say(Sentence("Their forum"))),
        Blank(say(Sentence("From which day"))),
        Blank(say(Sentence("When you look at it again together"))),
        Heading(say(Sentence("What your peer votes on for you"))),
        Boxes((say(Sentence("Everything that peers may vote on")), *kinds)),
        Heading(say(Sentence("How you chose"))),
        Boxes(
            (
                say(Sentence("I chose alone.")),
                say(Sentence("Somebody explained it to me. I chose.")),
                say(Sentence("I showed my choice with pictures, signs or objects.")),
            )
        ),
        Blank(say(Sentence("Who supported you, and how you told them")), 2),
        signed_by_both(wanted.language),
    ]
    return paper(wanted, book, Sentence("A peer votes for me"), blocks)


async def proxy_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The form by which a member names who comes and votes for them."""
    form = await proxy_form(reading, wanted.subject, wanted.language, wanted.at, wanted.form)
    return msgspec.structs.replace(form, number="", audit_hash="")
