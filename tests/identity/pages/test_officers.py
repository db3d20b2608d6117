"""The pages on which officers come in, step up, are set up and let in; and where people leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pyotp
import pytest

from govern.identity import lifecycle, queries
from govern.identity.lifecycle import passwords
from govern.identity.rules import LinkKind
from govern.permissions import Role
from govern.society import Society
from tests.given import Moments
from tests.identity.pages.conftest import (
    PASSWORD,
    last_mail,
    link_in,
    make_officer,
    shows,
    sign_in_officer,
)
from tests.window import HERE, Window

Opens = Callable[[], Window]
EMAIL = "dilys@example.org"


@pytest.fixture
async def officer(society: Society, clock: Moments) -> UUID:
    return await make_officer(society, clock, "Dilys Rowe", EMAIL)


async def visitor_of(society: Society, browser: Window, clock: Moments) -> UUID | None:
    found = await queries.find_visitor(society, browser.cookies.get("s-tair-nant", ""), clock.at)
    return found.person_id if found and found.officer_session else None


async def test_an_officer_signs_in_with_both_proofs(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser = window()
    answer = await sign_in_officer(browser, society, officer, EMAIL, clock)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/office")
    assert await visitor_of(society, browser, clock) == officer


async def test_an_unknown_address_and_a_wrong_password_read_the_same(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    pages = []
    for email, password in ((EMAIL, "not this one at all"), ("nobody@example.org", PASSWORD)):
        browser = window()
        await browser.get(f"{HERE}/sign-in/officer")
        fields = {"email": email, "password": password, "code": shows(society, officer, clock)}
        answer = await browser.send(f"{HERE}/sign-in/officer", fields)
        assert answer.status_code == 422 and password not in answer.text
        pages.append(re.sub(r"value=\"[^\"]*\"", "", answer.text))
    assert pages[0] == pages[1]


async def test_the_same_authenticator_code_does_not_open_twice(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    assert (await sign_in_officer(window(), society, officer, EMAIL, clock)).status_code == 303
    assert (await sign_in_officer(window(), society, officer, EMAIL, clock)).status_code == 422


async def test_when_too_many_wait_for_their_password_the_next_is_told_when_to_come_back(
    society: Society, window: Opens, officer: UUID, clock: Moments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords._pool, "_most", 0)
    answer = await sign_in_officer(window(), society, officer, EMAIL, clock)
    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0


async def test_a_member_session_becomes_an_officers_only_with_a_new_token(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    async with society.store.writing() as writing:
        token = await lifecycle.make_link(writing, officer, at=clock.at)
    browser = window()
    await browser.get(f"{HERE}/sign-in/link/{token}")
    await browser.send(f"{HERE}/sign-in/link/{token}", {})
    before = browser.cookies["s-tair-nant"]
    assert (await browser.get(f"{HERE}/office/let-in")).status_code == 403
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    assert browser.cookies["s-tair-nant"] != before
    assert await queries.find_visitor(society, before, clock.at) is None


async def test_what_cannot_be_undone_asks_for_the_second_step_and_leads_back(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser = window()
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    assert (await browser.get(f"{HERE}/office/let-in")).status_code == 200
    clock.pass_(minutes=6)
    answer = await browser.get(f"{HERE}/office/let-in")
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"{HERE}/step-up?next=")
    await browser.get(answer.headers["location"])
    before = browser.cookies["s-tair-nant"]
    assert (await browser.send(f"{HERE}/step-up", {"code": "000000"})).status_code == 422
    answer = await browser.send(f"{HERE}/step-up", {"code": shows(society, officer, clock)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/office/let-in")
    assert browser.cookies["s-tair-nant"] != before
    assert await queries.find_visitor(society, before, clock.at) is None
    assert (await browser.get(f"{HERE}/office/let-in")).status_code == 200


async def test_stepping_up_leads_to_no_other_host(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser = window()
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    clock.pass_(minutes=6)
    await browser.get(f"{HERE}/step-up?next=//evil.example")
    code = shows(society, officer, clock)
    answer = await browser.send(f"{HERE}/step-up", {"code": code, "next": "https://evil.example"})
    assert answer.headers["location"] == f"{HERE}/home"


async def test_a_member_comes_in_anew_where_an_officer_gives_the_second_step(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    async with society.store.writing() as writing:
        token = await lifecycle.make_link(writing, member, at=clock.at)
    browser = window()
    await browser.get(f"{HERE}/sign-in/link/{token}")
    await browser.send(f"{HERE}/sign-in/link/{token}", {})
    page = (await browser.get(f"{HERE}/step-up?next=/meetings")).text
    assert "Show once more that it is you" in page and "/sign-in/officer?next=/meetings" in page
    assert "/sign-in/letter?next=/meetings" in page
    answer = await browser.send(f"{HERE}/sign-in", {})
    assert answer.status_code == 303 and answer.headers["location"] == f"{HERE}/sign-in/sent"


async def test_a_new_officer_sets_up_in_one_page(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    async with society.store.writing() as writing:
        await lifecycle.appoint(writing, member, Role.CHAIR, clock.at.date(), by=None, at=clock.at)
        token = await lifecycle.make_link(writing, member, kind=LinkKind.SET_UP, at=clock.at)
    browser, page = window(), f"{HERE}/set-up/{token}"
    shown = await browser.get(page)
    assert shown.status_code == 200 and "<svg" in shown.text
    secret = lifecycle.secret_for(society.key("codes"), token)
    assert " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)) in shown.text
    assert (await browser.send(page, {"password": "short", "code": "123456"})).status_code == 422
    assert 'id="password-problem"' in browser.last.text
    assert (await browser.send(page, {"password": PASSWORD, "code": "000000"})).status_code == 422
    assert 'id="code-problem"' in browser.last.text and PASSWORD not in browser.last.text
    code = pyotp.TOTP(secret).at(clock.at)
    answer = await browser.send(page, {"password": PASSWORD, "code": code})
    assert answer.status_code == 303
    assert await visitor_of(society, browser, clock) == member
    assert (await browser.get(page)).status_code == 409
    assert (await browser.get(f"{HERE}/set-up/{'A' * 43}")).status_code == 404


async def test_two_officers_let_a_third_in(society: Society, window: Opens, officer: UUID, clock: Moments) -> None:
    other = await make_officer(society, clock, "Huw Rees", "huw@example.org", Role.CHAIR)
    lost = await make_officer(society, clock, "Lowri Vaughan", "lowri@example.org", Role.SCRUTINEER)
    one, two = window(), window()
    await sign_in_officer(one, society, officer, EMAIL, clock)
    await sign_in_officer(two, society, other, "huw@example.org", clock)
    page, word = f"{HERE}/office/let-in", {"person": str(lost), "reason": "I met her at the hall"}
    await one.get(page)
    assert (await one.send(page, {"person": str(lost)})).status_code == 422
    assert (await one.send(page, {**word, "person": str(officer)})).status_code == 422
    assert (await one.send(page, word)).headers["location"] == f"{page}?done=word"
    await one.get(page)
    assert (await one.send(page, word)).status_code == 422
    seen = await two.get(page)
    assert "Dilys Rowe" in seen.text and "I met her at the hall" in seen.text
    assert (await two.send(page, word)).headers["location"] == f"{page}?done=sent"
    link = link_in(await last_mail(society.store))
    assert (await window().get(link)).status_code == 200


async def test_the_secretary_makes_a_sheet_of_codes_for_a_letter(
    society: Society, window: Opens, officer: UUID, member: UUID, clock: Moments
) -> None:
    browser, page = window(), f"{HERE}/office/letter-codes/{member}"
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    assert "Make the codes" in (await browser.get(page)).text
    sheet = await browser.send(page, {})
    codes = re.findall(r"co-code\">([2-9A-Z ]{14})<", sheet.text)
    assert len(codes) == 6 and sheet.headers["cache-control"] == "no-store"
    guest = window()
    await guest.get(f"{HERE}/sign-in/letter")
    assert (await guest.send(f"{HERE}/sign-in/letter", {"code": codes[3]})).status_code == 303
    assert (await browser.get(f"{HERE}/office/letter-codes/{uuid4()}")).status_code == 404


async def test_people_see_where_they_are_signed_in_and_leave(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    here, there = window(), window()
    await sign_in_officer(here, society, officer, EMAIL, clock)
    clock.pass_(minutes=1)
    await sign_in_officer(there, society, officer, EMAIL, clock)
    shown = await here.get(f"{HERE}/me/devices")
    ends = re.findall(r"action=\"([^\"]*/end)\"", shown.text)
    assert shown.status_code == 200 and len(ends) == 3 and "This one" in shown.text
    answer = await here.send(ends[0], {})
    assert answer.headers["location"] == f"{HERE}/me/devices?ended=one"
    assert await visitor_of(society, there, clock) is None
    cookie = dict(here.cookies)
    await here.get(f"{HERE}/me/devices")
    answer = await here.send(f"{HERE}/sign-out", {})
    assert (answer.status_code, answer.headers["location"]) == (303, HERE)
    assert "s-tair-nant" not in here.cookies
    here.cookies = cookie
    assert (await here.get(f"{HERE}/me/devices")).status_code == 303
    assert await visitor_of(society, here, clock) is None


async def test_ending_the_session_one_is_in_signs_out_and_others_are_ended_together(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    windows = [window() for _ in range(3)]
    for browser in windows:
        await sign_in_officer(browser, society, officer, EMAIL, clock)
        clock.pass_(minutes=1)
    await windows[0].get(f"{HERE}/me/devices")
    answer = await windows[0].send(f"{HERE}/me/devices/others/end", {})
    assert answer.headers["location"] == f"{HERE}/me/devices?ended=others"
    assert [await visitor_of(society, one, clock) is not None for one in windows] == [True, False, False]
    shown = await windows[0].get(f"{HERE}/me/devices")
    (end,) = re.findall(r"action=\"([^\"]*/end)\"", shown.text)
    assert (await windows[0].send(end, {})).headers["location"] == HERE
    assert await visitor_of(society, windows[0], clock) is None
