"""The tools from the service's own page: the bytes of the script, their number to compare, for anybody."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.ballots.duties import one_file
from govern.ballots.queries.checkers import CHECKER
from govern.ballots.queries.tools import IN_WORDS
from govern.ballots.seal.duties import Card, Duty
from tests.ballots.given_ballots import Given, an_open_ballot
from tests.window import Window

SCRIPT = one_file.ROOT / "scripts" / "build_tools.py"
TOOL = f"ballots/tools/{one_file.NAME}"


def ran_in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, cwd=folder)


@pytest.fixture
def anybody(given: Given, service: AsyncTestClient[Litestar]) -> Window:
    """A scrutineer who has no account here."""
    return Window(service, given.society, follows=True)


async def test_the_service_gives_the_bytes_that_the_script_makes(anybody: Window, tmp_path: Path) -> None:
    made = tmp_path / "made.pyz"
    ran = await asyncio.to_thread(ran_in, tmp_path, str(SCRIPT), str(made))
    given = await anybody.get(TOOL)
    assert given.status_code == 200 and given.content == made.read_bytes()
    assert hashlib.sha256(given.content).hexdigest() in ran.stdout


async def test_what_was_taken_makes_a_card_with_python_alone(anybody: Window, tmp_path: Path) -> None:
    taken = tmp_path / one_file.NAME
    taken.write_bytes((await anybody.get(TOOL)).content)
    ran = await asyncio.to_thread(ran_in, tmp_path, "-I", str(taken), "witness", "card", "--name", "Carys")
    assert ran.returncode == 0, ran.stderr
    card = Card.from_bytes((tmp_path / "Carys.card.json").read_bytes())
    assert (card.duty, card.name) == (Duty.WITNESS, "Carys")


async def test_its_number_stands_in_groups_that_two_people_can_compare(anybody: Window) -> None:
    content = (await anybody.get(TOOL)).content
    number = hashlib.sha256(content).hexdigest()
    await anybody.get("ballots/tools")
    assert anybody.heading() == "Tools for scrutineers, mixers and witnesses"
    checker = hashlib.sha256(CHECKER.read_bytes()).hexdigest()
    for one in (number, checker):
        assert anybody.text().count(" ".join(one[start : start + 4] for start in range(0, 64, 4))) == 1
    assert f"Bytes {len(content):,}" in anybody.text() and "sha256sum govern-tools.pyz" in anybody.text()
    assert "python scripts/build_tools.py govern-tools.pyz" in anybody.text()


async def test_its_number_is_its_tag_and_a_head_says_how_long_it_is(
    given: Given, service: AsyncTestClient[Litestar], anybody: Window
) -> None:
    whole = await anybody.get(TOOL)
    tag = whole.headers["etag"]
    assert tag == f'"{hashlib.sha256(whole.content).hexdigest()}"'
    assert whole.headers["content-disposition"] == 'attachment; filename="govern-tools.pyz"'
    assert whole.headers["content-type"] == "application/octet-stream"
    head = await service.head(anybody.at(TOOL))
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert int(head.headers["content-length"]) == len(whole.content) == int(whole.headers["content-length"])
    assert head.headers["content-security-policy"] == whole.headers["content-security-policy"]
    again = await service.get(anybody.at(TOOL), headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = await service.get(anybody.at(TOOL), headers={"if-none-match": '"another"'})
    assert other.content == whole.content


async def test_it_is_built_once_a_process(anybody: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (await anybody.get(TOOL)).content
    monkeypatch.setattr(one_file, "built", lambda: pytest.fail("built again"))
    assert (await anybody.get(TOOL)).content == first
    assert one_file.once() is one_file.once()


async def test_checker_and_pages_in_words_are_offered_beside_it_and_nothing_else(anybody: Window) -> None:
    await anybody.get("ballots/tools")
    page = anybody.last.text
    for name, content in [(CHECKER.name, CHECKER.read_bytes())] + [
        (name, (one_file.ROOT / "docs" / name).read_bytes()) for name in IN_WORDS
    ]:
        assert f"/ballots/tools/{name}" in page
        assert (await anybody.get(f"ballots/tools/{name}")).content == content
    assert (await anybody.get("ballots/tools/running.md")).status_code == 404
    assert (await anybody.get("ballots/tools/..%2Fpyproject.toml")).status_code == 404


async def test_the_board_of_a_vote_and_its_bundle_lead_there(given: Given, anybody: Window) -> None:
    ballot_id = await an_open_ballot(given)
    for page in ("heads", "bundle"):
        await anybody.get(f"ballots/{ballot_id}/{page}")
        assert "/ballots/tools" in anybody.last.text
