"""Papers to read before a vote (M64): voters say that they have read them, nobody must, and the office counts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from govern.ballots import lifecycle
from govern.ballots.models import PaperRead
from govern.ballots.queries.reading import papers_read
from govern.ballots.rules.reading import MOST_PAPERS, HowRead, ReadCount, check_paper, told
from govern.errors import NotFound, NotValid, WrongMoment
from govern.record import RecordLine
from tests.ballots.given_ballots import BEFORE, CLOSES, OPENS, Given, a_draft, declared, opened, published
from tests.ballots.pages.conftest import Opens
from tests.given import Moments

BOTH = {"en": "The new hub", "cy": "Yr hwb newydd"}
AT = OPENS + timedelta(hours=1)


async def with_a_paper(given: Given) -> tuple[UUID, UUID]:
    ballot_id = await a_draft(given)
    async with given.society.store.writing() as writing:
        return ballot_id, await lifecycle.add_paper(writing, ballot_id, BOTH, BOTH, by=None, at=BEFORE)


async def say(given: Given, ballot_id: UUID, paper: UUID, person: UUID, how: HowRead | None) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.say_read(writing, ballot_id, paper, person, how, at=AT)


async def count(given: Given, ballot_id: UUID) -> ReadCount:
    async with given.society.store.reading() as reading:
        return (await papers_read(reading, ballot_id, "en", 5))[0].count


async def test_the_office_lists_papers_in_every_language_until_the_wording_is_published(
    given: Given, window: Opens
) -> None:
    ballot_id = await a_draft(given)
    at = f"office/ballots/{ballot_id}/reading"
    office = await window(given.second)
    await office.get(f"office/ballots/{ballot_id}")
    assert "Papers to read before the vote" in office.text()
    await office.get(at)
    sent = {"title": "The new hub", "words": "It costs 900,000 pounds.", "title_cy": "Yr hwb newydd"}
    answer = await office.send(at, sent)
    assert answer.status_code == 422 and "every language" in office.text() and "900,000 pounds" in office.text()
    await office.send(at, {**sent, "words_cy": "Mae'n costio 900,000 o bunnoedd."})
    await office.send(at, {**sent, "title": "Second", "words_cy": "Dau"})
    gone = office.last.text.split("/remove")[1].rsplit('"', 1)[1]
    await office.send(f"{gone}/remove")
    assert "The new hub" in office.text() and "Second" not in office.text()
    await published(given, ballot_id)
    await office.get(at)
    assert "Add a paper" not in office.text()
    async with given.society.store.writing() as writing:
        with pytest.raises(WrongMoment):
            await lifecycle.add_paper(writing, ballot_id, BOTH, BOTH, by=None, at=BEFORE)


async def test_a_voter_says_that_they_have_read_it_or_that_it_was_read_to_them_and_takes_it_back(
    given: Given, window: Opens
) -> None:
    ballot_id, paper = await with_a_paper(given)
    await opened(given, ballot_id)
    voter = await window(given.people["staff"][0])
    at, page = f"ballots/{ballot_id}/reading/{paper}", f"ballots/{ballot_id}"
    await voter.get(page)
    assert "You do not have to" in voter.text() and "Yr hwb" not in voter.text()
    await voter.send(at, {"how": "alone"})
    assert "You have read it." in voter.text()
    await voter.send(at, {"how": "none"})
    assert "I have read this" in voter.text()
    await voter.send(at, {"how": "read_to"})
    assert "Somebody read it to you." in voter.text()
    async with given.society.store.reading() as reading:
        rows = list(await reading.scalars(select(PaperRead)))
    assert [row.how for row in rows] == [HowRead.READ_TO]
    await voter.get(page)
    await voter.send(at, {})
    assert "Somebody read it to you." in voter.text()


async def test_who_has_not_said_so_votes_all_the_same_and_saying_so_leaves_no_line_in_the_record(
    given: Given, window: Opens
) -> None:
    ballot_id, paper = await with_a_paper(given)
    await opened(given, ballot_id)
    voter = await window(given.people["staff"][0])
    await voter.get(f"ballots/{ballot_id}")
    await voter.send(f"ballots/{ballot_id}/start")
    assert "Saturdays" in voter.text()
    async with given.society.store.reading() as reading:
        before = await reading.scalar(select(func.count()).select_from(RecordLine))
    await say(given, ballot_id, paper, given.people["staff"][0], HowRead.ALONE)
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(RecordLine)) == before


async def test_the_office_learns_how_many_and_never_who_and_no_small_number(given: Given, window: Opens) -> None:
    ballot_id, paper = await with_a_paper(given)
    await opened(given, ballot_id)
    for person in given.people["staff"][:4]:
        await say(given, ballot_id, paper, person, HowRead.ALONE)
    office = await window(given.second)
    await office.get(f"office/ballots/{ballot_id}/reading")
    assert "Fewer than 5 have read it" in office.text() and "Staff" not in office.text()
    for person in given.people["staff"][4:7]:
        await say(given, ballot_id, paper, person, HowRead.READ_TO)
    await office.get(f"office/ballots/{ballot_id}/reading")
    assert "7 people have read it." in office.text() and "of them it was read" not in office.text()


@pytest.mark.parametrize(
    ("alone", "read_to", "counted"),
    [
        (0, 4, ReadCount(None, None)),
        (3, 2, ReadCount(5, None)),
        (4, 6, ReadCount(10, None)),
        (6, 4, ReadCount(10, None)),
        (6, 6, ReadCount(12, 6)),
        (0, 6, ReadCount(6, 6)),
    ],
)
def test_no_number_is_told_from_which_a_small_one_can_be_reckoned(
    alone: int, read_to: int, counted: ReadCount
) -> None:
    assert told(alone, read_to, 5) == counted


async def test_only_those_who_vote_say_so_and_only_in_its_time(given: Given) -> None:
    ballot_id, paper = await with_a_paper(given)
    member = given.people["staff"][0]
    with pytest.raises(WrongMoment):
        await say(given, ballot_id, paper, member, HowRead.ALONE)
    await opened(given, ballot_id)
    with pytest.raises(WrongMoment, match="Only those who vote"):
        await say(given, ballot_id, paper, given.second, HowRead.ALONE)
    with pytest.raises(NotFound):
        await say(given, ballot_id, uuid4(), member, HowRead.ALONE)
    await say(given, ballot_id, paper, member, HowRead.ALONE)
    await declared(given, ballot_id)
    with pytest.raises(WrongMoment):
        await say(given, ballot_id, paper, member, None)


async def test_when_the_vote_is_archived_numbers_stay_and_readers_are_forgotten(given: Given) -> None:
    ballot_id, paper = await with_a_paper(given)
    await opened(given, ballot_id)
    for person in given.people["staff"][:6]:
        await say(given, ballot_id, paper, person, HowRead.READ_TO)
    await declared(given, ballot_id)
    late = CLOSES + timedelta(days=800)
    async with given.society.store.writing() as writing:
        await lifecycle.archive(writing, ballot_id, by=None, at=late)
        assert list(await writing.scalars(select(PaperRead))) == []
    assert await count(given, ballot_id) == ReadCount(6, 6)


def test_a_paper_has_words_and_there_are_so_many() -> None:
    for title, words, there, field in (
        ({"en": "Hub"}, BOTH, 0, "title_cy"),
        (BOTH, {"cy": "Hwb"}, 0, "words"),
        (BOTH, BOTH, MOST_PAPERS, None),
    ):
        with pytest.raises(NotValid) as refusal:
            check_paper(title, words, there, ("en", "cy"))
        assert refusal.value.field == field
    check_paper(BOTH, BOTH, MOST_PAPERS - 1, ("en", "cy"))


async def test_a_voter_of_another_day_reads_papers_before_the_roll_is_frozen(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id, paper = await with_a_paper(given)
    await published(given, ballot_id)
    voter = await window(given.people["staff"][0])
    await voter.get(f"ballots/{ballot_id}")
    await voter.send(f"ballots/{ballot_id}/reading/{paper}", {"how": "alone"})
    assert "You have read it." in voter.text()
