"""Papers go out: who gets one, the printed paper, the letters that bring them; and a member who asks for paper."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import AddressForm, LettersForm, OnPaperForm, PersonForm, SearchForm
from govern.ballots.pages.about import seen
from govern.ballots.pages.easy_and_names import Found, found_in_register
from govern.ballots.pages.office import ballot_of
from govern.ballots.queries import paper_lists, printed_letters, printing
from govern.ballots.queries.paper_lists import Posted
from govern.ballots.rules import Stage, papers
from govern.database import Store
from govern.documents import Document
from govern.documents.pdf import pdf
from govern.documents.spreadsheet import csv_rows
from govern.errors import GovernError, NotFound, NotValid
from govern.identity import queries as identity
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.settings import Settings
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, signed_in, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

sender = holding(Permission.BALLOT_PREPARE)
taker = stepping_up(Permission.BALLOT_PREPARE)
Shown = Response[str] | Redirect
#: Letters in one file: a letter with its paper and sheets is some five pages, and a page takes a tenth of a second.
A_FILE = 40
COLUMNS = (
    *(Sentence("Name"), Sentence("Address"), Sentence("Language"), Sentence("Format"), Sentence("Paper")),
    *(Sentence("Code on the outer envelope"), Sentence("Vote")),
)


def at_papers(door: Door, ballot_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"office/paper/{ballot_id}" + (f"/{rest}" if rest else "")), status_code=303)


# --- Who gets a paper -----------------------------------------------------------------------------------------------


@get("/office/paper/{ballot_id:uuid}/members", name="papers.members", guards=[sender])
async def members(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    return await _members_shown(request, door, reading, ballot_id)


async def _members_shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    found: Found | None = None,
    form: Submission[PersonForm] | Submission[SearchForm] | Submission[AddressForm] | None = None,
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    printable = ballot.stage in (Stage.FROZEN, Stage.OPEN)
    frame = await printing.frame_of(reading, ballot_id, ballot.languages[0], at=door.at) if printable else None
    posted = await paper_lists.posted(reading, ballot_id, ballot.languages, frame.forms if frame else papers.FORMS)
    return page(
        request,
        "ballots/papers_members.html",
        section="office",
        ballot=ballot,
        members=posted,
        asked=await paper_lists.waiting_wishes(reading, ballot_id),
        piles=paper_lists.piles(posted),
        address=await paper_lists.return_address(reading, ballot_id),
        frame=frame,
        a_file=A_FILE,
        found=found.people if found else (),
        searched=found.words if found else "",
        form=form,
    )


@post("/office/paper/{ballot_id:uuid}/members/search", name="papers.find_member", guards=[sender])
async def find_member(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """Sent as a form, so that no name stands in an address. It changes nothing."""
    form: Submission[SearchForm] = submitted(SearchForm, await request.form(), door.language.say)
    found = await found_in_register(reading, door, form.values.search) if form.values else None
    return await _members_shown(request, door, reading, ballot_id, found, form if form.problems else None)


@post("/office/paper/{ballot_id:uuid}/members", name="papers.add_member", guards=[sender])
async def add_member(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Shown:
    form: Submission[PersonForm] = submitted(PersonForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            who, by = form.values.person, visitor.person_id
            only = None if form.values.way == "every" else ballot_id
            async with store.writing() as writing:
                await lifecycle.ask_for_paper(writing, who, only, by=by, at=door.at)
            return at_papers(door, ballot_id, "members")
    except GovernError as refusal:
        form = form.refused(refusal)
    words = form.value("search")[:100]
    found = await found_in_register(reading, door, words) if words else None
    return await _members_shown(request, door, reading, ballot_id, found, form)


@post("/office/paper/{ballot_id:uuid}/members/{person_id:uuid}/stop", name="papers.stop_member", guards=[sender])
async def stop_member(door: Door, store: Store, visitor: Visitor, ballot_id: UUID, person_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.choose_way(writing, person_id, ballot_id, "screen", by=visitor.person_id, at=door.at)
    return at_papers(door, ballot_id, "members")


@post("/office/paper/{ballot_id:uuid}/address", name="papers.address", guards=[sender])
async def keep_address(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Shown:
    form: Submission[AddressForm] = submitted(AddressForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            address, by = form.values.address, visitor.person_id
            async with store.writing() as writing:
                await lifecycle.say_where_papers_go(writing, ballot_id, address, by=by, at=door.at)
            return at_papers(door, ballot_id, "members")
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _members_shown(request, door, reading, ballot_id, form=form)


# --- What is printed ------------------------------------------------------------------------------------------------


@get("/office/paper/{ballot_id:uuid}/paper.pdf", name="papers.paper_pdf", guards=[sender])
async def paper_pdf(
    reading: AsyncSession,
    society: Society,
    settings: Settings,
    door: Door,
    ballot_id: UUID,
    paper: str = "",
    language: str = "",
    made: str = "standard",
) -> Response[bytes]:
    """The paper of one style, in a language and a format: the first style, the reader's language, if none is said."""
    frame = await _with_photographs(reading, society, settings, ballot_id, language or door.language.code, door)
    style = paper or next(iter(frame.contests))
    made_of = printing.ballot_paper(frame, style, made)
    return await _printed(made_of, f"paper-{frame.number}-{style}-{made}-{made_of.language}")


@get("/office/paper/{ballot_id:uuid}/inner.pdf", name="papers.inner_pdf", guards=[sender])
async def inner_pdf(reading: AsyncSession, door: Door, ballot_id: UUID, language: str = "") -> Response[bytes]:
    frame = await printing.frame_of(reading, ballot_id, language or door.language.code, at=door.at)
    sheet = printed_letters.envelope_sheets(frame)
    return await _printed(sheet, f"inner-envelope-{frame.number}-{frame.language.code}")


async def _with_photographs(
    reading: AsyncSession, society: Society, settings: Settings, ballot_id: UUID, language: str, door: Door
) -> printing.Frame:
    page_of_it = settings.address + door.address_in(language, f"ballots/{ballot_id}")
    frame = await printing.frame_of(reading, ballot_id, language, at=door.at, page=page_of_it)
    kept = await queries.photographs_of(reading, ballot_id)
    return await asyncio.to_thread(printing.with_photographs, frame, society.uploads(), kept) if kept else frame


async def _printed(paper: Document, name: str) -> Response[bytes]:
    """Off the event loop: many letters take seconds."""
    content = await asyncio.to_thread(pdf, paper)
    headers = {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


# --- Letters: they tie a member to the code of an envelope, so they ask for the second step and are recorded ------


@get("/office/paper/{ballot_id:uuid}/letters", name="papers.letters", guards=[taker])
async def letters(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """The files of letters, and the list for a print house. Who has no address gets their letter from a hand."""
    ballot, posted = await _letters_of(reading, door, ballot_id)
    return page(
        request,
        "ballots/papers_letters.html",
        section="office",
        ballot=ballot,
        piles=paper_lists.piles(posted),
        without=[one for one in posted if not one.address],
        a_file=A_FILE,
    )


async def _letters_of(
    reading: AsyncSession, door: Door, ballot_id: UUID
) -> tuple[queries.OfficeBallot, tuple[Posted, ...]]:
    ballot = await ballot_of(reading, door, ballot_id)
    papers.check_printing(ballot.stage)
    frame = await printing.frame_of(reading, ballot_id, ballot.languages[0], at=door.at)
    return ballot, await paper_lists.posted(reading, ballot_id, ballot.languages, frame.forms)


@post("/office/paper/{ballot_id:uuid}/letters/{kind:str}", name="papers.take_letters", guards=[taker])
async def take_letters(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    kind: str,
) -> Redirect:
    """It is recorded that letters are taken, then the file follows."""
    form: Submission[LettersForm] = submitted(LettersForm, await request.form(), door.language.say)
    if kind not in ("letters.pdf", "letters.csv") or form.values is None:
        raise NotFound("There is no such file. Go back and choose one from the list.")
    sent = form.values
    language, made, part = sent.language or door.language.code, sent.made or papers.STANDARD, sent.part or 1
    _, posted = await _letters_of(reading, door, ballot_id)
    everybody = [one for one in posted if one.address]
    chosen = everybody if kind == "letters.csv" else _pile(posted, language, made, part)
    ending, by = kind.rpartition(".")[2], visitor.person_id
    async with store.writing() as writing:
        await lifecycle.note_printed(writing, ballot_id, len(chosen), ending, by=by, at=door.at)
    where = door.here(f"office/paper/{ballot_id}/{kind}")
    asked = {"language": language, "made": made, "part": str(part)} if kind == "letters.pdf" else {}
    return Redirect(where, query_params=asked, status_code=303)


def _pile(posted: Sequence[Posted], language: str, made: str, part: int) -> list[Posted]:
    mine = [one for one in posted if (one.language, one.format) == (language, made)]
    return mine[(part - 1) * A_FILE : part * A_FILE] if part > 0 else []


@get("/office/paper/{ballot_id:uuid}/letters.pdf", name="papers.letters_pdf", guards=[taker])
async def letters_pdf(
    reading: AsyncSession,
    society: Society,
    settings: Settings,
    door: Door,
    ballot_id: UUID,
    language: str = "",
    made: str = "standard",
    part: int = 1,
) -> Response[bytes]:
    """Letters of one language and format. Each brings its member's own paper."""
    code = language or door.language.code
    frame = await _with_photographs(reading, society, settings, ballot_id, code, door)
    _, posted = await _letters_of(reading, door, ballot_id)
    chosen = _pile(posted, code, made, part)
    if not chosen:
        raise NotFound("There are no letters of this kind. Go back and choose a file from the list.")
    return await _printed(
        printed_letters.letters(frame, made, chosen), f"letters-{frame.number}-{made}-{part}-{code}"
    )


@get("/office/paper/{ballot_id:uuid}/letters.csv", name="papers.letters_csv", guards=[taker])
async def letters_csv(reading: AsyncSession, door: Door, ballot_id: UUID) -> Response[bytes]:
    """The same for a print house: a line a letter."""
    ballot, posted = await _letters_of(reading, door, ballot_id)
    rows = [
        (one.name, one.address, one.language, one.format, one.style, papers.grouped(one.handle), ballot.number)
        for one in posted
        if one.address
    ]
    content = "".join(csv_rows([door.language.say(words) for words in COLUMNS], rows)).encode()
    headers = {"content-disposition": f'attachment; filename="letters-{ballot.number}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


# --- A member asks for paper ----------------------------------------------------------------------------------------


@get("/ballots/{ballot_id:uuid}/on-paper", name="ballots.on_paper", guards=[signed_in])
async def on_paper(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, done: str = ""
) -> Response[str]:
    return await _on_paper_shown(request, door, reading, visitor, ballot_id, done=done)


async def _on_paper_shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    form: Submission[OnPaperForm] | None = None,
    done: str = "",
) -> Response[str]:
    this_one, every_one = await paper_lists.wishes_of(reading, visitor.voter_id, ballot_id)
    return page(
        request,
        "ballots/on_paper.html",
        section="votes",
        ballot=await seen(reading, door, visitor, ballot_id),
        way="every" if every_one else "once" if this_one else "screen",
        address=(await identity.person(reading, visitor.voter_id)).postal_address,
        done=done,
        form=form,
    )


@post("/ballots/{ballot_id:uuid}/on-paper", name="ballots.keep_on_paper", guards=[signed_in])
async def keep_on_paper(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Shown:
    """This vote or every one on paper, or on a screen again: what was noted before gives way."""
    form: Submission[OnPaperForm] = submitted(OnPaperForm, await request.form(), door.language.say)
    await seen(reading, door, visitor, ballot_id)
    try:
        if form.values is not None:
            way = form.values.way
            if way not in ("screen", "once", "every"):
                raise NotValid("Choose how you vote.", field="way")
            async with store.writing() as writing:
                await lifecycle.choose_way(
                    writing, visitor.voter_id, ballot_id, way, by=visitor.person_id, at=door.at
                )
            return Redirect(
                door.here(f"ballots/{ballot_id}/on-paper"), query_params={"done": "kept"}, status_code=303
            )
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _on_paper_shown(request, door, reading, visitor, ballot_id, form)


HANDLERS = [
    *(members, find_member, add_member, stop_member, keep_address, paper_pdf, inner_pdf),
    *(letters, take_letters, letters_pdf, letters_csv, on_paper, keep_on_paper),
]
