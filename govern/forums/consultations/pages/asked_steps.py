"""What every page about one person who is asked needs: the gate, the person, and one step with its way back."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.forums.consultations import queries
from govern.forums.consultations.queries import AskedView, ConsultationView
from govern.forums.consultations.rules import Part
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.steps import Answer, done_or_again
from govern.web.visitor import Visitor

T = TypeVar("T", bound=msgspec.Struct)
asker = holding(Permission.CONSULT)
CONSULTATION = "/facilitate/consultations/{consultation_id:uuid}"
PERSON = f"{CONSULTATION}/people/{{asked_id:uuid}}"
SITTINGS = f"{PERSON}/sittings"
SITTING = f"{SITTINGS}/{{sitting_id:uuid}}"


class Asks(msgspec.Struct, frozen=True):
    """Who asks in which consultation, from where. Everything goes through `view`, the one gate."""

    request: AnyRequest
    store: Store
    door: Door
    visitor: Visitor
    consultation_id: UUID

    @property
    def by(self) -> UUID:
        return self.visitor.person_id

    async def view(self, reading: AsyncSession) -> ConsultationView:
        """Raises `NotFound`, `NotAllowed`."""
        on, code = day_of(self.door.at), self.door.language.code
        return await queries.consultation(reading, self.consultation_id, self.by, on, code, Part.ASKS)

    async def person(self, reading: AsyncSession, asked_id: UUID) -> AskedView:
        return await queries.asked(reading, self.consultation_id, asked_id)

    async def sits_with(self, reading: AsyncSession, asked_id: UUID) -> bool:
        """Whether this person is given to me to be asked: only then I read how they communicate."""
        return await queries.sits_with(reading, self.consultation_id, asked_id, self.by)

    async def check_sits_with(self, reading: AsyncSession, asked_id: UUID) -> None:
        """Raises what the gate raises, and `NotFound` for somebody whom another asks."""
        await self.view(reading)
        await self.person(reading, asked_id)
        if not await self.sits_with(reading, asked_id):
            raise NotFound(
                "Somebody else asks this person. How they communicate opens only to whoever is to sit with them. "
                "Whoever runs this question can give them to you."
            )

    def at(self, rest: str = "") -> str:
        return self.door.here(f"facilitate/consultations/{self.consultation_id}{rest}")

    def to(self, rest: str = "") -> Redirect:
        return Redirect(self.at(rest), status_code=303)

    def say(self, english: str) -> str:
        """A fact in a sentence, in the language of whoever writes it down."""
        return self.door.language.say(Sentence(english))


async def step(
    asks: Asks,
    kind: type[T],
    act: Callable[[AsyncSession, T], Awaitable[str]],
    again: Callable[[AsyncSession, Submission[T]], Awaitable[Response[str]]],
) -> Answer:
    """Do it and go where `act` says, or show the page `again` with what stands in the way."""

    async def does(writing: AsyncSession, sent: T) -> str:
        return asks.at(await act(writing, sent))

    form = submitted(kind, await asks.request.form(), asks.door.language.say)
    return await done_or_again(asks.store, form, does, again, gate=asks.view)


__all__ = ["CONSULTATION", "PERSON", "SITTING", "SITTINGS", "Answer", "Asks", "asker", "step"]
