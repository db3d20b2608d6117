"""What the people of the example societies have done so far, told through the rooms' own steps."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pyotp
from sqlalchemy.ext.asyncio import AsyncSession

from govern import founding
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import lifecycle as register
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, Wanted, WantedOffice, months_on
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.demo import people, talking, texts
from govern.demo.people import Cast
from govern.identity import lifecycle as identity
from govern.identity import queries as who
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import Site
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import ItemDraft, MeetingDraft
from govern.meetings.rules import ItemKind, MeetingKind
from govern.permissions import OFFICERS, Role
from govern.settings import Settings
from govern.society import Societies, Society

LONDON = ZoneInfo("Europe/London")
TAIR_NANT, TINY = "tair-nant", "friends-of-pont"
BOARD_FROM = date(2025, 11, 20)


class Account(msgspec.Struct, frozen=True):
    """One way in that the demo prints. Officers have a password and an authenticator's secret."""

    society: str
    who: str
    name: str
    person_id: str
    email: str
    officer: bool = False
    password: str = ""
    secret: str = ""


async def build(settings: Settings, at: datetime) -> tuple[Account, ...]:
    """Found both societies and bring Tair Nant to where its AGM's votes are open. Returns the ways in."""
    societies = Societies(settings)
    try:
        tair_nant = await _found(settings, societies, "Tair Nant Care Co-operative", TAIR_NANT, "tair_nant", at)
        accounts = await _tair_nant(tair_nant, settings, at)
        tiny = await _found(settings, societies, "Friends of Pont", TINY, "tiny", at)
        return (*accounts, *await _tiny(tiny, at))
    finally:
        await societies.close()


async def _found(
    settings: Settings, societies: Societies, name: str, short: str, rules: str, at: datetime
) -> Society:
    secretary = next(
        one for one in (people.CAST if short == TAIR_NANT else people.TINY_CAST) if Role.SECRETARY in one.roles
    )
    wanted = founding.Founding(name, short, rules, secretary.name, address_of(secretary.name))
    await founding.found(settings, wanted, at=at - timedelta(days=40))
    return await societies.find(short)


def address_of(name: str) -> str:
    """ "Siân Elis" has the address sian.elis@example.org."""
    return founding.short_name_of(name).replace("-", ".") + "@example.org"


async def _tair_nant(society: Society, settings: Settings, at: datetime) -> tuple[Account, ...]:
    begun = at - timedelta(days=39)
    ids: dict[str, UUID] = {}
    async with society.store.writing() as writing:
        name, phone = people.CONTACT
        await rulebook.name_contact(
            writing, name=name, phone=phone, email=None, hours=people.HOURS, by=None, at=begun
        )
        for one in people.everybody():
            ids[one.name] = await _person(writing, one, begun)
        for one in people.CAST:
            if one.sits:
                await boards.seat(
                    writing,
                    body="board",
                    constituency=one.sits,
                    person_id=ids[one.name],
                    from_on=BOARD_FROM,
                    due_on=None,
                    how_filled="elected",
                    by=None,
                    at=begun,
                )
    accounts = [await _account(society, one, ids[one.name], begun) for one in people.CAST if one.roles]
    await _peer(society, ids, begun)
    await talking.forums(society, ids, begun, at)
    await _annual_meeting(society, ids, Site(settings.address, society.short, "Tair Nant Care Co-operative"), at)
    members = [_member(society, name, ids[name], f"a member: {group}") for group, name in people.SHOWN.items()]
    return (*members, *accounts)


async def _peer(society: Society, ids: dict[str, UUID], at: datetime) -> None:
    """Mair Elis was elected a peer, and nine members asked her to vote for them when they do not."""
    (peer,) = (one.name for one in people.CAST if Role.PEER in one.roles)
    asking = [one.name for one in people.everybody() if one.group == "supported" and not one.roles and not one.stands]
    day = at.date()
    in_a_year = months_on(day, 12)
    async with society.store.writing() as writing:
        wanted = WantedOffice("supported", "local", "Forum of Tair Nant", day, in_a_year)
        office = await representation.open_office(writing, ids[peer], wanted, by=None, at=at)
        chosen = Wanted(day, in_a_year, HowChosen.OWN_ACT)
        for name in asking[-9:]:
            await representation.give(writing, office, ids[name], chosen, by=ids[name], at=at)


async def _person(writing: AsyncSession, one: Cast, at: datetime) -> UUID:
    """A member; a secretary is known already, since founding the society."""
    joined = at.date() - timedelta(days=400)
    known = await who.people_at(writing, address_of(one.name))
    if known:
        await register.admit(writing, known[0].id, one.group, joined, "founder", by=None, at=at)
        return known[0].id
    new = NewPerson(name=one.name, email=address_of(one.name), language=one.language)
    return await register.enter(writing, new, one.group, joined, "application accepted", by=None, at=at)


async def _account(society: Society, one: Cast, person_id: UUID, at: datetime) -> Account:
    """Offices and the sign-in that goes with them."""
    officer = bool(set(one.roles) & OFFICERS)
    password, secret = f"{secrets.token_hex(6)} demo {secrets.token_hex(3)}", pyotp.random_base32()
    hashed = await identity.passwords.hashed(password) if officer else ""
    async with society.store.writing() as writing:
        for role in one.roles:
            if role is not Role.SECRETARY:
                group = "supported" if role is Role.FACILITATOR else ""
                await identity.appoint(writing, person_id, role, at.date(), constituency=group, by=None, at=at)
        if officer:
            await identity.set_password(writing, person_id, hashed, by=None, at=at)
            await identity.enrol(writing, society.key("codes"), person_id, secret)
            await identity.confirm(writing, society.key("codes"), person_id, pyotp.TOTP(secret).at(at), at=at)
    role_name = one.roles[0].value.replace("_", " ")
    if not officer:
        return _member(society, one.name, person_id, f"the {role_name}")
    return Account(
        society.short, f"the {role_name}", one.name, str(person_id), address_of(one.name), True, password, secret
    )


def _member(society: Society, name: str, person_id: UUID, who_: str) -> Account:
    return Account(society.short, who_, name, str(person_id), address_of(name))


async def _annual_meeting(society: Society, ids: dict[str, UUID], site: Site, at: datetime) -> None:
    """The AGM in sixteen days, its notice sent, its votes open since yesterday."""
    secretary, returning = ids["Nerys Tudur"], ids["Gwilym Hâf"]
    starts = datetime.combine(at.astimezone(LONDON).date() + timedelta(days=16), time(14, 0), LONDON)
    opens, closes = at - timedelta(days=1), starts - timedelta(days=1, hours=-3)
    called = at - timedelta(days=12)
    async with society.store.writing() as writing:
        meeting_id = await meetings.draft(writing, _agm(starts), by=secretary, at=called)
        for item in _items():
            await meetings.add_item(writing, meeting_id, item, by=secretary, at=called)
        ballot_id = await meetings.make_ballot(
            writing, meeting_id, opens_at=opens, closes_at=closes, by=secretary, at=called
        )
        pages = {code: site.page(code, f"meetings/{meeting_id}") for code in ("en", "cy")}
        await meetings.send_notice(writing, meeting_id, pages=pages, by=secretary, at=called)
        await _papers(writing, society, ballot_id, ids, called, secretary)
        await ballots.publish(writing, ballot_id, by=returning, at=called)
        await ballots.freeze(writing, society, ballot_id, by=returning, at=opens - timedelta(hours=2))
        await ballots.open_(writing, society, ballot_id, by=returning, at=opens, site=site)


def _agm(starts: datetime) -> MeetingDraft:
    return MeetingDraft(
        kind=MeetingKind.AGM,
        title=texts.AGM,
        starts_at=starts,
        ends_expected=starts + timedelta(hours=2),
        place=texts.PLACE,
        video_link="https://meet.example.org/tair-nant",
        telephone="01632 960 456",
        access=texts.ACCESS,
    )


def _items() -> tuple[ItemDraft, ...]:
    return (
        ItemDraft(kind=ItemKind.REPORT, title=texts.REPORTS, text=texts.REPORTS_TEXT),
        ItemDraft(kind=ItemKind.MOTION, title=texts.SATURDAYS, text=texts.SATURDAYS_TEXT, resolution="ordinary"),
        ItemDraft(kind=ItemKind.MOTION, title=texts.NAME, text=texts.NAME_TEXT, resolution="special"),
        ItemDraft(kind=ItemKind.ELECTION, title=texts.SEATS, seat_body="board", seat_constituency="any", places=3),
    )


async def _papers(
    writing: AsyncSession, society: Society, ballot_id: UUID, ids: dict[str, UUID], at: datetime, by: UUID
) -> None:
    """Wording in both languages and Easy Read, who stands, and the order of names drawn by lot."""
    ballot = await ballot_queries.office_ballot(writing, ballot_id, language="en", at=at)
    wordings = (texts.SATURDAYS_WORDING, texts.NAME_WORDING, texts.SEATS_WORDING)
    for contest, wording in zip(ballot.contests, wordings, strict=True):
        await ballots.edit_wording(writing, contest.id, wording, by=by, at=at)
    election = ballot.contests[-1]
    for one in people.CAST:
        if one.stands:
            statement = {"en": one.statement, "cy": one.statement_cy}
            await ballots.add_candidate(writing, election.id, ids[one.name], statement=statement, by=by, at=at)
    await ballots.draw_lots(writing, society, ballot_id, by=by, at=at)


async def _tiny(society: Society, at: datetime) -> tuple[Account, ...]:
    begun = at - timedelta(days=39)
    async with society.store.writing() as writing:
        ids = {one.name: await _person(writing, one, begun) for one in people.TINY_CAST}
    secretary = people.TINY_CAST[0]
    member = people.TINY_CAST[1].name
    return (
        _member(society, member, ids[member], "a member"),
        await _account(society, secretary, ids[secretary.name], begun),
    )
