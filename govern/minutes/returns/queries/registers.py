"""The registers as papers for inspection: members, directors and officers, interests, minute books (domain.md
section 5); and who inspected them.

Each bears the society's name, its number where it has one, the version of the rules, the day and the end of the audit
record. No column of money is among them (invariant 8): what a copy shows is named here column by column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.queries import Director
from govern.constituencies.register.queries import Inspected
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.documents import Document, Facts, Paragraph, labels_in, tabled
from govern.errors import WrongMoment
from govern.identity.models import Office, Person
from govern.identity.rules import day_of
from govern.languages import Language
from govern.meetings import queries as meetings
from govern.meetings.models import AgendaItem, DeclaredInterest, Meeting
from govern.meetings.rules import GENERAL, MeetingKind, Stage
from govern.minutes.book.incoming import State
from govern.minutes.book.models import Minutes, PastMinutes
from govern.minutes.returns.models import RegisterInspection
from govern.minutes.returns.rules.registers import REGISTER_NAMES, How, Kept
from govern.permissions import ROLE_NAMES, Role
from govern.sentences import Sentence

FOR_INSPECTION = Sentence("A copy for inspection. It shows no shares and no money.")
NOBODY = Sentence("There is nobody in it.")
#: So many inspections stand on the page.
SHOWN = 200
#: So many lines a PDF takes in reasonable time; more go into a CSV.
MOST_PRINTED = 2_000

MEMBERS = (
    Sentence("Number"),
    Sentence("Name"),
    Sentence("Postal address"),
    Sentence("Email"),
    Sentence("Groups"),
    Sentence("Entered on"),
    Sentence("Ceased on"),
)
DIRECTORS = (
    Sentence("Name"),
    Sentence("Address"),
    Sentence("Body"),
    Sentence("Seat"),
    Sentence("How filled"),
    Sentence("Since"),
    Sentence("Until"),
    Sentence("Why it ended"),
)
OFFICERS = (Sentence("Name"), Sentence("Address"), Sentence("The office"), Sentence("Since"), Sentence("Until"))

INTERESTS = (
    Sentence("Name"),
    Sentence("What the interest is"),
    Sentence("Body"),
    Sentence("Since"),
    Sentence("Until"),
    Sentence("For which items"),
)
MINUTE_BOOKS = (
    Sentence("Body"),
    Sentence("First meeting"),
    Sentence("Last meeting"),
    Sentence("Minutes in it"),
    Sentence("Signed"),
    Sentence("Meetings without minutes"),
)

HOW_FILLED = {
    "elected": Sentence("Elected"),
    "co_opted": Sentence("Co-opted"),
    "appointed": Sentence("Appointed"),
    "nominated": Sentence("Nominated"),
    "ex_officio": Sentence("By office"),
    "founder": Sentence("Founder"),
}
WHY_ENDED = {
    "resigned": Sentence("Resigned"),
    "term_over": Sentence("Term over"),
    "removed": Sentence("Removed"),
    "died": Sentence("Died"),
    "status_changed": Sentence("Could not hold the seat any more"),
    "not_representing": Sentence("Did not represent the organisation any more"),
}
ANY_SEAT = {"any": Sentence("Any member"), "none": Sentence("Somebody from outside")}


class OfficerLine(msgspec.Struct, frozen=True):
    """A line of the register of officers."""

    name: str
    postal_address: str | None
    role: Role
    from_on: date
    to_on: date | None


async def office_lines(reading: AsyncSession) -> tuple[OfficerLine, ...]:
    """Every office ever held, those held now first, then the latest to end. One that was taken back is none."""
    rows = await reading.execute(
        select(Person.name, Person.postal_address, Office.role, Office.from_on, Office.to_on)
        .join(Person, Person.id == Office.person_id)
        .order_by(Office.role, Person.name, Office.from_on)
    )
    found = [OfficerLine(*row) for row in rows]
    held = [line for line in found if line.to_on is None or line.to_on >= line.from_on]
    return tuple(sorted(held, key=lambda line: line.to_on or date.max, reverse=True))


class InterestLine(msgspec.Struct, frozen=True):
    """One interest of one person, with the items of the agenda it touched. `until`: none while it stands; `body`:
    where it was said when an item opened, and stands nowhere else."""

    name: str
    words: str
    body: str
    since: date
    until: date | None
    items: tuple[str, ...]


async def interest_lines(reading: AsyncSession, language: str) -> tuple[InterestLine, ...]:
    """By name: what stands in the register, and what was said of an item in its meeting without standing there."""
    standing = await meetings.interests(reading, language)
    known = {(line.person_id, item.item_id) for line in standing for item in line.items}
    lines = [
        InterestLine(one.name, one.words, "", one.since, one.until, tuple(item.title for item in one.items))
        for one in standing
    ]
    return tuple(sorted((*lines, *await _only_said(reading, language, known)), key=lambda line: line.name))


async def _only_said(
    reading: AsyncSession, language: str, known: Collection[tuple[UUID, UUID]]
) -> Iterable[InterestLine]:
    """The same words of the same person in the same body are one interest, since they were first said."""
    question = (
        select(
            Person.name,
            DeclaredInterest.words,
            Meeting.body,
            DeclaredInterest.noted_at,
            AgendaItem.title,
            DeclaredInterest.person_id,
            DeclaredInterest.item_id,
        )
        .join(Person, Person.id == DeclaredInterest.person_id)
        .join(AgendaItem, AgendaItem.id == DeclaredInterest.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.forum_id.is_(None))
        .order_by(Person.name, DeclaredInterest.noted_at, AgendaItem.position)
    )
    book = (await rulebook.in_force(reading)).rulebook
    bodies = {body.id: body_name(body, language) for body in book.bodies}
    found: dict[tuple[object, str, str], InterestLine] = {}
    for name, words, body, noted_at, title, person_id, item_id in await reading.execute(question):
        if (person_id, item_id) in known:
            continue
        key, item = (person_id, words.strip().casefold(), body), in_language(title, language)
        old = found.get(key) or InterestLine(name, words.strip(), bodies.get(body, body), day_of(noted_at), None, ())
        found[key] = msgspec.structs.replace(old, items=(*old.items, item))
    return found.values()


class BookLine(msgspec.Struct, frozen=True):
    """The minute book of one body: from its first meeting to its last, how many minutes, how many signed."""

    body: Sentence | str
    first: date
    last: date
    minutes: int
    signed: int
    without: int


async def minute_books(reading: AsyncSession, today: date, language: Language) -> tuple[BookLine, ...]:
    """Every body that met, the members first. Minutes of the time before are in their body's book; a gathering of a
    forum is in no minute book."""
    days: dict[str, list[date]] = {}
    written: dict[str, int] = {}
    signed: dict[str, int] = {}
    here = (
        select(Meeting.body, Meeting.starts_at, Minutes.id, Minutes.signed_at)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.stage == Stage.CLOSED, Meeting.kind != MeetingKind.FORUM, Meeting.forum_id.is_(None))
    )
    for body, starts_at, minutes_id, signed_at in await reading.execute(here):
        days.setdefault(body, []).append(day_of(starts_at))
        written[body] = written.get(body, 0) + (minutes_id is not None)
        signed[body] = signed.get(body, 0) + (signed_at is not None)
    before = select(PastMinutes.body, PastMinutes.held_on, PastMinutes.state)
    for body, held_on, state in await reading.execute(before):
        days.setdefault(body, []).append(held_on)
        written[body] = written.get(body, 0) + 1
        signed[body] = signed.get(body, 0) + (state is State.SIGNED)
    book = (await rulebook.in_force(reading, today)).rulebook
    names: dict[str, Sentence | str] = {GENERAL: Sentence("General meetings of the members")}
    names |= {body.id: body_name(body, language.code) for body in book.bodies}
    order = [*(body for body in names if body in days), *sorted(body for body in days if body not in names)]
    return tuple(
        BookLine(
            names.get(body, body),
            min(days[body]),
            max(days[body]),
            written[body],
            signed[body],
            len(days[body]) - written[body],
        )
        for body in order
    )


class InspectionLine(msgspec.Struct, frozen=True):
    """Who inspected which register."""

    register: Kept
    how: How
    on_day: date
    who: str


async def inspections(reading: AsyncSession) -> tuple[InspectionLine, ...]:
    """All that were noted, the latest first."""
    rows = await reading.execute(
        select(
            RegisterInspection.register,
            RegisterInspection.how,
            RegisterInspection.on_day,
            func.coalesce(Person.name, RegisterInspection.who),
        )
        .outerjoin(Person, Person.id == RegisterInspection.person_id)
        .order_by(RegisterInspection.on_day.desc(), RegisterInspection.noted_at.desc())
        .limit(SHOWN)
    )
    return tuple(InspectionLine(*row) for row in rows)


class Frame(msgspec.Struct, frozen=True):
    """What every copy bears."""

    society: str
    society_number: str
    rules_version: str
    record_hash: str
    on: date


def _dated(day: date, language: Language) -> str:
    """A day with its year, without the day of the week: columns are narrow, and a register is read for decades."""
    return f"{language.day_short(day)} {day.year}"


def member_row(line: Inspected, groups: dict[str, str], language: Language) -> tuple[str, ...]:
    """A line of the copy, as page, CSV and PDF have it."""
    return (
        line.number,
        line.name,
        line.postal_address or "",
        line.email or "",
        ", ".join(groups.get(group, group) for group in line.groups),
        _dated(line.entered_on, language),
        _dated(line.ceased_on, language) if line.ceased_on else "",
    )


def director_row(
    line: Director, bodies: dict[str, str], groups: dict[str, str], language: Language
) -> tuple[str, ...]:
    seat = ANY_SEAT.get(line.constituency)
    return (
        line.name,
        line.postal_address or "",
        bodies.get(line.body, line.body),
        language.say(seat) if seat else groups.get(line.constituency, line.constituency),
        _word(HOW_FILLED, line.how_filled, language),
        _dated(line.from_on, language),
        _dated(line.to_on, language) if line.to_on else "",
        _word(WHY_ENDED, line.why_ended or "", language),
    )


def officer_row(line: OfficerLine, language: Language) -> tuple[str, ...]:
    return (
        line.name,
        line.postal_address or "",
        language.say(ROLE_NAMES[line.role]),
        _dated(line.from_on, language),
        _dated(line.to_on, language) if line.to_on else "",
    )


def interest_row(line: InterestLine, language: Language) -> tuple[str, ...]:
    days = (language.day(line.since), language.day(line.until) if line.until else "")
    return (line.name, line.words, line.body, *days, "; ".join(line.items))


def book_row(line: BookLine, language: Language) -> tuple[str, ...]:
    numbers = (line.minutes, line.signed, line.without)
    days = (language.day(line.first), language.day(line.last))
    return (language.say(line.body), *days, *(language.number(number) for number in numbers))


def _word(words: dict[str, Sentence], word: str, language: Language) -> str:
    return language.say(words[word]) if word in words else word.replace("_", " ")


def check_printable(number: int) -> None:
    """Raises `WrongMoment` for a register that is too long for a PDF."""
    if number > MOST_PRINTED:
        raise WrongMoment(
            "This register has {n} lines. A PDF can have {most}. Get the file for a spreadsheet instead.",
            n=number,
            most=MOST_PRINTED,
        )


def members_paper(frame: Frame, rows: Sequence[tuple[str, ...]], language: Language, *, former: bool) -> Document:
    title = Sentence("Register of former members") if former else Sentence("Register of members")
    return register_paper(frame, "members", title, [(title, MEMBERS, rows)], language)


def officers_paper(
    frame: Frame,
    directors: Sequence[tuple[str, ...]],
    officers: Sequence[tuple[str, ...]],
    language: Language,
) -> Document:
    return register_paper(
        frame,
        "officers",
        Sentence("Register of directors and officers"),
        [(Sentence("Seats"), DIRECTORS, directors), (Sentence("Offices"), OFFICERS, officers)],
        language,
    )


def small_paper(
    frame: Frame, which: Kept, columns: tuple[Sentence, ...], rows: Sequence[tuple[str, ...]], language: Language
) -> Document:
    title = REGISTER_NAMES[which]
    return register_paper(
        frame, which.value.replace("_", "-"), title, [(title, columns, rows)], language, Sentence("Nothing is in it.")
    )


def register_paper(
    frame: Frame,
    kind: str,
    title: Sentence,
    tables: Sequence[tuple[Sentence, tuple[Sentence, ...], Sequence[tuple[str, ...]]]],
    language: Language,
    empty: Sentence = NOBODY,
    last: Sequence[Sentence] = (FOR_INSPECTION,),
) -> Document:
    """Tables under their captions in the frame of a register; `last` ends it."""
    say = language.say
    nobody = Paragraph(say(empty))
    return Document(
        title=say(title),
        language=language.code,
        society_name=frame.society,
        society_number=frame.society_number,
        number=f"R-{kind}-{frame.on.isoformat()}",
        made_on=frame.on,
        audit_hash=frame.record_hash,
        rules_version=frame.rules_version,
        labels=labels_in(language, made_on=frame.on),
        blocks=(
            Facts(((say(Sentence("As it stood on")), language.day(frame.on)),)),
            *(
                block
                for caption, header, rows in tables
                for block in (
                    tabled(say(caption), tuple(say(words) for words in header), tuple(rows)) if rows else (nobody,)
                )
            ),
            *(Paragraph(say(words)) for words in last),
        ),
    )
