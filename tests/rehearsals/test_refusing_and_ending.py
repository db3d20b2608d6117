"""What is no place for a rehearsal, how one ends, and the command that does both."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern import rehearsals
from govern.__main__ import main
from govern.constituencies.rulebook import lifecycle as rules
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, Unavailable, WrongMoment
from govern.settings import Database, SocietyFile
from govern.society import Society, check_short_name
from tests.ballots.given_ballots import (
    Given,
)
from tests.given import Moments
from tests.rehearsals.given_rehearsals import AT, NAME, home_of, rehearsed
from tests.rehearsals.test_copying import an_officer_who_signs_in


async def refused(given: Given, kind: type[GovernError], words: str) -> None:
    there = sorted(home_of(given).iterdir())
    with pytest.raises(kind, match=words):
        await rehearsals.begin(given.society, at=AT)
    assert sorted(home_of(given).iterdir()) == there, "nothing is left behind"


async def test_a_rehearsal_is_not_rehearsed_and_there_is_one_at_a_time(given: Given) -> None:
    copy = await rehearsed(given)
    await refused(given, AlreadyDone, "already")
    await refused(copy, NotAllowed, "a rehearsal itself")
    with pytest.raises(NotValid, match="are for rehearsals"):
        check_short_name(home_of(given), "bont-rehearsal")
    await copy.society.store.close()


async def test_without_room_nothing_is_begun(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(home_of(given))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=60 * 1024 * 1024))
    await refused(given, Unavailable, "not enough room")


async def test_a_society_in_postgresql_is_told_what_to_do(given: Given) -> None:
    file = SocietyFile(database=Database("postgresql+psycopg://nobody@127.0.0.1/none"))
    elsewhere = Society(given.society.folder, file)
    with pytest.raises(NotAllowed, match="mark it as a rehearsal"):
        await rehearsals.begin(elsewhere, at=AT)
    await elsewhere.store.close()


async def test_an_older_database_is_brought_up_first(given: Given) -> None:
    with sqlite3.connect(given.society.folder / "society.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    await refused(given, WrongMoment, "govern migrate tair-nant")


async def test_where_the_keys_do_not_fit_nothing_is_left(given: Given) -> None:
    await an_officer_who_signs_in(given)
    (given.society.folder / "keys" / "codes.key").write_bytes(bytes(32))
    given.society._keys.clear()
    await refused(given, Unavailable, "does not fit its database")


async def test_its_end_takes_its_name_and_leaves_nothing(
    given: Given, service: AsyncTestClient[Litestar], clock: Moments
) -> None:
    """Also for a process that has it open: it serves no page of a folder that is gone, nor an old one's pages."""
    copy, home = await rehearsed(given), home_of(given)
    await copy.society.store.close()
    assert (await service.get(f"/en/{NAME}/ballots")).status_code == 200
    for typed in ("", "tair-nant", f"{NAME}x"):
        with pytest.raises(NotValid, match="Nothing was deleted"):
            rehearsals.end(home, "tair-nant", typed)
    assert (home / NAME / "society.sqlite").exists()
    rehearsals.end(home, "tair-nant", f" {NAME}\n")
    assert [one.name for one in home.iterdir()] == ["tair-nant"]
    assert (await service.get(f"/en/{NAME}/ballots")).status_code == 404
    with pytest.raises(NotFound):
        rehearsals.end(home, "tair-nant", NAME)
    async with given.society.store.writing() as writing:
        await rules.name_contact(
            writing, name="Elin Mai", phone="01234 567 890", email=None, hours={"en": "Mondays"}, by=None, at=AT
        )
    again = await rehearsed(given)
    assert "01234 567 890" in (await service.get(f"/en/{NAME}/ballots")).text
    await again.society.store.close()


async def test_what_is_no_rehearsal_is_never_deleted(given: Given) -> None:
    copy = await rehearsed(given)
    await copy.society.store.close()
    (copy.society.folder / "society.toml").write_text("")
    with pytest.raises(NotAllowed, match="is no rehearsal of tair-nant"):
        rehearsals.end(home_of(given), "tair-nant", NAME)
    (copy.society.folder / "keys" / "cookies.key").unlink()  # cut off while it was made
    rehearsals.end(home_of(given), "tair-nant", NAME)
    assert [one.name for one in home_of(given).iterdir()] == ["tair-nant"]


async def test_the_command_begins_it_prints_links_and_ends_it(
    given: Given,
    service: AsyncTestClient[Litestar],
    clock: Moments,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GOVERN_HOME", str(home_of(given)))
    monkeypatch.setenv("GOVERN_ADDRESS", "http://testserver.local")
    monkeypatch.setattr("govern.rehearsals.commands.now", clock)

    async def run(*words: str) -> tuple[int, str]:
        code = await asyncio.to_thread(main, ["rehearse", "--society", "tair-nant", *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    code, said = await run("--links", "2")
    assert code == 2 and "There is no rehearsal" in said
    code, said = await run()
    assert code == 0 and "no mail leaves it" in said and f"/en/{NAME}/sign-in/officer" in said
    code, said = await run("--links", "2")
    links = [line.strip() for line in said.splitlines() if "/sign-in/link/" in line]
    assert code == 0 and len(links) == 6 and said.count("Volunteers: ") == 2
    assert "<form" in (await service.get(links[0].removeprefix("http://testserver.local"))).text.split("<main")[1]
    monkeypatch.setattr("builtins.input", lambda _: "tair-nant")
    code, said = await run("--end")
    assert code == 2 and "Nothing was deleted" in said
    monkeypatch.setattr("builtins.input", lambda _: NAME)
    code, said = await run("--end")
    assert code == 0 and "is deleted" in said and not (home_of(given) / NAME).exists()
