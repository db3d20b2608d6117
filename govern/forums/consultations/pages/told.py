"""`consultations`: what people showed, told to members, with what came of it. Views, not a vote (invariant 79)."""

from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.forums.consultations import queries, rules
from govern.forums.consultations.queries.wording import (
    TOO_SMALL,
    evidence_heads,
    in_sentences,
    told_confidence,
    told_happened,
    told_positions,
)
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/consultations", name="consultations.list", guards=[signed_in])
async def every_one(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    """What was published and opens to this person."""
    found = await queries.to_read(reading, visitor.person_id, day_of(door.at), door.language.code)
    return page(request, "consultations/list.html", section="forums", found=found)


@get("/consultations/{consultation_id:uuid}", name="consultations.one", guards=[signed_in])
async def one(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    easy: int | None = None,
) -> Response[str]:
    """In words and with a table; in Easy Read where it is asked for, or where this person reads so."""
    language = door.language
    view = await queries.consultation(reading, consultation_id, visitor.person_id, day_of(door.at), language.code)
    told = await queries.told(reading, consultation_id, language.code)
    if told is None:
        raise NotFound("Nothing is published of this yet. Come back when it is.")
    names = await queries.card_names(reading, consultation_id, language.code)
    wants_easy = door.look.layout == "easy" if easy is None else bool(easy)
    return page(
        request,
        "consultations/easy.html" if wants_easy else "consultations/one.html",
        section="forums",
        one=view,
        told=told,
        sentences=in_sentences(told.told, names, language),
        happened=told_happened(told.told, language),
        cells=told_positions(told.told, names, language),
        evidence=evidence_heads(language),
        sure=told_confidence(told.told, language),
        too_small=TOO_SMALL if rules.says_no_views(told.told) else None,
        nothing_apart=rules.says_nothing_apart(told.told),
    )


HANDLERS = [every_one, one]
