"""Pages of forums: `member` (the list, a forum, joining, raising something), `leading` (what its facilitator does),
`office` (founding forums and naming who leads them)."""

from litestar import Router

from govern.forums.gatherings.pages import leading, member, office

router = Router(path="", route_handlers=[*member.HANDLERS, *leading.HANDLERS, *office.HANDLERS])
