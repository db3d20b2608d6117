"""Pages of consultations."""

from litestar import Router

from govern.forums.consultations.pages import deciding, of_person, returning, summing, told

router = Router(
    path="",
    route_handlers=[
        *summing.HANDLERS,
        *of_person.HANDLERS,
        *deciding.HANDLERS,
        *returning.HANDLERS,
        *told.HANDLERS,
    ],
)
