"""A step in the register is always taken; the seat it makes impossible falls vacant the same day."""

from __future__ import annotations

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
