"""Votes of one forum: `forums/{id}/votes` for its people, `facilitate/…/votes` where they are written."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots.forms import OptionForm, PictureForm, TrialForm
from govern.ballots.pages.picturing import keep_photograph, keep_trial, shown
from govern.ballots.queries import photograph_in
from govern.ballots.rules import OptionDraft
from govern.database import Store
from govern.documents import photographs
from govern.errors import GovernError, NotAllowed, NotFound
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import DraftVote
from govern.forums.gatherings.lifecycle import VoteDraft
from govern.forums.gatherings.queries import ForumView
from govern.forums.gatherings.rules import WEIGHTS, Reach
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
Sent = Submission[OptionForm] | Submission[PictureForm] | Submission[TrialForm]
leader = holding(Permission.FACILITATE)
ADDRESS = "/facilitate/forums/{forum_id:uuid}/votes"
ONE = f"{ADDRESS}/{{vote_id:uuid}}"
OPTION = f"{ONE}/options/{{vote_option_id:uuid}}"


async def led(reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID) -> ForumView:
    """The forum, for whoever leads it now. Raises `NotFound`, `NotAllowed`."""
    today, language = day_of(door.at), door.language.code
    return await queries.forum(reading, forum_id, visitor.person_id, today, language, Reach.LEADS)


def to(door: Door, forum_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"facilitate/forums/{forum_id}/votes{rest}"), status_code=303)


# --- Whoever is in the forum ----------------------------------------------------------------------------------------


@get("/forums/{forum_id:uuid}/votes", name="forums.votes", guards=[signed_in])
async def votes(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    language = door.language.code
    forum = await queries.forum(reading, forum_id, visitor.person_id, day_of(door.at), language)
    found = await queries.votes_of(reading, forum_id, visitor.voter_id, language)
    return page(request, "gatherings/votes.html", section="forums", forum=forum, votes=found)


# --- Whoever leads it -----------------------------------------------------------------------------------------------


@get(ADDRESS, name="facilitate.votes", guards=[leader])
async def written(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    forum = await led(reading, door, visitor, forum_id)
    found = await queries.votes_of(reading, forum_id, visitor.voter_id, door.language.code, drafts=True)
    return page(request, "gatherings/votes_led.html", section="forums", forum=forum, votes=found)


@get(f"{ADDRESS}/new", name="facilitate.new_vote", guards=[leader])
async def new(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return new_shown(
        request, door, (await led(reading, door, visitor, forum_id)).name, f"facilitate/forums/{forum_id}"
    )


def new_shown(
    request: AnyRequest, door: Door, forum_name: str, where: str, form: Submission[DraftVote] | None = None
) -> Response[str]:
    return page(
        request,
        "gatherings/vote_new.html",
        section="forums" if where.startswith("facilitate") else "office",
        forum_name=forum_name,
        weights=WEIGHTS,
        action=door.here(f"{where}/votes/new"),
        back_to=door.here(f"{where}/votes" if where.startswith("facilitate") else where),
        form=form,
    )


def drafted(sent: DraftVote) -> VoteDraft:
    return VoteDraft(
        kind=sent.kind,
        title=words(sent.title, sent.title_cy),
        question=words(sent.question, sent.question_cy),
        weight=sent.weight,
        opens_at=sent.opens_at,
        closes_at=sent.closes_at,
    )


@post(f"{ADDRESS}/new", name="facilitate.draft_vote", guards=[leader])
async def draft(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    form = submitted(DraftVote, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await led(writing, door, visitor, forum_id)
            if form.values is not None:
                wanted, by = drafted(form.values), visitor.person_id
                vote_id = await lifecycle.draft_vote(writing, forum_id, wanted, by=by, at=door.at)
                return to(door, forum_id, f"/{vote_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        forum = await led(reading, door, visitor, forum_id)
        return new_shown(request, door, forum.name, f"facilitate/forums/{forum_id}", form)


@get(ONE, name="facilitate.vote", guards=[leader])
async def vote(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID, vote_id: UUID
) -> Response[str]:
    return await _vote(request, reading, door, visitor, forum_id, vote_id, None)


async def _vote(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    form: Sent | None,
) -> Response[str]:
    forum = await led(reading, door, visitor, forum_id)
    ballot, asked_at = await queries.vote_of(reading, forum_id, vote_id, door.language.code, door.at)
    return page(
        request,
        "gatherings/vote_led.html",
        section="forums",
        forum=forum,
        ballot=ballot,
        contest=ballot.contests[0],
        asked_at=asked_at,
        form=form,
    )


@post(f"{ONE}/options", name="facilitate.add_option", guards=[leader])
async def add_option(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, vote_id: UUID
) -> Answer:
    form: Submission[OptionForm] = submitted(OptionForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await led(writing, door, visitor, forum_id)
            contest_id = await lifecycle.being_written(writing, forum_id, vote_id)
            if form.values is not None:
                sent = form.values
                option = OptionDraft(title=words(sent.title, sent.title_cy), words=words(sent.words, sent.words_cy))
                await ballots.add_option(writing, contest_id, option, by=visitor.person_id, at=door.at)
                return to(door, forum_id, f"/{vote_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _vote(request, reading, door, visitor, forum_id, vote_id, form)


@post(f"{OPTION}/remove", name="facilitate.remove_option", guards=[leader])
async def remove_option(
    store: Store,
    society: Society,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    vote_option_id: UUID,
) -> Redirect:
    async with store.writing() as writing:
        await led(writing, door, visitor, forum_id)
        contest_id = await lifecycle.being_written(writing, forum_id, vote_id)
        before = await ballots.remove_option(writing, contest_id, vote_option_id, by=visitor.person_id, at=door.at)
    if before is not None:
        photographs.forget(society.uploads(), before)
    return to(door, forum_id, f"/{vote_id}")


@post(f"{ONE}/ask", name="facilitate.ask_for_vote", guards=[leader])
async def ask(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, vote_id: UUID
) -> Answer:
    try:
        async with store.writing() as writing:
            await led(writing, door, visitor, forum_id)
            await lifecycle.ask_for_vote(writing, forum_id, vote_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        if isinstance(refusal, NotFound | NotAllowed):
            raise
        form: Submission[OptionForm] = Submission(None, (), {}, door.language.say).refused(refusal)
        async with store.reading() as reading:
            return await _vote(request, reading, door, visitor, forum_id, vote_id, form)
    return to(door, forum_id, f"/{vote_id}")


# --- One thing to choose, while whoever leads the forum writes it ---------------------------------------------------


@get(OPTION, name="facilitate.option", guards=[leader])
async def option(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    vote_option_id: UUID,
) -> Response[str]:
    return await _option(request, reading, door, visitor, forum_id, vote_id, vote_option_id, None)


async def _option(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    option_id: UUID,
    form: Sent | None,
) -> Response[str]:
    await led(reading, door, visitor, forum_id)
    ballot, asked_at = await queries.vote_of(reading, forum_id, vote_id, door.language.code, door.at)
    contest = ballot.contests[0]
    one = next((candidate for candidate in contest.candidates if candidate.id == option_id), None)
    if one is None:
        raise NotFound("There is nothing of the kind to choose here. Look at the list again.")
    here = door.here(f"facilitate/forums/{forum_id}/votes/{vote_id}")
    return page(
        request,
        "ballots/office_option.html",
        section="forums",
        ballot=ballot,
        contest=contest,
        one=one,
        seen_at=f"{here}/options/{option_id}/photograph" if one.picture else "",
        list=f"{here}/options",
        back_to=here,
        open=asked_at is None,
        form=form,
    )


@get(f"{OPTION}/photograph", name="facilitate.photograph", guards=[leader])
async def photograph(
    reading: AsyncSession,
    society: Society,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    vote_option_id: UUID,
) -> Response[bytes]:
    await led(reading, door, visitor, forum_id)
    ballot, _ = await queries.vote_of(reading, forum_id, vote_id, door.language.code, door.at)
    of_this = [one for one in ballot.contests[0].candidates if one.id == vote_option_id and one.picture]
    if not of_this:
        raise NotFound("There is no such photograph. Look at the vote again.")
    found = await photograph_in(reading, vote_id, UUID(of_this[0].picture.rpartition("/")[2]))
    return await shown(society, found)


@post(
    f"{OPTION}/photograph",
    name="facilitate.put_photograph",
    guards=[leader],
    request_max_body_size=photographs.LARGEST_BODY,
)
async def put_photograph(
    request: AnyRequest,
    store: Store,
    society: Society,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    vote_option_id: UUID,
) -> Answer:
    async with store.reading() as reading:
        await led(reading, door, visitor, forum_id)
        ballot, _ = await queries.vote_of(reading, forum_id, vote_id, door.language.code, door.at)

    async def check(writing: AsyncSession) -> None:
        await lifecycle.being_written(writing, forum_id, vote_id)

    contest_id, by = ballot.contests[0].id, visitor.person_id
    form = await keep_photograph(request, door, store, society, contest_id, vote_option_id, by, check)
    if form is None:
        return to(door, forum_id, f"/{vote_id}/options/{vote_option_id}")
    async with store.reading() as reading:
        return await _option(request, reading, door, visitor, forum_id, vote_id, vote_option_id, form)


@post(f"{OPTION}/photograph/remove", name="facilitate.take_photograph", guards=[leader])
async def take_photograph(
    store: Store,
    society: Society,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    vote_option_id: UUID,
) -> Redirect:
    async with store.writing() as writing:
        await led(writing, door, visitor, forum_id)
        contest_id = await lifecycle.being_written(writing, forum_id, vote_id)
        before = await ballots.take_photograph(writing, contest_id, vote_option_id, by=visitor.person_id, at=door.at)
    photographs.forget(society.uploads(), before)
    return to(door, forum_id, f"/{vote_id}/options/{vote_option_id}")


@post(f"{OPTION}/trials", name="facilitate.note_trial", guards=[leader])
async def note_trial(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    vote_option_id: UUID,
) -> Answer:
    async with store.reading() as reading:
        await led(reading, door, visitor, forum_id)
        ballot, _ = await queries.vote_of(reading, forum_id, vote_id, door.language.code, door.at)

    async def check(writing: AsyncSession) -> None:
        await lifecycle.being_written(writing, forum_id, vote_id)

    contest_id, by = ballot.contests[0].id, visitor.person_id
    form = await keep_trial(request, door, store, contest_id, vote_option_id, by, check)
    if form is None:
        return to(door, forum_id, f"/{vote_id}/options/{vote_option_id}")
    async with store.reading() as reading:
        return await _option(request, reading, door, visitor, forum_id, vote_id, vote_option_id, form)


@post(f"{OPTION}/trials/{{trial_number:int}}/remove", name="facilitate.remove_trial", guards=[leader])
async def remove_trial(
    store: Store,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    vote_id: UUID,
    vote_option_id: UUID,
    trial_number: int,
) -> Redirect:
    async with store.writing() as writing:
        await led(writing, door, visitor, forum_id)
        contest_id = await lifecycle.being_written(writing, forum_id, vote_id)
        await ballots.remove_trial(
            writing, contest_id, vote_option_id, trial_number, by=visitor.person_id, at=door.at
        )
    return to(door, forum_id, f"/{vote_id}/options/{vote_option_id}")


HANDLERS = [
    *(votes, written, new, draft, vote, add_option, remove_option, ask),
    *(option, photograph, put_photograph, take_photograph, note_trial, remove_trial),
]
