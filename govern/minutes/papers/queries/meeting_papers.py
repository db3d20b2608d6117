"""Papers before a meeting: the notice as it went out, the agenda, the form by which a peer speaks for somebody."""

from __future__ import annotations

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
    Form,
    Heading,
    Numbered,
    Paragraph,
    SignatureLine,
    Signatures,
    with_links,
)
from govern.errors import WrongMoment
from govern.identity import queries as identity
from govern.meetings import queries as meetings
from govern.meetings.lifecycle.wording import KIND_NAMES, NoticePaper
from govern.meetings.queries import ItemView, MeetingPage
from govern.meetings.queries.proxy_papers import proxy_form
from govern.meetings.rules import Stage, day_of
from govern.minutes.papers.queries.frames import Wanted, book_on, easy, paper
from govern.sentences import Sentence


async def notice_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The newest notice word for word. Raises `WrongMoment` before one went out."""
    meeting = await meetings.meeting_page(reading, wanted.subject, wanted.language.code)
    if not meeting.notices:
        raise WrongMoment("No notice of this meeting has gone out. Send the notice, then print it.")
    sent = await meetings.notice_paper(reading, wanted.subject, wanted.language.code)
    book = await book_on(reading, day_of(meeting.notices[-1].sent_at))
    blocks = _notice_in_easy_words(sent, wanted) if wanted.easy else _notice(sent, wanted)
    return paper(wanted, book, Sentence("{title}", title=sent.title), blocks)


def _notice(sent: NoticePaper, wanted: Wanted) -> list[Block]:
    blocks: list[Block] = [
        *(Paragraph(line) for line in sent.lead),
        Facts(tuple((label, with_links(said)) for label, said in sent.facts)),
    ]
    if sent.agenda:
        blocks.append(Heading(wanted.say(Sentence("What will be dealt with"))))
    for item in sent.agenda:
        blocks.append(Heading(f"{item.number}. {item.title}", 3))
        blocks += [Paragraph(with_links(line)) for line in item.text.split("\n") if line.strip()]
        if item.needs:
            blocks.append(Bullets(item.needs))
    if sent.notes:
        blocks += [Heading(wanted.say(Sentence("Good to know"))), Bullets(sent.notes)]
    return [*blocks, Paragraph(sent.signed)]


#: What stands beside the facts of a notice in Easy Read, in their order; then beside each item, each note.
BESIDE = ("people", "clock", "clock", "house")


def _notice_in_easy_words(sent: NoticePaper, wanted: Wanted) -> list[Block]:
    blocks: list[Block] = [easy(line, "look") for line in sent.lead]
    for place, (label, said) in enumerate(sent.facts):
        blocks.append(easy(f"{label}: {said}", BESIDE[place] if place < len(BESIDE) else "talk"))
    if sent.agenda:
        blocks.append(Heading(wanted.say(Sentence("What we talk about"))))
        blocks += [easy(f"{item.number}. {item.title}", "read") for item in sent.agenda]
    if sent.notes:
        blocks.append(Heading(wanted.say(Sentence("Good to know"))))
        blocks += [easy(note, "rules") for note in sent.notes]
    return [*blocks, Paragraph(sent.signed)]


async def agenda_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The agenda for the table: how the meeting begins, its business in order, when the next one is."""
    meeting = await meetings.meeting_page(reading, wanted.subject, wanted.language.code)
    if not meeting.items:
        raise WrongMoment("The agenda is empty. Put something on it, then print it.")
    book = await book_on(reading, day_of(meeting.starts_at))
    opening = await _opening(reading, meeting, wanted)
    closing = await _closing(reading, meeting, wanted)
    if wanted.easy:
        blocks: list[Block] = [
            easy(f"{label}: {said}", sign) for label, said, sign in _where_and_when(meeting, wanted)
        ]
        blocks += [easy(line, "hello") for line in opening]
        blocks += [easy(f"{item.position}. {item.title}", "read") for item in meeting.items]
        blocks += [easy(line, "clock") for line in closing]
    else:
        blocks = [
            Facts(tuple((label, said) for label, said, _ in _where_and_when(meeting, wanted))),
            Heading(wanted.say(Sentence("How the meeting begins"))),
            Bullets(tuple(opening)),
            Heading(wanted.say(Sentence("Business"))),
        ]
        for item in meeting.items:
            blocks += _item(item, wanted)
        blocks += [Heading(wanted.say(Sentence("How it ends"))), Bullets(tuple(closing))]
    return paper(wanted, book, Sentence("Agenda: {title}", title=meeting.title), blocks)


def _where_and_when(meeting: MeetingPage, wanted: Wanted) -> list[tuple[str, str, str]]:
    say, language = wanted.say, wanted.language
    kind = Sentence("Meeting of its own: {body}", body=meeting.of) if meeting.of else KIND_NAMES[meeting.kind]
    rows = [
        (say(Sentence("Kind of meeting")), say(kind), "people"),
        (say(Sentence("When")), language.moment(meeting.starts_at), "clock"),
        (say(Sentence("Where")), meeting.place, "house"),
    ]
    if meeting.ends_expected is not None:
        rows.insert(2, (say(Sentence("Until about")), language.time(meeting.ends_expected), "clock"))
    if meeting.access:
        rows.append((say(Sentence("Help to take part")), meeting.access, "people"))
    return rows


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
    if later:
        return [wanted.say(Sentence("The next meeting is {moment}.", moment=later[0].starts_at))]
    return [wanted.say(Sentence("When we meet again."))]


async def _of_its_kind(reading: AsyncSession, meeting: MeetingPage, wanted: Wanted) -> list[meetings.MeetingRow]:
    past = await meetings.meetings_past(reading, wanted.language.code)
    return [one for one in past if one.kind is meeting.kind and one.of == meeting.of and one.stage is Stage.CLOSED]


PURPOSES = {
    "motion": Sentence("To decide"),
    "election": Sentence("To elect"),
    "report": Sentence("To hear"),
    "talk": Sentence("To talk about"),
}


def _item(item: ItemView, wanted: Wanted) -> list[Block]:
    purpose = PURPOSES.get(item.kind.value)
    blocks: list[Block] = [Heading(f"{item.position}. {item.title}", 3)]
    if purpose is not None:
        blocks.append(Paragraph(wanted.say(Sentence("{purpose}.", purpose=purpose))))
    blocks += [Paragraph(with_links(line)) for line in item.text.split("\n") if line.strip()]
    if item.needs:
        blocks.append(Bullets(tuple(wanted.say(one) for one in item.needs)))
    return blocks


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
        Signatures(
            (
                SignatureLine(role=say(Sentence("Member")), day=say(Sentence("Date"))),
                SignatureLine(role=say(Sentence("Who supported them")), day=say(Sentence("Date"))),
            )
        ),
    ]
    return paper(wanted, book, Sentence("A peer votes for me"), blocks)


async def proxy_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The form by which a member names who comes and votes for them."""
    large = wanted.form is Form.LARGE_PRINT
    form = await proxy_form(reading, wanted.subject, wanted.language, wanted.at, large=large)
    book = await book_on(reading, day_of(wanted.at))
    return msgspec.structs.replace(form, number="", rules_version=book.society.version)
