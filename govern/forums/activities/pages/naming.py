"""Whom the facilitator means: by number, by email address, or by the name under which the forum knows them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries import person_named
from govern.errors import NotFound, NotValid
from govern.forums.gatherings import queries as gatherings


async def of_the_forum(reading: AsyncSession, forum_id: UUID, named: str, field: str = "person") -> UUID:
    """Raises `NotValid` where two have the name, or nobody is found."""
    wanted = " ".join(named.split()).casefold()
    found = [one.person_id for one in await gatherings.people_of(reading, forum_id) if one.name.casefold() == wanted]
    if len(found) > 1:
        raise NotValid("Two people of the forum have this name. Type a number or an email address.", field=field)
    if found:
        return found[0]
    try:
        return await person_named(reading, named)
    except NotFound:
        raise NotValid(
            "Nobody of the forum has this name, and we know nobody by such a number or address. "
            "Check it, or let them into the forum first.",
            field=field,
        ) from None
