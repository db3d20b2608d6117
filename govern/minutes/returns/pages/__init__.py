"""Pages of returns: the year `plan` and its `feeds`, the `registers`, the `whole_register` of
members, the `figures` of the annual return, and the report on `democracy`."""

from litestar import Router

from govern.minutes.returns.pages import democracy, feeds, figures, plan, registers, whole_register

router = Router(
    path="",
    route_handlers=[
        *(*plan.HANDLERS, *feeds.HANDLERS, *registers.HANDLERS, *whole_register.HANDLERS),
        *(*figures.HANDLERS, *democracy.HANDLERS),
    ],
)
