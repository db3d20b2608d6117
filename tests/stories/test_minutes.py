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


def at_the_page(room: Room, service: Service, browser: Browser, which: int, *, scripts: bool = True) -> Walker:
    walker = Walker(browser, service.address, SHORT, scripts=scripts)
    room.desk.let_in(walker, room.writers[which], Proof.PASSWORD_TOTP)
    walker.open(f"office/minutes/{room.minutes}/live")
    return walker


def write(walker: Walker, words: str) -> None:
    field = walker.page.locator("#text-opening")
    field.fill(words)
    field.press("Control+Enter")


def test_two_note_takers_at_once_and_one_connection_that_drops(room: Room, browser: Browser) -> None:
    with Service(room.desk.home, timer=False) as service:
        one, two = (at_the_page(room, service, browser, which) for which in (0, 1))
        write(one, "One: we begin.")
        expect(one.page.locator("#kept")).to_have_text("Every line is kept.")
        two.context.set_offline(True)
        for number in range(3):
            write(two, f"Two: without a connection, {number}.")
            write(one, f"One: meanwhile, {number}.")
        expect(two.page.locator("#kept")).to_contain_text("Lines that wait for the connection: 3.")
        two.page.locator("#text-opening").fill("Two: not finished")
        expect(one.page.locator("#lines-opening li")).to_have_count(4)
        assert sum(words.startswith("Two") for words in room.lines()) == 0
        two.context.set_offline(False)
        expect(two.page.locator("#kept")).to_have_text("Every line is kept.", timeout=15_000)
        expect(two.page.locator("#lines-opening li")).to_have_count(7, timeout=20_000)
        assert two.page.locator("#text-opening").input_value() == "Two: not finished"
        found = room.lines()
        assert len(found) == len(set(found)) == 7
        two.page.reload()
        assert two.page.locator("#text-opening").input_value() == "Two: not finished"
        for walker in (one, two):
            walker.close()


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
        expect(one.page.locator("#kept")).to_have_text("Every line is kept.", timeout=15_000)
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
