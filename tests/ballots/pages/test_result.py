"""The result page explains itself: W1 with its numbers and pictures; a cap with its stages and the board after it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.ballots.lifecycle import Choices
from tests.ballots.given_ballots import (
    CLOSES,
    W1_GROUPS,
    Given,
    a_draft,
    a_society,
    all_vote,
    an_open_ballot,
    blank,
    declared,
    election,
    lots_drawn,
    no,
    note,
    opened,
    sits,
    stands,
    yes,
)
from tests.ballots.pages.test_voting import contests_of
from tests.given import Moments, settings
from tests.window import Window


async def w1(home: Path) -> tuple[Given, UUID]:
    """W1: 60 of 80, 12 of 30 and 5 of 10 for, one blank, the fourth group empty."""
    given = await a_society(home, groups=W1_GROUPS)
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    votes: list[tuple[UUID, Choices]] = []
    for group, for_, against in (("supported", 60, 20), ("staff", 12, 18), ("volunteers", 5, 5)):
        people = given.people[group]
        votes += [(person, yes(contest)) for person in people[:for_]]
        votes += [(person, no(contest)) for person in people[for_ : for_ + against]]
    votes.append((given.people["volunteers"][10], blank(contest)))
    await all_vote(given, ballot_id, votes)
    return given, await declared(given, ballot_id)


async def read(given: Given, clock: Moments, path: str) -> Window:
    """The page as somebody sees it who is not signed in: results are public."""
    clock.at = CLOSES + timedelta(hours=4)
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        browser = Window(client, given.society, follows=True)
        await browser.get(path)
        return browser


async def test_w1_in_sentences_with_a_table_beside_the_charts(tmp_path: Path, clock: Moments) -> None:
    given, ballot_id = await w1(tmp_path / "home")
    browser = await read(given, clock, f"ballots/{ballot_id}/result")
    words = browser.text()
    assert browser.heading() == "Do you agree: Saturdays?"
    for said in (
        "The resolution is carried.",
        "54.375 of 100 were for. More than half was needed.",
        "Why 54.375",
        "People supported: 60 of 80 said Yes. The share is 37.5, so this adds 28.125 .",
        "Staff: 12 of 30 said Yes. The share is 50, so this adds 20 .",
        "All together 77 43 1 100 54.375",
        "Gwilym Hâf declared this result as returning officer on Monday 23 November 2026.",
    ):
        assert said in words, said
    assert browser.last.text.count('role="img"') == 2, "the shares and the weights"
    ids = re.findall(r'\bid="([^"]+)"', browser.last.text)
    assert len(ids) == len(set(ids))
    await given.society.store.close()


@pytest.fixture
async def counted_election(tmp_path: Path) -> tuple[Given, UUID]:
    """Three places, the cap of three volunteers of nine, two of them sitting: Ana fills it, Bo and Di go out."""
    given = await a_society(tmp_path / "home", groups={"supported": 30, "staff": 20, "volunteers": 15})
    for group in ("supported", "staff", "volunteers"):
        for person in given.people[group][-2:]:
            if group == "volunteers":
                await note(given, person, "volunteer")
            await sits(given, person, group, date(2028, 5, 20))
    for person in given.people["volunteers"][:3]:
        await note(given, person, "volunteer")
    ballot_id = await a_draft(given, election("any", 3))
    (contest,) = await contests_of(given, ballot_id)
    standing = {
        "Ana": given.people["volunteers"][0],
        "Bo": given.people["volunteers"][1],
        "Di": given.people["volunteers"][2],
        "Cai": given.people["staff"][0],
        "Eve": given.people["supported"][0],
        "Huw": given.people["supported"][1],
    }
    runs = {name: str(await stands(given, contest, person)) for name, person in standing.items()}
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    ranks: dict[tuple[str, ...], int] = {
        ("Ana",): 20, ("Cai",): 14, ("Eve",): 10, ("Huw",): 6, ("Bo", "Eve"): 8, ("Di", "Cai"): 7,
    }  # fmt: skip
    each = [rank for rank, times in ranks.items() for _ in range(times)]
    votes: list[tuple[UUID, Choices]] = [
        (person, {contest: tuple(runs[name] for name in rank)})
        for person, rank in zip(given.everybody, each, strict=True)
    ]
    await all_vote(given, ballot_id, votes)
    return given, await declared(given, ballot_id)


async def test_an_election_tells_its_stages_its_table_and_the_board_from_now_on(
    counted_election: tuple[Given, UUID], clock: Moments
) -> None:
    given, ballot_id = counted_election
    browser = await read(given, clock, f"ballots/{ballot_id}/result")
    words = browser.text()
    for said in (
        "Volunteers 1, Staff 1 and Supported 1 are elected.",
        "The count, stage by stage",
        "not elected: volunteer cap (3 of 9 reached)",
        "No next choice",
        "from now on",
        "9 seats",
        "all filled",
        "Just elected",
    ):
        assert said in words, said
    assert words.count("Just elected") == 3
    assert browser.last.text.count('role="img"') == 2, "the way votes moved, and the seats"
    assert 'class="co-cap__slots"' in browser.last.text
    await given.society.store.close()


async def test_a_count_of_many_stages_shows_all_of_them_in_words_picture_and_table(
    tmp_path: Path, clock: Moments
) -> None:
    """Eight people for two places, and whoever has fewest goes out one after the other: more than five stages."""
    given = await a_society(tmp_path / "home", groups={"supported": 30, "staff": 20})
    ballot_id = await a_draft(given, election("any", 2))
    (contest,) = await contests_of(given, ballot_id)
    people = given.people["supported"][:8]
    runs = [str(await stands(given, contest, person)) for person in people]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    times = (1, 2, 3, 4, 5, 6, 8, 9)
    each = [(runs[at], *runs[at + 1 : at + 2]) for at, number in enumerate(times) for _ in range(number)]
    votes: list[tuple[UUID, Choices]] = [
        (person, {contest: ranks}) for person, ranks in zip(given.everybody, each, strict=False)
    ]
    await all_vote(given, ballot_id, votes)
    browser = await read(given, clock, f"ballots/{await declared(given, ballot_id)}/result")
    page, words = browser.last.text, browser.text()
    stages = max(int(number) for number in re.findall(r"Stage (\d+)", words))
    assert stages > 5
    assert len(re.findall(r'<th scope="col"[^>]*>Stage ', page)) == stages, "a column each in the table"
    assert len(re.findall(r"<text [^>]*>Stage ", page)) == stages, "a column each in the picture"
    assert 'aria-label="How votes moved"' in page
    for sentence in ("has the fewest votes, 1, and is out.", "are needed.", "spare vote"):
        assert sentence in words, sentence
    await given.society.store.close()


async def test_parts_of_a_result_have_addresses_of_their_own(tmp_path: Path, clock: Moments) -> None:
    from tests.ballots.given_ballots import motion

    given = await a_society(tmp_path / "home", groups={"supported": 12, "staff": 11, "volunteers": 10})
    ballot_id = await an_open_ballot(given, motion(title="Saturdays"), motion(title="Sundays"))
    first, second = await contests_of(given, ballot_id)
    await all_vote(given, ballot_id, [(p, {first: ("yes",), second: ("no",)}) for p in given.everybody])
    await declared(given, ballot_id)
    browser = await read(given, clock, f"ballots/{ballot_id}/result")
    assert browser.heading() == "Autumn vote"
    assert "The resolution is carried." in browser.text() and "The resolution is lost." in browser.text()
    browser = await read(given, clock, f"ballots/{ballot_id}/result/2")
    assert browser.heading() == "Do you agree: Sundays?"
    browser = await read(given, clock, f"ballots/{ballot_id}/result/3")
    assert browser.last.status_code == 404
    await given.society.store.close()
