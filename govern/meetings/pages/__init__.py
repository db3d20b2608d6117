"""Pages of meetings: `member` for everybody; `calling`, `agenda`, `noticing` before the day; `holding` and `desk` on
the day, `chair` at every minute of it, `taking` a vote and votes on the `floor`, `seeking` agreement on an item;
`cards` people come with and hold up at `tablets`; `proxies` for who votes in another's place, `proxies_office` for
their register; `what_if` tries a quorum."""

from litestar import Router

from govern.meetings.pages import (
    access,
    agenda,
    calling,
    cards,
    chair,
    delivery,
    desk,
    floor,
    holding,
    interests,
    member,
    noticing,
    papers,
    proxies,
    proxies_office,
    requisitions,
    requisitions_office,
    seeking,
    short_notice,
    tablets,
    taking,
    what_if,
)

router = Router(
    path="",
    route_handlers=[
        *member.HANDLERS,
        *calling.HANDLERS,
        *agenda.HANDLERS,
        *noticing.HANDLERS,
        *access.HANDLERS,
        *interests.HANDLERS,
        *papers.HANDLERS,
        *delivery.HANDLERS,
        *requisitions.HANDLERS,
        *requisitions_office.HANDLERS,
        *short_notice.HANDLERS,
        *holding.HANDLERS,
        *desk.HANDLERS,
        *chair.HANDLERS,
        *taking.HANDLERS,
        *floor.HANDLERS,
        *seeking.HANDLERS,
        *cards.HANDLERS,
        *tablets.HANDLERS,
        *proxies.HANDLERS,
        *proxies_office.HANDLERS,
        *what_if.HANDLERS,
    ],
)
