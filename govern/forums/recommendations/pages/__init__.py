"""Pages of recommendations: `reading` (the map, one of them, answers), `writing` (in a forum, plain and Easy Read),
`leading` (what a facilitator does), `deciding` (what gatherings decide), `office` (what bodies owe), `papers` (the
answer on paper), `ladder` (the map drawn)."""

from litestar import Router

from govern.forums.gatherings.pages.steps import LED
from govern.forums.recommendations.pages import deciding, leading, office, papers, reading, writing

router = Router(
    path="",
    dependencies=LED,
    route_handlers=[
        *reading.HANDLERS,
        *writing.HANDLERS,
        *leading.HANDLERS,
        *deciding.HANDLERS,
        *papers.HANDLERS,
        *office.HANDLERS,
    ],
)
