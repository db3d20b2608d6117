"""One step of a page: done and on, or the page again with what stands in the way; nothing in between is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import msgspec
import pytest
from litestar import Response
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotAllowed, NotFound, NotValid
from govern.identity.models import Person
from govern.web.forms import Ask, Submission, submitted
from govern.web.steps import Answer, done_or_again


class Named(msgspec.Struct, frozen=True):
    name: Annotated[str, Ask(missing="Type a name.")]


async def taken(
    store: Store, name: str, refusal: GovernError | None = None, gate: GovernError | None = None
) -> Answer:
    """A step that adds a person; `refusal` comes after that, `gate` before it and again with the page."""

    async def act(writing: AsyncSession, sent: Named) -> str:
        at = datetime(2026, 11, 9, tzinfo=UTC)
        writing.add(Person(name=sent.name, first_name=sent.name, search=sent.name, added_at=at))
        await writing.flush()
        if refusal is not None:
            raise refusal
        return "/there"

    async def asked(reading: AsyncSession) -> None:
        if gate is not None:
            raise gate

    async def again(reading: AsyncSession, form: Submission[Named]) -> Response[str]:
        await asked(reading)
        return Response(f"{form.value('name')}: {form.problems[0][1]}", status_code=form.status)

    form = submitted(Named, FormMultiDict({"name": name}))
    return await done_or_again(store, form, act, again, gate=asked)


async def people(store: Store) -> int:
    async with store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(Person)) or 0


async def test_what_was_sent_is_done_and_the_answer_leads_on(store: Store) -> None:
    answer = await taken(store, "Ana")
    assert isinstance(answer, Redirect)
    assert (answer.url, answer.status_code, await people(store)) == ("/there", 303, 1)


@pytest.mark.parametrize(("name", "said"), [("", ": Type a name."), ("Ana", "Ana: Not this name.")])
async def test_what_stands_in_the_way_comes_back_with_what_was_typed_and_nothing_is_kept(
    store: Store, name: str, said: str
) -> None:
    answer = await taken(store, name, NotValid("Not this name.", field="name"))
    assert not isinstance(answer, Redirect)
    assert (answer.content, answer.status_code, await people(store)) == (said, 422, 0)


@pytest.mark.parametrize(("name", "gate"), [("Ana", NotFound("Not there.")), ("", NotAllowed("Not you."))])
async def test_whoever_the_gate_refuses_gets_no_page(store: Store, name: str, gate: GovernError) -> None:
    with pytest.raises(type(gate)):
        await taken(store, name, gate=gate)
    assert await people(store) == 0
