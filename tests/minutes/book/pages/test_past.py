"""Past minutes in the browser: the secretary brings in one or many; whoever may reads them, saved, never shown."""

from __future__ import annotations

import re

import pytest

from govern.minutes.book.incoming import MOST_BYTES
from govern.permissions import Role
from tests.constituencies.conftest import Town, town  # noqa: F401  # the fixture of the wing below, used here too
from tests.minutes.book.past_files import PDF, TWO, an_archive, that_runs
from tests.window import Window

PATH, ARCHIVES = "office/minutes/past", "office/minutes/past/archives"
FACTS = {
    "body": "general",
    "kind": "agm",
    "held_on_day": "18",
    "held_on_month": "5",
    "held_on_year": "2019",
    "title": "Annual meeting of 2019",
    "language": "en",
    "state": "signed",
    "seen_by": "members",
}


async def brought(window: Window, content: bytes = PDF, **more: str) -> str:
    """Bring one file in; its address."""
    await window.get(PATH)
    answer = await window.send_file(PATH, "../../agm 2019.pdf", content, "text/html", **(FACTS | more))
    assert answer.status_code == 303, window.text()
    return answer.headers["location"].split("/tair-nant/")[1]


async def test_the_secretary_brings_minutes_in_and_a_member_saves_them(town: Town) -> None:  # noqa: F811
    window = await town.secretary()
    address = await brought(window)
    await window.follow()
    assert "Brought in from before" in window.text() and "They stay as they are." in window.text()
    await window.send(f"{address}/corrections", place="page 1", text="Ana, not Ann.")
    member = await town.window("Mair Elis")
    await member.get("meetings")
    assert "Read the minutes" in member.text()
    await member.get("minutes")
    assert "Annual meeting of 2019 Brought in from before Signed" in member.text()
    await member.get(address.removeprefix("office/"))
    assert "Ana, not Ann." in member.text() and "Note a correction" not in member.text()
    answer = await member.get(address.removeprefix("office/") + "/file")
    assert answer.content == PDF and answer.headers["content-type"] == "application/pdf"
    assert re.fullmatch(
        r'attachment; filename="minutes-2019-05-18-\w{4}\.pdf"', answer.headers["content-disposition"]
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    stranger = await town.window()
    assert (await stranger.get(address.removeprefix("office/"))).status_code == 404
    assert (await stranger.get(address.removeprefix("office/") + "/file")).status_code == 404


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (that_runs("JavaScript", hidden=True), "runs a program when it is opened"),
        (b"MZ\x90\x00\x03", "neither a PDF, nor a DOCX, nor a text in UTF-8"),
        (b"%PDF-" + b"0" * MOST_BYTES, "larger than 20 megabytes"),
    ],
    ids=["hidden program", "forbidden kind", "too large"],
)
async def test_a_file_that_may_not_be_kept_is_refused_with_what_was_typed(
    town: Town,  # noqa: F811
    content: bytes,
    says: str,
) -> None:
    window = await town.secretary()
    await window.get(PATH)
    answer = await window.send_file(PATH, "agm.pdf", content, "application/pdf", **FACTS)
    assert answer.status_code == 422 and says in window.text() and 'href="#file"' in answer.text
    assert 'value="Annual meeting of 2019"' in answer.text


async def test_confidential_minutes_are_not_there_for_members_until_they_are_opened(town: Town) -> None:  # noqa: F811
    window = await town.secretary()
    address = await brought(window, seen_by="officers")
    member, stranger = await town.window("Mair Elis"), await town.window()
    await member.get("minutes")
    assert "Annual meeting" not in member.text()
    for path in (address.removeprefix("office/"), address.removeprefix("office/") + "/file"):
        assert (await member.get(path)).status_code == 404
    await window.get(address)
    assert (await window.send(f"{address}/readers")).status_code == 422
    assert "Choose who may read them." in window.text()
    await window.send(f"{address}/readers", seen_by="public")
    await stranger.get("minutes")
    assert "Annual meeting of 2019" in stranger.text()
    assert (await stranger.get(address.removeprefix("office/") + "/file")).content == PDF


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"body": ""}, "Choose the body whose minutes they are."),
        ({"title": ""}, "Type what the minutes are called."),
        ({"held_on_day": "31", "held_on_month": "2"}, "This date does not exist."),
        ({"held_on_year": "2027"}, "is still to come."),
        ({"kind": "body"}, "A general meeting is of the members"),
        ({"state": ""}, "Say whether they were signed."),
        ({"seen_by": ""}, "Choose who may read them."),
    ],
)
async def test_what_is_missing_or_cannot_be_comes_back_with_what_was_typed(
    town: Town,  # noqa: F811
    more: dict[str, str],
    says: str,
) -> None:
    window = await town.secretary()
    await window.get(PATH)
    answer = await window.send_file(PATH, "agm.pdf", PDF, "application/pdf", **(FACTS | more))
    assert answer.status_code == 422 and says in window.text()
    if "title" not in more:
        assert 'value="Annual meeting of 2019"' in answer.text
    assert not list((town.society.uploads() / "past-minutes").glob("*"))


async def test_a_file_that_is_no_document_and_one_that_is_here_are_refused(town: Town) -> None:  # noqa: F811
    window = await town.secretary()
    await brought(window)
    await window.get(PATH)
    answer = await window.send_file(PATH, "agm.pdf", PDF, "application/pdf", **FACTS)
    assert answer.status_code == 422 and "brought in already" in window.text()
    answer = await window.send_file(PATH, "agm.pdf", b"MZ\x90\x00", "application/pdf", **FACTS)
    assert answer.status_code == 422 and "neither a PDF, nor a DOCX" in window.text()
    assert (await window.send(PATH, FACTS)).status_code == 422
    assert "Choose the file with the minutes." in window.text()
    assert len(list((town.society.uploads() / "past-minutes").glob("*"))) == 1


async def test_an_archive_is_looked_at_and_then_put_in(town: Town) -> None:  # noqa: F811
    window = await town.secretary()
    await window.get(PATH)
    await window.send_file(ARCHIVES, "old.zip", an_archive(x_txt=b"x"), "application/zip", field="archive")
    await window.follow()
    assert "2 files are in the list." in window.text() and "they are left out: x.txt" in window.text()
    assert "Cyfarfod bwrdd" in window.text()
    here = window.last.url.path.split("/tair-nant/")[1]
    await window.send(f"{here}/put-in")
    await window.follow()
    assert "AGM 2019 Brought in from before Signed" in window.text()
    assert "Cyfarfod bwrdd Brought in from before Draft Confidential" in window.text()
    assert (await window.get(here)).status_code == 404
    answer = await window.get(f"{PATH}/all.zip")
    assert answer.headers["content-type"] == "application/zip" and b"past-minutes.csv" in answer.content
    await window.get(PATH)
    await window.send_file(ARCHIVES, "again.zip", answer.content, "application/zip", field="archive")
    await window.follow()
    assert "2 lines cannot be taken." in window.text() and "brought in already" in window.text()


async def test_an_archive_with_a_bad_line_is_put_in_by_nobody_and_can_be_let_go(town: Town) -> None:  # noqa: F811
    window = await town.secretary()
    await window.get(PATH)
    listed = TWO.replace("Board", "Senate")
    await window.send_file(ARCHIVES, "old.zip", an_archive(listed), "application/zip", field="archive")
    await window.follow()
    here = window.last.url.path.split("/tair-nant/")[1]
    assert "Line 3: bwrdd.txt" in window.text() and "The rules have no body “Senate”." in window.text()
    assert "Bring these minutes in" not in window.text()
    token = window.hidden(f"{here}/let-go")
    assert (await window.post(f"{here}/put-in", token)).status_code == 403  # the token of another form
    await window.get(here)
    await window.send(f"{here}/let-go")
    assert (await window.get(here)).status_code == 404
    await window.get(PATH)
    answer = await window.send_file(ARCHIVES, "old.zip", b"PK?", "application/zip", field="archive")
    assert answer.status_code == 422 and "This is no ZIP archive." in window.text()
    assert (await window.send(ARCHIVES)).status_code == 422
    assert not list(town.society.uploads().glob("*.past.zip"))


async def test_only_those_who_write_minutes_bring_them_in(town: Town) -> None:  # noqa: F811
    assert (await (await town.window("Mair Elis")).get(PATH)).status_code == 403
    chair = await town.window("Gwilym Haf", Role.CHAIR)
    assert (await chair.get(PATH)).status_code == 403 and (await chair.get(f"{PATH}/all.zip")).status_code == 403
