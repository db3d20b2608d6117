"""Votes of one forum: written by whoever leads it, run by the returning officer, on its roll only members."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from govern.ballots import lifecycle as ballots
from govern.ballots import queries
from govern.ballots.lifecycle import Wording
from govern.ballots.models import Appointment, Ballot, Contest, ContestOption, MemberHandle
from govern.ballots.rules import EasyLine, Stage, Weight
from govern.ballots.seal.documents import Channel
from govern.constituencies.register import lifecycle as register
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, Wanted, WantedOffice
from govern.errors import NotFound, NotValid, WrongMoment
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import VoteDraft
from govern.forums.gatherings.queries import voters_on
from govern.forums.gatherings.rules import Standing, VoteKind
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import Site
from govern.permissions import Role
from govern.post.models import Letter
from tests.documents.test_photographs import a_picture
from tests.forums.conftest import Forums
from tests.window import Window

WHEN = {
    **{"opens_at_day": "20", "opens_at_month": "11", "opens_at_year": "2026", "opens_at_time": "09:00"},
    **{"closes_at_day": "30", "closes_at_month": "11", "closes_at_year": "2026", "closes_at_time": "18:00"},
}
VANS = {
    **{"kind": "several", "title": "The van", "title_cy": "Y fan"},
    **{"question": "Which van?", "question_cy": "Pa fan?", "weight": "decides"},
}


def both(words: str) -> dict[str, str]:
    return {"en": words, "cy": f"{words} (cy)"}


async def drafted(forums: Forums, forum_id: UUID, kind: VoteKind = VoteKind.YES_NO, *, asked: bool = True) -> UUID:
    at = forums.town.clock.at
    wanted = VoteDraft(
        kind=kind,
        title=both("Walks"),
        question=both("Shall we walk on Fridays?"),
        weight=Weight.DECIDES,
        opens_at=at + timedelta(days=30),
        closes_at=at + timedelta(days=44),
    )
    by = forums.town.people["Siân Llwyd"]
    async with forums.town.society.store.writing() as writing:
        return await gatherings.draft_vote(writing, forum_id, wanted, by=by, at=at, asked=asked)


async def opened(forums: Forums, forum_id: UUID, ballot_id: UUID) -> list[UUID]:
    """Easy Read, papers, roll and opening. The ids of its options."""
    town, line = forums.town, (EasyLine("pictures/stop.svg", "It is about walks."),)
    officer = town.people["Gwilym Haf"]
    async with town.society.store.writing() as writing:
        at = town.clock.at
        await identity.appoint(writing, officer, Role.RETURNING_OFFICER, at.date(), by=None, at=at)
        contest = await writing.scalar(select(Contest.id).where(Contest.ballot_id == ballot_id))
        assert contest is not None
        easy: dict[str, tuple[EasyLine, ...]] = {"en": line, "cy": line}
        words = Wording(title=both("Walks"), question=both("Shall we?"), easy_title=both("Walks"), easy_lines=easy)
        await ballots.edit_wording(writing, contest, words, by=officer, at=at)
        await ballots.publish(writing, ballot_id, by=officer, at=at)
    town.clock.pass_(hours=24 * 30)
    at = town.clock.at
    async with town.society.store.writing() as writing:
        await gatherings.freeze_vote(writing, town.society, forum_id, ballot_id, by=officer, at=at)
    small = await styles(forums, ballot_id)
    async with town.society.store.writing() as writing:
        for style in small:
            await ballots.accept_small_group(writing, ballot_id, style, by=officer, at=at)
        await ballots.open_(writing, town.society, ballot_id, by=officer, at=at)
        found = select(ContestOption.id).where(ContestOption.contest_id == contest).order_by(ContestOption.position)
        return list(await writing.scalars(found))


async def styles(forums: Forums, ballot_id: UUID) -> list[str]:
    async with forums.town.society.store.reading() as reading:
        known = await queries.office_ballot(reading, ballot_id, language="en", at=forums.town.clock.at)
    return [item.style for item in known.missing if item.style is not None]


async def again(forums: Forums, name: str, *, officer: bool) -> Window:
    """The window of somebody who holds their office already."""
    town = forums.town
    made = Window(town.client, town.society)
    return await made.sign_in(town.people[name], officer=officer, at=town.clock.at)


async def voters(forums: Forums, ballot_id: UUID) -> set[str]:
    names = {person: name for name, person in forums.town.people.items()}
    async with forums.town.society.store.reading() as reading:
        on_it = await reading.scalars(select(MemberHandle.person_id).where(MemberHandle.ballot_id == ballot_id))
        return {names[person] for person in on_it}


async def counted(forums: Forums, ballot_id: UUID, votes: Mapping[str, UUID]) -> None:
    town, officer = forums.town, forums.town.people["Gwilym Haf"]
    async with town.society.store.reading() as reading:
        contest = await reading.scalar(select(Contest.id).where(Contest.ballot_id == ballot_id))
        assert contest is not None
    for name, option in votes.items():
        async with town.society.store.reading() as reading:
            choices: ballots.Choices = {contest: (str(option),)}
            sealed = await ballots.seal_paper(reading, ballot_id, town.people[name], choices, at=town.clock.at)
        await ballots.cast(town.society, town.people[name], sealed, at=town.clock.at)
    town.clock.pass_(hours=24 * 15)
    async with town.society.store.writing() as writing:
        await ballots.close(writing, town.society, ballot_id, by=officer, at=town.clock.at)
    await ballots.count(town.society, ballot_id, by=officer, at=town.clock.at)
    async with town.society.store.writing() as writing:
        await ballots.declare(writing, ballot_id, by=officer, at=town.clock.at)


async def test_a_facilitator_writes_a_vote_with_photographs_asks_for_it_and_cannot_change_it_then(
    forums: Forums,
) -> None:
    mair = await forums.town.window("Mair Elis")
    at = f"facilitate/forums/{forums.local}/votes"
    await mair.get(f"{at}/new")
    answer = await mair.send(f"{at}/new", {**VANS, **WHEN, "question_cy": ""})
    assert answer.status_code == 422 and "every language" in mair.text() and 'value="Which van?"' in mair.last.text
    await mair.send(f"{at}/new", {**VANS, **WHEN})
    vote = mair.last.headers["location"].rpartition("/")[2]
    await mair.follow()
    answer = await mair.send(f"{at}/{vote}/ask")
    assert answer.status_code == 422 and "Add two things or more" in mair.text()
    for name in ("The long van", "The low van"):
        await mair.send(f"{at}/{vote}/options", title=name, title_cy=f"{name} (cy)", words="", words_cy="")
        await mair.follow()
    options = re.findall(rf"{at}/{vote}/options/([0-9a-f-]+)\"", mair.last.text)
    one = f"{at}/{vote}/options/{options[0]}"
    await mair.get(one)
    shows = {"description": "A long van", "description_cy": "Fan hir"}
    answer = await mair.send_file(f"{one}/photograph", "v.jpg", b"no picture", "image/jpeg", "photograph", **shows)
    assert answer.status_code == 422 and "not a picture" in mair.text()
    await mair.send_file(f"{one}/photograph", "v.jpg", a_picture(), "image/jpeg", "photograph", **shows)
    await mair.follow()
    assert (await mair.get(f"{one}/photograph")).headers["content-type"] == "image/jpeg"
    await mair.get(one)
    trial = {"who": "Ana", "who_cy": "Ana", "on_day": "3", "on_month": "11", "on_year": "2026"}
    await mair.send(f"{one}/trials", {**trial, "found": "Easy to get in.", "found_cy": "Hawdd."})
    await mair.follow()
    assert "Easy to get in." in mair.text()
    await mair.get(f"{at}/{vote}")
    await mair.send(f"{at}/{vote}/ask")
    await mair.follow()
    assert "You asked for this vote on" in mair.text() and "Add one more" not in mair.text()
    for press in (f"{one}/photograph/remove", f"{one}/trials/1/remove", f"{one}/remove"):
        assert (await mair.post(press, {})).status_code in (403, 409)


async def test_on_the_roll_are_the_members_of_the_forum_on_the_record_day_and_nobody_else(forums: Forums) -> None:
    town, at = forums.town, forums.town.clock.at
    guest, late = town.people["Di Owen"], town.people["Siân Llwyd"]
    ballot_id = await drafted(forums, forums.local)
    async with town.society.store.writing() as writing:
        await gatherings.come(writing, forums.local, guest, Standing.GUEST, by=None, at=at)
        await gatherings.go(writing, forums.local, town.people["Cai Rhys"], by=guest, at=at)
    async with town.society.store.reading() as reading:
        assert late not in await voters_on(reading, forums.local, at.date())
        assert await voters_on(reading, forums.local, at.date() - timedelta(days=400)) == frozenset()
    await opened(forums, forums.local, ballot_id)
    roll = await voters(forums, ballot_id)
    assert "Gwen Hughes" in roll and not roll & {"Di Owen", "Siân Llwyd", "Nerys Puw"}
    gwen = await town.window("Gwen Hughes")
    await gwen.get(f"ballots/{ballot_id}")
    assert "members of Pont forum on" in gwen.text()
    other = await town.window("Siân Llwyd")
    await other.get(f"ballots/{ballot_id}")
    assert "Start" not in other.text()


async def test_the_roll_of_a_forum_is_not_frozen_from_the_page_of_every_vote(forums: Forums) -> None:
    town = forums.town
    ballot_id = await drafted(forums, forums.local)
    async with town.society.store.writing() as writing:
        ballot = await writing.get_one(Ballot, ballot_id)
        ballot.stage = Stage.PUBLISHED
        with pytest.raises(WrongMoment, match="one forum"):
            await ballots.freeze(writing, town.society, ballot_id, by=None, at=town.clock.at)
        with pytest.raises(NotFound):
            by = town.people["Gwilym Haf"]
            await gatherings.freeze_vote(writing, town.society, forums.area, ballot_id, by=by, at=town.clock.at)


async def test_what_was_not_asked_for_is_not_published(forums: Forums) -> None:
    ballot_id = await drafted(forums, forums.local, asked=False)
    async with forums.town.society.store.writing() as writing:
        with pytest.raises(WrongMoment, match="has not asked"):
            await ballots.publish(writing, ballot_id, by=None, at=forums.town.clock.at)


async def test_a_vote_of_a_forum_gives_no_award(forums: Forums) -> None:
    mair = await forums.town.window("Mair Elis")
    at = f"facilitate/forums/{forums.local}/votes/new"
    await mair.get(at)
    answer = await mair.send(at, {**VANS, **WHEN, "weight": "awards"})
    assert answer.status_code == 422 and "Choose what the vote does." in mair.text()


async def test_who_does_not_lead_the_forum_writes_no_vote_of_it(forums: Forums) -> None:
    sian = await forums.town.window("Siân Llwyd")
    assert (await sian.get(f"facilitate/forums/{forums.local}/votes/new")).status_code == 403
    vote = await drafted(forums, forums.local, asked=False)
    own = f"facilitate/forums/{forums.area}/votes/{vote}"
    assert (await sian.get(own)).status_code == 404
    mair = await forums.town.window("Mair Elis")
    assert (await mair.get(f"facilitate/forums/{forums.family}/votes")).status_code == 404


async def carried_by_mair(forums: Forums) -> UUID:
    """A member of the local forum who asked Mair Elis, a peer, to vote for them in everything."""
    at, mair, store = forums.town.clock.at, forums.town.people["Mair Elis"], forums.town.society.store
    async with store.writing() as writing:
        new = NewPerson(name="Elin Wyn", email="elin@example.org")
        elin = await register.enter(writing, new, "supported", date(2024, 1, 1), "Founding member", by=None, at=at)
        await gatherings.come(writing, forums.local, elin, Standing.MEMBER, by=None, at=at)
        wanted = WantedOffice("supported", "local", "Pont", at.date(), at.date() + timedelta(days=365))
        office = await representation.open_office(writing, mair, wanted, by=None, at=at)
        asked = Wanted(at.date(), at.date() + timedelta(days=300), HowChosen.OWN_ACT, ("all",))
        await representation.give(writing, office, elin, asked, by=elin, at=at)
    forums.town.people["Elin Wyn"] = elin
    return elin


async def test_in_a_vote_of_one_forum_nobody_is_carried_by_a_peer_neither_at_opening_nor_later(
    forums: Forums,
) -> None:
    town = forums.town
    elin = await carried_by_mair(forums)
    ballot_id = await drafted(forums, forums.local)
    await opened(forums, forums.local, ballot_id)
    assert {"Elin Wyn", "Mair Elis"} <= await voters(forums, ballot_id)
    async with town.society.store.writing() as writing:
        assert await ballots.follow_mandates(writing, town.society, at=town.clock.at) == 0
        assert await ballots.follow_mandates(writing, town.society, [elin], at=town.clock.at) == 0
        named = select(func.count()).select_from(Appointment).where(Appointment.ballot_id == ballot_id)
        assert await writing.scalar(named) == 0
    async with town.society.store.reading() as reading:
        mair = town.people["Mair Elis"]
        assert await ballots.held_by(reading, ballot_id, mair, (Channel.PEER,)) == ()
    window = await town.window("Mair Elis")
    await window.get("ballots")
    assert "Walks" in window.text() and f"ballots/{ballot_id}/for-others" not in window.last.text
    answer = await window.get(f"ballots/{ballot_id}/for-others/peer")
    assert answer.status_code == 404 and "Elin" not in answer.text
    own = await town.window("Elin Wyn")
    await own.get(f"ballots/{ballot_id}")
    assert "Mair Elis" not in own.text() and "Start" in own.text()


async def test_the_result_goes_back_to_the_page_of_the_forum(forums: Forums) -> None:
    ballot_id = await drafted(forums, forums.local)
    yes, _ = await opened(forums, forums.local, ballot_id)
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(f"forums/{forums.local}")
    assert "Votes of this forum" in gwen.text()
    await gwen.get(f"forums/{forums.local}/votes")
    assert "Vote now" in gwen.text() and "Walks" in gwen.text()
    await counted(forums, ballot_id, {"Gwen Hughes": yes, "Ana Bowen": yes})
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(f"forums/{forums.local}/votes")
    assert "Yes is chosen." in gwen.text() and "See the result" in gwen.text()
    await gwen.get(f"ballots/{ballot_id}/result")
    assert "Yes is chosen." in gwen.text()


async def test_invariant_61_a_vote_of_a_family_forum_is_there_for_its_roll_and_the_returning_officer_alone(
    forums: Forums,
) -> None:
    town = forums.town
    ballot_id = await drafted(forums, forums.family)
    yes, _ = await opened(forums, forums.family, ballot_id)
    assert await voters(forums, ballot_id) == {"Di Owen"}
    pages = ("", "/result", "/box", "/on-paper", "/paper/1", "/check", "/receipt")
    others = (("Gwen Hughes", ()), ("Mair Elis", ()), ("Nerys Puw", (Role.SECRETARY,)), ("", ()))
    for name, roles in others:
        one = await town.window(name, *roles)
        for page in pages:
            answer = await one.get(f"ballots/{ballot_id}{page}")
            assert answer.status_code in (303, 404) and "Walks" not in answer.text, (name, page)
        assert (await one.get(f"office/ballots/{ballot_id}")).status_code in (303, 403, 404)
        for page in ("", "ballots", "office", "office/ballots", "office/outbox", "office/record", "office/forums"):
            assert "Walks" not in (await one.get(page)).text, (name, page)
        answer = await one.post(f"ballots/{ballot_id}/cast", {})
        assert answer.status_code in (303, 403, 404) and "Walks" not in answer.text
    di = await town.window("Di Owen")
    await di.get(f"ballots/{ballot_id}")
    assert "Walks" in di.text()
    await di.get("ballots")
    assert "Walks" in di.text()
    officer = await again(forums, "Gwilym Haf", officer=True)
    await officer.get("office/ballots")
    assert "Walks" in officer.text()
    assert (await officer.get(f"office/ballots/{ballot_id}")).status_code == 200
    await counted(forums, ballot_id, {"Di Owen": yes})
    for name, roles in others:
        one = await again(forums, name, officer=bool(roles)) if name else await town.window()
        answer = await one.get(f"ballots/{ballot_id}/result")
        assert answer.status_code == 404 and "Walks" not in answer.text, name
        assert "Walks" not in (await one.get("")).text
    own = await town.window("Di Owen")
    assert (await own.get(f"ballots/{ballot_id}/result")).status_code == 200


async def test_letters_about_a_vote_of_a_family_forum_do_not_name_it_in_the_outbox(forums: Forums) -> None:
    town = forums.town
    ballot_id = await drafted(forums, forums.family)
    await opened(forums, forums.family, ballot_id)
    async with town.society.store.writing() as writing:
        site = Site("http://testserver.local", town.society.short, "Tair Nant")
        assert await ballots.remind(writing, ballot_id, site=site, by=None, at=town.clock.at) >= 0
        subjects = list(await writing.scalars(select(Letter.subject)))
    assert all("Walks" not in subject for subject in subjects)


async def test_the_office_calls_a_vote_of_a_forum_and_not_of_one_that_is_hidden(forums: Forums) -> None:
    office = await forums.town.secretary()
    at = f"office/forums/{forums.local}/votes/new"
    await office.get(at)
    await office.send(at, {**VANS, **WHEN, "kind": "yes_no"})
    await office.follow()
    assert "This is a vote of one forum: Pont forum." in office.text()
    at = f"office/forums/{forums.family}/votes/new"
    await office.get(at)
    answer = await office.send(at, {**VANS, **WHEN})
    assert answer.status_code == 422 and "Only whoever leads this forum" in office.text()


async def test_words_are_asked_for_in_every_language(forums: Forums) -> None:
    at = forums.town.clock.at
    wanted = VoteDraft(
        kind=VoteKind.YES_NO,
        title={"en": "Walks"},
        question=both("Shall we?"),
        weight=Weight.VIEWS,
        opens_at=at + timedelta(days=30),
        closes_at=at + timedelta(days=44),
    )
    async with forums.town.society.store.writing() as writing:
        with pytest.raises(NotValid) as refusal:
            by = forums.town.people["Mair Elis"]
            await gatherings.draft_vote(writing, forums.local, wanted, by=by, at=at)
    assert refusal.value.field == "title_cy"
