"""Pages of the boards: `people` for members; for officers `seats`, `vacancies`, who stands down (`rotation`),
`skills` and balance, the present board from a file (`files`); steps about
organisations that may cost a seat (`organisations`), and changes of the rules, which may cost many (`rule_changes`);
what a body may decide (`domain`), and what bodies ask of each other (`instructions`)."""

from litestar import Router

from govern.constituencies.boards.pages import (
    domain,
    files,
    instructions,
    learning,
    organisations,
    people,
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
        *organisations.HANDLERS,
        *rule_changes.HANDLERS,
        *domain.HANDLERS,
        *instructions.HANDLERS,
        *learning.HANDLERS,
    ],
)
