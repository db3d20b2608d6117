"""Pages of consultations: the page that works without a connection (`tablet`), typing in record sheets
(`sheets`), what is printed and which tablets are out (`pack`)."""

from litestar import Router

from govern.forums.consultations.pages import pack, sheets, tablet

router = Router(
    path="",
    route_handlers=[
        *pack.HANDLERS,
        *sheets.HANDLERS,
        *tablet.HANDLERS,
    ],
)
