"""Past minutes are brought in with their hash, opened and corrected; never twice, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from govern import record
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, Unavailable
from govern.minutes.book.incoming import FileKind, Kind, Listed, SeenBy, State
from govern.minutes.book.lifecycle import archives, past
from govern.minutes.book.queries import past as queries
from tests.meetings.scene import AT, Scene
from tests.minutes.book.past_files import HEADER, PDF, TEXT, TWO, an_archive, zipped

TODAY = AT.date()
AGM = Listed("general", Kind.AGM, date(2019, 5, 18), "AGM 2019", "en", State.SIGNED, SeenBy.MEMBERS)


async def brought(scene: Scene, uploads: Path, **more: object) -> past.Kept:
    kept = await past.keep(uploads, PDF)
    listed = msgspec.structs.replace(AGM, **more)
    async with scene.store.writing() as writing:
        await past.bring_in(writing, kept, listed, by=scene.secretary, at=AT)
    return kept


async def shown(scene: Scene, kept: past.Kept) -> queries.PastView:
    async with scene.store.reading() as reading:
        return await queries.one_past(reading, kept.id, TODAY, "en")


async def test_minutes_of_before_are_kept_as_they_are_with_their_hash(scene: Scene, tmp_path: Path) -> None:
    kept = await brought(scene, tmp_path)
    found = await shown(scene, kept)
    assert (found.title, found.file_kind, found.state, found.size) == (
        "AGM 2019",
        FileKind.PDF,
        State.SIGNED,
        len(PDF),
    )
    assert found.hash == hashlib.sha256(PDF).hexdigest()
    file = past.file_of(tmp_path, kept.id, kept.kind)
    assert file.read_bytes() == PDF and file.stat().st_mode & 0o077 == 0
    assert past.content_of(tmp_path, kept.id, kept.kind, kept.hash) == PDF
    async with scene.store.reading() as reading:
        (line,) = await record.lines_about(reading, [f"past_minutes:{kept.id}"])
    assert line.verb == "past_minutes.brought" and "AGM" not in str(line.facts)


async def test_the_same_file_is_brought_in_once(scene: Scene, tmp_path: Path) -> None:
    await brought(scene, tmp_path)
    with pytest.raises(AlreadyDone, match="brought in already") as refusal:
        await brought(scene, tmp_path, title="Another title")
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"body": "senate"}, "body"),
        ({"language": "fr"}, "language"),
        ({"held_on": date(2026, 11, 10)}, "held_on"),
        ({"kind": Kind.BODY}, "kind"),
    ],
)
async def test_what_cannot_be_is_refused_beside_its_field(
    scene: Scene, tmp_path: Path, more: dict[str, object], field: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        await brought(scene, tmp_path, **more)
    assert refusal.value.field == field
    async with scene.store.reading() as reading:
        assert await queries.past_minutes(reading, TODAY, "en") == ()


def test_a_file_that_may_not_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(NotValid):
        past.keep_now(tmp_path, b"MZ\x90\x00")
    assert not list(tmp_path.rglob("*.*"))


async def test_a_correction_is_a_dated_entry_beside_the_file(scene: Scene, tmp_path: Path) -> None:
    """Invariant 81, for minutes that we did not write."""
    kept = await brought(scene, tmp_path)
    async with scene.store.writing() as writing:
        await past.correct(writing, kept.id, "page 2, item 4", "Ana, not Ann.", by=scene.secretary, at=AT)
    (correction,) = (await shown(scene, kept)).corrections
    assert (correction.place, correction.paragraphs, correction.noted_at) == (
        "page 2, item 4",
        ("Ana, not Ann.",),
        AT,
    )
    assert past.content_of(tmp_path, kept.id, kept.kind, kept.hash) == PDF
    with pytest.raises(NotFound):
        async with scene.store.writing() as writing:
            await past.correct(writing, uuid4(), "page 1", "x", by=scene.secretary, at=AT)


async def test_who_may_read_them_changes_once_and_is_told(scene: Scene, tmp_path: Path) -> None:
    kept = await brought(scene, tmp_path, seen_by=SeenBy.OFFICERS)
    async with scene.store.reading() as reading:
        members = (SeenBy.MEMBERS, SeenBy.PUBLIC)
        assert await queries.past_minutes(reading, TODAY, "en", members) == ()
    async with scene.store.writing() as writing:
        await past.open_to(writing, kept.id, SeenBy.PUBLIC, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        (found,) = await queries.past_minutes(reading, TODAY, "en", (SeenBy.PUBLIC,))
    assert found.id == kept.id
    with pytest.raises(AlreadyDone):
        async with scene.store.writing() as writing:
            await past.open_to(writing, kept.id, SeenBy.PUBLIC, by=scene.secretary, at=AT)


async def test_a_file_that_was_changed_or_lost_is_not_handed_over(scene: Scene, tmp_path: Path) -> None:
    kept = await brought(scene, tmp_path)
    file = past.file_of(tmp_path, kept.id, kept.kind)
    file.write_bytes(PDF + b" ")
    with pytest.raises(Unavailable, match="not as it was brought in"):
        past.content_of(tmp_path, kept.id, kept.kind, kept.hash)
    file.unlink()
    with pytest.raises(Unavailable):
        past.content_of(tmp_path, kept.id, kept.kind, kept.hash)


async def parts(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def look(scene: Scene, uploads: Path, content: bytes) -> tuple[Path, archives.Look]:
    archive = await archives.keep_archive(uploads, parts(content))
    file = archives.archive_of(uploads, archive)
    async with scene.store.reading() as reading:
        return file, await archives.look_at(reading, file, at=AT)


async def put_in(scene: Scene, uploads: Path, content: bytes) -> int:
    file, found = await look(scene, uploads, content)
    kept = await archives.unpack(uploads, file, found)
    async with scene.store.writing() as writing:
        await archives.bring_all(writing, kept, found, by=scene.secretary, at=AT)
    return len(kept)


async def test_an_archive_is_looked_at_and_put_in_and_the_second_time_every_line_is_known(
    scene: Scene, tmp_path: Path
) -> None:
    _, found = await look(scene, tmp_path, an_archive(extra_txt=b"not in the list"))
    assert found.refused == () and found.unlisted == ("extra.txt",)
    async with scene.store.reading() as reading:
        assert await queries.past_minutes(reading, TODAY, "en") == ()
    assert await put_in(scene, tmp_path, an_archive()) == 2
    async with scene.store.reading() as reading:
        listed = await queries.past_minutes(reading, TODAY, "en")
    assert [(one.title, one.file_kind, one.seen_by) for one in listed] == [
        ("Cyfarfod bwrdd", FileKind.TXT, SeenBy.OFFICERS),
        ("AGM 2019", FileKind.PDF, SeenBy.MEMBERS),
    ]
    _, again = await look(scene, tmp_path, an_archive())
    assert [str(line.why[0]) for line in again.refused] == ["This file has been brought in already."] * 2


async def test_what_is_given_out_is_what_can_be_brought_in(scene: Scene, tmp_path: Path) -> None:
    await put_in(scene, tmp_path, an_archive())
    async with scene.store.reading() as reading:
        listed = await queries.past_minutes(reading, TODAY, "en")
    whole = await queries.whole_archive(tmp_path, listed)
    _, found = await look(scene, tmp_path, whole.read_bytes())
    whole.unlink()
    assert [line.listed.title for line in found.lines if line.listed] == [one.title for one in listed]
    assert {line.hash.hex() for line in found.lines} == {one.hash for one in listed}


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        (TWO.replace("agm.pdf", "gone.pdf"), "The archive has no file of this name."),
        (TWO.replace("bwrdd.txt", "agm.pdf"), "The same file stands in this list twice."),
        (TWO.replace("bwrdd.txt", "run.txt"), "This is neither a PDF"),
        (TWO.replace("Board", "Senate"), "The rules have no body “Senate”."),
        (TWO.replace("agm.pdf", "../agm.pdf"), "The archive has no file of this name."),
    ],
)
async def test_a_line_that_cannot_be_taken_keeps_the_whole_archive_out(
    scene: Scene, tmp_path: Path, listed: str, says: str
) -> None:
    content = an_archive(listed, run_txt=b"\x00\x01")
    _, found = await look(scene, tmp_path, content)
    (line,) = found.refused
    assert says in str(line.why[0])
    with pytest.raises(NotAllowed, match="nothing has been put in"):
        await put_in(scene, tmp_path, content)
    assert not (tmp_path / past.FOLDER).exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no archive", "This is no ZIP archive"),
        (zipped({"agm.pdf": PDF}), "needs one list called “past-minutes.csv”"),
        (zipped({"past-minutes.csv": HEADER.encode()}), "The list names no file"),
        (zipped({"past-minutes.csv": b"file,body\na,b\n"}), "These columns are missing"),
        (zipped({"past-minutes.csv": b"file,wish\na,b\n"}), "We do not take these columns: wish"),
        (zipped({"past-minutes.csv": HEADER.encode() + b"a,b\n"}), "Line 2 has 2 cells"),
        (zipped({"past-minutes.csv": b"file,file\na,b\n"}), "named twice"),
        (zipped({"a/past-minutes.csv": TEXT, "b/past-minutes.csv": TEXT}), "needs one list"),
        (zipped({f"{n}.txt": b"x" for n in range(1_001)}), "more than 1000 files"),
    ],
)
async def test_an_archive_that_cannot_be_read_is_refused_whole(
    scene: Scene, tmp_path: Path, content: bytes, says: str
) -> None:
    with pytest.raises(GovernError, match=says) as refusal:
        await look(scene, tmp_path, content)
    assert refusal.value.field == "archive"


async def test_an_archive_that_would_fill_the_disk_is_refused_before_it_is_unpacked(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1024 * 1024)
    with pytest.raises(GovernError, match="Unpacked, this archive is larger than 1 megabytes"):
        await look(scene, tmp_path, an_archive(bomb_txt=bytes(1024 * 1024)))


async def test_a_list_in_a_folder_names_the_files_beside_it(scene: Scene, tmp_path: Path) -> None:
    files = {"old/past-minutes.csv": TWO.encode(), "old/agm.pdf": PDF, "old/bwrdd.txt": TEXT, "__MACOSX/x": b"x"}
    _, found = await look(scene, tmp_path, zipped(files))
    assert found.refused == () and found.unlisted == ()


async def test_an_archive_of_no_such_id_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        archives.archive_of(tmp_path, uuid4())
