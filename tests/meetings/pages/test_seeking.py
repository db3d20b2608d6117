"""Consent is looked for on an item of the meeting: from the chair's page, in the item's words, into its minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots.deciding.consent import Phase
from govern.ballots.lifecycle import consenting, proposing
from govern.ballots.models import ConsentMember, ConsentProposal
from govern.ballots.queries import circles
from govern.ballots.rules.consenting import Said
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.errors import AlreadyDone, NotAllowed, WrongMoment
from govern.meetings import lifecycle, queries
from govern.meetings.models import AgendaItem, DeclaredInterest
from govern.meetings.rules import Manner, Outcome, Voice
from govern.minutes.book import lifecycle as minutes
from govern.minutes.book.models import Entry
from govern.permissions import Role
from govern.record import RecordLine
from govern.society import Society
from tests.given import Moments
from tests.meetings.pages.test_body_votes import BOARD, a_board_meeting
from tests.meetings.scene import AGM_AT, AT, MOTION, REPORT, Scene, an_open_meeting
from tests.window import Window

CONSENT = """[consent]
enabled = true
bodies = ["board"]
rounds_max = 3
objection = "reasoned"
absent_hours = 72
fallback = "vote:ordinary"
review_months = 6
"""


@pytest.fixture
async def scene(scene: Scene) -> Scene:
    """The board may decide by consent; six sit on it."""
    rules = example("tair_nant").replace("[consent]\nenabled = false\n", CONSENT)
    assert CONSENT in rules
    async with scene.store.writing() as writing:
        await rulebook.adopt(writing, rules, by=None, at=AT)
        for name, row in zip(BOARD[1:], ("supported", "supported", "any", "any", "any"), strict=True):
            await boards.seat(writing, "board", row, scene.people[name], date(2026, 5, 9), by=None, at=AT)
    return scene


@pytest.fixture
async def secretary(window: Callable[[], Window], scene: Scene, clock: Moments) -> Window:
    clock.at = AGM_AT
    return await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)


@pytest.fixture
async def meeting(scene: Scene, society: Society, clock: Moments) -> UUID:
    clock.at = AGM_AT
    return await a_board_meeting(scene, society)


async def first_item(scene: Scene, meeting: UUID) -> UUID:
    async with scene.store.reading() as reading:
        return (await queries.meeting_page(reading, meeting, "en")).items[0].id


async def looked_for(scene: Scene, item: UUID) -> UUID:
    async with scene.store.writing() as writing:
        return await lifecycle.look_for_consent(
            writing, item, MOTION.title, MOTION.text, by=scene.secretary, at=AGM_AT
        )


async def the_circle(scene: Scene, proposal: UUID) -> set[UUID]:
    async with scene.store.reading() as reading:
        found = await reading.scalars(select(ConsentMember.person_id).where(ConsentMember.proposal_id == proposal))
        return set(found)


async def agreed(scene: Scene, proposal: UUID, concern: str = "") -> Phase:
    """All six consent, the first of them with a concern where there is one."""
    async with scene.store.writing() as writing:
        for _ in range(4):
            await proposing.move_on(writing, proposal, by=scene.secretary, at=AGM_AT, site=None)
        for place, name in enumerate(BOARD):
            said = Said.CONCERN if concern and not place else Said.CONSENT
            who, words = scene.people[name], concern if not place else ""
            await consenting.answer(writing, proposal, who, said, words, by=who, at=AGM_AT, own=True)
        return await proposing.end_round(writing, proposal, by=scene.secretary, at=AGM_AT, site=None)


async def test_from_the_chairs_page_to_the_minutes_of_the_item(
    secretary: Window, scene: Scene, meeting: UUID
) -> None:
    item = await first_item(scene, meeting)
    chair, at = f"office/meetings/{meeting}/chair", f"office/meetings/{meeting}/items/{item}/consent"
    await secretary.get(chair)
    assert f'href="/en/tair-nant/{at}"' in secretary.last.text
    await secretary.get(at)
    assert MOTION.text["en"] in secretary.last.text and f'value="{MOTION.title["cy"]}"' in secretary.last.text
    fields = {"title": MOTION.title["en"], "title_cy": MOTION.title["cy"], "text": MOTION.text["en"]}
    missing = await secretary.send(at, {**fields, "text_cy": ""})
    assert missing.status_code == 422 and "Type this in every language of the society." in secretary.text()
    assert MOTION.text["en"] in secretary.last.text
    await secretary.send(at, {**fields, "text_cy": MOTION.text["cy"]})
    await secretary.follow()
    assert "office/consent/" in str(secretary.last.request.url) and MOTION.title["en"] in secretary.text()
    async with scene.store.reading() as reading:
        (proposal,) = await reading.scalars(select(ConsentProposal))
        assert (await reading.get_one(AgendaItem, item)).proposal_id == proposal.id
        wording = await circles.newest_wording(reading, proposal.id)
        assert (proposal.title, wording.text, proposal.body) == (MOTION.title, MOTION.text, "board")
        verbs = list(await reading.scalars(select(RecordLine.verb).order_by(RecordLine.number.desc()).limit(2)))
    assert set(verbs) == {"meeting.consent_looked_for", "consent.drafted"}
    assert await the_circle(scene, proposal.id) == {scene.people[name] for name in BOARD}
    assert await agreed(scene, proposal.id, "The bus.") is Phase.CONSENTED
    await secretary.get(chair)
    assert "By consent: The circle has agreed." in secretary.text()
    assert (
        f'href="/en/tair-nant/office/consent/{proposal.id}"' in secretary.last.text and at not in secretary.last.text
    )
    async with scene.store.writing() as writing:
        await lifecycle.settle_item(writing, item, Outcome.DECIDED, by=scene.secretary, at=AGM_AT)
        await lifecycle.close(writing, meeting, by=scene.secretary, at=AGM_AT)
        made = await minutes.draft(writing, meeting, by=scene.secretary, at=AGM_AT)
    async with scene.store.reading() as reading:
        entries = list(await reading.scalars(select(Entry).where(Entry.minutes_id == made)))
    headings = [one.heading["en"] for one in entries]
    assert [one for one in headings if MOTION.title["en"] in one] == ["1. Open on Saturdays"], "and no second entry"
    (entry,) = [one for one in entries if one.item_id == item]
    assert entry.text["en"].splitlines()[-3:] == [
        "Consent round 1, on wording 1.",
        "Consent: Siân Morgan, Mair Elis, Member 1, Member 2 and Member 3.",
        "Concern of Nerys Wyn: The bus.",
    ]
    assert entry.decision["en"].startswith("The circle has agreed.") and "cy" in entry.decision


async def test_where_the_motion_is_voted_on_after_all_the_vote_decides_and_the_rounds_stay_told(
    scene: Scene, meeting: UUID
) -> None:
    item = await first_item(scene, meeting)
    proposal = await looked_for(scene, item)
    await agreed(scene, proposal)
    async with scene.store.writing() as writing:
        vote = await lifecycle.call(writing, item, Manner.OPEN, [], by=scene.secretary, at=AGM_AT)
        voices = {scene.people[name]: Voice.AGAINST for name in BOARD}
        await lifecycle.say_voices(writing, vote, voices, by=scene.secretary, at=AGM_AT)
        await lifecycle.declare_floor(writing, vote, by=scene.secretary, at=AGM_AT)
        await lifecycle.close(writing, meeting, by=scene.secretary, at=AGM_AT)
        made = await minutes.draft(writing, meeting, by=scene.secretary, at=AGM_AT)
    async with scene.store.reading() as reading:
        found = await reading.scalars(select(Entry).where(Entry.minutes_id == made, Entry.item_id == item))
        entry = found.one()
    assert "The circle has agreed." in entry.text["en"] and "The circle" not in entry.decision["en"]


async def test_whoever_has_an_interest_says_so_and_is_not_in_the_circle(
    secretary: Window, scene: Scene, meeting: UUID
) -> None:
    item = await first_item(scene, meeting)
    at = f"office/meetings/{meeting}/items/{item}/consent"
    await secretary.get(at)
    mair = scene.people["Mair Elis"]
    words = {"title": "Open", "title_cy": "Agor", "text": "We open.", "text_cy": "Agorwn."}
    await secretary.send(at, {**words, f"interest_{mair}": "It is her house."})
    await secretary.follow()
    async with scene.store.reading() as reading:
        (proposal,) = await reading.scalars(select(ConsentProposal.id))
        (interest,) = await reading.scalars(select(DeclaredInterest))
    assert await the_circle(scene, proposal) == {scene.people[name] for name in BOARD if name != "Mair Elis"}
    assert (interest.item_id, interest.person_id, interest.words) == (item, mair, "It is her house.")


async def test_what_cannot_be_is_refused_and_changes_nothing(
    scene: Scene, society: Society, meeting: UUID, secretary: Window
) -> None:
    item = await first_item(scene, meeting)
    await looked_for(scene, item)
    with pytest.raises(AlreadyDone, match="Agreement is looked for on this item already"):
        await looked_for(scene, item)
    async with scene.store.writing() as writing:
        await lifecycle.settle_item(writing, item, Outcome.DECIDED, by=scene.secretary, at=AGM_AT)
    with pytest.raises(WrongMoment, match="settled already"):
        await looked_for(scene, item)
    few = await a_board_meeting(scene, society)
    async with scene.store.writing() as writing:
        for name in BOARD[1:]:
            await lifecycle.depart(writing, society, few, scene.people[name], by=scene.secretary, at=AGM_AT)
    with pytest.raises(WrongMoment, match="There are not enough people here"):
        await looked_for(scene, await first_item(scene, few))
    general = await an_open_meeting(scene, MOTION, REPORT)
    item, report = [one.id for one in (await shown_items(scene, general))]
    with pytest.raises(NotAllowed, match="this body does not decide by consent"):
        await looked_for(scene, item)
    with pytest.raises(WrongMoment, match="it is no motion"):
        await looked_for(scene, report)
    await secretary.get(f"office/meetings/{general}/items/{item}/consent")
    assert "By the rules this body does not decide by consent." in secretary.text()
    await secretary.get(f"office/meetings/{general}/chair")
    assert "/consent" not in secretary.last.text
    async with scene.store.reading() as reading:
        assert len(list(await reading.scalars(select(ConsentProposal.id)))) == 1


async def shown_items(scene: Scene, meeting: UUID) -> tuple[queries.ItemView, ...]:
    async with scene.store.reading() as reading:
        return (await queries.meeting_page(reading, meeting, "en")).items
