"""Minutes through the pages: drafted, written, results brought in, circulated, read by members, as files."""

from __future__ import annotations

from uuid import UUID

from tests.meetings.scene import Scene
from tests.minutes.book.scene import a_closed_meeting, a_closed_meeting_with_a_ballot, declared
from tests.window import Window


async def drafted(secretary: Window, meeting_id: UUID) -> str:
    """Begun with the button; the address of the desk."""
    await secretary.get(f"office/meetings/{meeting_id}/minutes")
    await secretary.send(f"office/meetings/{meeting_id}/minutes")
    await secretary.follow()
    return str(secretary.last.url.path)


async def test_the_secretary_writes_minutes_and_members_read_them_when_they_are_circulated(
    secretary: Window, member: Window, scene: Scene
) -> None:
    meeting_id = await a_closed_meeting(scene)
    assert (await member.get(f"meetings/{meeting_id}/minutes")).status_code == 200
    assert "The minutes of this meeting are still being written." in member.text()
    desk = await drafted(secretary, meeting_id)
    assert (await member.get(f"meetings/{meeting_id}/minutes")).status_code == 200
    assert "The manager" not in member.text() and "Nerys Wyn took the chair." not in member.text()
    assert "Nerys Wyn took the chair." in secretary.text() and "12 were needed. 13 counted." in secretary.text()
    read = desk.replace("/office", "")
    assert (await member.get(read)).status_code == 404
    assert (await member.get(f"{read}/minutes.pdf")).status_code == 404
    past_names = secretary.last.text.split('">Go on to what was said and decided')[0].rsplit('href="#', 1)[1]
    assert secretary.last.text.count(f'id="{past_names}"') == 1  # thirteen names stand before it
    entry = secretary.last.text.split(f'href="{desk}/entries/')[3].split('"')[0]
    await secretary.get(f"{desk}/entries/{entry}")
    said = {"text": "The manager told of the year.", "text_cy": "Dywedodd y rheolwr."}
    refused = await secretary.send(f"{desk}/entries/{entry}", text="Only English")
    assert refused.status_code == 422 and 'href="#text_cy"' in refused.text
    await secretary.get(f"{desk}/entries/{entry}")
    await secretary.send(f"{desk}/entries/{entry}", **said)
    await secretary.follow()
    await secretary.send(f"{desk}/circulate")
    await secretary.follow()
    assert "Not agreed yet" in secretary.text()
    await member.get(f"meetings/{meeting_id}/minutes")
    await member.follow()
    words = member.text()
    for part in ("Not agreed yet", "The manager told of the year.", "Decided. The meeting agreed this."):
        assert part in words
    assert "Write this entry" not in words


async def test_a_result_declared_later_is_brought_in_with_a_button(secretary: Window, scene: Scene) -> None:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    desk = await drafted(secretary, meeting_id)
    assert "The result of a vote is still to come." in secretary.text()
    refused = await secretary.send(f"{desk}/circulate")
    assert refused.status_code == 422 and "is not in the minutes" in secretary.text()
    await declared(scene, ballot_id)
    await secretary.get(desk)
    await secretary.send(f"{desk}/results")
    await secretary.follow()
    assert "Decided. The resolution is carried." in secretary.text() and "54.375 of 100" in secretary.text()


async def test_only_those_who_write_minutes_may(member: Window, scrutineer: Window, scene: Scene) -> None:
    meeting_id = await a_closed_meeting(scene)
    for other in (member, scrutineer):
        assert (await other.get(f"office/meetings/{meeting_id}/minutes")).status_code == 403
        assert (await other.post(f"office/meetings/{meeting_id}/minutes", {})).status_code == 403
