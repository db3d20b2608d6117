"""Which passkeys an officer has."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.identity.models import Passkey


class PasskeyView(msgspec.Struct, frozen=True):
    """A passkey as its owner knows it; `credential_id` is what a browser finds it by."""

    id: UUID
    name: str
    made_at: datetime
    last_used_at: datetime | None
    second_step_only: bool
    credential_id: bytes


async def passkeys_of(reading: AsyncSession, person_id: UUID) -> tuple[PasskeyView, ...]:
    """The oldest first."""
    rows = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.made_at, Passkey.id)
    return tuple(_view(row) for row in await reading.scalars(rows))


async def own_passkey(reading: AsyncSession, person_id: UUID, passkey_id: UUID) -> PasskeyView:
    """Raises `NotFound`, for somebody else's too."""
    found = await reading.get(Passkey, passkey_id)
    if found is None or found.person_id != person_id:
        raise NotFound("This passkey is not in your list. Go back and load the page again.")
    return _view(found)


def _view(row: Passkey) -> PasskeyView:
    return PasskeyView(row.id, row.name, row.made_at, row.last_used_at, row.second_step_only, row.credential_id)
