"""A whole AGM ballot through the pages: three of five open it, two mix, two witness, two officers agree."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.ballots import queries
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.rules import Stage
from govern.permissions import Role
from tests.ballots.given_ballots import (
    BEFORE,
    Given,
    a_draft,
    election,
    lots_drawn,
    motion,
    published,
    stands,
    vote,
)
from tests.ballots.given_ceremony import (
    Ring,
    a_shared_draft,
    mixed,
    opened_part,
    ring_for,
    verified,
    witnessed,
)
from tests.ballots.pages.conftest import Opens
from tests.given import Moments
from tests.window import Window

JSON, ZIP, TEXT = "application/json", "application/zip", "text/plain"


async def a_scrutineer(given: Given, service: AsyncTestClient[Litestar], clock: Moments) -> Window:
    """Somebody who checks the vote, and is no officer of it."""
    looks = Window(service, given.society, follows=True)
    return await looks.sign_in(given.people["volunteers"][0], Role.SCRUTINEER, at=clock.at)


async def hand_in(window: Window, path: str, files: list[tuple[str, bytes]], field: str, kind: str) -> None:
    for name, content in files:
        answer = await window.send_file(path, name, content, kind, field=field)
        assert answer.status_code == 200, window.text()


async def choose(given: Given, ballot_id: UUID) -> dict[str, UUID]:
    async with given.society.store.reading() as reading:
        ids = await queries.contest_ids(reading, ballot_id)
        found = await queries.office_ballot(reading, ballot_id, language="en", at=BEFORE)
    assert ids
    return {contest.kind.value: contest.id for contest in found.contests}


async def a_vote_with_candidates(given: Given) -> tuple[UUID, dict[str, UUID], list[UUID], Ring]:
    ballot_id = await a_shared_draft(given, motion(), election(seats=1))
    contests = await choose(given, ballot_id)
    people = [given.people[group][-1] for group in ("supported", "staff", "volunteers")]
    names = [await stands(given, contests["election"], person) for person in people]
    await lots_drawn(given, ballot_id)
    await published(given, ballot_id)
    return ballot_id, contests, names, await ring_for(given, ballot_id, k=3, n=5)


async def agreed(first: Window, second: Window, page: str, step: str) -> None:
    """One officer proposes on the page of the step, the other agrees on that of the ceremony."""
    await first.get(f"{page}/{step}")
    assert "another officer reads the same and agrees" in first.text()
    await first.send(f"{page}/{step}", {})
    await first.get(f"{page}/ceremony")
    assert "Another officer has to agree. Ask one of them" in first.text() and "I agree" not in first.text()
    await second.get(f"{page}/ceremony")
    assert "Gwilym Hâf proposed this on" in second.text() and "I agree" in second.text()
    answer = await second.send(f"{page}/ceremony/{step}", {})
    assert answer.status_code == 200 and "Gwilym Hâf and Nerys Tudur" in second.text()


async def witnessed_mixed_and_opened(first: Window, scrutineer: Window, page: str, ring: Ring) -> None:
    """From the close to the count: files go out by the page, machines of their own work, files come back by it."""
    await first.get(f"{page}/ceremony")
    await first.send(f"{page}/ceremony/facts", {})
    assert "0 of 2 witnesses who are needed have signed" in first.text()
    head = await scrutineer.get(f"{page}/ceremony/head.zip")
    heads = [(f"{one.card.name}.head.txt", witnessed(head.content, one)) for one in ring.witnesses]
    await scrutineer.get(f"{page}/ceremony")
    await hand_in(scrutineer, f"{page}/ceremony/head", heads, "head", TEXT)
    for mixer in ring.mixers:
        log = await scrutineer.get(f"{page}/ceremony/log.zip")
        await scrutineer.get(f"{page}/ceremony")
        await hand_in(scrutineer, f"{page}/ceremony/pack", [("mix.zip", mixed(log.content, mixer))], "pack", ZIP)
    assert "0 of 3 scrutineers who are needed have opened" in scrutineer.text()
    mix = (await scrutineer.get(f"{page}/ceremony/mixed.zip")).content
    await scrutineer.get(f"{page}/ceremony")
    for number in (5, 2, 3):
        part = opened_part(mix, ring, number)
        await hand_in(scrutineer, f"{page}/ceremony/pack", [("part.zip", part)], "pack", ZIP)
    assert "Everything is here" in scrutineer.text()


async def test_a_whole_vote_is_opened_by_three_of_five(
    given: Given, window: Opens, service: AsyncTestClient[Litestar], clock: Moments, tmp_path: Path
) -> None:
    ballot_id, contests, names, ring = await a_vote_with_candidates(given)
    page = f"office/ballots/{ballot_id}"
    first, second = await window(given.officer), await window(given.second)
    scrutineer = await a_scrutineer(given, service, clock)
    await scrutineer.get(f"{page}/ceremony")
    await first.get(f"{page}/ceremony")
    assert first.heading() == "Who opens this vote together"
    assert "2026-1" in first.text() and "The key is not dealt" in first.text()
    await hand_in(scrutineer, f"{page}/ceremony/files", ring.files(), "files", JSON)
    assert "Everything was handed in" in scrutineer.text()
    await agreed(first, second, page, "freeze")
    await agreed(first, second, page, "open")
    words = (await given.ballot(ballot_id)).manifest_hash
    assert words is not None and "Fingerprint of this vote" in second.text()

    voter = await window(given.people["staff"][0])
    await voter.get(f"ballots/{ballot_id}")
    assert "This vote has the level AGM. 3 of 5 scrutineers must open it together." in voter.text()
    for number, group in enumerate(("supported", "staff", "volunteers")):
        for place, person in enumerate(given.people[group][:3]):
            ranking = tuple(str(name) for name in (names[number:] + names[:number])[: 1 + place])
            await vote(
                given, ballot_id, person, {contests["resolution"]: ("yes",), contests["election"]: ranking}, clock.at
            )
    await voter.get(f"ballots/{ballot_id}/receipt")
    assert "3 of 5 scrutineers must open it together" in voter.text()
    head = await first.get(f"{page}/ceremony/head.zip")
    await first.get(f"{page}/ceremony")
    await scrutineer.get(f"{page}/ceremony")
    await hand_in(
        scrutineer,
        f"{page}/ceremony/head",
        [("w.head.txt", witnessed(head.content, ring.witnesses[0]))],
        "head",
        TEXT,
    )

    await agreed(first, second, page, "close")
    await witnessed_mixed_and_opened(first, scrutineer, page, ring)
    await first.get(f"{page}/count")
    await first.send(f"{page}/count", {})
    await first.get(f"{page}/declare")
    await first.send(f"{page}/declare", {})
    assert await given.stage(ballot_id) is Stage.DECLARED
    await voter.get(f"ballots/{ballot_id}/result")
    assert "3 of 5 scrutineers must open it together" in voter.text()
    async with given.society.store.reading() as reading:
        said = verified(await bundle_of(reading, ballot_id), tmp_path)
    assert "3 of 5 trustees open" in said and "2 heads" in said and "1 contests" not in said


async def test_what_is_refused_is_said_beside_the_field(given: Given, window: Opens, clock: Moments) -> None:
    ballot_id, _, _, ring = await a_vote_with_candidates(given)
    page = f"office/ballots/{ballot_id}/ceremony"
    officer = await window(given.officer)
    await officer.get(page)
    assert (await officer.send(f"{page}/files", {})).status_code == 422
    assert "Choose one file or several" in officer.text()
    answer = await officer.send_file(f"{page}/files", "a.card.json", b"hello", JSON, field="files")
    assert answer.status_code == 422 and 'id="files-problem"' in answer.text and "a.card.json: " in officer.text()
    await hand_in(officer, f"{page}/files", [*ring.cards(), ring.sharing(), ring.acceptance(1)], "files", JSON)
    other = Ring.of(ring.shares.origin)
    await hand_in(officer, f"{page}/files", [other.sharing()], "files", JSON)
    assert "1 acceptance was for another key, so it went" in officer.text()
    await officer.send(f"{page}/take-back", {"key": ring.mixers[0].card.key.hex()})
    assert "Two mixers or more are needed" in officer.text() and "Mixer 1" not in officer.text()


async def test_one_officer_alone_is_refused_with_a_sentence(given: Given, window: Opens, clock: Moments) -> None:
    ballot_id, _, _, ring = await a_vote_with_candidates(given)
    page = f"office/ballots/{ballot_id}"
    officer = await window(given.officer)
    await officer.get(f"{page}/ceremony")
    await hand_in(officer, f"{page}/ceremony/files", ring.files(), "files", JSON)
    await officer.get(f"{page}/freeze")
    await officer.send(f"{page}/freeze", {})
    await officer.get(f"{page}/ceremony")
    await officer.by_hand(f"{page}/ceremony/freeze", at=clock.at)
    assert "You cannot agree with yourself." in officer.text()
    assert await given.stage(ballot_id) is Stage.PUBLISHED


async def test_a_proposal_is_taken_back_and_then_nobody_can_agree_to_it(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id, _, _, ring = await a_vote_with_candidates(given)
    page = f"office/ballots/{ballot_id}"
    officer = await window(given.officer)
    await officer.get(f"{page}/ceremony")
    await hand_in(officer, f"{page}/ceremony/files", ring.files(), "files", JSON)
    back = f"{page}/ceremony/take-back-step"
    for step in ("freeze", "paint"):
        assert (await officer.by_hand(back, {"step": step}, at=clock.at)).status_code == 404
    await officer.get(f"{page}/freeze")
    await officer.send(f"{page}/freeze", {})
    await officer.get(f"{page}/ceremony")
    await officer.send(back)
    await officer.get(f"{page}/ceremony")
    assert "Propose to freeze the roll" in officer.text() and "proposed this on" not in officer.text()
    second = await window(given.second)
    await second.get(f"{page}/ceremony")
    await second.by_hand(f"{page}/ceremony/freeze", at=clock.at)
    assert "Propose it, then another officer agrees." in second.text()
    assert await given.stage(ballot_id) is Stage.PUBLISHED


async def test_the_pages_are_for_officers_of_the_vote_and_scrutineers(
    given: Given, window: Opens, service: AsyncTestClient[Litestar], clock: Moments
) -> None:
    shared, everyday = await a_shared_draft(given), await a_draft(given)
    member = await window(given.people["staff"][0])
    officer, scrutineer = await window(given.officer), await a_scrutineer(given, service, clock)
    for rest in ("", "/head.zip", "/log.zip", "/mixed.zip"):
        assert (await member.get(f"office/ballots/{shared}/ceremony{rest}")).status_code == 403
        await officer.get(f"office/ballots/{everyday}/ceremony{rest}")
        assert f"office/ballots/{everyday}" in str(officer.last.url) and "ceremony" not in str(officer.last.url)
        if rest:
            assert (await scrutineer.get(f"office/ballots/{shared}/ceremony{rest}")).status_code == 409
    await scrutineer.get(f"office/ballots/{shared}/ceremony")
    assert scrutineer.heading() == "Who opens this vote together"


async def test_the_level_is_chosen_where_a_vote_is_written(given: Given, window: Opens) -> None:
    ballot_id = await a_draft(given)
    officer = await window(given.officer)
    await officer.get(f"office/ballots/{ballot_id}/change")
    assert "How the vote is kept secret" in officer.text()
    fields = {
        "title": "Autumn", "title_cy": "Hydref", "opens_at_day": "1", "opens_at_month": "12", "opens_at_year": "2026",
        "opens_at_time": "09:00", "closes_at_day": "15", "closes_at_month": "12", "closes_at_year": "2026",
        "closes_at_time": "18:00",
    }  # fmt: skip
    answer = await officer.send(f"office/ballots/{ballot_id}/change", {**fields, "level": "contested"})
    assert answer.status_code == 422 and 'id="level-problem"' in answer.text
    await officer.send(f"office/ballots/{ballot_id}/change", {**fields, "level": "agm"})
    assert (await given.ballot(ballot_id)).level == "agm"
    assert "Several scrutineers share the key" in officer.text()
