"""Papers of a meeting and of a vote: which there are, a look at each as it is now, and the press that issues it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.database import Store
from govern.documents import Document, Form
from govern.errors import GovernError, NotFound
from govern.forums.consultations import queries as consultations
from govern.forums.recommendations import queries as recommendations
from govern.languages import OWN_NAMES
from govern.meetings import queries as meetings
from govern.meetings.rules import ItemKind, day_of
from govern.minutes.book.pages.files import as_pdf
from govern.minutes.papers import lifecycle, queries, rules
from govern.minutes.papers.forms import IssueForm
from govern.minutes.papers.pages.files import as_docx, is_edited
from govern.minutes.papers.queries import IssuedLine, Wanted
from govern.minutes.papers.rules import OF_BALLOT, OF_MEETING, PaperKind
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted
from govern.web.guards import Guard, holding
from govern.web.page import page
from govern.web.visitor import Visitor

writer = holding(Permission.MINUTES_WRITE)
preparer = holding(Permission.BALLOT_PREPARE)
OF_A_MEETING = "/office/meetings/{meeting_id:uuid}/printed"
OF_AN_ITEM = "/office/meetings/{meeting_id:uuid}/items/{motion_id:uuid}/extract"
OF_A_VOTE = "/office/ballots/{ballot_id:uuid}/papers"
OF_AN_ANSWER = "/office/recommendations/{recommendation_id:uuid}/paper"
OF_A_CONSULTATION = "/office/consultations/{consultation_id:uuid}/paper"
FORMS = {
    Form.STANDARD: Sentence("Standard"),
    Form.LARGE_PRINT: Sentence("Large print"),
    Form.EASY_READ: Sentence("Easy Read"),
}


class Row(msgspec.Struct, frozen=True):
    """A kind of paper in the list: its name, its address, what was issued of it, or why it cannot be made yet."""

    name: Sentence
    title: str
    address: str
    issued: tuple[IssuedLine, ...]
    why_not: Sentence | None


async def _row(
    reading: AsyncSession, door: Door, kind: PaperKind, subject: UUID, address: str, title: str = ""
) -> Row:
    wanted = Wanted(kind, subject, door.language, Form.STANDARD, door.at)
    why_not = None
    try:
        await queries.made(reading, wanted)
    except GovernError as refusal:
        why_not = refusal.message
    lines = tuple(one for one in await queries.issued_of(reading, [subject]) if one.kind == kind.value)
    return Row(rules.NAMES[kind], title, address, lines, why_not)


@get(OF_A_MEETING, name="papers.of_meeting", guards=[writer])
async def of_meeting(request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[str]:
    """Every paper of a meeting, and the extract of each resolution."""
    meeting = await meetings.meeting_page(reading, meeting_id, door.language.code)
    at = door.here(f"office/meetings/{meeting_id}")
    rows = [await _row(reading, door, kind, meeting_id, f"{at}/printed/{kind.value}") for kind in OF_MEETING]
    for item in meeting.items:
        if item.kind is ItemKind.MOTION:
            where = f"{at}/items/{item.id}/extract"
            rows.append(await _row(reading, door, PaperKind.EXTRACT, item.id, where, item.title))
    return page(
        request,
        "papers/of.html",
        section="office",
        title=meeting.title,
        back=at,
        rows=rows,
        bundle=f"{at}/bundle",
        spoken=OWN_NAMES,
    )


@get(OF_A_VOTE, name="papers.of_ballot", guards=[preparer])
async def of_ballot(request: AnyRequest, reading: AsyncSession, door: Door, ballot_id: UUID) -> Response[str]:
    ballot = await ballots.office_ballot(reading, ballot_id, language=door.language.code, at=door.at)
    at = door.here(f"office/ballots/{ballot_id}")
    rows = [await _row(reading, door, kind, ballot_id, f"{at}/papers/{kind.value}") for kind in OF_BALLOT]
    return page(
        request,
        "papers/of.html",
        section="office",
        title=ballot.title,
        back=at,
        rows=rows,
        bundle="",
        spoken=OWN_NAMES,
    )


# --- One paper: a look at it, its files, and the press --------------------------------------------------------------


class Desk(msgspec.Struct, frozen=True):
    """Where a paper is made: what is wanted, its own address and the list's."""

    wanted: Wanted
    address: str
    back: str


def _desk(door: Door, kind: PaperKind, subject: UUID, address: str, back: str, made: str) -> Desk:
    wanted = Wanted(kind, subject, door.language, rules.form_of(made, kind), door.at)
    return Desk(wanted, door.here(address), door.here(back))


async def _for_meeting(door: Door, meeting_id: UUID, meeting_paper: str, made: str = "") -> Desk:
    back = f"office/meetings/{meeting_id}/printed"
    return _desk(door, rules.kind_of(meeting_paper, OF_MEETING), meeting_id, f"{back}/{meeting_paper}", back, made)


async def _for_item(reading: AsyncSession, door: Door, meeting_id: UUID, motion_id: UUID, made: str = "") -> Desk:
    meeting = await meetings.meeting_page(reading, meeting_id, door.language.code)
    if all(item.id != motion_id for item in meeting.items):
        raise NotFound("There is no such item. Go back to the meeting and choose again.")
    at = f"office/meetings/{meeting_id}"
    return _desk(door, PaperKind.EXTRACT, motion_id, f"{at}/items/{motion_id}/extract", f"{at}/printed", made)


async def _for_ballot(door: Door, ballot_id: UUID, ballot_paper: str, made: str = "") -> Desk:
    back = f"office/ballots/{ballot_id}/papers"
    return _desk(door, rules.kind_of(ballot_paper, OF_BALLOT), ballot_id, f"{back}/{ballot_paper}", back, made)


async def _for_consultation(
    reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID, made: str = ""
) -> Desk:
    """Whoever makes it reads the page too: it opens to no officer because of the office."""
    await consultations.consultation(reading, consultation_id, visitor.person_id, day_of(door.at), door.language.code)
    at, back = f"office/consultations/{consultation_id}/paper", f"consultations/{consultation_id}"
    return _desk(door, PaperKind.CONSULTATION, consultation_id, at, back, made)


async def _for_answer(
    reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID, made: str = ""
) -> Desk:
    """Whoever makes it reads the page too."""
    day, officer = day_of(door.at), visitor.may(Permission.RECOMMENDATION_ANSWER)
    await recommendations.gate(reading, recommendation_id, visitor.person_id, day, officer=officer)
    at, back = f"office/recommendations/{recommendation_id}/paper", f"recommendations/{recommendation_id}"
    return _desk(door, PaperKind.ANSWER, recommendation_id, at, back, made)


async def _shown(
    request: AnyRequest, reading: AsyncSession, desk: Desk, form: Submission[IssueForm] | None = None
) -> Response[str]:
    """The paper as it is now, and what was issued of it."""
    kind = desk.wanted.kind
    lines = [one for one in await queries.issued_of(reading, [desk.wanted.subject]) if one.kind == kind.value]
    return page(
        request,
        "papers/make.html",
        section="office",
        document=await queries.made(reading, desk.wanted),
        desk=desk,
        name=rules.NAMES[kind],
        forms=[(one.value, FORMS[one]) for one in rules.forms_of(kind)],
        issued=lines,
        spoken=OWN_NAMES,
        edited=is_edited(kind.value),
        form=form,
    )


async def _issue(
    request: AnyRequest, store: Store, reading: AsyncSession, desk: Desk, visitor: Visitor
) -> Response[str] | Redirect:
    door = door_of(request)
    sent: Submission[IssueForm] = submitted(IssueForm, await request.form(), door.language.say)
    form = rules.form_of((sent.values.made or "") if sent.values else "", desk.wanted.kind)
    wanted = msgspec.structs.replace(desk.wanted, form=form)
    try:
        async with store.writing() as writing:
            document = await queries.made(writing, wanted)
            paper_id = await lifecycle.issue(
                writing, document, wanted.kind.value, wanted.subject, form, by=visitor.person_id, at=door.at
            )
    except GovernError as refusal:
        again = msgspec.structs.replace(desk, wanted=wanted)
        return await _shown(request, reading, again, sent.refused(refusal))
    return Redirect(door.here(f"office/papers/{paper_id}"), status_code=303)


async def _as_it_is(reading: AsyncSession, desk: Desk) -> Document:
    return await queries.as_issued(reading, desk.wanted, await queries.made(reading, desk.wanted))


#: Finds the desk from what stands in the address.
DeskOf = Callable[..., Awaitable[Desk]]


def _made_at(
    address: str, name: str, guard: Guard, desk_of: Callable[..., Awaitable[Desk]]
) -> list[HTTPRouteHandler]:
    """The four addresses of one paper: a look at it, the press, and its two files. `desk_of` reads the address."""
    desks = {"desk": Provide(desk_of)}

    @get(address, name=f"papers.{name}_look", guards=[guard], dependencies=desks)
    async def look(request: AnyRequest, reading: AsyncSession, desk: Desk) -> Response[str]:
        return await _shown(request, reading, desk)

    @post(address, name=f"papers.{name}_issue", guards=[guard], dependencies=desks)
    async def issue(
        request: AnyRequest, store: Store, reading: AsyncSession, visitor: Visitor, desk: Desk
    ) -> Response[str] | Redirect:
        return await _issue(request, store, reading, desk, visitor)

    @get(address + "/paper.pdf", name=f"papers.{name}_pdf", guards=[guard], dependencies=desks)
    async def as_a_pdf(reading: AsyncSession, desk: Desk) -> Response[bytes]:
        return await as_pdf(await _as_it_is(reading, desk))

    @get(address + "/paper.docx", name=f"papers.{name}_docx", guards=[guard], dependencies=desks)
    async def as_a_docx(reading: AsyncSession, desk: Desk) -> Response[bytes]:
        return await as_docx(await _as_it_is(reading, desk), desk.wanted.kind.value)

    return [look, issue, as_a_pdf, as_a_docx]


HANDLERS = [
    *(of_meeting, of_ballot),
    *_made_at(OF_A_MEETING + "/{meeting_paper:str}", "meeting", writer, _for_meeting),
    *_made_at(OF_AN_ITEM, "extract", writer, _for_item),
    *_made_at(OF_A_VOTE + "/{ballot_paper:str}", "ballot", preparer, _for_ballot),
    *_made_at(OF_A_CONSULTATION, "consultation", writer, _for_consultation),
    *_made_at(OF_AN_ANSWER, "answer", writer, _for_answer),
]
