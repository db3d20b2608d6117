"""Elections to the office of peer: a group elects, by the same machine as seats, who may vote for its members.

The election names no body of the rulebook but `rules.PEERS`; its row is the group. Whoever stands is held against
invariant 48 when they are nominated and again when the result is declared, which opens the offices. A forum that
elects hands its result to `representation.lifecycle.open_office` in the same way.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import Ballot, Contest
from govern.ballots.rules import ElectionOutcome, Method
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation import queries as peers
from govern.constituencies.representation import rules as office
from govern.constituencies.representation.rules import WantedOffice, WhyOver
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotValid
from govern.identity.rules import Site

#: How many peers of a group one election may fill.
MOST_PEERS = 50
A_YEAR = 12


def put_peers(book: Rulebook, ballot: Ballot, contest: Contest, group: str | None, seats: int | None) -> None:
    """The election fills so many offices of a group for the rulebook's term. Raises NotAllowed, NotValid."""
    office.check_enabled(book)
    if group not in book.peer.constituencies:
        raise NotAllowed(
            "Peers are elected for these groups only: {groups} ({rule}).",
            field="seat",
            groups=tuple(book.constituency(one).name for one in book.peer.constituencies),
            rule=citation("peer.constituencies", book),
        )
    if seats is None or not 1 <= seats <= MOST_PEERS:
        raise NotValid("Say how many peers are elected: from 1 to {most}.", field="places", most=MOST_PEERS)
    contest.body, contest.seat_constituency, contest.seats = rules.PEERS, group, seats
    contest.method = Method.STV
    contest.serves_from = rules.local_day(ballot.closes_at, book.ballot.time_zone)
    contest.serves_until = office.months_on(contest.serves_from, book.peer.term_months or A_YEAR)
    contest.voters = rules.voters_for_seat(book, group)


async def check_stands(reading: AsyncSession, book: Rulebook, contest: Contest, person_id: UUID, on: date) -> None:
    """Whether somebody may be nominated as a peer of this group (invariant 48). Raises NotAllowed.

    What else the rules ask before somebody stands, such as training, is one more line in `check_may_be_peer`.
    """
    person = await representation.someone(reading, [person_id], on)
    try:
        office.check_may_be_peer(book, person[person_id], contest.seat_constituency or rules.ANY)
    except NotAllowed as refusal:
        refusal.field = "person"
        raise


async def open_offices(
    writing: AsyncSession,
    ballot: Ballot,
    election: ElectionOutcome,
    *,
    by: UUID,
    at: datetime,
    site: Site | None = None,
) -> tuple[UUID, ...]:
    """The elected are peers from the first day of the term. Whoever was one already begins anew that day; with a site
    those they carried are told that they choose again.

    Raises the representation room's refusal where somebody cannot be a peer any more.
    """
    assert election.serves_from is not None and election.serves_until is not None
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    place = book.constituency(election.constituency).name
    opened = []
    for fate in election.elected:
        person, begins = UUID(fate.person), election.serves_from
        for before in await peers.held_by(writing, person, election.constituency, begins):
            await representation.end_office(
                writing, before, begins, WhyOver.ELECTED_AGAIN, ballot.number, by=by, at=at
            )
            if site is not None:
                await representation.tell_over(writing, before, begins, site=site, at=at)
        wanted = WantedOffice(
            election.constituency, book.peer.elected_in or "", place, begins, election.serves_until, ballot.number
        )
        opened.append(await representation.open_office(writing, person, wanted, by=by, at=at))
    return tuple(opened)
