"""Pages of the boards: people for members, seats for officers, and steps of the register that may cost a seat."""

from litestar import Router

from govern.constituencies.boards.pages import admissions, people, register_steps, seats

router = Router(
    path="", route_handlers=[*people.HANDLERS, *seats.HANDLERS, *register_steps.HANDLERS, *admissions.HANDLERS]
)
