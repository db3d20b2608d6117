"""The secretary tries a quorum: W11 on the page, a board's seats, what cannot be, who may."""

from __future__ import annotations

import re

from tests.window import Window

GENERAL = "office/what-if/quorum?of=general"


def lines(browser: Window) -> str:
    return " ".join(browser.text().split())


async def test_w11_on_the_page_with_every_step_and_its_clause(secretary: Window) -> None:
    await secretary.get("office/what-if/quorum")
    assert "of=general" in secretary.last.text and "of=board" in secretary.last.text
    await secretary.get(f"{GENERAL}&roll_supported=100&roll_staff=20&here_supported=10&here_staff=4&represented=17")
    said = lines(secretary)
    assert "The meeting can decide." in said
    assert "20 of 100 of that is 24. The rules ask for at least 12 too: 24 are needed. Rule 5.1" in said
    assert "17 people are represented, and 12 of these may count. Rule 5.1" in said
    assert "<svg" in secretary.last.text
    await secretary.get(f"{GENERAL}&roll_supported=100&roll_staff=20&here_supported=11&represented=17&remote=2")
    assert "There are not enough people here for the meeting to decide." in lines(secretary)


async def test_a_meeting_that_was_put_off_needs_two(secretary: Window) -> None:
    await secretary.get(f"{GENERAL}&roll_staff=120&here_staff=2&adjourned=yes")
    assert "The meeting can decide." in lines(secretary) and "from 2 on. Rule 5.1" in lines(secretary)
    await secretary.get(f"{GENERAL}&roll_staff=120&here_staff=1&adjourned=yes")
    assert "There are not enough people here" in lines(secretary)


async def test_a_board_s_quorum_is_of_the_seats_filled(secretary: Window) -> None:
    await secretary.get("office/what-if/quorum?of=board&filled=9&here=4")
    assert "9 seats are filled. Rule 5.2" in lines(secretary)
    await secretary.get("office/what-if/quorum?of=board&fill=now")
    filled = re.search(r'name="filled" type="text" value="(\d+)"', secretary.last.text)
    assert filled is not None


async def test_numbers_that_cannot_be_are_refused_beside_their_fields(secretary: Window) -> None:
    for query, field, words in (
        ("roll_staff=3&here_staff=4", "here_staff", "4 are typed as here, of 3"),
        ("roll_staff=9&here_staff=4&remote=5", "remote", "5 cannot be on a screen"),
        ("roll_staff=9&here_staff=4&represented=6", "represented", "only 5 are not here"),
    ):
        answer = await secretary.get(f"{GENERAL}&{query}")
        assert answer.status_code == 422 and words in lines(secretary), query
        assert f'id="{field}-problem"' in answer.text
    nobody = await secretary.get(f"{GENERAL}&here_staff=")
    assert nobody.status_code == 422 and "Type how many people may vote." in lines(secretary)


async def test_todays_roll_is_filled_in(secretary: Window) -> None:
    answer = await secretary.get(f"{GENERAL}&fill=now")
    assert answer.status_code == 200 and "The meeting can decide." not in lines(secretary)
    assert 'name="here_staff" inputmode="numeric" value=""' in answer.text


async def test_only_bodies_with_a_quorum_and_only_those_who_prepare_votes(secretary: Window, member: Window) -> None:
    assert (await secretary.get("office/what-if/quorum?of=strange")).status_code == 404
    assert (await member.get("office/what-if/quorum")).status_code == 403


async def test_invariant_25_the_number_needed_is_the_share_rounded_up(secretary: Window) -> None:
    """W11: a fifth of 121 is 24.2, so 25 are needed, and 12 of them by representation."""
    await secretary.get(f"{GENERAL}&roll_supported=101&roll_staff=20&here_supported=12&represented=17")
    assert "25 are needed." in lines(secretary) and "There are not enough people here" in lines(secretary)
    await secretary.get(f"{GENERAL}&roll_supported=101&roll_staff=20&here_supported=13&represented=17")
    assert "The meeting can decide." in lines(secretary)
