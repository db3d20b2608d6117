"""The booth as a process: what it imports, what it logs and dumps, what a fault tells, who may use its addresses."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest
from litestar.routes import HTTPRoute

from govern.booth.app import create_booth
from govern.booth.settings import BoothSettings, from_environment, written
from govern.errors import NotValid
from govern.web.guards import Guard, is_generated
from tests.ballots.given_ballots import Given
from tests.ballots.given_ceremony import an_open_shared_ballot
from tests.ballots.pages.test_leaks import everything_in
from tests.booth.conftest import Votes
from tests.booth.given_booth import BOOTH, SERVICE, forms_on

#: Each address of the booth and who may use it: agreed here, not read from the code.
WHO_MAY = {
    "GET /{lang}/{society_name}/ballots/{ballot_id}/paper/{number}": "with a paper",
    "POST /{lang}/{society_name}/ballots/{ballot_id}/paper/{number}": "with a paper",
    "GET /{lang}/{society_name}/ballots/{ballot_id}/paper/{number}/{place}": "with a paper",
    "POST /{lang}/{society_name}/ballots/{ballot_id}/paper/{number}/{place}": "with a paper",
    "GET /{lang}/{society_name}/ballots/{ballot_id}/paper/{number}/all": "with a paper",
    "POST /{lang}/{society_name}/ballots/{ballot_id}/paper/{number}/all": "with a paper",
    "GET /{lang}/{society_name}/ballots/{ballot_id}/check": "with a paper",
    "POST /{lang}/{society_name}/ballots/{ballot_id}/check": "with a paper",
    "POST /{lang}/{society_name}/ballots/{ballot_id}/test/file": "with a paper",
    "GET /{lang}/{society_name}/ballots/{ballot_id}/photographs/{photograph_id}": "with a paper",
    "POST /{lang}/{society_name}/ballots/{ballot_id}/enter": "in a ballot",
    "POST /{lang}/{society_name}/ballots/{ballot_id}/opened": "in a ballot",
    "GET /{lang}/{society_name}/ballots/{ballot_id}/sent": "in a ballot",
    "GET /healthz": "public",
    "GET /static/{file_path}": "public",
    "HEAD /static/{file_path}": "public",
}
ENVIRONMENT = {
    "GOVERN_BOOTH": BOOTH,
    "GOVERN_BOOTH_SERVICE": SERVICE,
    "GOVERN_BOOTH_PASSES": f"tair-nant:{written(b'p' * 32)},dyffryn:{written(b'q' * 32)}",
    "GOVERN_BOOTH_KEY": written(b"k" * 32),
}
IMPORTED = """
import sys
import govern.booth.commands
of_a_database = ("sqlalchemy", "sqlite3", "aiosqlite", "psycopg", "alembic", "aiosmtplib")
ours = ("database", "society", "record", "models", "lifecycle", "queries", "casting")
found = [name for name in sys.modules if name.split(".")[0] in of_a_database]
found += [name for name in sys.modules if name.startswith("govern.") and name.split(".")[-1] in ours]
print(sorted(name for name in found if name != "govern.constituencies.rulebook.book.tables.society"))
"""


def test_the_booth_imports_no_database_no_accounts_and_no_mail() -> None:
    run = [sys.executable, "-c", IMPORTED]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."})
    assert done.stdout.strip() == "[]"


def test_every_address_says_who_may_use_it_and_no_other_is_there() -> None:
    app = create_booth(BoothSettings(address=BOOTH, service=SERVICE, passes={}, key=b"k" * 32))
    found = {
        f"{method} {route.path_format}": [
            guard.name for guard in handler.resolve_guards() if isinstance(guard, Guard)
        ]
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if not is_generated(handler)
        for method in handler.http_methods - {"OPTIONS"}
    }
    assert found == {line: [guard] for line, guard in WHO_MAY.items()}


def test_settings_are_read_and_what_is_wrong_is_named() -> None:
    good = from_environment(ENVIRONMENT)
    assert good.passes == {"tair-nant": b"p" * 32, "dyffryn": b"q" * 32} and good.key == b"k" * 32
    assert len(from_environment({**ENVIRONMENT, "GOVERN_BOOTH_KEY": ""}).key) == 32
    for name, value in (
        ("GOVERN_BOOTH", ""),
        ("GOVERN_BOOTH", SERVICE),
        ("GOVERN_BOOTH", "https://booth.testserver.local"),
        ("GOVERN_BOOTH", f"{BOOTH}/there"),
        ("GOVERN_BOOTH_SERVICE", "testserver.local"),
        ("GOVERN_BOOTH_PASSES", ""),
        ("GOVERN_BOOTH_PASSES", "tair-nant:short"),
        ("GOVERN_BOOTH_KEY", "short"),
        ("GOVERN_BOOTH_PORT", "many"),
    ):
        with pytest.raises(NotValid, match=f"{name} is"):
            from_environment({**ENVIRONMENT, name: value})


@pytest.mark.parametrize(
    "fault",
    [
        "govern.ballots.paper.pages.questions.shown",
        "govern.ballots.paper.pages.checking.said",
        "govern.ballots.seal.slips.encode",
        "govern.booth.stay.Closed.to_field",
        "govern.ballots.seal.tested.opened",
    ],
)
async def test_a_fault_in_the_booth_tells_nothing_of_the_choice_anywhere(
    given: Given,
    votes: Votes,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    fault: str,
) -> None:
    """T18: every sink of the booth and of the service is read: logs, output, pages, the society's whole folder."""
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    await voter.at_check("no")
    noted = await voter.send(voter.test_form().fields) if fault.endswith("opened") else None

    def broken(*given: object, **more: object) -> None:
        raise RuntimeError(f"CANARY-no {given} {more}")

    with caplog.at_level(logging.DEBUG):
        monkeypatch.setattr(fault, broken)
        if noted is not None:
            fields = next(form.fields for form in forms_on(noted) if "note" in form.fields)
            await voter.to_booth("opened", fields)
        else:
            await voter.booth.get(f"{voter.at}/{'paper/1' if fault.endswith('shown') else 'check'}")
    assert voter.booth.last.status_code == 500
    printed = capfd.readouterr()
    logged = " ".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    for sink in (logged, printed.out, printed.err, voter.booth.last.text):
        assert "CANARY" not in sink
    for file, content in everything_in(given.society.folder):
        assert b"CANARY" not in content, file


async def test_the_log_of_the_booth_names_no_vote_and_no_answer(
    given: Given, votes: Votes, caplog: pytest.LogCaptureFixture
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    with caplog.at_level(logging.INFO, "govern"):
        await voter.at_check("no")
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("govern.requests")]
    assert any("/paper/{number" in line for line in lines), lines
    assert not any(str(ballot_id) in line or "?" in line for line in lines)
