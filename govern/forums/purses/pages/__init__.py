"""Pages of shared money: `pots` (one's share and one's own yes), `leading` (what the facilitator of a pot does)."""

from litestar import Router

from govern.forums.purses.pages import leading, pots

router = Router(path="", route_handlers=[*pots.HANDLERS, *leading.HANDLERS])
