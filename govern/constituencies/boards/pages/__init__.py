"""Pages of the boards: people for members, seats for officers; steps of the register that may cost a seat, and
changes of the rules, which may cost many.
"""

from litestar import Router

from govern.constituencies.boards.pages import people, register_steps, rule_changes, seats

router = Router(
    path="",
    route_handlers=[
        *people.HANDLERS,
        *seats.HANDLERS,
        *register_steps.HANDLERS,
        *rule_changes.HANDLERS,
    ],
)
