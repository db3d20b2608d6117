"""`govern backup` and `govern restore`: whole or not at all, without keys unless asked, over nothing there."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from govern import backups, migrations
from govern.__main__ import main
from govern.ballots import lifecycle, queries
from govern.ballots.casting import InRecovery
from govern.ballots.queries.recovering import recovery_of
from govern.database import sqlite_url
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.founding import Founding, found
from govern.settings import Settings, read_society_file
from govern.society import Society
from tests.ballots.given_ballots import OPENS, Given, a_society, an_open_ballot, vote, yes
from tests.given import START

AT = START + timedelta(days=1)


@pytest.fixture
async def given(tmp_path: Path) -> Given:
    made = await a_society(tmp_path / "home", groups={"supported": 8, "staff": 8, "volunteers": 8})
    _stamped(made.society.folder / "society.sqlite")
    (made.society.uploads() / "pictures").mkdir(parents=True)
    (made.society.uploads() / "pictures" / "a.png").write_bytes(b"a picture")
    (made.society.folder / "society.toml").write_text('[mail]\nhost = "localhost"\nsender = "a@example.org"\n')
    return made


def _stamped(database: Path) -> None:
    """Tests make their tables at once; a founded society came by the steps and says at which it stands."""
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (migrations.newest(),))


def names_in(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


async def test_a_founded_society_comes_back_by_the_commands_and_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, file = tmp_path / "home", tmp_path / "bont.zip"
    settings = Settings(home=home, address="http://testserver.local")
    wanted = Founding("Bont Care", "bont-care", "colne_valley_like", "Nerys Tudur", "nerys@example.org")
    await found(settings, wanted, at=START)
    monkeypatch.setenv("GOVERN_HOME", str(home))
    assert await asyncio.to_thread(main, ["backup", "bont-care", "--to", str(file), "--with-keys"]) == 0
    assert "keep it locked away" in capsys.readouterr().out
    assert file.stat().st_mode & 0o077 == 0
    into = tmp_path / "other" / "bont-care"
    assert await asyncio.to_thread(main, ["restore", str(file), "--into", str(into)]) == 0
    said = capsys.readouterr().out
    assert "files checked" in said and "two officers" in said and "migrate" not in said
    assert (into / "keys" / "log.key").read_bytes() == (home / "bont-care" / "keys" / "log.key").read_bytes()
    monkeypatch.setenv("GOVERN_HOME", str(tmp_path / "other"))
    assert await asyncio.to_thread(main, ["verify-record", "bont-care"]) == 0
    monkeypatch.setenv("GOVERN_HOME", str(home))
    for arguments in (["backup", "bont-care", "--to", str(file)], ["restore", str(file), "--into", str(into)]):
        assert await asyncio.to_thread(main, arguments) == 2
        assert "already" in capsys.readouterr().err
    assert await asyncio.to_thread(main, ["backup", "nobody"]) == 2


async def test_keys_and_heads_stay_out_and_a_sentence_says_why(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await an_open_ballot(given)
    assert list((given.society.folder / "heads").iterdir())
    short, file = given.society.short, tmp_path / "without.zip"
    monkeypatch.setenv("GOVERN_HOME", str(given.society.folder.parent))
    assert await asyncio.to_thread(main, ["backup", short, "--to", str(file)]) == 0
    said = capsys.readouterr().out
    assert "anybody could read who voted how" in said and "--with-keys" in said
    assert names_in(file) == {"backup.json", "society.sqlite", "society.toml", "uploads/pictures/a.png"}
    keys = {one.read_bytes() for one in (given.society.folder / "keys").rglob("*.key")}
    with zipfile.ZipFile(file) as opened:
        contents = [opened.read(name) for name in opened.namelist()]
    assert keys and not any(key in content for key in keys for content in contents)
    assert backups.restore(file, tmp_path / "back").with_keys is False
    assert list((tmp_path / "back" / "keys").rglob("*.key")) == []


async def test_a_backup_is_one_moment_of_the_database_while_votes_come_in(given: Given, tmp_path: Path) -> None:
    ballot_id = await an_open_ballot(given)
    contest = await contest_of(given, ballot_id)
    voting = asyncio.gather(*(vote(given, ballot_id, person, yes(contest)) for person in given.everybody))
    made = [
        await asyncio.to_thread(backups.backup, given.society, tmp_path / f"{n}.zip", with_keys=False, at=AT)
        for n in range(3)
    ]
    await voting
    assert len(made) == 3
    for n in range(3):
        backups.restore(tmp_path / f"{n}.zip", tmp_path / f"back-{n}")
        with sqlite3.connect(tmp_path / f"back-{n}" / "society.sqlite") as connection:
            (size,) = connection.execute("SELECT size FROM log_head").fetchone()
            (leaves,) = connection.execute("SELECT count(*) FROM log_leaf").fetchone()
            (envelopes,) = connection.execute("SELECT count(*) FROM envelope").fetchone()
        assert size == leaves == envelopes + 1


async def contest_of(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await queries.contest_ids(reading, ballot_id))[0]


async def test_what_was_restored_takes_no_envelope_until_two_officers_agree(given: Given, tmp_path: Path) -> None:
    """A restore is a step back, even where nothing beside it knows so."""
    ballot_id = await an_open_ballot(given)
    contest = await contest_of(given, ballot_id)
    file = tmp_path / "a.zip"
    backups.backup(given.society, file, with_keys=True, at=AT)
    await vote(given, ballot_id, given.everybody[0], yes(contest))
    async with given.society.store.reading() as reading:
        receipt = (await queries.receipt(reading, ballot_id, given.everybody[0], language="en")).file
    folder = tmp_path / "restored" / given.society.short
    backups.restore(file, folder)
    await given.society.store.close()
    given.society = Society(folder, read_society_file(folder / "society.toml"))
    with pytest.raises(InRecovery):
        await vote(given, ballot_id, given.everybody[1], yes(contest))
    async with given.society.store.reading() as reading:
        lost = await recovery_of(reading, ballot_id)
    assert lost is not None and lost.restored and lost.lost == 0
    later = OPENS + timedelta(days=1)
    async with given.society.store.writing() as writing:
        await lifecycle.propose_recovery(writing, ballot_id, by=given.officer, at=later)
    async with given.society.store.writing() as writing:
        await lifecycle.approve_recovery(writing, given.society, ballot_id, by=given.second, at=later)
    posted = await lifecycle.hand_in_receipt(given.society, ballot_id, given.everybody[0], receipt, at=later)
    assert (posted.leaf, posted.again) == (2, False)
    await vote(given, ballot_id, given.everybody[1], yes(contest))
    await given.society.store.close()


def changed(content: bytes, name: str, change: Callable[[bytes], bytes | None], new: str = "") -> bytes:
    """The archive with one file changed, left out or under another name; its list stays."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(into, "w") as target:
        for one in source.namelist():
            kept = change(source.read(one)) if one == name else source.read(one)
            if kept is not None:
                target.writestr(new if new and one == name else one, kept)
    return into.getvalue()


def renamed_in_list(content: bytes, name: str, new: str) -> bytes:
    """The archive in which a file has another name, on its list too."""

    def again(listed: bytes) -> bytes:
        facts = json.loads(listed)
        facts["files"][new] = facts["files"].pop(name)
        return json.dumps(facts).encode()

    return changed(changed(content, "backup.json", again), name, lambda kept: kept, new)


async def test_an_archive_that_is_not_whole_is_refused_and_leaves_nothing(given: Given, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    backups.backup(given.society, file, with_keys=False, at=AT)
    content = file.read_bytes()
    picture = "uploads/pictures/a.png"

    def newer(listed: bytes) -> bytes:
        return json.dumps(json.loads(listed) | {"form": 2}).encode()

    def stepped(listed: bytes) -> bytes:
        return json.dumps(json.loads(listed) | {"step": "0001"}).encode()

    refused = {
        "hash is another": changed(content, picture, lambda kept: kept + b"!"),
        "not those on its list": changed(content, picture, lambda _kept: None),
        "no place in a backup": renamed_in_list(content, picture, "uploads/../../../etc/passwd"),
        "no place": renamed_in_list(content, picture, "heads/a.head"),
        "no backup": content[: len(content) // 2],
        "cut off": b"not a zip",
        "cannot be read": changed(content, "backup.json", lambda _kept: b"{}"),
        "not those on": changed(content, "backup.json", newer),
        "not at the step": changed(content, "backup.json", stepped),
    }
    for number, (why, broken) in enumerate(refused.items()):
        wrong = tmp_path / f"wrong-{number}.zip"
        wrong.write_bytes(broken)
        with pytest.raises(NotValid, match=why):
            backups.restore(wrong, tmp_path / "into" / f"back-{number}")
    assert list((tmp_path / "into").iterdir()) == []
    (tmp_path / "into" / "there").mkdir()
    (tmp_path / "into" / "there" / "note.txt").write_text("mine")
    with pytest.raises(AlreadyDone, match="overwrites nothing"):
        backups.restore(file, tmp_path / "into" / "there")
    assert (tmp_path / "into" / "there" / "note.txt").read_text() == "mine"
    await given.society.store.close()


def with_database(content: bytes, database: bytes) -> bytes:
    """The archive with another database, its hash on the list."""

    def listed(kept: bytes) -> bytes:
        facts = json.loads(kept)
        facts["files"]["society.sqlite"] = hashlib.sha256(database).hexdigest()
        facts["step"] = "9999" if b"9999" in database else facts["step"]
        return json.dumps(facts).encode()

    return changed(changed(content, "backup.json", listed), "society.sqlite", lambda _kept: database)


async def test_a_damaged_database_and_one_of_a_newer_version_are_refused(given: Given, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    backups.backup(given.society, file, with_keys=False, at=AT)
    with zipfile.ZipFile(file) as opened:
        database = opened.read("society.sqlite")
    middle = len(database) // 2
    damaged = database[:middle] + bytes(8192) + database[middle + 8192 :]
    newer = tmp_path / "newer.sqlite"
    newer.write_bytes(database)
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for why, content in (("is damaged", damaged), ("newer version", newer.read_bytes())):
        wrong = tmp_path / "wrong.zip"
        wrong.write_bytes(with_database(file.read_bytes(), content))
        with pytest.raises(NotValid, match=why):
            backups.restore(wrong, tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert migrations.stands_at(sqlite_url(newer)) == "9999"
    await given.society.store.close()


async def test_a_society_on_postgresql_is_pointed_to_what_does_it(tmp_path: Path) -> None:
    folder = tmp_path / "far"
    folder.mkdir()
    (folder / "society.toml").write_text('[database]\nurl = "postgresql+psycopg://nobody@localhost:1/none"\n')
    society = Society(folder, read_society_file(folder / "society.toml"))
    with pytest.raises(NotAllowed, match=r"docs/running\.md"):
        backups.backup(society, tmp_path / "far.zip", with_keys=False, at=AT)
    assert not (tmp_path / "far.zip").exists()
    await society.store.close()
