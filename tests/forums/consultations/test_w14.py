"""W14 from the question to the answer that came back: five people who do not speak are asked about swimming.

Position, evidence and confidence stay apart; what was seen by others never becomes a vote; the decision says what
changed; and each of the five hears it in their own way before anything is closed. Invariants 75, 77, 78 and 79.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.ballots import lifecycle as ballots
from govern.constituencies.rulebook.book import example
from govern.documents import photographs
from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle import Invited, ReadingDraft, SittingDraft
from govern.forums.consultations.models import (
    Consultation,
    ConsultationAdaptation,
    ConsultationCard,
    ConsultationPhotograph,
    Through,
)
from govern.forums.consultations.rules import (
    Adaptation,
    Assent,
    CheckKind,
    Confidence,
    CountsAs,
    Evidence,
    GivenBy,
    Stage,
    Stance,
)
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft, ItemDraft
from govern.forums.gatherings.lifecycle.calling import Invitation
from govern.forums.gatherings.rules import ItemKind, Standing
from govern.identity import lifecycle as identity
from govern.meetings import lifecycle as meetings
from govern.meetings.rules import Mode
from govern.permissions import Role
from tests.ballots.given_ballots import OPENS, Given, a_society, an_open_ballot
from tests.ballots.lifecycle.test_carrying import Carried, carry, outcome
from tests.forums.given_question import swimming_on_thursday
from tests.given import Moments, a_home, the_service
from tests.security.given_activities import a_photograph
from tests.window import Window

WAYS = (Adaptation.MAT, Adaptation.TRYING, Adaptation.SYMBOLS, Adaptation.PHOTOGRAPHS, Adaptation.OBJECTS)
THURSDAY = "Swimming is on Thursdays for six weeks."


def both(english: str, welsh: str) -> dict[str, str]:
    return {"en": english, "cy": welsh}


class Pool:
    """Tair Nant, where a peer brings what members said. K1 to K5 are carried; Mair leads the forum, Siân asks too."""

    client: AsyncTestClient[Litestar]

    def __init__(self, given: Given, carried: Carried, ballot_id: UUID, clock: Moments) -> None:
        self.given, self.carried, self.ballot_id, self.clock = given, carried, ballot_id, clock
        self.k = carried.members
        self.mair, self.sian = given.people["staff"][4], given.people["staff"][5]
        self.forum = self.id = self.item = self.point = self.gathering = uuid4()
        self.tuesday, self.thursday = uuid4(), uuid4()

    @property
    def at(self) -> str:
        return f"facilitate/consultations/{self.id}"

    async def window(self, person: UUID) -> Window:
        return await Window(self.client, self.given.society).sign_in(person, at=self.clock.at)

    async def found(self) -> None:
        """The forum, what was raised in it, the question and the gathering that will decide."""
        at, group = self.clock.at, self.given.people["supported"][:9]
        async with self.given.society.store.writing() as writing:
            self.forum = await gatherings.found_forum(
                writing, ForumDraft(layer="local", name={"en": "Pont forum"}), by=None, at=at
            )
            for person in (self.mair, self.sian, *group):
                await gatherings.come(writing, self.forum, person, Standing.MEMBER, by=None, at=at)
            await gatherings.name_facilitator(writing, self.forum, self.mair, at.date(), by=None, at=at)
            for person in (self.mair, self.sian):
                await identity.appoint(
                    writing, person, Role.FACILITATOR, at.date(), constituency="supported", by=None, at=at
                )
            draft = ItemDraft(kind=ItemKind.DECIDE, title={"en": "Swimming on Thursday"})
            self.item = await gatherings.raise_item(writing, self.forum, draft, by=self.mair, at=at)

    async def ask(self) -> None:
        """The question is written, read by a second person, and put to five people."""
        at, today = self.clock.at, self.clock.at.date()
        wanted = swimming_on_thursday(today)
        kept = await photographs.keep(self.given.society.uploads(), a_photograph())
        async with self.given.society.store.writing() as writing:
            self.id = await lifecycle.draft(writing, self.forum, wanted, by=self.mair, at=at)
            picture = ConsultationPhotograph(consultation_id=self.id, **msgspec.structs.asdict(kept))
            picture.added_by, picture.added_at = self.mair, at
            picture.description, picture.consent = both("The pool", "Y pwll"), "Nobody is in it."
            writing.add(picture)
            await writing.flush()
            for place, key, words, counts in (
                (1, self.tuesday, both("Tuesday", "Dydd Mawrth"), CountsAs.AGAINST),
                (2, self.thursday, both("Thursday", "Dydd Iau"), CountsAs.FOR),
            ):
                card = ConsultationCard(
                    id=key,
                    consultation_id=self.id,
                    position=place,
                    words=words,
                    counts_as=counts,
                    object=both("A towel", "Tywel"),
                    photograph_id=picture.id,
                    symbol="openmoji-clock",
                )
                writing.add(card)
            for way in WAYS:
                row = ConsultationAdaptation(
                    consultation_id=self.id,
                    kind=way,
                    words=both("Which day?", "Pa ddiwrnod?"),
                    written_by=self.mair,
                    written_at=at,
                )
                if way is Adaptation.TRYING:
                    row.days = f"{today + timedelta(3)} {self.tuesday}\n{today + timedelta(5)} {self.thursday}"
                writing.add(row)
            await writing.flush()
            await lifecycle.name_asker(writing, self.id, self.sian, by=self.mair, at=at)
            for kind in CheckKind:
                await lifecycle.check(writing, self.id, kind, 1, passed=True, words="", by=self.sian, at=at)
            await lifecycle.open_(writing, self.id, by=self.mair, at=at)
            people = [Invited(person, self.mair, way) for person, way in zip(self.k, WAYS, strict=True)]
            await lifecycle.invite(writing, self.id, people, by=self.mair, at=at)

    async def sit(self, person: UUID, way: Adaptation, given_by: GivenBy, did: str, *, stopped: bool = False) -> None:
        at = self.clock.at
        sitting = SittingDraft(
            sent_id=uuid4(),
            person_id=person,
            through=Through.PAPER,
            adaptation=way,
            led_by=self.mair,
            began_at=at - timedelta(minutes=20),
            assent=Assent.GIVEN,
            assent_how="Came along and sat down",
            shown_order=(self.thursday, self.tuesday),
            given_by=None if stopped else given_by,
            did=did,
            stopped_at=at if stopped else None,
            stopped_how="Turned away, covered their face" if stopped else "",
        )
        async with self.given.society.store.writing() as writing:
            await lifecycle.record_sitting(writing, self.id, sitting, by=self.mair, at=at)

    async def read(
        self,
        person: UUID,
        stance: Stance,
        evidence: Evidence,
        confidence: Confidence,
        by: UUID,
        *,
        leaning: bool = False,
    ) -> None:
        draft = ReadingDraft(
            stance=stance, evidence=evidence, confidence=confidence, leaning=leaning, knows_person="For years"
        )
        async with self.given.society.store.writing() as writing:
            await lifecycle.read(writing, self.id, person, draft, by=by, at=self.clock.at)

    async def heard_back(self, person: UUID) -> None:
        self.clock.pass_(hours=1)
        async with self.given.society.store.writing() as writing:
            await lifecycle.check_back(
                writing, self.id, person, "The same again, and a nod", by=self.mair, at=self.clock.at
            )

    async def five_are_asked(self) -> None:
        """What happened with K1 to K5, as domain.md tells it."""
        k1, k2, k3, k4, k5 = self.k
        await self.sit(k1, Adaptation.MAT, GivenBy.PLACED, "Put Thursday under good, twice")
        await self.read(k1, Stance.FOR, Evidence.CHOSEN, Confidence.HIGH, self.mair)
        await self.sit(k2, Adaptation.TRYING, GivenBy.BEHAVIOUR, "Stayed the whole time on Thursdays")
        for reader in (self.mair, self.sian):
            await self.read(k2, Stance.FOR, Evidence.OBSERVED, Confidence.MEDIUM, reader, leaning=True)
        await self.sit(k3, Adaptation.SYMBOLS, GivenBy.EYE_GAZE, "Chose Tuesday three times; a friend comes then")
        await self.read(k3, Stance.AGAINST, Evidence.CHOSEN, Confidence.HIGH, self.mair)
        await self.sit(k4, Adaptation.PHOTOGRAPHS, GivenBy.POINTED, "", stopped=True)
        await self.sit(k5, Adaptation.OBJECTS, GivenBy.BEHAVIOUR, "Held the towel, put it down")
        await self.read(k5, Stance.FOR, Evidence.OBSERVED, Confidence.LOW, self.mair)
        await self.read(k5, Stance.AGAINST, Evidence.OBSERVED, Confidence.LOW, self.sian)
        for person in (k1, k3):
            await self.heard_back(person)

    async def gather(self) -> None:
        """The forum gathers, with the item on its agenda, and has its quorum."""
        at = self.clock.at
        async with self.given.society.store.writing() as writing:
            when = Invitation(starts_at=at + timedelta(days=1), place={"en": "The hall"})
            self.gathering = await gatherings.call(writing, self.forum, when, by=self.mair, at=at)
            self.point = await gatherings.take_up(writing, self.forum, self.gathering, self.item, by=self.mair, at=at)
            await gatherings.send_agenda(writing, self.forum, self.gathering, pages={}, by=self.mair, at=at)
        self.clock.pass_(hours=24)
        at = self.clock.at
        async with self.given.society.store.writing() as writing:
            for person in (self.mair, self.sian, *self.given.people["supported"][:6]):
                await meetings.check_in(
                    *(writing, self.gathering, person, Mode.IN_PERSON), by=self.mair, at=at, forum_id=self.forum
                )
            await gatherings.begin(writing, self.forum, self.gathering, to_talk=False, by=self.mair, at=at)

    async def stage(self) -> Stage:
        async with self.given.society.store.reading() as reading:
            row = await reading.get(Consultation, self.id)
        assert row is not None
        return row.stage


@pytest.fixture
async def pool(clock: Moments) -> AsyncIterator[Pool]:
    text = example("tair_nant").replace('style = "judgement"', 'style = "mandated_split"')
    given = await a_society(a_home(), text=text, groups={"supported": 12, "staff": 7, "volunteers": 6})
    carried = await carry(given, 5)
    ballot_id = await an_open_ballot(given)
    clock.at = OPENS + timedelta(hours=1)
    made = Pool(given, carried, ballot_id, clock)
    await made.found()
    await made.ask()
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        made.client = client
        yield made
    await given.society.store.close()


async def test_w14_from_the_question_to_the_answer_that_came_back(pool: Pool) -> None:
    mair, member = await pool.window(pool.mair), await pool.window(pool.given.people["volunteers"][0])

    # It is laid beside what was raised in the forum, and beside the vote.
    await mair.get(f"{pool.at}/beside")
    for target in (f"item:{pool.item}", f"ballot:{pool.ballot_id}"):
        assert (await mair.send(f"{pool.at}/beside", target=target)).status_code == 303
        await mair.get(f"{pool.at}/beside")
    await pool.five_are_asked()
    async with pool.given.society.store.writing() as writing:
        await lifecycle.close(writing, pool.id, by=pool.mair, at=pool.clock.at)

    # The sum: every cell for whoever runs it.
    await mair.get(f"{pool.at}/sum")
    for cell in ("For 0 1 0 1", "Leans towards: For 0 0 1 1", "Against 0 1 0 1", "No clear view 0 0 1 1"):
        assert cell in mair.text(), cell
    sent = {"doubts": "With objects we could not tell.", "unreached": ""}
    assert (await mair.send(f"{pool.at}/sum", sent)).status_code == 303

    # K3 lets be told what K3 showed; all of it is told of five, and nothing more (invariant 77).
    k3 = pool.k[2]
    await mair.get(f"{pool.at}/people/{k3}/told")
    words = {"words": "One of us chose Tuesday three times: a friend comes then.", "agreed": "Looked at yes, twice"}
    assert (await mair.send(f"{pool.at}/people/{k3}/release", words)).status_code == 303
    await mair.get(f"{pool.at}/sum")
    assert (await mair.send(f"{pool.at}/sum/publish")).status_code == 303
    await member.get(f"consultations/{pool.id}?easy=0")
    said = member.text()
    assert "Views, not a vote" in said and "People who were asked: 5." in said
    assert "a friend comes then" in said and "Leans towards" not in said and "%" not in said
    await member.get(f"ballots/{pool.ballot_id}?easy=0")
    assert f"consultations/{pool.id}" in member.last.text

    await _the_split_vote(pool, mair)
    await _the_decision(pool, mair)
    # Counted before the weeks pass in which the service itself, if its timer comes by, closes the vote.
    result = await outcome(pool.given, pool.ballot_id)
    await _the_answers(pool, mair, member)
    assert result.contests[0].resolution is not None
    group = next(one for one in result.contests[0].resolution.groups if one.id == "supported")
    assert (group.for_, group.against) == (1, 1)
    assert (result.voted, result.contests[0].resolution.blank) == (5, 3)


async def _the_split_vote(pool: Pool, mair: Window) -> None:
    """Invariant 75: K1 and K3 say that it shall count; what was observed, stopped or unclear does not."""
    for person in (pool.k[1], pool.k[3], pool.k[4]):
        answer = await mair.get(f"{pool.at}/people/{person}/votes/{pool.ballot_id}")
        assert answer.status_code == 403
    assert (await mair.get(f"{pool.at}/people/{pool.k[1]}/votes/{pool.ballot_id}")).status_code == 403
    assert "It was observed by others. Only what somebody said or chose themselves can become a vote." in mair.text()
    for person, choice in ((pool.k[0], "yes"), (pool.k[2], "no")):
        where = f"{pool.at}/people/{person}/votes/{pool.ballot_id}"
        await mair.get(where)
        assert "Writing this down is like voting for them." in mair.text()
        how = "Said yes on the mat when asked whether it shall count; Ana was there"
        assert (await mair.send(where, answer_1=choice, how=how)).status_code == 303, mair.text()
    assert await ballots.follow_positions(
        pool.given.society, pool.ballot_id, pool.carried.peer, at=pool.clock.at
    ) == len(pool.k)


async def _the_decision(pool: Pool, mair: Window) -> None:
    """Invariant 78: the forum cannot decide without saying what changed because of them."""
    await pool.gather()
    mair = await pool.window(pool.mair)
    base = f"facilitate/forums/{pool.forum}/gatherings/{pool.gathering}/points/{pool.point}"
    await mair.get(base)
    refused = await mair.send(f"{base}/decide", decision=THURSDAY, how="consensus", topic="")
    assert refused.status_code == 422
    assert "It can be decided when it is written down what changed because of what they showed" in mair.text()
    where = f"{pool.at}/decision/points/{pool.point}"
    assert where in mair.last.text
    await mair.get(where)
    decided = {"decision": THURSDAY, "how": "consensus", "topic": "", "cards": str(pool.thursday)}
    assert (await mair.send(where, decided)).status_code == 422
    assert "Say what changed because of what people showed." in mair.text()
    assert await pool.stage() is Stage.SUMMARISED
    decided |= {
        "changed": "Tuesday is kept for K3 and a friend.",
        "easy": "Swimming is on Thursdays for six weeks.\nYou can still come on Tuesday.",
    }
    assert (await mair.send(where, decided)).status_code == 303, mair.text()
    assert await pool.stage() is Stage.USED


async def _the_answers(pool: Pool, mair: Window, member: Window) -> None:
    """Invariant 78: each of the five hears it in their own way, K4 who stopped too; before, nothing is closed."""
    mair = await pool.window(pool.mair)
    await mair.get("facilitate")
    assert "5 people who were asked wait to hear what came of it." in mair.text()
    await mair.get(f"{pool.at}/answers")
    for way in ("On a talking mat", "With symbols", "With photographs", "With objects", "In words"):
        assert way in mair.text(), "K2 tried it out, which is no way to be told: a plain card"
    refused = await mair.send(f"{pool.at}/answers/close")
    assert refused.status_code == 422 and "Still waiting: 5." in mair.text()
    pool.clock.pass_(hours=24 * 15)
    mair = await pool.window(pool.mair)
    await mair.get("facilitate")
    assert "This is late." in mair.text()
    for person in pool.k:
        one = f"{pool.at}/answers/{person}"
        assert THURSDAY in (await mair.get(f"{one}/show")).text
        assert (await mair.get(f"{one}/card.pdf")).content.startswith(b"%PDF-")
        await mair.get(one)
        assert (await mair.send(f"{one}/given", how="")).status_code == 422
        assert (await mair.send(f"{one}/given", how="Smiled, and kept the card")).status_code == 303
    await mair.get(f"{pool.at}/answers")
    assert (await mair.send(f"{pool.at}/answers/close")).status_code == 303
    assert await pool.stage() is Stage.ANSWERED
    member = await pool.window(pool.given.people["volunteers"][0])
    await member.get(f"consultations/{pool.id}?easy=0")
    assert "Tuesday is kept for K3 and a friend." in member.text()
    assert "Everybody who was asked has heard this, in their own way." in member.text()
