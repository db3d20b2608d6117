"""Pages of meetings: `member` for everybody; `calling`, `agenda`, `noticing` before the day; `holding` on the day;
`what_if` tries a quorum."""

from litestar import Router

from govern.meetings.pages import agenda, calling, holding, member, noticing, what_if

router = Router(
    path="",
    route_handlers=[
        *member.HANDLERS,
        *calling.HANDLERS,
        *agenda.HANDLERS,
        *noticing.HANDLERS,
        *holding.HANDLERS,
        *what_if.HANDLERS,
    ],
)
