"""Papers about proxies: the form a member fills in by hand, and the register as it is kept with the minutes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.seal.manifest import Channel
from govern.constituencies.representation.queries import ProxyView
from govern.constituencies.representation.rules import proxies as proxy_rules
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import society_name
from govern.database import in_language
from govern.documents import (
    Blank,
    Block,
    Boxes,
    Document,
    Facts,
    Form,
    Heading,
    Paragraph,
    SignatureLine,
    Signatures,
    Table,
    labels_in,
)
from govern.errors import NotAllowed
from govern.languages import Language
from govern.meetings import rules
from govern.meetings.lifecycle.held import agenda_of, found
from govern.meetings.lifecycle.proxies import deadline_of
from govern.meetings.models import Meeting
from govern.meetings.queries.notice_blocks import easy
from govern.meetings.queries.proxies import meeting_proxies
from govern.meetings.rules import ItemKind
from govern.sentences import Sentence

KINDS = {Channel.PROXY_DIRECTED: Sentence("Directed"), Channel.PROXY_FREE: Sentence("Left to the person")}

HEADER = (Sentence("Member"), Sentence("Votes for them"), Sentence("Received"), Sentence("State"))
FATES = (
    Sentence("Kind"),
    Sentence("Valid"),
    Sentence("Used"),
    Sentence("Own vote instead"),
    Sentence("Not cast"),
)


async def proxy_form(
    reading: AsyncSession, meeting_id: UUID, language: Language, at: datetime, form: Form = Form.STANDARD
) -> Document:
    """The form to print: who, whom, how they vote on each question, until when, how to take it back.

    Raises `NotAllowed` where nobody can vote in another's place.
    """
    meeting = await found(reading, meeting_id)
    ruling = await rulebook.in_force(reading, rules.day_of(meeting.starts_at))
    book, say = ruling.rulebook, language.say
    if not book.proxy.allowed:
        raise NotAllowed("Nobody can vote in another member's place here, so there is no form for it.")
    title = in_language(meeting.title, language.code)
    if form is Form.EASY_READ:
        blocks = await _in_easy_words(reading, meeting, book, language)
    else:
        blocks = await _in_full(reading, meeting, book, language)
    if form is Form.LARGE_PRINT:
        blocks = _in_large_print(blocks)
    return Document(
        title=say(Sentence("Somebody votes for me: {title}", title=title)),
        language=language.code,
        society_name=society_name(book.society, language.code),
        number=f"{rules.day_of(meeting.starts_at):%Y%m%d}",
        made_on=rules.day_of(at),
        audit_hash=(await record.last_hash(reading)).hex(),
        society_number=book.society.registered_number or "",
        rules_version=book.society.version,
        blocks=tuple(blocks),
        labels=labels_in(language, made_on=rules.day_of(at), form=form),
        large=form is Form.LARGE_PRINT,
    )


def signed_by_both(language: Language) -> Signatures:
    """The member, and whoever supported them in filling the form in (domain.md section 5)."""
    day = language.say(Sentence("Date"))
    roles = (Sentence("Member"), Sentence("Who supported them"))
    return Signatures(tuple(SignatureLine(role=language.say(role), day=day) for role in roles))


async def _in_full(reading: AsyncSession, meeting: Meeting, book: Rulebook, language: Language) -> list[Block]:
    say = language.say
    blocks: list[Block] = [
        Paragraph(say(Sentence("With this form you name a person who comes to the meeting and votes for you."))),
        Facts(
            (
                (say(Sentence("Meeting")), in_language(meeting.title, language.code)),
                (say(Sentence("When")), language.moment(meeting.starts_at)),
                (say(Sentence("Where")), in_language(meeting.place, language.code)),
                (say(Sentence("We must have it by")), language.moment(deadline_of(meeting, book))),
                (say(Sentence("Who it may be")), say(proxy_rules.who_may(book))),
            )
        ),
        *_by_hand(language),
    ]
    if book.proxy.directed:
        blocks += await _directions(reading, meeting.id, language)
    change = Sentence(
        "You can take this back until the vote. Write or call. If you vote yourself, only your own vote counts."
    )
    return [
        *blocks,
        Heading(say(Sentence("If you change your mind"))),
        Paragraph(say(change)),
        signed_by_both(language),
    ]


async def _in_easy_words(reading: AsyncSession, meeting: Meeting, book: Rulebook, language: Language) -> list[Block]:
    """One idea a line beside its drawing, and before each field what it is for (easy-read.md, section 2)."""
    say, code = language.say, language.code
    until = language.moment(deadline_of(meeting, book))
    blocks: list[Block] = [
        easy(say(Sentence("This paper lets another person vote for you.")), "people"),
        easy(say(Sentence("They come to the meeting. They vote for you there.")), "ballot-box"),
        easy(say(Sentence("You do not have to use this paper.")), "mulberry-paper"),
        easy(say(Sentence("Meeting: {title}.", title=in_language(meeting.title, code))), "read"),
        easy(say(Sentence("It begins: {moment}.", moment=meeting.starts_at)), "clock"),
        easy(say(Sentence("Place: {place}.", place=in_language(meeting.place, code))), "house"),
        Heading(say(Sentence("Who you are"))),
        easy(say(Sentence("Write here who you are. Someone can help you.")), "write"),
        Blank(say(Sentence("Your name"))),
        Blank(say(Sentence("Your number, if you know it"))),
        Blank(say(Sentence("Your address")), 2),
        Heading(say(Sentence("Who votes for you"))),
        easy(say(Sentence("Choose 1 person.")), "mulberry-pick_,_to"),
        easy(say(proxy_rules.who_may(book)), "rules"),
        Boxes((say(Sentence("The person who runs the meeting")), say(Sentence("This person:")))),
        Blank(say(Sentence("Their name"))),
        Blank(say(Sentence("Their address, or their mail address")), 2),
    ]
    if book.proxy.directed:
        blocks += [
            Heading(say(Sentence("How they vote"))),
            easy(say(Sentence("You can let them decide. Or you can tell them how to vote.")), "talk"),
            Boxes((say(Sentence("They decide.")), say(Sentence("They vote as I mark here:")))),
            *await _questions(reading, meeting.id, language, EASY_OPTIONS),
        ]
    return [
        *blocks,
        Heading(say(Sentence("If you change your mind"))),
        easy(say(Sentence("You can change your mind until the vote. Write or call.")), "phone"),
        easy(say(Sentence("You can always vote yourself. Then only your own vote counts.")), "mulberry-same"),
        Heading(say(Sentence("What to do next"))),
        easy(say(Sentence("Write your name and the date below.")), "agree"),
        easy(say(Sentence("Did somebody help you? They write their name too.")), "people"),
        easy(say(Sentence("Send us this paper.")), "envelope"),
        easy(say(Sentence("Last time: {moment}.", moment=until)), "clock"),
        signed_by_both(language),
    ]


def _by_hand(language: Language) -> list[Block]:
    """Who the member is, and whom they name."""
    say = language.say
    return [
        Heading(say(Sentence("Who you are"))),
        Blank(say(Sentence("Your name"))),
        Blank(say(Sentence("Your number in the register, if you know it"))),
        Blank(say(Sentence("Your address")), 2),
        Heading(say(Sentence("Who votes for you"))),
        Boxes((say(Sentence("The chair of the meeting")), say(Sentence("This person:")))),
        Blank(say(Sentence("Their name"))),
        Blank(say(Sentence("Their address, or their mail address")), 2),
    ]


OPTIONS = (Sentence("For"), Sentence("Against"), Sentence("They leave it blank"))
EASY_OPTIONS = (Sentence("Yes"), Sentence("No"), Sentence("They leave it blank"))


async def _directions(reading: AsyncSession, meeting_id: UUID, language: Language) -> list[Block]:
    """For each question of the agenda: how they vote, or that they decide."""
    say = language.say
    return [
        Heading(say(Sentence("How they vote"))),
        Boxes((say(Sentence("They decide on everything.")), say(Sentence("They vote as I mark here:")))),
        *await _questions(reading, meeting_id, language, OPTIONS),
    ]


async def _questions(
    reading: AsyncSession, meeting_id: UUID, language: Language, options: tuple[Sentence, ...]
) -> list[Block]:
    say = language.say
    blocks: list[Block] = []
    for item in await agenda_of(reading, meeting_id):
        if item.kind is ItemKind.MOTION:
            blocks.append(Heading(f"{item.position}. {in_language(item.title, language.code)}", 3))
            blocks.append(Boxes(tuple(say(one) for one in options)))
        elif item.kind is ItemKind.ELECTION:
            blocks.append(Heading(f"{item.position}. {in_language(item.title, language.code)}", 3))
            blocks.append(Blank(say(Sentence("Whom you want, the one you want most first")), 3))
    return blocks


def _in_large_print(blocks: list[Block]) -> list[Block]:
    """More room to write by hand."""
    return [Blank(one.label, one.lines + 1) if isinstance(one, Blank) else one for one in blocks]


async def register_paper(reading: AsyncSession, meeting_id: UUID, language: Language, at: datetime) -> Document:
    """The register of proxies as a paper: valid, ended, refused with the reason; directed and undirected apart."""
    meeting = await found(reading, meeting_id)
    ruling = await rulebook.in_force(reading, rules.day_of(meeting.starts_at))
    register, say = await meeting_proxies(reading, meeting_id, language.code, at), language.say
    title = in_language(meeting.title, language.code)
    stood = len(register.standing)
    blocks: list[Block] = [
        Facts(
            (
                (say(Sentence("Meeting")), title),
                (say(Sentence("When")), language.moment(meeting.starts_at)),
                (say(Sentence("Last moment")), language.moment(register.until)),
                (say(Sentence("Valid")), str(stood)),
                (say(Sentence("Of these directed by the member")), str(register.directed)),
                (say(Sentence("Of these left to the person")), str(stood - register.directed)),
                (say(Sentence("Of the directed, in part left to the person")), str(register.partly)),
                (say(Sentence("Refused")), str(len(register.refused))),
            )
        )
    ]
    header = tuple(say(each) for each in HEADER)
    for caption, lines in (
        (Sentence("Valid"), register.standing),
        (Sentence("Ended"), register.ended),
        (Sentence("Refused"), register.refused),
    ):
        if lines:
            rows = tuple(_row(one, language) for one in lines)
            blocks.append(Table(caption=say(caption), header=header, rows=rows))
    for ballot, numbers in register.numbers:
        blocks.append(
            Table(
                caption=say(Sentence("What became of them: {title}", title=ballot.title)),
                header=tuple(say(each) for each in FATES),
                rows=tuple(
                    (say(KINDS[kind]), str(one.stood), str(one.used), str(one.displaced), str(one.not_cast))
                    for kind, one in numbers.items()
                ),
                numeric=frozenset((1, 2, 3, 4)),
            )
        )
    return Document(
        title=say(Sentence("Register of proxies: {title}", title=title)),
        language=language.code,
        society_name=society_name(ruling.rulebook.society, language.code),
        number=f"{rules.day_of(meeting.starts_at):%Y%m%d}",
        made_on=rules.day_of(at),
        audit_hash=(await record.last_hash(reading)).hex(),
        society_number=ruling.rulebook.society.registered_number or "",
        rules_version=ruling.rulebook.society.version,
        blocks=tuple(blocks),
        labels=labels_in(language, made_on=rules.day_of(at)),
    )


DIRECTED, FREE = Sentence("Directed"), Sentence("Left to the person")
PARTLY = Sentence("Partly directed, the rest left to the person")


def _row(one: ProxyView, language: Language) -> tuple[str, ...]:
    say = language.say
    if one.reason is not None:
        state = say(one.reason)
    elif one.stands:
        state = say(PARTLY if one.parts else DIRECTED if one.directed else FREE)
    else:
        state = say(Sentence("Ended on {day}", day=rules.day_of(one.ended_at or one.received_at)))
    return one.member, one.holder, language.moment(one.received_at), state
