"""The free seats of each election on an agenda, as the register of seats has them on the day of the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import queries as boards
from govern.constituencies.rulebook import queries as rulebook
from govern.meetings import rules
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import ItemKind
from govern.meetings.rules.vacant import Free, free_of


async def free_seats(reading: AsyncSession, meeting: Meeting, items: Sequence[AgendaItem]) -> dict[UUID, Free]:
    """Item -> what is free on its row of seats; elections alone, and none of a body that members do not elect."""
    return {
        item.id: await _free(reading, meeting, item.seat_body, item.seat_constituency or "")
        for item in items
        if item.kind is ItemKind.ELECTION and item.seat_body
    }


async def _free(reading: AsyncSession, meeting: Meeting, body: str, constituency: str) -> Free:
    day = rules.day_of(meeting.starts_at)
    book = (await rulebook.in_force(reading, day)).rulebook
    seats = [
        row for row in book.seats_of(body) if row.constituency == constituency and row.method in rules.ELECTED_BY
    ]
    there = [one for one in await boards.sitting(reading, body, day) if one.constituency == constituency]
    leaving = [one for one in there if one.until_elections or (one.due_on is not None and one.due_on <= day)]
    empty = [one for one in await boards.vacancies(reading, day, "en", body) if one.constituency == constituency]
    return free_of(
        count=sum(row.count for row in seats),
        staying=len(there) - len(leaving),
        leaving=len(leaving),
        for_a_time=sum(one.until_elections or one.casual for one in leaving),
        early=[one.why for one in empty if one.open_on <= day],
    )
