"""Given an officer's passkey, which stays: it is the only second step they have."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from govern.identity.models import Passkey
from govern.society import Society


async def a_passkey(society: Society, canary: str, person_id: UUID, ids: dict[str, str], at: datetime) -> None:
    passkey = Passkey(
        id=uuid4(),
        person_id=person_id,
        credential_id=b"known to a telephone",
        public_key=b"its public half",
        sign_count=0,
        name=f"{canary} key",
        second_step_only=False,
        made_at=at,
    )
    async with society.store.writing() as writing:
        writing.add(passkey)
    ids["passkey_id"] = str(passkey.id)
