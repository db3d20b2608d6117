"""A whole AGM, from the secretary's call to the minutes, walked in a browser without and with JavaScript.

Everything is walked through pages on one day by the service's own clock; Dyffryn's rules have short times for it. Not
walked through pages: founding the society and appointing two officers, which the owner does at the command line; the
six minutes after which a second step is asked for again, and the night before the meeting, which are taken off in the
database. Calling the meeting is walked once, without JavaScript, and both runs begin from there.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.servers.service import Service
from tests.stories import day as days
from tests.stories import dyffryn
from tests.stories.agm import Called
from tests.stories.day import Day
from tests.stories.dyffryn import RETURNING, SCRUTINEER, SECRETARY, person
from tests.stories.walkers import Walker

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_a_whole_agm_from_the_notice_to_the_minutes(
    called: Called, dyffryn_service: Service, browser: Browser, scripts: bool
) -> None:
    walk(Day(called, dyffryn_service, browser, scripts=scripts))


def walk(day: Day) -> None:
    returning = day.officer(RETURNING)
    days.freeze(day, returning)
    too_early(day)
    days.open_the_vote(day, returning)
    late = everybody_votes(day)
    secretary = day.officer(SECRETARY)
    days.hold_the_meeting(day, secretary)
    days.close_count_declare(day, returning)
    too_late(late)
    member = days.come_with_a_link(day, person("Tomos"))
    days.read_the_result(day, member)
    minutes = days.write_the_minutes(day, secretary)
    days.read_the_papers(day, member, minutes)
    days.read_the_record(day, day.officer(SCRUTINEER))
    assert day.desk.record_holds()
    day.end()


def too_early(day: Day) -> None:
    """The papers can be read before the vote opens, and nothing can be sent."""
    early = days.come_with_a_link(day, person("Elin"))
    early.open(day.ballot)
    early.reads("Annual general meeting", "Seats open to everybody")
    assert early.page.locator('main form[action$="/start"]').count() == 0
    early.open(f"{day.ballot}/paper/1")
    early.reads("This vote is not open yet.")
    assert early.status == 409


def everybody_votes(day: Day) -> Walker:
    """Six people of all groups. Aled votes twice, Betsan leaves one blank; Gareth waits on the check page."""
    aled = days.come_by_mail(day, person("Aled"))
    day.look(aled, "14-home")
    days.fill_in(day, aled, ("yes", "no", "no", ("Elin",), ("Bo ",)))
    once = days.send(day, aled)
    again = days.vote(day, aled, "Aled", name="15-aled")
    assert once != again
    betsan = days.come_with_a_link(day, person("Betsan"), width=320)
    days.vote(day, betsan, "Betsan", name="16-betsan")
    assert "Mae" in betsan.text()
    for first in ("Karen", "Lowri", "Ceri", "Powys"):
        days.vote(day, days.come_with_a_link(day, person(first)), first)
    late = days.come_with_a_link(day, person("Gareth"))
    days.fill_in(day, late, dyffryn.VOTES["Aled"])
    return late


def too_late(late: Walker) -> None:
    """What was begun in time and sent after the close is refused in a sentence, and nothing is counted."""
    days.go_on(late)
    late.reads("This vote closed on", "so your vote was not taken")
    assert late.status == 409
