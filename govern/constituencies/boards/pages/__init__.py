"""Pages of the boards: people for members; seats, vacancies, who stands down, balance, and the present board from a
file for officers; steps of the register that may cost a seat."""

from litestar import Router

from govern.constituencies.boards.pages import files, people, register_steps, rotation, seats, skills, vacancies

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
    ],
)
