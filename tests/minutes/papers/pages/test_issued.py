"""Papers through the pages: looked at, issued, found, printed again, and checked by whoever has one in hand."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import docx as word

from govern.permissions import Role
from tests.meetings.scene import Scene
from tests.minutes.book.scene import LATER, a_closed_meeting_with_a_ballot, declared
from tests.window import HERE, Window


async def an_issued_agenda(secretary: Window, scene: Scene) -> tuple[str, str]:
    """The address of the paper and of the meeting's papers."""
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    papers = f"{HERE}/office/meetings/{meeting_id}/printed"
    await secretary.get(f"{papers}/agenda")
    assert "is not issued yet, so it has no number" in secretary.text()
    await secretary.send(f"{papers}/agenda", made="standard")
    await secretary.follow()
    return str(secretary.last.url.path), papers


async def test_a_paper_is_looked_at_issued_and_printed_again(secretary: Window, scene: Scene) -> None:
    paper, papers = await an_issued_agenda(secretary, scene)
    words = secretary.text()
    for part in ("P-2026-1", "is as it was issued", "Nerys Wyn", "Agenda: Annual general meeting 2026", "Welcome."):
        assert part in words
    file = await secretary.get(f"{paper}/paper.pdf")
    again = await secretary.get(f"{paper}/paper.pdf")
    assert file.content.startswith(b"%PDF") and file.content == again.content
    assert 'filename="P-2026-1-en.pdf"' in file.headers["content-disposition"]
    opened = word.Document(io.BytesIO((await secretary.get(f"{paper}/paper.docx")).content))
    feet = [one.text for one in opened.sections[0].footer.paragraphs]
    assert any("Paper P-2026-1" in text for text in feet) and any(text.startswith("Mark ") for text in feet)
    await secretary.get(papers)
    assert "P-2026-1" in secretary.text() and "Nobody has written the minutes" in secretary.text()


async def test_a_paper_that_says_nothing_new_is_not_issued_again(secretary: Window, scene: Scene) -> None:
    _, papers = await an_issued_agenda(secretary, scene)
    await secretary.get(f"{papers}/agenda")
    refused = await secretary.send(f"{papers}/agenda", made="standard")
    assert refused.status_code == 422 and "as number P-2026-1." in secretary.text()
    await secretary.get(f"{papers}/agenda?made=easy_read")
    await secretary.send(f"{papers}/agenda", made="easy_read")
    await secretary.follow()
    assert "P-2026-2" in secretary.text()
    welsh = papers.replace("/en/", "/cy/")
    await secretary.get(f"{welsh}/agenda")
    await secretary.send(f"{welsh}/agenda", made="standard")
    await secretary.follow()
    assert "P-2026-3" in secretary.text() and "Cymraeg" in secretary.text()


async def test_whoever_has_a_paper_in_hand_learns_whether_it_is_as_issued(
    secretary: Window, window: Callable[[], Window], scene: Scene
) -> None:
    paper, _ = await an_issued_agenda(secretary, scene)
    mark = secretary.text().split("Mark ")[-1].split()[0]
    somebody = window()
    await somebody.get("papers/check")
    await somebody.send("papers/check", number="p-2026/1", mark=mark)
    assert "Yes, it is as issued." in somebody.text()
    assert "Agenda: Annual general meeting 2026" in somebody.text()
    await somebody.get("papers/check")
    await somebody.send("papers/check", number="P-2026-1", mark="0000-0000-0000-0000")
    assert "No. No paper was issued with this number" in somebody.text()
    assert "Annual general meeting" not in somebody.text()
    empty = await somebody.send("papers/check", number="17", mark="")
    assert "Type the mark of the paper." in somebody.text() and empty.status_code == 422
    assert (await somebody.get(paper)).status_code == 303


async def test_the_list_is_filtered_and_comes_as_a_file(secretary: Window, scene: Scene) -> None:
    await an_issued_agenda(secretary, scene)
    await secretary.get("office/papers?words=annual&kind=agenda&year=2026")
    assert "1 paper" in secretary.text() and "P-2026-1" in secretary.text()
    await secretary.get("office/papers?words=nothing+like+it")
    assert "No paper was found." in secretary.text()
    file = await secretary.get("office/papers/papers.csv?words=annual")
    assert '"P-2026-1","Agenda","Agenda: Annual general meeting 2026","English","standard"' in file.text


async def test_the_returning_officer_does_not_see_papers_of_the_minutes(
    secretary: Window, window: Callable[[], Window], scene: Scene
) -> None:
    _, papers = await an_issued_agenda(secretary, scene)
    item = secretary.last
    meeting = papers.removesuffix("/printed")
    await secretary.get(papers)
    extract = secretary.last.text.split(f'href="{meeting}/items/')[1].split('"')[0]
    await secretary.get(f"{meeting}/items/{extract}")
    assert "We certify that this is a true copy" in secretary.text()
    await secretary.send(f"{meeting}/items/{extract}", made="standard")
    await secretary.follow()
    assert secretary.last.status_code == 200, "an issued paper with a decision in it is shown"
    assert "P-2026-2 What is kept of this paper is as it was issued." in secretary.text()
    assert "Decided." in secretary.text()
    hidden = str(secretary.last.url.path)
    officer = await window().sign_in(scene.people["Member 2"], Role.RETURNING_OFFICER, at=LATER)
    await officer.get("office/papers")
    assert "P-2026-1" in officer.text() and "P-2026-2" not in officer.text()
    for path in (hidden, f"{hidden}/paper.pdf", f"{hidden}/paper.docx"):
        assert (await officer.get(path)).status_code == 404
    assert (await officer.get(papers)).status_code == 403
    assert item is not None


async def test_a_paper_that_does_not_exist_is_not_found(secretary: Window, scene: Scene) -> None:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    for path in (
        f"office/meetings/{meeting_id}/printed/roll",
        f"office/meetings/{meeting_id}/printed/agenda?made=gold",
        f"office/ballots/{ballot_id}/papers/agenda",
        f"office/papers/{ballot_id}",
        f"office/meetings/{meeting_id}/items/{ballot_id}/extract",
        f"office/meetings/{ballot_id}/printed/minutes",
        f"office/meetings/{ballot_id}/bundle.zip",
    ):
        assert (await secretary.get(path)).status_code == 404, path
    early = await secretary.get(f"office/ballots/{ballot_id}/papers/declaration")
    assert early.status_code == 409
    await secretary.get(f"office/ballots/{ballot_id}/papers")
    assert "is not declared" in secretary.text() and "Freeze it first" in secretary.text()


async def test_the_declaration_bears_its_number_once_it_is_issued(
    secretary: Window, window: Callable[[], Window], scene: Scene
) -> None:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    public = window()
    before = await public.get(f"papers/ballots/{ballot_id}/declaration.pdf")
    assert "P-2026" not in before.headers["content-disposition"]
    await secretary.get(f"office/ballots/{ballot_id}/papers/declaration")
    await secretary.send(f"office/ballots/{ballot_id}/papers/declaration", made="standard")
    after = await public.get(f"papers/ballots/{ballot_id}/declaration.pdf")
    assert 'filename="P-2026-1-en.pdf"' in after.headers["content-disposition"]


async def test_scrutineers_are_told_that_a_vote_is_not_counted_or_what_is_missing(
    scrutineer: Window, secretary: Window, scene: Scene
) -> None:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    at = f"office/ballots/{ballot_id}/scrutiny"
    await scrutineer.get(at)
    assert "not counted yet" in scrutineer.text()
    await scrutineer.get("office/scrutiny")
    assert "No vote is counted yet." in scrutineer.text()
    for path in (at, "office/scrutiny"):
        assert (await secretary.get(path)).status_code == 403


async def test_every_paper_of_a_meeting_opens_from_the_list_of_its_papers(secretary: Window, scene: Scene) -> None:
    _, papers = await an_issued_agenda(secretary, scene)
    await secretary.get(papers)
    listed = set(re.findall(rf'href="({re.escape(papers)}/[a-z_]+)"', secretary.last.text))
    assert {f"{papers}/{kind}" for kind in ("notice", "agenda")} <= listed
    for path in listed:
        assert (await secretary.get(path)).status_code == 200, path
