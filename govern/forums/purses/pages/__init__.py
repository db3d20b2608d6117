"""Pages of shared money: `pots` (one's share and one's own yes) and `leading` (what the facilitator of a pot does),
`fund` (asking, and the panel), `keeping` (what the keeper of the fund does), `awards`."""

from litestar import Router

from govern.forums.purses.pages import awards, fund, keeping, leading, pots

router = Router(
    path="", route_handlers=[*pots.HANDLERS, *leading.HANDLERS, *fund.HANDLERS, *keeping.HANDLERS, *awards.HANDLERS]
)
