"""The vans (M63): three to choose from with photographs and trial notes, said to advise, 21 votes, no lot."""

from __future__ import annotations

import asyncio
import re
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle
from govern.ballots.lifecycle import ContestDraft
from govern.ballots.models import Contest, ContestOption
from govern.ballots.queries.results import counts_the_same
from govern.ballots.rules import ContestKind, OptionDraft, Trial, Weight
from govern.documents import photographs
from govern.errors import WrongMoment
from govern.identity import lifecycle as identity
from govern.web.visitor import Look
from tests.ballots.given_ballots import BEFORE, CLOSES, Given, a_draft, declared, opened, vote, wording
from tests.ballots.pages.conftest import Opens
from tests.documents.test_photographs import a_picture
from tests.given import Moments
from tests.window import Window

VANS = ("The long van", "The low van", "The red van")


def vans(weight: Weight = Weight.ADVISES) -> ContestDraft:
    """Three vans, each with what is said of it."""
    options = tuple(
        OptionDraft(
            title={"en": van, "cy": f"{van} (cy)"},
            words={"en": f"{van}: two wheelchairs fit.", "cy": "Dwy gadair olwyn."},
        )
        for van in VANS
    )
    return ContestDraft(kind=ContestKind.OPTION, wording=wording("Which van?"), weight=weight, options=options)


async def options_of(given: Given, ballot_id: UUID) -> tuple[UUID, list[str]]:
    async with given.society.store.reading() as reading:
        contest = await reading.scalar(select(Contest.id).where(Contest.ballot_id == ballot_id))
        assert contest is not None
        found = select(ContestOption).where(ContestOption.contest_id == contest).order_by(ContestOption.position)
        return contest, [str(option.id) for option in await reading.scalars(found)]


async def pictured(given: Given, ballot_id: UUID, many: int = 3) -> None:
    """Photographs of so many of the vans, and a trial of the first."""
    contest, options = await options_of(given, ballot_id)
    for number, option in enumerate(options[:many]):
        kept = await photographs.keep(given.society.uploads(), a_picture(size=(60 + number, 40)))
        shows = {"en": f"{VANS[number]} with a ramp", "cy": "Fan â ramp"}
        async with given.society.store.writing() as writing:
            await lifecycle.put_photograph(writing, contest, UUID(option), kept, shows, by=None, at=BEFORE)
    trial = Trial({"en": "Ana and Bo", "cy": "Ana a Bo"}, BEFORE.date(), {"en": "Easy to get in.", "cy": "Hawdd."})
    async with given.society.store.writing() as writing:
        await lifecycle.note_trial(writing, contest, UUID(options[0]), trial, by=None, at=BEFORE)


async def test_vehicles_are_chosen_with_photographs_and_trial_notes_and_both_leaders_go_to_the_board(
    given: Given, window: Opens, clock: Moments
) -> None:
    """M63 and W16: 9, 9 and 3 of 21; it advises, and nothing is drawn by lot."""
    ballot_id = await a_draft(given, vans())
    await pictured(given, ballot_id)
    await opened(given, ballot_id)
    contest, (long, low, red) = await options_of(given, ballot_id)
    voter = await window(given.people["staff"][0])
    await voter.get(f"ballots/{ballot_id}")
    assert "This vote advises the board" in voter.text() and "two wheelchairs fit" in voter.text()
    assert "The photograph shows: The long van with a ramp" in voter.text()
    assert "Ana and Bo, " in voter.text() and "Easy to get in." in voter.text()
    looks = re.findall(rf'src="(/en/tair-nant/ballots/{ballot_id}/photographs/[^"]*)"', voter.last.text)
    assert len(looks) == 3 == voter.last.text.count('class="co-thing"')
    await voter.send(f"ballots/{ballot_id}/start")
    assert "This vote advises the board" in voter.text() and voter.last.text.count('type="radio"') == 4
    assert 'alt="The long van with a ramp"' in voter.last.text and "Easy to get in." in voter.text()
    assert [look in voter.last.text for look in looks] == [True, True, True]
    assert voter.last.text.count('class="co-thing"') == 3
    assert "drawn by lot" not in voter.text() and "place" not in voter.text()
    at = f"ballots/{ballot_id}"
    answer = await voter.send(f"{at}/paper/1", {"answer": "somewhere else"})
    assert answer.status_code == 422
    await voter.send(f"{at}/paper/1", {"answer": long})
    assert voter.heading() == "Check your vote" and "The long van" in voter.text()
    assert f'src="{looks[0]}"' in voter.last.text and looks[1] not in voter.last.text
    await voter.send(f"{at}/cast")
    everybody = [person for person in given.everybody if person != given.people["staff"][0]]
    marks = [long] * 8 + [low] * 9 + [red] * 3
    await asyncio.gather(
        *(vote(given, ballot_id, p, {contest: (m,)}) for p, m in zip(everybody, marks, strict=False))
    )
    await declared(given, ballot_id)
    clock.at = CLOSES.replace(minute=59)
    clock.pass_(hours=3)
    reader = await window(given.people["supported"][0])
    await reader.get(f"ballots/{ballot_id}/result")
    assert "The long van and The low van have as many votes as each other. They all go to the board" in reader.text()
    await reader.get(f"ballots/{ballot_id}/result/1")
    assert "The long van 9 The most" in reader.text() and "The red van 3 –" in reader.text()
    assert [look in reader.last.text for look in looks] == [True, True, True] and "Easy to get in." in reader.text()
    nobody = Window(reader.client, given.society)
    assert (await nobody.get(looks[0])).headers["content-type"] == "image/jpeg"
    async with given.society.store.reading() as reading:
        assert await counts_the_same(reading, ballot_id)


async def test_one_press_chooses_a_van(given: Given, window: Opens, clock: Moments) -> None:
    ballot_id = await opened(given, await a_draft(given, vans(Weight.VIEWS)))
    member = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        await identity.choose_look(writing, member, Look(2, "standard", "standard", "one"), at=clock.at)
    voter = await window(member)
    await voter.get(f"ballots/{ballot_id}")
    await voter.send(f"ballots/{ballot_id}/start")
    assert "Views, not a vote." in voter.text() and "The red van" in voter.text()
    _, options = await options_of(given, ballot_id)
    await voter.send(f"ballots/{ballot_id}/paper/1", {"answer": options[2]})
    assert "The red van" in voter.text()


async def test_officers_write_what_there_is_to_choose_and_say_beforehand_what_it_does(
    given: Given, window: Opens
) -> None:
    ballot_id = await a_draft(given)
    office = await window(given.second)
    new = f"office/ballots/{ballot_id}/questions/new"
    await office.get(new)
    answer = await office.send(new, {"kind": "option", "title": "Which van?", "title_cy": "Pa fan?"})
    assert answer.status_code == 422 and "It is said before anybody votes." in office.text()
    await office.send(new, {"kind": "option", "title": "Which van?", "title_cy": "Pa fan?", "weight": "advises"})
    async with given.society.store.reading() as reading:
        contest = await reading.scalar(select(Contest.id).where(Contest.kind == ContestKind.OPTION))
    at = f"office/ballots/{ballot_id}/options/{contest}"
    await office.get(at)
    answer = await office.send(at, {"title": "The long van", "words": "Two wheelchairs fit."})
    assert answer.status_code == 422 and "in every language" in office.text()
    for name in VANS[:1]:
        await office.send(at, {"title": name, "title_cy": f"{name} (cy)", "words": "Two wheelchairs fit."})
    await office.get(f"office/ballots/{ballot_id}")
    assert "There is no choice in “Which van?” yet." in office.text()
    await office.get(at)
    assert "The long van" in office.text() and "Two wheelchairs fit." in office.text()
    gone = office.last.text.split("/remove")[0].rsplit('"', 1)[1]
    await office.send(f"{gone}/remove")
    assert "Nothing yet." in office.text()


async def test_once_published_nothing_is_added_to_choose(given: Given) -> None:
    ballot_id = await a_draft(given, vans())
    contest, options = await options_of(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.publish(writing, ballot_id, by=given.officer, at=BEFORE)
        words = {"en": "The bus", "cy": "Y bws"}
        with pytest.raises(WrongMoment):
            await lifecycle.add_option(writing, contest, OptionDraft(title=words), by=None, at=BEFORE)
        with pytest.raises(WrongMoment):
            await lifecycle.remove_option(writing, contest, UUID(options[0]), by=None, at=BEFORE)


async def test_with_one_thing_only_there_is_no_choice(given: Given) -> None:
    only = ContestDraft(kind=ContestKind.OPTION, wording=wording("Which van?"), options=vans().options[:1])
    ballot_id = await a_draft(given, only)
    async with given.society.store.writing() as writing:
        with pytest.raises(WrongMoment, match="no choice"):
            await lifecycle.publish(writing, ballot_id, by=given.officer, at=BEFORE)
