"""Something that the forum of `given_forums` asks: agreed, with the board now, raised by a member."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from govern.ballots.pages.easy_and_names import PICTURES
from govern.forums.recommendations import lifecycle as recommendations
from govern.forums.recommendations.lifecycle import Wish
from govern.forums.recommendations.rules import EasyLine, Wording
from govern.society import Society


async def something_asked(society: Society, canary: str, member: UUID, ids: dict[str, str], at: datetime) -> None:
    line = (EasyLine(PICTURES[0][0], f"{canary} asks for a ramp."),)
    title, text = f"{canary} asks for a ramp", f"A ramp at the door of {canary} hall."
    wording = Wording(
        title={"en": title, "cy": f"{title} (cy)"},
        text={"en": text, "cy": f"{text} (cy)"},
        easy={"en": line, "cy": line},
    )
    async with society.store.writing() as writing:
        forum = UUID(ids["forum_id"])
        asked = await recommendations.write(writing, forum, wording, by=member, at=at)
        await recommendations.name_raiser(writing, asked, member, Wish(show_name=True), by=member, at=at)
        await recommendations.agree(writing, asked, at.date(), f"{canary} notes, item 4", by=member, at=at)
    ids["recommendation_id"] = str(asked)
