"""A facilitator writes down what members of their group want, and nobody else does: M1, M62, M92, M93, M94."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.ballots.models import Appointment, KnownPosition
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.models import PeerMandate
from govern.constituencies.representation.rules import HowChosen, HowConsented, WantedOffice
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle as identity
from govern.permissions import Role
from govern.post.models import Letter
from govern.record import RecordLine
from tests.ballots.given_ballots import OPENS, Given, a_society, an_open_ballot
from tests.given import Moments, a_home, the_service
from tests.window import Window

WISH = {"what": "all", "expressed": "pointed", "supporter": "Ana was there; two pictures, asked twice."}


class Group:
    """Tair Nant with two peers of the people supported, a facilitator for them from the staff, and an open vote."""

    def __init__(self, given: Given, offices: list[UUID], ballot_id: UUID, clock: Moments) -> None:
        self.given, self.offices, self.ballot_id, self.clock = given, offices, ballot_id, clock
        self.peers = given.people["supported"][:2]
        self.member = given.people["supported"][5]
        self.facilitator = given.people["staff"][4]

    client: AsyncTestClient[Litestar]

    async def window(self, person: UUID) -> Window:
        browser = Window(self.client, self.given.society, follows=True)
        return await browser.sign_in(
            person, officer=person in (self.given.officer, self.given.second), at=self.clock.at
        )

    async def facilitates(self, person: UUID, group: str = "supported") -> Window:
        async with self.given.society.store.writing() as writing:
            day = self.clock.at.date()
            role = Role.FACILITATOR
            await identity.appoint(writing, person, role, day, constituency=group, by=None, at=self.clock.at)
        return await self.window(person)

    async def cares_for(self, person: UUID, member: UUID) -> None:
        async with self.given.society.store.writing() as writing:
            day = self.clock.at.date()
            kind = TieKind.DELIVERS_CARE_TO
            await register.tie(writing, kind, person, member, day, by=self.given.second, at=self.clock.at)

    async def mandates(self) -> list[PeerMandate]:
        async with self.given.society.store.reading() as reading:
            rows = select(PeerMandate).where(PeerMandate.member_id == self.member).order_by(PeerMandate.noted_at)
            return list(await reading.scalars(rows))


@pytest.fixture
async def group(clock: Moments) -> AsyncIterator[Group]:
    text = example("tair_nant").replace('style = "judgement"', 'style = "mandated_split"')
    given = await a_society(a_home(), text=text, groups={"supported": 9, "staff": 6, "volunteers": 6})
    begins, offices = OPENS.date() - timedelta(days=30), []
    async with given.society.store.writing() as writing:
        for peer in given.people["supported"][:2]:
            wanted = WantedOffice("supported", "local", "Tywi", begins, begins + timedelta(days=365))
            offices.append(await representation.open_office(writing, peer, wanted, by=None, at=OPENS))
    ballot_id = await an_open_ballot(given)
    clock.pass_(hours=1)
    made = Group(given, offices, ballot_id, clock)
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        made.client = client
        yield made
    await given.society.store.close()


async def test_a_facilitator_writes_down_which_peer_a_member_of_their_group_wants(group: Group) -> None:
    """Invariant 49: a supported choice, with who wrote it down, in which way it was said, and who was there."""
    browser = await group.facilitates(group.facilitator)
    where = f"facilitate/members/{group.member}"
    await browser.get("facilitate")
    await browser.send("facilitate/find", {"search": "Supported 6"})
    assert where in browser.last.text
    await browser.get(where)
    assert "Nobody votes for them." in browser.text() and "Supported 1" in browser.text()
    await browser.send(where, {**WISH, "peer": str(group.offices[0])})
    assert "It is written down and holds from now." in browser.last.text
    assert "Supported 1 votes for them when they do not vote themselves." in browser.text()
    (mandate,) = await group.mandates()
    assert (mandate.how_chosen, mandate.expressed) == (HowChosen.SUPPORTED, HowConsented.POINTED)
    assert (mandate.noted_by, mandate.supporter) == (group.facilitator, WISH["supporter"])
    async with group.given.society.store.reading() as reading:
        holders = await reading.scalars(select(Appointment.holder_id).where(Appointment.revoked_leaf.is_(None)))
        assert list(holders) == [group.peers[0]], "in the open vote, in the same step"
        letter = (await reading.scalars(select(Letter).where(Letter.kind == "mandate_noted"))).one()
        line = (await reading.scalars(select(RecordLine).where(RecordLine.verb == "mandate.given"))).all()[-1]
    assert letter.person_id == group.member and "wrote this down" in (letter.body or "")
    assert line.by == group.facilitator and '"expressed":"pointed"' in (line.facts or "")


async def test_a_changed_wish_takes_the_place_of_the_one_before(group: Group) -> None:
    browser = await group.facilitates(group.facilitator)
    where = f"facilitate/members/{group.member}"
    for office in group.offices:
        await browser.get(where)
        await browser.send(where, {**WISH, "peer": str(office)})
    first, second = await group.mandates()
    assert first.ended_on is not None and second.ended_on is None and second.office_id == group.offices[1]


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("peer", "Choose the peer whom the member wants."),
        ("what", "Choose what the peer votes on for them."),
        ("expressed", "Say in which way the member said it."),
        ("supporter", "Say who was there, and how it was made clear."),
    ],
)
async def test_what_is_not_said_is_asked_for(group: Group, left_out: str, says: str) -> None:
    browser = await group.facilitates(group.facilitator)
    where = f"facilitate/members/{group.member}"
    await browser.get(where)
    sent = {name: value for name, value in {**WISH, "peer": str(group.offices[0])}.items() if name != left_out}
    answer = await browser.send(where, sent)
    assert answer.status_code == 422 and says in browser.text()
    assert await group.mandates() == []


async def test_nobody_outside_the_group_is_found_or_written_for(group: Group) -> None:
    browser = await group.facilitates(group.facilitator)
    stranger = group.given.people["volunteers"][2]
    await browser.get("facilitate")
    await browser.send("facilitate/find", {"search": "Volunteers"})
    assert "Nobody in your group has" in browser.text()
    answer = await browser.get(f"facilitate/members/{stranger}")
    assert answer.status_code == 403 and "this is not one of them" in browser.text()
    assert "Volunteers 3" not in browser.text(), "not even by name"
    await browser.get(f"facilitate/members/{group.member}")
    token = browser.hidden(f"facilitate/members/{group.member}")
    sent = {**token, **WISH, "peer": str(group.offices[0])}
    assert (await browser.post(f"facilitate/members/{stranger}", sent)).status_code == 403


async def test_a_facilitator_for_no_group_is_there_for_the_group_they_belong_to(group: Group) -> None:
    own = await group.facilitates(group.given.people["supported"][7], "")
    assert (await own.get(f"facilitate/members/{group.member}")).status_code == 200
    other = await group.facilitates(group.facilitator, "")
    assert (await other.get(f"facilitate/members/{group.member}")).status_code == 403


@pytest.mark.parametrize("who", ["member", "peer", "secretary"])
async def test_only_a_facilitator_comes_in(group: Group, who: str) -> None:
    person = {"member": group.member, "peer": group.peers[0], "secretary": group.given.second}[who]
    browser = await group.window(person)
    for path in ("facilitate", f"facilitate/members/{group.member}"):
        assert (await browser.get(path)).status_code == 403


async def test_a_facilitator_may_not_edit_the_register(group: Group) -> None:
    browser = await group.facilitates(group.facilitator)
    for path in ("office/register", f"office/peers/{group.offices[0]}", "office/supporters"):
        assert (await browser.get(path)).status_code == 403


async def test_whoever_delivers_the_care_is_refused_with_a_sentence(group: Group) -> None:
    """M94: people tell those who care for them what they believe those want to hear."""
    await group.cares_for(group.facilitator, group.member)
    browser = await group.facilitates(group.facilitator)
    answer = await browser.get(f"facilitate/members/{group.member}")
    assert answer.status_code == 403 and "You deliver this member's care" in browser.text()


async def test_the_peer_who_would_carry_them_is_refused_with_a_sentence(group: Group) -> None:
    browser = await group.facilitates(group.peers[0])
    where = f"facilitate/members/{group.member}"
    await browser.get(where)
    answer = await browser.send(where, {**WISH, "peer": str(group.offices[0])})
    assert answer.status_code == 422 and "You are the peer who would vote for this member" in browser.text()
    assert await group.mandates() == []
    await browser.send(where, {**WISH, "peer": str(group.offices[1])})
    assert "Supported 2 votes for them" in browser.text(), "for another peer they may"


async def test_nobody_writes_down_their_own_choice(group: Group) -> None:
    browser = await group.facilitates(group.member)
    answer = await browser.get(f"facilitate/members/{group.member}")
    assert answer.status_code == 403 and "This is you." in browser.text()


async def test_a_facilitator_notes_what_a_member_wants_in_a_vote_and_it_is_sealed(group: Group) -> None:
    browser = await group.facilitates(group.facilitator)
    where = f"facilitate/members/{group.member}"
    await browser.get(where)
    await browser.send(where, {**WISH, "peer": str(group.offices[0])})
    at = f"{where}/positions/{group.ballot_id}"
    assert at in browser.last.text
    await browser.get(at)
    assert "Tell nobody, not the peer either." in browser.text()
    refused = await browser.send(at, {"how": "With the mat"})
    assert refused.status_code == 422 and "Choose what the member said" in browser.text()
    await browser.send(at, {"answer_1": "no", "how": "With the mat, agreed"})
    assert "It is sealed. Nobody can read it here again." in browser.last.text and "Noted" in browser.text()
    async with group.given.society.store.reading() as reading:
        position = (await reading.scalars(select(KnownPosition))).one()
    assert (position.noted_by, position.how) == (group.facilitator, "With the mat, agreed")


async def test_positions_are_refused_to_the_carer_the_peer_and_other_groups(group: Group) -> None:
    browser = await group.facilitates(group.facilitator)
    where = f"facilitate/members/{group.member}"
    at = f"{where}/positions/{group.ballot_id}"
    assert (await browser.get(at)).status_code == 404, "nobody votes for them yet"
    await browser.get(where)
    await browser.send(where, {**WISH, "peer": str(group.offices[0])})
    peer = await group.facilitates(group.peers[0])
    answer = await peer.get(at)
    assert answer.status_code == 403 and "You are the peer who would vote for this member" in peer.text()
    other = await group.facilitates(group.given.people["volunteers"][1], "volunteers")
    assert (await other.get(at)).status_code == 403
    await browser.get(at)
    await group.cares_for(group.facilitator, group.member)
    answer = await browser.send(at, {"answer_1": "no", "how": "With the mat, agreed"})
    assert answer.status_code == 403, "asked anew when it is sent"
    async with group.given.society.store.reading() as reading:
        assert (await reading.scalars(select(KnownPosition))).all() == []


async def test_the_office_of_a_facilitator_names_its_group(group: Group) -> None:
    browser = await group.window(group.given.second)
    where = f"office/officers/appoint/{group.facilitator}"
    day = group.clock.at.date()
    sent = {"from_on_day": str(day.day), "from_on_month": str(day.month), "from_on_year": str(day.year)}
    sent |= {"decision": "Board, item 4"}
    await browser.get(where)
    await browser.send(where, {**sent, "role": "teller", "facilitates": "supported"})
    assert "Only a facilitator is there for one group." in browser.text()
    await browser.send(where, {**sent, "role": "facilitator", "facilitates": "nowhere"})
    assert "The rules have no such group." in browser.text()
    await browser.send(where, {**sent, "role": "facilitator", "facilitates": "supported"})
    assert "There for:" in browser.text()
    there = await group.window(group.facilitator)
    assert (await there.get(f"facilitate/members/{group.member}")).status_code == 200
