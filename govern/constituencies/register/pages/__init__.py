"""The register's pages: the `listing`, one person's `entry` with `steps`, `files` of members, `organisations`,
`holdings` that officers alone see, `applications` in the office, and `joining`, which is public.

Steps that may cost somebody a seat (a group, an attribute, a file put in) are posted to the boards' pages above."""

from litestar import Router

from govern.constituencies.register.pages import (
    applications,
    entry,
    files,
    holdings,
    joining,
    listing,
    organisations,
)

router = Router(
    path="",
    route_handlers=[
        *listing.HANDLERS,
        *entry.HANDLERS,
        *files.HANDLERS,
        *organisations.HANDLERS,
        *holdings.HANDLERS,
        *applications.HANDLERS,
        *joining.HANDLERS,
    ],
)
