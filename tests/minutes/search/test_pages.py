"""`search` in the browser: what each reader finds, kinds and pages, refusals beside the field; nobody finds more than
they may read."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import Invitation, ItemDraft
from govern.forums.gatherings.rules import ItemKind
from govern.meetings import lifecycle as meetings
from govern.meetings.rules import Mode
from govern.minutes.search.lifecycle import follow
from govern.minutes.search.rules import ON_A_PAGE
from govern.permissions import Role
from tests.constituencies.conftest import Town
from tests.forums.conftest import Forums
from tests.forums.recommendations.conftest import Valley
from tests.forums.recommendations.test_privacy import TITLE, asked_by_families
from tests.forums.recommendations.test_w15 import agreed
from tests.minutes.book.pages.test_past import brought
from tests.minutes.book.past_files import PDF


async def noted(forums: Forums, forum: UUID, leader: str, words: str, about: str | None = None) -> UUID:
    """A gathering of a forum that is on, with one point and these notes. Returns the gathering's id."""
    town, at = forums.town, forums.town.clock.at
    by = town.people[leader]
    async with town.society.store.writing() as writing:
        if forum == forums.family:
            by = town.people["Siân Llwyd"]
        when = Invitation(starts_at=at + timedelta(minutes=1), place={"en": "The hall"})
        meeting = await gatherings.call(writing, forum, when, by=by, at=at)
        wanted = ItemDraft(kind=ItemKind.TALK, title={"en": "Our garden"})
        item = await gatherings.raise_item(writing, forum, wanted, by=town.people[leader], at=at)
        point = await gatherings.take_up(writing, forum, meeting, item, by=by, at=at)
        if about is not None:
            await gatherings.say_whom_it_is_about(writing, forum, point, town.people[about], by=by, at=at)
        await gatherings.send_agenda(writing, forum, meeting, pages={}, by=by, at=at)
        who = (
            ("Di Owen", "Siân Llwyd")
            if forum == forums.family
            else ("Mair Elis", "Gwen Hughes", "Ana Bowen", "Bo Parry")
        )
        for name in who:
            person = town.people[name]
            await meetings.check_in(writing, meeting, person, Mode.IN_PERSON, by=by, at=at, forum_id=forum)
        await gatherings.begin(writing, forum, meeting, to_talk=True, by=by, at=at)
        await gatherings.note(writing, forum, point, words, by=by, at=at)
    await follow(town.society.store)
    return meeting


def a_pdf(number: int) -> bytes:
    return PDF.replace(b"%%EOF", b"%% %d\n%%%%EOF" % number)


async def finds(town: Town, name: str, words: str, *roles: Role) -> bool:
    window = await town.window(name, *roles)
    await window.get(f"search?q={words}")
    assert window.last.status_code == 200
    return "found" in window.text() and "Nothing found" not in window.text()


async def test_notes_of_an_open_forum_are_found_by_members_and_lead_to_the_gathering(forums: Forums) -> None:
    meeting = await noted(forums, forums.local, "Mair Elis", "The beans did well, the slugs too.")
    window = await forums.town.window("Di Owen")
    await window.get("search?q=SLUGS")
    assert "1 thing found" in window.text() and "Notes of forums" in window.text()
    assert "<mark>slugs</mark>" in window.last.text
    assert f'href="{window.at(f"forums/{forums.local}/gatherings/{meeting}")}"' in window.last.text
    await window.get(f"forums/{forums.local}/gatherings/{meeting}")
    assert "The beans did well" in window.text()


async def test_notes_of_a_restricted_forum_are_found_by_its_people_alone(forums: Forums) -> None:
    """Invariant 61."""
    await noted(forums, forums.family, "Di Owen", "Respite at weekends.")
    town = forums.town
    assert await finds(town, "Di Owen", "respite")
    assert await finds(town, "Siân Llwyd", "respite"), "whoever leads it"
    for name in ("Mair Elis", "Gwen Hughes"):
        assert not await finds(town, name, "respite"), name
    assert not await finds(town, "Nerys Puw", "respite", Role.SECRETARY)


async def test_a_point_about_one_person_is_found_by_nobody(forums: Forums) -> None:
    await noted(forums, forums.local, "Mair Elis", "A new bedroom.", about="Ana Bowen")
    for name in ("Mair Elis", "Ana Bowen", "Di Owen"):
        assert not await finds(forums.town, name, "bedroom"), name


async def test_a_recommendation_is_found_once_it_has_left_its_forum(valley: Valley) -> None:
    found = await asked_by_families(valley)
    town = valley.town
    await follow(town.society.store)
    for name in ("Di Owen", "Gwen Hughes"):
        assert not await finds(town, name, "quiet+room"), name
    await agreed(await valley.window("Di Owen"), found)
    await follow(town.society.store)
    assert await finds(town, "Gwen Hughes", "quiet+room")
    window = await valley.window("Gwen Hughes")
    await window.get("search?q=quiet+room&kind=recommendation")
    assert TITLE in window.text() and "Families of Pont" not in window.text()


async def test_minutes_from_before_are_found_by_whoever_may_read_them(town: Town) -> None:
    window = await town.secretary()
    for number, (title, seen_by) in enumerate(
        (("Open minutes", "public"), ("Our minutes", "members"), ("Office minutes", "officers"))
    ):
        await brought(window, a_pdf(number), title=title, seen_by=seen_by)
    await follow(town.society.store)
    public = await town.window()
    for one, count in ((public, 1), (await town.window("Mair Elis"), 2), (window, 3)):
        await one.get("search?q=minutes")
        assert f"{count} thing" in one.text(), one.text()


async def test_many_are_shown_page_by_page_and_one_kind_alone(town: Town) -> None:
    window = await town.secretary()
    for number in range(ON_A_PAGE + 2):
        await brought(window, a_pdf(number), title=f"Minutes number {number}")
    await follow(town.society.store)
    await window.get("search?q=number&kind=past")
    assert f"{ON_A_PAGE + 2} things found" in window.text() and "Page 1 of 2" in window.text()
    await window.get("search?q=number&kind=past&page=2")
    assert window.last.text.count("<mark>") == 0 and window.text().count("Minutes number") == 2
    await window.get("search?q=number&kind=vote")
    assert window.text().count("Minutes number") == 0 and "Everything" in window.text()


async def test_what_cannot_be_looked_for_is_said_beside_the_field_and_stays_typed(town: Town) -> None:
    window = await town.window("Mair Elis")
    await window.get("search")
    assert window.last.status_code == 200 and "What are you looking for?" in window.text()
    for typed, said in (
        ("", "Type a word to look for"),
        ("?!", "Type a word to look for"),
        ("a", "Type at least 2 letters of a word."),
        ("one two three four five six seven eight nine", "Type 8 words or fewer."),
        ("x" * 201, "200"),
    ):
        answer = await window.get(f"search?q={typed}")
        assert answer.status_code == 422 and said in window.text(), (typed, window.text())
        assert not typed or f'value="{typed}"' in answer.text
    for wrong in ("kind=everything", "page=0", "page=x"):
        assert (await window.get(f"search?q=van&{wrong}")).status_code == 422, wrong


async def test_words_with_a_meaning_for_a_database_are_words(town: Town) -> None:
    window = await town.window("Mair Elis")
    for typed in ('"van', "van*", "NOT van", "van AND", "van:*", "words:van", "' OR 1=1", "NEAR(van", "%25"):
        answer = await window.get(f"search?q={typed}")
        assert answer.status_code in (200, 422) and ("Nothing found" in window.text() or "Type" in window.text())
