"""Pages of representation: `peers` and their mandates, `files` of mandates from paper, and `support`ers."""

from litestar import Router

from govern.constituencies.representation.pages import files, peers, support

router = Router(path="", route_handlers=[*peers.HANDLERS, *files.HANDLERS, *support.HANDLERS])
