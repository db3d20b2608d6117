"""Minutes in a noisy room: two who take notes at once, one connection that drops, and no line is lost."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from playwright.sync_api import Browser, Route, expect
from sqlalchemy import select

from govern.clock import now
from govern.identity import lifecycle as identity
from govern.identity.rules import Proof
from govern.minutes.book import lifecycle
from govern.minutes.book.models import Note
from govern.permissions import Role
from govern.society import Society
from tests.given import a_bare_society
from tests.meetings.scene import AGM_AT, a_society, an_open_meeting
from tests.servers.service import Service
from tests.stories.desk import Desk
from tests.stories.walkers import Walker, aside

pytestmark = [pytest.mark.browser]
SHORT = "tair-nant"


class Room(msgspec.Struct, frozen=True):
    """A meeting that is on, with its minutes begun and two who write them."""

    desk: Desk
    minutes: UUID
    writers: tuple[UUID, UUID]

    def lines(self) -> list[str]:
        async def looking(society: Society) -> list[str]:
            async with society.store.reading() as reading:
                found = await reading.scalars(select(Note.text).order_by(Note.number))
                return [words["en"] for words in found]

        return self.desk.run(looking)


async def _build(home: Path) -> Room:
    society = await a_bare_society(home)
    scene = await a_society(society.store)
    meeting_id = await an_open_meeting(scene)
    writers = (scene.secretary, scene.people["Siân Morgan"])
    async with society.store.writing() as writing:
        for one in writers:
            await identity.appoint(writing, one, Role.SECRETARY, date(2026, 1, 1), by=None, at=now())
        minutes_id = await lifecycle.draft(writing, meeting_id, by=scene.secretary, at=AGM_AT)
    await society.store.close()
    return Room(Desk(home, SHORT), minutes_id, writers)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return aside(lambda: asyncio.run(_build(tmp_path / "home")))


def at_the_page(
    room: Room, service: Service, browser: Browser, which: int, *, scripts: bool = True, clock: bool = False
) -> Walker:
    """A writer in front of the page. With a `clock` the minutes of their browser pass when the test says so."""
    walker = Walker(browser, service.address, SHORT, scripts=scripts)
    if clock:
        walker.page.clock.install()
    room.desk.let_in(walker, room.writers[which], Proof.PASSWORD_TOTP)
    walker.open(f"office/minutes/{room.minutes}/live")
    return walker


def write(walker: Walker, words: str) -> None:
    field = walker.page.locator("#text-opening")
    field.fill(words)
    field.press("Control+Enter")


def a_minute_passes(*walkers: Walker) -> None:
    """For their browsers: every try to send and every look of that minute is made, one after the other."""
    for _ in range(20):
        for walker in walkers:
            walker.page.clock.run_for(3_000)


def test_two_note_takers_at_once_and_one_connection_that_drops_for_a_minute(room: Room, browser: Browser) -> None:
    with Service(room.desk.home, timer=False) as service:
        one, two = (at_the_page(room, service, browser, which, clock=True) for which in (0, 1))
        write(one, "One: we begin.")
        expect(one.page.locator("#kept")).to_have_text("Every line is kept.")
        two.context.set_offline(True)
        for number in range(3):
            write(two, f"Two: without a connection, {number}.")
            write(one, f"One: meanwhile, {number}.")
        expect(one.page.locator("#kept")).to_have_text(
            "Every line is kept."
        )  # before the minute runs over its answers
        two.page.locator("#text-opening").fill("Two: not finished")
        a_minute_passes(one, two)
        expect(two.page.locator("#kept")).to_contain_text("Lines that wait for the connection: 3.")
        expect(one.page.locator("#lines-opening li")).to_have_count(4)
        assert sum(words.startswith("Two") for words in room.lines()) == 0
        two.context.set_offline(False)
        expect(two.page.locator("#lines-opening li")).to_have_count(7, timeout=20_000)
        two.page.clock.run_for(3_000)
        told = "Every line is kept. Lines that waited for the connection and are kept now: 3. New lines of others: 4."
        expect(two.page.locator("#kept")).to_have_text(told)
        one.page.clock.run_for(15_000)
        expect(one.page.locator("#lines-opening li")).to_have_count(7)
        expect(one.page.locator("#kept")).to_have_text("Every line is kept. New lines of others: 3.")
        assert two.page.locator("#text-opening").input_value() == "Two: not finished"
        found = room.lines()
        assert len(found) == len(set(found)) == 7
        assert [words for words in found if words.startswith("Two")] == [
            f"Two: without a connection, {number}." for number in range(3)
        ]
        two.page.reload()
        assert two.page.locator("#text-opening").input_value() == "Two: not finished"
        for walker in (one, two):
            walker.close()


def test_a_connection_that_swallows_everything_counts_as_none(room: Room, browser: Browser) -> None:
    with Service(room.desk.home, timer=False) as service:
        one = at_the_page(room, service, browser, 0, clock=True)
        held: list[Route] = []

        def swallow(route: Route) -> None:
            held.append(route)

        one.page.route("**/lines", swallow)
        write(one, "Into the dark.")
        expect(one.page.locator("#kept")).to_contain_text("Lines that wait for the connection: 1.")
        assert len(held) == 1 and room.lines() == []
        one.page.clock.run_for(10_000)  # it is given up first: what is held is let go once nothing swallows any more
        one.page.unroute("**/lines")
        one.page.clock.run_for(10_000)
        expect(one.page.locator("#kept")).to_contain_text("and are kept now: 1.", timeout=20_000)
        assert room.lines() == ["Into the dark."]
        one.close()


def test_whoever_is_signed_out_meanwhile_is_told_and_keeps_every_line(room: Room, browser: Browser) -> None:
    with Service(room.desk.home, timer=False) as service:
        one = at_the_page(room, service, browser, 0)
        one.context.clear_cookies()
        write(one, "Nobody is signed in.")
        expect(one.page.locator("#kept")).to_contain_text("You are signed out. Your lines are kept in this browser.")
        assert room.lines() == []
        room.desk.let_in(one, room.writers[0], Proof.PASSWORD_TOTP)
        one.open(f"office/minutes/{room.minutes}/live")
        expect(one.page.locator("#kept")).to_have_text("Every line is kept.", timeout=15_000)
        assert room.lines() == ["Nobody is signed in."]
        one.close()


def test_a_line_whose_answer_got_lost_is_sent_again_and_is_one_line(room: Room, browser: Browser) -> None:
    with Service(room.desk.home, timer=False) as service:
        one = at_the_page(room, service, browser, 0)
        lost: list[str] = []

        def lose_the_first_answer(route: Route) -> None:
            if lost:
                route.continue_()
                return
            lost.append(route.request.url)
            route.fetch(max_redirects=0)
            route.abort()

        one.page.route("**/lines", lose_the_first_answer)
        write(one, "Said once.")
        expect(one.page.locator("#kept")).to_contain_text("Every line is kept.", timeout=15_000)
        assert lost and room.lines() == ["Said once."]
        one.close()


def test_without_a_script_each_line_is_a_form_for_the_keyboard(room: Room, browser: Browser) -> None:
    with Service(room.desk.home, timer=False) as service:
        one = at_the_page(room, service, browser, 0, scripts=False)
        for words in ("First line.", "Second line."):
            one.page.locator("#text-opening").focus()
            one.page.keyboard.type(words)
            one.page.keyboard.press("Tab")
            one.page.keyboard.press("Enter")
            one.page.get_by_text(words).first.wait_for()
        assert room.lines() == ["First line.", "Second line."]
        one.close()


def test_without_a_script_a_form_sent_without_a_connection_keeps_what_was_typed_and_is_one_line(
    room: Room, browser: Browser
) -> None:
    with Service(room.desk.home, timer=False) as service:
        one = at_the_page(room, service, browser, 0, scripts=False)
        one.page.locator("#text-opening").fill("Typed before it broke.")
        one.context.set_offline(True)
        send = one.page.locator('form[data-line="opening"] button')
        send.click()
        one.page.wait_for_url("chrome-error://**")
        assert room.lines() == []
        one.context.set_offline(False)
        one.page.go_back()
        assert one.page.locator("#text-opening").input_value() == "Typed before it broke."
        send.click()
        one.page.get_by_text("Typed before it broke.").first.wait_for()
        one.page.go_back()
        one.page.locator("#text-opening").fill("Typed before it broke.")
        send.click()
        one.page.wait_for_load_state()
        assert room.lines() == ["Typed before it broke."]
        one.close()


def test_two_who_change_one_line_at_once_both_see_what_the_other_wrote(room: Room, browser: Browser) -> None:
    with Service(room.desk.home, timer=False) as service:
        one, two = (at_the_page(room, service, browser, which, scripts=False) for which in (0, 1))
        one.page.locator("#text-opening").fill("We begin.")
        one.page.locator('form[data-line="opening"] button').click()
        one.follow("Change or strike")
        two.open(one.at())
        two.fill(text="We begin, said two.")
        two.context.set_offline(True)
        two.button("Keep this line").click()
        two.page.wait_for_url("chrome-error://**")
        one.fill(text="We begin at ten.")
        one.press("Keep this line")
        two.context.set_offline(False)
        two.page.reload()
        two.reads("Somebody changed this line while you were writing.", "We begin at ten.", "We begin, said two.")
        assert two.page.locator("#text").input_value() == "We begin, said two." and room.lines() == [
            "We begin at ten."
        ]
        two.fill(text="We begin at ten, said two.")
        two.press("Keep this line")
        one.page.reload()
        one.follow("Change or strike")
        one.reads("We begin at ten. (Nerys Wyn", "Siân Morgan")
        assert room.lines() == ["We begin at ten, said two."]
        for walker in (one, two):
            walker.close()
