"""A voter, their paper, and what they have chosen so far: what every page from Start to receipt begins with.

The voter sits here alone, or somebody sits beside them: a supporter whom they named, or an officer who reads the
paper to them on the telephone. Then what the browser keeps is bound to both, and addresses say by whose consent.
"""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries
from govern.ballots.pages.drafts import Draft, is_ranked, new_draft, packed, unpacked
from govern.ballots.queries import Beside, ContestView, PaperView
from govern.ballots.rules.supporting import Way, call_over
from govern.errors import NotFound
from govern.society import Society
from govern.web.cookies import forget_cookie, sealed, set_cookie, unsealed
from govern.web.door import AnyRequest, Door
from govern.web.visitor import Visitor


class Booth:
    """One voter with one paper. `draft` is None before the first answer and after the vote was sent."""

    #: Whether this is only tried: then nothing is sealed and nothing sent.
    practice = False

    def __init__(
        self,
        door: Door,
        society: Society,
        visitor: Visitor,
        paper: PaperView,
        cookie: str | None,
        beside: Beside | None = None,
    ) -> None:
        self.door = door
        self.visitor = visitor
        self.beside = beside
        self.paper = paper
        self._key = society.key("cookies")
        self._purpose = purpose("draft", visitor, paper.ballot_id, beside)
        content = unsealed(self._key, self._purpose, cookie) if cookie else None
        self.draft: Draft | None = unpacked(content, paper) if content is not None else None

    @property
    def over(self) -> bool:
        """The vote is in and no new one was begun: Back must not look like a fresh paper (service-standard.md P2)."""
        return self.paper.voted and self.draft is None

    @property
    def voter_id(self) -> UUID:
        return self.visitor.voter_id if self.beside is None else self.beside.voter_id

    @property
    def so_far(self) -> Draft:
        return self.draft or new_draft()

    def contest(self, number: int) -> ContestView:
        found = self.paper.contest(number)
        if found is None:
            raise NotFound("Your paper has no question with this number. Go back to the vote and start again.")
        return found

    def at(self, rest: str = "") -> str:
        seat = "" if self.beside is None else f"{STEMS[self.beside.way]}/{self.beside.id}/"
        return self.door.here(f"{seat}ballots/{self.paper.ballot_id}" + (f"/{rest}" if rest else ""))

    def place_at(self, number: int, place: int = 1) -> str:
        """The page of one question, or of one choice in a ranking."""
        return self.at(f"paper/{number}" + (f"/{place}" if place > 1 else ""))

    def onward(self, draft: Draft, number: int) -> str:
        """After this question: the next one without an answer, and when all have one, the check page."""
        numbered = list(enumerate(self.paper.contests, start=1))
        after = [n for n, contest in numbered if n > number and not draft.has(contest)]
        before = [n for n, contest in numbered if n < number and not draft.has(contest)]
        return self.at(f"paper/{(after or before)[0]}") if after or before else self.at("check")

    def is_last(self, number: int) -> bool:
        """Whether the check page comes after this question."""
        draft = self.so_far
        return all(draft.has(c) or n == number for n, c in enumerate(self.paper.contests, start=1))

    def go(self, address: str, draft: Draft | None = None) -> Redirect:
        """To another page of the paper, keeping the draft in the browser."""
        answer = Redirect(address, status_code=303)
        if draft is not None:
            self.keep(answer, draft)
        return answer

    def keep(self, answer: Response[str] | Redirect, draft: Draft) -> None:
        text = sealed(self._key, self._purpose, packed(draft))
        name, secure = self.door.cookie(cookie_kind(self.paper.ballot_id, self.beside)), self.door.settings.secure
        answer.set_cookie(set_cookie(name, text, secure=secure, seconds=self._seconds()))

    def _seconds(self) -> int | None:
        """Kept until the vote closes, so that one may stop and come back; on a shared device, or of somebody else's
        vote, until the browser is closed."""
        if self.visitor.shared_device or self.beside is not None:
            return None
        return max(60, int((self.paper.closes_at - self.door.at).total_seconds()))


#: Where the addresses of a booth begin that somebody sits beside.
STEMS = {Way.BESIDE: "support", Way.TELEPHONE: "calls"}


def seats(rest: str) -> list[str]:
    """The addresses of one page of the booth: of the voter alone, of those beside them, and of practice."""
    own = "/ballots/{ballot_id:uuid}/" + rest
    return [own, "/support/{support_id:uuid}" + own, "/calls/{call_id:uuid}" + own, f"/practice/{rest}"]


def cookie_kind(ballot_id: UUID, beside: Beside | None = None) -> str:
    return f"d-{ballot_id.hex}" if beside is None else f"d-{ballot_id.hex}-{beside.id.hex}"


def purpose(what: str, visitor: Visitor, ballot_id: UUID, beside: Beside | None = None) -> str:
    """What a sealed text is for: one voter, whoever acts for it or helps, one ballot; nothing else can read it."""
    who = str(visitor.person_id) if visitor.acts_for is None else f"{visitor.person_id} for {visitor.acts_for}"
    if beside is not None:
        who = f"{visitor.person_id} {beside.way} {beside.voter_id} by {beside.id}"
    return f"{what}/{who}/{ballot_id}"


def forget_draft(answer: Redirect, door: Door, ballot_id: UUID, beside: Beside | None = None) -> Redirect:
    answer.set_cookie(forget_cookie(door.cookie(cookie_kind(ballot_id, beside)), secure=door.settings.secure))
    return answer


async def enter(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Booth:
    """Raises `NotOnTheRoll`, `WrongMoment` before opening and after closing, `NotFound`, and what stands in the
    way of help. Whoever is beside a voter does not learn here whether they have voted."""
    beside = await seated(request, reading, visitor, ballot_id, door)
    voter = visitor.voter_id if beside is None else beside.voter_id
    paper = await queries.paper(reading, ballot_id, voter, at=door.at, language=door.language.code)
    if beside is not None:
        paper = msgspec.structs.replace(paper, voted=False)
    cookie = request.cookies.get(door.cookie(cookie_kind(ballot_id, beside)))
    return Booth(door, society, visitor, paper, cookie, beside)


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


def kept_draft(
    request: AnyRequest, door: Door, society: Society, visitor: Visitor, ballot_id: UUID, beside: Beside | None = None
) -> bytes | None:
    """What this browser keeps of an unfinished paper of this person, still packed."""
    cookie = request.cookies.get(door.cookie(cookie_kind(ballot_id, beside)))
    bound_to = purpose("draft", visitor, ballot_id, beside)
    return unsealed(society.key("cookies"), bound_to, cookie) if cookie else None


def has_draft(request: AnyRequest, door: Door, society: Society, visitor: Visitor, ballot_id: UUID) -> bool:
    """Whether this browser keeps an unfinished paper of this person."""
    return kept_draft(request, door, society, visitor, ballot_id) is not None


def ways_to_rank(contest: ContestView) -> int:
    """How many places one may give."""
    standing = sum(not candidate.withdrawn for candidate in contest.candidates)
    return min(contest.at_most, standing) if is_ranked(contest) else 1
