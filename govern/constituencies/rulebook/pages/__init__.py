"""Pages of the rules: to read and compare (`reading`), drafts and examples for officers, whom to call."""

from litestar import Router

from govern.constituencies.rulebook.pages import contact, drafts, examples, reading

router = Router(path="", route_handlers=[*reading.HANDLERS, *drafts.HANDLERS, *examples.HANDLERS, *contact.HANDLERS])
