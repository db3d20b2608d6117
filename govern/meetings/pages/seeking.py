"""`…/items/{id}/consent`: from an item of the meeting to the rounds of its body, with the words of the item."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.meetings import lifecycle, queries
from govern.meetings.forms import ConsentForm
from govern.meetings.pages.agenda import item_of
from govern.meetings.pages.calling import Answer, done_or_shown
from govern.meetings.pages.floor import declared_on
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted, words
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

CONSENT = "/office/meetings/{meeting_id:uuid}/items/{item_id:uuid}/consent"
runner = holding(Permission.CONSENT_RUN)


async def _shown(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    item_id: UUID,
    form: Submission[ConsentForm] | None = None,
) -> Response[str]:
    door = door_of(request)
    item = await item_of(reading, meeting_id, item_id, door)
    title, text = item.words["title"], item.words["text"]
    typed = {"title": title.get("en", ""), "title_cy": title.get("cy", "")}
    typed |= {"text": text.get("en", ""), "text_cy": text.get("cy", "")}
    return page(
        request,
        "meetings/consent.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        item=item,
        possible=form is not None or await queries.may_decide_by_consent(reading, meeting_id),
        of_the_body=await queries.of_the_body(reading, meeting_id),
        form=form or Submission.blank(**typed),
    )


@get(CONSENT, name="meetings.consent_page", guards=[runner])
async def consent_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID, item_id: UUID) -> Response[str]:
    return await _shown(request, reading, meeting_id, item_id)


@post(CONSENT, name="meetings.consent", guards=[runner])
async def consent(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    item_id: UUID,
) -> Answer:
    await item_of(reading, meeting_id, item_id, door)
    form = submitted(ConsentForm, await request.form(), door.language.say)

    async def step(writing: AsyncSession, sent: ConsentForm) -> UUID:
        title, text = words(sent.title, sent.title_cy), words(sent.text, sent.text_cy)
        interests = await declared_on(reading, meeting_id, form)
        return await lifecycle.look_for_consent(
            writing, item_id, title, text, interests=interests, by=visitor.person_id, at=door.at
        )

    return await done_or_shown(
        store,
        form,
        step,
        lambda proposal: Redirect(door.here(f"office/consent/{proposal}"), status_code=303),
        lambda again: _shown(request, reading, meeting_id, item_id, again),
    )


HANDLERS = [consent_page, consent]
