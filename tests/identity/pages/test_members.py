"""The pages on which members come in, as a browser without JavaScript meets them."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

import pytest

from govern.database import Store
from govern.identity import lifecycle, queries
from govern.identity.pages.entering import ANSWER_AFTER_SECONDS
from govern.society import Society
from tests.given import Moments
from tests.identity.pages.conftest import code_in, last_mail, link_in
from tests.window import HERE, Window

Opens = Callable[[], Window]


async def ask(browser: Window, email: str = "sian@example.org", next_path: str = "") -> None:
    await browser.get(f"{HERE}/sign-in" + (f"?next={next_path}" if next_path else ""))
    answer = await browser.send(f"{HERE}/sign-in", {"email": email})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/sign-in/sent")
    await browser.get(f"{HERE}/sign-in/sent")


async def signed_in_as(society: Society, browser: Window, clock: Moments) -> UUID | None:
    visitor = await queries.find_visitor(society, browser.cookies.get("s-tair-nant", ""), clock.at)
    return visitor.person_id if visitor else None


async def test_a_member_asks_for_a_link_and_presses_its_button(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    browser = window()
    await ask(browser, next_path="/ballots/7")
    link = link_in(await last_mail(society.store))
    shown = await browser.get(link)
    assert shown.status_code == 200 and "Sign in as Siân" in shown.text
    assert await signed_in_as(society, browser, clock) is None
    answer = await browser.send(link, {})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/ballots/7")
    assert await signed_in_as(society, browser, clock) == member
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age=86400" in cookie


async def test_on_a_shared_device_the_cookie_goes_with_the_browser(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    browser = window()
    await ask(browser)
    link = link_in(await last_mail(society.store))
    await browser.get(link)
    answer = await browser.send(link, {"shared": "yes"})
    assert "Max-Age" not in answer.headers["set-cookie"]
    assert await signed_in_as(society, browser, clock) == member
    clock.pass_(minutes=22)
    assert await signed_in_as(society, browser, clock) is None


async def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    browser, scanner = window(), window()
    await ask(browser)
    link = link_in(await last_mail(society.store))
    for _ in range(3):
        seen = await scanner.get(link)
        assert seen.status_code == 403 and "in another browser" in seen.text
    await browser.get(link)
    assert (await browser.send(link, {})).status_code == 303


async def test_the_code_from_the_mail_is_typed_where_it_was_asked_for(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    browser = window()
    await ask(browser)
    code = code_in(await last_mail(society.store))
    answer = await browser.send(f"{HERE}/sign-in/code", {"code": code.lower()})
    assert answer.status_code == 303
    assert await signed_in_as(society, browser, clock) == member


async def test_wrong_codes_are_told_beside_the_field_and_the_sixth_waits(
    society: Society, window: Opens, member: UUID
) -> None:
    browser = window()
    await ask(browser)
    for _ in range(5):
        answer = await browser.send(f"{HERE}/sign-in/code", {"code": "AAAA AAAA"})
        assert answer.status_code == 422 and 'id="code-problem"' in answer.text
        assert "<title>Error: " in answer.text
    answer = await browser.send(f"{HERE}/sign-in/code", {"code": "AAAA AAAA"})
    assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 3600


async def test_a_known_and_an_unknown_address_get_the_same_answer_in_the_same_time(
    society: Society, window: Opens, member: UUID
) -> None:
    answers, seconds = [], []
    for email in ("sian@example.org", "nobody@example.org"):
        browser = window()
        await browser.get(f"{HERE}/sign-in")
        start = time.perf_counter()
        answer = await browser.send(f"{HERE}/sign-in", {"email": email})
        seconds.append(time.perf_counter() - start)
        page = await browser.get(answer.headers["location"])
        token = browser.hidden(f"{HERE}/sign-in/code")["_csrf_token"]
        answers.append((answer.status_code, answer.headers["location"], page.text.replace(token, "")))
    assert len({(status, where) for status, where, _ in answers}) == 1
    assert _without_tokens(answers[0][2]) == _without_tokens(answers[1][2])
    assert min(seconds) >= ANSWER_AFTER_SECONDS


def _without_tokens(text: str) -> str:
    import re

    return re.sub(r"name=\"_csrf_token\" value=\"\w+\"", "", text)


@pytest.mark.parametrize("email", ["", "not an address", "a@b"])
async def test_what_is_no_address_is_told_beside_the_field(
    society: Society, window: Opens, store: Store, email: str
) -> None:
    browser = window()
    await browser.get(f"{HERE}/sign-in")
    answer = await browser.send(f"{HERE}/sign-in", {"email": email})
    assert answer.status_code == 422 and 'id="email-problem"' in answer.text
    assert await last_mail(store) == ""


async def test_a_link_used_twice_too_late_or_forged_is_refused_with_the_way_on(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    async with society.store.writing() as writing:
        token = await lifecycle.make_link(writing, member, at=clock.at)
        late = await lifecycle.make_link(writing, member, at=clock.at)
    browser = window()
    link = f"{HERE}/sign-in/link/{token}"
    await browser.get(link)
    fields = browser.hidden(link)
    assert (await browser.post(link, fields)).status_code == 303
    other = window()
    assert (await other.get(link)).status_code == 409
    assert "Ask for a new link" in other.last.text
    clock.pass_(minutes=61)
    assert (await other.get(f"{HERE}/sign-in/link/{late}")).status_code == 409
    assert (await other.get(f"{HERE}/sign-in/link/{'A' * 43}")).status_code == 404


async def test_a_session_id_chosen_by_the_browser_is_never_taken_over(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    """Session fixation: somebody plants their token, the victim signs in, the planted token opens nothing."""
    async with society.store.writing() as writing:
        token = await lifecycle.make_link(writing, member, at=clock.at)
    victim, attacker = window(), window()
    victim.cookies["s-tair-nant"] = attacker.cookies["s-tair-nant"] = "attacker-chosen"
    await victim.get(f"{HERE}/sign-in/link/{token}")
    answer = await victim.send(f"{HERE}/sign-in/link/{token}", {})
    assert answer.status_code == 303
    assert victim.cookies["s-tair-nant"] != "attacker-chosen"
    assert await signed_in_as(society, victim, clock) == member
    assert (await attacker.get(f"{HERE}/me/devices")).headers["location"].startswith(f"{HERE}/sign-in?next=")


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "/%0d%0aset-cookie:x=1", "javascript:x"]
)
async def test_signing_in_never_leads_to_another_host(
    society: Society, window: Opens, member: UUID, where: str
) -> None:
    browser = window()
    await browser.get(f"{HERE}/sign-in")
    await browser.send(f"{HERE}/sign-in", {"email": "sian@example.org", "next": where})
    link = link_in(await last_mail(society.store))
    await browser.get(link)
    assert (await browser.send(link, {})).headers["location"].startswith(f"{HERE}/")
    assert "evil" not in browser.last.headers["location"]


async def test_a_form_without_its_token_or_from_another_site_changes_nothing(
    society: Society, window: Opens, member: UUID
) -> None:
    browser = window()
    await browser.get(f"{HERE}/sign-in")
    fields = {"email": "sian@example.org", **browser.hidden(f"{HERE}/sign-in")}
    page = f"{HERE}/sign-in"
    assert (await browser.post(page, {"email": "sian@example.org"})).status_code == 403
    assert (await browser.post(page, {**fields, "_csrf_token": "0" * 64})).status_code == 403
    assert (await browser.post(page, fields, origin="https://evil.example")).status_code == 403
    assert (await browser.post(page, fields, sec_fetch_site="cross-site")).status_code == 403
    assert (await window().post(page, fields)).status_code == 403
    assert await last_mail(society.store) == ""
    assert (await browser.post(page, fields, origin="http://testserver.local")).status_code == 303


async def test_a_letter_code_signs_in_and_a_shared_mailbox_needs_one(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    from tests.identity.conftest import SITE

    key = society.key("codes")
    async with society.store.writing() as writing:
        huw = await lifecycle.add_person(writing, name="Huw Prosser", email="sian@example.org", by=None, at=clock.at)
        codes = await lifecycle.issue_letter_codes(writing, key, huw, by=None, site=SITE, at=clock.at)
    browser = window()
    await browser.get(f"{HERE}/sign-in/letter?next=/meetings")
    assert (await browser.send(f"{HERE}/sign-in/letter", {"code": "AAAA AAAA AAAA"})).status_code == 422
    answer = await browser.send(f"{HERE}/sign-in/letter", {"code": codes[0].lower()})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/meetings")
    assert await signed_in_as(society, browser, clock) == huw
    shared = window()
    await ask(shared)
    code = code_in(await last_mail(society.store))
    who = await shared.send(f"{HERE}/sign-in/code", {"code": code})
    assert who.status_code == 200 and "Huw" in who.text and "Siân" in who.text
    claim = {"code": code, "person": str(huw)}
    assert (await shared.send(f"{HERE}/sign-in/code", claim)).status_code == 422
    wrong = await shared.send(f"{HERE}/sign-in/code", {**claim, "letter_code": codes[0]})
    assert wrong.status_code == 422 and 'id="letter_code-problem"' in wrong.text and "Huw" in wrong.text
    answer = await shared.send(f"{HERE}/sign-in/code", {**claim, "letter_code": codes[1]})
    assert answer.status_code == 303
    assert await signed_in_as(society, shared, clock) == huw


async def test_a_shared_mailbox_is_asked_on_the_links_page_too(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    async with society.store.writing() as writing:
        await lifecycle.add_person(writing, name="Huw Prosser", email="sian@example.org", by=None, at=clock.at)
    browser = window()
    await ask(browser)
    link = link_in(await last_mail(society.store))
    shown = await browser.get(link)
    assert "Huw" in shown.text and "Siân" in shown.text and "Sign in as" not in shown.text
    answer = await browser.send(link, {})
    assert answer.status_code == 422 and 'id="person-problem"' in answer.text
    answer = await browser.send(link, {"person": str(member), "letter_code": "AAAA AAAA AAAA"})
    assert answer.status_code == 422 and 'id="letter_code-problem"' in answer.text


async def test_many_from_one_address_wait_for_seconds(society: Society, window: Opens, member: UUID) -> None:
    browser = window()
    await browser.get(f"{HERE}/sign-in/letter")
    fields = {"code": "AAAA AAAA AAAA", **browser.hidden(f"{HERE}/sign-in/letter")}
    statuses = [(await browser.post(f"{HERE}/sign-in/letter", fields)).status_code for _ in range(62)]
    assert statuses[:60] == [422] * 60 and statuses[60:] == [429, 429]
    assert int(browser.last.headers["retry-after"]) <= 10


async def test_the_pages_are_there_in_welsh(service: object, window: Opens, society: Society) -> None:
    browser = window()
    for page in ("sign-in", "sign-in/sent", "sign-in/letter", "sign-in/officer"):
        answer = await browser.get(f"/cy/tair-nant/{page}")
        assert answer.status_code == 200 and '<html lang="cy"' in answer.text
