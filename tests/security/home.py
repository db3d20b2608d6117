"""Given two societies in one home, each with people in every office and one thing of every kind that has an address.

Names, addresses and words are canaries: they stand nowhere in the service's own texts, so that a leak is seen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as seats
from govern.constituencies.boards.models import Instruction, Referral
from govern.constituencies.boards.rules import instructing
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.lifecycle import NewApplication
from govern.constituencies.register.models import Membership
from govern.constituencies.register.rules import TieKind
from govern.constituencies.register.rules.persons import About
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.desks import lifecycle as desks
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser, NewPerson
from govern.identity.models import Session
from govern.identity.rules import LinkKind, PersonKind, Proof, Site
from govern.meetings.models import AttendanceSpan, FloorVote, TabletAsk
from govern.meetings.rules import Manner
from govern.minutes.book import lifecycle as minutes
from govern.minutes.book.incoming import Kind, Listed, SeenBy, State
from govern.minutes.book.lifecycle import archives, past
from govern.minutes.book.models import Entry
from govern.permissions import Role
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.society import Society
from tests.ballots import given_ballots
from tests.ballots.given_ballots import Given
from tests.forums.purses.money import with_funds
from tests.given import START, a_bare_society
from tests.meetings import scene as meetings
from tests.meetings.scene import Scene
from tests.minutes.book.past_files import PDF, an_archive
from tests.minutes.book.scene import a_closed_meeting
from tests.security import votes
from tests.security.given_activities import a_day_out
from tests.security.given_answers import an_answer_on_its_way
from tests.security.given_calling import a_meeting_asked_for
from tests.security.given_circles import a_circle
from tests.security.given_forum_votes import a_vote
from tests.security.given_forums import a_forum
from tests.security.given_gatherings import a_gathering
from tests.security.given_kitchen import a_kitchen
from tests.security.given_minutes import minutes_on_their_way
from tests.security.given_papers import an_issued_paper
from tests.security.given_passkeys import a_passkey
from tests.security.given_proxies import somebody_is_named
from tests.security.given_purses import a_fund, a_pot, some_awards
from tests.security.given_question import a_question
from tests.security.given_recommendations import of_each_stage
from tests.security.given_returns import what_is_owed
from tests.security.given_sittings import somebody_is_asked

NOW = START + timedelta(hours=2)
CLOSES = START + timedelta(days=60)
GROUPS = {"supported": 6, "staff": 12, "volunteers": 12}
#: How somebody holding an office is signed in: as officers do, by a link alone, as officers do ten minutes ago. Each
#: is a person of their own, so that ending one's other sessions ends nobody else's here.
WAYS = ("", " as member", " long ago")
FILE = "number,name,group,joined\n901,{canary} Newcomer,supported,2026-01-01\n"


CONSENT = """[consent]
enabled = true
bodies = ["board"]
rounds_max = 3
objection = "reasoned"
absent_hours = 72
fallback = "vote:ordinary"
review_months = 6
"""


class Signed(msgspec.Struct, frozen=True):
    """One browser's session: the cookie's token, the secret behind its forms, whose it is."""

    token: str
    secret: bytes
    person_id: UUID
    session_id: UUID


class Town(msgspec.Struct, frozen=True):
    """A society as the tests know it: its short name, an id for every gap in an address, a session for every visitor.

    `ids` are those of most addresses; `drafts`, `past` and `mixed` replace some of them where a page needs a vote
    that is being prepared, one that is declared, or one whose papers are being read. `sessions` are by visitor:
    nobody but them is signed in.
    """

    short: str
    canary: str
    ids: dict[str, str]
    drafts: dict[str, str]
    past: dict[str, str]
    mixed: dict[str, str]
    sessions: dict[str, Signed]
    set_up_token: str
    link_token: str


async def build(home: Path, short: str, canary: str) -> Town:
    """A society with everything in it. `canary` is everybody's surname and mail domain."""
    society = await a_bare_society(home, short)
    people = await _people(society, canary)
    given = Given(society, people, people["staff"][1], people["staff"][0])
    officers, office_id = await _officers(society, given)
    ids = {"person_id": str(people["supported"][3]), "number": "1", "place": "1", "version": "1", "language": "en"}
    ids |= {"paper": "1", "kind": "letters.csv"}
    ids["draft_id"] = await _draft_of_rules(society, given)
    ids |= {
        "part": "1",
        "style": "all",
        "board_id": "board",
        "chapter": "voting",
        "example_name": "tiny",
        "tool_name": "govern-tools.pyz",
        "token": "no-such-token",
    }
    ids |= {"file_path": "favicon.svg", "lang": "en", "society_name": short}
    ids["office_id"] = str(office_id)
    drafts, past = await votes.of_each_stage(given, ids)
    mixed = await votes.on_paper(given, UUID(ids["ballot_id"]), officers["teller"][1])
    await _wishes(society, given, ids)
    await votes.circle(given, ids)
    await _meetings(society, people, ids)
    await an_issued_paper(society, ids, NOW)
    await minutes_on_their_way(society, canary, people, (ids, past), NOW)
    ids["appointment_id"] = await somebody_is_named(society, people["supported"], ids)
    await _papers(society, given, canary, ids)
    await _joining(society, given, canary, ids)
    await a_forum(society, canary, people["supported"][0], officers, ids, NOW)
    await a_day_out(society, canary, people["supported"][0], officers["facilitator"][1], ids, NOW)
    await a_gathering(society, canary, people["supported"][0], officers, ids, NOW)
    await of_each_stage(society, canary, people["supported"][0], (ids, drafts, past, mixed), NOW)
    await an_answer_on_its_way(society, canary, people["supported"][0], officers, (ids, past), NOW)
    await a_circle(society, canary, people["supported"][0], officers, ids, NOW)
    await a_pot(society, canary, people["supported"][0], officers, ids, NOW)
    ids |= await a_vote(society, canary, UUID(ids["forum_id"]), officers["facilitator"][1], NOW)
    await a_fund(society, canary, people["staff"], people["supported"], ids, NOW)
    await some_awards(society, canary, people["supported"][0], people["staff"][0], people["staff"][1], ids, NOW)
    asked = (people["supported"][0], people["supported"][4])
    await somebody_is_asked(society, canary, asked, officers, ids, NOW)
    await a_question(society, canary, people["supported"][0], officers, (ids, drafts), NOW)
    await a_kitchen(society, canary, people["supported"][1:4], officers, ids, NOW)
    await a_meeting_asked_for(society, canary, people["supported"][3:], ids, NOW)
    await what_is_owed(society, canary, ids, NOW)
    sessions = await _sessions(society, given, officers)
    await a_passkey(society, canary, officers["secretary"][1], ids, NOW)
    ids["session_id"] = str(sessions["secretary long ago"].session_id)
    async with society.store.writing() as writing:
        set_up = await identity.make_link(writing, officers["peer"][1], kind=LinkKind.SET_UP, at=NOW)
        link = await identity.make_link(writing, officers["peer"][1], kind=LinkKind.PRINTED, at=NOW)
    await society.store.close()
    return Town(short, canary, ids, drafts, past, mixed, sessions, set_up, link)


def _rules() -> str:
    """Tair Nant, where the board looks for consent first and people share money: those pages are there too."""
    found = example("tair_nant")
    plain = "[consent]\nenabled = false\n"
    assert plain in found
    return with_funds(found.replace(plain, CONSENT))


async def _people(society: Society, canary: str) -> dict[str, list[UUID]]:
    people: dict[str, list[UUID]] = {}
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, _rules(), by=None, at=given_ballots.BEFORE)
        for group, number in GROUPS.items():
            people[group] = []
            for n in range(number):
                new = NewPerson(
                    name=f"{group[:3].title()}{n} {canary}",
                    email=f"{group}{n}@{canary.lower()}.example",
                    phone=f"01632 {n} {canary}",
                    postal_address=f"{n} {canary} Street",
                )
                joined = meetings.JOINED
                people[group].append(
                    await register.enter(writing, new, group, joined, "Founding", by=None, at=given_ballots.BEFORE)
                )
    return people


async def _officers(society: Society, given: Given) -> tuple[dict[str, tuple[Role, UUID]], UUID]:
    """Each office held by three people of its own, by the name of the visitor they are; and an office to end."""
    free = iter((*given.people["staff"], *given.people["volunteers"]))
    holders = {f"{role}{way}": (role, next(free)) for way in WAYS for role in Role}
    async with society.store.writing() as writing:
        for role, person_id in holders.values():
            day = given_ballots.BEFORE.date()
            group = "supported" if role is Role.FACILITATOR else ""
            before = given_ballots.BEFORE
            await identity.appoint(writing, person_id, role, day, constituency=group, by=None, at=before)
        spare = given.people["supported"][5]
        office = await identity.appoint(writing, spare, Role.TELLER, day, by=None, at=given_ballots.BEFORE)
    return holders, office


async def _meetings(society: Society, people: dict[str, list[UUID]], ids: dict[str, str]) -> None:
    """An AGM that is over, with its minutes begun."""
    names = {"Nerys Wyn": people["staff"][0]}
    names |= {f"{group} {n}": p for group, ps in people.items() for n, p in enumerate(ps) if p not in names.values()}
    scene = Scene(society.store, names)
    meeting = await a_closed_meeting(scene)
    shown = await meetings.shown(scene, meeting)
    async with society.store.writing() as writing:
        written = await minutes.draft(writing, meeting, by=scene.secretary, at=meetings.AGM_AT)
        entry = await writing.scalar(select(Entry.id).where(Entry.minutes_id == written))
        stay = await writing.scalar(select(AttendanceSpan.id).where(AttendanceSpan.meeting_id == meeting).limit(1))
        vote = FloorVote(
            item_id=shown.items[1].id,
            manner=Manner.OPEN,
            called_at=meetings.AGM_AT,
            called_by=scene.secretary,
            quorum_counted=13,
            quorum_needed=12,
        )
        held_up = TabletAsk(
            meeting_id=meeting, person_id=names["supported 2"], token_hash=bytes(32), number=471, asked_at=NOW
        )
        writing.add_all((vote, held_up))
        await writing.flush()
    ids["ask_id"] = str(held_up.id)
    ids |= {"meeting_id": str(meeting), "item_id": str(shown.items[0].id), "minutes_id": str(written)}
    ids |= {"entry_id": str(entry), "stay_id": str(stay), "way": "in", "vote_id": str(vote.id)}


async def _joining(society: Society, given: Given, canary: str, ids: dict[str, str]) -> None:
    """A council that a member represents, somebody's shares and ties, and an application that waits."""
    site = Site("http://testserver.local", society.short, "Tair Nant")
    one, other = given.people["supported"][3], given.people["supported"][2]
    async with society.store.writing() as writing:
        council = NewPerson(name=f"{canary} Council", kind=PersonKind.ORGANISATION)
        body = await register.enter(writing, council, "public_bodies", meetings.JOINED, "Joined", by=None, at=NOW)
        await register.name_representative(writing, body, one, NOW.date(), f"Letter of {canary}", by=None, at=NOW)
        await register.note_shares(writing, one, 3, 30_000, NOW.date(), f"{canary} 7", by=None, at=NOW)
        await register.tie(writing, TieKind.HOUSEHOLD, one, other, NOW.date(), by=None, at=NOW)
        new = NewApplication("staff", f"Somebody {canary}", "To belong.", email=f"new@{canary.lower()}.example")
        new = msgspec.structs.replace(new, person_id=given.people["supported"][0])
        received = await register.receive(writing, society.key("codes"), new, site=site, by=None, at=NOW)
    ids["application_id"] = str(received.id)


async def _papers(society: Society, given: Given, canary: str, ids: dict[str, str]) -> None:
    """A letter, a seat, a file of members that waits."""

    async def parts() -> AsyncIterator[bytes]:
        yield FILE.format(canary=canary).encode()

    upload = await register.keep_upload(society.uploads(), f"{canary}.csv", parts())
    async with society.store.writing() as writing:
        draft = Draft(f"letter@{canary.lower()}.example", "notice", "m:1", "en", "Subject", f"Dear {canary}")
        letter = await post.write(writing, draft, at=NOW)
        printed = msgspec.structs.replace(draft, to_address=None, person_id=given.people["supported"][3])
        taken = await post.write(writing, printed, at=NOW)
        await post.take_pile(writing, [taken], by=given.second, at=NOW)
        await post.write(writing, printed, at=NOW)
        look = await register.look_at(writing, register.upload_of(society.uploads(), upload.import_id), at=NOW)
        await register.note_import(writing, upload, look, by=given.second, at=NOW)
        seat = await boards.seat(
            writing, "board", "supported", given.people["supported"][4], NOW.date(), by=None, at=NOW
        )
    ids |= {"letter_id": str(letter), "import_id": str(upload.import_id), "tenure_id": str(seat)}
    await _between_bodies(society, canary, ids)
    await _from_before(society, canary, ids)
    await votes.peers(society, given, canary, ids)
    await _boards(society, given, ids)


async def _between_bodies(society: Society, canary: str, ids: dict[str, str]) -> None:
    """An instruction and a referral as earlier rules allowed them: today's have one body only."""
    day = NOW.date()
    instruction = Instruction(
        id=uuid4(),
        kind=instructing.Asked.INSTRUCTION,
        stage=instructing.Stage.RECEIVED,
        from_body="board",
        to_body="company_board",
        text={"en": f"{canary} asks", "cy": f"{canary} asks"},
        reference=f"{canary}, item 3",
        decided_on=day,
        received_on=day,
        for_officers=False,
        given_at=NOW,
    )
    referral = Referral(
        id=uuid4(),
        topic="visits",
        from_body="team",
        to_body="board",
        reason=f"{canary} asked",
        reference=f"{canary}, item 4",
        decided_on=day,
        recorded_at=NOW,
    )
    async with society.store.writing() as writing:
        writing.add_all([instruction, referral])
    ids |= {"instruction_id": str(instruction.id), "referral_id": str(referral.id)}


async def _from_before(society: Society, canary: str, ids: dict[str, str]) -> None:
    """Minutes of a meeting before this service, and an archive of such that waits."""

    async def parts() -> AsyncIterator[bytes]:
        yield an_archive()

    kept = await past.keep(society.uploads(), PDF + canary.encode())
    listed = Listed("general", Kind.AGM, meetings.JOINED, f"Minutes {canary}", "en", State.SIGNED, SeenBy.MEMBERS)
    async with society.store.writing() as writing:
        await past.bring_in(writing, kept, listed, by=None, at=NOW)
    archive = await archives.keep_archive(society.uploads(), parts())
    ids |= {"past_id": str(kept.id), "archive_id": str(archive)}


async def _draft_of_rules(society: Society, given: Given) -> str:
    """Longer notice for meetings, begun by the secretary."""
    text = example("tair_nant").replace("agm_days = 14", "agm_days = 21").replace('"2026.1"', '"2026.2"')
    async with society.store.writing() as writing:
        return str(await rulebook.start(writing, "Longer notice", text, "in_force", by=given.second, at=NOW))


async def _wishes(society: Society, given: Given, ids: dict[str, str]) -> None:
    """A correction and an erasure that are asked for, a death, two records of one person."""
    spare, other, gone = given.people["volunteers"][9:12]
    async with society.store.writing() as writing:
        asked = await register.ask_correction(writing, spare, About.OTHER, "Words", "Reasons", at=NOW)
        erasure = await register.ask_erasure(writing, spare, by=spare, at=NOW)
        noted = await desks.note_death(writing, society, gone, NOW.date(), "A sister", by=given.second, at=NOW)
        membership = await writing.scalar(select(Membership.id).where(Membership.person_id == other))
    ids |= {"correction_id": str(asked), "erasure_id": str(erasure), "death_id": str(noted.death_id)}
    ids |= {"membership_id": str(membership), "kept_id": str(spare), "gone_id": str(other)}


async def _boards(society: Society, given: Given, ids: dict[str, str]) -> None:
    """A seat that fell empty early, a lot that is announced, something somebody can do, a file of those who sit."""

    async def parts() -> AsyncIterator[bytes]:
        yield b"person,seat,from\nNobody Atall,any,2025-05-09\n"

    leaving = given.people["supported"][5]
    upload = await register.keep_upload(society.uploads(), "board.csv", parts())
    async with society.store.writing() as writing:
        gone = await boards.seat(writing, "board", "any", leaving, NOW.date(), by=None, at=NOW)
        await boards.vacate(writing, gone, NOW.date(), "resigned", by=None, at=NOW)
        (vacancy,) = await seats.vacancies(writing, NOW.date(), "en")
        rotation = await boards.announce(writing, "board", NOW.date(), by=None, at=NOW)
        skill = await boards.note_skill(writing, given.people["supported"][4], "Makaton", NOW.date(), by=None, at=NOW)
        look = await boards.look_at_seats(writing, register.upload_of(society.uploads(), upload.import_id), at=NOW)
        await boards.note_seat_import(writing, upload, look, by=given.second, at=NOW)
    ids |= {"vacancy_id": str(vacancy.id), "rotation_id": str(rotation), "skill_id": str(skill)}
    ids["seat_import_id"] = str(upload.import_id)


async def _sessions(society: Society, given: Given, officers: dict[str, tuple[Role, UUID]]) -> dict[str, Signed]:
    """A session for everybody who visits."""
    sessions = {"member": await _signed_in(society, given.people["supported"][0], Proof.LINK, NOW)}
    for who, (_, person_id) in officers.items():
        proof = Proof.LINK if who.endswith("as member") else Proof.PASSWORD_TOTP
        at = NOW - timedelta(minutes=10) if who.endswith("long ago") else NOW
        sessions[who] = await _signed_in(society, person_id, proof, at)
    return sessions


async def _signed_in(society: Society, person_id: UUID, proof: Proof, at: datetime) -> Signed:
    async with society.store.writing() as writing:
        begun = await identity.begin(writing, person_id, proof, Browser("Firefox"), at=at)
        session = await writing.get_one(Session, begun.session_id)
        return Signed(begun.token, session.secret, person_id, session.id)
