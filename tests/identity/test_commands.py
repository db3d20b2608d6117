"""What the server's owner types: letting an officer in, printing a sign-in link."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import pytest

from govern import record
from govern.clock import now
from govern.errors import GovernError, NotFound, NotValid
from govern.identity import commands, lifecycle, queries, rules
from govern.permissions import Role
from govern.society import Society
from tests.given import a_bare_society


async def _people(home: Path) -> None:
    society = await a_bare_society(home)
    async with society.store.writing() as writing:
        at = now()
        dilys = await lifecycle.add_person(writing, name="Dilys Rowe", email="dilys@example.org", by=None, at=at)
        await lifecycle.appoint(writing, dilys, Role.CHAIR, rules.day_of(at), by=None, at=at)
        for name in ("Siân Prosser", "Huw Prosser"):
            await lifecycle.add_person(writing, name=name, email="house@example.org", language="cy", by=None, at=at)
    await society.store.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    asyncio.run(_people(tmp_path / "home"))
    monkeypatch.setenv("GOVERN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GOVERN_ADDRESS", "https://vote.example.org")
    return tmp_path / "home"


def run(*typed: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers(required=True))
    chosen = parser.parse_args(typed)
    return int(chosen.run(chosen))


async def _after(home: Path, token: str) -> tuple[rules.LinkState, list[str]]:
    from govern.settings import SocietyFile

    society = Society(home / "tair-nant", SocietyFile())
    async with society.store.reading() as reading:
        link = await queries.link_page(reading, token, None, now())
        verbs = [line.verb for line in await record.lines_about(reading)]
    await society.store.close()
    return link.state, verbs


def test_the_owner_lets_an_officer_in_and_it_is_recorded(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("let-in", "tair-nant", "Dilys@example.org", "--reason", "Rang me, I know her voice") == 0
    link = capsys.readouterr().out.splitlines()[-1]
    assert link.startswith("https://vote.example.org/en/tair-nant/set-up/")
    state, verbs = asyncio.run(_after(home, link.rsplit("/", 1)[1]))
    assert state is rules.LinkState.READY
    assert verbs[:2] == ["link.made", "officer.let_in"]


def test_a_printed_link_is_in_the_persons_language(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sign-in-link", "tair-nant", "house@example.org", "--name", "Huw Prosser") == 0
    assert capsys.readouterr().out.startswith("https://vote.example.org/cy/tair-nant/sign-in/link/")


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (("sign-in-link", "tair-nant", "nobody@example.org"), NotFound),
        (("sign-in-link", "elsewhere", "dilys@example.org"), NotFound),
        (("sign-in-link", "tair-nant", "house@example.org"), NotValid),
        (("let-in", "tair-nant", "house@example.org", "--name", "Huw Prosser", "--reason", "x"), GovernError),
        (("let-in", "tair-nant", "dilys@example.org", "--reason", " "), NotValid),
    ],
)
def test_what_cannot_be_done_is_said(home: Path, typed: tuple[str, ...], refusal: type[GovernError]) -> None:
    with pytest.raises(refusal):
        run(*typed)


def test_letting_in_without_a_reason_is_not_possible(home: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run("let-in", "tair-nant", "dilys@example.org")
    assert ended.value.code == 2


def test_the_owner_appoints_a_returning_officer_who_then_sets_up_their_sign_in(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("appoint", "tair-nant", "house@example.org", "returning_officer", "--name", "Huw Prosser") == 0
    link = capsys.readouterr().out.splitlines()[-1]
    assert link.startswith("https://vote.example.org/cy/tair-nant/set-up/")
    state, verbs = asyncio.run(_after(home, link.rpartition("/")[2]))
    assert state is rules.LinkState.READY
    assert "office.given" in verbs
    with pytest.raises(GovernError, match="holds this office already"):
        run("appoint", "tair-nant", "house@example.org", "returning_officer", "--name", "Huw Prosser")
