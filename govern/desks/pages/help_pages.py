"""The pages behind the links at the foot of every page."""

import csv

from litestar import Response, get

from govern.web.door import AnyRequest, Door
from govern.web.guards import public
from govern.web.page import STATIC, page


@get("/help/secrecy", name="help.secrecy", guards=[public])
async def secrecy(request: AnyRequest, door: Door) -> Response[str]:
    return page(request, "desks/help_secrecy.html", booth=bool(door.settings.booth))


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


HANDLERS = [secrecy, accessibility, what_we_hold, credits_page]
