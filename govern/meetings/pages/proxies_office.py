"""The office's register of proxies of a meeting: forms from paper entered, the list, its PDF and its file."""

from collections.abc import Iterator
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.queries import ProxyView
from govern.constituencies.representation.rules.proxies import HowGiven, ProxyStage
from govern.database import Store
from govern.documents import Form
from govern.documents.pdf import pdf
from govern.documents.spreadsheet import csv_rows
from govern.errors import GovernError, NotFound
from govern.identity.pages.entering import site_of
from govern.languages import Language
from govern.meetings import queries
from govern.meetings.forms import ProxyPaperForm, Whom
from govern.meetings.lifecycle import proxies as lifecycle
from govern.meetings.pages.calling import caller, to
from govern.meetings.pages.member import shown
from govern.meetings.pages.printing import SIZES, as_file
from govern.meetings.pages.proxies import wanted_of
from govern.meetings.queries.proxy_papers import proxy_form, register_paper
from govern.meetings.rules import MeetingKind
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, public
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
AT = "/office/meetings/{meeting_id:uuid}/proxies"
REGISTER = "/proxies"
looker = holding(Permission.MEETING_ATTEND)

STAGES = {
    ProxyStage.STANDS: Sentence("Valid"),
    ProxyStage.REFUSED: Sentence("Refused"),
    ProxyStage.REVOKED: Sentence("Taken back"),
    ProxyStage.REPLACED: Sentence("Replaced by a later one"),
    ProxyStage.DECLINED: Sentence("The person named does not do it"),
}
HOW = {HowGiven.PAGE: Sentence("On the page"), HowGiven.PAPER: Sentence("On paper")}

HEAD = (
    Sentence("Member"),
    Sentence("Number of the member"),
    Sentence("Votes for them"),
    Sentence("Number of that person"),
    Sentence("As chair"),
    Sentence("How it came"),
    Sentence("Received"),
    Sentence("Directed in so many votes"),
    Sentence("State"),
    Sentence("Reason"),
    Sentence("Ended"),
)


async def register_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    meeting_id: UUID,
    form: Submission[ProxyPaperForm] | None = None,
) -> Response[str]:
    meeting = await queries.meeting_page(reading, meeting_id, door.language.code)
    if meeting.kind is MeetingKind.BOARD:
        raise NotFound("Whoever sits on a body comes themself. Nobody can be named for its meetings.")
    entered = request.query_params.get("entered", "")
    found = await queries.meeting_proxies(reading, meeting_id, door.language.code, door.at)
    return page(
        request,
        "meetings/proxies.html",
        section="office",
        form=form,
        meeting=meeting,
        proxies=found,
        stages=STAGES,
        ways=HOW,
        to_come=meeting.stage in ("noticed", "open"),
        entered=next((one for one in found.lines if str(one.id) == entered), None),
        revoked=request.query_params.get("done", "") == "revoked",
    )


@get(AT, name="meetings.proxies", guards=[looker])
async def register(request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[str]:
    return await register_page(request, reading, door, meeting_id)


@post(AT, name="meetings.enter_proxy", guards=[caller])
async def enter(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    """A form or a letter that came. What cannot be is kept as refused, and the page says why."""
    form = submitted(ProxyPaperForm, await request.form(), door.language.say)
    if form.values is not None:
        sent, by = form.values, visitor.person_id
        try:
            async with store.writing() as writing:
                member = await queries.member_named(writing, sent.member, door.at, "member")
                wanted = await wanted_of(writing, sent, meeting_id, door, by=by, on_paper=True)
                made, _ = await lifecycle.enter_paper(
                    *(writing, society, meeting_id, member, wanted, sent.received),
                    by=by,
                    at=door.at,
                    site=site_of(door),
                )
            return Redirect(
                door.here(f"office/meetings/{meeting_id}/proxies"),
                query_params={"entered": str(made)},
                status_code=303,
            )
        except GovernError as refusal:
            if refusal.field == "holder" and sent.whom is Whom.OUTSIDE:
                refusal.field = "outside_name"
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await register_page(request, reading, door, meeting_id, form)


@post(f"{AT}/{{appointment_id:uuid}}/revoke", name="meetings.revoke_entered", guards=[caller])
async def revoke(
    store: Store, society: Society, door: Door, visitor: Visitor, meeting_id: UUID, appointment_id: UUID
) -> Redirect:
    """A member took it back on paper or by telephone."""
    async with store.writing() as writing:
        view = await representation.proxy(writing, appointment_id)
        if view.meeting_id != meeting_id:
            raise NotFound("There is no such appointment. Go back to the meeting and look at what stands there.")
        await lifecycle.take_back_proxy(
            writing, society, appointment_id, by=visitor.person_id, at=door.at, site=site_of(door)
        )
    return to(door, meeting_id, f"{REGISTER}?done=revoked")


@get(f"{AT}/register.csv", name="meetings.proxies_csv", guards=[looker])
async def register_csv(reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[bytes]:
    found = await queries.meeting_proxies(reading, meeting_id, door.language.code, door.at)
    content = "".join(csv_rows([door.language.say(each) for each in HEAD], _rows(found.lines, door.language)))
    return Response(
        content.encode(),
        media_type="text/csv",
        headers={"content-disposition": 'attachment; filename="proxies.csv"'},
    )


def _rows(lines: tuple[ProxyView, ...], language: Language) -> Iterator[list[str | int]]:
    say = language.say
    for one in lines:
        yield [
            one.member,
            one.member_number,
            one.holder,
            one.holder_number,
            say(Sentence("Yes")) if one.as_chair else "",
            say(HOW[one.how]),
            one.received_at.isoformat(),
            len(one.directed),
            say(STAGES[one.stage]),
            say(one.reason) if one.reason else "",
            one.ended_at.isoformat() if one.ended_at else "",
        ]


@get(f"{AT}/register.pdf", name="meetings.proxies_pdf", guards=[looker])
async def register_pdf(reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[bytes]:
    paper = await register_paper(reading, meeting_id, door.language, door.at)
    return await as_file(paper, pdf, "application/pdf", f"proxies-{paper.language}.pdf")


@get("/meetings/{meeting_id:uuid}/proxy/form", name="meetings.proxy_form", guards=[public])
async def blank_form(reading: AsyncSession, door: Door, meeting_id: UUID, size: str = "") -> Response[bytes]:
    """The form to print, in this language; with `size=large` in large print, with `size=easy` in Easy Read."""
    await shown(reading, meeting_id, door)
    paper = await proxy_form(reading, meeting_id, door.language, door.at, SIZES.get(size, Form.STANDARD))
    return await as_file(paper, pdf, "application/pdf", f"proxy-form-{paper.language}.pdf")


HANDLERS = [register, enter, revoke, register_csv, register_pdf, blank_form]
