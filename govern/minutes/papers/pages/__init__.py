"""Pages of papers: those of a meeting or a vote, looked at and issued (`making`); `issued` ones and the check of one
in hand; the `scrutiny` of a vote; the `bundle` of a meeting; the `files` of `minutes` and declarations."""

from litestar import Router

from govern.minutes.papers.pages import bundle, issued, making, minutes, scrutiny

router = Router(
    path="",
    route_handlers=[*minutes.HANDLERS, *issued.HANDLERS, *making.HANDLERS, *scrutiny.HANDLERS, *bundle.HANDLERS],
)
