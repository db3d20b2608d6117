"""A day out through its pages, as it happens: planned, joined in three ways, full, reminded, over, in the year."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.rules import ItemKind, Standing
from govern.identity import lifecycle as identity
from govern.identity.rules import Site
from govern.post.models import Letter
from govern.timer import _tick
from tests.constituencies.register.test_queries import questions_to
from tests.documents.test_photographs import PLACE, a_picture, with_a_place
from tests.forums.conftest import Forums
from tests.window import Window

SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")
DAY = {"starts_at_day": "20", "starts_at_month": "11", "starts_at_year": "2026", "starts_at_time": "10:30"}
TRIP = {"title": "A trip to the sea", "place": "Aberystwyth", "open_to": "guests", "cost": "4.50", **DAY}


async def planned(forums: Forums, by: str = "Gwen Hughes", **fields: str) -> tuple[Window, str]:
    """A window of whoever planned it, and its address."""
    one = await forums.town.window(by)
    at = f"forums/{forums.local}/activities"
    await one.get(f"{at}/new")
    answer = await one.send(f"{at}/new", {**TRIP, **fields})
    assert answer.status_code == 303, one.text()
    return one, answer.headers["location"].split("/tair-nant/")[1]


async def signed_up(forums: Forums, name: str, at: str, **fields: str) -> Window:
    one = await forums.town.window(name)
    await one.get(at)
    await one.send(f"{at}/sign-up", fields)
    await one.follow()
    return one


async def letters(forums: Forums, kind: str) -> list[str]:
    async with forums.town.society.store.reading() as reading:
        found = await reading.scalars(select(Letter.to_address).where(Letter.kind == kind))
        return sorted(found)


async def test_story_a_day_out_from_its_plan_to_the_year_summary(forums: Forums) -> None:
    """M6, M10, M13: sign-ups by three ways, full with a waiting list, one taken back, reminder, outcome, year."""
    town = forums.town
    async with town.society.store.writing() as writing:
        guest = await identity.add_person(writing, name="Ifan the baker", by=None, at=town.clock.at)
        await gatherings.come(writing, forums.local, guest, Standing.GUEST, by=None, at=town.clock.at)
        for number in range(10):
            kind = ItemKind.ACTIVITY if number < 7 else ItemKind.TALK
            wanted = ItemDraft(kind=kind, title={"en": f"Item {number}"})
            await gatherings.raise_item(writing, forums.local, wanted, by=guest, at=town.clock.at)
    gwen, at = await planned(forums, places="3", support="An accessible bus")
    await gwen.get(at)
    assert "Friday 20 November 2026 at 10:30 in the morning" in gwen.text() and "£4.50" in gwen.text()
    assert "An accessible bus" in gwen.text() and "3 places are free" in gwen.text()
    # By the page, on paper, by a telephone call.
    ana = await signed_up(forums, "Ana Bowen", at, support="I am slow on steps")
    assert "You have a place." in ana.text() and "I am slow on steps" in ana.text()
    mair = await town.window("Mair Elis")
    for person, way in (("Ifan the baker", "paper"), ("bo@example.org", "phone")):
        await mair.get(f"{at}/people")
        await mair.send(f"facilitate/{at}/people", person=person, way=way, support="")
        await mair.follow()
    assert "Ifan the baker On paper." in mair.text() and "Bo Parry By telephone." in mair.text()
    # Full: Cai waits, until Bo takes his place back.
    cai = await signed_up(forums, "Cai Rhys", at)
    assert "You wait for a place." in cai.text() and "It is full. 1 person waits for a place." in cai.text()
    bo = await town.window("Bo Parry")
    await bo.get("activities")
    assert "A trip to the sea" in bo.text() and "You come along" in bo.text()
    await bo.get(at)
    await bo.send(f"{at}/take-back")
    await bo.follow()
    assert "What support do you need that day?" in bo.text()
    assert await letters(forums, "activity_moved_up") == ["cai@example.org"]
    await cai.get(at)
    assert "You have a place." in cai.text()
    # A week before the clock reminds them; of the baker, who has no mail, Mair is told.
    town.clock.at += timedelta(days=5, hours=2)
    for _ in range(2):
        await _tick(town.society, SITE.address, {}, town.clock.at)
    assert await letters(forums, "activity_reminder") == ["ana@example.org", "cai@example.org"]
    mair = await town.window("Mair Elis")  # nobody is signed in for so long
    await mair.get(f"{at}/people")
    assert "Tell these people yourself" in mair.text() and "Remind them of the day" in mair.text()
    told = re.findall(r'action="[^"]*?(activities/[^"]*/told)"', mair.last.text)
    await mair.send(told[0])
    await mair.follow()
    assert "Tell these people yourself" not in mair.text() and "Needs: I am slow on steps" in mair.text()
    await it_is_over(forums, at)
    await the_year(forums)


async def it_is_over(forums: Forums, at: str) -> None:
    """The outcome, hours of two groups, and a photograph that says no word about where it was taken."""
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(f"{at}/outcome")
    assert "This has not begun" in gwen.text() and "How many people came" not in gwen.text()
    forums.town.clock.at += timedelta(days=7)
    gwen = await forums.town.window("Gwen Hughes")
    await _tick(forums.town.society, SITE.address, {}, forums.town.clock.at)
    await gwen.get(f"{at}/people")
    assert "Ana Bowen" in gwen.text() and "slow on steps" not in gwen.text()
    await gwen.get(f"{at}/outcome")
    answer = await gwen.send(f"{at}/outcome", came="3", raised="312.40")
    assert answer.status_code == 422 and "Say for whom the money was raised." in gwen.text()
    assert 'value="312.40"' in gwen.last.text
    await gwen.send(f"{at}/outcome", came="3", words="Dry at last.", raised="312.40", raised_for="Food bank")
    await gwen.follow()
    for group, hours in (("volunteers", "118.5"), ("outside", "1:30")):
        await gwen.send(f"{at}/hours", group=group, hours=hours)
        await gwen.follow()
    sent = a_picture(size=(900, 600), exif=with_a_place())
    await gwen.send_file(
        f"{at}/photographs",
        "sea.jpg",
        sent,
        "image/jpeg",
        field="photograph",
        description="Three people by the sea",
        consent="All three said yes that day",
    )
    await gwen.follow()
    assert "Three people by the sea" in gwen.text() and "All three said yes that day." in gwen.text()


async def the_year(forums: Forums) -> None:
    ana = await forums.town.window("Ana Bowen")
    await ana.get(f"forums/{forums.local}/activities")
    assert "What we did" in ana.text() and "A trip to the sea" in ana.text()
    await ana.get(next(iter(re.findall(r'href="([^"]*/activities/[0-9a-f-]{36})"', ana.last.text))))
    assert "3 people came. £312.40 was raised for: Food bank." in ana.text() and "All three said" not in ana.text()
    source = re.findall(r'<img src="([^"]*)" alt="Three people by the sea"', ana.last.text)[0]
    shown = await ana.get(source)
    assert shown.headers["content-type"] == "image/jpeg" and shown.headers["cache-control"] == "no-store"
    assert PLACE not in shown.content and Image.open(io.BytesIO(shown.content)).size == (900, 600)
    await ana.get(f"forums/{forums.local}/years/2026")
    told = ana.text()
    assert "70% (7 of 10)" in told
    assert "120 hours were given without a contract. At £13 an hour they are worth £1,560." in told
    assert "Volunteers" in told and "118:30" in told and "People from outside 1:30" in told
    assert "Food bank £312.40" in told and "Activities 1" in told and "over all of them 3" in told
    await ana.get(f"forums/{forums.local}/years/2025")
    assert "Nothing was raised this year" in ana.text()


async def test_a_photograph_is_shown_to_nobody_for_whom_the_forum_is_not_there(forums: Forums) -> None:
    town = forums.town
    own = await town.window("Di Owen")
    await own.get(f"forums/{forums.family}/activities/new")
    assert 'value="society"' not in own.last.text
    answer = await own.send(f"forums/{forums.family}/activities/new", {"title": "Tea", "open_to": "society"})
    assert answer.status_code == 422 and "cannot be open to everybody" in own.text()
    answer = await own.send(f"forums/{forums.family}/activities/new", {"title": "Tea", "open_to": "guests"})
    at = answer.headers["location"].split("/tair-nant/")[1]
    await own.get(f"{at}/outcome")
    day = {"held_on_day": "9", "held_on_month": "11", "held_on_year": "2026"}
    await own.send(f"{at}/outcome", {"came": "2", **day})
    await own.follow()
    sent = {"description": "A table", "consent": "Nobody is in it"}
    await own.send_file(f"{at}/photographs", "t.png", a_picture("PNG"), "image/png", field="photograph", **sent)
    await own.follow()
    source = re.findall(r'<img src="([^"]*)" alt="A table"', own.last.text)[0]
    assert (await own.get(source)).status_code == 200
    assert (await (await town.window("Siân Llwyd")).get(source)).status_code == 200
    for name in ("Gwen Hughes", "Mair Elis", "Nerys Puw"):
        other = await town.window(name)
        for address in (source, at, f"{at}/sheet.pdf", f"forums/{forums.family}/years/2026"):
            assert (await other.get(address)).status_code == 404, (name, address)
        assert "Tea" not in (await other.get("activities")).text
    # Taken away in one press, and its file with it.
    await own.get(f"{at}/outcome")
    await own.send(f"{source.split('/tair-nant/')[1]}/remove")
    assert (await own.get(source)).status_code == 404
    assert list((town.society.uploads() / "photographs").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "fields", "words"),
    [
        (b"a letter", {"description": "A hill", "consent": "Yes"}, "not a picture we can open"),
        (a_picture() + bytes(12_000_000), {"description": "A hill", "consent": "Yes"}, "too big"),
        (a_picture(), {"description": "", "consent": "Yes"}, "for those who cannot see it"),
        (a_picture(), {"description": "A hill", "consent": ""}, "how they agreed"),
    ],
)
async def test_what_is_no_photograph_or_lacks_its_words_is_refused_beside_the_field(
    forums: Forums, content: bytes, fields: dict[str, str], words: str
) -> None:
    gwen, at = await planned(forums, starts_at_day="", starts_at_month="", starts_at_year="", starts_at_time="")
    await gwen.get(f"{at}/outcome")
    await gwen.send(f"{at}/outcome", came="1", held_on_day="9", held_on_month="11", held_on_year="2026")
    await gwen.follow()
    answer = await gwen.send_file(f"{at}/photographs", "x.jpg", content, "image/jpeg", field="photograph", **fields)
    assert answer.status_code == 422 and words in gwen.text()
    for value in fields.values():
        assert value in gwen.last.text
    folder = forums.town.society.uploads() / "photographs"
    assert not folder.exists() or list(folder.iterdir()) == []


async def test_whoever_does_not_look_after_it_sees_no_names_and_changes_nothing(forums: Forums) -> None:
    gwen, at = await planned(forums)
    await signed_up(forums, "Ana Bowen", at, support="A hoist")
    cai = await forums.town.window("Cai Rhys")
    await cai.get(at)
    assert "Ana" not in cai.text() and "hoist" not in cai.text() and "You look after this" not in cai.text()
    for page in ("people", "change", "outcome"):
        assert (await cai.get(f"{at}/{page}")).status_code == 404
    # Even the organiser enters nobody: who a number or address belongs to is the facilitator's to know.
    await gwen.get(f"{at}/people")
    assert "hoist" in gwen.text() and "Enter what came on paper" not in gwen.text()
    refused = await gwen.get(f"facilitate/{at}/people")
    assert refused.status_code in (403, 404, 405)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "Say in a few words what you plan."),
        ({"open_to": ""}, "Choose who may come."),
        ({"cost": "four"}, "Type an amount in pounds"),
        ({"places": "0"}, "Type a number from 1 to 10,000."),
        ({"places": "many"}, "Type how many places there are, as a number."),
        ({"starts_at_day": "31"}, "This date does not exist."),
        ({"starts_at_year": "2025"}, "This day and time is over."),
    ],
)
async def test_a_plan_that_lacks_something_comes_back_with_all_that_was_typed(
    forums: Forums, fields: dict[str, str], words: str
) -> None:
    one = await forums.town.window("Gwen Hughes")
    at = f"forums/{forums.local}/activities/new"
    await one.get(at)
    answer = await one.send(at, {**TRIP, "about": "Bring a coat", **fields})
    assert answer.status_code == 422 and words in one.text() and "Bring a coat" in one.last.text


async def test_who_does_not_take_part_plans_nothing_and_is_told_to_join(forums: Forums) -> None:
    di = await forums.town.window("Di Owen")
    answer = await di.get(f"forums/{forums.local}/activities/new")
    assert answer.status_code == 404 and "Join the forum first" in di.text()
    _, at = await planned(forums)
    await di.get(at)
    assert "Join the forum first, then sign up." in di.text() and f"{at}/sign-up" not in di.last.text
    await di.get("activities")
    assert "A trip to the sea" not in di.text()
    _, open_to_all = await planned(forums, title="A concert", open_to="society")
    await di.get("activities")
    assert "A concert" in di.text() and "Pont forum" in di.text()
    await di.get(open_to_all)
    assert f"{open_to_all}/sign-up" in di.last.text


async def test_the_organiser_changes_it_and_calls_it_off(forums: Forums) -> None:
    gwen, at = await planned(forums)
    await signed_up(forums, "Ana Bowen", at)
    await gwen.get(f"{at}/change")
    assert 'value="4.50"' in gwen.last.text and 'value="10:30"' in gwen.last.text
    await gwen.send(f"{at}/change", {**TRIP, "place": "Borth", "starts_at_time": "11:00"})
    await gwen.follow()
    assert "Borth" in gwen.text() and "11 in the morning" in gwen.text()
    assert await letters(forums, "activity_changed") == ["ana@example.org"]
    await gwen.get(f"{at}/change")
    answer = await gwen.send(f"{at}/call-off", why="")
    assert answer.status_code == 422 and "Say why it is called off." in gwen.text()
    assert 'value="Borth"' in gwen.last.text
    await gwen.send(f"{at}/call-off", why="snow on the road")
    await gwen.follow()
    assert "This is called off. Snow on the road." in gwen.text()
    assert await letters(forums, "activity_called_off") == ["ana@example.org"]


async def test_the_facilitator_names_the_organiser_and_takes_a_call_back(forums: Forums) -> None:
    mair, at = await planned(forums, by="Mair Elis", organiser="bo parry")
    await mair.get(at)
    assert "Organised by Bo Parry" in mair.text()
    await mair.get(f"{at}/people")
    for person, words in (("Nobody Known", "Nobody of the forum has this name"), ("di@example.org", "Let them into")):
        answer = await mair.send(f"facilitate/{at}/people", person=person, way="phone", support="A seat")
        assert answer.status_code == 422 and words in mair.text() and "A seat" in mair.last.text
    answer = await mair.send(f"facilitate/{at}/people", person="Cai Rhys", way="page")
    assert answer.status_code == 422 and "on paper or by telephone" in mair.text()
    await mair.send(f"facilitate/{at}/people", person="Cai Rhys", way="paper")
    await mair.follow()
    await mair.send(f"facilitate/{at}/people/{forums.town.people['Cai Rhys']}/take-back")
    await mair.follow()
    assert "Nobody yet." in mair.text()


async def test_a_sheet_to_sign_up_on_paper_names_nobody_and_asks_for_no_needs(forums: Forums) -> None:
    gwen, at = await planned(forums, places="5")
    await signed_up(forums, "Ana Bowen", at, support="A hoist")
    answer = await gwen.get(f"{at}/sheet.pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


async def test_lists_ask_the_same_number_of_questions_however_much_there_is(forums: Forums) -> None:
    _, first = await planned(forums)
    ana = await signed_up(forums, "Ana Bowen", first)
    pages = (
        "activities",
        f"forums/{forums.local}/activities",
        f"forums/{forums.local}/years/2026",
        f"forums/{forums.local}/offers",
    )

    async def asked() -> list[int]:
        numbers = []
        for page in pages:
            with questions_to(forums.town.society.store) as questions:
                assert (await ana.get(page)).status_code == 200
            numbers.append(len(questions))
        return numbers

    offers = f"forums/{forums.local}/offers"
    await ana.get(offers)
    await ana.send(offers, kind="time", words="An hour")
    before = await asked()
    for number in range(4):
        gwen, at = await planned(forums, title=f"Walk {number}", starts_at_day="", starts_at_month="",
                                 starts_at_year="", starts_at_time="")  # fmt: skip
        await signed_up(forums, "Cai Rhys", at)
        if number % 2:
            await gwen.get(f"{at}/outcome")
            await gwen.send(f"{at}/outcome", came="1", held_on_day="9", held_on_month="11", held_on_year="2026")
        await gwen.get(offers)
        await gwen.send(offers, kind="goods", words="Chairs")
    assert await asked() == before
    assert max(before) < 25, before
