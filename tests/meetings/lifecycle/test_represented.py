"""Who is represented at a minute: by proxies and peers who are here, nobody twice (invariants 26 to 28, W11)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from govern.constituencies.representation.lifecycle import proxies
from govern.constituencies.representation.rules.proxies import ForMeeting, WantedProxy
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.meetings import lifecycle, queries, rules
from govern.meetings.rules import Mode
from tests.meetings.scene import AGM_AT, AT, Scene, a_called_meeting


async def name(scene: Scene, meeting: UUID, member: str, holder: str) -> None:
    wanted_for = ForMeeting(meeting, AGM_AT.date(), AT.date(), AGM_AT)
    async with scene.store.writing() as writing:
        person = scene.people[member]
        wanted = WantedProxy(scene.people[holder])
        await proxies.appoint(writing, wanted_for, person, wanted, by=person, at=AT)


async def come(scene: Scene, meeting: UUID, *names: str) -> None:
    async with scene.store.writing() as writing:
        for one in names:
            person = scene.people[one]
            await lifecycle.check_in(writing, meeting, person, Mode.IN_PERSON, by=scene.secretary, at=AGM_AT)


async def represented(scene: Scene, meeting: UUID) -> dict[str, int]:
    async with scene.store.reading() as reading:
        return await queries.represented(reading, meeting, AGM_AT + timedelta(minutes=1))


async def test_only_by_somebody_who_is_here_and_only_who_is_not_here_themself(scene: Scene) -> None:
    """Invariants 27 and 28."""
    meeting = await a_called_meeting(scene)
    for member, holder in (
        ("Member 1", "Siân Morgan"),
        ("Member 2", "Siân Morgan"),
        ("Nerys Wyn", "Siân Morgan"),
        ("Member 3", "Mair Elis"),
    ):
        await name(scene, meeting, member, holder)
    assert await represented(scene, meeting) == {}
    await come(scene, meeting, "Siân Morgan", "Member 2")
    assert await represented(scene, meeting) == {"supported": 1, "staff": 1}
    await come(scene, meeting, "Mair Elis")
    assert await represented(scene, meeting) == {"supported": 2, "staff": 1}


async def test_who_speaks_for_whom_feeds_the_tally_and_the_quorum_takes_half_at_most(scene: Scene) -> None:
    """Invariant 26 and W11."""
    meeting = await a_called_meeting(scene)
    for number in range(1, 6):
        await name(scene, meeting, f"Member {number}", "Siân Morgan")
    async with scene.store.reading() as reading:
        held = await queries.represents(reading, meeting)
    here = [rules.Attendee(str(scene.people["Siân Morgan"]), Mode.IN_PERSON, "supported")]
    tally = rules.tally(here, represents={str(one): [str(m) for m in members] for one, members in held.items()})
    assert tally.represented == 5
    await come(scene, meeting, "Siân Morgan")
    async with scene.store.reading() as reading:
        shown = await queries.room_figures(reading, meeting, AGM_AT + timedelta(minutes=1), "en")
    assert shown.quorum.represented == 5, "the chair's screen counts proxies too"


async def test_where_the_rules_do_not_count_proxies_nobody_is_represented(scene: Scene) -> None:
    meeting = await a_called_meeting(scene)
    await name(scene, meeting, "Member 1", "Siân Morgan")
    await come(scene, meeting, "Siân Morgan")
    text = example("tair_nant").replace('"proxy", "peer"]', '"peer"]')
    async with scene.store.writing() as writing:
        await rulebook.adopt(writing, text, by=None, at=AT)
    assert await represented(scene, meeting) == {}
