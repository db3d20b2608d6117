"""A person's own page: what is held, changed at once, corrected on request, taken along, erased on request."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

from sqlalchemy import select

from govern import record
from govern.ballots.queries import paper_lists
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as members
from govern.identity import lifecycle as identity
from govern.identity import queries as people
from govern.identity.models import PastFact
from govern.permissions import Role
from govern.post.models import Letter
from tests.desks.conftest import Desk
from tests.window import HERE, Window

MEMBER = "Eve Morgan"
TOLD = {"first_name": "Eve", "language": "en", "format": "standard"}


async def member(desk: Desk, name: str = MEMBER) -> Window:
    return await Window(desk.window.client, desk.society).sign_in(desk.people[name], at=desk.clock.at)


async def secretary(desk: Desk) -> Window:
    window = Window(desk.window.client, desk.society)
    return await window.sign_in(desk.people["Nerys Tudur"], Role.SECRETARY, at=desk.clock.at)


async def letters(desk: Desk) -> list[Letter]:
    async with desk.society.store.reading() as reading:
        return list(await reading.scalars(select(Letter).order_by(Letter.written_at, Letter.subject)))


async def asks(desk: Desk, window: Window, about: str, wanted: str = "", **more: str) -> int:
    await window.get("me/corrections")
    assert "The day I was born" in window.text()
    sent = {"about": about, "wanted": wanted, "reason": "It says so on my passport", **more}
    return (await window.send("me/corrections", sent)).status_code


async def test_my_page_says_where_i_belong_since_when_and_in_which_group_i_vote(desk: Desk) -> None:
    async with desk.society.store.writing() as writing:
        person, at = desk.people[MEMBER], desk.clock.at
        await register.admit(writing, person, "volunteers", at.date(), "helps on Sundays", by=None, at=at)
        await identity.appoint(writing, person, Role.TELLER, at.date(), by=None, at=at)
    window = await member(desk)
    await window.get("me")
    shown = window.text()
    for words in (
        "Since Sunday 5 October 2025",
        "Helps on Sundays.",
        "You vote with Staff",
        "it is the one you joined first",
        "Teller Since Monday 9 November 2026.",
        "morgan@example.org",
    ):
        assert words in shown, words


async def test_somebody_who_is_no_member_has_a_page_too(desk: Desk) -> None:
    async with desk.society.store.writing() as writing:
        guest = await identity.add_person(writing, name="Gwyn Guest", by=None, at=desk.clock.at)
    window = await Window(desk.window.client, desk.society).sign_in(guest, at=desk.clock.at)
    assert (await window.get("me")).status_code == 200
    assert "You are not in the register of members." in window.text()


async def test_how_i_am_reached_changes_at_once_and_the_old_address_is_told(desk: Desk) -> None:
    window = await member(desk)
    await window.get("me/details")
    sent = TOLD | {"email": "new@example.org", "phone": "01632 960 001", "postal_address": "1 Stryd Fawr"}
    await window.send("me/details", sent)
    await window.follow()
    assert "What you changed is kept." in window.last.text and "new@example.org" in window.text()
    (told,) = await letters(desk)
    assert told.to_address == "morgan@example.org" and "another email address" in (told.body or "")
    async with desk.society.store.reading() as reading:
        found = await people.person(reading, desk.people[MEMBER])
    assert (found.email, found.phone) == ("new@example.org", "01632 960 001")


async def test_an_address_that_is_none_and_a_language_nobody_writes_are_refused_beside_their_fields(
    desk: Desk,
) -> None:
    window = await member(desk)
    for changes, words in (
        ({"email": "nowhere"}, "This is not an email address."),
        ({"language": "fr"}, "Choose a language that the society writes in."),
        ({"first_name": ""}, "Type the name you go by."),
    ):
        await window.get("me/details")
        answer = await window.send("me/details", TOLD | changes)
        assert answer.status_code == 422 and words in window.text()
    assert await letters(desk) == []


async def test_a_name_is_corrected_when_the_secretary_accepts_and_what_it_was_is_kept(desk: Desk) -> None:
    """Invariant 1."""
    window = await member(desk)
    assert await asks(desk, window, "name", "Eve Morgan-Puw") == 303
    await window.follow()
    assert "The secretary has it." in window.last.text and "Eve Morgan-Puw" in window.text()
    office = await secretary(desk)
    await office.get("office")
    assert "1 person asks for a correction or to be erased." in office.text()
    await office.get("office/wishes")
    async with desk.society.store.reading() as reading:
        (asked,) = await members.corrections(reading)
    where = f"office/corrections/{asked.id}"
    await office.get(where)
    assert (await office.send(where, {})).status_code == 422
    assert "Say why. The person reads it." in office.text()
    await office.send(where, {"accept": "yes", "answer": "I saw the passport"})
    assert office.last.status_code == 303
    async with desk.society.store.reading() as reading:
        assert (await people.person(reading, desk.people[MEMBER])).name == "Eve Morgan-Puw"
        (past,) = await reading.scalars(select(PastFact))
    assert (past.fact, past.was, past.reason) == ("name", "Eve Morgan", "It says so on my passport")
    (told,) = await letters(desk)
    assert "It was accepted." in (told.body or "") and "I saw the passport" in (told.body or "")
    await window.get("me/corrections")
    assert "Accepted" in window.text() and "I saw the passport" in window.text()
    await office.get(where)
    assert "<form" not in office.last.text.split("<main")[1].split("</main")[0]


async def test_a_correction_is_declined_with_a_reason_and_nothing_changes(desk: Desk) -> None:
    window = await member(desk)
    await asks(desk, window, "groups", "I am a volunteer too")
    async with desk.society.store.reading() as reading:
        (asked,) = await members.corrections(reading)
    office = await secretary(desk)
    await office.get(f"office/corrections/{asked.id}")
    assert "Put it right in the entry first" in office.text()
    await office.send(f"office/corrections/{asked.id}", {"accept": "no", "answer": "No form was signed"})
    (told,) = await letters(desk)
    assert "It was not accepted." in (told.body or "") and "No form was signed" in (told.body or "")


async def test_a_birth_date_is_asked_for_as_a_day(desk: Desk) -> None:
    window = await member(desk)
    assert await asks(desk, window, "born_on") == 422
    assert "Type the day you were born" in window.text()
    assert await asks(desk, window, "name") == 422
    assert "Say what would be right." in window.text()
    day = {"born_day": "3", "born_month": "4", "born_year": "1980"}
    assert await asks(desk, window, "born_on", **day) == 303
    async with desk.society.store.reading() as reading:
        (asked,) = await members.corrections(reading)
    assert asked.wanted == "1980-04-03"
    office = await secretary(desk)
    await office.get(f"office/corrections/{asked.id}")
    await office.send(f"office/corrections/{asked.id}", {"accept": "yes", "answer": "Seen"})
    async with desk.society.store.reading() as reading:
        assert await members.born_on(reading, desk.people[MEMBER]) == date(1980, 4, 3)


async def test_an_officer_does_not_answer_their_own_wish(desk: Desk) -> None:
    office = await secretary(desk)
    await asks(desk, office, "other", "Something")
    async with desk.society.store.reading() as reading:
        (asked,) = await members.corrections(reading)
    await office.get(f"office/corrections/{asked.id}")
    answer = await office.send(f"office/corrections/{asked.id}", {"accept": "yes", "answer": "Of course"})
    assert answer.status_code == 422 and "Another officer has to answer." in office.text()


async def test_a_wish_is_taken_back(desk: Desk) -> None:
    window = await member(desk)
    await asks(desk, window, "other", "Something")
    async with desk.society.store.reading() as reading:
        (asked,) = await members.corrections(reading)
    await window.get("me/corrections")
    await window.send(f"me/corrections/{asked.id}/withdraw")
    await window.follow()
    assert "You took it back." in window.last.text and "Taken back" in window.text()


async def test_i_get_everything_about_me_as_a_page_and_as_a_file(desk: Desk) -> None:
    window = await member(desk)
    await window.get("me/data")
    assert "How you voted is not in it." in window.text()
    page = await window.get("me/data/page")
    assert page.headers["content-disposition"] == 'attachment; filename="held-2026-11-09.html"'
    assert page.headers["cache-control"] == "no-store"
    assert "Eve Morgan" in page.text and "morgan@example.org" in page.text and "tudur" not in page.text
    file = await window.get("me/data/file")
    told = json.loads(file.text)
    assert told["name"] == "Eve Morgan"
    assert (
        next(part for part in told["parts"] if part["id"] == "membership.person_id")["rows"][0]["constituency"]
        == "staff"
    )


async def test_nobody_gets_anything_without_signing_in(desk: Desk) -> None:
    for where in ("me/data/page", "me/data/file", "me/erasure"):
        answer = await desk.window.get(where)
        assert answer.status_code == 303 and "sign-in" in answer.headers["location"]


async def test_i_ask_to_be_erased_and_read_what_stays_and_what_stands_in_the_way(desk: Desk) -> None:
    window = await member(desk)
    await window.get("me/erasure")
    for words in ("What goes", "for ever, as the law asks", "A membership goes on. It ends first."):
        assert words in window.text()
    assert window.text().count("The register of officers is kept for ever") == 1  # a reason is said once
    await window.send("me/erasure", {})
    await window.follow()
    assert "You asked on Monday 9 November 2026." in window.text()
    async with desk.society.store.reading() as reading:
        (wish,) = await members.erasures(reading)
    office = await secretary(desk)
    where = f"office/erasures/{wish.id}"
    await office.get(where)
    answer = await office.send(where, {"accept": "yes", "answer": "As asked"})
    assert answer.status_code == 422 and "A membership goes on. It ends first." in office.text()
    async with desk.society.store.writing() as writing:
        day, at = desk.clock.at.date(), desk.clock.at
        await register.end_membership(writing, desk.people[MEMBER], "staff", day, "left", by=None, at=at)
    await office.get(where)
    assert (await office.send(where, {"accept": "yes", "answer": "As asked"})).status_code == 303
    async with desk.society.store.reading() as reading:
        found = await people.person(reading, desk.people[MEMBER])
    assert (found.name, found.email) == ("Eve Morgan", None)
    gone = await window.get("me")
    assert gone.status_code == 303 and "sign-in" in gone.headers["location"]


async def test_an_erasure_is_declined_with_a_reason_that_goes_by_mail(desk: Desk) -> None:
    window = await member(desk)
    await window.get("me/erasure")
    await window.send("me/erasure", {})
    async with desk.society.store.reading() as reading:
        (wish,) = await members.erasures(reading)
    office = await secretary(desk)
    await office.get(f"office/erasures/{wish.id}")
    await office.send(f"office/erasures/{wish.id}", {"accept": "no", "answer": "A claim is open"})
    (told,) = await letters(desk)
    assert "A claim is open" in (told.body or "")
    await window.get("me/erasure")
    assert "Declined A claim is open" in window.text()


async def test_an_erasure_is_asked_for_on_paper(desk: Desk) -> None:
    office = await secretary(desk)
    person = desk.people["Gwenllian Wyn"]
    where = f"office/register/{person}/erasure"
    await office.get(where)
    assert (await office.send(where, {})).status_code == 422
    await office.send(where, {"how": "A signed letter"})
    assert office.last.headers["location"].startswith(f"{HERE}/office/erasures/")
    await office.follow()
    assert "A signed letter" in office.text()
    await office.get(where)
    assert (await office.send(where, {"how": "Again"})).status_code == 422
    assert "This was asked already" in office.text()


async def test_an_officer_gives_out_what_is_held_once_it_is_written_down_who_asked(desk: Desk) -> None:
    office = await secretary(desk)
    base = f"office/register/{desk.people['Gwenllian Wyn']}/data"
    refused = await office.get(f"{base}/page")
    assert refused.status_code == 409 and "First write down how they asked" in refused.text
    await office.get(base)
    assert (await office.send(base, {})).status_code == 422
    await office.send(base, {"how": "letter"})
    await office.follow()
    page = await office.get(f"{base}/page")
    assert page.status_code == 200 and "Gwenllian Wyn" in page.text and "Eve Morgan" not in page.text
    async with desk.society.store.reading() as reading:
        (line,) = [
            one
            for one in await record.lines_about(reading, [f"person:{desk.people['Gwenllian Wyn']}"])
            if one.verb == "person.given_out"
        ]
    assert line.by == desk.people["Nerys Tudur"] and line.facts == {"how": "letter"}


async def test_a_birth_date_that_was_asked_for_is_told_in_words(desk: Desk) -> None:
    window = await member(desk)
    born = {"born_day": "2", "born_month": "1", "born_year": "1980"}
    assert await asks(desk, window, "born_on", **born) == 303
    await window.get("me/corrections")
    assert "Wednesday 2 January 1980" in window.text() and "1980-01-02" not in window.last.text
    assert await asks(desk, window, "born_on", **{**born, "born_year": "2031"}) == 422
    assert "This day has not come yet. Check the date." in window.text()


async def test_my_page_shows_how_my_papers_come_and_lets_me_change_it(desk: Desk) -> None:
    window = await member(desk)
    await window.get("me")
    assert "You vote On a screen" in window.text()
    await window.get("me/paper")
    refused = await window.send("me/paper", {"way": "paper", "format": "large_print"})
    assert refused.status_code == 422 and "We do not know your postal address, so no paper" in window.text()
    address = {"email": "morgan@example.org", "postal_address": "1 High Street"}
    await window.get("me/details")
    await window.send("me/details", TOLD | address)
    await window.get("me/paper")
    refused = await window.send("me/paper", {"way": "", "format": "large_print"})
    assert refused.status_code == 422 and "Choose how you want to vote." in window.text()
    refused = await window.send("me/paper", {"way": "paper", "format": "stone"})
    assert refused.status_code == 422 and "Papers are not made in this way here." in window.text()
    await window.send("me/paper", {"way": "paper", "format": "large_print"})
    await window.follow()
    assert "What you changed is kept." in window.last.text
    assert "You vote On paper, by post Papers Large print" in window.text()
    async with desk.society.store.reading() as reading:
        assert await paper_lists.wishes_of(reading, desk.people[MEMBER], uuid4()) == (False, True)
    await window.get("me/paper")
    await window.send("me/paper", {"way": "screen", "format": "easy_read"})
    await window.follow()
    assert "You vote On a screen Papers Easy Read" in window.text()
    await window.get("me/paper")
    await window.send("me/paper", {"way": "screen", "format": "easy_read"})
    assert window.last.status_code == 303, "the same again is no mistake"
