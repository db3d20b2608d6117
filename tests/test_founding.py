"""Founding a society: by command and on the first-run page, whole or not at all."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from govern import founding
from govern.app import create_app
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import RulebookNotValid, example, example_names, load
from govern.errors import NotValid
from govern.founding import Founding, first_run_code, found, short_name_of
from govern.identity import queries as identity
from govern.permissions import Role
from govern.settings import Settings
from govern.society import Societies
from tests.given import START

WANTED = Founding("Bont Care", "bont-care", "colne_valley_like", "Nerys Tudur", "nerys@example.org")


def _settings(home: Path) -> Settings:
    return Settings(home=home, address="http://testserver.local")


async def test_a_founded_society_has_rules_and_a_secretary(tmp_path: Path) -> None:
    await found(_settings(tmp_path), WANTED, at=START)
    societies = Societies(_settings(tmp_path))
    society = await societies.find("bont-care")
    async with society.store.reading() as reading:
        book = (await rulebook.in_force(reading)).rulebook
        [secretary] = await identity.holders(reading, Role.SECRETARY, START.date())
    await societies.close()
    assert (book.society.name, book.society.id) == ("Bont Care", "bont-care")
    assert (secretary.name, secretary.email) == ("Nerys Tudur", "nerys@example.org")


@pytest.mark.parametrize("name", example_names())
async def test_a_society_begins_with_any_example_under_its_own_name(tmp_path: Path, name: str) -> None:
    """Each of the shelf's rulebooks can be chosen; the society's own says where it came from."""
    await found(_settings(tmp_path), Founding("Bont Care", "bont-care", name, "A B", "a@example.org"), at=START)
    societies = Societies(_settings(tmp_path))
    society = await societies.find("bont-care")
    async with society.store.reading() as reading:
        own = (await rulebook.in_force(reading)).rulebook.society
    await societies.close()
    assert (own.id, own.name, own.name_cy, own.derived_from) == ("bont-care", "Bont Care", None, name)


async def test_the_society_of_an_example_keeps_its_names() -> None:
    own = Founding("Tair Nant Care Co-operative", "tair-nant", "tair_nant", "A B", "a@example.org")
    assert founding.rules_text(own) == example("tair_nant")


async def test_rules_of_one_s_own_get_the_name_and_no_ancestor() -> None:
    text = founding.rules_text(Founding("Bont Care", "bont-care", example("tiny"), "A B", "a@example.org"))
    assert load(text).society.derived_from is None and load(text).society.id == "bont-care"


async def test_a_template_s_own_welsh_name_is_not_taken_over(tmp_path: Path) -> None:
    text = founding.rules_text(Founding("Bont Care", "bont-care", "tair_nant", "A B", "a@example.org"))
    assert "Cydweithfa Ofal Tair Nant" not in text and "Cydweithfa Ofal Tair Nant" in example("tair_nant")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"short": "Bont Care"}, "short"),
        ({"short": "x"}, "short"),
        ({"short": "../elsewhere"}, "short"),
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"rules": "no_such_rules"}, "rules"),
        ({"name": 'A "quoted" name'}, "name"),
    ],
)
async def test_what_cannot_be_founded_is_refused_beside_its_field(
    tmp_path: Path, changes: dict[str, str], field: str
) -> None:
    values = {name: getattr(WANTED, name) for name in WANTED.__struct_fields__} | changes
    with pytest.raises(NotValid) as refusal:
        await found(_settings(tmp_path), Founding(**values), at=START)
    assert refusal.value.field == field
    assert Societies(_settings(tmp_path)).names() == ()


async def test_rules_that_do_not_hold_leave_nothing_behind(tmp_path: Path) -> None:
    broken = example("france_scic").replace('"40%"', '"41%"')
    wanted = Founding("X Y", "x-y", broken, "A B", "a@example.org")
    with pytest.raises(RulebookNotValid):
        await found(_settings(tmp_path), wanted, at=START)
    assert not (tmp_path / "x-y").exists()


async def test_a_short_name_is_taken_once(tmp_path: Path) -> None:
    await found(_settings(tmp_path), WANTED, at=START)
    with pytest.raises(NotValid, match="already"):
        await found(_settings(tmp_path), WANTED, at=START)
    assert Societies(_settings(tmp_path)).names() == ("bont-care",)


def test_keys_are_for_the_owner_alone(tmp_path: Path) -> None:
    code = first_run_code(tmp_path)
    assert first_run_code(tmp_path) == code
    assert (tmp_path / founding.FIRST_RUN_CODE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "short"),
    [("Tŷ Nant Co-operative", "ty-nant-co-operative"), ("Siân's Place!", "sian-s-place"), ("ŴŶ 2", "wy-2")],
)
def test_short_names_are_made_of_plain_letters(name: str, short: str) -> None:
    assert short_name_of(name) == short


async def test_the_first_society_is_founded_on_a_page_with_the_server_s_code(tmp_path: Path) -> None:
    app = create_app(_settings(tmp_path), lambda: datetime.now(UTC))
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        front = await client.get("/", follow_redirects=True)
        assert front.url.path == "/en/first-run"
        assert all(f'value="{name}"' in front.text for name in example_names())
        token = front.text.split('name="_csrf_token" value="')[1].split('"')[0]
        fields = {
            "_csrf_token": token,
            "name": "Bont Care",
            "short": "bont-care",
            "rules": "colne_valley_like",
            "officer": "Nerys Tudur",
            "email": "nerys@example.org",
        }
        wrong = await client.post("/en/first-run", data={**fields, "code": "0000"})
        assert wrong.status_code == 422 and "not the code" in wrong.text and 'value="Bont Care"' in wrong.text
        done = await client.post("/en/first-run", data={**fields, "code": first_run_code(tmp_path)})
        assert done.status_code == 200 and "/en/bont-care/set-up/" in done.text
        assert (await client.get("/en/first-run")).status_code == 404
        assert (await client.get("/readyz")).text == "ready"
        assert (await client.get("/healthz")).text == "alive"


def test_commands_found_migrate_and_refuse_on_stderr(tmp_path: Path) -> None:
    """A society whose tables were never made: 503 until `govern migrate`."""
    environment = {**os.environ, "GOVERN_HOME": str(tmp_path)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "govern", *arguments]
        return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    done = run("found", "Bont Care", "--officer", "nerys@example.org", "--rules", "colne_valley_like")
    assert done.returncode == 0 and "/en/bont-care/set-up/" in done.stdout
    again = run("found", "Bont Care", "--officer", "nerys@example.org")
    assert again.returncode == 2 and "already" in again.stderr and not again.stdout
    assert run("migrate").stdout.startswith("bont-care: ")
    assert run("migrate", "nowhere").returncode == 2
    assert run("verify-record", "bont-care").returncode == 0
    without_home = {**environment, "GOVERN_HOME": ""}
    lost = subprocess.run(
        [sys.executable, "-m", "govern", "migrate"], env=without_home, check=False, capture_output=True, text=True
    )
    assert lost.returncode == 2 and "GOVERN_HOME is missing" in lost.stderr
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    unreachable = run("found", "Afon Care", "--officer", "nerys@example.org", "--database", nowhere)
    assert unreachable.returncode == 2 and "the database does not answer" in unreachable.stderr
    assert "Traceback" not in unreachable.stderr and not (tmp_path / "afon-care").exists()


def test_a_port_that_is_taken_is_said_before_anything_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from govern.__main__ import main

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["demo", "--folder", str(tmp_path / "demo"), "--port", port]) == 2
    said = capsys.readouterr()
    assert f"port {port} already" in said.err and not said.out
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize(
    "command",
    [
        *("found", "serve", "migrate", "demo", "import-members", "open-due", "close-due", "verify-record"),
        *("worker", "let-in", "sign-in-link", "appoint"),
    ],
)
def test_every_command_has_help(command: str) -> None:
    from govern.__main__ import parser

    with pytest.raises(SystemExit) as stop:
        parser().parse_args([command, "--help"])
    assert stop.value.code == 0
