"""Between record date and opening somebody may leave: their entry is struck, and the log says so (invariant 2).

A later end alters nothing. The entry itself stays in the roll, whose hash was fixed when it was frozen; it no longer
counts among those who may vote (W24), and nothing ties it to anybody.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting
from govern.ballots.models import Ballot, MemberHandle, RollEntry
from govern.ballots.seal.documents import Struck
from govern.constituencies.register import queries as register
from govern.identity.rules import day_of
from govern.record import Event

REASON = "No longer a member when voting opened."
#: A strike names the two who say so: here the register says it, and the opening.
BY = ("the register of members", "the opening of voting")
AT_ONCE = 5_000


async def strike_who_left(
    writing: AsyncSession, ballot: Ballot, edge: casting.Edge, *, by: UUID | None, at: datetime
) -> int:
    """Strike everybody on the roll who is no member any more. Returns how many. The head is signed afterwards."""
    left = sorted(await register.left_between(writing, ballot.record_on, day_of(at)))
    handles: list[str] = []
    for start in range(0, len(left), AT_ONCE):
        theirs = select(MemberHandle.handle).where(
            MemberHandle.ballot_id == ballot.id, MemberHandle.person_id.in_(left[start : start + AT_ONCE])
        )
        handles += await writing.scalars(theirs)
    if not handles:
        return 0
    handles.sort()
    await casting.add_leaves(writing, edge, [Struck(handle, REASON, BY) for handle in handles])
    for start in range(0, len(handles), AT_ONCE):
        some = handles[start : start + AT_ONCE]
        entries = update(RollEntry).where(RollEntry.ballot_id == ballot.id, RollEntry.handle.in_(some))
        await writing.execute(entries.values(struck_at=at))
        await writing.execute(
            delete(MemberHandle).where(MemberHandle.ballot_id == ballot.id, MemberHandle.handle.in_(some))
        )
    await record.add(writing, Event("roll.struck", f"ballot:{ballot.id}", at, by, {"entries": len(handles)}))
    return len(handles)
