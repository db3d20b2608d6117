"""Given: societies with people in their groups and on their seats, by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.lifecycle import Particulars
from govern.constituencies.boards.queries import Sitting
from govern.constituencies.boards.rules import HowFilled
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.identity.lifecycle import NewPerson

AT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
JOINED, SEATED, TODAY = date(2020, 1, 1), date(2026, 5, 9), AT.date()
#: Nine directors by the rules of Colne Valley, and one volunteer more.
COLNE = (
    *((name, "users", "users") for name in ("Una", "Ulf", "Umi")),
    *((name, "staff", "staff") for name in ("Sal", "Sid", "Gwen")),
    *((name, "volunteers", "any") for name in ("Ana", "Bo", "Cai")),
    ("Di", "volunteers", ""),
)


class Home:
    """A society by its rules: who is who, and short ways to seat and ask."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.people: dict[str, UUID] = {}

    async def adopt(self, text: str) -> None:
        async with self.store.writing() as writing:
            await rulebook.adopt(writing, text, by=None, at=AT)

    async def enter(self, name: str, group: str, on: date = JOINED, *, at: datetime = AT) -> UUID:
        async with self.store.writing() as writing, lifecycle.heeding(writing, on, by=None, at=at):
            self.people[name] = await register.enter(
                writing, NewPerson(name=name), group, on, "Founding", by=None, at=at
            )
        return self.people[name]

    async def seat(
        self,
        name: str,
        seat: str,
        *,
        body: str = "board",
        on: date = SEATED,
        due: date | None = None,
        how: HowFilled = HowFilled.ELECTED,
        at: datetime = AT,
        **particulars: object,
    ) -> UUID:
        async with self.store.writing() as writing:
            return await lifecycle.take_seat(
                writing,
                body,
                seat,
                self.people[name],
                on,
                due,
                how,
                Particulars(**particulars),  # type: ignore[arg-type]
                by=None,
                at=at,
            )

    async def sitting(self, body: str = "board", on: date = TODAY) -> dict[str, Sitting]:
        async with self.store.reading() as reading:
            return {one.name: one for one in await queries.sitting(reading, body, on)}

    async def leave(self, name: str, why: str = "resigned", *, body: str = "board", on: date = TODAY) -> None:
        one = (await self.sitting(body, on))[name]
        async with self.store.writing() as writing:
            await lifecycle.vacate(writing, one.tenure_id, on, why, by=None, at=AT)

    async def vacancies(self, body: str = "board") -> tuple[queries.VacancyView, ...]:
        async with self.store.reading() as reading:
            return await queries.vacancies(reading, TODAY, "en", body)

    async def titles(self, on: date = TODAY) -> list[str]:
        async with self.store.reading() as reading:
            return [str(task.title) for task in await queries.tasks(reading, on)]


async def a_home(store: Store, rules: str, people: Iterable[tuple[str, str, str]] = ()) -> Home:
    """A society by these rules, with (name, group, seat on the board or "")."""
    home = Home(store)
    await home.adopt(rules if "\n" in rules else example(rules))
    for name, group, seat in people:
        await home.enter(name, group)
        if seat:
            await home.seat(name, seat)
    return home
