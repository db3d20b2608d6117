"""Pages of what forums do: `joining` (days out, a forum's list, one activity, signing up), `planning` (plan, change,
call off), `minding` (who comes, entering paper and telephone calls, the sheet), `ending` (what came of it,
photographs, the year), `offering` (offers and answers), `feeds` (the calendar)."""

from litestar import Router

from govern.forums.activities.pages import ending, feeds, joining, minding, offering, planning

router = Router(
    path="",
    route_handlers=[
        *(*joining.HANDLERS, *planning.HANDLERS, *minding.HANDLERS),
        *(*ending.HANDLERS, *offering.HANDLERS, *feeds.HANDLERS),
    ],
)
