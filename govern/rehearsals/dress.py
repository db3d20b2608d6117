"""A whole dress rehearsal without a browser: a ballot at the level AGM from its draft to a bundle that was judged.

A society is founded in a temporary folder under the rules of Tair Nant, marked as a rehearsal: its log is
`dress-rehearsal/ballots/NUMBER`. Officers take each step two by two, everybody with a duty uses the tools (`hall`),
members vote, some twice, some on paper, one by a proxy and three by their peer. Some test an envelope first, or two.
All of it is told at moments that lie some days back, so that nobody waits.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from govern import founding
from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import BallotDraft, Choices, ContestDraft, Naming
from govern.ballots.models import Ballot, MemberHandle
from govern.ballots.queries import packs
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.rules import ContestKind, Step
from govern.ballots.seal import tested
from govern.ballots.seal.documents import Channel, Level, Manifest
from govern.ballots.seal.fingerprint import fingerprint
from govern.ballots.seal.tested import Tested
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import lifecycle as register
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, Wanted, WantedOffice
from govern.demo import texts
from govern.errors import NotValid
from govern.identity import lifecycle as identity
from govern.identity import queries as people
from govern.identity.lifecycle import NewPerson
from govern.permissions import Role
from govern.rehearsals import hall
from govern.rehearsals.hall import Hall
from govern.rehearsals.judging import Dressed, Say, Told, judged
from govern.settings import Settings, read_society_file
from govern.society import REHEARSAL, Society, write_secret

FEWEST, MOST = 40, 5000
#: People of each group in a hundred; the rest are volunteers.
SUPPORTED, STAFF = 50, 30
CARRIED, ON_PAPER = 3, 6
TOGETHER = 25
#: Of a group of fewer so few may vote that no bundle could go out; it is decided before opening that they all vote.
SMALL = 20
#: How many test envelopes the first voters of each eight make before they vote.
TESTS = (2, 1)


class Days:
    """When what happens, so that it ends now."""

    def __init__(self, now: datetime) -> None:
        self.over = now.replace(microsecond=0)
        self.founded = self.over - timedelta(days=60)
        self.drafted = self.over - timedelta(days=45)
        self.opens = self.over - timedelta(days=15)
        self.frozen = self.opens - timedelta(days=1)
        self.voting = self.opens + timedelta(hours=1)
        self.closes = self.over - timedelta(hours=2)
        self.closed = self.over - timedelta(hours=1)


async def dress(folder: Path, members: int, seed: str, *, now: datetime, say: Say) -> Dressed:
    """Hold the rehearsal in an empty folder. Raises NotValid for a number of members that it is not made for."""
    if not FEWEST <= members <= MOST:
        raise NotValid(
            "A dress rehearsal has {fewest} to {most} members. Choose a number between them.",
            fewest=FEWEST,
            most=MOST,
        )
    told, begun = Told(say), time.perf_counter()
    with told.step(f"A society of {members} members in three groups is founded"):
        story = await Story.begun(folder, members, seed, Days(now))
    try:
        dressed = await story.told(told)
    finally:
        await story.society.store.close()
    say(f"{time.perf_counter() - begun:7.1f} s  The whole rehearsal")
    return dressed


class Story:
    """One rehearsal: its society, its people by group, two officers, the hall of those with a duty, the ballot."""

    def __init__(self, society: Society, days: Days, officers: tuple[UUID, UUID], hall_: Hall, seed: str) -> None:
        self.society, self.days, self.hall = society, days, hall_
        self.returning, self.secretary = officers
        self.groups: dict[str, list[UUID]] = {}
        self.chance = random.Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311  only what people choose
        self.ballot_id = UUID(int=0)
        self.peer = UUID(int=0)
        self.tested = 0
        self.contests: tuple[UUID, ...] = ()
        self.candidates: list[str] = []

    @classmethod
    async def begun(cls, folder: Path, members: int, seed: str, days: Days) -> Story:
        wanted = founding.Founding(
            "Tair Nant Care Co-operative", "dress", "tair_nant", "Nerys Tudur", "nerys@example.org"
        )
        await founding.found(Settings(home=folder), wanted, at=days.founded)
        place = (folder / "dress").rename(folder / f"dress{REHEARSAL}")
        write_secret(
            place / "society.toml", f'[rehearsal]\nof = "dress"\nsince = {days.founded.isoformat()}\n'.encode()
        )
        society = Society(place, read_society_file(place / "society.toml"))
        async with society.store.writing() as writing:
            (secretary,) = await people.people_at(writing, "nerys@example.org")
            returning = await identity.add_person(
                writing, name="Gwilym Hâf", email="gwilym@example.org", by=None, at=days.founded
            )
            day = days.founded.date()
            await identity.appoint(writing, returning, Role.RETURNING_OFFICER, day, by=None, at=days.founded)
        story = cls(society, days, (returning, secretary.id), Hall(folder / "hall"), seed)
        await story._join(members)
        return story

    async def _join(self, members: int) -> None:
        supported, staff = members * SUPPORTED // 100, members * STAFF // 100
        numbers = {"supported": supported, "staff": staff, "volunteers": members - supported - staff}
        joined, at = self.days.founded.date() - timedelta(days=400), self.days.founded
        async with self.society.store.writing() as writing:
            for group, number in numbers.items():
                self.groups[group] = [
                    await register.enter(
                        writing,
                        NewPerson(name=f"{group.title()} {n}", email=f"{group}.{n}@example.org"),
                        *(group, joined, "application accepted"),
                        by=None,
                        at=at,
                    )
                    for n in range(1, number + 1)
                ]
            for person in self.groups["volunteers"][-2:]:  # so that the cap on volunteers bites
                await boards.seat(
                    writing, "board", "volunteers", person, joined, None, how_filled="elected", by=None, at=at
                )
            self.peer, *carried = self.groups["supported"][: CARRIED + 1]
            until = at.date() + timedelta(days=300)
            office = await representation.open_office(
                writing, self.peer, WantedOffice("supported", "local", "Forum", at.date(), until), by=None, at=at
            )
            chosen = Wanted(at.date(), until, HowChosen.OWN_ACT)
            for person in carried:
                await representation.give(writing, office, person, chosen, by=person, at=at)

    async def told(self, told: Told) -> Dressed:
        with told.step("Two resolutions and an election with a cap on volunteers are drafted and published"):
            await self._draft()
        with told.step("Scrutineers, mixers and witnesses make their keys; the key of the ballot is dealt"):
            await self._hand_in()
        with told.step("Two officers freeze the roll, and two open the vote"):
            await self._freeze_and_open()
        with told.step("Members test envelopes and vote, some again; a peer, a proxy; papers come"):
            envelopes = await self._vote()
        with told.step("Two officers close the vote, two tellers read the papers, facts are fixed"):
            await self._close()
        words = " ".join(fingerprint((await self._ballot()).manifest_hash or b""))
        with told.step(f"{len(hall.WITNESSES)} witnesses sign the last head"):
            for name in hall.WITNESSES:
                await self._take_head(name, words)
        for name in hall.MIXERS:
            with told.step(f"{name} checks everything, mixes, and the service checks the mix"):
                await self._take(packs.log_pack, self.hall.mix, name, words)
        for name in hall.OPENING:
            with told.step(f"{name} checks everything, opens a part, and the service checks it"):
                await self._take(packs.mixed_pack, self.hall.open, name, words)
        with told.step("It is counted both ways and declared"):
            await self._declare()
        with told.step("The bundle is written"):
            async with self.society.store.reading() as reading:
                bundle = await bundle_of(reading, self.ballot_id)
        verdicts = await judged(bundle, self.society.folder.parent, told)
        return Dressed(bundle, envelopes, self.tested, verdicts)

    # --- Before voting opens ----------------------------------------------------------------------------------------

    async def _draft(self) -> None:
        days, by = self.days, self.returning
        motions = ((texts.SATURDAYS_WORDING, "ordinary"), (texts.NAME_WORDING, "special"))
        places = ContestDraft(
            kind=ContestKind.ELECTION, body="board", seat_constituency="any", seats=3, wording=texts.SEATS_WORDING
        )
        asked = tuple(
            ContestDraft(kind=ContestKind.RESOLUTION, resolution_kind=kind, wording=wording)
            for wording, kind in motions
        )
        new = BallotDraft(
            title=texts.AGM,
            opens_at=days.opens,
            closes_at=days.closes,
            contests=(*asked, places),
            level=Level.AGM,
        )
        async with self.society.store.writing() as writing:
            self.ballot_id = await lifecycle.draft(writing, new, by=by, at=days.drafted)
        async with self.society.store.writing() as writing:
            self.contests = await queries.contest_ids(writing, self.ballot_id)
            standing = [person for group in self.groups.values() for person in group[5:7]]
            for person in standing:
                statement = {"en": "I will listen.", "cy": "Byddaf yn gwrando."}
                candidate = await lifecycle.add_candidate(
                    writing, self.contests[-1], person, statement=statement, by=by, at=days.drafted
                )
                self.candidates.append(str(candidate))
            await lifecycle.draw_lots(writing, self.society, self.ballot_id, by=by, at=days.drafted)
            await lifecycle.publish(writing, self.ballot_id, by=by, at=days.drafted)

    async def _hand_in(self) -> None:
        cards = await asyncio.to_thread(self.hall.cards)
        dealt = await asyncio.to_thread(self.hall.deal, lifecycle.origin_of(self.society, await self._ballot()))
        files = [(path.name, path.read_bytes()) for path in (*cards, *dealt)]
        async with self.society.store.writing() as writing:
            await lifecycle.hand_in(
                writing, self.society, self.ballot_id, files, by=self.returning, at=self.days.drafted
            )

    async def _freeze_and_open(self) -> None:
        frozen, opens = self.days.frozen, self.days.opens
        await self._proposed(Step.FREEZE, frozen)
        async with self.society.store.writing() as writing:
            await lifecycle.freeze(writing, self.society, self.ballot_id, by=self.secretary, at=frozen)
        for group in (name for name, people_of in self.groups.items() if len(people_of) < SMALL):
            async with self.society.store.writing() as writing:
                await lifecycle.accept_small_group(writing, self.ballot_id, group, by=self.returning, at=frozen)
        await self._proposed(Step.OPEN, opens)
        async with self.society.store.writing() as writing:
            await lifecycle.open_(writing, self.society, self.ballot_id, by=self.secretary, at=opens)

    async def _proposed(self, step: Step, at: datetime) -> None:
        async with self.society.store.writing() as writing:
            await lifecycle.propose_step(writing, self.ballot_id, step, by=self.returning, at=at)

    async def _ballot(self) -> Ballot:
        async with self.society.store.reading() as reading:
            return await reading.get_one(Ballot, self.ballot_id)

    # --- Voting -----------------------------------------------------------------------------------------------------

    def _choices(self) -> Choices:
        saturdays, name, places = self.contests
        ranked = self.chance.sample(self.candidates, self.chance.randint(1, len(self.candidates)))
        answers = (("yes",), ("yes",), ("yes",), ("no",), ())
        return {
            saturdays: self.chance.choice(answers),
            name: self.chance.choice(answers),
            places: tuple(ranked),
        }

    @property
    def _on_paper(self) -> list[UUID]:
        return self.groups["supported"][-ON_PAPER:]

    async def _vote(self) -> int:
        """Four of five vote themselves, and every fifth of them once more. Returns how many envelopes went in."""
        _, *carried = self.groups["supported"][: CARRIED + 1]
        represented, proxy = self.groups["staff"][:2]
        away = {*carried, *self._on_paper, represented}
        voters = [p for group in self.groups.values() for p in group if p not in away and self.chance.random() < 0.8]
        again = voters[::5]
        cast = 0
        for place, tests in enumerate(TESTS):
            for person in voters[place::8]:
                for _ in range(tests):
                    await self._test(person, self._choices())
        for some in (voters, again):
            for start in range(0, len(some), TOGETHER):
                part = some[start : start + TOGETHER]
                await asyncio.gather(*(self._cast(person, self._choices()) for person in part))
                cast += len(part)
        at = self.days.voting
        naming = Naming(await self._handle(represented), Channel.PROXY_FREE, proxy)
        async with self.society.store.writing() as writing:
            await lifecycle.appoint(writing, self.society, self.ballot_id, [naming], at=at)
        for holder, channel in ((self.peer, Channel.PEER), (proxy, Channel.PROXY_FREE)):
            async with self.society.store.reading() as reading:
                held = await lifecycle.held_by(reading, self.ballot_id, holder, (channel,))
                sealing = await lifecycle.seal_for_others(reading, self.ballot_id, held, self._choices(), at=at)
            posted, _ = await lifecycle.cast_for_others(self.society, sealing, by=holder, at=at)
            cast += len(posted)
        await self._papers_come()
        return cast

    async def _cast(self, person: UUID, choices: Choices) -> None:
        at = self.days.voting
        async with self.society.store.reading() as reading:
            sealing = await lifecycle.seal_paper(reading, self.ballot_id, person, choices, at=at)
        await lifecycle.cast(self.society, person, sealing, at=at)

    async def _test(self, person: UUID, choices: Choices) -> None:
        """An envelope is opened in front of its voter, who looks at what was in it. Raises NotValid for a cheat."""
        at = self.days.voting
        async with self.society.store.reading() as reading:
            sealing = await lifecycle.seal_paper(reading, self.ballot_id, person, choices, at=at)
        async with self.society.store.writing() as writing:
            await lifecycle.open_as_test(writing, self.society, sealing, at=at)
        manifest = Manifest.from_bytes((await self._ballot()).manifest or b"")
        kept = Tested.from_bytes(lifecycle.tested_envelope(manifest, sealing, {}).to_bytes())
        if dict(tested.opened(kept.manifest, kept.sealed, kept.openers)) != dict(sealing.choices):
            raise NotValid("A test envelope did not hold what was chosen. Stop here, and keep the server as it is.")
        self.tested += 1

    async def _handle(self, person: UUID) -> str:
        mine = select(MemberHandle.handle).where(
            MemberHandle.ballot_id == self.ballot_id, MemberHandle.person_id == person
        )
        async with self.society.store.reading() as reading:
            return await reading.scalar(mine) or ""

    async def _papers_come(self) -> None:
        at, society = self.days.voting, self.society
        handles = [await self._handle(person) for person in self._on_paper]
        async with society.store.writing() as writing:
            pile = await lifecycle.begin_pile(writing, self.ballot_id, by=self.returning, at=at)
            for handle in handles:
                await lifecycle.log_paper(writing, self.ballot_id, pile, handle, by=self.returning, at=at)
        async with society.store.writing() as writing:
            counted = len(handles)
            await lifecycle.confirm_pile(writing, society, self.ballot_id, pile, counted, by=self.secretary, at=at)

    # --- After the close --------------------------------------------------------------------------------------------

    async def _close(self) -> None:
        at = self.days.closed
        await self._proposed(Step.CLOSE, at)
        async with self.society.store.writing() as writing:
            await lifecycle.close(writing, self.society, self.ballot_id, by=self.secretary, at=at)
        await self._papers_read()
        await lifecycle.fix_facts(self.society, self.ballot_id, by=self.returning, at=self.days.over)

    async def _papers_read(self) -> None:
        at, society, ballot_id = self.days.over, self.society, self.ballot_id
        read = [{str(contest): marks for contest, marks in self._choices().items()} for _ in self._on_paper]
        async with society.store.writing() as writing:
            batch = await lifecycle.begin_batch(writing, ballot_id, "supported", len(read), by=self.returning, at=at)
        async with society.store.writing() as writing:
            await lifecycle.join_batch(writing, ballot_id, batch, by=self.secretary, at=at)
        for teller in (self.returning, self.secretary):
            async with society.store.writing() as writing:
                for number, marks in enumerate(read, start=1):
                    await lifecycle.enter(writing, society, ballot_id, batch, number, dict(marks), by=teller, at=at)
            async with society.store.writing() as writing:
                await lifecycle.finish(writing, society, ballot_id, batch, by=teller, at=at)

    async def _take_head(self, name: str, words: str) -> None:
        async with self.society.store.reading() as reading:
            pack = await packs.head_pack(reading, self.ballot_id)
        signed = await asyncio.to_thread(self.hall.witness, name, pack, words)
        async with self.society.store.writing() as writing:
            await lifecycle.take_head(
                writing, self.society, self.ballot_id, signed, by=self.returning, at=self.days.over
            )

    async def _take(
        self,
        made: Callable[..., Awaitable[bytes]],
        answered: Callable[[str, bytes, str], bytes],
        name: str,
        words: str,
    ) -> None:
        async with self.society.store.reading() as reading:
            pack = await made(reading, self.ballot_id)
        answer = await asyncio.to_thread(answered, name, pack, words)
        await lifecycle.take_pack(self.society, self.ballot_id, answer, by=self.returning, at=self.days.over)

    async def _declare(self) -> None:
        await lifecycle.count(self.society, self.ballot_id, by=self.returning, at=self.days.over)
        async with self.society.store.writing() as writing:
            await lifecycle.declare(writing, self.ballot_id, by=self.returning, at=self.days.over)
