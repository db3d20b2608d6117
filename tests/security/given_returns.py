"""Something the year plan asks for, and something that was noted as done with its paper."""

from __future__ import annotations

from datetime import datetime

from govern.minutes.returns import lifecycle
from govern.minutes.returns.lifecycle import Ticked
from govern.minutes.returns.queries.plan import all_duties
from govern.society import Society
from tests.minutes.book.past_files import PDF

OPEN, DONE = "return-2026-03-31", "agm-2027-03-31"


async def what_is_owed(society: Society, canary: str, ids: dict[str, str], at: datetime) -> None:
    """The annual return of last year is still to be sent; the next meeting is noted as held somewhere else."""
    kept = await lifecycle.keep(society.uploads(), PDF + canary.encode())
    said = Ticked(done_on=at.date(), reference=f"{canary} 7", note=f"{canary} hall")
    async with society.store.writing() as writing:
        duties = await all_duties(writing, at.date(), "en")
        filing = await lifecycle.tick(writing, duties, DONE, said, kept, by=None, at=at)
    ids |= {"filing_id": str(filing), "duty_key": OPEN, "ends_on": "2026-03-31", "list_name": "end"}
