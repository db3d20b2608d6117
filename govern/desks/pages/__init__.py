"""Pages that span the rooms: home, me, the office, the public front, help, and the installation's own front door."""

from litestar import Router

from govern.desks.pages import front_door, help_pages, home, looks, office, officers

router = Router(
    path="",
    route_handlers=[*home.HANDLERS, *office.HANDLERS, *officers.HANDLERS, *looks.HANDLERS, *help_pages.HANDLERS],
)
front = Router(path="", route_handlers=[*front_door.HANDLERS])
