"""The office asks members to agree to shorter notice, a member presses once, paper is noted, the notice goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from govern.meetings import lifecycle
from tests.given import LONDON, Moments
from tests.meetings.scene import AT, Scene, a_draft, an_agm
from tests.window import HERE, Window

SOON = datetime(2026, 11, 20, 14, 0, tzinfo=LONDON).astimezone(UTC)
PAPER = {"agreed_on_day": "9", "agreed_on_month": "11", "agreed_on_year": "2026"}


async def test_w20_a_notice_too_short_goes_out_once_enough_members_agreed(
    secretary: Window, member: Window, scene: Scene
) -> None:
    meeting_id = await a_draft(scene, wanted=an_agm(starts_at=SOON, ends_expected=None))
    office, mine = f"{HERE}/office/meetings/{meeting_id}", f"{HERE}/meetings/{meeting_id}/sooner"
    assert (await member.get(mine)).status_code == 404
    await secretary.get(f"{office}/notice")
    assert (
        "which is too soon" in secretary.text() and "it had to go out by Tuesday 3 November 2026" in secretary.text()
    )
    await secretary.get(f"{office}/short-notice")
    assert "0 of 15 members with a vote agreed. 9/10 of 15 is 13.5, so 14 must agree" in secretary.text()
    await secretary.send(f"{office}/short-notice/ask")
    await secretary.follow()
    assert "Members were asked on Monday 9 November 2026" in secretary.text()

    await member.get(mine)
    assert "You do not have to agree." in member.text() and "Open on Saturdays" in member.text()
    await member.send(mine)
    await member.follow()
    assert "You agreed." in member.text()
    await member.send(f"{mine}/take-back")
    await member.follow()
    await member.send(mine)
    async with scene.store.writing() as writing:
        others = [person for name, person in scene.people.items() if name not in ("Siân Morgan", "Mair Elis")]
        for person in others[:12]:
            await lifecycle.agree(writing, meeting_id, person, by=person, at=AT)

    await secretary.get(f"{office}/short-notice")
    assert "1 more member must agree." in secretary.text() and "On their page" in secretary.text()
    token = secretary.hidden(f"{office}/short-notice")
    refused = await secretary.post(f"{office}/notice", token)
    assert refused.status_code in (403, 422)
    await secretary.get(f"{office}/short-notice")
    await secretary.send(f"{office}/short-notice", member="Mair Elis", **PAPER)
    await secretary.follow()
    assert "Enough members agreed. The notice can go out." in secretary.text() and "On paper" in secretary.text()
    await secretary.get(f"{office}/notice")
    await secretary.send(f"{office}/notice")
    await secretary.follow()
    assert "Notice sent" in secretary.text()
    await secretary.get(f"{office}/short-notice")
    assert "Nobody needs to agree any more." in secretary.text() and "must agree" not in secretary.text()
    await secretary.get(f"{office}/notice")
    assert "has gone out already" in secretary.text() and "Nobody has been told yet" not in secretary.text()
    await member.get(f"meetings/{meeting_id}/notice")
    assert "This notice is shorter than the rules ask for. 14 of 15 members with a vote agreed." in member.text()
    await member.get(mine)
    assert "This is settled." in member.text()


async def test_a_consent_on_paper_is_refused_beside_the_field_that_is_wrong(secretary: Window, scene: Scene) -> None:
    meeting_id = await a_draft(scene, wanted=an_agm(starts_at=SOON, ends_expected=None))
    at = f"{HERE}/office/meetings/{meeting_id}/short-notice"
    await secretary.get(at)
    answer = await secretary.send(at, member="Nobody At All", **PAPER)
    assert answer.status_code == 422 and 'href="#member"' in answer.text
    answer = await secretary.send(at, member="Mair Elis", **{**PAPER, "agreed_on_day": "10"})
    assert answer.status_code == 422 and 'href="#agreed_on"' in answer.text and "still to come" in secretary.text()
    await secretary.send(at, member="Mair Elis", **PAPER)
    await secretary.follow()
    answer = await secretary.send(at, member="Mair Elis", **PAPER)
    assert answer.status_code == 422 and "has agreed already" in secretary.text()
    await secretary.send(f"{at}/take-back", person=str(scene.people["Mair Elis"]))
    await secretary.follow()
    assert "Mair Elis" not in secretary.text()


async def test_a_second_press_on_agree_changes_nothing(
    window: Callable[[], Window], secretary: Window, member: Window, scene: Scene, clock: Moments
) -> None:
    meeting_id = await a_draft(scene, wanted=an_agm(starts_at=SOON, ends_expected=None))
    at, mine = f"{HERE}/office/meetings/{meeting_id}/short-notice", f"{HERE}/meetings/{meeting_id}/sooner"
    await secretary.get(at)
    await secretary.send(f"{at}/ask")
    await member.get(mine)
    token = member.hidden(mine)
    assert (await member.post(mine, token)).status_code == 303
    assert (await member.post(mine, token)).status_code == 303
    await member.get(mine)
    assert "1 of 15 members with a vote agreed." in member.text()
