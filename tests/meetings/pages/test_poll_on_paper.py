"""A poll on demand of thirty people by telephone, and on paper for some (decision 18): one roll, log and count."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from govern.ballots.models import Ballot
from tests.ballots.given_ballots import Given
from tests.ballots.pages.test_papers import log_all, read_batch, send
from tests.given import Moments
from tests.meetings.pages.given_votes import votes
from tests.meetings.pages.test_floor import (
    given,
    item,
    meeting,
    officer,
    scene,
    service,
    votes_through_the_pages,
    window,
)
from tests.meetings.scene import Scene
from tests.window import Window

__all__ = ["given", "item", "meeting", "scene", "service", "window"]
ON_PAPER = range(6, 12)


async def test_a_poll_of_thirty_on_screens_and_on_paper_has_one_count(
    window: Callable[[], Window],
    given: Given,
    scene: Scene,
    meeting: UUID,
    item: UUID,
    clock: Moments,
) -> None:
    """Six hand in papers; one of them votes on a telephone after all, so their paper stays unopened."""
    gwilym = await officer(window, scene, "Gwilym", clock)
    poll = f"office/meetings/{meeting}/items/{item}/poll"
    await gwilym.get(poll)
    await gwilym.send(poll, askers="2\n3\n4")
    async with scene.store.reading() as reading:
        ballot = (await reading.scalars(select(Ballot).where(Ballot.meeting_id == meeting))).one().id
    tellers = [await officer(window, scene, name, clock) for name in ("Member 29", "Member 30")]
    for one in tellers:
        one.follows = True
    papers = f"office/paper/{ballot}"
    await log_all(given, (tellers[0], tellers[1]), ballot, [scene.people[f"Member {n}"] for n in ON_PAPER])
    await votes_through_the_pages(await window().sign_in(scene.people["Member 6"], at=clock.at), ballot, "no")
    for number in (*range(1, 6), *range(12, 27)):
        side = "yes" if number < 16 else "no"
        await votes(scene, given.society, ballot, f"Member {number}", side, at=clock.at)
    await gwilym.get(f"office/ballots/{ballot}/close")
    await gwilym.send(f"office/ballots/{ballot}/close")
    await tellers[0].get(f"{papers}/openings")
    assert "Open 5 outer envelopes." in tellers[0].text()
    assert "Another vote by this member comes before it." in tellers[0].text()
    await tellers[0].send(f"{papers}/batches", {"style": "supported", "papers": "5"})
    await send(tellers[1], f"{papers}/batches/1", f"{papers}/batches/1/join")
    for teller in tellers:
        await read_batch(teller, f"{papers}/batches/1", ["yes", "yes", "no", "blank", "yes"])
        await send(teller, f"{papers}/batches/1", f"{papers}/batches/1/finish")
    for step in ("count", "declare"):
        await gwilym.get(f"office/ballots/{ballot}/{step}")
        await gwilym.send(f"office/ballots/{ballot}/{step}")
    reader = await window().sign_in(scene.people["Member 1"], at=clock.at)
    await reader.get(f"ballots/{ballot}/result")
    assert "26 people voted, of 30 who could. 5 votes were on paper." in reader.text()
    assert "All together 12 13 1" in reader.text()
