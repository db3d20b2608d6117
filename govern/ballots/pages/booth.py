"""A voter, their paper, and what they have chosen so far: what every page from Start to receipt begins with.

The paper is their own, or, under `for-others/peer` and `for-others/proxy`, the one for all who asked them to vote.
The voter sits here alone, or somebody sits beside them: a supporter whom they named, or an officer who reads the
paper to them on the telephone. Then what the browser keeps is bound to both, and addresses say by whose consent.
"""

from typing import Protocol, Self, TypeVar
from uuid import UUID

import msgspec
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries
from govern.ballots.lifecycle import Sealing
from govern.ballots.paper.booth import AnyBooth, Keeping
from govern.ballots.paper.drafts import Draft
from govern.ballots.queries import Beside, ForOthers, PaperView
from govern.ballots.rules.supporting import Way, call_over
from govern.ballots.seal.documents import Channel, Level
from govern.errors import NotAllowed, NotFound, NotValid
from govern.society import Society
from govern.web.cookies import forget_cookie, sealed, unsealed
from govern.web.door import AnyRequest, Door, Elsewhere
from govern.web.visitor import Visitor

#: How somebody votes for others, as addresses say it. A directed proxy is the member's own word: nobody fills it in.
WAYS = {"peer": Channel.PEER, "proxy": Channel.PROXY_FREE}


def channel_of(way: str) -> Channel:
    if way not in WAYS:
        raise NotFound("There is no such way to vote for others. Go back to the vote and choose from there.")
    return WAYS[way]


class Seat(msgspec.Struct, frozen=True):
    """Who sits at which paper: the visitor alone, with somebody beside whom they vote, or for others by a `way`.

    What the browser keeps, and what a hidden field holds, is bound to all of it and to nothing else.
    """

    visitor: Visitor
    ballot_id: UUID
    beside: Beside | None = None
    way: str = ""

    @property
    def voter_id(self) -> UUID:
        return self.visitor.voter_id if self.beside is None else self.beside.voter_id

    @property
    def stem(self) -> str:
        """Where the addresses of this paper begin, within the society."""
        helped = "" if self.beside is None else f"{STEMS[self.beside.way]}/{self.beside.id}/"
        return f"{helped}ballots/{self.ballot_id}" + (f"/for-others/{self.way}" if self.way else "")

    @property
    def cookie(self) -> str:
        """The kind of cookie that keeps an unfinished paper."""
        whose = "" if self.beside is None else f"-{self.beside.id.hex}"
        return f"d-{self.ballot_id.hex}{whose}" + (f"-{self.way}" if self.way else "")

    def purpose(self, what: str) -> str:
        """What a sealed text is for: one voter, whoever acts for it or helps, one ballot and way, no other."""
        visitor, beside = self.visitor, self.beside
        who = str(visitor.person_id) if visitor.acts_for is None else f"{visitor.person_id} for {visitor.acts_for}"
        if beside is not None:
            who = f"{visitor.person_id} {beside.way} {beside.voter_id} by {beside.id}"
        return f"{what}/{who}/{self.ballot_id}" + (f"/{self.way}" if self.way else "")


class Booth(AnyBooth):
    """A voter at a paper in the service. `others` says how many they vote for, where they do."""

    def __init__(
        self,
        door: Door,
        society: Society,
        seat: Seat,
        paper: PaperView,
        cookie: str | None,
        others: ForOthers | None = None,
    ) -> None:
        keeping = Keeping(society.key("cookies"), seat.purpose("draft"), seat.cookie)
        super().__init__(door, paper, seat.stem, keeping, cookie)
        self.seat = seat
        self.others = others

    @property
    def visitor(self) -> Visitor:
        return self.seat.visitor

    @property
    def beside(self) -> Beside | None:
        return self.seat.beside

    def _seconds(self) -> int | None:
        """On a shared device, or of somebody else's vote, until the browser is closed."""
        if self.visitor.shared_device or self.beside is not None:
            return None
        return self.until_the_close()


#: Where the addresses of a booth begin that somebody sits beside.
STEMS = {Way.BESIDE: "support", Way.TELEPHONE: "calls"}


def seats(*rests: str) -> list[str]:
    """The addresses of pages of the booth: of one's own paper, of the paper for others, of those beside a voter, and
    of practice."""
    found = []
    for rest in rests:
        own = "/ballots/{ballot_id:uuid}/" + rest
        for_others = "/ballots/{ballot_id:uuid}/for-others/{way:str}/" + rest
        beside = ("/support/{support_id:uuid}" + own, "/calls/{call_id:uuid}" + own)
        found += [own, for_others, *beside, f"/practice/{rest}"]
    return found


def forget_draft(answer: Redirect, door: Door, seat: Seat) -> Redirect:
    answer.set_cookie(forget_cookie(door.cookie(seat.cookie), secure=door.settings.secure))
    return answer


async def enter(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Booth:
    """Raises `NotOnTheRoll`, `WrongMoment` before opening and after closing, `NotFound`, and what stands in the
    way of help. Whoever is beside a voter does not learn here whether they have voted.

    `way` is asked of the address alone: in a question behind it, it would mean nothing.
    """
    way, language = str(request.path_params.get("way", "")), door.language.code
    if way:
        return await _for_others(request, door, society, reading, visitor, ballot_id, way)
    seat = Seat(visitor, ballot_id, await seated(request, reading, visitor, ballot_id, door))
    if seat.beside is None and await goes_apart(door, reading, ballot_id):
        raise Elsewhere(seat_in_booth(door, ballot_id))
    paper = await queries.paper(reading, ballot_id, seat.voter_id, at=door.at, language=language)
    if seat.beside is not None:
        paper = msgspec.structs.replace(paper, voted=False)
    return Booth(door, society, seat, paper, request.cookies.get(door.cookie(seat.cookie)))


async def goes_apart(door: Door, reading: AsyncSession, ballot_id: UUID) -> bool:
    """Whether one's own vote in this ballot goes through the booth: where there is one, at the level AGM."""
    return bool(door.settings.booth) and await queries.level_of(reading, ballot_id) is Level.AGM


def seat_in_booth(door: Door, ballot_id: UUID) -> str:
    """The page that leads into the booth."""
    return door.here(f"ballots/{ballot_id}/booth")


async def _for_others(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    way: str,
) -> Booth:
    others = await queries.for_others(
        reading, ballot_id, visitor.person_id, channel_of(way), at=door.at, language=door.language.code
    )
    if others.style == "mandated_split":
        raise NotAllowed(
            "Here a peer brings what each member said, and fills in no paper for them. Go back and confirm."
        )
    seat = Seat(visitor, ballot_id, way=way)
    return Booth(door, society, seat, others.paper, request.cookies.get(door.cookie(seat.cookie)), others)


async def seated(
    request: AnyRequest, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, door: Door
) -> Beside | None:
    """Who sits beside the voter, as the address says; asked anew on each page."""
    support_id = request.path_params.get("support_id")
    if isinstance(support_id, UUID):
        return await queries.beside(reading, ballot_id, support_id, visitor.person_id, door.at)
    call_id = request.path_params.get("call_id")
    if isinstance(call_id, UUID):
        if not visitor.is_officer:  # they signed in as an officer when they began the call
            raise NotFound(call_over().message)
        return await queries.on_the_telephone(reading, ballot_id, call_id, visitor.person_id, door.at)
    return None


def kept_draft(request: AnyRequest, door: Door, society: Society, seat: Seat) -> bytes | None:
    """What this browser keeps of an unfinished paper at this seat, still packed."""
    cookie = request.cookies.get(door.cookie(seat.cookie))
    return unsealed(society.key("cookies"), seat.purpose("draft"), cookie) if cookie else None


def has_draft(request: AnyRequest, door: Door, society: Society, seat: Seat) -> bool:
    """Whether this browser keeps an unfinished paper at this seat."""
    return kept_draft(request, door, society, seat) is not None


class OfABallot(Protocol):
    """What goes round by a browser, sealed for the service: it says of which ballot it is."""

    @property
    def ballot_id(self) -> UUID: ...

    @classmethod
    def from_bytes(cls, content: bytes) -> Self: ...


Going = TypeVar("Going", bound=OfABallot)


def come_round(society: Society, seat: Seat, kind: type[Going], what: str, text: str | None) -> Going | None:
    """What a hidden field keeps, if it was sealed here, for whoever sits at this seat and this ballot."""
    content = unsealed(society.key("cookies"), seat.purpose(what), text) if text else None
    if content is None:
        return None
    try:
        found = kind.from_bytes(content)
    except NotValid:
        return None
    return found if found.ballot_id == seat.ballot_id else None


def sealing_in(society: Society, seat: Seat, text: str | None) -> Sealing | None:
    """The envelope of the check page, as its hidden field keeps it."""
    return come_round(society, seat, Sealing, "envelope", text)


def field_of(society: Society, seat: Seat, sealing: Sealing, draft: Draft) -> str:
    """The same as the hidden field has it, with the token that the draft asks for."""
    packed_up = msgspec.structs.replace(sealing, token=draft.token()).to_bytes()
    return sealed(society.key("cookies"), seat.purpose("envelope"), packed_up)


def draft_of(sealing: Sealing) -> Draft:
    """The choices again, where the browser has lost its cookie."""
    return Draft(sealing.token[:16], dict(sealing.choices))
