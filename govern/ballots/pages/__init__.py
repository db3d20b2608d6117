"""Pages of ballots: about a vote, the paper, sending it, votes for others, the receipt, the result; the office."""

from litestar import Router
from litestar.di import Provide

from govern.ballots.pages import (
    about,
    circles,
    circles_office,
    directing,
    drafting,
    easy_and_names,
    filing,
    for_others,
    for_others_report,
    next_in_line,
    office,
    paper_entries,
    papers,
    positions,
    printing,
    receipts,
    result,
    running,
    sending,
    settling,
    steps,
    voting,
    what_if,
)
from govern.ballots.pages.booth import enter

router = Router(
    path="",
    dependencies={"booth": Provide(enter)},
    route_handlers=[
        *about.HANDLERS,
        *voting.HANDLERS,
        *directing.HANDLERS,
        *sending.HANDLERS,
        *for_others.HANDLERS,
        *for_others_report.HANDLERS,
        *positions.HANDLERS,
        *receipts.HANDLERS,
        *result.HANDLERS,
        *office.HANDLERS,
        *drafting.HANDLERS,
        *easy_and_names.HANDLERS,
        *settling.HANDLERS,
        *steps.HANDLERS,
        *running.HANDLERS,
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
