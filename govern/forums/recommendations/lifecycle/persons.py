"""Two records turn out to be of one person: nobody raises the same thing twice, or appeals twice."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.forums.recommendations.models import AnswerBack, Appellant, Raiser


async def raised_once(writing: AsyncSession, kept: UUID, gone: UUID) -> None:
    """Before two records become one: where both raised something, appealed or had an answer, one row goes."""
    raised = select(Raiser.recommendation_id).where(Raiser.person_id == kept)
    await writing.execute(delete(Raiser).where(Raiser.person_id == gone, Raiser.recommendation_id.in_(raised)))
    had = select(AnswerBack.recommendation_id).where(AnswerBack.person_id == kept)
    await writing.execute(
        delete(AnswerBack).where(AnswerBack.person_id == gone, AnswerBack.recommendation_id.in_(had))
    )
    carried = select(Appellant.recommendation_id).where(Appellant.person_id == kept)
    await writing.execute(
        delete(Appellant).where(Appellant.person_id == gone, Appellant.recommendation_id.in_(carried))
    )
