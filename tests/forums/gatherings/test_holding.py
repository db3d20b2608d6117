"""A forum gathers, through its pages: called, told, checked in, opened, noted, decided, closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from govern.forums.gatherings.rules import Standing
from govern.meetings import lifecycle as meetings
from tests.forums.conftest import Forums
from tests.forums.gatherings.scene import (
    MEMBERS,
    a_guest,
    called,
    letters,
    moment,
    on_the_day,
    opened,
    points,
    raised,
    sent,
)


async def test_a_gathering_from_its_call_to_what_members_read_of_it(forums: Forums) -> None:
    await a_guest(forums, forums.local, "Ifan the baker")
    await raised(forums, forums.local, "A walk to the reservoir", "Gwen Hughes")
    await raised(forums, forums.local, "A ramp at the hall", "Ana Bowen")
    mair = await forums.town.window("Mair Elis")
    one = await opened(mair, forums, forums.local)
    walk, _ = points(mair)
    await mair.get(walk)
    await mair.send(f"{walk}/note", words="Everybody wants it.\nThe bus stops there.")
    await mair.follow()
    assert "The bus stops there." in mair.text()
    await mair.send(f"{walk}/decide", decision="We walk on the third Sunday.", how="consensus")
    await mair.follow()
    assert "Decided. By consensus. We walk on the third Sunday." in mair.text()
    due = forums.town.clock.at + timedelta(days=7)
    day = {"due_on_day": str(due.day), "due_on_month": str(due.month), "due_on_year": str(due.year)}
    guest = str(forums.town.people["Ifan the baker"])
    await mair.send(f"{walk}/task", {**day, "task": "Bring bread", "owner": guest})
    await mair.follow()
    assert "Bring bread. Ifan the baker, by" in mair.text()
    await mair.get(one)
    await mair.send(f"{one}/close")
    await mair.follow()
    assert "Over" in mair.text()
    # The ramp was not reached: it waits again.
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(f"forums/{forums.local}")
    assert "A ramp at the hall" in gwen.text() and "A walk to the reservoir" not in gwen.text()
    assert "A ramp at the hall" in (await mair.get(f"facilitate/forums/{forums.local}/gatherings")).text
    seen = one.removeprefix("facilitate/")
    await gwen.get(seen)
    assert "We walk on the third Sunday." in gwen.text() and "Bring bread" in gwen.text()
    assert "Who was there" in gwen.text() and "Bo Parry" in gwen.text()
    # A member of the society who does not belong to the forum reads notes, and no names of guests nor who was there.
    sian = await forums.town.window("Siân Llwyd")
    await sian.get(seen)
    assert "We walk on the third Sunday." in sian.text() and "A guest, by" in sian.text()
    assert "Who was there" not in sian.text() and "Ifan" not in sian.last.text


@pytest.mark.parametrize(("members", "guests", "opens"), [(5, 4, True), (4, 5, False)])
async def test_w7_invariants_30_and_62_guests_make_no_quorum(
    forums: Forums, members: int, guests: int, opens: bool
) -> None:
    names = [f"Guest {number}" for number in range(guests)]
    kinds = [Standing.GUEST, Standing.PARTNER, Standing.OBSERVER]
    for number, name in enumerate(names):
        standing = kinds[number % 3] if kinds[number % 3] is not Standing.PARTNER else Standing.GUEST
        await a_guest(forums, forums.local, name, standing)
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    one = await sent(mair, forums, forums.local)
    await on_the_day(mair, forums, one, [*MEMBERS[:members], *names])
    await mair.get(one)
    assert f"Members here: {members}. Needed to decide: 5." in mair.text()
    assert ("Open the gathering" in mair.text()) is opens
    answer = await mair.send(f"{one}/{'open' if opens else 'talk'}")
    assert answer.status_code == 303
    await mair.get(one)
    (walk,) = points(mair)
    await mair.get(walk)
    answer = await mair.send(f"{walk}/decide", decision="We walk.", how="consensus")
    if opens:
        assert answer.status_code == 303
    else:
        assert (
            answer.status_code == 422 and "Members here: 4. Needed to decide: 5. Guests do not count." in mair.text()
        )


async def test_without_a_quorum_it_is_not_opened_to_decide(forums: Forums) -> None:
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    one = await sent(mair, forums, forums.local)
    await on_the_day(mair, forums, one, MEMBERS)
    await mair.get(one)
    fields = mair.hidden(f"{one}/open")
    await mair.get(f"{one}/people")
    await mair.send(f"{one}/people/out", person=str(forums.town.people["Cai Rhys"]))
    answer = await mair.post(f"{one}/open", fields)
    assert answer.status_code == 422 and "There are not enough people here" in mair.text()


async def test_somebody_who_joins_while_it_is_on_counts_from_that_minute(forums: Forums) -> None:
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    one = await sent(mair, forums, forums.local)
    await on_the_day(mair, forums, one, [*MEMBERS[:4], "Di Owen"])
    await mair.get(one)
    assert "Members here: 4." in mair.text()
    forums.town.clock.at += timedelta(minutes=1)
    di = await forums.town.window("Di Owen")
    await di.get(f"forums/{forums.local}")
    await di.send(f"forums/{forums.local}/join")
    await mair.get(one)
    assert "Members here: 5." in mair.text()
    forums.town.clock.at += timedelta(minutes=1)
    await di.get(f"forums/{forums.local}")
    await di.send(f"forums/{forums.local}/leave")
    await mair.get(one)
    assert "Members here: 4." in mair.text()


async def test_people_come_in_by_card_number_and_name_and_a_press_is_taken_back(forums: Forums) -> None:
    town = forums.town
    async with town.society.store.writing() as writing:
        by = town.people["Mair Elis"]
        card = await meetings.make_card(writing, town.people["Gwen Hughes"], by=by, at=town.clock.at)
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    mair = await town.window("Mair Elis")
    one = await sent(mair, forums, forums.local)
    await mair.get(f"{one}/people")
    assert "People are checked in on that day." in mair.text()
    await on_the_day(mair, forums, one, [])
    for typed in (card, "par"):
        await mair.get(f"{one}/people")
        await mair.send(f"{one}/people/find", find=typed, mode="in_person")
        assert mair.last.status_code == 303, mair.text()
    await mair.follow()
    assert "2 people count. 5 are needed." in mair.text()
    answer = await mair.send(f"{one}/people/find", find="Nobody Known", mode="in_person")
    assert answer.status_code == 422 and "Welcome them as a guest below." in mair.text()
    await mair.send(f"{one}/people/guest", guest="Eve Stranger")
    await mair.follow()
    assert "Eve Stranger Guest, without a vote" in mair.text() and "2 people count." in mair.text()
    stay = mair.last.text.split("<strong>Bo Parry")[1].split('name="stay" value="')[1].split('"')[0]
    await mair.send(f"{one}/people/undo", stay=stay)
    await mair.follow()
    assert "1 person counts." in mair.text()


async def test_the_agenda_goes_to_everybody_in_their_own_way(forums: Forums) -> None:
    await a_guest(forums, forums.local, "Ifan the baker")
    await raised(forums, forums.local, "A walk to the reservoir", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    one = await sent(mair, forums, forums.local)
    written = await letters(forums, "gathering")
    assert [letter.to_address for letter in written] == [
        f"{name}@example.org" for name in ("ana", "bo", "cai", "gwen", "mair")
    ]
    assert "A walk to the reservoir" in (written[0].body or "") and written[0].attachment
    assert f"/forums/{forums.local}/gatherings/" in (written[0].body or "")
    await mair.get(f"{one}/letters")
    assert "Ifan the baker" in mair.text() and "A walk to the reservoir" in mair.text()
    # Another place: everybody is told again, and reads why.
    await mair.get(f"{one}/change")
    answer = await mair.send(f"{one}/change", {**moment(forums), "place": "The chapel"})
    assert answer.status_code == 422 and "Say why." in mair.text()
    answer = await mair.send(f"{one}/change", {**moment(forums), "place": "The chapel", "why": "The hall leaks."})
    assert answer.status_code == 303
    written = await letters(forums, "gathering")
    assert len(written) == 10 and sum("The hall leaks." in (one.body or "") for one in written) == 5
    # Called off: told once more, and the walk waits again.
    await mair.get(f"{one}/call-off")
    await mair.send(f"{one}/call-off", why="Snow.")
    assert mair.last.status_code == 303
    assert len(await letters(forums, "gathering")) == 15
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(f"forums/{forums.local}")
    assert "A walk to the reservoir" in gwen.text()


async def test_what_is_missing_is_asked_for_and_an_empty_agenda_is_not_sent(forums: Forums) -> None:
    mair = await forums.town.window("Mair Elis")
    at = f"facilitate/forums/{forums.local}/gatherings"
    await mair.get(f"{at}/new")
    answer = await mair.send(f"{at}/new", place="", access="Ring the bell")
    assert answer.status_code == 422 and "Type where it is" in mair.text() and "Ring the bell" in mair.last.text
    one = await called(mair, forums, forums.local)
    answer = await mair.send(f"{one}/send")
    assert answer.status_code == 422 and "The agenda is empty" in mair.text()
    await mair.send(f"{one}/add", title="A new kettle", kind="talk")
    assert mair.last.status_code == 303
    await mair.get(one)
    await mair.send(f"{one}/send")
    assert mair.last.status_code == 303
    # More comes onto it until it opens, in an order; what is taken off waits.
    await mair.get(one)
    await mair.send(f"{one}/add", title="A second kettle", kind="talk")
    await mair.get(one)
    second = mair.last.text.split("A second kettle")[1].split("/move")[0].rsplit('"', 1)[1]
    await mair.send(f"{second}/move", way="up")
    await mair.get(one)
    assert mair.text().index("1. A second kettle") < mair.text().index("2. A new kettle")
    await mair.send(f"{second}/put-back")
    await mair.get(one)
    assert "1. A new kettle" in mair.text() and "A second kettle" in mair.text().split("waits")[1]
