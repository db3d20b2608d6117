"""A rehearsal begins: officers come into the copy with what they have, and nothing that opens a door is shared."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.identity.lifecycle.secret_marks import seal, unseal
from govern.identity.models import Authenticator, Knock, LetterCode, Session, SignInLink, UsedPass

#: Of these the copy has none: whoever is signed in, or holds a link or a code, has it for the society itself.
LEFT_OUT = (Session, SignInLink, LetterCode, UsedPass, Knock)


async def begin_anew(writing: AsyncSession, old: bytes, new: bytes) -> int:
    """Authenticators are sealed again, from the society's key to the copy's. Returns how many officers have one.

    Passkeys come along as they are: of them the society has the public halves alone.

    Raises `Unavailable` where the society's key does not fit its database.
    """
    for table in LEFT_OUT:
        await writing.execute(delete(table))
    rows = list(await writing.scalars(select(Authenticator)))
    for row in rows:
        row.sealed_secret = seal(new, row.person_id, unseal(old, row.person_id, row.sealed_secret))
    return len(rows)
