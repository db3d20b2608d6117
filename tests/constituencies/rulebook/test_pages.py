"""The rules can be read by everybody; the secretary says whom to call."""

from __future__ import annotations

from govern.permissions import Role
from tests.constituencies.conftest import Town


async def test_everybody_may_read_the_rules(town: Town) -> None:
    window = await town.window()
    assert (await window.get("rules")).status_code == 200
    assert "Our rules in plain words" in window.text() and "How votes are counted" in window.text()
    await window.get("rules/voting")
    assert "Rule 3.5" in window.text()
    assert "The share of a group without members is divided among the others." in window.text()


async def test_every_chapter_opens_in_both_languages(town: Town) -> None:
    window = await town.window()
    from govern.constituencies.rulebook.plain.saying import CHAPTERS

    for chapter in CHAPTERS:
        assert (await window.get(f"rules/{chapter}")).status_code == 200, chapter
        answer = await town.client.get(f"/cy/tair-nant/rules/{chapter}")
        assert answer.status_code == 200, chapter
    assert (await window.get("rules/weather")).status_code == 404


async def test_the_person_to_call_stands_at_the_foot_once_named(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/settings/contact")
    await window.send("office/settings/contact", name="Nia", phone="01632 960 777", hours_en="Mornings", hours_cy="")
    await window.follow()
    assert "Call Nia if you are stuck" in window.last.text and "01632 960 777" in window.last.text


async def test_what_is_missing_is_said_beside_its_field(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/settings/contact")
    answer = await window.send("office/settings/contact", name="Nia", phone="", hours_en="Mornings")
    assert answer.status_code == 422 and "Type the telephone number." in window.text()
    assert 'value="Nia"' in answer.text


async def test_others_do_not_say_whom_to_call(town: Town) -> None:
    member = await town.window("Mair Elis")
    assert (await member.get("office/settings/contact")).status_code == 403
    nobody = await town.window()
    assert (await nobody.get("office/settings/contact")).status_code == 303
    scrutineer = await town.window("Gwilym Haf", Role.SCRUTINEER)
    assert (await scrutineer.get("office/settings/contact")).status_code == 403
