"""Into the booth and back: a pass and a paper without a name go there, sealed slips come back (ADR 34).

Both ways are plain forms. What the service needs to know again of a paper goes round sealed for itself, bound to one
visitor and ballot; that is also what makes the form from the other origin one that this visitor sent.
"""

import asyncio
import hashlib
import hmac
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import FromBooth
from govern.ballots.lifecycle import Handed, InTheBoxAlready, Sealing, UsedBefore
from govern.ballots.pages.booth import Seat, come_round, goes_apart
from govern.ballots.paper.document import Picture
from govern.ballots.queries.handing import papers_to_hand
from govern.ballots.rules import SealedTooLongAgo
from govern.constituencies.rulebook.queries import find_face
from govern.database import Store
from govern.documents import photographs
from govern.errors import NotAllowed, NotFound, NotValid, TooMany, Unavailable
from govern.sentences import Sentence
from govern.society import Society
from govern.web.cookies import sealed
from govern.web.door import ACROSS, AnyRequest, Door
from govern.web.forms import submitted
from govern.web.guards import public, signed_in
from govern.web.page import page
from govern.web.passes import LONGEST, make_pass, read_pass
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
VOTE = "/ballots/{ballot_id:uuid}"
#: Who a pass is for: the booth's door, and the booth where it opens a tested envelope.
BOOTH, TESTED = "booth", "booth-test"
#: Slips sealed by this moment go in: as long as a pass lives, a paper may be sent.
LATE = Sentence(
    "Your paper was handed out more than 20 minutes ago, so nothing was sent. Your choices wait in the booth. "
    "Go in again: your vote gets a new code there."
)
NOT_OURS = Sentence(
    "What came from the booth does not belong to this paper of yours, so nothing was sent. Go into the booth again."
)


@get(f"{VOTE}/booth", name="ballots.to_booth", guards=[signed_in])
async def to_booth(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Answer:
    """What the booth is, and the button into it. Where votes stay in the service, this leads back to the vote."""
    if not await goes_apart(door, reading, ballot_id):
        return Redirect(door.here(f"ballots/{ballot_id}"), status_code=303)
    return await way_in(request, door, society, reading, visitor, ballot_id)


async def way_in(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    why: Sentence | None = None,
) -> Response[str]:
    """With a fresh pass and paper; `why` says what became of those before."""
    paper = await queries.paper(reading, ballot_id, visitor.voter_id, language=door.language.code, at=door.at)
    return page(
        request,
        "ballots/to_booth.html",
        status=200 if why is None else 409,
        section="votes",
        paper=paper,
        why=why,
        action=_there(door, ballot_id, "enter"),
        fields=await _fresh(door, society, reading, visitor, ballot_id),
        stop=door.here(f"ballots/{ballot_id}"),
        one_press=door.look.one_press,
    )


async def _fresh(
    door: Door, society: Society, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> dict[str, str]:
    """A pass for the booth, which says nothing of who has it, and the paper as the service alone reads it again.

    `same` is a number by which the browser's draft is found again: the same for one voter in one ballot, else chance.
    """
    handed = await lifecycle.hand_out(reading, ballot_id, visitor.voter_id, at=door.at)
    seat, look, key = Seat(visitor, ballot_id), door.look, society.key("cookies")
    claims: dict[str, str | int] = {
        "ballot": str(ballot_id),
        "manifest": handed.manifest_hash.hex(),
        "style": handed.style,
        "ticket": handed.ticket.hex(),
        "same": hmac.new(key, seat.purpose("booth-draft").encode(), hashlib.sha256).hexdigest(),
        "text": look.text,
        "colours": look.colours,
        "layout": look.layout,
        "press": look.press,
        "shared": int(visitor.shared_device),
        "desk": int(visitor.at_desk),
    }
    return {
        "voting_pass": make_pass(society, BOOTH, claims, lifetime=LONGEST, at=door.at),
        "paper": sealed(key, seat.purpose("handed"), handed.to_bytes()),
    }


def _there(door: Door, ballot_id: UUID, rest: str) -> str:
    """An address of this ballot in the booth."""
    return door.settings.booth + door.here(f"ballots/{ballot_id}/{rest}")


@post(f"{VOTE}/from-booth", name="ballots.from_booth", guards=[signed_in], opt={ACROSS: True})
async def from_booth(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Answer:
    """The one form that is taken from another origin, the booth's: an envelope to cast, or to open as a test."""
    form = submitted(FromBooth, await request.form(), door.language.say)
    seat = Seat(visitor, ballot_id)
    handed = come_round(society, seat, Handed, "handed", form.values.paper if form.values else None)
    if handed is None or form.values is None or form.values.sealed is None:
        return await _again(request, door, society, visitor, ballot_id, NOT_OURS)
    try:
        sealing = lifecycle.put_together(handed, form.values.sealed)
        if form.values.state is not None:
            return await _test(request, door, society, visitor, handed, sealing, form.values.state)
        by = visitor.person_id if visitor.acts_for else None
        await lifecycle.cast_handed(society, visitor.voter_id, handed, sealing, at=door.clock(), by=by)
    except SealedTooLongAgo:
        return await _again(request, door, society, visitor, ballot_id, LATE)
    except InTheBoxAlready:
        pass
    except (NotValid, UsedBefore, TooMany, Unavailable) as refusal:
        return await _again(request, door, society, visitor, ballot_id, refusal.message)
    return Redirect(_there(door, ballot_id, "sent"), status_code=303)


async def _test(
    request: AnyRequest,
    door: Door,
    society: Society,
    visitor: Visitor,
    handed: Handed,
    sealing: Sealing,
    state: str,
) -> Response[str]:
    """Into the list first; only with the note that says so does the booth open what it sealed."""
    async with society.store.writing() as writing:
        place = await lifecycle.open_handed_as_test(writing, society, handed, sealing, at=door.clock())
    claims: dict[str, str | int] = {
        "ballot": str(handed.ballot_id),
        "sealed": sealing.envelope.sealed.hash().hex(),
        "place": place,
    }
    note = make_pass(society, TESTED, claims, lifetime=LONGEST, at=door.at)
    async with society.store.reading() as reading:
        fresh = await _fresh(door, society, reading, visitor, handed.ballot_id)
    return page(
        request,
        "ballots/tested_apart.html",
        section="votes",
        code=sealing.code,
        place=place,
        action=_there(door, handed.ballot_id, "opened"),
        fields={**fresh, "note": note, "state": state},
        one_press=door.look.one_press,
    )


async def _again(
    request: AnyRequest, door: Door, society: Society, visitor: Visitor, ballot_id: UUID, why: Sentence
) -> Answer:
    async with society.store.reading() as reading:
        if not await goes_apart(door, reading, ballot_id):
            raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
        return await way_in(request, door, society, reading, visitor, ballot_id, why)


@get(f"{VOTE}/papers-for-booth", name="ballots.papers_for_booth", guards=[public])
async def papers_for_booth(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, ballot_id: UUID
) -> Response[bytes]:
    """The papers of this ballot, and nobody who votes. Only to whoever shows a pass: members alone see who stands."""
    kind, _, text = request.headers.get("authorization", "").partition(" ")
    try:
        shown = read_pass(society, BOOTH, text, at=door.at)
    except NotAllowed:
        shown = None
    if not door.settings.booth or kind != "Bearer" or shown is None or shown.claims.get("ballot") != str(ballot_id):
        raise NotFound("There is no paper of that kind here. Go back to the vote and start again.")
    codes = door.face.languages if door.face else (door.language.code,)
    faces = {code: await find_face(society, code) for code in codes}
    wanted = bytes.fromhex(str(shown.claims["manifest"]))
    document, pictures = await papers_to_hand(reading, ballot_id, wanted, faces)
    contents = {
        address: await asyncio.to_thread(photographs.content_of, society.uploads(), one)
        for address, one in pictures.items()
    }
    whole = msgspec.structs.replace(
        document,
        pictures=tuple(Picture(address, photographs.KIND, content) for address, content in contents.items()),
        rehearsal=society.file.rehearsal,
    )
    return Response(whole.to_bytes(), media_type="application/json")


HANDLERS = [to_booth, from_booth, papers_for_booth]
