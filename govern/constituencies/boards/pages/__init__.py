"""Pages of the boards: `people` for members, `seats` for officers; steps of the register that may cost a seat
(`register_steps`), admissions, and changes of the rules, which may cost many (`rule_changes`); what a body may decide
(`domain`), and what bodies ask of each other (`instructions`)."""

from litestar import Router

from govern.constituencies.boards.pages import (
    admissions,
    domain,
    instructions,
    people,
    register_steps,
    rule_changes,
    seats,
)

router = Router(
    path="",
    route_handlers=[
        *people.HANDLERS,
        *seats.HANDLERS,
        *register_steps.HANDLERS,
        *admissions.HANDLERS,
        *rule_changes.HANDLERS,
        *domain.HANDLERS,
        *instructions.HANDLERS,
    ],
)
