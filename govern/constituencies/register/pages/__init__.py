"""The office's pages of the register: the `listing`, one person's `entry`, `files` of members.

Steps that may cost somebody a seat (a group, an attribute, a file put in) are posted to the boards' pages above."""

from litestar import Router

from govern.constituencies.register.pages import entry, files, listing

router = Router(path="", route_handlers=[*listing.HANDLERS, *entry.HANDLERS, *files.HANDLERS])
