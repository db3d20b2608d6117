"""The permission matrix cell by cell (security.md 7.7): every route, asked by every kind of visitor.

`who_may.txt` is what was agreed: which office holds which permission, and which guard stands before each route. It is
read here and never from the code, so that a guard or an office that changes has to be changed there too, by hand and
with thought. After adding routes, `GOVERN_WRITE_WHO_MAY=1 pytest tests/security/test_who_may.py` writes their lines
with the guard they have in the code; read each of them against security.md 7.7 before it is committed.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

import httpx
import msgspec
import pytest

from govern.permissions import HOLDS, OFFICERS, Permission, Role
from tests.security.conftest import House
from tests.security.home import Signed, Town
from tests.security.walk import PRE_SESSION, Route, Visitor, address, foreign, head_of, routes

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLE = Path(__file__).with_name("who_may.txt")
OFFICES = tuple(role.value for role in Role)
#: Who acts for the society only after password and second step. The others' offices come with any sign-in.
SECOND_STEP = ("secretary", "returning_officer", "scrutineer", "chair", "teller")
VISITORS = ("nobody", "member", *OFFICES, *(f"{office} as member" for office in OFFICES))
SIGN_IN, STEP_UP, REFUSED, OPEN = "to sign-in", "to the second step", "refused", "open"


class Agreed(msgspec.Struct, frozen=True):
    """`who_may.txt` as read: offices by permission, guard by route, and routes that are for fewer than the guard."""

    holds: dict[str, set[str]]
    guards: dict[str, str]
    only: dict[str, set[str]]

    def expected(self, route: Route, who: str) -> str:
        guard = self.guards[route.line]
        if guard == "public":
            return OPEN
        if who == "nobody":
            return SIGN_IN
        if guard == "signed_in afresh":
            return STEP_UP if who.endswith(" long ago") else OPEN
        if guard == "signed_in":
            return OPEN
        kind, _, permission = guard.rpartition(" ")
        office, _, how = who.partition(" ")
        if office not in self.holds[permission] or (how == "as member" and office in SECOND_STEP):
            return REFUSED
        if kind == "stepping up" and how == "long ago":
            return STEP_UP
        return OPEN if office in self.only.get(route.line, set(OFFICES)) else REFUSED


@lru_cache
def read_table() -> Agreed:
    agreed = Agreed({}, {}, {})
    for line in TABLE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        first, second, rest = line.split(maxsplit=2) if len(line.split()) > 2 else (*line.split(), "")
        if first == "holds":
            agreed.holds[second] = set(rest.split())
            continue
        guard, _, fewer = rest.partition(", only ")
        agreed.guards[f"{first} {second}"] = guard
        if fewer:
            agreed.only[f"{first} {second}"] = set(fewer.split())
    return agreed


def write_table(found: list[Route]) -> None:
    """What stands above the routes stays; each route gets the guard it has, and keeps what narrows it."""
    kept = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith(("#", "holds")) or not line]
    fewer = read_table().only
    lines = []
    for route in found:
        narrowed = f", only {' '.join(sorted(fewer[route.line]))}" if route.line in fewer else ""
        lines.append(f"{route.method:<5}{route.path:<105} {route.guard}{narrowed}")
    TABLE.write_text("\n".join([*kept, *lines]) + "\n", "utf-8")


def outcome(answer: httpx.Response) -> str:
    where = answer.headers.get("location", "").split("?")[0]
    if answer.status_code == 303 and where.endswith("/sign-in"):
        return SIGN_IN
    if answer.status_code == 303 and where.endswith("/step-up"):
        return STEP_UP
    if answer.status_code == 403:
        return REFUSED
    return OPEN if answer.status_code < 500 else f"status {answer.status_code}"


def asked(house: House) -> list[Route]:
    """Every route but these: signing out, alone or with "Finish and clear", ends the walk and has tests of its own;
    `/readyz` is not about persons, and answers 503 to databases that tests make without migrations."""
    out = ("/finish", "/office/tablet")
    return [
        route
        for route in routes(house.app)
        if not route.path.endswith(("/readyz", "/sign-out"))
        and not (route.method == "POST" and route.path.endswith(out))
    ]


async def test_every_route_has_its_line_and_its_guard(house: House) -> None:
    found = routes(house.app)
    if os.environ.get("GOVERN_WRITE_WHO_MAY"):
        write_table(found)
        read_table.cache_clear()
    assert {route.line: route.guard for route in found} == read_table().guards


def test_every_permission_is_held_as_agreed() -> None:
    held = {p.value: {role.value for role in Role if p in HOLDS[role]} for p in Permission}
    assert held == read_table().holds
    assert tuple(sorted(OFFICERS)) == tuple(sorted(SECOND_STEP))


def test_no_office_does_what_the_plan_keeps_from_it() -> None:
    """security.md 7.7: the columns that are "no" for an office."""
    holds = read_table().holds
    assert holds["register:edit"] == {"secretary"}
    for step in ("freeze", "open", "close", "count", "declare", "challenges"):
        assert holds[f"ballot:{step}"] == {"returning_officer"}
    assert holds["record:see"] == {"scrutineer"}
    assert holds["office:appoint"] == {"secretary"}
    assert not any("peer" in offices for offices in holds.values())
    assert [p for p, offices in holds.items() if "facilitator" in offices] == [
        *("forum:facilitate", "consent:run", "consultation:run")
    ]


@pytest.mark.parametrize("who", VISITORS)
async def test_each_visitor_opens_just_what_is_agreed(house: House, who: str) -> None:
    agreed, visitor, wrong = read_table(), house.visitor(who), {}
    for route in asked(house):
        # A paper takes half a second to print; that it is not there says as well that one may ask for it.
        unprinted = route.path.endswith((".pdf", ".docx")) and who not in ("nobody", "member", "secretary")
        where = (foreign if unprinted else address)(route, house.here)
        answer = await (visitor.post(where) if route.method == "POST" else visitor.ask(route.method, where))
        if outcome(answer) != agreed.expected(route, who):
            wrong[route.line] = f"{outcome(answer)} ({answer.status_code}), agreed: {agreed.expected(route, who)}"
    assert wrong == {}


@pytest.mark.parametrize("office", SECOND_STEP)
async def test_what_cannot_be_undone_asks_for_the_second_step_again(house: House, office: str) -> None:
    agreed, visitor, wrong = read_table(), house.visitor(f"{office} long ago"), {}
    asking = ("stepping up", "signed_in afresh")
    stepping = [route for route in asked(house) if agreed.guards[route.line].startswith(asking)]
    assert len(stepping) > 8
    for route in stepping:
        where = address(route, house.here)
        answer = await (visitor.post(where) if route.method == "POST" else visitor.get(where))
        if outcome(answer) != agreed.expected(route, visitor.who):
            wrong[route.line] = outcome(answer)
    assert wrong == {}


def who_may(agreed: Agreed, route: Route) -> str:
    """Somebody signed in to whom the route is open."""
    return next(who for who in ("member", *OFFICES) if agreed.expected(route, who) == OPEN)


def may_open(route: Route) -> str:
    """The first of all visitors to whom the route is open."""
    agreed = read_table()
    return next(who for who in ("nobody", "member", *OFFICES) if agreed.expected(route, who) == OPEN)


async def followed(visitor: Visitor, path: str) -> httpx.Response:
    """A page, and where it leads: a receipt that is not there leads to its vote."""
    answer = await visitor.get(path)
    return await visitor.get(answer.headers["location"]) if answer.status_code == 303 else answer


def has_an_id(route: Route) -> bool:
    return "_id}" in route.path.replace("{board_id}", "")


async def test_an_id_nobody_gave_is_not_found(house: House) -> None:
    agreed, wrong = read_table(), {}
    for route in asked(house):
        if route.method == "GET" and has_an_id(route):
            answer = await followed(house.visitor(who_may(agreed, route)), foreign(route, house.here))
            if answer.status_code != 404:
                wrong[route.line] = answer.status_code
    assert wrong == {}


async def test_an_id_of_the_other_society_is_not_found_and_shows_nothing_of_it(house: House) -> None:
    agreed, wrong = read_table(), {}
    theirs = {gap: value for gap, value in house.there.ids.items() if gap.endswith("_id") and gap != "board_id"}
    before = await heads(house)
    for route in asked(house):
        if not has_an_id(route):
            continue
        for ids in (theirs, theirs | house.there.drafts, theirs | house.there.past):
            visitor, where = house.visitor(who_may(agreed, route)), address(route, house.here, **ids)
            answer = await (visitor.post(where) if route.method == "POST" else followed(visitor, where))
            found = answer.status_code != 404 if route.method == "GET" else answer.status_code >= 500
            if found or house.there.canary in answer.text:
                wrong[route.line] = answer.status_code
    assert wrong == {}
    assert await heads(house) == before


async def heads(house: House) -> list[bytes]:
    return [await head_of(house.settings.home, town) for town in (house.here, house.there)]


class Impostor(Visitor):
    """A browser that shows the other society the session of this one, under either society's name for it."""

    def __init__(self, house: House, who: str, named_for: Town) -> None:
        super().__init__(house.client, house.settings, house.there, who)
        self.signed: Signed | None = house.here.sessions[who]
        self.named_for = named_for

    @property
    def cookies(self) -> dict[str, str]:
        assert self.signed is not None
        return {f"s-{self.named_for.short}": self.signed.token, f"p-{self.town.short}": PRE_SESSION}


@pytest.mark.parametrize("who", ["member", "secretary", "returning_officer"])
@pytest.mark.parametrize("named", ["for here", "for there"])
async def test_a_session_of_one_society_is_nothing_in_another(house: House, who: str, named: str) -> None:
    agreed, wrong = read_table(), {}
    impostor = Impostor(house, who, house.here if named == "for here" else house.there)
    for route in asked(house):
        if agreed.guards[route.line] == "public":
            continue
        where = address(route, house.there)
        answer = await (impostor.post(where) if route.method == "POST" else impostor.get(where))
        if outcome(answer) != SIGN_IN or house.there.canary in answer.text:
            wrong[route.line] = answer.status_code
    assert wrong == {}


async def test_public_pages_name_nobody_but_the_officer_who_signs(house: House) -> None:
    """What is public is the rules, notices and results; they are signed by an officer, and name no other person."""
    agreed, named = read_table(), {}
    signing = {f"Sta{n} {house.here.canary}" for n in (0, 1)}
    for route in asked(house):
        if route.method == "GET" and agreed.guards[route.line] == "public":
            answer = await house.visitor().get(address(route, house.here))
            found = set(re.findall(rf"[^\s>]+\s+{house.here.canary}", answer.text)) - signing
            if found or f"{house.here.canary.lower()}.example" in answer.text:
                named[route.path] = found
    assert named == {}


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("scrutineer", "ballots/{ballot_id}/challenges/{challenge_id}/second"),
        ("returning_officer", "ballots/{ballot_id}/challenges/{challenge_id}/second"),
        ("secretary", "outbox/{letter_id}/again"),
    ],
)
async def test_a_step_that_is_not_next_is_refused_though_its_page_shows_no_button(
    house: House, who: str, path: str
) -> None:
    """Nobody strikes a vote that was not answered for; no letter that waits, or was sent, is sent again."""
    before = await heads(house)
    answer = await house.visitor(who).post(f"/en/{house.here.short}/office/{path.format(**house.here.ids)}")
    assert answer.status_code == 409 and await heads(house) == before


@pytest.mark.parametrize("who", ["nobody", "member", "secretary"])
async def test_everybody_may_sign_out_and_is_out_then(house: House, who: str) -> None:
    visitor, at = house.visitor(who), f"/en/{house.here.short}"
    assert read_table().guards["POST /{lang}/{society_name}/sign-out"] == "public"
    assert (await visitor.post(f"{at}/sign-out")).status_code == 303
    assert outcome(await visitor.get(f"{at}/home")) == SIGN_IN
