"""`office/rules`: the rules as officers look after them; drafts are begun, edited, brought up to date, withdrawn.

Proposing and confirming look at the board, so their pages stand in the boards' room.
"""

from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import lifecycle, queries
from govern.constituencies.rulebook.book import LARGEST_TEXT, as_template, example_names
from govern.constituencies.rulebook.forms import EditDraft, Origin, StartDraft
from govern.constituencies.rulebook.pages.reading import as_file
from govern.constituencies.rulebook.plain import compare
from govern.constituencies.rulebook.plain.examples import EXAMPLES
from govern.constituencies.rulebook.rules import DraftStage
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.identity import queries as people
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

may_see = holding(Permission.OFFICE_SEE)
may_draft = holding(Permission.RULES_DRAFT)
#: A text of the longest kind in UTF-8, with the form around it.
LARGEST_BODY = 4 * LARGEST_TEXT + 100_000


@get("/office/rules", name="rulebook.office", guards=[may_see])
async def office(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    today = day_of(door.at)
    return page(
        request,
        "rulebook/office.html",
        section="office",
        version=await queries.in_force(reading, today),
        to_come=[one for one in await queries.changes(reading) if one.effective_from > today and one.number > 1],
        drafts=await queries.drafts(reading),
        over=await queries.drafts(reading, over=True),
        unused=await queries.never_used(reading, today, door.language.code),
        done=request.query_params.get("done", ""),
    )


@get("/office/rules/start", name="rulebook.start_page", guards=[may_draft])
async def start_page(request: AnyRequest) -> Response[str]:
    return _start_page(request, None)


@post("/office/rules/start", name="rulebook.start", guards=[may_draft], request_max_body_size=LARGEST_BODY)
async def start(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Response[str] | Redirect:
    form = submitted(StartDraft, await request.form(), door.language.say)
    if form.values is None:
        return _start_page(request, form)
    sent = form.values
    try:
        async with store.reading() as reading:
            text = await _first_text(reading, sent)
        async with store.writing() as writing:
            draft_id = await lifecycle.start(writing, sent.title, text, sent.origin, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        refusal.field = "file" if refusal.field == "text" else refusal.field
        return _start_page(request, form.refused(refusal))
    return Redirect(door.here(f"office/rules/drafts/{draft_id}"), status_code=303)


async def _first_text(reading: AsyncSession, sent: StartDraft) -> str:
    """What a draft begins with: the newest rules, an example under our own name, or a file."""
    newest = await queries.newest(reading)
    if sent.origin is Origin.IN_FORCE:
        return newest.rulebook.text
    if sent.origin is Origin.FILE:
        return await _of_file(sent.file)
    if sent.example not in example_names():
        raise NotValid("Choose the example to begin from.", field="example")
    own = newest.rulebook.society
    return as_template(sent.example, society_id=own.id, society_name=own.name, society_name_cy=own.name_cy)


async def _of_file(file: UploadFile | None) -> str:
    if file is None:
        raise NotValid("Choose the file with the rules.", field="file")
    content = await file.read(LARGEST_BODY)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotValid(
            "This file is not a text in UTF-8. Save it as UTF-8 and choose it again.", field="file"
        ) from None


def _start_page(request: AnyRequest, form: Submission[StartDraft] | None) -> Response[str]:
    words = [(name, EXAMPLES[name]) for name in example_names()]
    examples = [(name, one.title, one.about) for name, one in words]
    chosen = request.query_params.get("example", "")
    return page(request, "rulebook/start.html", section="office", form=form, examples=examples, chosen=chosen)


@get("/office/rules/drafts/{draft_id:uuid}", name="rulebook.draft", guards=[may_see])
async def draft(request: AnyRequest, reading: AsyncSession, door: Door, draft_id: UUID) -> Response[str]:
    return await draft_page(request, reading, door, draft_id, None)


@post(
    "/office/rules/drafts/{draft_id:uuid}",
    name="rulebook.edit",
    guards=[may_draft],
    request_max_body_size=LARGEST_BODY,
)
async def edit(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, draft_id: UUID
) -> Response[str] | Redirect:
    """Keep the text, right or not: what is wrong with it is shown beside it."""
    form = submitted(EditDraft, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await draft_page(request, reading, door, draft_id, form)
    sent = form.values
    try:
        async with store.writing() as writing:
            await lifecycle.edit(writing, draft_id, sent.text, sent.seen, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await draft_page(request, reading, door, draft_id, form.refused(refusal))
    return Redirect(door.here(f"office/rules/drafts/{draft_id}") + "?done=kept", status_code=303)


async def draft_page(
    request: AnyRequest, reading: AsyncSession, door: Door, draft_id: UUID, form: Submission[EditDraft] | None
) -> Response[str]:
    found = await queries.draft(reading, draft_id)
    newest = await queries.newest(reading)
    changes = compare(newest.rulebook, found.book, door.language.code) if found.book else ()
    return page(
        request,
        "rulebook/draft.html",
        section="office",
        form=form,
        draft=found,
        marked=_marked(found.text, found.problems),
        changed=sum(len(chapter.rules) for chapter in changes),
        newest=newest,
        people=await people.people_by_id(reading, found.people),
        is_edited=found.stage is DraftStage.DRAFT,
        done=request.query_params.get("done", ""),
    )


def _marked(text: str, problems: tuple[Sentence, ...]) -> list[tuple[int, str, list[Sentence]]]:
    """Each line with a problem: its number, its words, what is wrong there."""
    lines = text.splitlines()
    found: dict[int, list[Sentence]] = {}
    for problem in problems:
        at = problem.values.get("line")
        found.setdefault(at if isinstance(at, int) else 0, []).append(problem)
    return [(at, lines[at - 1].strip() if 0 < at <= len(lines) else "", said) for at, said in sorted(found.items())]


@post("/office/rules/drafts/{draft_id:uuid}/follow", name="rulebook.follow", guards=[may_draft])
async def follow(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, draft_id: UUID
) -> Response[str] | Redirect:
    """A draft that others overtook follows the newest rules from now on."""
    async with store.writing() as writing:
        await lifecycle.follow_newest(writing, draft_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/rules/drafts/{draft_id}") + "?done=follows", status_code=303)


@get("/office/rules/drafts/{draft_id:uuid}/withdraw", name="rulebook.withdraw_page", guards=[may_draft])
async def withdraw_page(request: AnyRequest, reading: AsyncSession, draft_id: UUID) -> Response[str]:
    """What will happen, before it happens."""
    return page(request, "rulebook/withdraw.html", section="office", draft=await queries.draft(reading, draft_id))


@post("/office/rules/drafts/{draft_id:uuid}/withdraw", name="rulebook.withdraw", guards=[may_draft])
async def withdraw(store: Store, door: Door, visitor: Visitor, draft_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.withdraw(writing, draft_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here("office/rules") + "?done=withdrawn", status_code=303)


@get("/office/rules/drafts/{draft_id:uuid}/rulebook.toml", name="rulebook.draft_text", guards=[may_see])
async def draft_text(reading: AsyncSession, draft_id: UUID) -> Response[bytes]:
    """The draft as a file, right or not."""
    found = await queries.draft(reading, draft_id)
    return as_file(found.text, f"draft-{found.seen[:8]}.toml")


HANDLERS = [office, start_page, start, draft, edit, follow, withdraw_page, withdraw, draft_text]
