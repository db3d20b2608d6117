"""The office's pages of the register: found, entered, corrected, sent as a file, taken in from one."""

from __future__ import annotations

import re

import httpx

from govern.constituencies.register import rules
from govern.permissions import Role
from tests.constituencies.conftest import Town
from tests.window import Window

THREE = "number,name,group\n201,Huw Rees,staff\n202,Eve Morgan,volunteers\n203,Ifan Jenkins,supported\n"


async def send_file(window: Window, content: str | bytes) -> httpx.Response:
    await window.get("office/register/imports")
    raw = content.encode() if isinstance(content, str) else content
    return await window.send_file("office/register/imports", "members.csv", raw, "text/csv")


async def press(window: Window, words: str) -> httpx.Response:
    """Press the one button of a form on the page."""
    forms = re.findall(r'<form method="post" action="/en/tair-nant/([^"]*)".*?</form>', window.last.text, re.S)
    path = next(path for path in forms if path.endswith(words))
    return await window.send(path)


async def test_the_register_is_searched_by_the_beginnings_of_words_without_accents(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/register")
    assert "7 people" in window.text()
    await window.get("office/register?words=sian+llw")
    assert "Siân Llwyd" in window.text() and "1 person" in window.text()
    await window.get("office/register?words=huw")
    assert "Nobody fits." in window.text()
    await window.get("office/register?group=volunteers")
    assert "4 people" in window.text()


async def test_somebody_is_entered_by_hand_and_corrected(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/register/add")
    day = {"joined_day": "2", "joined_month": "11", "joined_year": "2026"}
    fields = {"name": "Huw Rees", "group": "staff", "reason": "Joined by application", "language": "cy"}
    answer = await window.send("office/register/add", **fields)
    assert answer.status_code == 422 and "Say on which day they joined." in window.text()
    await window.send("office/register/add", **fields, **day, format="easy_read")
    await window.follow()
    assert "Huw Rees" in window.text() and "Votes with Staff." in window.text() and "Cymraeg" in window.text()
    path = re.findall(r"office/register/[0-9a-f-]{36}/contact", window.last.text)[0]
    await window.get(path)
    await window.send(
        path, name="Huw Rhys", first_name="Huw", email="Huw@Example.org", language="cy", format="standard"
    )
    await window.follow()
    assert "Huw Rhys" in window.text() and "huw@example.org" in window.text()
    assert "What you changed is kept." in window.text()


async def test_the_list_goes_out_as_a_file_without_formulas_that_comes_in_again_unchanged(town: Town) -> None:
    window = await town.secretary()
    path = f"office/register/{town.people['Mair Elis']}/contact"
    await window.get(path)
    fields = {"name": "Mair Elis", "first_name": "Mair", "language": "en", "format": "standard"}
    await window.send(path, **fields, phone="+44 1632 960102")
    answer = await window.get("office/register/export")
    assert (
        answer.headers["content-type"].startswith("text/csv")
        and "attachment" in answer.headers["content-disposition"]
    )
    assert answer.text.count("\r\n") == 8 and '"\'+44 1632 960102"' in answer.text
    answer = await send_file(window, answer.content)
    await window.follow()
    assert "New members: 0. Changed: 0. As they are: 7." in window.text()


async def test_a_file_is_looked_at_then_put_in_then_gone(town: Town) -> None:
    window = await town.secretary()
    await send_file(window, THREE)
    await window.follow()
    assert "New members: 3. Changed: 0. As they are: 0." in window.text() and "Joins Staff." in window.text()
    assert len(list(town.society.uploads().iterdir())) == 1
    await press(window, "/apply")
    await window.follow()
    assert "In the register" in window.text()
    assert list(town.society.uploads().iterdir()) == []
    await window.get("office/register?words=ifan")
    assert "Ifan Jenkins" in window.text()


async def test_a_file_that_cannot_be_taken_says_the_lines_and_offers_no_way_in(town: Town) -> None:
    window = await town.secretary()
    await send_file(window, THREE + "201,Huw Again,staff\n204,=1+1,staff\n")
    await window.follow()
    text = window.text()
    assert "2 lines cannot be taken." in text and "Number 201 stands in line 2 already." in text
    assert "would run as a formula" in text and "Put these changes" not in text
    await press(window, "/abandon")
    assert list(town.society.uploads().iterdir()) == []


async def test_what_is_no_table_is_refused_on_the_page_and_not_kept(town: Town) -> None:
    window = await town.secretary()
    for content, sentence in (
        (b"number,name,group\n1,Si\xe2n,staff\n", "not in UTF-8"),
        (b"number,name,group\n1,Gw\x00en,staff\n", "NUL"),
        (b"hello\n", "The first line has to name the columns"),
    ):
        answer = await send_file(window, content)
        assert answer.status_code == 422 and sentence in window.text(), window.text()
    assert list(town.society.uploads().iterdir()) == []
    answer = await window.send("office/register/imports")
    assert answer.status_code == 422 and "Choose the file with your members." in window.text()


async def test_fifty_changes_wait_for_a_second_officer(town: Town) -> None:
    window = await town.secretary()
    rows = "".join(f"{n},Huw Rees,staff\n" for n in range(300, 300 + rules.SECOND_OFFICER_FROM))
    await send_file(window, "number,name,group\n" + rows)
    page = window.last.headers["location"].removeprefix("/en/tair-nant/")
    await window.follow()
    assert "a second officer looks at it and agrees first" in window.text() and "Ask another officer" in window.text()
    chair = await town.window("Gwilym Haf", Role.CHAIR)
    await chair.get(page)
    await press(chair, "/approve")
    await chair.follow()
    assert "Gwilym Haf agrees." in chair.text() and "Put these changes" not in chair.text()
    await window.get(page)
    await press(window, "/apply")
    await window.follow()
    assert "In the register" in window.text()


async def test_a_large_file_is_let_in_on_this_route_alone(town: Town) -> None:
    window = await town.secretary()
    rows = "".join(f"{n},Huw Rees the {n}th of his name,staff\n" for n in range(40_000))
    answer = await send_file(window, "number,name,group\n" + rows)
    assert answer.status_code == 303
    await window.get("office/register/add")
    answer = await window.send("office/register/add", name="x" * 1_100_000)
    assert answer.status_code == 413


async def test_only_those_who_keep_the_register_see_it(town: Town) -> None:
    nobody, member = await town.window(), await town.window("Mair Elis")
    returning = await town.window("Gwilym Haf", Role.RETURNING_OFFICER)
    for path in ("office/register", "office/register/export", f"office/register/{town.people['Mair Elis']}"):
        assert (await nobody.get(path)).status_code == 303
        assert (await member.get(path)).status_code == 403
        assert (await returning.get(path)).status_code == 403
    assert (await returning.get("office/register/imports")).status_code == 200
    assert (await returning.post("office/register/imports", {})).status_code == 403
