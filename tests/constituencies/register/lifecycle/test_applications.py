"""The life of an application: in, checked, decided with reasons, appealed; the applicant is told each time (M43)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from govern import record
from govern.constituencies.register import lifecycle, queries
from govern.constituencies.register.lifecycle import NewApplication, Received
from govern.constituencies.register.models import Application, EligibilityCheck
from govern.constituencies.register.rules import ApplicationStage, CheckResult, TieKind
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind, Site, WrongTry
from govern.post.models import Letter

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY, JOINED = AT.date(), date(2020, 3, 1)
SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")
KEY = bytes(range(32))
HUW = NewApplication("staff", "Huw Rees", "I work here and want a say.", email="huw@example.org")
MET, NOT_MET = CheckResult.MET, CheckResult.NOT_MET


class Office:
    """Two officers, and what they do with applications."""

    def __init__(self, store: Store, first: UUID, second: UUID) -> None:
        self.store, self.first, self.second = store, first, second

    async def receive(self, new: NewApplication = HUW, at: datetime = AT) -> Received:
        async with self.store.writing() as writing:
            return await lifecycle.receive(writing, KEY, new, site=SITE, by=None, at=at)

    async def check(
        self, one: Received, result: CheckResult = MET, condition: str = "contract_of_employment", at: datetime = AT
    ) -> None:
        async with self.store.writing() as writing:
            await lifecycle.check_application(
                writing, one.id, condition, result, at.date(), "Contract seen", by=self.first, at=at
            )

    async def admit(self, one: Received) -> UUID:
        async with self.store.writing() as writing:
            return await lifecycle.admit_applicant(writing, one.id, site=SITE, by=self.first, at=AT)

    async def decline(self, one: Received, reason: str = "Your contract has not begun yet.") -> None:
        async with self.store.writing() as writing:
            await lifecycle.decline(writing, one.id, reason, site=SITE, by=self.first, at=AT)

    async def appeal(
        self, one: Received, numbers: tuple[str, ...] = (), *, words: str = "It has.", unrelated: bool = False
    ) -> None:
        async with self.store.writing() as writing:
            await lifecycle.appeal(writing, one.id, words, numbers, unrelated=unrelated, by=None, at=AT)

    async def decide(self, one: Received, by: UUID, *, overturn: bool, reason: str = "We looked again.") -> None:
        async with self.store.writing() as writing:
            await lifecycle.decide_appeal(writing, one.id, overturn=overturn, reason=reason, site=SITE, by=by, at=AT)

    async def row(self, one: Received) -> Application:
        async with self.store.reading() as reading:
            return await queries.application_row(reading, one.id)

    async def letters(self) -> list[Letter]:
        async with self.store.reading() as reading:
            return list(await reading.scalars(select(Letter).order_by(Letter.written_at, Letter.kind.desc())))


@pytest.fixture
async def office(store: Store) -> Office:
    return await an_office(store, "tair_nant")


async def an_office(store: Store, rules: str) -> Office:
    async with store.writing() as writing:
        await rulebook.adopt(writing, example(rules), by=None, at=AT)
        people = [NewPerson(name="Nerys Puw"), NewPerson(name="Gwilym Haf")]
        first, second = await identity.add_people(writing, people, by=None, at=AT)
    return Office(store, first, second)


async def test_m43_received_checked_admitted_and_a_member_the_same_moment(office: Office) -> None:
    one = await office.receive()
    assert one.number == 1
    with pytest.raises(NotAllowed, match="Not checked yet: having a contract"):
        await office.admit(one)
    await office.check(one)
    person = await office.admit(one)
    async with office.store.reading() as reading:
        member = await queries.member_page(reading, person, TODAY)
        assert [(s.what, s.from_on, s.why) for s in member.memberships] == [("staff", TODAY, "Application 1")]
        assert [(c.condition, c.checker) for c in await queries.checks_of(reading, person)] == [
            ("contract_of_employment", "Nerys Puw")
        ]
        assert [elector.person_id for elector in await queries.electorate(reading, AT + timedelta(hours=4))] == [
            person
        ]
        lines = [line.verb for line in await record.lines_about(reading) if line.verb.startswith("application")]
    assert lines == ["application.admitted", "application.checked", "application.received"]
    assert [(letter.kind, letter.to_address) for letter in await office.letters()] == [
        ("application_received", "huw@example.org"),
        ("application_decided", "huw@example.org"),
    ]


async def test_a_check_that_failed_stands_in_the_way_until_a_later_one_is_met(office: Office) -> None:
    one = await office.receive()
    await office.check(one, NOT_MET)
    with pytest.raises(NotAllowed, match="Not met: having a contract"):
        await office.admit(one)
    await office.check(one, MET, at=AT + timedelta(minutes=5))
    await office.admit(one)


async def test_a_check_names_a_condition_of_the_group_a_day_and_what_was_seen(office: Office) -> None:
    one = await office.receive()

    async def check(condition: str, on: date, seen: str) -> None:
        async with office.store.writing() as writing:
            await lifecycle.check_application(writing, one.id, condition, MET, on, seen, by=office.first, at=AT)

    with pytest.raises(NotValid, match="do not ask this"):
        await check("supports_objects", TODAY, "x")
    with pytest.raises(NotValid, match="has not come yet"):
        await check("contract_of_employment", TODAY + timedelta(days=1), "x")
    with pytest.raises(NotValid, match="what you have seen"):
        await check("contract_of_employment", TODAY, "  ")


async def test_m43_a_refusal_tells_its_reason_and_how_to_appeal(office: Office) -> None:
    one = await office.receive()
    with pytest.raises(NotValid, match="Say why"):
        await office.decline(one, "   ")
    assert (await office.row(one)).stage is ApplicationStage.RECEIVED
    await office.decline(one)
    letter = (await office.letters())[-1]
    assert "The reason: Your contract has not begun yet." in (letter.body or "")
    assert "you can ask us to look again" in (letter.body or "") and "/join/mine" in (letter.body or "")
    with pytest.raises(WrongMoment, match="was refused"):
        await office.admit(one)


async def test_whoever_has_no_address_is_told_on_paper(office: Office) -> None:
    one = await office.receive(msgspec.structs.replace(HUW, email=None, postal_address="1 Hill"))
    await office.decline(one)
    assert await office.letters() == []
    async with office.store.reading() as reading:
        from govern.constituencies.rulebook import queries as rulebooks

        book = (await rulebooks.in_force(reading, TODAY)).rulebook
        told = lifecycle.decision(await queries.application_row(reading, one.id), book, SITE)
    assert "The reason: Your contract has not begun yet." in told.parts


async def test_an_appeal_is_decided_by_another_officer_with_reasons_and_overturns(office: Office) -> None:
    one = await office.receive()
    await office.decline(one)
    with pytest.raises(NotValid, match="Say why"):
        await office.appeal(one, words=" ")
    await office.appeal(one)
    with pytest.raises(NotAllowed, match="Another officer"):
        await office.decide(one, office.first, overturn=True)
    with pytest.raises(NotValid, match="Say why"):
        await office.decide(one, office.second, overturn=True, reason="")
    await office.decide(one, office.second, overturn=True)
    row = await office.row(one)
    assert row.stage is ApplicationStage.OVERTURNED and row.person_id is not None
    async with office.store.reading() as reading:
        assert await queries.constituencies_of(reading, row.person_id, TODAY) == ("staff",)


async def test_an_appeal_may_leave_the_refusal_as_it_is(office: Office) -> None:
    one = await office.receive()
    await office.decline(one)
    await office.appeal(one)
    await office.decide(one, office.second, overturn=False)
    row = await office.row(one)
    assert row.stage is ApplicationStage.UPHELD and row.person_id is None
    assert "The decision stands" in ((await office.letters())[-1].body or "")
    with pytest.raises(WrongMoment, match="the refusal stands"):
        await office.appeal(one)


async def test_the_applicant_takes_it_back_and_an_appeal_too(office: Office) -> None:
    one, two = await office.receive(), await office.receive()
    await office.decline(two)
    await office.appeal(two)
    async with office.store.writing() as writing:
        await lifecycle.withdraw_application(writing, one.id, by=None, at=AT)
        await lifecycle.withdraw_application(writing, two.id, by=None, at=AT)
    assert (await office.row(one)).stage is ApplicationStage.WITHDRAWN
    assert (await office.row(two)).stage is ApplicationStage.DECLINED
    with pytest.raises(WrongMoment, match="withdrawn"):
        await office.decline(one)


async def test_m25_three_members_who_are_not_related_carry_the_appeal(store: Store) -> None:
    office = await an_office(store, "equal_care_like")
    async with store.writing() as writing:
        people = [
            await lifecycle.enter(
                writing, NewPerson(name=name), "worker", JOINED, "Joined", number=number, by=None, at=AT
            )
            for number, name in (("1", "Ann"), ("2", "Ben"), ("3", "Cai"), ("4", "Di"))
        ]
        await lifecycle.tie(writing, TieKind.HOUSEHOLD, people[0], people[1], JOINED, by=None, at=AT)
    one = await office.receive(msgspec.structs.replace(HUW, constituency="worker"))
    await office.decline(one)
    assert "3 members carry an appeal together" in ((await office.letters())[-1].body or "")
    with pytest.raises(NotValid, match="3 different people"):
        await office.appeal(one, ("1", "3"), unrelated=True)
    with pytest.raises(NotAllowed, match="live together"):
        await office.appeal(one, ("1", "2", "3"), unrelated=True)
    with pytest.raises(NotValid, match="No member has the number 99"):
        await office.appeal(one, ("1", "3", "99"), unrelated=True)
    await office.appeal(one, ("1", "3", "4"), unrelated=True)
    async with store.reading() as reading:
        assert (await queries.application_view(reading, one.id, TODAY)).appellants == ("Ann", "Cai", "Di")


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"born_on": date(2010, 11, 10)}, "at least 16"),
        ({"born_on": TODAY + timedelta(days=1)}, "has not come yet"),
        ({"constituency": "public_bodies"}, "not for single people"),
        ({"kind": PersonKind.ORGANISATION}, "not for organisations"),
        ({"kind": PersonKind.ORGANISATION, "constituency": "public_bodies", "born_on": JOINED}, "no date of birth"),
        ({"email": "huw"}, "not an email address"),
    ],
)
async def test_invariant_5_and_others_an_application_that_cannot_be_is_refused_at_the_door(
    office: Office, change: dict[str, object], refused: str
) -> None:
    with pytest.raises((NotAllowed, NotValid), match=refused):
        await office.receive(msgspec.structs.replace(HUW, **change))


async def test_sixteen_on_the_day_is_old_enough(office: Office) -> None:
    await office.receive(msgspec.structs.replace(HUW, born_on=date(2010, 11, 9)))


async def test_a_member_applies_for_a_further_group_once(office: Office) -> None:
    async with office.store.writing() as writing:
        huw = await lifecycle.enter(writing, NewPerson(name="Huw"), "volunteers", JOINED, "x", by=None, at=AT)
    further = msgspec.structs.replace(HUW, person_id=huw)
    one = await office.receive(further)
    with pytest.raises(AlreadyDone, match="with us already"):
        await office.receive(further)
    await office.check(one)
    assert await office.admit(one) == huw
    with pytest.raises(AlreadyDone, match="belong to Staff already"):
        await office.receive(further)


async def test_somebody_known_by_name_and_mailbox_is_not_made_a_second_time(office: Office) -> None:
    async with office.store.writing() as writing:
        known = await identity.add_person(writing, name="huw  rees", email="huw@example.org", by=None, at=AT)
    one = await office.receive()
    await office.check(one)
    assert await office.admit(one) == known


async def test_an_application_is_seen_again_with_its_code_and_wrong_ones_are_counted(office: Office) -> None:
    one = await office.receive()
    for code, fits in ((one.code, True), (one.code.lower(), True), ("AAAAAAAAAA", False)):
        async with office.store.writing() as writing:
            found = await lifecycle.find_application(writing, KEY, 1, code, at=AT)
        assert (found == one.id) is fits and isinstance(found, WrongTry) is not fits
    async with office.store.writing() as writing:
        assert isinstance(await lifecycle.find_application(writing, KEY, 7, one.code, at=AT), WrongTry)
    assert one.code.encode() not in (await office.row(one)).code_hash


async def test_invariant_7_a_condition_that_ended_ends_the_membership_where_the_rules_say_so(office: Office) -> None:
    async with office.store.writing() as writing:
        gwen = await lifecycle.enter(writing, NewPerson(name="Gwen"), "staff", JOINED, "x", by=None, at=AT)
        vera = await lifecycle.enter(writing, NewPerson(name="Vera"), "volunteers", JOINED, "x", by=None, at=AT)

    async def check(person: UUID, group: str, condition: str, result: CheckResult) -> str | None:
        async with office.store.writing() as writing:
            return await lifecycle.check_member(
                writing, person, group, condition, result, TODAY, "Letter seen", by=office.first, at=AT
            )

    assert await check(gwen, "staff", "contract_of_employment", MET) is None
    assert await check(vera, "volunteers", "supports_objects", NOT_MET) is None
    assert await check(gwen, "staff", "contract_of_employment", NOT_MET) == "employment_ends"
    async with office.store.reading() as reading:
        assert await queries.constituencies_of(reading, gwen, TODAY) == ()
        assert await queries.constituencies_of(reading, vera, TODAY) == ("volunteers",)
        span = (await queries.member_page(reading, gwen, TODAY)).memberships[0]
    assert (span.to_on, span.why_ended) == (TODAY, "Employment ends")


async def test_members_whose_check_is_older_than_a_year_are_listed(office: Office) -> None:
    async with office.store.writing() as writing:
        ids = [
            await lifecycle.enter(writing, NewPerson(name=name), "staff", JOINED, "x", by=None, at=AT)
            for name in ("Old", "Fresh", "Never")
        ]
        for person, days in zip(ids, (366, 365), strict=False):
            writing.add(
                EligibilityCheck(
                    person_id=person,
                    constituency="staff",
                    condition="contract_of_employment",
                    result=MET,
                    checked_on=TODAY - timedelta(days=days),
                    evidence="Contract seen",
                    noted_at=AT,
                )
            )
    async with office.store.reading() as reading:
        old, _, _ = await queries.stale_checks(reading, TODAY)
        never, _, _ = await queries.stale_checks(reading, TODAY, never=True)
    assert [line.name for line in old] == ["Old"] and [line.name for line in never] == ["Never"]
