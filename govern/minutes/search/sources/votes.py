"""What was voted on and decided: each question of a declared ballot with its wording and its outcome."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.models import Ballot, Contest
from govern.ballots.rules import Stage
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.minutes.search.rules import Reader, Text

DECLARED = frozenset({Stage.DECLARED, Stage.ARCHIVED})


async def texts(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[Text]]:
    declared = await reading.scalars(select(Ballot).where(Ballot.id.in_(ids), Ballot.stage.in_(DECLARED)))
    return {ballot.id: await _of(reading, ballot) for ballot in declared.all()}


async def _of(reading: AsyncSession, ballot: Ballot) -> list[Text]:
    asked = await reading.scalars(select(Contest).where(Contest.ballot_id == ballot.id))
    wordings = {contest.id: contest for contest in asked}
    found: list[Text] = []
    for code in (code for code in LANGUAGES if code in ballot.title):
        result = await ballots.result(reading, ballot.id, code)
        for place, one in enumerate(result.contests, start=1):
            contest = wordings[one.contest.id]
            said = [words.get(code, "") for words in (contest.question, contest.full_text)]
            found.append(
                Text(
                    address=f"ballots/{ballot.id}/result/{place}",
                    language=code,
                    title=contest.title.get(code) or ballot.title[code],
                    text="\n".join(filter(None, (*said, LANGUAGES[code].say(one.outcome.said)))),
                    on=day_of(ballot.closes_at),
                )
            )
    return found


async def seen(reading: AsyncSession, ids: Collection[UUID], reader: Reader) -> frozenset[UUID]:
    return await ballots.there_for(reading, ids, reader.person_id, runs=reader.runs_votes)
