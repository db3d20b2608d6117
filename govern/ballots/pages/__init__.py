"""Pages of ballots: about a vote, the paper, sending it, votes for others, the receipt, the result; the office."""

from uuid import UUID

from litestar import Router
from litestar.di import Provide
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.pages import (
    about,
    board,
    box,
    ceremony,
    circles,
    circles_office,
    directing,
    drafting,
    easy_and_names,
    faces,
    filing,
    for_others,
    for_others_report,
    handing,
    next_in_line,
    office,
    options,
    paper_entries,
    papers,
    picturing,
    positions,
    practising,
    printing,
    reading,
    receipts,
    recovering,
    result,
    running,
    sending,
    settling,
    steps,
    supporting,
    telephone,
    testing,
    tools,
    voting,
    what_if,
)
from govern.ballots.pages.booth import Booth, enter
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.visitor import Visitor


async def the_booth(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor
) -> Booth:
    """The booth that the address names: of a ballot, or of practice."""
    ballot_id = request.path_params.get("ballot_id")
    if isinstance(ballot_id, UUID):
        return await enter(request, door, society, reading, visitor, ballot_id)
    return practising.practice_booth(request, door, society, visitor)


router = Router(
    path="",
    dependencies={"booth": Provide(the_booth)},
    route_handlers=[
        *about.HANDLERS,
        *voting.HANDLERS,
        *directing.HANDLERS,
        *sending.HANDLERS,
        *testing.HANDLERS,
        *handing.HANDLERS,
        *for_others.HANDLERS,
        *for_others_report.HANDLERS,
        *positions.HANDLERS,
        *supporting.HANDLERS,
        *telephone.HANDLERS,
        *practising.HANDLERS,
        *receipts.HANDLERS,
        *box.HANDLERS,
        *board.HANDLERS,
        *tools.HANDLERS,
        *recovering.HANDLERS,
        *result.HANDLERS,
        *office.HANDLERS,
        *drafting.HANDLERS,
        *options.HANDLERS,
        *faces.HANDLERS,
        *picturing.HANDLERS,
        *reading.HANDLERS,
        *easy_and_names.HANDLERS,
        *settling.HANDLERS,
        *steps.HANDLERS,
        *running.HANDLERS,
        *ceremony.HANDLERS,
        *what_if.HANDLERS,
        *next_in_line.HANDLERS,
        *filing.HANDLERS,
        *circles.HANDLERS,
        *circles_office.HANDLERS,
        *printing.HANDLERS,
        *papers.HANDLERS,
        *paper_entries.HANDLERS,
    ],
)
