"""`office/peers/mandates/{id}/positions`: what a carried member said they want in an open vote is noted, and sealed.

Only where the rules let a peer bring what members said. An officer hears it from the member, with their consent; once
the form is sent nobody can read it again here.
"""

from collections.abc import Sequence
from functools import cache
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries, rules
from govern.ballots.lifecycle import Choices
from govern.ballots.paper.drafts import is_ranked
from govern.ballots.queries import ContestView
from govern.ballots.rules import NO, YES, ContestKind
from govern.constituencies.representation import queries as representation
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Ask, Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

AT = "/office/peers/mandates/{mandate_id:uuid}/positions"
noter = holding(Permission.REGISTER_EDIT)
BLANK = "blank"
Answer = Response[str] | Redirect


def form_of(contests: Sequence[ContestView]) -> type[msgspec.Struct]:
    """A form with an answer to each motion and the words on how they were given.

    What is noted in an election stands in fields of its own: there nothing has to be said.
    """
    return _form(tuple(n for n, contest in enumerate(contests, start=1) if contest.kind is ContestKind.RESOLUTION))


@cache
def _form(motions: tuple[int, ...]) -> type[msgspec.Struct]:
    answer = Annotated[str, Ask(missing="Choose what the member said, or that they leave it blank.", longest=10)]
    how = Annotated[
        str, Ask(missing="Say how the member said it, and that they agreed to have it noted.", longest=400)
    ]
    fields = [(f"answer_{n}", answer) for n in motions]
    return msgspec.defstruct("Position", [*fields, ("how", how)], frozen=True)


@get(AT, name="positions.list", guards=[noter])
async def votes(request: AnyRequest, door: Door, reading: AsyncSession, mandate_id: UUID) -> Response[str]:
    """The open votes in which a peer votes for this member."""
    await _follows(reading, door)
    mandate = await representation.mandate(reading, mandate_id, day_of(door.at), door.language.code)
    member = await representation.member_of(reading, mandate_id)
    return page(
        request,
        "ballots/office_positions.html",
        section="office",
        mandate=mandate,
        votes=await queries.carried_in(reading, member, language=door.language.code, at=door.at),
    )


async def _follows(reading: AsyncSession, door: Door) -> None:
    rules.check_follows((await rulebooks.in_force(reading, day_of(door.at))).rulebook)


@get(f"{AT}/{{ballot_id:uuid}}", name="positions.one", guards=[noter])
async def one(
    request: AnyRequest, door: Door, reading: AsyncSession, mandate_id: UUID, ballot_id: UUID
) -> Response[str]:
    return await _page(request, door, reading, mandate_id, ballot_id, None)


async def _page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    mandate_id: UUID,
    ballot_id: UUID,
    form: Submission[msgspec.Struct] | None,
) -> Response[str]:
    await _follows(reading, door)
    return page(
        request,
        "ballots/office_position.html",
        section="office",
        form=form,
        member=(await representation.mandate(reading, mandate_id, day_of(door.at), door.language.code)).member,
        back_to=door.here(f"office/peers/mandates/{mandate_id}/positions"),
        ballot_id=ballot_id,
        contests=await _questions(reading, door, mandate_id, ballot_id),
    )


async def _questions(reading: AsyncSession, door: Door, mandate_id: UUID, ballot_id: UUID) -> tuple[ContestView, ...]:
    """What the peer votes on for this member. An election of which no ranking is noted is left blank."""
    member = await representation.member_of(reading, mandate_id)
    return await queries.questions_for(reading, ballot_id, member, language=door.language.code)


@post(f"{AT}/{{ballot_id:uuid}}", name="positions.note", guards=[noter])
async def note(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    mandate_id: UUID,
    ballot_id: UUID,
) -> Answer:
    await _follows(reading, door)
    contests = await _questions(reading, door, mandate_id, ballot_id)
    form = submitted(form_of(contests), await request.form(), door.language.say)
    if form.values is not None:
        try:
            choices, how = position_in(form, contests)
            async with store.writing() as writing:
                member = await representation.member_of(writing, mandate_id)
                await lifecycle.note_position(
                    writing, ballot_id, member, choices, how, by=visitor.person_id, at=door.at
                )
            return Redirect(door.here(f"office/peers/mandates/{mandate_id}/positions"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    return await _page(request, door, reading, mandate_id, ballot_id, form)


def position_in(form: Submission[msgspec.Struct], contests: Sequence[ContestView]) -> tuple[Choices, str]:
    """What was said of each question, and how the member said it. Raises `NotValid`."""
    choices = {
        contest.id: _marks(form.values, n) if contest.kind is ContestKind.RESOLUTION else _chosen(form, contest, n)
        for n, contest in enumerate(contests, start=1)
    }
    return choices, str(getattr(form.values, "how", ""))


def _marks(sent: msgspec.Struct | None, number: int) -> tuple[str, ...]:
    answer = str(getattr(sent, f"answer_{number}", ""))
    if answer not in (YES, NO, BLANK):
        raise NotValid("This is not one of the answers on this page. Choose one that is.", field=f"answer_{number}")
    return () if answer == BLANK else (answer,)


def _chosen(form: Submission[msgspec.Struct], contest: ContestView, number: int) -> tuple[str, ...]:
    """Whom the member wants in an election: ranked by numbers, or ticked. Nobody is a blank paper."""
    typed = {str(one.id): form.value(f"choice_{number}_{one.id}").strip() for one in contest.candidates}
    chosen = {who: place for who, place in typed.items() if place}
    if not is_ranked(contest):
        return tuple(chosen)
    numbers = {who: int(place[:4]) for who, place in chosen.items() if place.isascii() and place.isdecimal()}
    if len(numbers) != len(chosen) or sorted(numbers.values()) != list(range(1, len(chosen) + 1)):
        raise NotValid(
            "Type 1 beside the first choice, 2 beside the next, and so on, each number once.",
            field=f"choice_{number}_{contest.candidates[0].id}",
        )
    return tuple(sorted(numbers, key=numbers.__getitem__))


HANDLERS = [votes, one, note]
