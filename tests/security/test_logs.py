"""Logs say which route, which status, how long: no name, address, token, code, id or choice (security.md 7.8)."""

from __future__ import annotations

import json
import logging
import re

import pytest

from tests.security.conftest import House
from tests.security.test_bad_input import fields_of, filled_in, forms, uses
from tests.security.test_who_may import OPEN, read_table
from tests.security.walk import Visitor, address, routes

pytestmark = pytest.mark.asyncio(loop_scope="module")

AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TYPED = "xylophone-canary"


async def walk(house: House, visitor: Visitor) -> None:
    """Every page, and every form filled in with words that stand nowhere else."""
    agreed = read_table()
    for route in routes(house.app):
        if (
            route.method == "GET"
            and agreed.expected(route, visitor.who) == OPEN
            and not route.path.endswith((".pdf", ".docx"))
        ):
            where = address(route, house.here, token=house.here.link_token)
            await visitor.get(f"{where}?words={TYPED}&q={TYPED}&next=/{TYPED}")
    read_by = uses(house)
    for name, kind in forms().items():
        for route in read_by[name]:
            fields = filled_in(kind, house.here)
            fields |= {field.name: TYPED for field in fields_of(kind) if field.text and field.name != "email"}
            await visitor.post(address(route, house.here), fields | {"email": f"{TYPED}@canary.example"})


@pytest.mark.parametrize("who", ["member", "secretary", "returning_officer"])
async def test_logs_of_a_whole_walk_name_nobody_and_nothing_typed(
    house: House, who: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = house.visitor(who)
    with caplog.at_level(logging.INFO):
        await walk(house, visitor)
        voted = f"/en/{house.here.short}/ballots/{house.here.ids['ballot_id']}"
        for path, fields in (
            (f"{voted}/start", {}),
            (f"{voted}/paper/1", {"answer": "blank"}),
            (f"{voted}/cast", {}),
        ):
            await visitor.post(path, fields)
    printed = capsys.readouterr()
    said = "\n".join([*(record.getMessage() for record in caplog.records), printed.out, printed.err])
    traces = [record for record in caplog.records if record.exc_info or record.stack_info]
    town = house.here
    secrets = [town.link_token, town.set_up_token, *(signed.token for signed in town.sessions.values())]
    secrets += [signed.secret.hex() for signed in town.sessions.values()]
    assert len(caplog.records) > 100 and traces == []
    assert [
        word for word in (TYPED, town.canary, "example.org", "blank", *secrets) if word.lower() in said.lower()
    ] == []
    assert AN_ID.findall(said) == []


async def test_a_line_of_the_log_has_just_these_words(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "govern.requests"):
        await house.visitor("member").get(f"/en/{house.here.short}/ballots/{house.here.ids['ballot_id']}")
        await house.visitor().get(f"/en/{house.here.short}/no-such-page-{house.here.canary}")
    found, lost = (json.loads(record.getMessage()) for record in caplog.records)
    assert set(found) == set(lost) == {"method", "route", "status", "ms"}
    assert found["route"].endswith("/ballots/{ballot_id}") and found["status"] == 200
    assert house.here.canary not in json.dumps(lost) and lost["status"] == 404


async def test_a_mistake_of_ours_is_logged_by_its_place_alone(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"{TYPED} of {house.here.canary}")

    monkeypatch.setattr("govern.desks.pages.home.page", broken)
    with caplog.at_level(logging.DEBUG, "govern"):
        answer = await house.visitor("member").get(f"/en/{house.here.short}/home")
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert answer.status_code == 500 and "RuntimeError at test_logs.py:" in said
    assert TYPED not in said and house.here.canary not in said
    reference = re.search(r"told as ([0-9A-F]{6})", said)
    assert reference is not None and reference[1] in answer.text
