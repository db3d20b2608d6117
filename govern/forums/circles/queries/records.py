"""Everything a circle takes along when it leaves: what it is, who sat in it, what it decided and how (M23)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import Phase
from govern.ballots.models import ConsentProposal
from govern.ballots.queries import circles as proposals
from govern.ballots.queries.circles import ProposalPage
from govern.forums.circles.models import Circle, CircleDecision, CircleLink, CircleMatter, CircleProposal, CircleSeat
from govern.forums.circles.queries.circles import choices_of
from govern.forums.circles.queries.deciding import above_name, who_was_there
from govern.forums.circles.rules import records as rules
from govern.forums.circles.rules.records import (
    AnswerRecord,
    ChoiceRecord,
    CircleRecord,
    DecisionRecord,
    MatterRecord,
    PersonRecord,
    Records,
    RoundRecord,
)
from govern.identity import queries as identity
from govern.identity.rules import day_of


async def kept_records(reading: AsyncSession, circle_id: UUID, society: str, at: datetime) -> Records:
    """All of it, in the order of the days, with its decisions chained. Raises `NotFound`."""
    row = await reading.get_one(Circle, circle_id)
    matters = await reading.scalars(
        select(CircleMatter)
        .where(CircleMatter.circle_id == circle_id, CircleMatter.to_on.is_(None))
        .order_by(CircleMatter.from_on, CircleMatter.id)
    )
    leader = (await identity.person(reading, row.leader_id)).name if row.leader_id else ""
    circle = CircleRecord(
        format=rules.FORMAT,
        society=society,
        kind=row.kind.value,
        name=row.name,
        aim=row.aim,
        above=await above_name(reading, circle_id, day_of(at), "en"),
        led_by=leader,
        domain=tuple(MatterRecord(one.topic, one.words) for one in matters),
        began_on=row.began_on,
        ended_on=row.ended_on,
        gone_to=row.gone_to or "",
        made_at=at,
    )
    decided = [*await _together(reading, circle_id), *await _by_consent(reading, circle_id, at)]
    return rules.sealed(
        Records(
            circle=circle,
            people=await _people(reading, circle_id),
            decisions=tuple(sorted(decided, key=lambda one: (one.decided_on or date.max, one.way))),
            choices=await _choices(reading, circle_id),
        )
    )


async def _people(reading: AsyncSession, circle_id: UUID) -> tuple[PersonRecord, ...]:
    seats = list(
        await reading.scalars(
            select(CircleSeat).where(CircleSeat.circle_id == circle_id).order_by(CircleSeat.from_on, CircleSeat.id)
        )
    )
    links: dict[UUID, list[str]] = defaultdict(list)
    for link in await reading.scalars(select(CircleLink).where(CircleLink.circle_id == circle_id)):
        links[link.person_id].append(link.link.value)
    people = await identity.people_by_id(reading, [seat.person_id for seat in seats])
    return tuple(
        PersonRecord(
            people[seat.person_id].name,
            seat.part.value,
            seat.from_on,
            seat.to_on,
            tuple(sorted(set(links[seat.person_id]))),
        )
        for seat in seats
    )


async def _together(reading: AsyncSession, circle_id: UUID) -> list[DecisionRecord]:
    rows = await reading.scalars(
        select(CircleDecision).where(CircleDecision.circle_id == circle_id).order_by(CircleDecision.number)
    )
    there = await who_was_there(reading, circle_id)
    return [
        DecisionRecord(
            way="before" if row.from_before else "together",
            matter=row.matter,
            title=row.title,
            text={"en": row.words} if row.words else {},
            decided_on=row.decided_on,
            came="ended" if row.ended_on else "stands",
            there=tuple(row.there.split("\n")) if row.there else there.get(row.id, ()),
            review_on=row.review_on,
            review=row.reviewed_words or "",
        )
        for row in rows
    ]


async def _by_consent(reading: AsyncSession, circle_id: UUID, at: datetime) -> list[DecisionRecord]:
    """What was presented to the circle in rounds, however it came out. What nobody has seen yet stays behind."""
    asked = await reading.execute(
        select(CircleProposal.proposal_id, CircleProposal.matter)
        .join(ConsentProposal, ConsentProposal.id == CircleProposal.proposal_id)
        .where(CircleProposal.circle_id == circle_id, ConsentProposal.phase != Phase.DRAFT)
        .order_by(ConsentProposal.drafted_at)
    )
    found = []
    for proposal_id, matter in asked.all():
        found.append(_consented(await proposals.proposal(reading, proposal_id, at, "en"), matter))
    return found


def _consented(page: ProposalPage, matter: dict[str, str]) -> DecisionRecord:
    last = [one for one in page.rounds if one.ended_at is not None]
    day = page.consented_on or (last[-1].ended_at.date() if last and last[-1].ended_at else None)
    there = {answer.name for one in last[-1:] for answer in one.answers if not answer.after_round}
    return DecisionRecord(
        way="consent",
        matter=matter,
        title=page.titles,
        text=page.wording.texts,
        decided_on=day,
        came=page.phase.value,
        there=tuple(sorted(there)),
        review_on=page.review_on,
        review=page.review_words,
        rounds=tuple(
            RoundRecord(
                one.number,
                one.version,
                one.ended_at,
                tuple(
                    AnswerRecord(
                        answer.name,
                        "concern" if answer.concern else answer.said.value,
                        answer.reason,
                        answer.met,
                        answer.after_round,
                    )
                    for answer in one.answers
                ),
                one.absent,
            )
            for one in page.rounds
        ),
        votes={name: voted.value for name, voted in page.votes},
    )


async def _choices(reading: AsyncSession, circle_id: UUID) -> tuple[ChoiceRecord, ...]:
    return tuple(
        ChoiceRecord(
            one.change.value,
            one.about,
            one.chosen_on,
            one.how.value,
            one.expressed,
            one.present,
            one.supporter,
            one.noted_by,
        )
        for one in reversed(await choices_of(reading, circle_id))
    )
