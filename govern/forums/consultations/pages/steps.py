"""One step of somebody who works on a consultation: read what was sent, pass the gate, act, go on; or the page again
with what is missing beside its field."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.forums.consultations import queries
from govern.forums.consultations.queries import ConsultationView
from govern.forums.consultations.rules import Part
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.steps import Answer, done_or_again
from govern.web.visitor import Visitor

Shown = Answer
T = TypeVar("T", bound=msgspec.Struct)


class Worked(msgspec.Struct, frozen=True):
    """Who does something in which consultation, from where."""

    request: AnyRequest
    store: Store
    door: Door
    visitor: Visitor
    consultation_id: UUID

    @property
    def by(self) -> UUID:
        return self.visitor.person_id

    async def view(self, reading: AsyncSession, needed: Part = Part.RUNS) -> ConsultationView:
        """The one gate. Raises `NotFound`, `NotAllowed`."""
        code = self.door.language.code
        return await queries.consultation(reading, self.consultation_id, self.by, day_of(self.door.at), code, needed)

    async def sent(self, kind: type[T]) -> Submission[T]:
        return submitted(kind, await self.request.form(), self.door.language.say)

    def at(self, rest: str = "") -> str:
        return self.door.here(f"facilitate/consultations/{self.consultation_id}{rest}")


async def step(
    worked: Worked,
    kind: type[T],
    act: Callable[[AsyncSession, T], Awaitable[object]],
    back: str,
    again: Callable[[AsyncSession, Submission[T]], Awaitable[Response[str]]],
    needed: Part = Part.RUNS,
) -> Shown:
    """Do it and go `back`, or show the page `again` with what stands in the way."""

    async def does(writing: AsyncSession, sent: T) -> str:
        await act(writing, sent)
        return back

    form = await worked.sent(kind)
    return await done_or_again(worked.store, form, does, again, gate=lambda writing: worked.view(writing, needed))


async def writes_welsh(reading: AsyncSession, door: Door) -> bool:
    """Whether the society's texts are written in Welsh too."""
    return "cy" in (await rulebook.in_force(reading, day_of(door.at))).rulebook.society.languages
