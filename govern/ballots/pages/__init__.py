"""Pages of ballots: about a vote, the paper, sending it, the receipt, the result; and the office that runs it."""

from litestar import Router
from litestar.di import Provide

from govern.ballots.pages import (
    about,
    circles,
    circles_office,
    drafting,
    easy_and_names,
    filing,
    next_in_line,
    office,
    receipts,
    result,
    running,
    sending,
    settling,
    steps,
    supporting,
    telephone,
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
        *sending.HANDLERS,
        *supporting.HANDLERS,
        *telephone.HANDLERS,
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
    ],
)
