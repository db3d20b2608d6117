"""An application comes in, is checked, is decided with reasons, and may be appealed against (M43).

The applicant is told of each decision, by the outbox where they have an address and else on paper, with the reason
and what they can do. An officer's own decision is not theirs to judge on appeal.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries, rules
from govern.constituencies.register.lifecycle import decision_letters as letters
from govern.constituencies.register.lifecycle.joining import admit
from govern.constituencies.register.models import Appellant, Application, EligibilityCheck
from govern.constituencies.register.rules import ApplicationStage, CameBy, CheckResult
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import citation
from govern.constituencies.rulebook.rules import called
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.identity import lifecycle as identity
from govern.identity import queries as who
from govern.identity.lifecycle import NewPerson
from govern.identity.lifecycle.secret_marks import mark_of_code, new_code
from govern.identity.rules import PersonKind, Site, WrongTry, day_of, plain_code
from govern.record import Event, RecordHead
from govern.sentences import Sentence


class NewApplication(msgspec.Struct, frozen=True):
    """What somebody says who wants to belong. `person_id` where we know them already."""

    constituency: str
    name: str
    statement: str
    kind: PersonKind = PersonKind.HUMAN
    first_name: str | None = None
    email: str | None = None
    phone: str | None = None
    postal_address: str | None = None
    born_on: date | None = None
    language: str = "en"
    format: str = "standard"
    came_by: CameBy = CameBy.PAGE
    person_id: UUID | None = None


class Received(msgspec.Struct, frozen=True):
    """The application's number, and the code with which its owner sees it again. The code is kept as a mark only."""

    id: UUID
    number: int
    code: str


async def receive(
    writing: AsyncSession, key: bytes, new: NewApplication, *, site: Site, by: UUID | None, at: datetime
) -> Received:
    """An application has come in. Raises what `admit` would for the group, the kind and the age; decides nothing."""
    await _check_possible(writing, new, at)
    # Two that come at the same moment do not get one number.
    await writing.execute(select(RecordHead).with_for_update())
    number = (await writing.scalar(select(func.max(Application.number))) or 0) + 1
    code = new_code(rules.CODE_LENGTH)
    row = Application(
        id=uuid4(),
        number=number,
        stage=ApplicationStage.RECEIVED,
        came_by=new.came_by,
        code_hash=_mark(key, number, code),
        person_id=new.person_id,
        constituency=new.constituency,
        kind=new.kind,
        name=" ".join(new.name.split())[:200],
        first_name=new.first_name,
        email=identity.checked_email(new.email),
        phone=new.phone,
        postal_address=new.postal_address,
        born_on=new.born_on,
        language=new.language,
        format=new.format,
        statement=new.statement.strip(),
        received_at=at,
        entered_by=by,
    )
    writing.add(row)
    await writing.flush()
    await letters.tell_received(writing, row, code, site=site, at=at)
    facts: dict[str, str | int | bool | None] = {"group": new.constituency, "by": new.came_by.value}
    await record.add(writing, Event("application.received", f"application:{row.id}", at, by, facts))
    return Received(row.id, number, code)


async def _check_possible(writing: AsyncSession, new: NewApplication, at: datetime) -> None:
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    group = book.constituency(new.constituency)
    if group.closed:
        raise NotAllowed(
            "{group} takes no new members ({rule}). Choose another group.",
            field="group",
            group=called(group),
            rule=citation(f"constituency.{group.id}", book),
        )
    rules.may_belong(book, group, new.kind)
    if new.kind is PersonKind.ORGANISATION and new.born_on is not None:
        raise NotValid("An organisation has no date of birth. Leave it empty.", field="born")
    if new.born_on is not None and new.born_on > today:
        raise NotValid("This day has not come yet. Type the day of birth.", field="born")
    if not rules.old_enough(new.born_on, today, book.society.member_age):
        raise NotAllowed(
            "Members are at least {age} years old ({rule}). You can apply from that birthday on.",
            field="born",
            age=book.society.member_age,
            rule=citation("society.member_age", book),
        )
    if new.person_id is None:
        return
    if new.constituency in await queries.constituencies_of(writing, new.person_id, today):
        raise AlreadyDone("You belong to {group} already.", field="group", group=called(group))
    waiting = select(Application.id).where(
        Application.person_id == new.person_id,
        Application.constituency == new.constituency,
        Application.stage.in_(rules.WAITING),
    )
    if await writing.scalar(waiting.limit(1)) is not None:
        raise AlreadyDone("Your application for {group} is with us already.", field="group", group=called(group))


async def find_application(
    writing: AsyncSession, key: bytes, number: int, code: str, *, at: datetime
) -> UUID | WrongTry:
    """The application with this number, for whoever has its code. A wrong one is counted and returned, not raised."""
    account = f"application:{number}"
    await identity.knocks.wait_for_account(writing, key, account, at)
    row = await writing.scalar(select(Application).where(Application.number == number))
    if row is None or row.code_hash != _mark(key, number, code):
        await identity.knocks.wrong_try(writing, key, account, at)
        return WrongTry(
            Sentence("This number and this code do not belong together. Look at your letter again."), field="code"
        )
    await identity.knocks.forgive(writing, key, account)
    return row.id


def _mark(key: bytes, number: int, code: str) -> bytes:
    return mark_of_code(key, f"application:{number}", plain_code(code))


async def check_application(
    writing: AsyncSession,
    application_id: UUID,
    condition: str,
    result: CheckResult,
    checked_on: date,
    evidence: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Somebody has looked whether one condition of the group holds; a later look counts before an earlier one."""
    row = await locked(writing, Application, application_id)
    if row.stage not in rules.WAITING:
        rules.after_application(row.stage, "admit")
    book = (await rulebook.in_force(writing, day_of(at))).rulebook
    check_condition(book.constituency(row.constituency).eligibility, condition, checked_on, evidence, at)
    writing.add(
        EligibilityCheck(
            id=uuid4(),
            application_id=row.id,
            person_id=row.person_id,
            constituency=row.constituency,
            condition=condition,
            result=result,
            checked_on=checked_on,
            evidence=evidence.strip()[:400],
            checked_by=by,
            noted_at=at,
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"condition": condition, "result": result.value}
    await record.add(writing, Event("application.checked", f"application:{row.id}", at, by, facts))


def check_condition(
    conditions: Collection[str], condition: str, checked_on: date, evidence: str, at: datetime
) -> None:
    """Raises `NotValid` for a condition the group does not have, a day to come, or a check without what was seen."""
    if condition not in conditions:
        raise NotValid("The rules do not ask this of the group. Choose one of its conditions.", field="condition")
    if checked_on > day_of(at):
        raise NotValid("{day} has not come yet. Type the day of the check.", field="checked_on", day=checked_on)
    if not evidence.strip():
        raise NotValid("Say what you have seen, in a few words.", field="evidence")


async def admit_applicant(writing: AsyncSession, application_id: UUID, *, site: Site, by: UUID, at: datetime) -> UUID:
    """Every condition is met: they belong from today on. Returns the person's id. Raises as `may_admit`, `admit`."""
    row = await locked(writing, Application, application_id)
    stage = rules.after_application(row.stage, "admit")
    book = (await rulebook.in_force(writing, day_of(at))).rulebook
    rules.may_admit(book, book.constituency(row.constituency), await results_of(writing, row.id))
    person_id = await _admit(writing, row, by=by, at=at)
    row.stage, row.decided_by, row.decided_at, row.ended_at = stage, by, at, at
    await _decided(writing, row, "application.admitted", site=site, by=by, at=at)
    return person_id


async def results_of(reading: AsyncSession, application_id: UUID) -> dict[str, CheckResult]:
    """Condition -> what the latest look at it said."""
    rows = await reading.execute(
        select(EligibilityCheck.condition, EligibilityCheck.result)
        .where(EligibilityCheck.application_id == application_id)
        .order_by(EligibilityCheck.checked_on, EligibilityCheck.noted_at)
    )
    return {condition: result for condition, result in rows}  # noqa: C416  # a row is no pair to `dict`


async def _admit(writing: AsyncSession, row: Application, *, by: UUID, at: datetime) -> UUID:
    person_id = row.person_id or await _known(writing, row)
    if person_id is None:
        new = NewPerson(
            name=row.name,
            first_name=row.first_name,
            email=row.email,
            phone=row.phone,
            postal_address=row.postal_address,
            born_on=row.born_on,
            language=row.language,
            format=row.format,
            kind=row.kind,
        )
        (person_id,) = await identity.add_people(writing, [new], by=by, at=at)
    await admit(writing, person_id, row.constituency, day_of(at), f"Application {row.number}", by=by, at=at)
    row.person_id = person_id
    theirs = update(EligibilityCheck).where(EligibilityCheck.application_id == row.id)
    await writing.execute(theirs.values(person_id=person_id))
    return person_id


async def _known(writing: AsyncSession, row: Application) -> UUID | None:
    """Whoever has the same name and the same mailbox is the same person; two such people are nobody in particular."""
    if row.email is None or row.kind is PersonKind.ORGANISATION:
        return None
    same = [p.id for p in await who.people_at(writing, row.email) if _plain(p.name) == _plain(row.name)]
    return same[0] if len(same) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


async def decline(
    writing: AsyncSession, application_id: UUID, reason: str, *, site: Site, by: UUID, at: datetime
) -> None:
    """They are not admitted, for a reason that they are told. Raises `NotValid` without one (M43)."""
    row = await locked(writing, Application, application_id)
    stage = rules.after_application(row.stage, "decline")
    row.reason = rules.reason_given(reason)
    row.stage, row.decided_by, row.decided_at = stage, by, at
    await _decided(writing, row, "application.declined", site=site, by=by, at=at)


async def withdraw_application(writing: AsyncSession, application_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The applicant takes it back, or takes their appeal back. Raises `WrongMoment`."""
    row = await locked(writing, Application, application_id)
    was = row.stage
    row.stage = rules.after_application(was, "withdraw")
    row.ended_at = at if row.stage is ApplicationStage.WITHDRAWN else None
    facts: dict[str, str | int | bool | None] = {"appeal": was is ApplicationStage.APPEALED}
    await record.add(writing, Event("application.withdrawn", f"application:{row.id}", at, by, facts))


async def appeal(
    writing: AsyncSession,
    application_id: UUID,
    words: str,
    numbers: Collection[str] = (),
    *,
    unrelated: bool = False,
    by: UUID | None,
    at: datetime,
) -> None:
    """The applicant asks for the refusal to be looked at again; where the rules want several people, with them (M25).

    `numbers` are their numbers in the register. Raises `WrongMoment`, `NotValid`, `NotAllowed`.
    """
    row = await locked(writing, Application, application_id)
    stage = rules.after_application(row.stage, "appeal")
    if not words.strip():
        raise NotValid("Say why the decision should be looked at again.", field="appeal_words")
    book = (await rulebook.in_force(writing, day_of(at))).rulebook
    people = []
    for number in dict.fromkeys(numbers):
        found = await queries.person_with_number(writing, number)
        if found is None:
            raise NotValid(
                "No member has the number {number}. Look at it again.", field="appeal_people", number=number[:40]
            )
        people.append(found)
    tied = await queries.ties_between(writing, people, day_of(at))
    rules.may_appeal(book, people, unrelated=unrelated, tied=tied)
    for person_id in dict.fromkeys(people):
        if await writing.get(Appellant, (row.id, person_id)) is None:
            writing.add(Appellant(application_id=row.id, person_id=person_id))
    row.stage, row.appealed_at, row.appeal_words = stage, at, words.strip()[:4000]
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"people": len(people)}
    await record.add(writing, Event("application.appealed", f"application:{row.id}", at, by, facts))


async def decide_appeal(
    writing: AsyncSession,
    application_id: UUID,
    *,
    overturn: bool,
    reason: str,
    site: Site,
    by: UUID,
    at: datetime,
) -> None:
    """Another officer decides, with reasons: the refusal stands, or they are admitted at once.

    Raises `NotAllowed` for the officer who refused, `NotValid` without a reason, what `admit` raises.
    """
    row = await locked(writing, Application, application_id)
    stage = rules.after_application(row.stage, "overturn" if overturn else "uphold")
    rules.may_decide_appeal(row.decided_by, by)
    row.appeal_reason = rules.reason_given(reason)
    if overturn:
        await _admit(writing, row, by=by, at=at)
    row.stage, row.appeal_decided_by, row.appeal_decided_at, row.ended_at = stage, by, at, at
    await _decided(writing, row, "application.appeal_decided", site=site, by=by, at=at)


async def _decided(writing: AsyncSession, row: Application, verb: str, *, site: Site, by: UUID, at: datetime) -> None:
    await writing.flush()
    book = (await rulebook.in_force(writing, day_of(at))).rulebook
    await letters.tell_decision(writing, row, book, site=site, at=at)
    facts: dict[str, str | int | bool | None] = {"group": row.constituency, "stage": row.stage.value}
    await record.add(writing, Event(verb, f"application:{row.id}", at, by, facts))
