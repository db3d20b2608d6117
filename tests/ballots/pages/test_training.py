"""A nomination without the training that the rules ask for is incomplete and says what is missing (M68)."""

from __future__ import annotations

from pathlib import Path

from litestar.testing import AsyncTestClient

from govern.app import create_app
from tests.ballots.given_ballots import BEFORE, a_draft, a_society, election, stands
from tests.ballots.lifecycle.test_settling import only_contest
from tests.given import Moments, settings
from tests.window import Window


async def test_m68_a_nomination_is_incomplete_until_the_training_is_noted_in_the_register(
    tmp_path: Path, clock: Moments
) -> None:
    given = await a_society(tmp_path / "home", rules="principal_supporting", groups={"principal": 3})
    clock.at = BEFORE
    ballot_id = await a_draft(given, election("principal", 1))
    contest_id = await only_contest(given, ballot_id)
    person = given.people["principal"][0]
    await stands(given, contest_id, person)
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        secretary = Window(client, given.society, follows=True)
        await secretary.sign_in(given.second, officer=True, at=clock.at)
        candidates = f"office/ballots/{ballot_id}/questions/{contest_id}/candidates"
        await secretary.get(candidates)
        missing = "Incomplete The rules ask for a training first: Voting and the duties of a board."
        assert missing in secretary.text()
        await secretary.get(f"office/ballots/{ballot_id}")
        assert "These nominations are incomplete" in secretary.text() and "Principal 1" in secretary.text()
        entry = f"office/register/{person}"
        await secretary.get(entry)
        assert "No training is noted." in secretary.text()
        empty = await secretary.send(f"{entry}/training")
        assert empty.status_code == 422 and "Choose what it was about." in secretary.text()
        day = {"training_on_day": "1", "training_on_month": "9", "training_on_year": "2030"}
        said = {"training_kind": "board", "training_by": "The federation", "training_evidence": "Certificate 3"}
        late = await secretary.send(f"{entry}/training", day | said)
        assert late.status_code == 422 and "has not come yet" in secretary.text() and "Certificate 3" in late.text
        await secretary.send(f"{entry}/training", day | said | {"training_on_year": "2026"})
        assert "given by The federation. Certificate 3 (Nerys Tudur)" in secretary.text()
        await secretary.get(candidates)
        assert "Incomplete" not in secretary.text()
        await secretary.get(f"office/ballots/{ballot_id}")
        assert "These nominations are incomplete" not in secretary.text()
    await given.society.store.close()
