"""`awards`, `office/awards`: naming somebody with a reason, accepting, and what came of it once it is announced."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries import person_named
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.forums.purses import lifecycle, queries
from govern.forums.purses.forms import AnswerNaming, NameForAward, OpenRound, PutToVote
from govern.forums.purses.lifecycle import RoundDraft
from govern.forums.purses.pages.pots import is_yes
from govern.identity import queries as identity
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
preparer = holding(Permission.BALLOT_PREPARE)
ROUND = "/awards/{award_round_id:uuid}"
OFFICE = "/office/awards/{award_round_id:uuid}"


@get("/awards", name="purses.awards", guards=[signed_in])
async def awards(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    found = await queries.award_rounds(reading, door.at, door.language.code)
    return page(request, "purses/awards.html", section="forums", rounds=found)


@get(ROUND, name="purses.award_round", guards=[signed_in])
async def one(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, award_round_id: UUID
) -> Response[str]:
    return await _one(request, reading, door, visitor, award_round_id, None)


async def _one(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    round_id: UUID,
    form: Submission[NameForAward] | Submission[AnswerNaming] | None,
) -> Response[str]:
    view = await queries.award_round(reading, round_id, visitor.person_id, door.at, door.language.code)
    return page(request, "purses/award_round.html", section="forums", round=view, form=form)


async def _by_name(reading: AsyncSession, typed: str) -> UUID:
    """By their whole name where one person only is called so, else by number or address. Raises `NotFound`."""
    called = [
        one.id
        for one in await identity.people_named(reading, typed)
        if one.name.casefold() == " ".join(typed.split()).casefold()
    ]
    return called[0] if len(called) == 1 else await person_named(reading, typed)


@post(f"{ROUND}/name", name="purses.name_for_award", guards=[signed_in])
async def name(request: AnyRequest, store: Store, door: Door, visitor: Visitor, award_round_id: UUID) -> Answer:
    form = submitted(NameForAward, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            view = await queries.award_round(writing, award_round_id, visitor.person_id, door.at, "en")
            if form.values is not None:
                sent = form.values
                if sent.category not in {category.id for category in view.categories}:
                    raise NotValid("Choose one of these awards.", field="category")
                person = await _by_name(writing, sent.person)
                await lifecycle.name_for_award(
                    *(writing, sent.category, person, sent.reason), by=visitor.person_id, at=door.at
                )
                return Redirect(door.here(f"awards/{award_round_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, award_round_id, form)


@post(f"{ROUND}/namings/{{naming_id:uuid}}", name="purses.answer_naming", guards=[signed_in])
async def answer(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, award_round_id: UUID, naming_id: UUID
) -> Answer:
    form = submitted(AnswerNaming, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            view = await queries.award_round(writing, award_round_id, visitor.person_id, door.at, "en")
            if naming_id not in {naming.id for naming in view.of_me}:
                raise NotFound("Nobody has named you here. Look at the list of awards.")
            if form.values is not None:
                yes = is_yes(form.values.answer)
                await lifecycle.answer_naming(writing, naming_id, yes, by=visitor.person_id, at=door.at)
                return Redirect(door.here(f"awards/{award_round_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, door, visitor, award_round_id, form)


# --- The office -----------------------------------------------------------------------------------------------------


@get("/office/awards", name="purses.office_awards", guards=[preparer])
async def office(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _office(request, reading, door, None)


async def _office(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[OpenRound] | None
) -> Response[str]:
    found = await queries.award_rounds(reading, door.at, door.language.code)
    return page(request, "purses/office_awards.html", section="office", rounds=found, form=form)


@post("/office/awards", name="purses.open_round", guards=[preparer])
async def open_round(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    form = submitted(OpenRound, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            wanted = RoundDraft(
                title=_both(sent.title, sent.title_cy),
                categories=_lines(sent.categories, sent.categories_cy),
                names_until=sent.names_until,
                announce_at=sent.announce_at,
            )
            async with store.writing() as writing:
                round_id = await lifecycle.open_round(writing, wanted, by=visitor.person_id, at=door.at)
            return Redirect(door.here(f"office/awards/{round_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _office(request, reading, door, form)


def _both(english: str | None, welsh: str | None) -> dict[str, str]:
    return {code: text for code, text in (("en", english), ("cy", welsh)) if text}


def _lines(english: str, welsh: str | None) -> tuple[dict[str, str], ...]:
    """One award a line, in both languages in one order."""
    first = [line.strip() for line in english.splitlines() if line.strip()]
    second = [line.strip() for line in (welsh or "").splitlines() if line.strip()]
    longest = max(len(first), len(second))
    pairs = zip(*(lines + [""] * (longest - len(lines)) for lines in (first, second)), strict=True)
    return tuple(_both(one, other) for one, other in pairs)


@get(OFFICE, name="purses.office_round", guards=[preparer])
async def office_one(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, award_round_id: UUID
) -> Response[str]:
    return await _office_one(request, reading, door, visitor, award_round_id, None)


async def _office_one(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    round_id: UUID,
    form: Submission[PutToVote] | None,
) -> Response[str]:
    code = door.language.code
    view = await queries.award_round(reading, round_id, visitor.person_id, door.at, code, office=True)
    return page(request, "purses/office_round.html", section="office", round=view, form=form)


@post(f"{OFFICE}/vote", name="purses.put_to_vote", guards=[preparer])
async def put_to_vote(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, award_round_id: UUID
) -> Answer:
    form = submitted(PutToVote, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                ballot_id = await lifecycle.put_to_vote(
                    writing, award_round_id, form.values.opens_at, by=visitor.person_id, at=door.at
                )
            return Redirect(door.here(f"office/ballots/{ballot_id}"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _office_one(request, reading, door, visitor, award_round_id, form)


HANDLERS = [awards, one, name, answer, office, open_round, office_one, put_to_vote]
