"""Pages of meetings: `member` for everybody; `calling`, `agenda`, `noticing` before the day; `holding` on the day;
`proxies` for who votes in another's place, `proxies_office` for their register; `what_if` tries a quorum."""

from litestar import Router

from govern.meetings.pages import agenda, calling, holding, member, noticing, proxies, proxies_office, what_if

router = Router(
    path="",
    route_handlers=[
        *member.HANDLERS,
        *calling.HANDLERS,
        *agenda.HANDLERS,
        *noticing.HANDLERS,
        *holding.HANDLERS,
        *proxies.HANDLERS,
        *proxies_office.HANDLERS,
        *what_if.HANDLERS,
    ],
)
