"""A pot of the forum that every visitor belongs to, with a spend that waits; a fund with a panel;
awards that are being named for, and a vote on vans that is being written."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from govern.ballots import lifecycle as ballots
from govern.ballots.lifecycle import BallotDraft, ContestDraft, Wording
from govern.ballots.models import Contest, ContestOption
from govern.ballots.rules import ContestKind, OptionDraft, Trial
from govern.documents import photographs
from govern.forums.gatherings.queries import people_of
from govern.forums.purses import lifecycle as purses
from govern.forums.purses.lifecycle import Ask, RoundDraft
from govern.forums.purses.models import AwardCategory
from govern.identity.rules import Site
from govern.permissions import Role
from govern.society import Society
from tests.security.given_activities import a_photograph


async def a_pot(
    society: Society,
    canary: str,
    member: UUID,
    officers: dict[str, tuple[Role, UUID]],
    ids: dict[str, str],
    at: datetime,
) -> None:
    forum = UUID(ids["forum_id"])
    leader = next(person for role, person in officers.values() if role is Role.FACILITATOR)
    async with society.store.writing() as writing:
        pot = await purses.open_pot(writing, forum, {"en": f"{canary} days out"}, by=leader, at=at)
        people = [one.person_id for one in await people_of(writing, forum)]
        for person in people:
            await purses.put_in(writing, pot, person, 100_00, f"From {canary}", by=leader, at=at)
        site = Site("http://testserver.local", society.short, "Tair Nant")
        split = dict.fromkeys(people, 2_00)
        spend = await purses.ask_to_spend(
            writing, pot, {"en": f"A walk with {canary}"}, sum(split.values()), split, site=site, by=member, at=at
        )
    ids |= {"pot_id": str(pot), "spend_id": str(spend)}


async def a_fund(
    society: Society, canary: str, staff: list[UUID], supported: list[UUID], ids: dict[str, str], at: datetime
) -> None:
    """Three workers, the visiting member and another decide; somebody who works here asked. The first of the staff is
    the secretary, who keeps the fund and is not on the panel."""
    keeper, asker = staff[0], staff[5]
    async with society.store.writing() as writing:
        await purses.open_fund(writing, by=keeper, at=at)
        for person in (*staff[1:4], *supported[:2]):
            seat = await purses.seat(writing, person, f"Board of {canary}", by=keeper, at=at)
        wanted = Ask(pence=100_00, need="A new cooker, since the old one broke.")
        asked = await purses.ask_fund(writing, asker, wanted, at=at)
    ids |= {"asked_id": str(asked), "panel_seat_id": str(seat)}


async def some_awards(
    society: Society, canary: str, member: UUID, officer: UUID, other: UUID, ids: dict[str, str], at: datetime
) -> None:
    """The visiting member is named by somebody and has not answered; three vans are to choose from."""

    def both(words: str) -> dict[str, str]:
        return {"en": words, "cy": words}

    wanted = RoundDraft(
        title=both(f"Awards of {canary}"),
        categories=(both("Kindness"), both("Courage")),
        names_until=(at + timedelta(days=7)).date(),
        announce_at=at + timedelta(days=40),
    )
    vans = tuple(OptionDraft(title=both(f"Van {n} of {canary}")) for n in range(3))
    choice = ContestDraft(kind=ContestKind.OPTION, wording=Wording(title=both("Which van?")), options=vans)
    new = BallotDraft(
        title=both("Vans"), opens_at=at + timedelta(days=9), closes_at=at + timedelta(days=20), contests=(choice,)
    )
    async with society.store.writing() as writing:
        made = await purses.open_round(writing, wanted, by=officer, at=at)
        category = await writing.scalar(select(AwardCategory.id).where(AwardCategory.position == 1))
        assert category is not None
        naming = await purses.name_for_award(writing, category, member, f"For {canary}", by=other, at=at)
        ballot = await ballots.draft(writing, new, by=officer, at=at)
        contest = await writing.scalar(select(Contest.id).where(Contest.ballot_id == ballot))
        assert contest is not None
        options = await writing.scalars(select(ContestOption.id).where(ContestOption.contest_id == contest))
        trial = Trial(both(f"Two of {canary}"), at.date(), both(f"{canary} fits."))
        for option in list(options):
            kept = await photographs.keep(society.uploads(), a_photograph())
            shows = both(f"A van of {canary}")
            await ballots.put_photograph(writing, contest, option, kept, shows, by=officer, at=at)
            await ballots.note_trial(writing, contest, option, trial, by=officer, at=at)
    ids |= {"option_photograph_id": str(kept.id), "trial_number": "1"}
    ids |= {"award_round_id": str(made), "naming_id": str(naming), "option_ballot_id": str(ballot)}
    ids |= {"choice_id": str(contest), "option_id": str(option)}
