"""Addresses that lead nowhere: parts that are no id, nonsense after the question mark, tricks with a name."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import httpx
import pytest

from tests.security.conftest import House
from tests.security.test_who_may import may_open
from tests.security.walk import address, routes

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: Asked of a page or sent to it, these do nothing: refused, not there, or led elsewhere.
FINE = {200, 303, 403, 404, 405, 409, 422, 429}
NO_IDS = ("not-a-uuid", "%00", "..%2f..", "-1", "%F0%9F%97%B3", "%ff", "' OR 1=1")
NO_NUMBERS = ("-1", "9" * 60, "0", "999999999999", "%00", "1.5", "nonsense")


async def test_a_part_of_an_address_that_is_no_id_is_not_found(house: House) -> None:
    wrong = {}
    for route in routes(house.app):
        gaps = re.findall(r"{(\w+)}", route.path.removeprefix("/{lang}/{society_name}"))
        visitor = house.visitor(may_open(route))
        for gap in set(gaps) - {"lang", "file_path"}:
            odd_ones = NO_NUMBERS if gap in ("number", "place", "version") else NO_IDS
            for odd in odd_ones if route.method == "GET" else odd_ones[:2]:
                where = address(route, house.here, **{gap: odd})
                answer = await (visitor.get(where) if route.method == "GET" else visitor.post(where))
                if answer.status_code not in FINE or (gap.endswith("_id") and answer.status_code == 200):
                    wrong[f"{route.line} {gap}={odd[:12]}"] = answer.status_code
    assert wrong == {}


QUERIES = ("page", "number", "words", "group", "left", "before", "meeting", "subject", "kind", "q", "next", "done")
NONSENSE = ("-1", "9" * 40, "%00", "%ff%F0%9F%97%B3", "%27%22%3E%3Cscript%3E")


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_nonsense_after_the_question_mark_breaks_nothing(house: House, nonsense: str) -> None:
    wrong = {}
    asked = "&".join(f"{name}={nonsense}" for name in (*QUERIES, "stage", "ended", "lang", "item_id", "style"))
    for route in routes(house.app):
        if route.method != "GET" or route.path == "/readyz" or route.path.endswith((".pdf", ".docx")):
            continue
        visitor = house.visitor(may_open(route))
        answer = await visitor.get(f"{address(route, house.here)}?{asked}")
        if answer.status_code >= 500 or "'\"><script>" in answer.text:
            wrong[route.line] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=0", "page=999999999999", "page=nonsense", "words=%00", "group=nonsense", "words=%25_%5C"],
)
async def test_a_list_asked_for_a_page_that_is_not_there(house: House, query: str) -> None:
    for path in ("office/register", "office/outbox", "office/register/export"):
        answer = await house.visitor("secretary").get(f"/en/{house.here.short}/{path}?{query}")
        assert answer.status_code in {200, 404, 422}, path


@pytest.mark.parametrize(
    "name",
    [
        *(
            "~root",
            "..",
            ".",
            "%2e%2e",
            "%2e%2e%2fhome",
            "..%2f..",
            "TAIR-NANT",
            "Tair-Nant",
            "tair-nant%00",
        ),
        *(
            "tair_nant",
            "tair-nant.",
            "tair-nant%20",
            "%20tair-nant",
            "keys",
            "tair-nant%0a",
            quote("t\u00e4ir-nant"),
            "~root",
        ),
        *("tair-nant%5c..", "x" * 300, "con", "-"),
    ],
)
@pytest.mark.parametrize("path", ["", "/home", "/rules", "/sign-in"])
async def test_no_trick_with_a_name_opens_a_society(house: House, name: str, path: str) -> None:
    """The address goes out as it stands: no client tidies `..` away."""
    raw = f"/en/{name}{path}".encode()
    answer = await as_it_stands(house, raw)
    assert answer.status_code == 404
    assert house.here.canary not in answer.text and "SQLite" not in answer.text


async def as_it_stands(house: House, raw: bytes) -> httpx.Response:
    member = house.visitor("member")
    cookie = "; ".join(f"{name}={value}" for name, value in member.cookies.items())
    request = httpx.Request("GET", "http://testserver.local/", headers={"cookie": cookie})
    request.url = AsItStands(request.url, raw)
    return await house.client.send(request)


class AsItStands(httpx.URL):
    """An address whose path nobody has put in order."""

    def __init__(self, url: httpx.URL, raw: bytes) -> None:
        super().__init__(url)
        self.unordered = raw

    @property
    def raw_path(self) -> bytes:
        return self.unordered

    @property
    def path(self) -> str:
        return unquote(self.unordered.decode())
