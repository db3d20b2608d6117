"""What the forum of `given_forums` asks: with a forum now, a draft, with the board, and answered and heard."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.pages.easy_and_names import PICTURES
from govern.forums.recommendations import lifecycle as recommendations
from govern.forums.recommendations.lifecycle import Wish
from govern.forums.recommendations.models import Recommendation
from govern.forums.recommendations.rules import Answer, EasyLine, Reply, Wording
from govern.identity.rules import Site
from govern.society import Society

GAP = "recommendation_id"


async def of_each_stage(
    society: Society,
    canary: str,
    member: UUID,
    ids: tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, str]],
    at: datetime,
) -> None:
    """`ids` are those of most addresses, of drafts, of the past, and of the office, which are told of theirs."""
    usual, drafts, past, office = ids
    forum = UUID(usual["forum_id"])
    async with society.store.writing() as writing:
        drafts[GAP] = str(await written(writing, canary, forum, member, at))
        owed = await _agreed(writing, canary, forum, member, at)
        row = await writing.get_one(Recommendation, owed)
        row.layer, row.with_forum_id, row.with_body = "local", forum, None
        usual[GAP], office[GAP] = str(owed), str(await _agreed(writing, canary, forum, member, at))
        heard = await _agreed(writing, canary, forum, member, at)
        reply = Reply(
            kind=Answer.DECLINE, given_on=at.date(), reasons={"en": f"{canary}: no money"}, minute=f"{canary}, item 7"
        )
        site = Site("http://testserver.local", society.short, "Tair Nant")
        await recommendations.answer(writing, heard, reply, site=site, by=member, at=at)
        await recommendations.receive(writing, heard, at.date(), by=member, at=at)
        past[GAP] = str(heard)


async def written(writing: AsyncSession, canary: str, forum: UUID, member: UUID, at: datetime) -> UUID:
    line = (EasyLine(PICTURES[0][0], f"{canary} asks for a ramp."),)
    title, text = f"{canary} asks for a ramp", f"A ramp at the door of {canary} hall."
    wording = Wording(
        title={"en": title, "cy": f"{title} (cy)"},
        text={"en": text, "cy": f"{text} (cy)"},
        easy={"en": line, "cy": line},
    )
    asked = await recommendations.write(writing, forum, wording, by=member, at=at)
    await recommendations.name_raiser(writing, asked, member, Wish(show_name=True), by=member, at=at)
    return asked


async def _agreed(writing: AsyncSession, canary: str, forum: UUID, member: UUID, at: datetime) -> UUID:
    asked = await written(writing, canary, forum, member, at)
    await recommendations.agree(writing, asked, at.date(), f"{canary} notes, item 4", by=member, at=at)
    return asked
