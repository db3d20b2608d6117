"""`office/ballots/{id}/options/{id}`: what there is to choose from, while it is being written."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import OptionForm
from govern.ballots.pages.drafting import contest_of, in_languages
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.rules import ContestKind, OptionDraft, Stage
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

Shown = Response[str] | Redirect
preparer = holding(Permission.BALLOT_PREPARE)
ADDRESS = "/office/ballots/{option_ballot_id:uuid}/options/{choice_id:uuid}"


@get(ADDRESS, name="ballots.options", guards=[preparer])
async def options(
    request: AnyRequest, door: Door, reading: AsyncSession, option_ballot_id: UUID, choice_id: UUID
) -> Response[str]:
    return await _options(request, door, reading, option_ballot_id, choice_id, None)


async def _options(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    contest_id: UUID,
    form: Submission[OptionForm] | None,
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    contest = contest_of(ballot, contest_id)
    if contest.kind is not ContestKind.OPTION:
        raise NotFound("There is no such choice. Go back to the vote and choose again.")
    return page(
        request,
        "ballots/office_options.html",
        section="office",
        ballot=ballot,
        contest=contest,
        open=ballot.stage is Stage.DRAFT,
        form=form,
    )


@post(ADDRESS, name="ballots.add_option", guards=[preparer])
async def add(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    option_ballot_id: UUID,
    choice_id: UUID,
) -> Shown:
    form = submitted(OptionForm, await request.form(), door.language.say)
    contest_of(await ballot_of(reading, door, option_ballot_id), choice_id)
    try:
        if form.values is not None:
            sent = form.values
            option = OptionDraft(
                title=in_languages(sent.title, sent.title_cy), words=in_languages(sent.words, sent.words_cy)
            )
            async with store.writing() as writing:
                await lifecycle.add_option(writing, choice_id, option, by=visitor.person_id, at=door.at)
            return to(door, option_ballot_id, f"options/{choice_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _options(request, door, reading, option_ballot_id, choice_id, form)


@post(f"{ADDRESS}/{{option_id:uuid}}/remove", name="ballots.remove_option", guards=[preparer])
async def remove(
    door: Door,
    store: Store,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    option_ballot_id: UUID,
    choice_id: UUID,
    option_id: UUID,
) -> Redirect:
    contest_of(await ballot_of(reading, door, option_ballot_id), choice_id)
    async with store.writing() as writing:
        before = await lifecycle.remove_option(writing, choice_id, option_id, by=visitor.person_id, at=door.at)
    if before is not None:
        photographs.forget(society.uploads(), before)
    return to(door, option_ballot_id, f"options/{choice_id}")


HANDLERS = [options, add, remove]
