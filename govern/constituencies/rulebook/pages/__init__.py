"""Pages of the rules: for everybody to read and compare (`reading`), drafts for officers, and whom to call."""

from litestar import Router

from govern.constituencies.rulebook.pages import contact, drafts, reading

router = Router(path="", route_handlers=[*reading.HANDLERS, *drafts.HANDLERS, *contact.HANDLERS])
