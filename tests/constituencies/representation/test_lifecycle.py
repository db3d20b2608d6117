"""Peers are noted, chosen, renewed and left; a list of paper is looked at and put in whole or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from govern import record
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.incoming.rows import FileNotValid
from govern.constituencies.register.models import Member
from govern.constituencies.register.rules import ImportStage
from govern.constituencies.representation import lifecycle, queries
from govern.constituencies.representation.lifecycle import files
from govern.constituencies.representation.rules import (
    CannotCarry,
    HowChosen,
    Standing,
    Wanted,
    WantedOffice,
    WhyEnded,
)
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from tests.meetings.scene import AT, Scene, a_society

TODAY = AT.date()
OFFICE = WantedOffice("supported", "local", "Forum of Tywi", date(2026, 6, 1), date(2027, 6, 1))
OWN = Wanted(date(2026, 10, 1), date(2027, 5, 1), HowChosen.OWN_ACT)
HEADER = "peer,member,group,place,elected,until,from,review by,how chosen,supporter\n"


@pytest.fixture
async def scene(store: Store) -> Scene:
    """Fifteen members of Tair Nant, where a peer carries at most twelve."""
    return await a_society(store)


async def a_peer(scene: Scene, name: str = "Siân Morgan", wanted: WantedOffice = OFFICE) -> UUID:
    async with scene.store.writing() as writing:
        return await lifecycle.open_office(writing, scene.people[name], wanted, by=scene.secretary, at=AT)


async def choose(scene: Scene, office: UUID, name: str, wanted: Wanted = OWN) -> UUID:
    async with scene.store.writing() as writing:
        return await lifecycle.give(writing, office, scene.people[name], wanted, by=scene.secretary, at=AT)


async def shown(scene: Scene, office: UUID, on: date = TODAY) -> queries.PeerPage:
    async with scene.store.reading() as reading:
        return await queries.peer(reading, office, on, "en")


async def mine(scene: Scene, name: str, on: date = TODAY) -> list[tuple[str, Standing]]:
    async with scene.store.reading() as reading:
        found = await queries.who_votes_for(reading, scene.people[name], on, "en")
    assert found is not None
    return [(one.peer, one.standing) for one in found]


async def test_a_member_chooses_a_peer_and_knows_who_votes_for_them(scene: Scene) -> None:
    office = await a_peer(scene)
    mandate = await choose(scene, office, "Member 1")
    assert await mine(scene, "Member 1") == [("Siân Morgan", Standing.ACTIVE)]
    assert await mine(scene, "Member 2") == []
    found = await shown(scene, office)
    assert (found.line.carried, found.line.most, found.line.may) == (1, 12, True)
    async with scene.store.reading() as reading:
        (line,) = await record.lines_about(reading, [f"mandate:{mandate}"])
    assert line.verb == "mandate.given" and "Member" not in str(line.facts)


async def test_invariant_49_a_mandate_lapses_at_its_review_by_itself(scene: Scene) -> None:
    office = await a_peer(scene)
    await choose(scene, office, "Member 1")
    assert (await shown(scene, office, date(2027, 5, 1))).line.carried == 1
    assert (await shown(scene, office, date(2027, 5, 2))).line.carried == 0
    assert await mine(scene, "Member 1", date(2027, 5, 2)) == [("Siân Morgan", Standing.LAPSED)]


async def test_a_renewal_ends_the_old_mandate_and_begins_a_new_one(scene: Scene) -> None:
    office = await a_peer(scene)
    mandate = await choose(scene, office, "Member 1")
    with pytest.raises(NotAllowed, match="within 12 months"):
        async with scene.store.writing() as writing:
            await lifecycle.renew(
                writing, mandate, date(2027, 11, 10), HowChosen.OWN_ACT, "", by=scene.secretary, at=AT
            )
    async with scene.store.writing() as writing:
        await lifecycle.renew(
            writing, mandate, date(2027, 5, 30), HowChosen.SUPPORTED, "Ana, with photographs", by=None, at=AT
        )
    found = await shown(scene, office)
    assert [(one.standing, one.why_ended) for one in found.mandates] == [
        (Standing.ACTIVE, None),
        (Standing.ENDED, WhyEnded.RENEWED),
    ]
    assert found.mandates[0].supporter == "Ana, with photographs" and found.line.carried == 1
    with pytest.raises(WrongMoment, match="does not hold today"):
        async with scene.store.writing() as writing:
            await lifecycle.renew(writing, mandate, date(2027, 5, 30), HowChosen.OWN_ACT, "", by=None, at=AT)


async def test_a_mandate_ends_by_a_word_and_the_member_may_choose_anew(scene: Scene) -> None:
    office, other = await a_peer(scene), await a_peer(scene, "Mair Elis")
    mandate = await choose(scene, office, "Member 1")
    with pytest.raises(AlreadyDone, match="has a peer in this group already"):
        await choose(scene, other, "Member 1")
    async with scene.store.writing() as writing:
        assert await lifecycle.end(writing, mandate, TODAY, WhyEnded.WITHDRAWN, by=None, at=AT) == office
    assert await mine(scene, "Member 1") == []
    with pytest.raises(AlreadyDone, match="This mandate ended"):
        async with scene.store.writing() as writing:
            await lifecycle.end(writing, mandate, TODAY, WhyEnded.WITHDRAWN, by=None, at=AT)
    today = Wanted(TODAY, date(2027, 5, 1), HowChosen.OWN_ACT)
    await choose(scene, other, "Member 1", today)
    assert await mine(scene, "Member 1") == [("Mair Elis", Standing.ACTIVE)]


async def test_nobody_says_renewed_who_only_ends(scene: Scene) -> None:
    mandate = await choose(scene, await a_peer(scene), "Member 1")
    with pytest.raises(NotValid, match="noted as a renewal"):
        async with scene.store.writing() as writing:
            await lifecycle.end(writing, mandate, TODAY, WhyEnded.RENEWED, by=None, at=AT)


async def test_invariant_48_the_thirteenth_is_refused_and_a_member_who_left_frees_a_place(scene: Scene) -> None:
    office = await a_peer(scene)
    for n in range(1, 13):
        await choose(scene, office, f"Member {n}")
    with pytest.raises(CannotCarry, match="at most 12 members"):
        await choose(scene, office, "Mair Elis")
    async with scene.store.writing() as writing:
        await register.end_membership(writing, scene.people["Member 3"], "supported", TODAY, "Moved", by=None, at=AT)
    await choose(scene, office, "Mair Elis")
    assert (await shown(scene, office)).line.carried == 12


async def test_invariant_48_a_peer_who_leaves_the_group_carries_nobody_that_day(scene: Scene) -> None:
    office = await a_peer(scene)
    await choose(scene, office, "Member 1")
    async with scene.store.writing() as writing:
        await register.end_membership(
            writing, scene.people["Siân Morgan"], "supported", TODAY, "Left", by=None, at=AT
        )
    found = await shown(scene, office)
    assert (found.line.may, found.line.carried, found.mandates[0].standing) == (False, 0, Standing.PEER_LEFT)
    assert await mine(scene, "Member 1") == [("Siân Morgan", Standing.PEER_LEFT)]


async def test_invariant_48_a_peer_who_begins_to_work_here_carries_nobody(scene: Scene) -> None:
    office = await a_peer(scene)
    await choose(scene, office, "Member 1")
    async with scene.store.writing() as writing:
        await register.note_attribute(
            writing, scene.people["Siân Morgan"], "employee", TODAY, "Contract", by=None, at=AT
        )
    assert (await shown(scene, office)).line.carried == 0
    with pytest.raises(NotAllowed, match="staff cannot be peers"):
        await choose(scene, office, "Member 2")


async def test_an_office_that_ends_early_leaves_its_members_without_a_peer(scene: Scene) -> None:
    office = await a_peer(scene)
    await choose(scene, office, "Member 1")
    async with scene.store.writing() as writing:
        await lifecycle.end_office(writing, office, TODAY, by=None, at=AT)
    assert await mine(scene, "Member 1") == [("Siân Morgan", Standing.OFFICE_OVER)]
    with pytest.raises(NotValid) as refusal:
        async with scene.store.writing() as writing:
            await lifecycle.end_office(writing, office, date(2026, 6, 1), by=None, at=AT)
    assert refusal.value.field == "office_ends_on"


async def test_nobody_holds_the_same_office_twice(scene: Scene) -> None:
    await a_peer(scene)
    with pytest.raises(AlreadyDone, match="is a peer of this group in these days already"):
        await a_peer(scene)


# --- Lists from paper -----------------------------------------------------------------------------------------------


async def numbers(scene: Scene) -> dict[str, str]:
    by_person = {person: name for name, person in scene.people.items()}
    async with scene.store.reading() as reading:
        rows = await reading.execute(select(Member.person_id, Member.number))
        return {by_person[person]: number for person, number in rows}


async def a_line(scene: Scene, member: str, peer: str = "Siân Morgan", **cells: str) -> str:
    of = await numbers(scene)
    named = {"how": "own act", "supporter": "", "review": "2027-05-01", "group": "supported"} | cells
    days = f"2026-06-01,2027-06-01,2026-10-01,{named['review']}"
    who = f"{of.get(peer, peer)},{of.get(member, member)},{named['group']},Forum of Tywi"
    return f"{who},{days},{named['how']},{named['supporter']}\n"


async def parts(text: str) -> AsyncIterator[bytes]:
    yield text.encode()


async def send(scene: Scene, uploads: Path, text: str) -> tuple[UUID, files.Look]:
    file_id, digest = await files.keep(uploads, parts(text))
    async with scene.store.reading() as reading:
        look = await files.look_at(reading, files.file_of(uploads, file_id), at=AT)
    async with scene.store.writing() as writing:
        await files.note_file(writing, file_id, digest, "paper.csv", look, by=scene.secretary, at=AT)
    return file_id, look


async def put_in(scene: Scene, uploads: Path, file_id: UUID) -> int:
    async with scene.store.writing() as writing:
        return await files.put_in(writing, file_id, files.file_of(uploads, file_id), by=scene.secretary, at=AT)


async def test_mandates_from_paper_are_looked_at_and_put_in_with_their_peers(scene: Scene, tmp_path: Path) -> None:
    text = HEADER + await a_line(scene, "Member 1") + await a_line(scene, "Member 2")
    text += await a_line(scene, "Member 3", how="supported choice", supporter="Ana with photographs")
    file_id, look = await send(scene, tmp_path, text)
    assert look.refused == () and len(look.lines) == 3
    assert await mine(scene, "Member 1") == []
    assert await put_in(scene, tmp_path, file_id) == 3
    async with scene.store.reading() as reading:
        (peer,) = (await queries.peers(reading, TODAY, "en")).now
        stage = (await queries.mandate_file(reading, file_id)).stage
        assert (await record.verify(reading)).holds
    assert (peer.name, peer.place, peer.carried, stage) == ("Siân Morgan", "Forum of Tywi", 3, ImportStage.APPLIED)
    with pytest.raises(WrongMoment):
        await put_in(scene, tmp_path, file_id)


async def test_the_same_list_again_says_that_they_have_a_peer(scene: Scene, tmp_path: Path) -> None:
    text = HEADER + await a_line(scene, "Member 1")
    file_id, _ = await send(scene, tmp_path, text)
    await put_in(scene, tmp_path, file_id)
    _, look = await send(scene, tmp_path, text)
    assert [str(line.why[0]) for line in look.refused] == [
        "Member 1 has a peer in this group already. End that mandate first."
    ]


@pytest.mark.parametrize(
    ("member", "peer", "cells", "says"),
    [
        ("999", "Siân Morgan", {}, "The register has nobody with the number 999."),
        ("Member 1", "998", {}, "The register has nobody with the number 998."),
        ("Nerys Wyn", "Siân Morgan", {}, "A peer carries members of their own group only"),
        ("Member 1", "Nerys Wyn", {}, "A peer belongs to the group they speak for"),
        ("Siân Morgan", "Siân Morgan", {}, "Nobody is their own peer"),
        ("Member 1", "Siân Morgan", {"group": "staff"}, "Peers are elected for these groups only"),
        ("Member 1", "Siân Morgan", {"how": "best interests"}, "never comes from an assessment"),
        ("Member 1", "Siân Morgan", {"how": "supported choice"}, "Say who supported the choice"),
        ("Member 1", "Siân Morgan", {"review": "2027-10-02"}, "within 12 months"),
    ],
)
async def test_a_line_that_cannot_be_taken_says_why_and_keeps_the_others_out(
    scene: Scene, tmp_path: Path, member: str, peer: str, cells: dict[str, str], says: str
) -> None:
    text = HEADER + await a_line(scene, "Member 5") + await a_line(scene, member, peer, **cells)
    file_id, look = await send(scene, tmp_path, text)
    (line,) = look.refused
    assert line.number == 3 and says in str(line.why[0])
    with pytest.raises(NotAllowed, match="cannot be taken"):
        await put_in(scene, tmp_path, file_id)
    assert await mine(scene, "Member 5") == []


async def test_lines_are_held_against_the_lines_before_them(scene: Scene, tmp_path: Path) -> None:
    lines = [await a_line(scene, f"Member {n}") for n in range(1, 13)]
    _, look = await send(scene, tmp_path, HEADER + "".join(lines) + await a_line(scene, "Mair Elis"))
    assert ["at most 12 members" in str(line.why[0]) for line in look.refused] == [True]
    _, look = await send(scene, tmp_path, HEADER + lines[0] + lines[0])
    assert [line.number for line in look.refused] == [3]


async def test_from_fifty_on_a_second_officer_agrees_first(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govern.constituencies.register.rules import files as limits

    monkeypatch.setattr(limits, "SECOND_OFFICER_FROM", 2)
    text = HEADER + await a_line(scene, "Member 1") + await a_line(scene, "Member 2")
    file_id, _ = await send(scene, tmp_path, text)
    with pytest.raises(NotAllowed, match="a second officer looks at it"):
        await put_in(scene, tmp_path, file_id)
    with pytest.raises(NotAllowed, match="You sent this file yourself"):
        async with scene.store.writing() as writing:
            await files.approve(writing, file_id, by=scene.secretary, at=AT)
    async with scene.store.writing() as writing:
        await files.approve(writing, file_id, by=scene.people["Mair Elis"], at=AT)
    assert await put_in(scene, tmp_path, file_id) == 2


async def test_a_file_that_is_let_go_is_put_in_by_nobody(scene: Scene, tmp_path: Path) -> None:
    file_id, _ = await send(scene, tmp_path, HEADER + await a_line(scene, "Member 1"))
    async with scene.store.writing() as writing:
        await files.abandon(writing, file_id, by=scene.secretary, at=AT)
    with pytest.raises(WrongMoment, match="has been let go"):
        await put_in(scene, tmp_path, file_id)
    files.forget(tmp_path, file_id)
    with pytest.raises(NotFound):
        async with scene.store.reading() as reading:
            await files.look_at(reading, files.file_of(tmp_path, file_id), at=AT)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "This file is empty"),
        (HEADER, "This table names nobody"),
        ("peer,member\n1,2\n", "These columns are missing"),
        ("peer,shoe\n1,2\n", "We do not take these columns: shoe"),
        (HEADER + "1,2\n", "Line 2 has 2 cells"),
        ("x" * (4 * 1024 * 1024 + 1), "larger than 4 megabytes"),
    ],
)
async def test_a_file_that_is_no_list_of_mandates_is_refused(
    scene: Scene, tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(FileNotValid, match=says):
        await send(scene, tmp_path, text)


async def test_reviews_that_come_soon_are_counted(scene: Scene) -> None:
    office = await a_peer(scene)
    await choose(scene, office, "Member 1", Wanted(OWN.from_on, TODAY + timedelta(days=60), HowChosen.OWN_ACT))
    await choose(scene, office, "Member 2", Wanted(OWN.from_on, TODAY + timedelta(days=61), HowChosen.OWN_ACT))
    assert (await shown(scene, office)).line.reviews_due == 1
