"""A ballot that an earlier version froze, with sealed boxes to one key, is still voted on, opened and counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import keys, preparing
from govern.ballots.lifecycle.fixing import manifest_for
from govern.ballots.lifecycle.unsealing import log_of
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.seal.documents import Cast, Manifest, Sealing, leaf_from_bytes
from govern.errors import WrongMoment
from tests.ballots.given_ballots import CLOSES, a_society, all_vote, an_open_ballot, closed, no, vote, yes


async def test_a_ballot_with_sealed_boxes_is_counted_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = manifest_for

    def as_before(found: Any, society: Any, *asked: Any) -> Manifest:
        key = keys.keep_tellers_key(society, found.ballot.id).public
        bare = replace(made(found, society, *asked), sealing=Sealing.BOX, election_key=key)
        return replace(bare, feldman=(), trustees=(), mixers=(), verifier_hash=None)

    monkeypatch.setattr(preparing, "manifest_for", as_before)
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (question,) = await queries.contest_ids(reading, ballot_id)
    first, *others = given.everybody
    await all_vote(given, ballot_id, [(person, yes(question)) for person in others])
    await vote(given, ballot_id, first, no(question))
    await closed(given, ballot_id)
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    async with given.society.store.reading() as reading:
        shown = (await queries.result(reading, ballot_id, "en", undeclared=True)).contests[0].resolution
        assert shown is not None and (shown.for_, shown.against) == (len(others), 1)
        with pytest.raises(WrongMoment, match="bundle"):
            await bundle_of(reading, ballot_id)
        bodies, _ = await log_of(reading, ballot_id)
    casts = [leaf for leaf in map(leaf_from_bytes, bodies) if isinstance(leaf, Cast)]
    boxes = {len(slip.box) for leaf in casts for slip in leaf.envelope.sealed.slips}
    assert boxes == {78}, "a sealed box, and no ciphertext in shares"
