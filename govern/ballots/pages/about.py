"""Votes as members read of them: the list, and one vote in standard words and in Easy Read, at two addresses."""

from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries
from govern.ballots.pages.booth import Seat, has_draft
from govern.ballots.queries import BallotPage, paper_lists
from govern.ballots.queries.reading import papers_to_read
from govern.ballots.queries.recovering import recovery_of, went_on
from govern.ballots.rules import Stage
from govern.ballots.rules.consenting import bodies_of_consent
from govern.constituencies.representation.queries import peers_vote
from govern.constituencies.rulebook import queries as rulebooks
from govern.errors import NotFound
from govern.identity.rules import day_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

TO_COME = frozenset({Stage.PUBLISHED, Stage.FROZEN})
OVER = frozenset({Stage.CLOSED, Stage.COUNTED, Stage.DECLARED, Stage.ARCHIVED, Stage.WITHDRAWN})


@get("/ballots", name="ballots.list", guards=[signed_in])
async def every_ballot(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    book = (await rulebooks.in_force(reading, day_of(door.at))).rulebook
    known = await queries.ballots_to_see(reading, language=door.language.code, person_id=visitor.voter_id)
    return page(
        request,
        "ballots/list.html",
        section="votes",
        open=await queries.open_ballots_for(reading, visitor.voter_id, at=door.at, language=door.language.code),
        coming=[ballot for ballot in known if ballot.stage in TO_COME],
        past=[ballot for ballot in known if ballot.stage in OVER],
        by_consent=bool(bodies_of_consent(book)),
    )


async def seen(reading: AsyncSession, door: Door, visitor: Visitor, ballot_id: UUID) -> BallotPage:
    """The ballot as this person may see it. One that is still being written is there for its officers alone."""
    found = await queries.ballot_page(
        reading,
        ballot_id,
        visitor.voter_id,
        at=door.at,
        language=door.language.code,
        booth=bool(door.settings.booth),
    )
    if found.stage is Stage.DRAFT and not visitor.is_officer:
        raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
    return found


@get("/ballots/{ballot_id:uuid}", name="ballots.show", guards=[signed_in])
async def one_ballot(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    easy: int | None = None,
) -> Response[str]:
    """In Easy Read where it is asked for, or where this person reads so and the ballot has it."""
    found = await seen(reading, door, visitor, ballot_id)
    has_easy = all(contest.easy_lines for contest in found.contests) and bool(found.contests)
    wants_easy = door.look.layout == "easy" if easy is None else bool(easy)
    return page(
        request,
        "ballots/show_easy.html" if has_easy and wants_easy else "ballots/show.html",
        section="votes",
        ballot=found,
        has_easy=has_easy,
        papers=await papers_to_read(reading, ballot_id, visitor.voter_id, door.language.code),
        help_had=await queries.help_had(reading, ballot_id, visitor.voter_id),
        started=has_draft(request, door, society, Seat(visitor, ballot_id)),
        for_others=await queries.ways_for_others(reading, ballot_id, visitor.person_id),
        reports=await queries.reports_for(reading, ballot_id, visitor.person_id),
        carriers=await queries.carriers_of(reading, ballot_id, visitor.voter_id, language=door.language.code),
        on_paper=any(await paper_lists.wishes_of(reading, visitor.voter_id, ballot_id)),
        peers_vote=await peers_vote(reading, day_of(door.at)),
        put_back=await recovery_of(reading, ballot_id),
        went_on=found.may_vote and not found.voted and await went_on(reading, ballot_id),
        people_asked=(await queries.people_asked(reading, [ballot_id])).get(ballot_id, ()),
    )


HANDLERS = [every_ballot, one_ballot]
