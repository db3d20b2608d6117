"""M14: what somebody offers a forum, by group or from outside, answered in time or shown as late."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from govern.forums.activities.models import Offer
from govern.post.models import Letter
from tests.forums.conftest import Forums


async def test_m14_a_members_offer_is_answered_by_the_day_of_the_layer_and_they_are_told(forums: Forums) -> None:
    at = f"forums/{forums.local}/offers"
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(at)
    assert "If you enter it for somebody from outside" not in gwen.text()
    answer = await gwen.send(at, words="My garden for a party")
    assert answer.status_code == 422 and "Choose what it is." in gwen.text()
    assert "My garden for a party" in gwen.last.text
    await gwen.send(at, kind="venue", words="My garden for a party")
    await gwen.follow()
    assert "It is answered by Monday 7 December 2026." in gwen.text()
    # Whoever only looks sees from which group it came, not from whom.
    di = await forums.town.window("Di Owen")
    await di.get(at)
    assert "My garden for a party" in di.text() and "Gwen" not in di.text() and "Staff" in di.text()
    mair = await forums.town.window("Mair Elis")
    await mair.get(at)
    assert "Gwen Hughes" in mair.text()
    way = re.findall(r'href="[^"]*?(facilitate/forums/[^"]*/answer)"', mair.last.text)[0]
    await mair.get(way)
    answer = await mair.send(way, answer="no_thanks", words="")
    assert answer.status_code == 422 and "Say why, in a sentence." in mair.text()
    await mair.send(way, answer="taken", words="We come in May")
    await mair.follow()
    assert "Yes, we take it up. We come in May." in mair.text() and "Answered late" not in mair.text()
    async with forums.town.society.store.reading() as reading:
        letter = await reading.scalar(select(Letter).where(Letter.kind == "offer_answered"))
    assert letter is not None and letter.to_address == "gwen@example.org"
    assert "We come in May" in (letter.body or "") and "My garden" in (letter.body or "")
    await mair.get(way)
    answer = await mair.send(way, answer="taken", words="")
    assert answer.status_code in (409, 422) and "answered already" in mair.last.text


async def test_m14_a_suppliers_offer_from_outside_is_entered_and_shown_as_late_after_its_day(forums: Forums) -> None:
    at = f"forums/{forums.local}/offers"
    mair = await forums.town.window("Mair Elis")
    await mair.get(at)
    await mair.send(at, kind="venue", words="The back room", outside="The Red Lion", contact="01632 960 777")
    await mair.follow()
    assert "The Red Lion (from outside)" in mair.text() and "01632 960 777" in mair.text()
    ana = await forums.town.window("Ana Bowen")
    await ana.get(at)
    assert "The Red Lion" in ana.text() and "01632 960 777" not in ana.text()
    forums.town.clock.at += timedelta(days=29)
    mair = await forums.town.window("Mair Elis")
    await mair.get(at)
    assert "Late The answer was due on Monday 7 December 2026." in mair.text()
    await mair.get(f"forums/{forums.local}/activities")
    assert "What is offered to us 1 answer is late" in mair.text()
    await mair.get(at)
    way = re.findall(r'href="[^"]*?(facilitate/forums/[^"]*/answer)"', mair.last.text)[0]
    await mair.get(way)
    assert "tell them yourself" in mair.text()
    await mair.send(way, answer="no_thanks", words="We have a room now")
    await mair.follow()
    assert "Answered late" in mair.text() and "01632 960 777" not in mair.text()
    await mair.get(f"forums/{forums.local}/years/2026")
    assert "People from outside 1" in mair.text() and "1 was not answered in time." in mair.text()
    async with forums.town.society.store.reading() as reading:
        assert (await reading.scalars(select(Offer.contact))).one() is None


async def test_only_whoever_offered_it_takes_it_back_and_only_the_facilitator_answers(forums: Forums) -> None:
    at = f"forums/{forums.local}/offers"
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(at)
    # What somebody who does not lead the forum says about others is not heard.
    await gwen.post(at, {**gwen.hidden(at), "kind": "time", "words": "An hour", "outside": "Somebody else"})
    await gwen.follow()
    assert "Gwen Hughes" in gwen.text() and "Somebody else" not in gwen.text()
    back = re.findall(r'action="[^"]*?(forums/[^"]*/take-back)"', gwen.last.text)[0]
    ana = await forums.town.window("Ana Bowen")
    await ana.get(at)
    assert back not in ana.last.text and "/answer" not in ana.last.text
    other = await forums.town.window("Siân Llwyd")
    way = back.replace("forums/", "facilitate/forums/", 1).replace("take-back", "answer")
    assert (await other.get(way)).status_code == 403
    await gwen.send(back)
    await gwen.follow()
    assert "Nothing has been offered yet." in gwen.text()
    mair = await forums.town.window("Mair Elis")
    assert (await mair.get(way)).status_code == 404


async def test_somebody_else_cannot_take_an_offer_back(forums: Forums) -> None:
    at = f"forums/{forums.local}/offers"
    gwen, ana = await forums.town.window("Gwen Hughes"), await forums.town.window("Ana Bowen")
    offers = {}
    for one, words in ((gwen, "An hour"), (ana, "A table")):
        await one.get(at)
        await one.send(at, kind="time", words=words)
        await one.follow()
        offers[words] = re.findall(r'action="[^"]*?(forums/[^"]*/take-back)"', one.last.text)[0]
    other = await forums.town.window("Bo Parry")
    await other.get(at)
    token = gwen.hidden(offers["An hour"]) if offers["An hour"] in gwen.last.text else {}
    answer = await ana.post(offers["An hour"], token)
    assert answer.status_code in (403, 404)
    await other.get(at)
    assert "An hour" in other.text()
