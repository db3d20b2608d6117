"""Minutes and declarations through the pages, as files."""

from __future__ import annotations

from collections.abc import Callable

from tests.meetings.scene import Scene
from tests.minutes.book.pages.test_minutes import drafted
from tests.minutes.book.scene import a_closed_meeting_with_a_ballot, declared
from tests.window import HERE, Window


async def test_minutes_and_declaration_come_as_pdf_and_docx(
    secretary: Window, window: Callable[[], Window], scene: Scene
) -> None:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    read = (await drafted(secretary, meeting_id)).replace("/office", "")
    for path in (f"{read}/minutes", f"{HERE}/papers/ballots/{ballot_id}/declaration"):
        file = await secretary.get(f"{path}.pdf")
        assert file.content.startswith(b"%PDF") and file.headers["content-type"] == "application/pdf"
        assert "-en.pdf" in file.headers["content-disposition"]
        file = await secretary.get(f"{path}.docx")
        assert file.content.startswith(b"PK") and "wordprocessingml" in file.headers["content-type"]
    public = await window().get(f"papers/ballots/{ballot_id}/declaration.pdf")
    assert public.status_code == 200
    assert (await window().get(f"{read}/minutes.pdf")).status_code == 303


async def test_there_is_no_declaration_before_the_result_is_declared(
    window: Callable[[], Window], scene: Scene
) -> None:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    assert (await window().get(f"papers/ballots/{ballot_id}/declaration.pdf")).status_code == 409
