"""Pages of returns: the year `plan` and its `feeds`, the `registers`, and the `figures` of the
annual return, and the report on `democracy`."""

from litestar import Router

from govern.minutes.returns.pages import democracy, feeds, figures, plan, registers

router = Router(
    path="",
    route_handlers=[*plan.HANDLERS, *feeds.HANDLERS, *registers.HANDLERS, *figures.HANDLERS, *democracy.HANDLERS],
)
