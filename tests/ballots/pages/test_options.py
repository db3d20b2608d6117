"""The vans (M63): three to choose from with photographs and trial notes, said to advise, 21 votes, no lot."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle
from govern.ballots.lifecycle import ContestDraft
from govern.ballots.models import Contest, ContestOption
from govern.ballots.queries.results import counts_the_same
from govern.ballots.rules import ContestKind, OptionDraft, Weight
from govern.errors import WrongMoment
from govern.identity import lifecycle as identity
from govern.web.visitor import Look
from tests.ballots.given_ballots import BEFORE, CLOSES, Given, a_draft, declared, opened, vote, wording
from tests.ballots.pages.conftest import Opens
from tests.given import Moments

VANS = ("The long van", "The low van", "The red van")


def vans(weight: Weight = Weight.ADVISES) -> ContestDraft:
    """Three vans, each with what was said after the trial, the first with its photograph."""
    options = tuple(
        OptionDraft(
            title={"en": van, "cy": f"{van} (cy)"},
            words={"en": f"{van}: two wheelchairs fit.", "cy": "Dwy gadair olwyn."},
            picture="photographs/long.jpg" if van == VANS[0] else "",
            picture_alt={"en": "A long van with a ramp", "cy": "Fan hir â ramp"} if van == VANS[0] else {},
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


async def test_vehicles_are_chosen_with_photographs_and_trial_notes_and_both_leaders_go_to_the_board(
    given: Given, window: Opens, clock: Moments
) -> None:
    """M63 and W16: 9, 9 and 3 of 21; it advises, and nothing is drawn by lot."""
    ballot_id = await opened(given, await a_draft(given, vans()))
    contest, (long, low, red) = await options_of(given, ballot_id)
    voter = await window(given.people["staff"][0])
    await voter.get(f"ballots/{ballot_id}")
    assert "This vote advises the board" in voter.text() and "two wheelchairs fit" in voter.text()
    assert "The photograph shows: A long van with a ramp" in voter.text()
    await voter.send(f"ballots/{ballot_id}/start")
    assert "This vote advises the board" in voter.text() and voter.last.text.count('type="radio"') == 4
    assert 'alt="A long van with a ramp"' in voter.last.text and "photographs/long.jpg" in voter.last.text
    assert "drawn by lot" not in voter.text() and "place" not in voter.text()
    at = f"ballots/{ballot_id}"
    answer = await voter.send(f"{at}/paper/1", {"answer": "somewhere else"})
    assert answer.status_code == 422
    await voter.send(f"{at}/paper/1", {"answer": long})
    assert voter.heading() == "Check your vote" and "The long van" in voter.text()
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
