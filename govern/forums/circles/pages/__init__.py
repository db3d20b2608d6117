"""Pages of circles: the map and one circle (`showing`), who is in it and links it (`people`), its domain and what
it decides (`deciding`), its rounds of consent (`rounds`), its records (`records`), beginning and joining
(`beginning`), another one above it (`nesting`)."""

from litestar import Router

from govern.forums.circles.pages import beginning, deciding, nesting, people, records, rounds, showing

router = Router(
    path="",
    route_handlers=[
        *showing.HANDLERS,
        *people.HANDLERS,
        *deciding.HANDLERS,
        *rounds.HANDLERS,
        *records.HANDLERS,
        *beginning.HANDLERS,
        *nesting.HANDLERS,
    ],
)
