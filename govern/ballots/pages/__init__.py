"""Pages of ballots: about a vote, the paper, sending it, the receipt, the result; and the office that runs it."""

from litestar import Router

from govern.ballots.pages import (
    about,
    drafting,
    easy_and_names,
    office,
    receipts,
    result,
    running,
    sending,
    steps,
    voting,
)

router = Router(
    path="",
    route_handlers=[
        *about.HANDLERS,
        *voting.HANDLERS,
        *sending.HANDLERS,
        *receipts.HANDLERS,
        *result.HANDLERS,
        *office.HANDLERS,
        *drafting.HANDLERS,
        *easy_and_names.HANDLERS,
        *steps.HANDLERS,
        *running.HANDLERS,
    ],
)
