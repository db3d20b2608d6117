"""`facilitate/consultations/…/people/…/told`: why somebody was not reached, what of them may be told, whether what
they showed is to count as a vote."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as votes
from govern.ballots.pages.positions import form_of, position_in
from govern.database import Store
from govern.errors import NotFound
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.answers import Nothing, ReasonForm, ReleaseForm, SeenForm
from govern.forums.consultations.pages.steps import Shown, Worked, step
from govern.forums.consultations.pages.summing import ONE, asker
from govern.forums.consultations.queries.wording import position_words
from govern.forums.consultations.rules import OVER_WORDS, Heard, Part, position_key
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission
from govern.web.page import page
from govern.web.visitor import Visitor

PERSON = f"{ONE}/people/{{asked_id:uuid}}"
VOTE = f"{PERSON}/votes/{{ballot_id:uuid}}"
T = TypeVar("T", bound=msgspec.Struct)


async def shown(worked: Worked, reading: AsyncSession, asked_id: UUID, form: Submission[T] | None) -> Response[str]:
    view, door = await worked.view(reading, Part.ASKS), worked.door
    one = await queries.person_beside(reading, view.id, asked_id)
    if one is None:
        raise NotFound("This person is not asked in this consultation. Look at the list again.")
    open_now = await votes.carried_in(reading, asked_id, language=door.language.code, at=door.at)
    beside = await queries.ballots_beside(reading, view.id)
    known = {"words": one.released, "agreed": one.release_agreed, "seen": one.seen_agreed, "why_not": one.why_not}
    return page(
        worked.request,
        "consultations/told_of.html",
        section="forums",
        one=view,
        person=one,
        over=OVER_WORDS[one.over_because] if one.over_because else None,
        heard=one.heard in (Heard.RECORDED, Heard.FINAL),
        unreached=one.heard in (Heard.INVITED, Heard.IN_SESSION, Heard.NOT_REACHED),
        votes=[vote for vote in open_now if vote.id in beside],
        form=Submission.blank(**known) if form is None else form.beside(**known),
    )


@get(f"{PERSON}/told", name="consultations.told_of", guards=[asker])
async def of_one(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
) -> Response[str]:
    return await shown(Worked(request, store, door, visitor, consultation_id), reading, asked_id, None)


async def _on(
    worked: Worked, asked_id: UUID, kind: type[T], act: Callable[[AsyncSession, T], Awaitable[object]]
) -> Shown:
    """A step about one person, and their page again."""

    async def again(reading: AsyncSession, form: Submission[T]) -> Response[str]:
        return await shown(worked, reading, asked_id, form)

    return await step(worked, kind, act, worked.at(f"/people/{asked_id}/told"), again, Part.ASKS)


@post(f"{PERSON}/why-not", name="consultations.why_not", guards=[asker])
async def why_not(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Shown:
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: ReasonForm) -> None:
        await lifecycle.not_reached(writing, consultation_id, asked_id, sent.why_not, by=worked.by, at=door.at)

    return await _on(worked, asked_id, ReasonForm, act)


@post(f"{PERSON}/release", name="consultations.release", guards=[asker])
async def release(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Shown:
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: ReleaseForm) -> None:
        await lifecycle.release(writing, consultation_id, asked_id, sent.words, sent.agreed, by=worked.by, at=door.at)

    return await _on(worked, asked_id, ReleaseForm, act)


@post(f"{PERSON}/release/end", name="consultations.end_release", guards=[asker])
async def end_release(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Shown:
    """They do not want it told any more."""
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.take_back_release(writing, consultation_id, asked_id, by=worked.by, at=door.at)

    return await _on(worked, asked_id, Nothing, act)


@post(f"{PERSON}/seen", name="consultations.let_be_seen", guards=[asker])
async def seen(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Shown:
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: SeenForm) -> None:
        await lifecycle.let_be_seen(writing, consultation_id, asked_id, sent.seen, by=worked.by, at=door.at)

    return await _on(worked, asked_id, SeenForm, act)


@post(f"{PERSON}/seen/end", name="consultations.end_seen", guards=[asker])
async def end_seen(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, asked_id: UUID
) -> Shown:
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.let_be_seen(writing, consultation_id, asked_id, "", by=worked.by, at=door.at)

    return await _on(worked, asked_id, Nothing, act)


# --- To a mandate ---------------------------------------------------------------------------------------------------


@get(VOTE, name="consultations.vote_of", guards=[asker])
async def vote_of(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    ballot_id: UUID,
) -> Response[str]:
    """What somebody showed shall count, because they say so: as which answer, in this vote."""
    worked = Worked(request, store, door, visitor, consultation_id)
    return await _vote(worked, reading, asked_id, ballot_id, None)


async def _vote(
    worked: Worked,
    reading: AsyncSession,
    asked_id: UUID,
    ballot_id: UUID,
    form: Submission[msgspec.Struct] | None,
) -> Response[str]:
    view, door = await worked.view(reading, Part.ASKS), worked.door
    response = await lifecycle.response_to_count(reading, view.id, asked_id, ballot_id, at=door.at)
    await ballots.check_noter(reading, ballot_id, asked_id, worked.by, door.at)
    assert response.stance is not None
    key = position_key(response.stance, response.card_id, leaning=response.leaning)
    one = await queries.person_beside(reading, view.id, asked_id)
    return page(
        worked.request,
        "consultations/vote_of.html",
        section="forums",
        one=view,
        person=one,
        ballot_id=ballot_id,
        position=position_words(key, await queries.card_names(reading, view.id, door.language.code), door.language),
        contests=await votes.questions_for(reading, ballot_id, asked_id, language=door.language.code),
        form=form,
    )


@post(VOTE, name="consultations.let_count", guards=[asker])
async def let_count(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    ballot_id: UUID,
) -> Shown:
    worked = Worked(request, store, door, visitor, consultation_id)
    await worked.view(reading, Part.ASKS)
    await lifecycle.response_to_count(reading, consultation_id, asked_id, ballot_id, at=door.at)
    await ballots.check_noter(reading, ballot_id, asked_id, worked.by, door.at)
    contests = await votes.questions_for(reading, ballot_id, asked_id, language=door.language.code)

    async def act(writing: AsyncSession, _: msgspec.Struct) -> None:
        choices, how = position_in(sent, contests)
        await lifecycle.let_count(
            writing, consultation_id, asked_id, ballot_id, choices, how, by=worked.by, at=door.at
        )

    async def again(reading: AsyncSession, form: Submission[msgspec.Struct]) -> Response[str]:
        return await _vote(worked, reading, asked_id, ballot_id, form)

    kind = form_of(contests)
    sent = await worked.sent(kind)
    return await step(worked, kind, act, worked.at(f"/people/{asked_id}/told"), again, Part.ASKS)


HANDLERS = [of_one, why_not, release, end_release, seen, end_seen, vote_of, let_count]
