"""The pages behind the links at the foot of every page, and those that honestly say what is still to come."""

import csv

from litestar import Response, get

from govern.sentences import Sentence
from govern.web.door import AnyRequest
from govern.web.guards import public, signed_in
from govern.web.page import STATIC, page


@get("/help/secrecy", name="help.secrecy", guards=[public])
async def secrecy(request: AnyRequest) -> Response[str]:
    return page(request, "desks/help_secrecy.html")


@get("/help/accessibility", name="help.accessibility", guards=[public])
async def accessibility(request: AnyRequest) -> Response[str]:
    return page(request, "desks/help_accessibility.html")


@get("/help/data", name="help.data", guards=[public])
async def what_we_hold(request: AnyRequest) -> Response[str]:
    return page(request, "desks/help_data.html")


@get("/help/credits", name="help.credits", guards=[public])
async def credits_page(request: AnyRequest) -> Response[str]:
    with (STATIC / "vendor" / "symbols" / "symbols.csv").open(encoding="utf-8", newline="") as file:
        symbols = [
            (line["meaning"], line["from"], line["drawn by"], line["licence"]) for line in csv.DictReader(file)
        ]
    return page(request, "desks/help_credits.html", symbols=symbols)


@get("/forums", name="forums.to_come", guards=[signed_in])
async def forums(request: AnyRequest) -> Response[str]:
    words = Sentence(
        "Forums are not part of this service yet. Until they are, your facilitator tells you when you meet."
    )
    return page(request, "desks/not_here_yet.html", section="forums", heading=Sentence("Forums"), words=words)


HANDLERS = [secrecy, accessibility, what_we_hold, credits_page, forums]
