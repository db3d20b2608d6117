"""Pages of papers: the files of `minutes` and declarations."""

from litestar import Router

from govern.minutes.papers.pages import minutes

router = Router(path="", route_handlers=[*minutes.HANDLERS])
