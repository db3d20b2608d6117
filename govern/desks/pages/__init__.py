"""Pages that span the rooms: home, me, the office, the public front, help, and the installation's own front door."""

from litestar import Router

from govern.desks.pages import (
    admissions,
    by_post,
    doubles,
    entries,
    facilitating,
    front_door,
    help_pages,
    home,
    looks,
    mandates,
    me,
    my_papers,
    my_peers,
    office,
    officers,
    peers,
    register_steps,
    voices,
    wishes,
)

router = Router(
    path="",
    route_handlers=[
        *(
            *home.HANDLERS,
            *me.HANDLERS,
            *my_papers.HANDLERS,
            *looks.HANDLERS,
            *help_pages.HANDLERS,
            *office.HANDLERS,
            *officers.HANDLERS,
        ),
        *(*entries.HANDLERS, *wishes.HANDLERS, *doubles.HANDLERS),
        *(*register_steps.HANDLERS, *admissions.HANDLERS),
        *(
            *mandates.HANDLERS,
            *my_peers.HANDLERS,
            *peers.HANDLERS,
            *facilitating.HANDLERS,
            *voices.HANDLERS,
            *by_post.HANDLERS,
        ),
    ],
)
front = Router(path="", route_handlers=[*front_door.HANDLERS])
