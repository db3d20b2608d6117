"""Pages of representation: `peers` and their mandates, and `files` of mandates from paper."""

from litestar import Router

from govern.constituencies.representation.pages import files, peers

router = Router(path="", route_handlers=[*peers.HANDLERS, *files.HANDLERS])
