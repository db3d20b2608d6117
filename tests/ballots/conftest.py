"""Property tests here are judged by what they find, not by how busy the machine is; counts by both verifiers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings

from govern.ballots import lifecycle
from govern.ballots.models import Ballot
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.seal.documents import Manifest, Sealing
from govern.society import Society
from tests.ballots.checking.judging import judge

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def every_count_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ballot a test counts, its bundle passes the first verifier, and every tenth one the second too."""
    count = lifecycle.count

    async def count_and_verify(society: Society, ballot_id: UUID, **given: Any) -> bytes:
        counted = await count(society, ballot_id, **given)
        async with society.store.reading() as reading:
            ballot = await reading.get_one(Ballot, ballot_id)
            if Manifest.from_bytes(ballot.manifest or b"").sealing is Sealing.SLIPS:
                judge(await bundle_of(reading, ballot_id))
        return counted

    monkeypatch.setattr(lifecycle, "count", count_and_verify)
