"""Rounds of consent in a circle outside the bodies, through its pages: W17 in full, M30, invariants 69 to 71."""

from __future__ import annotations

from uuid import UUID

import pytest

from govern.constituencies.rulebook import lifecycle as rulebooks
from govern.forums.circles.models import Circle
from govern.forums.circles.rules import Part
from tests.forums.circles.conftest import RULES, Calder
from tests.window import Window

FIRST, SECOND = "One worker at night.", "Two workers at night."


class Seven:
    """Hebden with seven people, one who facilitates it, and a proposal about its rota."""

    def __init__(self, calder: Calder) -> None:
        self.calder = calder
        self.people = calder.workers[:7]
        self.page = ""

    async def begin(self) -> Seven:
        calder = self.calder
        await calder.seat(calder.hebden, *calder.workers[2:7])
        await calder.give(calder.hebden, "The rota")
        at = f"circles/{calder.hebden}"
        one = await calder.window(self.people[1])  # anybody of the circle brings it
        await one.get(f"{at}/propose")
        refused = await one.send(f"{at}/propose", {"other": "Pay", "title": "Nights", "text": FIRST})
        assert refused.status_code == 422 and "Members' Circle" in one.text()  # invariant 68 in rounds too
        await one.send(f"{at}/propose", {"other": "the rota", "title": "Nights", "text": FIRST})
        self.page = str(one.last.url.path).split("/tair-nant/")[1]
        return self

    async def window(self, number: int) -> Window:
        return await self.calder.window(self.people[number])

    async def runs(self) -> Window:
        """Whoever facilitates the circle, at the page from which the rounds are run."""
        browser = await self.window(0)
        await browser.get(f"{self.page}/run")
        return browser

    async def in_round(self) -> None:
        facilitator = await self.runs()
        for _ in range(4):
            await facilitator.send(f"{self.page}/run/step")
        assert "A consent round is on." in facilitator.text()

    async def say(self, number: int, said: str = "consent", reason: str = "") -> Window:
        browser = await self.window(number)
        await browser.get(self.page)
        await browser.send(self.page, {"said": said, "reason": reason})
        return browser

    async def end_round(self) -> Window:
        facilitator = await self.runs()
        await facilitator.send(f"{self.page}/run/end-round")
        return facilitator

    async def change(self, text: str, *numbers: int) -> Window:
        facilitator = await self.runs()
        met = {f"met_{self.people[number]}": "There are two now." for number in numbers}
        await facilitator.send(f"{self.page}/run/integrate", {"text": text, "changed": "Two, not one.", **met})
        return facilitator

    async def to_the_vote(self) -> Window:
        """Three rounds, each with the same reasoned objection; then the vote is taken."""
        await self.in_round()
        for number in range(1, 4):
            await self.say(6, "objection", "Lone working at night.")
            facilitator = await self.end_round()
            if number < 3:
                await self.change(f"Wording {number}", 6)
        await facilitator.send(f"{self.page}/run/fallback", {"way": "vote"})
        return facilitator


@pytest.fixture
async def seven(calder: Calder) -> Seven:
    return await Seven(calder).begin()


async def test_w17_in_a_circle_from_two_objections_to_the_fallback_offered(seven: Seven) -> None:
    """Seven people, one absent: a reasoned objection and a concern, amended, provisional, the absent one objects at
    hour 70, a third round, and the fallback is offered."""
    calder = seven.calder
    facilitator = await seven.runs()
    assert "Present it to the circle" in facilitator.last.text and "Change the circle" not in facilitator.text()
    await seven.in_round()
    # Round 1: one reasoned objection, and one without a reason, which is a concern and stops nothing (invariant 70).
    await seven.say(1, "objection", "Lone working at night.")
    second = await seven.say(2, "objection")
    assert "a concern" in second.text()
    for number in (0, 3, 4, 5):
        await seven.say(number)
    facilitator = await seven.end_round()
    assert "A new wording that meets the objections" in facilitator.text()
    # Amended, each objection met (invariant 69).
    refused = await seven.change(SECOND)
    assert refused.last.status_code == 422 and f'id="met_{seven.people[1]}-problem"' in refused.last.text
    await seven.change(SECOND, 1)
    # Round 2: nobody objects; six were there, so it is provisional (invariant 71).
    for number in range(6):
        await seven.say(number)
    await seven.end_round()
    absent = await seven.window(6)
    await absent.get("home")
    assert "Your circle has agreed. You can object until" in absent.text()
    assert seven.page in absent.last.text
    there = await seven.window(0)
    late = await calder.by_hand(there, seven.page, said="objection", reason="No.")
    assert late.status_code == 422 and "You were at the round, and it is over." in there.text()
    calder.clock.pass_(hours=70)
    absent = await seven.say(6, "objection", "The bus does not run.")
    assert "There are objections. The proposal is changed" in absent.text()
    # Round 3, the last: with an objection left the fallback is offered, not forced (M30).
    await seven.change("Three workers at night.", 6)
    await seven.say(6, "objection", "The bus does not run.")
    facilitator = await seven.end_round()
    assert "After 3 rounds an objection is left. The circle can vote now, or drop it." in facilitator.text()
    assert "Vote on it" in facilitator.text() and "Drop it" in facilitator.text()
    member = await seven.calder.window(calder.given.people["supported"][2])
    await member.get(seven.page)
    assert "How it is met: There are two now." in member.text() and "What do you say?" not in member.text()


@pytest.mark.parametrize(
    ("for_", "came"),
    [(5, "The circle did not agree this by a vote."), (6, "The circle agreed this by a vote.")],
)
async def test_w17_five_of_seven_do_not_carry_it_and_six_do(seven: Seven, for_: int, came: str) -> None:
    """Three quarters are needed: 5 of 7 is 71.4 per cent, 6 of 7 is 85.7."""
    facilitator = await seven.to_the_vote()
    first = await seven.window(1)
    await first.get(seven.page)
    none = await first.send(f"{seven.page}/vote")
    assert none.status_code == 422 and "Choose how you vote." in first.text()
    for number, person in enumerate(seven.people):
        voted = "for" if number < for_ else "against"
        if number == 1:
            await first.send(f"{seven.page}/vote", {"voted": voted})
            continue
        await facilitator.get(f"{seven.page}/run")
        await facilitator.send(f"{seven.page}/run/vote", {"person": str(person), "voted": voted})
    await facilitator.send(f"{seven.page}/run/end-vote")
    assert came in facilitator.text()
    await first.get(f"circles/{seven.calder.hebden}")
    assert ("greed by a vote" in first.text()) and ("The review is on" in first.text()) is (for_ == 6)


async def test_m30_after_the_rounds_a_vote_is_offered_and_the_circle_may_drop_it(seven: Seven) -> None:
    await seven.in_round()
    for number in range(1, 4):
        await seven.say(6, "objection", "Lone working at night.")
        facilitator = await seven.end_round()
        if number < 3:
            await seven.change(f"Wording {number}", 6)
    empty = await facilitator.send(f"{seven.page}/run/fallback")
    assert empty.status_code == 422 and "Choose what happens now." in facilitator.text()
    above = await facilitator.send(f"{seven.page}/run/fallback", {"way": "parent"})
    assert above.status_code == 422 and "The rules do not offer this." in facilitator.text()
    await facilitator.send(f"{seven.page}/run/fallback", {"way": "drop"})
    assert "This was dropped." in facilitator.text()


async def due_in_office(calder: Calder) -> bool:
    """Whether the review stands on the list of the office; not where the circle is private (M42)."""
    office = await calder.secretary()
    await office.get("office")
    stands = "A circle looks at this again: Nights" in office.text()
    async with calder.given.society.store.writing() as writing:
        (await writing.get_one(Circle, calder.hebden)).private = True
    await office.get("office")
    assert "A circle looks at this again: Nights" not in office.text()
    async with calder.given.society.store.writing() as writing:
        (await writing.get_one(Circle, calder.hebden)).private = False
    return stands


async def test_an_objection_is_integrated_and_the_agreement_is_reviewed_on_its_day(seven: Seven) -> None:
    calder = seven.calder
    await seven.in_round()
    await seven.say(1, "objection", "Lone working at night.")
    for number in (0, 2, 3, 4, 5, 6):
        await seven.say(number)
    await seven.end_round()
    await seven.change(SECOND, 1)
    for number in range(7):
        await seven.say(number)
    facilitator = await seven.end_round()
    assert "The circle has agreed." in facilitator.text() and "The review is on" in facilitator.text()
    assert not await due_in_office(calder)
    calder.clock.pass_(days=200)
    assert await due_in_office(calder)
    facilitator = await seven.runs()
    assert "The time of this agreement is over." in facilitator.text()
    none = await facilitator.send(f"{seven.page}/run/review", {"outcome": "changed"})
    assert none.status_code == 422 and "Say in a sentence what the circle found." in facilitator.text()
    await facilitator.send(f"{seven.page}/run/review", {"outcome": "changed", "words": "Nights are quiet now."})
    assert not await due_in_office(calder)
    await facilitator.get(f"circles/{calder.hebden}")
    assert "Changed by a new proposal" in facilitator.text() and "Being written" in facilitator.text()


async def test_invariant_70_only_the_circle_finds_that_an_objection_has_no_reason(seven: Seven) -> None:
    await seven.in_round()
    await seven.say(1, "objection", "I do not like it.")
    for number in (0, 2, 3, 4, 5, 6):
        await seven.say(number)
    facilitator = await seven.runs()
    assert "I find no reason in it" not in facilitator.last.text  # whoever runs it has no button for that
    for number in (2, 3, 4):
        browser = await seven.window(number)
        await browser.get(seven.page)
        answer = browser.last.text.split('name="answer" value="')[1].split('"')[0]
        await browser.send(f"{seven.page}/no-reason", {"answer": answer})
    found = browser.text().split("No reason is found in it by: ")[1].split(".")[0]
    assert set(found.split(", ")) == {"Worker 3", "Worker 4", "Worker 5"}
    fourth = await seven.window(5)
    await fourth.get(seven.page)
    await fourth.send(f"{seven.page}/no-reason", {"answer": answer})
    assert "an objection in which the circle found no reason: a concern" in fourth.text()
    assert "The circle has agreed." in (await seven.end_round()).text()


async def test_its_circle_is_who_sits_there_when_it_is_presented(seven: Seven) -> None:
    calder = seven.calder
    await calder.seat(calder.hebden, calder.workers[7])
    facilitator = await seven.runs()
    assert "Change the words" in facilitator.text()
    reworded = await facilitator.send(f"{seven.page}/run/words", {"title": "Nights", "text": "Two, always."})
    assert reworded.status_code == 200
    await seven.in_round()
    await calder.seat(calder.hebden, calder.workers[8])
    member = await seven.window(1)
    await member.get(seven.page)
    assert "8 people:" in member.text() and "Worker 8" in member.text() and "Worker 9" not in member.text()


async def test_steps_are_for_whoever_facilitates_and_nothing_is_there_in_the_rooms_of_bodies(seven: Seven) -> None:
    calder = seven.calder
    draft = await calder.window(calder.given.people["supported"][2])
    assert (await draft.get(seven.page)).status_code == 404  # nobody has presented it yet
    await seven.in_round()
    member = await seven.window(3)
    assert (await member.get(f"{seven.page}/run")).status_code == 403
    assert (await calder.by_hand(member, f"{seven.page}/run/end-round")).status_code == 403
    stranger = await calder.window(calder.given.people["supported"][2])
    await stranger.get(seven.page)
    assert "You are not in this circle, so you read along." in stranger.text()
    said = await calder.by_hand(stranger, seven.page, said="consent")
    assert said.status_code == 422 and "Only those who sit in this circle have a word in it." in stranger.text()
    secretary = await calder.secretary()
    proposal = seven.page.rsplit("/", 1)[1]
    for path in (f"consent/{proposal}", f"office/consent/{proposal}", f"circles/{UUID(int=3)}/proposals/{proposal}"):
        assert (await secretary.get(path)).status_code == 404, path
    for path in (f"office/consent/{proposal}/end-round", f"consent/{proposal}"):
        assert (await calder.by_hand(secretary, path, said="consent")).status_code == 404, path
    await secretary.get("office/consent")
    assert "Nights" not in secretary.text()
    await stranger.get("consent")
    assert "Nights" not in stranger.text()
    await member.get("consent")
    assert "Nights" in member.text() and "Hebden: a round is on" in member.text()


async def test_in_a_private_team_nobody_else_hears_of_a_proposal_and_its_person_runs_it(calder: Calder) -> None:
    team = await calder.team("Mair's own circle", private=True)
    mair = await calder.window(calder.mair)
    await mair.get(f"circles/{team}/people")
    await mair.send(f"circles/{team}/people", {"person": calder.numbers[calder.workers[3]], "part": "member"})
    await mair.get(f"circles/{team}/domain")
    await mair.send(f"circles/{team}/domain", {"words": "Outings"})
    await mair.get(f"circles/{team}/propose")
    await mair.send(f"circles/{team}/propose", {"other": "outings", "title": "The sea", "text": "On Sunday."})
    page = str(mair.last.url.path).split("/tair-nant/")[1]
    await mair.get(f"{page}/run")
    for _ in range(4):
        await mair.send(f"{page}/run/step")
    inside = await calder.window(calder.workers[3])
    await inside.get("home")
    assert "The sea" in inside.text()
    await inside.get(page)
    await inside.send(page, {"said": "consent"})
    for person in (calder.workers[0], calder.given.second, calder.workers[5]):
        one = await calder.window(person)
        assert (await one.get(page)).status_code == 404
        for path in ("home", "consent", "circles"):
            await one.get(path)
            assert "The sea" not in one.last.text, path


async def test_where_the_rules_know_no_consent_a_circle_records_what_it_decides(calder: Calder) -> None:
    begin, end = RULES.index("[consent]"), RULES.index("[minutes]")
    plain = RULES[:begin] + "[consent]\nenabled = false\n\n" + RULES[end:]
    plain = plain.replace('decision = "consent"', 'decision = "majority"').replace("consent_first = true", "")
    async with calder.given.society.store.writing() as writing:
        await rulebooks.adopt(writing, plain, by=None, at=calder.clock.at)
    facilitator = await calder.window(calder.workers[0])
    at = f"circles/{calder.hebden}"
    await facilitator.get(at)
    assert "Record a decision" in facilitator.text() and "Bring a proposal" not in facilitator.text()
    await facilitator.get(f"{at}/propose")
    assert "By the rules circles do not decide by consent here" in facilitator.text()
    await calder.give(calder.hebden, "The rota")
    wanted = {"other": "The rota", "title": "Nights", "text": FIRST}
    refused = await calder.by_hand(facilitator, f"{at}/propose", **wanted)
    assert refused.status_code == 422 and "Decide together, and record that." in facilitator.text()


async def test_a_guide_is_in_no_round(seven: Seven) -> None:
    calder = seven.calder
    await calder.seat(calder.hebden, calder.given.officer, part=Part.GUIDE)
    await seven.in_round()
    guide = await calder.window(calder.given.officer)
    await guide.get(seven.page)
    assert "7 people:" in guide.text() and "What do you say?" not in guide.text()


async def up_to_the_fallback(calder: Calder, circle: UUID, leader: Window, *people: UUID) -> str:
    """A proposal of a small circle whose only round left an objection. The address of its page."""
    at = f"circles/{circle}"
    await leader.get(f"{at}/propose")
    await leader.send(f"{at}/propose", {"other": "The rota", "title": "Nights", "text": FIRST})
    page = str(leader.last.url.path).split("/tair-nant/")[1]
    await leader.get(f"{page}/run")
    for _ in range(4):
        await leader.send(f"{page}/run/step")
    for person in people:
        said = {"person": str(person), "said": "objection", "reason": "Lone working."}
        await leader.send(f"{page}/run/answer", said)
    await leader.send(f"{page}/run/end-round")
    assert "The circle above can decide, or it is dropped." in leader.text()
    return page


async def above_decides(calder: Calder) -> None:
    """From now on the rules pass on to the circle above what is left after one round."""
    text = RULES.replace('fallback = "vote:extraordinary"', 'fallback = "parent"')
    text = text.replace("rounds_max = 3", "rounds_max = 1").replace('team", "general"]', 'team"]')
    text = text.replace('bodies = ["board", ', "bodies = [")
    text = text.replace('decision = "consent"', 'decision = "majority"', 1)  # the board's, which has no parent
    async with calder.given.society.store.writing() as writing:
        await rulebooks.adopt(writing, text, by=None, at=calder.clock.at)


async def test_where_the_rules_say_so_the_circle_above_decides_and_a_private_team_passes_nothing_on(
    calder: Calder,
) -> None:
    await above_decides(calder)
    team = await calder.team()
    mair = await calder.window(calder.mair)
    await mair.get(f"circles/{team}/people")
    await mair.send(f"circles/{team}/people", {"person": calder.numbers[calder.workers[3]], "part": "member"})
    page = await up_to_the_fallback(calder, team, mair, calder.mair, calder.workers[3])
    await mair.send(f"{page}/run/fallback", {"way": "parent"})
    assert "The circle above decides this now." in mair.text()
    facilitator = await calder.window(calder.workers[0])
    await facilitator.get(f"circles/{calder.hebden}")
    assert "Nights Being written" in facilitator.text()
    await mair.get(f"circles/{team}/people")
    await mair.send(f"circles/{team}/who-knows", {"private": "yes"})
    page = await up_to_the_fallback(calder, team, mair, calder.mair, calder.workers[3])
    refused = await mair.send(f"{page}/run/fallback", {"way": "parent"})
    assert refused.status_code == 422 and "nothing of it is passed on" in mair.text()
    await mair.send(f"{page}/run/fallback", {"way": "drop"})
    assert "This was dropped." in mair.text()
    # Hebden itself stands under a body of the rules: what it passes on goes on there, in the office.
    await calder.give(calder.hebden, "The rota")
    await up_and_passed(calder, facilitator)


async def up_and_passed(calder: Calder, facilitator: Window) -> None:
    page = await up_to_the_fallback(calder, calder.hebden, facilitator, *calder.workers[:2])
    await facilitator.send(f"{page}/run/fallback", {"way": "parent"})
    assert "The circle above decides this now." in facilitator.text()
    secretary = await calder.secretary()
    await secretary.get("office/consent")
    assert "Nights Members' Circle: being written" in secretary.text()
