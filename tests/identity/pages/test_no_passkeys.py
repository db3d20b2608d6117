"""Where the address of the service is one at which browsers know no passkeys, the pages say so and ask for none."""

from __future__ import annotations

from collections.abc import Callable

from govern.society import Society
from tests.given import Moments
from tests.identity.pages.conftest import PASSWORD, make_officer, sign_in_officer
from tests.identity.soft_key import SoftKey
from tests.window import HERE, Window

EMAIL = "dilys@example.org"


async def test_pages_offer_no_passkey_and_take_none(
    society: Society, window: Callable[[], Window], clock: Moments
) -> None:
    browser = window()
    await browser.get(f"{HERE}/sign-in/officer")
    assert "passkey" not in browser.last.text
    answer = SoftKey().show('{"rpId": "testserver.local", "challenge": "AAAA"}')
    await browser.send(f"{HERE}/sign-in/officer", email=EMAIL, password=PASSWORD, passkey=answer)
    assert browser.last.status_code == 422 and "Passkeys cannot be used at this address." in browser.text()
    officer = await make_officer(society, clock, "Dilys Rowe", EMAIL)
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    await browser.get(f"{HERE}/me/sign-in")
    assert "Passkeys cannot be used here" in browser.text() and "me/passkeys/add" not in browser.last.text
    await browser.get(f"{HERE}/me/passkeys/add")
    assert "Passkeys cannot be used here" in browser.text() and "passkey.js" not in browser.last.text
    await browser.get(f"{HERE}/step-up")
    await browser.send(f"{HERE}/step-up", passkey=answer)
    assert browser.last.status_code == 422
