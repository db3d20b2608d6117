"""Pages of consultations: a person who is asked (`asked`), asking them (`sittings`), the full screen (`showing`),
one's own questions (`own`), how people communicate (`communication`)."""

from litestar import Router

from govern.forums.consultations.pages import asked, communication, own, showing, sittings

router = Router(
    path="",
    route_handlers=[
        *asked.HANDLERS,
        *sittings.HANDLERS,
        *showing.HANDLERS,
        *own.HANDLERS,
        *communication.HANDLERS,
    ],
)
