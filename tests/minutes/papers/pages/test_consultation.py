"""From the page of a consultation to its paper: for those who keep the minutes and may read the page."""

from __future__ import annotations

from collections.abc import Callable

from govern.permissions import Role
from tests.given import Moments
from tests.meetings.scene import Scene
from tests.minutes.papers.given_consultation import a_published_consultation
from tests.window import Window


async def test_the_secretary_looks_at_it_issues_it_and_finds_it_among_the_papers(
    secretary: Window, scene: Scene, clock: Moments
) -> None:
    one = await a_published_consultation(scene.store, scene.secretary, clock.at)
    await secretary.get(f"consultations/{one}")
    at = f"/en/tair-nant/office/consultations/{one}/paper"
    assert f'href="{at}"' in secretary.last.text
    await secretary.get(at)
    assert "People who were asked: 14." in secretary.text() and "Views, not a vote." in secretary.text()
    for file in ("paper.pdf", "paper.pdf?made=easy_read"):
        assert (await secretary.get(f"{at}/{file}")).content.startswith(b"%PDF-")
    assert (await secretary.get(f"{at}/paper.docx")).status_code == 404, "it is not edited in a word processor"
    await secretary.get(at)
    await secretary.send(at, made="easy_read")
    await secretary.follow()
    assert "P-2026-1" in secretary.text() and "Summary of a consultation" in secretary.text()


async def test_a_member_is_not_offered_it_and_whoever_may_not_read_the_page_makes_no_paper(
    window: Callable[[], Window], secretary: Window, scene: Scene, clock: Moments
) -> None:
    everybody = await a_published_consultation(scene.store, scene.secretary, clock.at)
    member = await window().sign_in(scene.people["Member 1"], at=clock.at)
    await member.get(f"consultations/{everybody}")
    assert "Make a paper of this" not in member.text()
    assert (await member.get(f"office/consultations/{everybody}/paper")).status_code == 403
    kept = await a_published_consultation(scene.store, scene.people["Member 2"], clock.at, restricted=True)
    for path in ("", "/paper.pdf", "/paper.docx"):
        assert (await secretary.get(f"office/consultations/{kept}/paper{path}")).status_code == 404
    mine = await a_published_consultation(scene.store, scene.secretary, clock.at, restricted=True)
    answer = await secretary.get(f"office/consultations/{mine}/paper")
    assert answer.status_code in (403, 422) and "told to the people of one forum alone" in secretary.text()
    chair = await window().sign_in(scene.people["Member 3"], Role.CHAIR, at=clock.at)
    assert (await chair.get(f"office/consultations/{everybody}/paper")).status_code in (403, 404)
