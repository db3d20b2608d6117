"""What happens around every page: unknown addresses, files, other societies' cookies."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError

from govern.identity import lifecycle
from govern.society import Society
from tests.given import Moments, a_bare_society
from tests.window import HERE, Window

Opens = Callable[[], Window]


async def test_an_address_without_a_page_is_refused_in_the_societys_frame(window: Opens) -> None:
    browser = window()
    for path in (f"{HERE}/sign-in/link/a/b/c", f"{HERE}/nothing-of-this-name", "/en/no-such-society/sign-in"):
        answer = await browser.get(path)
        assert answer.status_code == 404
        assert '<main class="co-main"' in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_a_file_needs_no_society(window: Opens) -> None:
    answer = await window().get("/static/favicon.svg")
    assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]


async def test_a_session_of_one_society_opens_nothing_in_another(
    society: Society, window: Opens, member: UUID, clock: Moments
) -> None:
    other = await a_bare_society(society.folder.parent, "second-co-op")
    await other.store.close()
    async with society.store.writing() as writing:
        token = await lifecycle.make_link(writing, member, at=clock.at)
    browser = window()
    await browser.get(f"{HERE}/sign-in/link/{token}")
    await browser.send(f"{HERE}/sign-in/link/{token}", {})
    assert (await browser.get(f"{HERE}/me/devices")).status_code == 200
    browser.cookies["s-second-co-op"] = browser.cookies["s-tair-nant"]
    assert (await browser.get("/en/second-co-op/me/devices")).status_code == 303


async def test_while_the_database_is_held_elsewhere_a_form_is_answered_with_what_to_do(
    society: Society, window: Opens, member: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = window()
    await browser.get(f"{HERE}/sign-in")

    def held(_store: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr("govern.database.Store.writing", held)
    answer = await browser.send(f"{HERE}/sign-in", {"email": "sian@example.org"})
    assert answer.status_code == 503 and answer.headers["retry-after"] == "10"
    assert "Nothing was changed. Try again." in answer.text
    assert "sian@example.org" not in answer.text and "INSERT" not in answer.text
    monkeypatch.undo()
    await browser.get(f"{HERE}/sign-in")
    assert (await browser.send(f"{HERE}/sign-in", {"email": "sian@example.org"})).status_code == 303
