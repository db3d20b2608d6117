"""Where people were asked one by one about a recommendation: an answer says what changed because of them, or why
nothing did (invariant 78), and goes back to each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.book import Rulebook
from govern.forums.consultations import lifecycle as consultations
from govern.forums.consultations.lifecycle import Cited
from govern.forums.consultations.models import AttachedTo
from govern.forums.consultations.rules import Stage as AskedStage
from govern.forums.gatherings.models import Forum
from govern.forums.recommendations.lifecycle.keeping import said, version_of
from govern.forums.recommendations.models import Recommendation
from govern.forums.recommendations.rules import Holder, Reply


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """What changed because of what people showed, or why nothing did, and the answer in easy words."""

    changed: Mapping[str, str] = {}
    nothing_because: Mapping[str, str] = {}
    easy: Mapping[str, str] = {}


async def cite_people(
    writing: AsyncSession,
    row: Recommendation,
    here: Holder,
    reply: Reply,
    because: Because,
    book: Rulebook,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Each consultation beside it that no answer has cited yet is cited by this one; a layer above need not again.

    Raises `WrongMoment` while one is not summed up, `NotValid` beside the field where nothing says what changed.
    """
    decision = said(reply.reasons) or said(reply.text) or (await version_of(writing, row)).text
    for one in await consultations.beside_of(writing, AttachedTo.RECOMMENDATION, row.id):
        if one.stage in (AskedStage.USED, AskedStage.ANSWERED):
            continue
        wanted = Cited(
            decided_on=reply.given_on,
            decided_by=await _named(writing, here, book),
            decision=decision,
            changed=said(because.changed),
            nothing_because=said(because.nothing_because),
            easy=because.easy,
        )
        await consultations.use(writing, one.id, wanted, by=by, at=at)


async def _named(reading: AsyncSession, here: Holder, book: Rulebook) -> dict[str, str]:
    """Who answers, in the languages it has a name in."""
    body = next((one for one in book.bodies if one.id == here.body), None)
    if body is not None:
        return {code: name for code, name in (("en", body.name), ("cy", body.name_cy)) if name}
    forum = None if here.forum is None else await reading.get(Forum, here.forum)
    return {} if forum is None else forum.name
