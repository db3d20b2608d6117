"""Everything the page of a vote's ceremony shows: who holds a duty, what is missing or next, what was proposed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import StepProposal
from govern.ballots.queries.ceremony import Ceremony, ceremony_of, final_note
from govern.ballots.queries.duties import handed_for
from govern.ballots.queries.gathering import find_ballot, gather
from govern.ballots.rules import Stage, Step
from govern.ballots.rules.duties import log_origin, missing_duties, quorum_of, who_signed
from govern.ballots.seal import checkpoint
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.duties import Duty
from govern.identity import queries as identity
from govern.sentences import Sentence
from govern.society import Society


class HolderView(msgspec.Struct, frozen=True):
    """Somebody with a duty. `key` is of their card (hexadecimal); `done`: what the duty asks of them now is done."""

    duty: Duty
    name: str
    key: str
    done: bool
    number: int = 0


class ProposalView(msgspec.Struct, frozen=True):
    """A step that one officer proposed; `agreed_by` is empty until another has agreed."""

    step: Step
    person_id: UUID
    name: str
    at: datetime
    agreed_by: str = ""


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """`origin` is what a key is dealt for. `needed` of the scrutineers open, `quorum` of the witnesses sign."""

    origin: str
    holders: tuple[HolderView, ...]
    missing: tuple[Sentence, ...]
    needed: int
    quorum: int
    proposals: tuple[ProposalView, ...]
    size: int | None = None
    after: Ceremony | None = None

    def of(self, duty: str) -> list[HolderView]:
        return [one for one in self.holders if one.duty == duty]

    def proposal(self, step: str) -> ProposalView | None:
        return next((one for one in self.proposals if one.step == step), None)


async def board_of(reading: AsyncSession, society: Society, ballot_id: UUID) -> Board:
    """Raises NotFound."""
    ballot = await find_ballot(reading, ballot_id)
    origin = log_origin(society.short, ballot.number)
    proposals = await _proposals(reading, ballot_id)
    if ballot.manifest is None:
        handed = await handed_for(reading, ballot_id)
        trustees = handed.shares.trustees if handed.shares else ()
        holders = [
            *(
                HolderView(Duty.TRUSTEE, t.name, t.signing_key.hex(), t.number in handed.accepted, t.number)
                for t in trustees
            ),
            *(
                HolderView(card.duty, card.name, card.key.hex(), card.duty is not Duty.TRUSTEE)
                for card in handed.cards
                if card.key not in {trustee.signing_key for trustee in trustees}
            ),
        ]
        return Board(
            origin=origin,
            holders=tuple(holders),
            missing=tuple(missing_duties(handed, (await gather(reading, ballot_id)).book)),
            needed=handed.shares.threshold if handed.shares else 0,
            quorum=quorum_of(len(handed.of(Duty.WITNESS))),
            proposals=proposals,
        )
    manifest = Manifest.from_bytes(ballot.manifest)
    after = await ceremony_of(reading, ballot_id)
    note = "" if ballot.opened_at is None else await final_note(reading, ballot_id)
    signed = {one.name for one in who_signed(manifest, note)} if note else set()
    mixed, opened = (after.mixed, after.opened) if after else ((), ())
    return Board(
        origin=origin,
        holders=(
            *(
                HolderView(Duty.TRUSTEE, t.name, t.signing_key.hex(), t.number in opened, t.number)
                for t in manifest.trustees
            ),
            *(HolderView(Duty.MIXER, m.name, m.key.hex(), m.name in mixed) for m in manifest.mixers),
            *(HolderView(Duty.WITNESS, w.name, w.key.hex(), w.name in signed) for w in manifest.witnesses),
        ),
        missing=(),
        needed=manifest.threshold,
        quorum=manifest.witness_quorum,
        proposals=proposals,
        size=checkpoint.read(note).checkpoint.size if note else None,
        after=after if ballot.stage in (Stage.CLOSED, Stage.COUNTED) else None,
    )


_LIVED = list(Step)
"""Steps in the order in which a ballot lives them."""


async def _proposals(reading: AsyncSession, ballot_id: UUID) -> tuple[ProposalView, ...]:
    rows = list(await reading.scalars(select(StepProposal).where(StepProposal.ballot_id == ballot_id)))
    ids = [one for row in rows for one in (row.proposed_by, row.approved_by) if one is not None]
    people = await identity.people_by_id(reading, ids)

    def name(person: UUID | None) -> str:
        return people[person].name if person is not None and person in people else ""

    return tuple(
        ProposalView(row.step, row.proposed_by, name(row.proposed_by), row.proposed_at, name(row.approved_by))
        for row in sorted(rows, key=lambda row: _LIVED.index(row.step))
    )


__all__ = ["Board", "HolderView", "ProposalView", "board_of"]
