"""`office/boards/seats/…/shadow`: who learns the role of somebody whose term will end."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import queries
from govern.constituencies.boards.forms import NameShadow
from govern.constituencies.boards.lifecycle import learning as lifecycle
from govern.constituencies.boards.pages.shared import keeper
from govern.constituencies.boards.queries.learning import learners
from govern.constituencies.register import queries as register
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

ADDRESS = "/office/boards/seats/{tenure_id:uuid}/shadow"


@get(ADDRESS, name="boards.shadow", guards=[keeper])
async def shadow(request: AnyRequest, reading: AsyncSession, door: Door, tenure_id: UUID) -> Response[str]:
    return await _shown(request, reading, door, tenure_id, None)


async def _shown(
    request: AnyRequest, reading: AsyncSession, door: Door, tenure_id: UUID, form: Submission[NameShadow] | None
) -> Response[str]:
    today = day_of(door.at)
    _, sitting = await queries.tenure(reading, tenure_id, today)
    found = (await learners(reading, today, [tenure_id])).get(tenure_id, ())
    return page(request, "boards/shadow.html", section="office", sitting=sitting, learners=found, form=form)


@post(ADDRESS, name="boards.name_shadow", guards=[keeper])
async def name_shadow(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, tenure_id: UUID
) -> Response[str] | Redirect:
    form = submitted(NameShadow, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                person = await register.person_with_number(writing, form.values.learner)
                if person is None:
                    raise NotValid(
                        "No member has the number {number}. Look it up in the register.",
                        field="learner",
                        number=form.values.learner,
                    )
                await lifecycle.name_shadow(
                    writing, tenure_id, person, form.values.from_on, by=visitor.person_id, at=door.at
                )
            return Redirect(door.here("office/boards/ahead"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _shown(request, reading, door, tenure_id, form)


@post(f"{ADDRESS}/end", name="boards.end_shadow", guards=[keeper])
async def end_shadow(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, tenure_id: UUID
) -> Redirect:
    """The one whose line was pressed stops to learn this role."""
    pressed = (await request.form()).get("shadow")
    mine = (await learners(reading, day_of(door.at), [tenure_id])).get(tenure_id, ())
    chosen = next((one.id for one in mine if str(one.id) == pressed), None)
    if chosen is None:
        raise NotFound("Nobody is noted there any more. Look at the next twelve months again.")
    async with store.writing() as writing:
        await lifecycle.end_shadow(writing, chosen, by=visitor.person_id, at=door.at)
    return Redirect(door.here("office/boards/ahead"), status_code=303)


HANDLERS = [shadow, name_shadow, end_shadow]
