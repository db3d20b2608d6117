"""What only officers see of a member, noted and ended on their page: shares, subscriptions, ties."""

from uuid import UUID

from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle, queries, rules
from govern.constituencies.register.forms import (
    EndShares,
    EndTie,
    NoteShares,
    NoteSubscription,
    NoteTie,
    NoteTraining,
)
from govern.constituencies.register.pages.shared import may_edit
from govern.constituencies.register.pages.steps import take_step
from govern.database import Store
from govern.errors import NotValid
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.visitor import Visitor


@post("/office/register/{person_id:uuid}/shares", name="register.note_shares", guards=[may_edit])
async def note_shares(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(NoteShares, await request.form(), door.language.say)

    async def act(writing: AsyncSession, sent: NoteShares) -> None:
        await lifecycle.note_shares(
            writing,
            person_id,
            sent.shares,
            rules.pence_of(sent.amount),
            sent.shares_on,
            sent.shares_note or "",
            by=visitor.person_id,
            at=door.at,
        )

    return await take_step(request, store, door, person_id, form, act)


@post("/office/register/{person_id:uuid}/shares/end", name="register.end_shares", guards=[may_edit])
async def end_shares(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(EndShares, await request.form(), door.language.say)

    async def act(writing: AsyncSession, sent: EndShares) -> None:
        await lifecycle.end_shares(
            writing, person_id, sent.holding, sent.shares_end_on, by=visitor.person_id, at=door.at
        )

    return await take_step(request, store, door, person_id, form, act)


@post("/office/register/{person_id:uuid}/subscription", name="register.note_subscription", guards=[may_edit])
async def note_subscription(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(NoteSubscription, await request.form(), door.language.say)

    async def act(writing: AsyncSession, sent: NoteSubscription) -> None:
        await lifecycle.note_subscription(
            writing, person_id, sent.paid_on, sent.paid_until, by=visitor.person_id, at=door.at
        )

    return await take_step(request, store, door, person_id, form, act)


@post("/office/register/{person_id:uuid}/ties", name="register.tie", guards=[may_edit])
async def tie(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(NoteTie, await request.form(), door.language.say)

    async def act(writing: AsyncSession, sent: NoteTie) -> None:
        other = await queries.person_with_number(writing, sent.tie_other)
        if other is None:
            raise NotValid(
                "No member has the number {number}. Look it up in the register.",
                field="tie_other",
                number=sent.tie_other,
            )
        by, at = visitor.person_id, door.at
        await lifecycle.tie(writing, sent.tie_kind, person_id, other, sent.tie_on, by=by, at=at)

    return await take_step(request, store, door, person_id, form, act)


@post("/office/register/{person_id:uuid}/ties/end", name="register.untie", guards=[may_edit])
async def untie(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(EndTie, await request.form(), door.language.say)

    async def act(writing: AsyncSession, sent: EndTie) -> None:
        await lifecycle.untie(writing, person_id, sent.tie, sent.tie_ends_on, by=visitor.person_id, at=door.at)

    return await take_step(request, store, door, person_id, form, act)


@post("/office/register/{person_id:uuid}/training", name="register.note_training", guards=[may_edit])
async def note_training(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(NoteTraining, await request.form(), door.language.say)

    async def act(writing: AsyncSession, sent: NoteTraining) -> None:
        await lifecycle.note_training(
            writing,
            person_id,
            sent.training_kind,
            sent.training_on,
            sent.training_by,
            sent.training_evidence,
            by=visitor.person_id,
            at=door.at,
        )

    return await take_step(request, store, door, person_id, form, act)


HANDLERS = [note_shares, end_shares, note_subscription, tie, untie, note_training]
