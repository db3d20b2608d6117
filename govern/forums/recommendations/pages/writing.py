"""`forums/{id}/recommendations`, `recommendations/{id}/words`: writing one, in plain words and in Easy Read."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.pages.easy_and_names import PICTURES
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.queries import ForumView
from govern.forums.gatherings.rules import Reach
from govern.forums.recommendations import lifecycle, queries
from govern.forums.recommendations.forms import WordsForm
from govern.forums.recommendations.lifecycle import Wish
from govern.forums.recommendations.pages.shared import Shown, through_gate, to, writes_welsh
from govern.forums.recommendations.queries import Gate
from govern.forums.recommendations.rules import EasyLine, Step, Wording, after
from govern.identity.rules import day_of
from govern.meetings.lifecycle.preparing import spoken
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

OF_FORUM = "/forums/{forum_id:uuid}/recommendations"
ADDRESS = "/recommendations/{recommendation_id:uuid}"
LINES = 8


@get(OF_FORUM, name="recommendations.of_forum", guards=[signed_in])
async def of_forum(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    """What one forum asks and asked; its drafts for those who belong to it."""
    today, code = day_of(door.at), door.language.code
    forum = await gatherings.forum(reading, forum_id, visitor.person_id, today, code)
    inside = forum.reach >= Reach.LISTENS
    found = await queries.of_forum(reading, forum_id, visitor.person_id, today, code, inside=inside)
    return page(request, "recommendations/of_forum.html", section="forums", forum=forum, found=found)


@get(f"{OF_FORUM}/new", name="recommendations.new", guards=[signed_in])
async def new(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return await _new(request, reading, door, visitor, forum_id, None)


async def _takes_part(reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID) -> ForumView:
    """The forum, for somebody who takes part in it. Raises `NotFound`."""
    today, code = day_of(door.at), door.language.code
    forum = await gatherings.forum(reading, forum_id, visitor.person_id, today, code)
    if forum.reach < Reach.TAKES_PART:
        raise queries.not_for_you()
    return forum


async def _new(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    form: Submission[WordsForm] | None,
) -> Response[str]:
    today = day_of(door.at)
    forum = await _takes_part(reading, door, visitor, forum_id)
    welsh = writes_welsh((await rulebook.in_force(reading, today)).rulebook)
    return page(request, "recommendations/new.html", section="forums", forum=forum, welsh=welsh, form=form)


@post(f"{OF_FORUM}/new", name="recommendations.write", guards=[signed_in])
async def write(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Shown:
    """Anybody who takes part writes one; nobody outside the forum knows of it until it has agreed."""
    form = submitted(WordsForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await _takes_part(writing, door, visitor, forum_id)
            if form.values is not None:
                me = visitor.person_id
                written = await lifecycle.write(writing, forum_id, _wording(form.values), by=me, at=door.at)
                if form.values.mine:
                    await lifecycle.name_raiser(writing, written, me, Wish(), by=me, at=door.at)
                return to(door, f"recommendations/{written}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new(request, reading, door, visitor, forum_id, form)


def _wording(sent: WordsForm) -> Wording:
    return Wording(title=words(sent.title, sent.title_cy), text=words(sent.text, sent.text_cy))


async def _mine_to_write(reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID) -> Gate:
    """A draft is changed by whoever wrote it and by the facilitator. Raises `NotFound`, `WrongMoment`."""
    found = await through_gate(reading, door, visitor, recommendation_id, Reach.TAKES_PART)
    if not found.leads and found.row.written_by != visitor.person_id:
        raise NotFound("Only whoever wrote this, or the facilitator, can change it. Talk to them.")
    after(found.row.stage, Step.AGREE)
    return found


@get(f"{ADDRESS}/words", name="recommendations.words", guards=[signed_in])
async def its_words(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID
) -> Response[str]:
    return await _words(request, reading, door, visitor, recommendation_id, None)


async def _words(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    recommendation_id: UUID,
    form: Submission[WordsForm] | None,
) -> Response[str]:
    found = await _mine_to_write(reading, door, visitor, recommendation_id)
    today = day_of(door.at)
    welsh = writes_welsh((await rulebook.in_force(reading, today)).rulebook)
    view = await queries.view(reading, found, visitor.person_id, today, door.language.code)
    return page(request, "recommendations/words.html", section="forums", one=view, welsh=welsh, form=form)


@post(f"{ADDRESS}/words", name="recommendations.reword", guards=[signed_in])
async def reword(request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Shown:
    form = submitted(WordsForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await _mine_to_write(writing, door, visitor, recommendation_id)
            if form.values is not None:
                await lifecycle.reword(
                    writing, recommendation_id, _wording(form.values), by=visitor.person_id, at=door.at
                )
                return to(door, f"recommendations/{recommendation_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _words(request, reading, door, visitor, recommendation_id, form)


@post(f"{ADDRESS}/drop", name="recommendations.drop", guards=[signed_in])
async def drop(store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Redirect:
    async with store.writing() as writing:
        found = await _mine_to_write(writing, door, visitor, recommendation_id)
        await lifecycle.drop(writing, recommendation_id, by=visitor.person_id, at=door.at)
        forum_id = found.row.forum_id
    return to(door, f"forums/{forum_id}/recommendations")


@post(f"{ADDRESS}/put-forward", name="recommendations.put_forward", guards=[signed_in])
async def put_forward(store: Store, door: Door, visitor: Visitor, recommendation_id: UUID) -> Redirect:
    """It comes before the forum's next gathering."""
    async with store.writing() as writing:
        found = await _mine_to_write(writing, door, visitor, recommendation_id)
        await lifecycle.put_forward(writing, recommendation_id, by=visitor.person_id, at=door.at)
        forum_id = found.row.forum_id
    return to(door, f"forums/{forum_id}#waiting")


# --- Easy Read ------------------------------------------------------------------------------------------------------


@get(f"{ADDRESS}/easy/{{language:str}}", name="recommendations.easy", guards=[signed_in])
async def easy(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID, language: str
) -> Response[str]:
    return await _easy(request, reading, door, visitor, recommendation_id, language, [], None)


async def _easy(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    recommendation_id: UUID,
    language: str,
    typed: list[EasyLine],
    problem: GovernError | None,
) -> Response[str]:
    """One idea a line, each with a picture of those the service has."""
    found = await _mine_to_write(reading, door, visitor, recommendation_id)
    today = day_of(door.at)
    if language not in spoken((await rulebook.in_force(reading, today)).rulebook):
        raise NotFound("This society does not write in this language. Go back and choose another one.")
    view = await queries.view(reading, found, visitor.person_id, today, door.language.code)
    rows = typed or list(view.version.easies.get(language, ()))
    rows += [EasyLine(PICTURES[0][0], "")] * (max(LINES, len(rows) + 1) - len(rows))
    form: Submission[WordsForm] = Submission(None, (), {}, door.language.say)
    return page(
        request,
        "recommendations/write_easy.html",
        section="forums",
        one=view,
        language=language,
        rows=rows,
        pictures=[(name, door.language.say(meaning)) for name, meaning in PICTURES],
        form=form.refused(problem) if problem is not None else None,
    )


@post(f"{ADDRESS}/easy/{{language:str}}", name="recommendations.write_easy", guards=[signed_in])
async def write_easy(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, recommendation_id: UUID, language: str
) -> Shown:
    sent = await request.form()
    pairs = zip(sent.getall("picture", []), sent.getall("words", []), strict=False)
    lines = [EasyLine(str(picture)[:100], str(text).strip()[:300]) for picture, text in pairs if str(text).strip()][
        :40
    ]
    try:
        async with store.writing() as writing:
            await _mine_to_write(writing, door, visitor, recommendation_id)
            known = {name for name, _ in PICTURES}
            await lifecycle.write_easy(
                writing, recommendation_id, language, lines, known, by=visitor.person_id, at=door.at
            )
        return to(door, f"recommendations/{recommendation_id}")
    except NotFound:
        raise
    except GovernError as refusal:
        problem = refusal
    async with store.reading() as reading:
        return await _easy(request, reading, door, visitor, recommendation_id, language, lines, problem)


HANDLERS = [of_forum, new, write, its_words, reword, drop, put_forward, easy, write_easy]
