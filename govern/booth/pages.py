"""The booth's pages: in with a pass, the questions and the check page as everywhere, out with sealed slips.

What leaves it for the service is a form whose fields are sealed slips and the paper that the service handed out; for
a test also what only the booth reads. Nothing is written down: the draft waits in the browser's own cookie.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect

from govern.ballots.paper.booth import AnyBooth, Keeping
from govern.ballots.paper.drafts import Draft, new_draft
from govern.ballots.paper.pages import checking, questions
from govern.ballots.paper.pages.checking import Leads, check_page
from govern.ballots.paper.pages.opening import file_of, names_in, opened_page
from govern.ballots.paper.sealing import sealed_for, widest_in
from govern.ballots.seal import group
from govern.ballots.seal.canonical import decode_object, encode
from govern.ballots.seal.documents import Manifest, Sealed, code_of
from govern.ballots.seal.tested import Tested
from govern.booth.door import BoothDoor, in_a_ballot, stay_cookie, with_a_paper
from govern.booth.papers import Known
from govern.booth.stay import Closed, NoPaper, Note, Stay
from govern.errors import NotAllowed, NotFound, NotValid
from govern.web.cookies import forget_cookie, set_cookie
from govern.web.door import ACROSS, AnyRequest
from govern.web.forms import Ask, submitted
from govern.web.guards import public
from govern.web.page import page

Answer = Response[str] | Redirect
VOTE = "/{lang:str}/{society_name:str}/ballots/{ballot_id:uuid}"
PLACES = [f"{VOTE}/paper/{{number:int}}", f"{VOTE}/paper/{{number:int}}/{{place:int}}"]
ALL = f"{VOTE}/paper/{{number:int}}/all"


class Enter(msgspec.Struct, frozen=True):
    """What the service hands over: a pass for this door, and a paper that it alone reads."""

    voting_pass: Annotated[str | None, Ask(longest=4_000)] = None
    paper: Annotated[str | None, Ask(longest=2_000)] = None


class Opened(msgspec.Struct, frozen=True):
    """What the service sends after a test: its note, what was sealed here, and a pass and paper to go on with."""

    note: Annotated[str | None, Ask(longest=4_000)] = None
    state: Annotated[str | None, Ask(longest=200_000)] = None
    voting_pass: Annotated[str | None, Ask(longest=4_000)] = None
    paper: Annotated[str | None, Ask(longest=2_000)] = None


class OwnBooth(AnyBooth):
    """Somebody with their own paper, of whom the booth knows no more than their stay says."""

    def __init__(self, door: BoothDoor, stay: Stay, known: Known, cookies: dict[str, str]) -> None:
        self.stay = stay
        self.known = known
        self.rooms = door
        keeping = Keeping(
            door.booth.key, f"draft/{door.short}/{stay.ballot_id}/{stay.same}", f"bd-{stay.ballot_id.hex}"
        )
        paper = known.document.paper(known.manifest, door.language.code, stay.style)
        super().__init__(door, paper, f"ballots/{stay.ballot_id}", keeping, cookies.get(door.cookie(keeping.cookie)))

    @property
    def manifest(self) -> Manifest:
        return self.known.manifest

    @property
    def purpose(self) -> str:
        """What the state of a sealed envelope is sealed for: one voter, one ballot."""
        return f"closed/{self.rooms.short}/{self.stay.ballot_id}/{self.stay.same}"

    def at(self, rest: str = "") -> str:
        """The vote's own page and its receipt are in the service."""
        if rest in ("", "receipt"):
            return self.rooms.in_service(self.stem + (f"/{rest}" if rest else ""))
        return super().at(rest)

    def stays(self, answer: Response[str] | Redirect) -> None:
        """Keep the paper in the browser for as long as the draft."""
        text = self.stay.to_cookie(self.rooms.booth.key, self.rooms.short)
        name, secure = self.door.cookie(stay_cookie(self.stay.ballot_id)), self.door.settings.secure
        answer.set_cookie(set_cookie(name, text, secure=secure, seconds=self._seconds()))

    def _seconds(self) -> int | None:
        return None if self.stay.shared or self.stay.desk else self.until_the_close()


def booth_door(request: AnyRequest) -> BoothDoor:
    door = request.scope["state"]["door"]
    assert isinstance(door, BoothDoor)
    return door


def the_booth(request: AnyRequest, door: BoothDoor) -> OwnBooth:
    """The booth of this request; its guard has seen that there is a paper."""
    assert door.stay is not None and door.known is not None
    return OwnBooth(door, door.stay, door.known, request.cookies)


async def came_in(request: AnyRequest, door: BoothDoor, text: str | None, paper: str | None) -> OwnBooth:
    """With a pass from the service. Raises `NoPaper`, `NotThisPaper`, `Unavailable`."""
    assert door.ballot_id is not None
    stay = Stay.of(door.booth, door.short, door.ballot_id, text or "", paper or "", door.at)
    known = await door.papers.at_entry(door.short, door.language.code, stay, door.at)
    door.let_in(stay, known)
    return OwnBooth(door, stay, known, request.cookies)


@post(f"{VOTE}/enter", name="booth.enter", guards=[in_a_ballot], opt={ACROSS: True})
async def enter(request: AnyRequest, door: BoothDoor) -> Redirect:
    """In with a pass: to the first question without an answer, or where all have one, to the check page."""
    form = submitted(Enter, await request.form(), door.language.say)
    sent = form.values or Enter()
    booth = await came_in(request, door, sent.voting_pass, sent.paper)
    answer = booth.go(booth.onward(booth.so_far, 0), booth.so_far)
    booth.stays(answer)
    return answer


@get(f"{VOTE}/check", name="booth.check", guards=[with_a_paper])
async def check(request: AnyRequest, booth: OwnBooth) -> Answer:
    if booth.draft is None:
        return booth.go(booth.place_at(1))
    stay, door = booth.stay, booth.rooms
    if door.at >= stay.expires_at:
        raise NoPaper("Your paper is from more than 20 minutes ago, so it cannot be sent.", stay.ballot_id)
    choices = {str(contest.id): booth.draft.marks(contest) for contest in booth.paper.contests}
    sealed, openers = sealed_for(booth.manifest, stay.ticket, stay.style, choices)
    written = encode(sealed.to_document())
    fields = {"sealed": written.decode(), "paper": stay.paper}
    closed = Closed(written, openers, choices, widest_in(booth.manifest, choices))
    state = closed.to_field(door.booth.key, booth.purpose)
    to = door.in_service(f"ballots/{stay.ballot_id}/from-booth")
    test = Leads(to, {**fields, "state": state})
    return check_page(request, booth, booth.draft, (code_of(sealed),), Leads(to, fields), test)


@post(f"{VOTE}/opened", name="booth.opened", guards=[in_a_ballot], opt={ACROSS: True})
async def opened(request: AnyRequest, door: BoothDoor) -> Response[str]:
    """An envelope is opened only with the service's note that the list calls it a test; then it can never be cast."""
    form = submitted(Opened, await request.form(), door.language.say)
    sent = form.values or Opened()
    booth = await came_in(request, door, sent.voting_pass, sent.paper)
    note, closed = _noted(booth, sent)
    draft = booth.draft or Draft(new_draft().id, dict(closed.choices))
    fields = {"note": sent.note or "", "state": sent.state or ""}
    answer = opened_page(request, booth, _tested(booth, closed), dict(closed.choices), draft, note.place, fields)
    booth.stays(answer)
    return answer


@post(f"{VOTE}/test/file", name="booth.test_file", guards=[with_a_paper], status_code=200)
async def file(request: AnyRequest, booth: OwnBooth) -> Response[bytes]:
    """The opened envelope to keep, again only with the note."""
    form = submitted(Opened, await request.form(), booth.door.language.say)
    _, closed = _noted(booth, form.values or Opened())
    return file_of(_tested(booth, closed), booth.paper.number)


def _noted(booth: OwnBooth, sent: Opened) -> tuple[Note, Closed]:
    """What may be opened. Raises `NotAllowed` and `NotValid`: nobody gets the numbers of an envelope that counts."""
    door = booth.rooms
    note = Note.of(door.booth, door.short, booth.stay.ballot_id, sent.note or "", door.at)
    closed = Closed.from_field(door.booth.key, booth.purpose, sent.state or "")
    if Sealed.from_document(decode_object(closed.sealed)).hash() != note.sealed_hash:
        raise NotAllowed("This note is of another envelope, so this one stays closed. Go back and test it first.")
    return note, closed


def _tested(booth: OwnBooth, closed: Closed) -> Tested:
    sealed = Sealed.from_document(decode_object(closed.sealed))
    if sealed.manifest_hash != booth.manifest.hash():
        raise NotValid("This envelope belongs to another vote, so it was not opened. Ask for the right file.")
    openers = tuple(group.scalar_from_bytes(one) for one in closed.openers)
    return Tested(booth.manifest, sealed, openers, names_in(booth))


@get(f"{VOTE}/sent", name="booth.sent", guards=[in_a_ballot])
async def sent(request: AnyRequest, door: BoothDoor) -> Redirect:
    """On the way from the cast to the receipt: the choices go from the browser. No other site can make them go."""
    assert door.ballot_id is not None
    answer = Redirect(door.in_service(f"ballots/{door.ballot_id}/receipt"), status_code=303)
    if request.headers.get("sec-fetch-site") != "cross-site":
        for kind in (stay_cookie(door.ballot_id), f"bd-{door.ballot_id.hex}"):
            answer.set_cookie(forget_cookie(door.cookie(kind), secure=door.settings.secure))
    return answer


@get(f"{VOTE}/photographs/{{photograph_id:uuid}}", name="booth.photograph", guards=[with_a_paper])
async def photograph(booth: OwnBooth, photograph_id: UUID) -> Response[bytes]:
    """From what the booth has: asked of the service, it would tell which answer somebody looks at."""
    address = f"ballots/{booth.stay.ballot_id}/photographs/{photograph_id}"
    for one in booth.known.document.pictures:
        if one.address == address:
            return Response(one.content, media_type=one.kind)
    raise NotFound("There is no such photograph. Look at the vote again.")


@get("/healthz", name="booth.healthz", guards=[public], media_type="text/plain")
async def healthz() -> str:
    return "ok"


def no_paper(request: AnyRequest, refusal: NoPaper) -> Response[str]:
    """Back to the service for a fresh paper; what was chosen stays in the browser."""
    door = booth_door(request)
    return page(
        request,
        "booth/no_paper.html",
        status=409,
        section="votes",
        why=refusal.message,
        fresh=door.in_service(f"ballots/{refusal.ballot_id}/booth"),
        vote=door.in_service(f"ballots/{refusal.ballot_id}"),
        kept=door.stay is not None,
        one_press=door.look.one_press,
    )


HANDLERS = [
    enter,
    get(PLACES, name="booth.paper", guards=[with_a_paper])(questions.question),
    post(PLACES, name="booth.answer", guards=[with_a_paper])(questions.answered),
    get(ALL, name="booth.everybody", guards=[with_a_paper])(questions.everybody),
    post(ALL, name="booth.next_place", guards=[with_a_paper])(questions.next_place),
    check,
    post(f"{VOTE}/check", name="booth.move", guards=[with_a_paper])(checking.move),
    opened,
    file,
    sent,
    photograph,
    healthz,
]
