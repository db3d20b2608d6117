"""The printed pack: what to print for a question, in which language; and the takings-along on tablets."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents import Document
from govern.documents.pdf import pdf
from govern.errors import NotFound
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.pages.pack_paper import (
    A_FILE,
    Pack,
    codes_paper,
    one_person_paper,
    sheets_paper,
    spoken,
    table_paper,
)
from govern.forums.consultations.queries import ConsultationView, kitchen
from govern.forums.consultations.queries.kitchen import ToAsk
from govern.forums.consultations.rules import Part
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.languages import OWN_NAMES
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

asker = holding(Permission.CONSULT)
PACK = "/facilitate/consultations/{consultation_id:uuid}/pack"
TABLETS = "/facilitate/consultations/tablets"


async def _asks(reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID) -> ConsultationView:
    return await queries.consultation(
        reading, consultation_id, visitor.person_id, day_of(door.at), door.language.code, Part.ASKS
    )


async def _theirs(
    reading: AsyncSession, one: ConsultationView, visitor: Visitor, asker_id: UUID | None
) -> tuple[UUID, tuple[ToAsk, ...]]:
    """Whom somebody asks. Whoever runs the question may print for another asker. Raises `NotFound`."""
    wanted = asker_id or visitor.person_id
    if wanted != visitor.person_id and one.part < Part.RUNS:
        raise NotFound("You print for the people you ask yourself. Whoever runs this question can print for others.")
    return wanted, await kitchen.to_ask(reading, one.id, wanted)


@get(PACK, name="kitchen.pack", guards=[asker])
async def the_pack(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    one = await _asks(reading, door, visitor, consultation_id)
    everybody = await kitchen.to_ask(reading, one.id)
    runs = one.part >= Part.RUNS
    askers = sorted({person.asker_id for person in everybody if person.asker_id}, key=str)
    people = await identity.people_by_id(reading, askers)
    mine = [person for person in everybody if person.asker_id == visitor.person_id]
    others = [
        (people[key], [person for person in everybody if person.asker_id == key])
        for key in askers
        if runs and key != visitor.person_id
    ]
    return page(
        request,
        "consultations/pack.html",
        section="forums",
        one=one,
        mine=mine,
        others=others,
        a_file=A_FILE,
        tongues=[(code, OWN_NAMES[code]) for code in (door.face.languages if door.face else ("en",))],
    )


async def _pack_of(
    reading: AsyncSession, door: Door, society: Society, one: ConsultationView, asker_id: UUID, language: str
) -> Pack:
    chosen = spoken(language or door.language.code, door.face.languages if door.face else ("en",))
    if chosen is None:
        raise NotFound("The society has no papers in this language. Choose another one.")
    return Pack(
        one=one,
        cards=await queries.cards_of(reading, one.id, chosen.code),
        ways=await queries.ways_of(reading, one.id, chosen.code),
        language=chosen,
        society=society,
        society_name=door.face.name if door.face else "",
        asker=(await identity.person(reading, asker_id)).name,
        made_on=day_of(door.at),
    )


async def _printed(made: Callable[[], Document], name: str) -> Response[bytes]:
    """Off the event loop: a pack takes seconds."""
    content = await asyncio.to_thread(lambda: pdf(made()))
    headers = {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


@get(PACK + "/table.pdf", name="kitchen.table_pdf", guards=[asker])
async def table_pdf(
    reading: AsyncSession, door: Door, society: Society, visitor: Visitor, consultation_id: UUID, language: str = ""
) -> Response[bytes]:
    """What is laid on the table, the same for everybody."""
    one = await _asks(reading, door, visitor, consultation_id)
    pack = await _pack_of(reading, door, society, one, visitor.person_id, language)
    return await _printed(lambda: table_paper(pack), f"table-{pack.language.code}")


@get(PACK + "/sheets.pdf", name="kitchen.sheets_pdf", guards=[asker])
async def sheets_pdf(
    reading: AsyncSession,
    door: Door,
    society: Society,
    visitor: Visitor,
    consultation_id: UUID,
    language: str = "",
    who_asks: UUID | None = None,
    file: int = 1,
) -> Response[bytes]:
    """A record sheet for each person somebody asks, so many in a file."""
    one = await _asks(reading, door, visitor, consultation_id)
    asker_id, people = await _theirs(reading, one, visitor, who_asks)
    here = people[(file - 1) * A_FILE : file * A_FILE] if 0 < file <= len(people) else ()
    if not here:
        raise NotFound("There is no sheet to print here. Go back and choose a file from the list.")
    pack = await _pack_of(reading, door, society, one, asker_id, language)
    return await _printed(lambda: sheets_paper(pack, here), f"sheets-{file}-{pack.language.code}")


@get(PACK + "/codes.pdf", name="kitchen.codes_pdf", guards=[asker])
async def codes_pdf(
    reading: AsyncSession,
    door: Door,
    society: Society,
    visitor: Visitor,
    consultation_id: UUID,
    language: str = "",
    who_asks: UUID | None = None,
) -> Response[bytes]:
    """Who the codes are, apart from the sheets."""
    one = await _asks(reading, door, visitor, consultation_id)
    asker_id, people = await _theirs(reading, one, visitor, who_asks)
    pack = await _pack_of(reading, door, society, one, asker_id, language)
    return await _printed(lambda: codes_paper(pack, people), f"codes-{pack.language.code}")


@get(PACK + "/{asked_id:uuid}/pack.pdf", name="kitchen.one_pdf", guards=[asker])
async def one_pdf(
    reading: AsyncSession,
    door: Door,
    society: Society,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    language: str = "",
) -> Response[bytes]:
    """The whole pack for one person, with their code."""
    one = await _asks(reading, door, visitor, consultation_id)
    theirs = None if one.part >= Part.RUNS else visitor.person_id
    people = await kitchen.to_ask(reading, one.id, theirs)
    person = next((person for person in people if person.person_id == asked_id), None)
    if person is None:
        raise NotFound("You do not ask this person in this question, or their answer is there. Go back to the list.")
    pack = await _pack_of(reading, door, society, one, visitor.person_id, language)
    return await _printed(lambda: one_person_paper(pack, person), f"pack-{person.code}-{pack.language.code}")


# --- Tablets --------------------------------------------------------------------------------------------------------


def _looks_after_all(visitor: Visitor) -> bool:
    """The office ends any tablet; a facilitator their own."""
    return visitor.may(Permission.OFFICE_APPOINT)


@get(TABLETS, name="kitchen.tablets", guards=[asker])
async def tablets(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, done: str = ""
) -> Response[str]:
    whose = None if _looks_after_all(visitor) else visitor.person_id
    return page(
        request,
        "consultations/tablets.html",
        section="forums",
        tablets=await kitchen.tablets(reading, whose),
        everybody=whose is None,
        done=done == "ended",
    )


@post(TABLETS + "/{tablet_id:uuid}/end", name="kitchen.end_tablet", guards=[asker])
async def end_tablet(door: Door, store: Store, visitor: Visitor, tablet_id: UUID) -> Redirect:
    """A tablet is lost, or done with: its key is destroyed."""
    async with store.writing() as writing:
        await lifecycle.end_tablet(
            writing, tablet_id, any_of=_looks_after_all(visitor), by=visitor.person_id, at=door.at
        )
    return Redirect(door.here(TABLETS), query_params={"done": "ended"}, status_code=303)


HANDLERS = [the_pack, table_pdf, sheets_pdf, codes_pdf, one_pdf, tablets, end_tablet]
