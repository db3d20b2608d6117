"""The notice of an election says why each seat is free, from the register of seats, without a name; in every form."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards.models import Tenure
from govern.documents import EasyRow
from govern.languages import LANGUAGES
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle.wording import NoticePaper, PaperItem
from govern.meetings.queries.notice_blocks import notice_in_easy_words
from govern.meetings.rules.vacant import Free, free_of, why_free
from tests.meetings.scene import AT, ELECTION, PAGES, Scene, a_draft

STAFF = msgspec.structs.replace(ELECTION, seat_constituency="staff", places=1)
ANY = msgspec.structs.replace(ELECTION, seat_constituency="any", places=2)


async def seats_change(scene: Scene) -> None:
    """Of two seats of supported people one's term ends before the meeting, and whoever sat on the other resigned. On
    one of three open to all somebody sits for long, and somebody died; one of staff was never filled."""
    async with scene.store.writing() as writing:

        async def sits(name: str, row: str, due_on: date) -> UUID:
            person = scene.people[name]
            return await boards.seat(writing, "board", row, person, date(2025, 5, 10), due_on, by=None, at=AT)

        await sits("Member 1", "supported", date(2026, 12, 1))
        resigned = await sits("Member 2", "supported", date(2028, 5, 10))
        died = await sits("Member 3", "any", date(2028, 5, 10))
        await sits("Member 4", "any", date(2028, 5, 10))
        for tenure, why in ((resigned, "resigned"), (died, "died")):
            await boards.vacate(writing, tenure, date(2026, 10, 1), why, by=None, at=AT)


async def notice(scene: Scene, language: str) -> NoticePaper:
    await seats_change(scene)
    meeting_id = await a_draft(scene, ELECTION, STAFF, ANY)
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        return await queries.notice_paper(reading, meeting_id, language)


async def test_the_notice_says_how_many_seats_and_why_each_is_free(scene: Scene) -> None:
    supported, staff, anybody = (item.needs for item in (await notice(scene, "en")).agenda)
    assert supported[0].startswith("2 places on the Board are for this group")
    assert supported[1:3] == (
        "1 seat is free because a term ends.",
        "1 seat is free because somebody resigned.",
    )
    assert "1 seat is new, or has been empty." in staff
    assert anybody[1:3] == (
        "1 seat is free because somebody left before their term ended.",
        "1 seat is new, or has been empty.",
    )
    assert not any(name in " ".join((*supported, *staff, *anybody)) for name in scene.people)


async def test_who_sat_for_a_time_leaves_for_the_election_and_who_goes_after_the_meeting_frees_nothing(
    scene: Scene,
) -> None:
    """A founder with no day to leave on, and whoever filled a seat that fell empty; a resignation for next year."""
    supported = ("Member 1", date(2028, 5, 10)), ("Member 2", date(2026, 12, 1))
    async with scene.store.writing() as writing:
        founder, casual = [
            await boards.seat(
                writing, "board", "supported", scene.people[who], date(2025, 5, 10), due_on, by=None, at=AT
            )
            for who, due_on in supported
        ]
        staying = await boards.seat(
            writing, "board", "any", scene.people["Member 3"], date(2025, 5, 10), date(2028, 5, 10), by=None, at=AT
        )
        for_a_time = await writing.get_one(Tenure, founder)
        for_a_time.until_elections, for_a_time.due_on = True, None
        (await writing.get_one(Tenure, casual)).casual = True
        await boards.vacate(writing, staying, date(2027, 1, 10), "resigned", by=None, at=AT)
    meeting_id = await a_draft(scene, ELECTION, ANY)
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        paper = await queries.notice_paper(reading, meeting_id, "en")
    said = [[line for line in item.needs if "seat" in line] for item in paper.agenda]
    assert said == [["2 seats were filled only until an election."], ["2 seats are new, or have been empty."]]


async def test_in_welsh_and_in_easy_read_it_says_the_same(scene: Scene) -> None:
    paper = await notice(scene, "cy")
    said = "Mae 1 sedd yn wag am fod rhywun wedi ymddiswyddo."
    assert said in paper.agenda[0].needs
    rows = [block.text for block in notice_in_easy_words(paper, LANGUAGES["cy"]) if isinstance(block, EasyRow)]
    assert any(said in str(text) for text in rows)


def test_a_notice_that_was_kept_before_is_read_as_it_was() -> None:
    kept = msgspec.json.decode(b'{"number":1,"title":"Board","text":"","needs":["Two places."]}', type=PaperItem)
    assert kept == PaperItem(1, "Board", "", ("Two places.",))


@pytest.mark.parametrize(
    ("count", "staying", "leaving", "for_a_time", "early", "free"),
    [
        (3, 3, 0, 0, [], Free()),
        (3, 1, 1, 0, ["resigned"], Free(term_over=1, resigned=1)),
        (3, 0, 2, 1, ["died"], Free(term_over=1, for_a_time=1, left=1)),
        (3, 0, 0, 0, ["resigned", None], Free(resigned=1, left=1, empty=1)),
        (1, 2, 0, 0, [], Free()),
        (1, 1, 1, 0, ["resigned"], Free()),  # more people than seats: nobody makes room
        (2, 0, 2, 0, ["resigned"], Free(term_over=2)),  # the seat that fell empty is there no more
    ],
)
def test_every_free_seat_has_one_reason(
    count: int, staying: int, leaving: int, for_a_time: int, early: list[str | None], free: Free
) -> None:
    found = free_of(count, staying, leaving, for_a_time, early)
    assert found == free and found.all == max(count - staying, 0)


def test_an_election_to_fewer_seats_says_how_many_are_free_and_one_to_more_says_nothing() -> None:
    free = Free(term_over=2, resigned=1)
    assert next(str(one) for one in why_free(free, 2)) == "By then 3 seats are free in all."
    assert [str(one) for one in why_free(free, 3)] == [
        "2 seats are free because their terms end.",
        "1 seat is free because somebody resigned.",
    ]
    assert why_free(free, 4) == ()


def test_each_reason_has_its_own_sentence() -> None:
    free = Free(term_over=1, for_a_time=2, resigned=1, left=2, empty=2)
    assert [str(one) for one in why_free(free, 8)] == [
        "1 seat is free because a term ends.",
        "2 seats were filled only until an election.",
        "1 seat is free because somebody resigned.",
        "2 seats are free because people left before their terms ended.",
        "2 seats are new, or have been empty.",
    ]
