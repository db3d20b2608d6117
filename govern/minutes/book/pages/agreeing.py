"""How minutes are agreed: comments of those who were there, a later meeting, the chair's hand, dated corrections.

Whoever chaired signs, and a chair is often no officer. What the law asks for is that the chair authenticates the
minutes (Companies Act 2006 s249), and on a screen it takes any way of confirming who it is that the society settled
(s1146): nowhere an authenticator. So a member who chaired signs within five minutes of coming in by a link from their
own mail or a code from their own letter, good once, which is as strong as members' proofs get (security.md 7.1); an
officer gives the second step as for all that cannot be undone. A printed link or a card does not do, since the
officer who handed it over could sign with it.
"""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound, NotValid
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.forms import AnswerForm, ApproveForm, CommentForm, CorrectForm, TakenUp
from govern.minutes.book.pages.minutes import readable, show_page, writer
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, words
from govern.web.guards import signed_in, signed_in_afresh
from govern.web.page import page
from govern.web.steps import Answer, Press, filled_in
from govern.web.visitor import Visitor


@post("/minutes/{minutes_id:uuid}/comments", name="minutes.comment", guards=[signed_in])
async def comment(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: CommentForm) -> str:
        await lifecycle.comment(writing, minutes_id, sent.entry, sent.text, by=visitor.person_id, at=door.at)
        return door.here(f"minutes/{minutes_id}#comments")

    return await filled_in(
        request,
        store,
        CommentForm,
        act,
        lambda reading, form: show_page(request, reading, minutes_id, form),
        gate=lambda writing: readable(writing, minutes_id, door),
    )


COMMENTS = "/office/minutes/{minutes_id:uuid}/comments"


async def _comments_page(
    request: AnyRequest,
    reading: AsyncSession,
    minutes_id: UUID,
    form: Submission[AnswerForm] | None = None,
    comment_id: UUID | None = None,
) -> Response[str]:
    door = door_of(request)
    found = await queries.minutes_page(reading, minutes_id, door.language.code)
    comments = await queries.comments_of(reading, minutes_id, door.language.code, None)
    if comment_id is not None:
        one = next((c for c in comments if c.id == comment_id), None)
        if one is None:
            raise NotFound("This comment is not on these minutes. Go back and choose again.")
        return page(request, "minutes/answer.html", section="office", minutes=found, comment=one, form=form)
    return page(request, "minutes/comments.html", section="office", minutes=found, comments=comments)


@get(COMMENTS, name="minutes.comments", guards=[writer])
async def comments(request: AnyRequest, reading: AsyncSession, minutes_id: UUID) -> Response[str]:
    return await _comments_page(request, reading, minutes_id)


@get(f"{COMMENTS}/{{comment_id:uuid}}", name="minutes.comment_one", guards=[writer])
async def comment_one(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, comment_id: UUID
) -> Response[str]:
    return await _comments_page(request, reading, minutes_id, None, comment_id)


@post(f"{COMMENTS}/{{comment_id:uuid}}", name="minutes.answer_comment", guards=[writer])
async def answer(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID, comment_id: UUID
) -> Answer:

    async def act(writing: AsyncSession, sent: AnswerForm) -> str:
        taken_up = sent.taken_up is TakenUp.YES
        await lifecycle.answer_comment(
            writing, minutes_id, comment_id, taken_up, sent.answer, by=visitor.person_id, at=door.at
        )
        return door.here(f"office/minutes/{minutes_id}/comments")

    return await filled_in(
        request,
        store,
        AnswerForm,
        act,
        lambda reading, form: _comments_page(request, reading, minutes_id, form, comment_id),
    )


APPROVE = "/office/minutes/{minutes_id:uuid}/approve"


async def _approve_page(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[ApproveForm] | None = None
) -> Response[str]:
    code = door_of(request).language.code
    found = await queries.minutes_page(reading, minutes_id, code)
    items = await queries.agreeing_items(reading, minutes_id, code)
    return page(request, "minutes/approve.html", section="office", minutes=found, items=items, form=form)


@get(APPROVE, name="minutes.approving", guards=[writer])
async def approving(request: AnyRequest, reading: AsyncSession, minutes_id: UUID) -> Response[str]:
    return await _approve_page(request, reading, minutes_id)


@post(APPROVE, name="minutes.approve", guards=[writer])
async def approve(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: ApproveForm) -> str:
        await lifecycle.approve(writing, minutes_id, sent.item, by=visitor.person_id, at=door.at)
        return door.here(f"office/minutes/{minutes_id}")

    return await filled_in(
        request, store, ApproveForm, act, lambda reading, form: _approve_page(request, reading, minutes_id, form)
    )


SIGN = "/minutes/{minutes_id:uuid}/sign"


async def _sign_page(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[Press] | None = None
) -> Response[str]:
    found = await readable(reading, minutes_id, door_of(request))
    may = await lifecycle.chairs(reading, minutes_id)
    names = tuple(sorted(may.values()))
    return page(request, "minutes/sign.html", section="meetings", minutes=found, may=may, names=names, form=form)


@get(SIGN, name="minutes.signing", guards=[signed_in_afresh])
async def signing(request: AnyRequest, reading: AsyncSession, minutes_id: UUID) -> Response[str]:
    return await _sign_page(request, reading, minutes_id)


@post(SIGN, name="minutes.sign", guards=[signed_in_afresh])
async def sign(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: Press) -> str:
        await lifecycle.sign(writing, minutes_id, by=visitor.person_id, at=door.at)
        return door.here(f"minutes/{minutes_id}")

    return await filled_in(
        request,
        store,
        Press,
        act,
        lambda reading, form: _sign_page(request, reading, minutes_id, form),
        gate=lambda writing: readable(writing, minutes_id, door),
    )


CORRECT = "/office/minutes/{minutes_id:uuid}/corrections"


async def _correct_page(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[CorrectForm] | None = None
) -> Response[str]:
    code = door_of(request).language.code
    found = await queries.minutes_page(reading, minutes_id, code)
    lines = await queries.correctable(reading, minutes_id, code)
    return page(request, "minutes/correct.html", section="office", minutes=found, lines=lines, form=form)


@get(CORRECT, name="minutes.correcting", guards=[writer])
async def correcting(request: AnyRequest, reading: AsyncSession, minutes_id: UUID) -> Response[str]:
    return await _correct_page(request, reading, minutes_id)


@post(CORRECT, name="minutes.correct", guards=[writer])
async def correct(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: CorrectForm) -> str:
        entry_id, number = _line_in(sent.line)
        text = words(sent.text, sent.text_cy)
        await lifecycle.correct(writing, minutes_id, entry_id, number, text, by=visitor.person_id, at=door.at)
        return door.here(f"minutes/{minutes_id}#entry-{entry_id}")

    return await filled_in(
        request, store, CorrectForm, act, lambda reading, form: _correct_page(request, reading, minutes_id, form)
    )


def _line_in(typed: str) -> tuple[UUID, int]:
    """`entry:number` as the list of lines sends it. Raises `NotValid`."""
    entry, _, number = typed.partition(":")
    try:
        if not number.isascii() or len(number) > 5:
            raise ValueError
        return UUID(entry), int(number)
    except ValueError:
        raise NotValid("Choose a line from the list.", field="line") from None


HANDLERS = [
    comment,
    comments,
    comment_one,
    answer,
    approving,
    approve,
    signing,
    sign,
    correcting,
    correct,
]
