"""Forums through their pages: the list, joining, raising something, leading one, founding one."""

from __future__ import annotations

from datetime import timedelta

from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.rules import Standing
from govern.identity.lifecycle import add_person
from govern.permissions import Role
from tests.forums.conftest import Forums


async def test_a_member_joins_raises_something_takes_it_back_and_leaves(forums: Forums) -> None:
    one = await forums.town.window("Di Owen")
    await one.get("forums")
    assert "Pont forum" in one.text()
    at = f"forums/{forums.local}"
    await one.get(at)
    assert "Raise something" not in one.text()
    await one.send(f"{at}/join")
    await one.follow()
    assert "Di Owen" in one.text()
    await one.send(f"{at}/items", title="A walk to the reservoir", kind="activity")
    await one.follow()
    assert "A walk to the reservoir" in one.text() and "Raised by Di Owen" in one.text()
    back = one.last.text.split("/take-back")[0].rsplit('"', 1)[1]
    await one.send(f"{back}/take-back")
    await one.follow()
    assert "Nothing has been raised yet." in one.text()
    await one.send(f"{at}/leave")
    await one.get(at)
    assert "Join this forum" in one.text()


async def test_what_is_missing_is_asked_for_and_nothing_is_lost(forums: Forums) -> None:
    one = await forums.town.window("Gwen Hughes")
    await one.get(f"forums/{forums.local}")
    answer = await one.send(f"forums/{forums.local}/items", title="", kind="talk", words="About the bus")
    assert answer.status_code == 422
    assert "Say in a few words what it is about." in one.text() and "About the bus" in one.last.text


async def test_whoever_only_looks_cannot_raise_anything(forums: Forums) -> None:
    one = await forums.town.window("Di Owen")
    await one.get(f"forums/{forums.local}")
    token = one.hidden(f"forums/{forums.local}/join")
    answer = await one.post(f"forums/{forums.local}/join", token)
    assert answer.status_code == 303
    other = await forums.town.window("Siân Llwyd")
    await other.get(f"forums/{forums.local}")
    assert f"forums/{forums.local}/items" not in other.last.text


async def test_invariant_61_a_family_forum_is_not_there_for_anybody_else(forums: Forums) -> None:
    at = f"forums/{forums.family}"
    for name, roles in (
        ("Gwen Hughes", ()),  # a support worker
        ("Mair Elis", ()),  # the facilitator of the forum it is linked to
        ("Nerys Puw", (Role.SECRETARY,)),
        ("Gwilym Haf", (Role.CHAIR,)),
    ):
        one = await forums.town.window(name, *roles)
        answer = await one.get(at)
        assert answer.status_code == 404 and "Families" not in answer.text, name
        await one.get("forums")
        assert "Families" not in one.last.text, name
    own = await forums.town.window("Di Owen")
    assert (await own.get(at)).status_code == 200
    assert (await (await forums.town.window("Siân Llwyd")).get(at)).status_code == 200
    # What is not there answers like what never was.
    never = await (await forums.town.window("Gwen Hughes")).get(f"forums/{forums.town.people['Di Owen']}")
    assert never.status_code == 404


async def test_a_facilitator_lets_in_a_guest_by_name_and_lets_them_go(forums: Forums) -> None:
    mair = await forums.town.window("Mair Elis")
    await mair.get("facilitate")
    assert "Pont forum" in mair.text() and "Three valleys" not in mair.text()
    at = f"facilitate/forums/{forums.local}"
    await mair.get(at)
    answer = await mair.send(f"{at}/people", standing="guest")
    assert answer.status_code == 422 and "the name of somebody new" in mair.text()
    await mair.send(f"{at}/people", standing="guest", new_name="Ifan the baker")
    await mair.follow()
    assert "Ifan the baker Guest" in mair.text()
    answer = await mair.send(f"{at}/people", standing="partner", new_name="Father John")
    assert answer.status_code == 422 and "for which organisation" in mair.text()
    answer = await mair.send(f"{at}/people", standing="member", new_name="Eve Stranger")
    assert answer.status_code == 422 and "Let them come as a guest" in mair.text()
    gone = mair.last.text.split("/leave")[0].rsplit('"', 1)[1]
    await mair.send(f"{gone}/leave")
    assert mair.last.status_code == 303


async def test_only_the_facilitator_of_this_forum_leads_it(forums: Forums) -> None:
    other = await forums.town.window("Siân Llwyd")
    assert (await other.get(f"facilitate/forums/{forums.local}")).status_code == 403
    assert (
        await (await forums.town.window("Mair Elis")).get(f"facilitate/forums/{forums.family}")
    ).status_code == 404


async def test_the_secretary_founds_a_forum_names_who_leads_it_and_notes_a_longer_term(forums: Forums) -> None:
    office = await forums.town.secretary()
    await office.get("office/forums/new")
    answer = await office.send("office/forums/new", layer="family", name="Families of Llan")
    assert answer.status_code == 422 and "Choose the forum this one speaks through." in office.text()
    await office.send("office/forums/new", layer="local", name="Llan forum", name_cy="Fforwm Llan")
    await office.follow()
    at = office.last.url.path
    day = {"from_on_day": "3", "from_on_month": "8", "from_on_year": "2026"}
    await office.send(f"{at}/facilitator", {**day, "person": "bo@example.org"})
    await office.follow()
    assert "Bo Parry" in office.text() and "3 February 2027" in office.text()
    until = {"until_day": "3", "until_month": "4", "until_year": "2027"}
    answer = await office.send(f"{at}/term", {**until, "minute": ""})
    assert answer.status_code == 422
    await office.send(f"{at}/term", {**until, "minute": "Notes of 1 February, item 2"})
    await office.follow()
    assert "3 April 2027" in office.text() and "item 2" in office.text()
    forums.town.clock.at += timedelta(days=1)
    await office.send(f"{at}/close")
    await office.get("office/forums")
    assert "Llan forum" not in office.text()


async def test_a_forum_with_others_below_it_is_not_closed(forums: Forums) -> None:
    office = await forums.town.secretary()
    await office.get(f"office/forums/{forums.area}")
    answer = await office.send(f"office/forums/{forums.area}/close")
    assert answer.status_code == 422 and "Close them first" in office.last.text


async def test_a_large_forum_names_fifty_people_a_page_and_everybody_can_leave(forums: Forums) -> None:
    at = forums.town.clock.at
    async with forums.town.society.store.writing() as writing:
        for number in range(50):
            person = await add_person(writing, name=f"Guest {number:02}", by=None, at=at)
            await gatherings.come(writing, forums.local, person, Standing.GUEST, by=None, at=at)
    one = await forums.town.window("Gwen Hughes")
    await one.get(f"forums/{forums.local}")
    assert "Mair Elis" in one.text() and "Guest 44" in one.text() and "Guest 45" not in one.text()
    assert "Page 1 of 2" in one.text() and "Leave this forum" in one.text()
    await one.get(f"forums/{forums.local}?page=2")
    assert "Guest 45" in one.text() and "Mair Elis Member" not in one.text() and "Leave this forum" in one.text()
    mair = await forums.town.window("Mair Elis")
    await mair.get(f"facilitate/forums/{forums.local}?page=9")
    assert "Guest 49" in mair.text() and "Page 2 of 2" in mair.text()


async def test_m78_whoever_leads_a_forum_that_is_too_large_is_advised_to_make_two_of_it(forums: Forums) -> None:
    mair = await forums.town.window("Mair Elis")
    await mair.get(f"facilitate/forums/{forums.local}")
    assert "making two of it" not in mair.text()
    most = "open_to_nonmembers = true\nquorum_number = 3\nsize_max = 4\n"
    rules = example("tair_nant").replace("open_to_nonmembers = true\nquorum_number = 5\n", most, 1)
    async with forums.town.society.store.writing() as writing:
        await rulebook.adopt(writing, rules, by=None, at=forums.town.clock.at)
    await mair.get(f"facilitate/forums/{forums.local}")
    assert "There are 5 people here" in mair.text() and "at most 4" in mair.text()
