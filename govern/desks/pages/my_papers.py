"""`me/paper`: whether somebody votes on paper, by post, in every vote; how large their papers are printed."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots.queries import paper_lists
from govern.ballots.rules import papers
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.desks.forms import HowToVote, OwnPapers
from govern.errors import GovernError, NotValid
from govern.identity import lifecycle as identity
from govern.identity import queries as people
from govern.identity.lifecycle import PersonChanges
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/me/paper", name="me.paper", guards=[signed_in])
async def my_papers(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    return await shown(request, door, reading, visitor)


@post("/me/paper", name="me.paper_kept", guards=[signed_in])
async def keep(request: AnyRequest, door: Door, store: Store, visitor: Visitor) -> Response[str] | Redirect:
    """From now on, until they change it. What has been posted already stays good."""
    form = submitted(OwnPapers, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await chosen(writing, visitor.person_id, form.values, door)
            return Redirect(door.here("me"), query_params={"done": "paper"}, status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await shown(request, door, reading, visitor, form)


async def chosen(writing: AsyncSession, me_id: UUID, sent: OwnPapers, door: Door) -> None:
    """Raises `NotValid` without an address to post to, and for a format in which nothing is printed here."""
    if sent.format not in await formats(writing, door):
        raise NotValid("Papers are not made in this way here. Choose one of these.", field="format")
    if sent.way is HowToVote.PAPER and not (await people.person(writing, me_id)).postal_address:
        raise NotValid(
            "We do not know your postal address, so no paper can reach you. "
            "First tell us your address, under “How we reach you”.",
            field="way",
        )
    changes = PersonChanges(format=sent.format)
    await identity.change_person(writing, me_id, changes, by=me_id, at=door.at, site=site_of(door))
    wishes = await paper_lists.paper_wishes(writing, me_id, door.language.code)
    if sent.way is HowToVote.PAPER and not wishes.every:
        await ballots.ask_for_paper(writing, me_id, None, by=me_id, at=door.at)
    if sent.way is HowToVote.SCREEN and wishes.every:
        await ballots.stop_paper(writing, me_id, None, by=me_id, at=door.at)


async def formats(reading: AsyncSession, door: Door) -> tuple[str, ...]:
    """How papers can be made for somebody: what the rules promise, and what is printed here in any case."""
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    return tuple(dict.fromkeys(("standard", *papers.FORMS, *book.notice.formats)))


async def shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    form: Submission[OwnPapers] | None = None,
) -> Response[str]:
    return page(
        request,
        "desks/my_papers.html",
        form=form,
        person=await people.person(reading, visitor.person_id),
        wishes=await paper_lists.paper_wishes(reading, visitor.person_id, door.language.code),
        formats=await formats(reading, door),
    )


HANDLERS = [my_papers, keep]
