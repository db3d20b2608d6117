"""A circle decides by consent (M21, W17, invariants 69 to 71): rounds, objections, absence, the vote after them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle, queries
from govern.ballots.deciding.consent import Fallback, Phase
from govern.ballots.lifecycle import consenting, proposing
from govern.ballots.lifecycle.proposing import NewProposal
from govern.ballots.models import ConsentProposal
from govern.ballots.queries import circles
from govern.ballots.queries.circles import ProposalPage
from govern.ballots.rules import Settling
from govern.ballots.rules.consenting import Said, Voted
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity.rules import Site
from govern.post.models import Letter
from govern.record import RecordLine
from tests.ballots.given_ballots import BEFORE, CLOSES, Given, a_draft, a_society, motion, sits
from tests.ballots.lifecycle.test_settling import only_contest

SITE = Site("http://testserver.local", "mill", "The Mill")
HOUR = timedelta(hours=1)


class Circle:
    """Seven people of one team, and a proposal on their table."""

    def __init__(self, given: Given, body: str = "team") -> None:
        self.given, self.body = given, body
        self.people = given.people["supported"][:7]
        self.id = UUID(int=0)
        self.at: datetime = BEFORE

    async def propose(self, kind: str | None = None, people: int = 7) -> None:
        new = NewProposal(body=self.body, title={"en": "Night shifts"}, text={"en": "One at night."}, kind=kind)
        async with self.given.society.store.writing() as writing:
            self.id = await proposing.draft_proposal(writing, new, by=self.given.second, at=self.at)
            for person in self.people[:people]:
                await proposing.add_to_circle(writing, self.id, person, by=self.given.second, at=self.at)

    async def step(self, site: Site | None = None) -> Phase:
        async with self.given.society.store.writing() as writing:
            return await proposing.move_on(writing, self.id, by=self.given.second, at=self.at, site=site)

    async def in_round(self, kind: str | None = None) -> Circle:
        await self.propose(kind)
        for _ in range(4):
            await self.step(SITE)
        return self

    async def say(self, who: int, said: Said = Said.CONSENT, reason: str = "") -> None:
        async with self.given.society.store.writing() as writing:
            me = self.people[who]
            await consenting.answer(writing, self.id, me, said, reason, by=me, at=self.at, own=True)

    async def all_consent(self, *but: int) -> None:
        for who in range(7):
            if who not in but:
                await self.say(who)

    async def end_round(self) -> Phase:
        async with self.given.society.store.writing() as writing:
            return await proposing.end_round(writing, self.id, by=self.given.second, at=self.at, site=SITE)

    async def integrate(self, *met: int, text: str = "Two at night.") -> int:
        said = {self.people[who]: "There are two now." for who in met}
        async with self.given.society.store.writing() as writing:
            return await proposing.integrate(
                *(writing, self.id, {"en": text}, "Two, not one.", said), by=self.given.second, at=self.at, site=SITE
            )

    async def find(self, objector: int, *finders: int) -> bool:
        done = False
        answer = (await self.seen()).answer_of(self.people[objector])
        assert answer is not None
        for who in finders:
            async with self.given.society.store.writing() as writing:
                done = await consenting.find_no_reason(writing, answer.id, self.people[who], at=self.at)
        return done

    async def fallback(self, way: Fallback = Fallback.VOTE) -> UUID | None:
        async with self.given.society.store.writing() as writing:
            return await consenting.take_fallback(writing, self.id, way, by=self.given.second, at=self.at)

    async def vote(self, for_: int, against: int) -> bool:
        for who in range(for_ + against):
            async with self.given.society.store.writing() as writing:
                voted = Voted.FOR if who < for_ else Voted.AGAINST
                await consenting.vote(writing, self.id, self.people[who], voted, by=self.given.second, at=self.at)
        async with self.given.society.store.writing() as writing:
            return await consenting.end_vote(writing, self.id, by=self.given.second, at=self.at)

    async def review(self, outcome: Phase, words: str = "It works.") -> UUID | None:
        async with self.given.society.store.writing() as writing:
            return await consenting.review(writing, self.id, outcome, words, by=self.given.second, at=self.at)

    async def seen(self) -> ProposalPage:
        async with self.given.society.store.reading() as reading:
            return await circles.proposal(reading, self.id, self.at, "en")


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(tmp_path / "home", rules="equal_care_like", groups={"supported": 9})
    yield made
    await made.society.store.close()


@pytest.fixture
async def team(given: Given) -> Circle:
    return Circle(given)


async def refused(kind: type[GovernError], words: str, acting: Awaitable[object], field: str | None = None) -> None:
    with pytest.raises(kind, match=words) as refusal:
        await acting
    assert refusal.value.field == field


async def test_w17_the_whole_life_on_both_databases(tmp_path: Path, database_url: str) -> None:
    made = await a_society(tmp_path / "home", rules="equal_care_like", groups={"supported": 9}, url=database_url)
    team = await Circle(made).in_round()
    await team.all_consent(0, 1, 6)
    await team.say(0, Said.OBJECTION, "lone working at night")
    await team.say(1, Said.OBJECTION, "I don't like it")
    assert await team.find(1, 0, 2, 3) is False and await team.find(1, 4) is True
    assert [one.name for one in (await team.seen()).open_objections] == ["Supported 1"]
    assert await team.end_round() is Phase.INTEGRATING
    assert (await team.seen()).rounds[0].absent == ("Supported 7",)
    assert await team.integrate(0) == 2
    await team.all_consent(6)
    assert await team.end_round() is Phase.PROVISIONAL
    assert (await team.seen()).until == team.at + 72 * HOUR
    team.at += 70 * HOUR
    await team.say(6, Said.OBJECTION, "the bus stops at nine")
    assert (await team.seen()).phase is Phase.INTEGRATING
    assert await team.integrate(6, text="Two at night, until eight.") == 3
    await team.all_consent(6)
    await team.say(6, Said.OBJECTION, "eight is still too late")
    assert await team.end_round() is Phase.FALLBACK
    await team.fallback()
    assert await team.vote(5, 2) is False
    page = await team.seen()
    assert page.phase is Phase.LOST and [one.version for one in page.wordings] == [1, 2, 3]
    assert [len(one.answers) for one in page.rounds] == [6, 7, 7]
    assert "7 of the circle voted. 4 had to." in " ".join(map(str, page.vote_told))
    async with made.society.store.reading() as reading:
        about = f"consent:{team.id}"
        verbs = list(await reading.scalars(select(RecordLine.verb).where(RecordLine.subject == about)))
        kinds = set(await reading.scalars(select(Letter.kind).where(Letter.about == about)))
        facts = " ".join(filter(None, await reading.scalars(select(RecordLine.facts))))
    assert {"consent.drafted", "consent.round-ended", "consent.integrated", "consent.vote-ended"} <= set(verbs)
    assert kinds == {"consent_round", "consent_absent"}
    assert "night" not in facts and str(team.people[0]) not in facts
    await made.society.store.close()


async def test_w17_six_of_seven_are_three_quarters_and_the_agreement_is_reviewed(team: Circle) -> None:
    await team.in_round()
    for round in range(3):
        await team.say(0, Said.OBJECTION, "lone working")
        await team.all_consent(0)
        await team.end_round()
        if round < 2:
            await team.integrate(0, text=f"Wording {round}")
    await team.fallback()
    assert await team.vote(6, 1) is True
    page = await team.seen()
    assert (page.phase, page.consented_on) == (Phase.CARRIED, team.at.date())
    assert page.review_on is not None and page.review_on > team.at.date()


async def test_too_few_votes_of_the_circle_agree_nothing(team: Circle) -> None:
    await team.in_round()
    await to_fallback(team)
    await team.fallback()
    assert await team.vote(3, 0) is False
    assert "Too few voted" in " ".join(map(str, (await team.seen()).vote_told))


async def to_fallback(team: Circle) -> None:
    for round in range(3):
        await team.say(0, Said.OBJECTION, "lone working")
        await team.end_round()
        if (await team.seen()).phase is Phase.INTEGRATING:
            await team.integrate(0, text=f"Wording {round}")


async def test_invariant_69_what_is_agreed_has_a_review_date_and_no_objection_left(team: Circle) -> None:
    await team.in_round()
    await team.all_consent()
    assert await team.end_round() is Phase.CONSENTED
    page = await team.seen()
    assert page.open_objections == () and page.review_on is not None
    await refused(WrongMoment, "looks at this again", team.review(Phase.RENEWED))
    team.at += timedelta(days=190)
    assert (await team.seen()).phase is Phase.DUE_FOR_REVIEW
    await refused(NotValid, "what the circle found", team.review(Phase.RENEWED, " "), "words")
    await team.review(Phase.RENEWED)
    page = await team.seen()
    assert page.phase is Phase.RENEWED and page.review_on is not None and page.review_on > team.at.date()
    team.at += timedelta(days=190)
    made = await team.review(Phase.CHANGED, "The shifts are longer now.")
    async with team.given.society.store.reading() as reading:
        again = await reading.get_one(ConsentProposal, made)
    assert (again.from_id, again.phase, again.title) == (team.id, Phase.DRAFT, {"en": "Night shifts"})


async def test_invariant_70_an_objection_without_a_reason_is_kept_as_a_concern(team: Circle) -> None:
    await team.in_round()
    await team.all_consent(0)
    await team.say(0, Said.OBJECTION, "  ")
    mine = (await team.seen()).answer_of(team.people[0])
    assert mine is not None and mine.said is Said.CONCERN
    assert await team.end_round() is Phase.CONSENTED


async def test_invariant_70_only_others_of_the_circle_find_no_reason_and_more_than_half_of_them(team: Circle) -> None:
    await team.in_round()
    await team.say(0, Said.OBJECTION, "lone working")
    await refused(NotAllowed, "your own objection", team.find(0, 0))
    team.people = [*team.people, team.given.people["supported"][8]]
    await refused(NotAllowed, "Only members of this circle", team.find(0, 7))
    assert await team.find(0, 1, 2, 3, 3) is False
    assert await team.find(0, 4) is True
    await refused(WrongMoment, "This is a concern", team.find(0, 5))


async def test_invariant_70_an_answer_changed_in_the_round_is_found_anew(team: Circle) -> None:
    await team.in_round()
    await team.say(0, Said.OBJECTION, "I do not like it")
    await team.find(0, 1, 2, 3)
    await team.say(0, Said.OBJECTION, "two falls last year, at night, alone")
    page = await team.seen()
    assert page.open_objections[0].found_by == ()
    await team.say(0)
    assert (await team.seen()).open_objections == ()


async def test_invariant_71_who_was_there_cannot_object_afterwards_and_nobody_when_the_time_is_over(
    team: Circle,
) -> None:
    await team.in_round()
    await team.all_consent(5, 6)
    await team.end_round()
    await refused(WrongMoment, "You were at the round", team.say(0, Said.OBJECTION, "late"))
    await team.say(5, Said.CONCERN, "The bus.")
    assert (await team.seen()).phase is Phase.PROVISIONAL
    await refused(WrongMoment, "answered after the round already", team.say(5))
    team.at += 72 * HOUR
    assert (await team.seen()).phase is Phase.PROVISIONAL
    team.at += timedelta(minutes=1)
    page = await team.seen()
    assert (page.phase, page.consented_on) == (Phase.CONSENTED, (team.at - timedelta(minutes=1)).date())
    await refused(WrongMoment, "The circle has agreed", team.say(6, Said.OBJECTION, "the bus"))


async def test_strangers_say_nothing_and_nothing_is_said_outside_a_round(team: Circle) -> None:
    await team.propose()
    await refused(WrongMoment, "not presented yet", team.say(0))
    for _ in range(4):
        await team.step()
    team.people = [*team.people[:6], team.given.people["supported"][8]]
    await refused(NotAllowed, "Only members of this circle", team.say(6))
    await refused(NotValid, "must have been at the round", team.end_round())


async def test_a_circle_is_named_before_the_presentation_and_of_members_only(team: Circle) -> None:
    await team.propose(people=1)
    await refused(WrongMoment, "Nobody can agree alone", team.step())

    async def add(person: UUID) -> None:
        async with team.given.society.store.writing() as writing:
            await proposing.add_to_circle(writing, team.id, person, by=team.given.second, at=team.at)

    await refused(AlreadyDone, "in the circle already", add(team.people[0]), "person")
    await refused(NotValid, "is not a member now", add(team.given.officer), "person")
    await add(team.people[1])
    async with team.given.society.store.writing() as writing:
        await proposing.take_from_circle(writing, team.id, team.people[0], by=team.given.second, at=team.at)
    assert list((await team.seen()).circle) == [team.people[1]]
    await add(team.people[2])
    await team.step()
    await refused(WrongMoment, "has this proposal already", add(team.people[3]))


async def test_who_sits_on_a_body_is_its_circle(tmp_path: Path) -> None:
    made = await a_society(tmp_path / "home", rules="equal_care_like", groups={"supported": 3})
    for person in made.people["supported"][:2]:
        await sits(made, person, "supported", CLOSES.date())
    board = Circle(made, "board")
    await board.propose(people=0)
    assert set((await board.seen()).circle) == set(made.people["supported"][:2])
    await made.society.store.close()


async def test_a_new_wording_answers_each_objection_and_is_new(team: Circle) -> None:
    await team.in_round()
    await team.say(0, Said.OBJECTION, "lone working")
    await team.say(1, Said.OBJECTION, "the bus")
    await team.end_round()
    await refused(NotValid, "for each objection", team.integrate(0), f"met_{team.people[1]}")
    await refused(NotValid, "The wording is as it was", team.integrate(0, 1, text="One at night."), "text")
    assert await team.integrate(0, 1) == 2
    assert [one.met for one in (await team.seen()).rounds[0].answers] == ["There are two now."] * 2


async def test_what_the_rules_do_not_offer_is_refused_and_a_proposal_can_be_dropped(team: Circle) -> None:
    await team.in_round()
    await refused(WrongMoment, "A consent round is on", team.fallback())
    await to_fallback(team)
    await refused(NotAllowed, "The rules do not offer this", team.fallback(Fallback.PARENT))
    await team.fallback(Fallback.DROP)
    assert (await team.seen()).phase is Phase.DROPPED
    await refused(WrongMoment, "This was dropped", team.say(0))


async def test_only_a_body_that_decides_by_consent_is_asked_and_in_every_language(tmp_path: Path) -> None:
    made = await a_society(tmp_path / "home", rules="tair_nant", groups={"supported": 3})
    await refused(NotAllowed, "does not decide by consent", Circle(made, "board").propose(people=0), "body")
    await made.society.store.close()


# --- What all members decide goes on in a ballot --------------------------------------------------------------------


async def settled(given: Given, contest_id: UUID, proposal_id: UUID, kind: str = "ordinary") -> None:
    async with given.society.store.writing() as writing:
        said = Settling(kind=kind, consent=proposal_id)
        await lifecycle.settle_decision(writing, contest_id, said, by=given.second, at=BEFORE + 9 * HOUR)


async def test_a_motion_is_settled_from_the_rounds_that_were_held_on_it(given: Given) -> None:
    members = Circle(given, "general")
    await refused(NotValid, "Choose which kind", members.propose(), "kind")
    await refused(NotValid, "do not ask to look for agreement first", members.propose("conversion"), "kind")
    await members.in_round("ordinary")
    contest_id = await only_contest(given, await a_draft(given, motion("ordinary")))
    await refused(NotValid, "did not end in a vote", settled(given, contest_id, members.id), "consent")
    await to_fallback(members)
    await refused(NotValid, "Go on with it on its own page", settled(given, contest_id, members.id), "consent")
    await members.fallback()
    assert (await members.seen()).phase is Phase.TO_BALLOT
    await refused(NotValid, "another kind", settled(given, contest_id, members.id, "extraordinary"), "consent")
    await refused(NotValid, "no proposal of the members", settled(given, contest_id, uuid4()), "consent")
    await settled(given, contest_id, members.id)
    async with given.society.store.reading() as reading:
        office = await queries.office_ballot(reading, (await ballot_of(given, contest_id)), language="en", at=BEFORE)
    said = office.contests[0].settled
    assert said is not None
    assert (said.consent, said.consent_on, said.consent_rounds) == (members.id, BEFORE.date(), 3)
    second = await only_contest(given, await a_draft(given, motion("ordinary")))
    await refused(NotValid, "asks this already", settled(given, second, members.id), "consent")


async def ballot_of(given: Given, contest_id: UUID) -> UUID:
    from govern.ballots.models import Contest

    async with given.society.store.reading() as reading:
        return (await reading.get_one(Contest, contest_id)).ballot_id


async def test_what_the_members_agreed_needs_no_vote(given: Given) -> None:
    members = await Circle(given, "general").in_round("ordinary")
    await members.all_consent()
    assert await members.end_round() is Phase.CONSENTED
    contest_id = await only_contest(given, await a_draft(given, motion("ordinary")))
    await refused(NotValid, "was agreed by consent", settled(given, contest_id, members.id), "consent")


async def test_nobody_finds_a_proposal_that_is_not_there(given: Given) -> None:
    circle = Circle(given)
    await refused(NotFound, "There is no such proposal", circle.seen())
