"""What the pages of the boards share: who may keep them, and whom a number or an address names."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.identity.rules import looks_like_email, plain_email
from govern.permissions import Permission
from govern.web.guards import holding

keeper = holding(Permission.BOARD_EDIT)


async def person_named(reading: AsyncSession, named: str) -> UUID:
    """By number in the register, or by email address. Raises `NotFound` beside the field."""
    if looks_like_email(named):
        found = await identity.people_at(reading, plain_email(named))
        if len(found) == 1:
            return found[0].id
    elif person_id := await register.person_with_number(reading, named):
        return person_id
    raise NotFound("We know nobody by this number or address. Look them up in the register.", field="person")
