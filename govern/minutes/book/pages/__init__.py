"""Pages of what is remembered: `minutes`, the audit trail; minutes of the time `before`, and `bringing` them in."""

from litestar import Router

from govern.minutes.book.pages import before, bringing, in_body, minutes

router = Router(path="", route_handlers=[*minutes.HANDLERS, *before.HANDLERS, *bringing.HANDLERS, *in_body.HANDLERS])
