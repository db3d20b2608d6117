"""Two server processes, a whole roll voting at once, forms sent again, two officers closing: each happens once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from govern.ballots.seal.documents import Cast, Closed
from scripts.bench.hall import SHORT, Hall, Voter, a_hall_now
from scripts.bench.http import Client, hidden_fields
from scripts.bench.ready import Ready, ready
from scripts.bench.voting import receipt_code
from tests.durability.the_box import Box, look_into
from tests.servers.postgres import Cluster
from tests.servers.service import Service

ROLL = 195
AT_ONCE = 40


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Hall:
    url = None
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        url = cluster.new_database()
    return a_hall_now(tmp_path / "home", voters=ROLL, url=url)


@pytest.fixture
def service(hall: Hall) -> Iterator[Service]:
    with Service(hall.home, workers=2) as started:
        yield started


class Answers:
    """What came back to whoever sent something: the forms that were taken, and those that were refused."""

    def __init__(self) -> None:
        self.taken: list[Ready] = []
        self.refused: list[Ready] = []


async def _papers(hall: Hall, turns: int = 1) -> list[Ready]:
    society = await hall.open()
    try:
        return [await ready(society, hall, voter, turn) for turn in range(turns) for voter in hall.voters]
    finally:
        await society.store.close()


async def _send_all(port: int, papers: list[Ready]) -> Answers:
    """Many connections at once, so that both processes are busy with the same box."""
    answers, waiting = Answers(), iter(papers)

    async def sender() -> None:
        client = Client(port)
        await client.connect()
        for paper in waiting:
            status = await client.send_raw(paper.sending.path, paper.sending.body, paper.sending.cookies)
            assert status in (303, 409), f"a vote was answered with {status}"
            (answers.taken if status == 303 else answers.refused).append(paper)
        await client.close()

    await asyncio.gather(*(sender() for _ in range(AT_ONCE)))
    return answers


async def _look(hall: Hall) -> Box:
    society = await hall.open()
    try:
        return await look_into(society, hall.ballot_id)
    finally:
        await society.store.close()


async def _codes_shown(port: int, hall: Hall, voters: list[Voter]) -> list[str | None]:
    client = Client(port)
    try:
        return [await receipt_code(client, hall, voter) for voter in voters]
    finally:
        await client.close()


def test_a_form_sent_three_times_at_once_makes_one_envelope_and_one_receipt(hall: Hall, service: Service) -> None:
    async def story() -> None:
        papers = await _papers(hall)
        tripled = [paper for paper in papers for _ in range(3)]
        answers = await _send_all(service.port, tripled)
        assert not answers.refused and len(answers.taken) == 3 * ROLL
        box = await _look(hall)
        assert not box.wrong
        assert sorted(box.codes) == sorted(paper.code for paper in papers)
        some = papers[::10]
        shown = await _codes_shown(service.port, hall, [paper.voter for paper in some])
        assert shown == [paper.code.replace("-", "") for paper in some]

    asyncio.run(story())


def test_who_votes_from_two_devices_at_once_has_two_envelopes_and_a_receipt_for_the_last(
    hall: Hall, service: Service
) -> None:
    async def story() -> None:
        papers = await _papers(hall, turns=2)
        by_voter = sorted(papers, key=lambda paper: paper.voter.person_id)
        answers = await _send_all(service.port, by_voter)
        assert len(answers.taken) == 2 * ROLL
        box = await _look(hall)
        assert not box.wrong and len(box.codes) == 2 * ROLL
        voter = by_voter[0].voter
        last = [code for code in box.codes if code in {by_voter[0].code, by_voter[1].code}][-1]
        assert await _codes_shown(service.port, hall, [voter]) == [last.replace("-", "")]

    asyncio.run(story())


def test_two_officers_close_while_everybody_votes_one_wins_and_nothing_comes_after_the_close(
    hall: Hall, service: Service
) -> None:
    async def story() -> None:
        papers = await _papers(hall)
        first, second = hall.officers[:2]
        voting = asyncio.create_task(_send_all(service.port, papers))
        closing = await asyncio.gather(
            _close(service.port, hall, first, 0.3), _close(service.port, hall, second, 0.3)
        )
        answers = await voting
        assert sorted(status for status, _ in closing) == [303, 422], closing
        told = next(words for status, words in closing if status == 422)
        assert "closed" in told
        box = await _look(hall)
        assert not box.wrong
        assert isinstance(box.leaves[-1], Closed), "something came after the close"
        assert sum(isinstance(leaf, Closed) for leaf in box.leaves) == 1
        assert sorted(box.codes) == sorted(paper.code for paper in answers.taken)
        assert len(answers.taken) + len(answers.refused) == ROLL
        assert all(isinstance(leaf, Cast) for leaf in box.leaves[1:-1])
        late = await _send_all(service.port, papers)
        assert {paper.code for paper in late.taken} == set(box.codes), "a form in the box still leads to its receipt"
        assert len(late.refused) == len(answers.refused)

    asyncio.run(story())


async def _close(port: int, hall: Hall, officer: Voter, after: float) -> tuple[int, str]:
    """An officer opens the page, waits, presses the button. Status, and the words of the page."""
    client = Client(port)
    client.cookies = dict(officer.cookies)
    path = f"/en/{SHORT}/office/ballots/{hall.ballot_id}/close"
    status, page = await client.get(path)
    assert status == 200, page[:500]
    form = next(part for part in page.split(b"<form") if f'action="{path}"'.encode() in part.partition(b">")[0])
    await asyncio.sleep(after)
    status, _, body = await client.post(path, hidden_fields(form))
    await client.close()
    return status, body.decode()
