"""Who was heard at a gathering: one press a person, in every way, taken back, seen by nobody else, forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.desks.lifecycle import clear
from govern.errors import GovernError, NotValid, WrongMoment
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings import rules
from govern.forums.gatherings.models import Heard
from govern.forums.gatherings.rules import HeardWay, Standing
from govern.meetings.rules import Stage
from tests.forums.conftest import Forums
from tests.forums.gatherings.scene import MEMBERS, a_guest, called, on_the_day, opened, raised, sent
from tests.window import Window

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "closed_days_ago", "refused"),
    [
        (Stage.DRAFT, None, True),
        (Stage.NOTICED, None, False),
        (Stage.OPEN, None, False),
        (Stage.CLOSED, 0, False),
        (Stage.CLOSED, 14, False),
        (Stage.CLOSED, 15, True),
        (Stage.CANCELLED, None, True),
    ],
)
def test_it_is_written_down_from_the_agenda_until_two_weeks_after(
    stage: Stage, closed_days_ago: int | None, refused: bool
) -> None:
    closed = None if closed_days_ago is None else NOW - timedelta(days=closed_days_ago)
    if refused:
        with pytest.raises(WrongMoment):
            rules.check_notes_heard(stage, closed, NOW)
    else:
        rules.check_notes_heard(stage, closed, NOW)


@pytest.mark.parametrize("way", HeardWay)
@pytest.mark.parametrize("standing", [*Standing, None])
@pytest.mark.parametrize("came", [True, False])
def test_observers_listen_and_only_what_came_beforehand_needs_nobody_there(
    way: HeardWay, standing: Standing | None, came: bool
) -> None:
    fits = standing is not Standing.OBSERVER and (came or way is HeardWay.BEFORE)
    if fits:
        rules.check_heard(way, standing, came=came)
    else:
        with pytest.raises(NotValid):
            rules.check_heard(way, standing, came=came)


async def rows(forums: Forums) -> dict[UUID, HeardWay]:
    async with forums.town.society.store.reading() as reading:
        return {row.person_id: row.way for row in await reading.scalars(select(Heard))}


async def gathers(forums: Forums, mair: Window) -> str:
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    return await opened(mair, forums, forums.local, MEMBERS)


async def press(mair: Window, at: str, /, **sent_with: str) -> int:
    """Go to the page and press there."""
    await mair.get(at.removesuffix("/undo"))
    return (await mair.send(at, **sent_with)).status_code


async def test_one_press_beside_the_list_another_way_and_taken_back(forums: Forums) -> None:
    people, mair = forums.town.people, await forums.town.window("Mair Elis")
    one = await gathers(forums, mair)
    gwen, ana = str(people["Gwen Hughes"]), str(people["Ana Bowen"])
    await mair.get(f"{one}/people")
    answer = await mair.send(f"{one}/heard", person=gwen, heard_way="spoke", beside="people")
    assert answer.status_code == 303 and answer.headers["location"].endswith("/people#list")
    await mair.follow()
    assert "Was heard: Spoke" in mair.text()
    await mair.get(f"{one}/heard")
    answer = await mair.send(f"{one}/heard", person=ana, heard_way="symbols")
    assert answer.headers["location"].endswith("/heard#list")
    await mair.follow()
    assert "Ana Bowen With symbols or pictures" in mair.text()
    # Pressed again, the later way counts: there is one row a person.
    await press(mair, f"{one}/heard", person=ana, heard_way="device")
    assert await rows(forums) == {people["Gwen Hughes"]: HeardWay.SPOKE, people["Ana Bowen"]: HeardWay.DEVICE}
    await press(mair, f"{one}/heard/undo", person=gwen)
    assert await rows(forums) == {people["Ana Bowen"]: HeardWay.DEVICE}
    await mair.follow()
    assert "Gwen Hughes Nothing is written down" in mair.text()


async def test_the_next_time_one_press_is_the_way_in_which_somebody_was_heard_last(forums: Forums) -> None:
    people, mair = forums.town.people, await forums.town.window("Mair Elis")
    one = await gathers(forums, mair)
    await press(mair, f"{one}/heard", person=str(people["Ana Bowen"]), heard_way="signed")
    await mair.get(one)
    await mair.send(f"{one}/close")
    await raised(forums, forums.local, "A bus", "Ana Bowen")
    two = await sent(mair, forums, forums.local)
    await on_the_day(mair, forums, two, ("Mair Elis", "Ana Bowen", "Gwen Hughes"))
    await mair.get(two)
    await mair.send(f"{two}/talk")
    await mair.get(f"{two}/people")
    assert "Was heard: Signed Ana Bowen" in mair.text() and "Was heard: Spoke Gwen Hughes" in mair.text()


async def test_who_was_not_there_is_checked_in_first_or_wrote_beforehand(forums: Forums) -> None:
    people, mair = forums.town.people, await forums.town.window("Mair Elis")
    one = await gathers(forums, mair)
    guest = await a_guest(forums, forums.local, "Ifan the baker")
    await mair.get(f"{one}/heard")
    answer = await mair.send(f"{one}/heard", person=str(guest), heard_way="spoke")
    assert answer.status_code == 422 and "Check them in first" in mair.text() and "Ifan the baker" in mair.text()
    assert await press(mair, f"{one}/heard", person=str(guest), heard_way="before") == 303
    assert await press(mair, f"{one}/heard", person=str(people["Di Owen"]), heard_way="before") == 404
    watcher = people["Di Owen"]
    async with forums.town.society.store.writing() as writing:
        at = forums.town.clock.at
        await gatherings.come(writing, forums.local, watcher, Standing.OBSERVER, by=None, at=at)
    await mair.get(f"{one}/heard")
    assert "Di Owen" not in mair.text()
    answer = await mair.send(f"{one}/heard", person=str(watcher), heard_way="before")
    assert answer.status_code == 422 and "Observers listen" in mair.text()
    assert list(await rows(forums)) == [guest]


async def test_two_weeks_later_it_stays_as_it_is_and_a_draft_hears_nobody(forums: Forums) -> None:
    people, mair = forums.town.people, await forums.town.window("Mair Elis")
    one = await gathers(forums, mair)
    await press(mair, f"{one}/heard", person=str(people["Gwen Hughes"]), heard_way="spoke")
    await mair.get(one)
    await mair.send(f"{one}/close")
    forums.town.clock.at += timedelta(days=15)
    await mair.sign_in(people["Mair Elis"], at=forums.town.clock.at)
    await mair.get(f"{one}/heard")
    assert "over two weeks ago" in mair.text() and "Pressed by mistake" not in mair.text()
    draft = await called(mair, forums, forums.local)
    await mair.get(f"{draft}/heard")
    assert "Send its agenda first" in mair.text()
    meeting = UUID(one.rsplit("/", 1)[1])
    with pytest.raises(GovernError, match="over two weeks ago"):
        async with forums.town.society.store.writing() as writing:
            await gatherings.take_back_heard(
                writing,
                forums.local,
                meeting,
                people["Gwen Hughes"],
                by=people["Mair Elis"],
                at=forums.town.clock.at,
            )


async def test_nobody_but_the_facilitator_sees_or_writes_it(forums: Forums) -> None:
    people, mair = forums.town.people, await forums.town.window("Mair Elis")
    one = await gathers(forums, mair)
    await press(mair, f"{one}/heard", person=str(people["Gwen Hughes"]), heard_way="device")
    for name, status in (("Gwen Hughes", 403), ("Siân Llwyd", 403)):
        other = await forums.town.window(name)
        assert (await other.get(f"{one}/heard")).status_code == status, name
        seen = await other.get(one.removeprefix("facilitate/"))
        assert "talking device" not in seen.text, name
    # Under another forum's address the gathering is not there (invariant 61).
    sian = await forums.town.window("Siân Llwyd")
    assert (await sian.get(one.replace(str(forums.local), str(forums.family)) + "/heard")).status_code == 404


async def test_it_is_forgotten_after_the_time_the_rules_set_for_views(forums: Forums) -> None:
    people, mair = forums.town.people, await forums.town.window("Mair Elis")
    one = await gathers(forums, mair)
    await press(mair, f"{one}/heard", person=str(people["Gwen Hughes"]), heard_way="spoke")
    noted = forums.town.clock.at.date()
    for later, left in ((date(noted.year + 1, 12, 31), 1), (noted.replace(year=noted.year + 2), 1)):
        async with forums.town.society.store.writing() as writing:
            await clear(writing, at=datetime(later.year, later.month, later.day, 12, tzinfo=UTC))
        assert len(await rows(forums)) == left
    async with forums.town.society.store.writing() as writing:
        await clear(writing, at=datetime(noted.year + 2, noted.month, noted.day, 12, tzinfo=UTC) + timedelta(days=1))
    assert await rows(forums) == {}
