"""Given two passkeys of an officer, one of which can be removed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from govern.identity.models import Passkey
from govern.society import Society


async def passkeys_of_one(society: Society, canary: str, person_id: UUID, ids: dict[str, str], at: datetime) -> None:
    made = [
        Passkey(
            id=uuid4(),
            person_id=person_id,
            credential_id=bytes([number]) * 32,
            public_key=b"public",
            sign_count=0,
            name=f"{canary} key {number}",
            second_step_only=False,
            made_at=at,
        )
        for number in range(2)
    ]
    async with society.store.writing() as writing:
        writing.add_all(made)
    ids["passkey_id"] = str(made[0].id)
