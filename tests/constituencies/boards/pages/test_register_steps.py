"""A step in the register is always taken; the seat it makes impossible falls vacant the same day."""

from __future__ import annotations

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import queries as register
from govern.identity import queries as people
from tests.constituencies.conftest import Town


def day(name: str) -> dict[str, str]:
    return {f"{name}_day": "9", f"{name}_month": "11", f"{name}_year": "2026"}


async def test_a_director_who_leaves_staff_loses_the_staff_seat(town: Town) -> None:
    window = await town.secretary()
    path = f"office/register/{town.people['Siân Llwyd']}"
    await window.get(path)
    await window.send(
        f"{path}/join", join_group="volunteers", moves_from="staff", join_reason="Retired", **day("join_on")
    )
    await window.follow()
    assert "Votes with Volunteers." in window.text() and "Retired" in window.text()
    await window.get("office/boards/board")
    assert "Siân Llwyd left on" in window.text()
    assert "Leaves this seat Siân Llwyd" not in window.text()
    assert "Siân Llwyd" in window.text().split("Who sat before")[1]


async def test_leaving_and_notes_are_steps_with_a_day_and_a_reason(town: Town) -> None:
    window = await town.secretary()
    path = f"office/register/{town.people['Gwen Hughes']}"
    await window.get(path)
    await window.send(f"{path}/attributes", attribute="volunteer", source="She told us", **day("attribute_on"))
    await window.follow()
    assert "She told us" in window.text()
    await window.send(f"{path}/attributes/end", ends="volunteer", **day("ends_on"))
    await window.follow()
    assert "From Monday 9 November 2026 to Monday 9 November 2026." in window.text()
    await window.send(f"{path}/leave", leave_group="staff", leave_reason="Moved away", **day("leave_on"))
    await window.follow()
    assert "Is not a member today." in window.text() and "Moved away" in window.text()


async def test_a_step_that_cannot_be_taken_is_said_beside_its_field(town: Town) -> None:
    window = await town.secretary()
    path = f"office/register/{town.people['Gwen Hughes']}"
    await window.get(path)
    answer = await window.send(f"{path}/leave", leave_group="staff", leave_reason="", **day("leave_on"))
    assert answer.status_code == 422 and "Say why. It is kept in the register." in window.text()
    early = {"leave_on_day": "1", "leave_on_month": "1", "leave_on_year": "2019"}
    answer = await window.send(f"{path}/leave", leave_group="staff", leave_reason="Moved", **early)
    assert answer.status_code == 422 and "The day of leaving cannot be before." in window.text()
    assert 'href="#leave_on"' in answer.text


async def test_members_take_no_steps_in_the_register(town: Town) -> None:
    member = await town.window("Mair Elis")
    path = f"office/register/{town.people['Gwen Hughes']}"
    assert (await member.post(f"{path}/leave", {"leave_group": "staff"})).status_code == 403


async def test_m90_another_representative_empties_the_seat_held_for_the_organisation(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/register/organisations/add")
    council = {"name": "Dyffryn Council", "group": "public_bodies", "reason": "Board minute 14", "language": "en"}
    ann = {"who_name": "Ann Price", "who_email": "ann@example.org", "authority": "Letter"}
    await window.send("office/register/organisations/add", {**council, **ann, "format": "standard", **day("joined")})
    await window.follow()
    path = window.last.url.path.removeprefix("/en/tair-nant/")
    today = town.clock.at.date()
    async with town.society.store.writing() as writing:
        (found,) = await people.people_at(writing, "ann@example.org")
        (council_now,) = await register.represented_by(writing, found.id, today)
        special = boards.Particulars(organisation_id=council_now.id)
        await boards.seat(
            writing, "board", "any", found.id, today, None, "elected", special, by=None, at=town.clock.at
        )
    await window.get(path)
    await window.send(f"{path}/representative", who="1", authority="Letter", **day("represents_on"))
    await window.follow()
    await window.get("office/boards/board")
    assert "Ann Price left on" in window.text()
    assert "They do not represent the organisation any more" in window.text()
