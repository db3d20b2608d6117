"""`office/rules/drafts`: what a draft would change for the board and the roll; it is proposed, confirmed, sent back.

The draft itself is written on the rulebook's pages. These steps look at who sits now, so they are taken here.
"""

import asyncio
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.forms import ProposeRules, SendRulesBack, WhatChanges
from govern.constituencies.boards.queries import Effects
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook import rules
from govern.constituencies.rulebook.pages.drafts import may_draft, may_see
from govern.constituencies.rulebook.plain import ChapterChange, LegalChange, compare, legal_change
from govern.constituencies.rulebook.queries import Draft, InForce
from govern.constituencies.rulebook.rules import Affected, DraftStage, Proposal, body_name
from govern.database import Store
from govern.errors import GovernError, WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

may_confirm = holding(Permission.RULES_CONFIRM)
confirming = stepping_up(Permission.RULES_CONFIRM)


class NotFitting(msgspec.Struct, frozen=True):
    """People on seats that do not fit the rules to come, with the body, as pages name them."""

    body: str
    names: tuple[str, ...]


class Look(msgspec.Struct, frozen=True):
    """A draft held against the newest rules and against those who sit and vote now."""

    draft: Draft
    newest: InForce
    chapters: tuple[ChapterChange, ...]
    legal: LegalChange | None
    effects: Effects
    not_fitting: tuple[NotFitting, ...]


@get("/office/rules/drafts/{draft_id:uuid}/changes", name="boards.rule_changes", guards=[may_see])
async def changes(request: AnyRequest, reading: AsyncSession, door: Door, draft_id: UUID) -> Response[str]:
    """Rule by rule, and what would change for the present board and the present roll."""
    look = await _look(reading, door, draft_id)
    return page(request, "boards/rule_changes.html", section="office", view=look, draft=look.draft)


@get("/office/rules/drafts/{draft_id:uuid}/propose", name="boards.propose_rules_page", guards=[may_draft])
async def propose_page(request: AnyRequest, reading: AsyncSession, door: Door, draft_id: UUID) -> Response[str]:
    return await _propose_page(request, reading, door, draft_id, None)


@post("/office/rules/drafts/{draft_id:uuid}/propose", name="boards.propose_rules", guards=[may_draft])
async def propose(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, draft_id: UUID
) -> Response[str] | Redirect:
    form = submitted(ProposeRules, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _propose_page(request, reading, door, draft_id, form)
    sent = form.values
    proposal = Proposal(
        reason=sent.reason,
        resolution=sent.resolution,
        effective_from=sent.effective_on,
        changes_registered=sent.registered is WhatChanges.REGISTERED,
        registered_on=sent.registered_on,
        transition_on=sent.transition_on,
    )
    try:
        async with store.writing() as writing:
            await lifecycle.propose(writing, draft_id, proposal, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _propose_page(request, reading, door, draft_id, form.refused(refusal))
    return Redirect(door.here(f"office/rules/drafts/{draft_id}") + "?done=proposed", status_code=303)


async def _propose_page(
    request: AnyRequest, reading: AsyncSession, door: Door, draft_id: UUID, form: Submission[ProposeRules] | None
) -> Response[str]:
    look = await _look(reading, door, draft_id)
    books = (look.newest.rulebook, look.draft.book or look.newest.rulebook)
    return page(
        request,
        "boards/propose_rules.html",
        section="office",
        form=form,
        view=look,
        draft=look.draft,
        society_is_registered=rules.is_registered(*books),
        today=day_of(door.at),
    )


@get("/office/rules/drafts/{draft_id:uuid}/confirm", name="boards.confirm_rules_page", guards=[confirming])
async def confirm_page(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, draft_id: UUID
) -> Response[str]:
    return await _confirm_page(request, reading, door, visitor, draft_id, None)


@post("/office/rules/drafts/{draft_id:uuid}/confirm", name="boards.confirm_rules", guards=[confirming])
async def confirm(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, draft_id: UUID
) -> Response[str] | Redirect:
    """The second officer agrees: the draft becomes the next version."""
    try:
        async with store.writing() as writing:
            await lifecycle.confirm(writing, draft_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        form: Submission[SendRulesBack] = Submission.blank().refused(refusal)
        async with store.reading() as reading:
            return await _confirm_page(request, reading, door, visitor, draft_id, form)
    rulebooks.forget_face(society)
    return Redirect(door.here("office/rules") + "?done=adopted", status_code=303)


@post("/office/rules/drafts/{draft_id:uuid}/send-back", name="boards.send_rules_back", guards=[may_confirm])
async def send_back(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, draft_id: UUID
) -> Response[str] | Redirect:
    form = submitted(SendRulesBack, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _confirm_page(request, reading, door, visitor, draft_id, form)
    try:
        async with store.writing() as writing:
            await rulebook.send_back(writing, draft_id, form.values.back_reason, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _confirm_page(request, reading, door, visitor, draft_id, form.refused(refusal))
    return Redirect(door.here(f"office/rules/drafts/{draft_id}") + "?done=back", status_code=303)


async def _confirm_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    draft_id: UUID,
    form: Submission[SendRulesBack] | None,
) -> Response[str]:
    look = await _look(reading, door, draft_id)
    names = await identity.people_by_id(reading, look.draft.people)
    proposer = look.draft.proposed_by
    return page(
        request,
        "boards/confirm_rules.html",
        section="office",
        form=form,
        view=look,
        draft=look.draft,
        is_own=proposer == visitor.person_id,
        waits=look.draft.stage is DraftStage.PROPOSED,
        proposer=names[proposer].name if proposer in names else "",
    )


async def _look(reading: AsyncSession, door: Door, draft_id: UUID) -> Look:
    """The draft against the newest rules on its first day, today while no day is named. Raises `WrongMoment`."""
    draft = await rulebooks.draft(reading, draft_id)
    if draft.book is None:
        raise WrongMoment(
            "This draft cannot be read as rules yet. Its page says what needs to be put right. Go back to it first."
        )
    newest = await rulebooks.newest(reading)
    today, language = day_of(door.at), door.language.code
    day = max(draft.effective_from or today, today)
    effects = await queries.effects(reading, draft.book, newest.rulebook, day, language)
    chapters = await asyncio.to_thread(compare, newest.rulebook, draft.book, language)
    legal = legal_change(newest.rulebook, draft.book)
    not_fitting = await _named(reading, effects.affected, draft, newest, language)
    return Look(draft, newest, chapters, legal, effects, not_fitting)


async def _named(
    reading: AsyncSession, affected: tuple[Affected, ...], draft: Draft, newest: InForce, language: str
) -> tuple[NotFitting, ...]:
    """The people on seats that do not fit, body by body; each is named once."""
    people = await identity.people_by_id(reading, {person for one in affected for person in one.people})
    books = [book for book in (draft.book, newest.rulebook) if book is not None]
    bodies = {body.id: body_name(body, language) for book in reversed(books) for body in book.bodies}
    found: dict[str, dict[UUID, str]] = {}
    for one in affected:
        found.setdefault(one.body, {}).update({person: people[person].name for person in one.people})
    return tuple(NotFitting(bodies.get(body, body), tuple(sorted(names.values()))) for body, names in found.items())


HANDLERS = [changes, propose_page, propose, confirm_page, confirm, send_back]
