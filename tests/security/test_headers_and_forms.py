"""What every answer carries, and which forms are listened to (security.md 7.3-7.5, decision 36)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import httpx
import msgspec
import pytest
import pytest_asyncio

from govern.app import create_app
from govern.documents import symbols
from govern.web.door import FORM_FIELD
from tests.given import Moments
from tests.security.conftest import House
from tests.security.home import NOW
from tests.security.test_who_may import OPEN, may_open, read_table
from tests.security.walk import PRE_SESSION, Route, address, head_of, routes

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: Between them they reach every page; what is closed to one of them is asked of another.
WALKERS = ("nobody", "member", "secretary", "returning_officer", "scrutineer", "facilitator")
POLICY = {
    **{"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:"},
    **{"font-src": "'self'", "connect-src": "'self'", "manifest-src": "'none'", "worker-src": "'none'"},
    **{"media-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'"},
    "object-src": "'none'",
}
#: The page that works without a connection, and its worker, alone: they may be installed, and play from memory what
#: was taken along (ADR 25).
INSTALLABLE = POLICY | {"manifest-src": "'self'", "worker-src": "'self'", "media-src": "'self' data:"}
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
FORBIDDEN = ("server", "x-powered-by", "access-control-allow-origin", "set-cookie2")
#: Nothing is changed there: probes that POST know no form.
WITHOUT_A_FORM = ("/healthz",)


def gets(house: House) -> list[Route]:
    return [route for route in routes(house.app) if route.method == "GET" and route.path != "/readyz"]


def posts(house: House) -> list[Route]:
    return [route for route in routes(house.app) if route.method == "POST" and route.path not in WITHOUT_A_FORM]


def policy_of(answer: httpx.Response) -> dict[str, str]:
    policy = answer.headers.get("content-security-policy", "")
    parts = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: sources for name, _, sources in parts}


def lacks(answer: httpx.Response) -> list[str]:
    """Which of the headers an answer does not carry as it should."""
    path = answer.request.url.path
    installable = path.endswith(("/facilitate/tablet", "/facilitate/tablet/worker.js")) and answer.status_code == 200
    if policy_of(answer) != (INSTALLABLE if installable else POLICY):
        return ["content-security-policy"]
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    wrong += [name for name in ("permissions-policy",) if "camera=()" not in answer.headers.get(name, "")]
    return wrong + [name for name in FORBIDDEN if name in answer.headers]


async def state(house: House) -> list[bytes]:
    return [await head_of(house.settings.home, town) for town in (house.here, house.there)]


# --- Looking changes nothing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", WALKERS)
async def test_pages_carry_the_headers_are_kept_nowhere_and_change_nothing(house: House, who: str) -> None:
    before, wrong, visitor, agreed = await state(house), {}, house.visitor(who), read_table()
    languages = ("en", "cy") if who in ("member", "secretary") else ("en",)
    for route in gets(house):
        for language in languages if agreed.expected(route, who) == OPEN else ():
            answer = await visitor.get(address(route, house.here, lang=language, token=house.here.link_token))
            missing = lacks(answer)
            if route.path.endswith("/symbols/{symbol_name}") and "/office/" not in route.path:
                # A drawing is the same for everybody: it is kept, and its own policy lets it do nothing.
                drawn = answer.headers["content-security-policy"] == symbols.POLICY
                missing = [] if drawn and "public" in answer.headers["cache-control"] else ["a drawing's"]
            elif not route.path.startswith("/static/") and answer.headers.get("cache-control") != "no-store":
                missing.append("cache-control")
            if answer.status_code >= 500 or missing:
                wrong[route.line] = (answer.status_code, missing)
            if "/{society_name}" not in route.path or "pdf" in route.path or "docx" in route.path:
                break
    assert wrong == {}
    assert await state(house) == before


async def test_looking_at_a_link_uses_nothing_up(house: House) -> None:
    """Mail scanners open links (security.md 7.1): only the button signs in."""
    at = f"/en/{house.here.short}"
    for token, page in ((house.here.link_token, "sign-in/link"), (house.here.set_up_token, "set-up")):
        before = await state(house)
        for _ in range(3):
            assert (await house.visitor().get(f"{at}/{page}/{token}")).status_code == 200
        assert await state(house) == before


# --- Headers of refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nobody", "secretary"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/en/tair-nant/no-such-page", 404),
        ("GET", "/en/no-such-society/home", 404),
        ("GET", "/xx/tair-nant/home", 404),
        ("GET", "/static/no-such-file.css", 404),
        ("DELETE", "/en/tair-nant/home", 405),
        ("PUT", "/en/tair-nant/sign-in", 405),
        ("POST", "/en/tair-nant/help/secrecy", 405),
        ("POST", "/static/favicon.svg", 405),
        ("HEAD", "/en/tair-nant", 405),
    ],
)
async def test_refusals_carry_the_headers_too(house: House, who: str, method: str, path: str, status: int) -> None:
    answer = await house.visitor(who).ask(method, path)
    assert (answer.status_code, lacks(answer)) == (status, [])


async def test_every_kind_of_refusal_carries_the_headers(house: House) -> None:
    at, found = f"/en/{house.here.short}", {}
    officer, member = house.visitor("secretary"), house.visitor("member")
    answers = [
        await member.get(f"{at}/office"),
        await officer.post(f"{at}/office/meetings/new"),
        await officer.post(f"{at}/office/meetings/{house.here.ids['meeting_id']}/cancel"),
        await officer.post(f"{at}/office/meetings/new", {"title": "x" * 1_100_000}),
        await member.get(f"{at}/home?next={'x' * 5000}"),
    ]
    for answer in answers:
        found[answer.status_code] = lacks(answer)
        assert answer.headers["cache-control"] == "no-store"
    assert found == {403: [], 422: [], 409: [], 413: [], 200: []}


async def test_a_mistake_of_ours_carries_the_headers_and_says_nothing_of_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"secret detail of {house.here.canary}")

    monkeypatch.setattr("govern.desks.queries.what_waits", broken, raising=False)
    monkeypatch.setattr("govern.desks.pages.home.page", broken)
    answer = await house.visitor("member").get(f"/en/{house.here.short}/home")
    assert answer.status_code == 500 and lacks(answer) == []
    assert "secret detail" not in answer.text and "RuntimeError" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_files_that_never_change_are_kept_long(house: House) -> None:
    answer = await house.visitor().get("/static/favicon.svg")
    assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"] and lacks(answer) == []


@pytest.mark.parametrize("path", ["../govern/app.py", "%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", "....//app.py"])
async def test_no_file_outside_the_folder_is_given(house: House, path: str) -> None:
    answer = await house.client.send(house.client.build_request("GET", f"http://testserver.local/static/{path}"))
    assert answer.status_code == 404 and "create_app" not in answer.text and "root:" not in answer.text


# --- Cookies --------------------------------------------------------------------------------------------------------


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def secure(house: House) -> AsyncIterator[House]:
    """The same home reached over TLS."""
    settings = msgspec.structs.replace(house.settings, address="https://vote.example")
    app = create_app(settings, Moments(NOW))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(cast(Any, app)), base_url="https://vote.example"
    ) as client:
        yield House(app, client, settings, house.here, house.there)
    async with app.lifespan():
        pass


def set_by(answer: httpx.Response) -> list[tuple[str, set[str]]]:
    """Name and attributes of each cookie an answer sets."""
    lines = (line.split(";") for line in answer.headers.get_list("set-cookie"))
    return [(parts[0].split("=")[0], {part.strip().lower() for part in parts[1:]}) for parts in lines]


async def cookies_of(house: House) -> list[tuple[str, set[str]]]:
    """One cookie of every kind: before sign-in, for the look, for a draft, for a session, and forgetting it."""
    at, town = f"/en/{house.here.short}", house.here
    nobody, member = house.visitor(), house.visitor("member")
    fresh = await house.client.get(f"{at}/sign-in")
    look = await nobody.post(f"{at}/look", {"text": "3", "colours": "cream", "layout": "easy"})
    draft = await member.post(f"{at}/ballots/{town.ids['ballot_id']}/start")
    link = f"{at}/sign-in/link/{town.link_token}"
    session = await nobody.post(link) if house.settings.secure else await nobody.post(f"{at}/sign-out")
    found = [set_by(answer) for answer in (fresh, look, draft, session)]
    assert all(found), [answer.status_code for answer in (fresh, look, draft, session)]
    return [cookie for cookies in found for cookie in cookies]


async def test_cookies_are_for_this_site_alone_and_no_script_reads_them(house: House) -> None:
    for name, attributes in await cookies_of(house):
        assert {"httponly", "path=/", "samesite=lax"} <= attributes, name
        assert "secure" not in attributes and not any(a.startswith("domain") for a in attributes)
        assert name.endswith(house.here.short) or name.startswith("d-")


async def test_over_tls_cookies_are_secure_and_bound_to_the_host(secure: House) -> None:
    names = set()
    for name, attributes in await cookies_of(secure):
        assert {"httponly", "path=/", "samesite=lax", "secure"} <= attributes, name
        assert name.startswith("__Host-") and not any(a.startswith("domain") for a in attributes)
        names.add(name.removeprefix("__Host-")[0])
    assert names == {"p", "l", "d", "s"}


async def test_over_tls_browsers_are_told_to_stay_there(secure: House, house: House) -> None:
    at = f"/en/{house.here.short}"
    told = (await secure.visitor().get(at)).headers["strict-transport-security"]
    assert told == "max-age=31536000; includeSubDomains"
    assert "strict-transport-security" not in (await house.visitor().get(at)).headers


async def test_a_session_cookie_without_the_prefix_is_nothing_over_tls(secure: House) -> None:
    """A page of a neighbouring host can set a cookie of a plain name for us; not one with the prefix."""
    token = secure.here.sessions["member"].token
    for name in (f"s-{secure.here.short}", f"__Secure-s-{secure.here.short}"):
        answer = await secure.client.get(f"/en/{secure.here.short}/home", headers={"cookie": f"{name}={token}"})
        assert answer.status_code == 303


async def test_a_session_chosen_by_the_browser_is_not_taken_up(house: House) -> None:
    """Session fixation (security.md 7.3): the token after sign-in is made here."""
    at, chosen = f"/en/{house.here.short}", "attacker-chosen"
    fixed = {"cookie": f"s-{house.here.short}={chosen}; p-{house.here.short}={PRE_SESSION}"}
    assert (await house.client.get(f"{at}/home", headers=fixed)).status_code == 303
    answer = await house.visitor().post(f"{at}/sign-in/letter", {"code": "ABCD EFGH JKMN"}, fixed)
    assert chosen not in str(answer.headers.get_list("set-cookie"))


# --- Forms ----------------------------------------------------------------------------------------------------------

OTHERS = "https://elsewhere.example"
ATTEMPTS: dict[str, Mapping[str, str]] = {
    "no token": {},
    "another site's origin": {"origin": OTHERS},
    "an opaque origin": {"origin": "null"},
    "an origin that cannot be read": {"origin": "http://[bad"},
    "the same name at another port": {"origin": "http://testserver.local:8080"},
    "the same name without its scheme": {"origin": "https://testserver.local"},
    "fetched across sites": {"sec-fetch-site": "cross-site"},
    "fetched from a neighbouring host": {"sec-fetch-site": "same-site"},
}
AS_HTMX = {"hx-request": "true", "hx-target": "main", "hx-current-url": "http://testserver.local/en"}


@pytest.mark.parametrize(
    ("attempt", "scripted"),
    [*((attempt, False) for attempt in ATTEMPTS), ("no token", True), ("fetched across sites", True)],
)
async def test_no_form_is_listened_to_without_its_token_from_its_own_pages(
    house: House, attempt: str, scripted: bool
) -> None:
    before, wrong = await state(house), {}
    headers = {**ATTEMPTS[attempt], **(AS_HTMX if scripted else {})}
    for route in posts(house):
        visitor, where = house.visitor(may_open(route)), address(route, house.here)
        fields = {FORM_FIELD: ""} if attempt == "no token" else {}
        answer = await visitor.post(where, fields, headers)
        if answer.status_code != 403:
            wrong[route.line] = answer.status_code
    assert wrong == {}
    assert await state(house) == before


async def test_no_form_is_listened_to_with_a_token_that_is_not_its_own(house: House) -> None:
    """The token of another session, of another address, of before sign-in, of the other society, none, many."""
    before, wrong = await state(house), {}
    for route in posts(house):
        visitor, where = house.visitor(may_open(route)), address(route, house.here)
        other = house.visitor("member" if visitor.who == "secretary" else "secretary")
        tokens: dict[str, str | list[str]] = {
            "another session's": other.token(where),
            "another address's": visitor.token(where + "/elsewhere"),
            "the other society's": house.visitor(town=house.there).token(address(route, house.there)),
            "of before sign-in": house.visitor().token(where if visitor.who != "nobody" else where + "/elsewhere"),
            "shortened": visitor.token(where)[:-1],
            "capitals": visitor.token(where).upper(),
            "not ASCII": "ŵ" * 64,
        }
        if not route.in_a_society:  # nobody is signed in there: it is one browser before them all
            del tokens["another session's"], tokens["the other society's"]
        for which, token in tokens.items():
            answer = await visitor.post(where, {FORM_FIELD: token})
            if answer.status_code != 403:
                wrong[f"{route.line} {which}"] = answer.status_code
    assert wrong == {}
    assert await state(house) == before


async def test_a_token_in_the_address_or_in_json_is_no_token(house: House) -> None:
    officer, where = house.visitor("secretary"), f"/en/{house.here.short}/office/meetings/new"
    token = officer.token(where)
    in_address = await officer.post(f"{where}?{FORM_FIELD}={token}", {FORM_FIELD: ""})
    cookie = "; ".join(f"{name}={value}" for name, value in officer.cookies.items())
    in_json = await house.client.post(where, json={FORM_FIELD: token}, headers={"cookie": cookie})
    assert (in_address.status_code, in_json.status_code) == (403, 403)


async def test_a_form_from_its_own_page_is_listened_to_with_and_without_a_script(house: House) -> None:
    officer, where = house.visitor("secretary"), f"/en/{house.here.short}/office/meetings/new"
    for headers in (
        {},
        {"origin": "http://testserver.local", "sec-fetch-site": "same-origin"},
        {"hx-request": "true"},
    ):
        assert (await officer.post(where, {}, headers)).status_code == 422


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "/%5Cevil.example"])
async def test_nobody_is_led_to_another_site_after_signing_in(house: House, path: str) -> None:
    at = f"/en/{house.here.short}"
    for page in ("sign-in", "sign-in/officer", "sign-in/letter", "step-up"):
        for who in ("nobody", "secretary"):
            answer = await house.visitor(who).get(f"{at}/{page}", {"x-forwarded-host": "evil.example"})
            assert "evil.example" not in answer.headers.get("location", "") + answer.text
            answer = await house.client.get(f"{at}/{page}", params={"next": path})
            assert "evil.example" not in answer.headers.get("location", "").split("?")[0]
