"""What was handed in for a ballot at the level AGM, as it is kept."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import DutyFile
from govern.ballots.rules.duties import Handed
from govern.ballots.seal.duties import Acceptance, Card, KeyShares
from govern.ballots.seal.duties import Handed as File

SHARES = "key-shares.json"


def name_of(file: File) -> str:
    """Under which name a file is kept: one card a key, one sharing, one acceptance a scrutineer."""
    if isinstance(file, Card):
        return f"card/{file.key.hex()}.json"
    if isinstance(file, KeyShares):
        return SHARES
    return f"acceptance/{file.number}.json"


async def handed_for(reading: AsyncSession, ballot_id: UUID) -> Handed:
    """Cards by name, the sharing, acceptances by number."""
    rows = await reading.scalars(select(DutyFile).where(DutyFile.ballot_id == ballot_id))
    cards: list[Card] = []
    shares, accepted = None, []
    for row in rows:
        if row.name == SHARES:
            shares = KeyShares.from_bytes(row.content)
        elif row.name.startswith("card/"):
            cards.append(Card.from_bytes(row.content))
        else:
            accepted.append(Acceptance.from_bytes(row.content))
    return Handed(
        tuple(sorted(cards, key=lambda one: one.name)), shares, tuple(sorted(accepted, key=lambda one: one.number))
    )


__all__ = ["SHARES", "handed_for", "name_of"]
