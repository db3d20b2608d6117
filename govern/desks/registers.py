"""The registers as papers for inspection: members, and directors and officers (domain.md section 5).

Each bears the society's name, its number where it has one, the version of the rules, the day and the end of the audit
record. No column of money is among them (invariant 8): what a copy shows is named here column by column.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.queries import Director
from govern.constituencies.register.queries import Inspected
from govern.documents import Document, Facts, Paragraph, Table, labels_in
from govern.errors import WrongMoment
from govern.identity.models import Office, Person
from govern.languages import Language
from govern.permissions import ROLE_NAMES, Role
from govern.sentences import Sentence

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


class Frame(msgspec.Struct, frozen=True):
    """What every copy bears."""

    society: str
    society_number: str
    rules_version: str
    record_hash: str
    on: date


def member_row(line: Inspected, groups: dict[str, str], language: Language) -> tuple[str, ...]:
    """A line of the copy, as page, CSV and PDF have it."""
    return (
        line.number,
        line.name,
        line.postal_address or "",
        line.email or "",
        ", ".join(groups.get(group, group) for group in line.groups),
        language.day_short(line.entered_on),
        language.day_short(line.ceased_on) if line.ceased_on else "",
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
        language.day_short(line.from_on),
        language.day_short(line.to_on) if line.to_on else "",
        _word(WHY_ENDED, line.why_ended or "", language),
    )


def officer_row(line: OfficerLine, language: Language) -> tuple[str, ...]:
    return (
        line.name,
        line.postal_address or "",
        language.say(ROLE_NAMES[line.role]),
        language.day_short(line.from_on),
        language.day_short(line.to_on) if line.to_on else "",
    )


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
    return _paper(frame, "members", title, [(title, MEMBERS, rows)], language)


def officers_paper(
    frame: Frame,
    directors: Sequence[tuple[str, ...]],
    officers: Sequence[tuple[str, ...]],
    language: Language,
) -> Document:
    return _paper(
        frame,
        "officers",
        Sentence("Register of directors and officers"),
        [(Sentence("Seats"), DIRECTORS, directors), (Sentence("Offices"), OFFICERS, officers)],
        language,
    )


def _paper(
    frame: Frame,
    kind: str,
    title: Sentence,
    tables: Sequence[tuple[Sentence, tuple[Sentence, ...], Sequence[tuple[str, ...]]]],
    language: Language,
) -> Document:
    say = language.say
    nobody = Paragraph(say(Sentence("There is nobody in it.")))
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
                Table(say(caption), tuple(say(words) for words in header), tuple(rows)) if rows else nobody
                for caption, header, rows in tables
            ),
            Paragraph(say(Sentence("A copy for inspection. It shows no shares and no money."))),
        ),
    )
