"""Tellers after the close: papers are mixed, read by two apart, and looked at together where they differ."""

from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import BatchForm, SureForm
from govern.ballots.lifecycle import keys
from govern.ballots.pages.office import ballot_of
from govern.ballots.pages.papers import looker, tally_of, teller
from govern.ballots.pages.printing import at_papers
from govern.ballots.queries import papers as queries
from govern.ballots.queries.paper_batches import Read
from govern.ballots.queries.papers import BatchView, PaperToRead
from govern.ballots.queries.views import ContestView
from govern.ballots.rules import Method
from govern.ballots.rules.papers import FEW, MOST_IN_A_BATCH
from govern.ballots.seal.slips import Marks
from govern.database import Store
from govern.errors import GovernError, NotAllowed, NotFound, NotValid
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

Shown = Response[str] | Redirect
SPOILT, BLANK, MISSING = "spoilt", "blank", "missing"


@get("/office/paper/{ballot_id:uuid}/openings", name="papers.openings", guards=[looker])
async def openings(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Response[str]:
    """Which outer envelopes are opened and which stay sealed, by code; how many papers are mixed next."""
    _check_may_look(visitor)
    return await _openings_shown(request, door, society, reading, ballot_id)


def _check_may_look(visitor: Visitor) -> None:
    if not (visitor.may(Permission.BALLOT_PAPERS) or visitor.may(Permission.RECORD_SEE)):
        raise NotAllowed("Papers are for the tellers, the returning officer and the scrutineers. Ask one of them.")


async def _openings_shown(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    ballot_id: UUID,
    form: Submission[BatchForm] | None = None,
) -> Response[str]:
    return page(
        request,
        "ballots/papers_openings.html",
        section="office",
        ballot=await ballot_of(reading, door, ballot_id),
        tally=await tally_of(reading, door, society, ballot_id),
        few=FEW,
        most=MOST_IN_A_BATCH,
        form=form,
    )


@post("/office/paper/{ballot_id:uuid}/batches", name="papers.begin_batch", guards=[teller])
async def begin_batch(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, ballot_id: UUID
) -> Shown:
    form: Submission[BatchForm] = submitted(BatchForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent, by = form.values, visitor.person_id
            async with store.writing() as writing:
                number = await lifecycle.begin_batch(writing, ballot_id, sent.style, sent.papers, by=by, at=door.at)
            return at_papers(door, ballot_id, f"batches/{number}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _openings_shown(request, door, society, reading, ballot_id, form)


async def _batch_of(reading: AsyncSession, door: Door, society: Society, ballot_id: UUID, number: int) -> BatchView:
    for batch in (await tally_of(reading, door, society, ballot_id)).batches:
        if batch.number == number:
            return batch
    raise NotFound("There is no such batch. Go back to the papers of this vote.")


@get("/office/paper/{ballot_id:uuid}/batches/{number:int}", name="papers.batch", guards=[looker])
async def batch_page(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    number: int,
) -> Response[str]:
    _check_may_look(visitor)
    return await _batch_shown(request, door, society, reading, visitor, ballot_id, number)


async def _batch_shown(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    number: int,
    form: Submission[BatchForm] | Submission[SureForm] | None = None,
) -> Response[str]:
    batch = await _batch_of(reading, door, society, ballot_id, number)
    turn = batch.turn_of(visitor.person_id)
    mine = batch.entered[turn - 1] if turn else frozenset[int]()
    return page(
        request,
        "ballots/papers_batch.html",
        section="office",
        ballot=await ballot_of(reading, door, ballot_id),
        batch=batch,
        turn=turn,
        mine=mine,
        next_paper=next((n for n in range(1, batch.papers + 1) if n not in mine), None),
        form=form,
    )


@post("/office/paper/{ballot_id:uuid}/batches/{number:int}/join", name="papers.join_batch", guards=[teller])
async def join_batch(door: Door, store: Store, visitor: Visitor, ballot_id: UUID, number: int) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.join_batch(writing, ballot_id, number, by=visitor.person_id, at=door.at)
    return at_papers(door, ballot_id, f"batches/{number}")


@post("/office/paper/{ballot_id:uuid}/batches/{number:int}/finish", name="papers.finish_batch", guards=[teller])
async def finish_batch(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, ballot_id: UUID, number: int
) -> Shown:
    try:
        async with store.writing() as writing:
            await lifecycle.finish(writing, society, ballot_id, number, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        form: Submission[BatchForm] = Submission(None, (), {}, door.language.say).refused(refusal)
        async with store.reading() as reading:
            return await _batch_shown(request, door, society, reading, visitor, ballot_id, number, form)
    return at_papers(door, ballot_id, f"batches/{number}")


@post("/office/paper/{ballot_id:uuid}/batches/{number:int}/drop", name="papers.drop_batch", guards=[teller])
async def drop_batch(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, ballot_id: UUID, number: int
) -> Shown:
    form: Submission[SureForm] = submitted(SureForm, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _batch_shown(request, door, society, reading, visitor, ballot_id, number, form)
    async with store.writing() as writing:
        await lifecycle.drop_batch(writing, ballot_id, number, by=visitor.person_id, at=door.at)
    return at_papers(door, ballot_id, "openings")


# --- One paper ------------------------------------------------------------------------------------------------------

PAPER = "/office/paper/{ballot_id:uuid}/batches/{number:int}/papers/{paper:int}"


@get(PAPER, name="papers.paper", guards=[teller])
async def paper_page(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    number: int,
    paper: int,
) -> Response[str]:
    """What one teller reads on one paper. What the other entered is shown only once both have finished and differ."""
    return await _paper_shown(request, door, society, reading, visitor, ballot_id, number, paper)


async def _paper_shown(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    number: int,
    paper: int,
    form: Submission[BatchForm] | None = None,
) -> Response[str]:
    batch, read = await _read(reading, door, society, visitor, ballot_id, number, paper)
    return page(
        request,
        "ballots/papers_paper.html",
        section="office",
        ballot=await ballot_of(reading, door, ballot_id),
        batch=batch,
        read=read,
        fields=kept(read) if form is None else form.typed,
        ranked=Method.STV,
        form=form,
    )


async def _read(
    reading: AsyncSession, door: Door, society: Society, visitor: Visitor, ballot_id: UUID, number: int, paper: int
) -> tuple[BatchView, PaperToRead]:
    batch = await _batch_of(reading, door, society, ballot_id, number)
    turn = batch.turn_of(visitor.person_id)
    if not turn:
        raise NotAllowed(
            "Only the two tellers of this batch enter its papers. Join it as the second teller, or take another one."
        )
    private = keys.tellers_key(society, ballot_id).private
    return batch, await queries.paper_to_read(
        reading, ballot_id, batch, paper, turn, language=door.language.code, private=private
    )


@post(PAPER, name="papers.enter", guards=[teller])
async def enter(
    request: AnyRequest,
    door: Door,
    store: Store,
    society: Society,
    visitor: Visitor,
    ballot_id: UUID,
    number: int,
    paper: int,
) -> Shown:
    sent = await request.form()
    async with store.reading() as reading:
        batch, read = await _read(reading, door, society, visitor, ballot_id, number, paper)
    try:
        marks = read_of(read.contests, sent)
        async with store.writing() as writing:
            await lifecycle.enter(writing, society, ballot_id, number, paper, marks, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        typed = {name: [str(one) for one in sent.getall(name)] for name in sent}
        form: Submission[BatchForm] = Submission(None, (), typed, door.language.say).refused(refusal)
        async with store.reading() as reading:
            return await _paper_shown(request, door, society, reading, visitor, ballot_id, number, paper, form)
    mine = batch.entered[batch.turn_of(visitor.person_id) - 1] | {paper}
    after = next((n for n in range(1, batch.papers + 1) if n not in mine), None)
    if after is None or batch.both_done:
        return at_papers(door, ballot_id, f"batches/{number}")
    return at_papers(door, ballot_id, f"batches/{number}/papers/{after}")


def read_of(contests: tuple[ContestView, ...], sent: FormMultiDict) -> Read | None:
    """What a teller typed: None where the envelope held no paper. Raises NotValid beside the question it concerns."""
    if sent.get(MISSING):
        return None
    return {str(contest.id): _marks(contest, number, sent) for number, contest in enumerate(contests, start=1)}


def _marks(contest: ContestView, number: int, sent: FormMultiDict) -> Marks | None:
    """The fields of question 3: `q3` (an answer, blank or spoilt, or who is marked), `q3-{candidate}` for a rank."""
    name = f"q{number}"
    said = [str(one) for one in sent.getall(name, [])]
    if SPOILT in said:
        return None
    if contest.method is Method.STV:
        return _ranking(contest, name, blank=BLANK in said, sent=sent)
    marks = tuple(one for one in said if one != BLANK)
    if not said or (marks and BLANK in said):
        raise NotValid("Say what this question has: a mark, nothing, or a mark that cannot be read.", field=name)
    order = ("yes", "no") if not contest.candidates else tuple(str(one.id) for one in contest.candidates)
    return tuple(one for one in order if one in marks) if set(marks) <= set(order) else marks


def _ranking(contest: ContestView, name: str, *, blank: bool, sent: FormMultiDict) -> Marks:
    """Numbers beside names, as they stand on the paper, up to the first that is missing or stands twice."""
    typed = {str(one.id): str(sent.get(f"{name}-{one.id}") or "").strip() for one in contest.candidates}
    ranks = {who: rank for who, rank in typed.items() if rank}
    if blank and not ranks:
        return ()
    if not ranks or blank or not all(rank.isascii() and rank.isdecimal() for rank in ranks.values()):
        raise NotValid("Type the numbers as they stand on the paper, or say that it is blank or spoilt.", field=name)
    if sorted(int(rank) for rank in ranks.values()) != list(range(1, len(ranks) + 1)):
        raise NotValid(
            "Type the numbers 1, 2, 3 and so on, up to the first that is missing or stands twice: what follows does "
            "not count. A paper without a 1, or with two of them, is spoilt.",
            field=name,
        )
    return tuple(sorted(ranks, key=lambda who: int(ranks[who])))


def kept(read: PaperToRead) -> dict[str, list[str]]:
    """The fields as this teller left them."""
    if not read.entered:
        return {}
    if read.mine is None:
        return {MISSING: ["yes"]}
    fields: dict[str, list[str]] = {}
    for number, contest in enumerate(read.contests, start=1):
        marks, name = read.mine.get(str(contest.id)), f"q{number}"
        if marks is None or not marks:
            fields[name] = [SPOILT if marks is None else BLANK]
        elif contest.method is Method.STV:
            fields |= {f"{name}-{who}": [str(place)] for place, who in enumerate(marks, start=1)}
        else:
            fields[name] = list(marks)
    return fields


HANDLERS = [
    *(openings, begin_batch, batch_page, join_batch, finish_batch, drop_batch),
    *(paper_page, enter),
]
