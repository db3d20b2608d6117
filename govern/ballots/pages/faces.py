"""`office/ballots/{id}/candidates/{id}/photograph`: the photograph that somebody who stands gives of themselves."""

import asyncio
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import FaceForm
from govern.ballots.pages.drafting import in_languages
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.queries import CandidateView, ContestWording
from govern.ballots.queries.office_views import OfficeBallot
from govern.ballots.rules import Stage
from govern.database import Store
from govern.documents import photographs
from govern.errors import GovernError, NotFound
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

preparer = holding(Permission.BALLOT_PREPARE)
ADDRESS = "/office/ballots/{ballot_id:uuid}/candidates/{candidate_id:uuid}/photograph"
NOBODY = "Nobody of that kind stands here. Go back to the list and choose again."


def standing(ballot: OfficeBallot, candidate_id: UUID) -> tuple[ContestWording, CandidateView]:
    """Who stands, and in which election. Raises `NotFound`."""
    for contest in ballot.contests:
        for one in contest.candidates:
            if one.id == candidate_id and contest.weight is None:
                return contest, one
    raise NotFound(NOBODY)


@get(ADDRESS, name="ballots.face", guards=[preparer])
async def face(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, candidate_id: UUID
) -> Response[str]:
    return await _face(request, door, reading, ballot_id, candidate_id)


async def _face(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    candidate_id: UUID,
    form: Submission[FaceForm] | None = None,
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    contest, one = standing(ballot, candidate_id)
    return page(
        request,
        "ballots/office_face.html",
        section="office",
        ballot=ballot,
        contest=contest,
        one=one,
        seen_at=door.here(one.picture) if one.picture else "",
        address=door.here(f"office/ballots/{ballot_id}/candidates/{candidate_id}/photograph"),
        back=door.here(f"office/ballots/{ballot_id}/questions/{contest.id}/candidates"),
        open=ballot.stage is Stage.DRAFT and not one.withdrawn,
        form=form,
    )


@post(ADDRESS, name="ballots.put_face", guards=[preparer], request_max_body_size=photographs.LARGEST_BODY)
async def put_face(
    request: AnyRequest,
    door: Door,
    store: Store,
    society: Society,
    visitor: Visitor,
    ballot_id: UUID,
    candidate_id: UUID,
) -> Response[str] | Redirect:
    async with store.reading() as reading:
        standing(await ballot_of(reading, door, ballot_id), candidate_id)
    form: Submission[FaceForm] = submitted(FaceForm, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        shows = in_languages(sent.description, sent.description_cy)

        async def write(kept: photographs.Photograph) -> UUID | None:
            printed = await asyncio.to_thread(
                lambda: photographs.cut(photographs.content_of(society.uploads(), kept))
            )
            async with store.writing() as writing:
                return await lifecycle.put_face(
                    writing, candidate_id, kept, printed, shows, sent.consent, by=visitor.person_id, at=door.at
                )

        try:
            content = await sent.photograph.read(photographs.MOST_BYTES + 1)
            await photographs.keep_for(society.uploads(), content, write)
            return to(door, ballot_id, f"candidates/{candidate_id}/photograph")
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _face(request, door, reading, ballot_id, candidate_id, form)


@post(f"{ADDRESS}/remove", name="ballots.take_face", guards=[preparer])
async def take_face(
    door: Door,
    store: Store,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    candidate_id: UUID,
) -> Redirect:
    standing(await ballot_of(reading, door, ballot_id), candidate_id)
    async with store.writing() as writing:
        gone = await lifecycle.take_face(writing, candidate_id, by=visitor.person_id, at=door.at)
    photographs.forget(society.uploads(), gone)
    return to(door, ballot_id, f"candidates/{candidate_id}/photograph")


HANDLERS = [face, put_face, take_face]
