"""Pages of the boards: `people` for members; for officers `seats`, `vacancies`, who stands down (`rotation`),
`skills` and balance, the present board from a file (`files`); steps of the register that may cost a seat
(`register_steps`, `organisations`), `admissions`, and changes of the rules, which may cost many (`rule_changes`);
what a body may decide (`domain`), and what bodies ask of each other (`instructions`)."""

from litestar import Router

from govern.constituencies.boards.pages import (
    admissions,
    domain,
    files,
    instructions,
    learning,
    organisations,
    people,
    register_steps,
    rotation,
    rule_changes,
    seats,
    skills,
    vacancies,
)

router = Router(
    path="",
    route_handlers=[
        *people.HANDLERS,
        *seats.HANDLERS,
        *vacancies.HANDLERS,
        *rotation.HANDLERS,
        *skills.HANDLERS,
        *files.HANDLERS,
        *register_steps.HANDLERS,
        *admissions.HANDLERS,
        *organisations.HANDLERS,
        *rule_changes.HANDLERS,
        *domain.HANDLERS,
        *instructions.HANDLERS,
        *learning.HANDLERS,
    ],
)
