"""What is left of the year when its meetings are over: files, books, the register, the return, the search."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile

from govern.minutes.search.lifecycle import follow
from tests.minutes.year import Year, day, place_of, when


async def the_agm_in_one_file(year: Year, agm: str) -> None:
    """The bundle, in which every file is what the list says of it; minutes, notice and declaration are in it."""
    secretary = await year.secretary()
    with zipfile.ZipFile(io.BytesIO((await secretary.get(f"{agm}/bundle.zip")).content)) as file:
        rows = list(csv.reader(io.StringIO(file.read("list.csv").decode("utf-8-sig"))))[1:]
        for name, mark, *_ in rows:
            assert not name or hashlib.sha256(file.read(name)).hexdigest() == mark
    names = " ".join(row[0] for row in rows)
    for kind in ("notice", "agenda", "minutes", "declaration", "extract"):
        assert f"-{kind}-en.pdf" in names, (kind, names)


async def the_books_hold(year: Year) -> None:
    """The book of the board and that of the members, each from its first to its last."""
    member = await year.member(year.given.people["users"][20])
    await member.get("minutes/books/general/check")
    assert "The book holds." in member.text()
    director = await year.member(year.given.people["staff"][0])
    await director.get("minutes/books/board/check")
    assert "The book holds." in director.text()


async def members_come_and_go(year: Year) -> None:
    """In January two join the staff, each by the form on the public page and checked by the secretary before they are
    admitted, and a volunteer moves away."""
    year.clock.at = when(2027, 1, 11, 9)
    on = year.clock.at.date()
    for name in ("Ida Rees", "Owain Hughes"):
        await somebody_joins(year, name)
    secretary = await year.secretary()
    gone = year.given.people["volunteers"][29]
    await secretary.get(f"office/register/{gone}")
    leaves = {"leave_group": "volunteers", **day("leave_on", on), "leave_reason": "moved away"}
    await secretary.send(f"office/register/{gone}/leave", leaves)
    assert secretary.last.status_code == 200, secretary.text()


async def somebody_joins(year: Year, name: str) -> None:
    """They apply to the staff, their contract is looked at, they are admitted and find themselves on the register."""
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    form = {"group": "staff", "name": name, "email": email, "statement": "I work here.", "consent": "yes"}
    stranger = year.window()
    await stranger.get("join")
    await stranger.send("join", {**form, "language": "en", "format": "standard"})
    assert place_of(stranger) == "join/received", stranger.text()
    secretary = await year.secretary()
    await secretary.get("office/register/applications")
    (application,) = set(re.findall(r"office/register/applications/[0-9a-f-]{36}", secretary.last.text))
    await secretary.get(application)
    assert name in secretary.text()
    refused = await secretary.send(f"{application}/admit")
    assert refused.status_code == 422 and "Not checked yet: having a contract" in secretary.text(), secretary.text()
    seen = {"condition": "contract_of_employment", "result": "met", "evidence": "Contract seen"}
    await secretary.send(f"{application}/check", {**seen, **day("checked_on", year.clock.at.date())})
    await secretary.send(f"{application}/admit")
    assert "Admitted" in secretary.text(), secretary.text()
    await secretary.get(re.findall(r"office/register/[0-9a-f-]{36}(?=\")", secretary.last.text)[0])
    assert name in secretary.text() and "Votes with" in secretary.text()


async def the_return_tells_the_story(year: Year) -> None:
    """Every number as it is worked out above: 220 + 2 - 1 = 221 members, five meetings, three votes, one election."""
    year.clock.at = when(2027, 4, 12, 9)
    secretary = await year.secretary()
    await secretary.get("office/year")
    assert "Sunday 31 October 2027 Send the annual return (AR30)" in secretary.text()
    await secretary.get("office/returns/2027-03-31/figures")
    await secretary.send("office/returns/2027-03-31/figures", {"benefit": "Care near home, and two vans."})
    answer = await secretary.get("office/returns/2027-03-31/return.csv")
    told = {tuple(filter(None, row[1:-1])) for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))}
    assert told >= {
        ("Members at the start", "220"),
        ("Joined in the year", "2"),
        ("Left in the year", "1"),
        ("Left: moved away", "1"),
        ("Members at the end", "221"),
        ("Service users and their families", "120", "0", "0"),
        ("Staff", "50", "2", "0"),
        ("Community volunteers and supporters", "30", "0", "1"),
        ("Investors", "20", "0", "0"),
        ("Monday 18 May 2026: Board in May", "Meeting of a body", "5", "0"),
        ("Monday 15 June 2026: Board in June", "Meeting of a body", "4", "0"),
        ("Saturday 26 September 2026: AGM 2026", "Annual general meeting", "2", "0"),
        ("Saturday 17 October 2026: On converting", "General meeting", "44", "0"),
        ("Saturday 14 November 2026: On converting again", "General meeting", "44", "0"),
        ("2026-1 AGM 2026", "220", "110", "50.0%"),
        ("2026-2 On converting", "200", "110", "55.0%"),
        ("2026-4 On converting again", "200", "75", "37.5%"),
        ("2026-1 Management Board", "3", "5", "3"),
        ("Votes in meetings without papers", "1"),
        ("Care near home, and two vans.",),
    }
    came = {row[0] for row in told if len(row) == 3 and row[2] == "Saturday 26 September 2026"}
    went = {row[0] for row in told if row[3:] == ("Saturday 26 September 2026",)}
    assert came == {"Users 4", "Users 5", "Users 6"} and went == {"Users 1", "Users 2", "Users 3"}
    await secretary.get("office/returns/2027-03-31")
    sent = {**day("filed_on", year.clock.at.date()), "reference": "AR-2027"}
    await secretary.send("office/returns/2027-03-31/sent", sent)
    assert "every number is the same" in secretary.text()
    await secretary.get("office/year")
    assert "Send the annual return (AR30) Done on Monday 12 April 2027." in secretary.text()


async def the_decision_is_found(year: Year, on_first: str) -> None:
    """By a member, who reads the minutes; whoever is not signed in finds no minutes."""
    await follow(year.given.society.store)
    member = await year.member(year.given.people["users"][20])
    minutes = (await member.get(f"{on_first.removeprefix('office/')}/minutes")).url.path
    await member.get("search?q=conversion")
    assert minutes in member.last.text and "The resolution is carried." in member.text()
    stranger = year.window()
    await stranger.get("search?q=conversion")
    assert minutes not in stranger.last.text
