"""Pages of the boards: people for members, seats for officers, and steps of the register that may cost a seat; what a
body may decide (`domain`), and what bodies ask of each other (`instructions`)."""

from litestar import Router

from govern.constituencies.boards.pages import domain, instructions, people, register_steps, seats

router = Router(
    path="",
    route_handlers=[
        *people.HANDLERS,
        *seats.HANDLERS,
        *register_steps.HANDLERS,
        *domain.HANDLERS,
        *instructions.HANDLERS,
    ],
)
