"""A voter, their paper, and what they have chosen so far: what every page from Start to receipt begins with."""

from uuid import UUID

from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries
from govern.ballots.pages.drafts import Draft, is_ranked, new_draft, packed, unpacked
from govern.ballots.queries import ContestView, PaperView
from govern.errors import NotFound
from govern.society import Society
from govern.web.cookies import forget_cookie, sealed, set_cookie, unsealed
from govern.web.door import AnyRequest, Door
from govern.web.visitor import Visitor


class Booth:
    """One voter with one paper. `draft` is None before the first answer and after the vote was sent."""

    def __init__(self, door: Door, society: Society, visitor: Visitor, paper: PaperView, cookie: str | None) -> None:
        self.door = door
        self.visitor = visitor
        self.paper = paper
        self._key = society.key("cookies")
        self._purpose = purpose("draft", visitor, paper.ballot_id)
        content = unsealed(self._key, self._purpose, cookie) if cookie else None
        self.draft: Draft | None = unpacked(content, paper) if content is not None else None

    @property
    def over(self) -> bool:
        """The vote is in and no new one was begun: Back must not look like a fresh paper (service-standard.md P2)."""
        return self.paper.voted and self.draft is None

    @property
    def so_far(self) -> Draft:
        return self.draft or new_draft()

    def contest(self, number: int) -> ContestView:
        found = self.paper.contest(number)
        if found is None:
            raise NotFound("Your paper has no question with this number. Go back to the vote and start again.")
        return found

    def at(self, rest: str = "") -> str:
        return self.door.here(f"ballots/{self.paper.ballot_id}" + (f"/{rest}" if rest else ""))

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
        name, secure = self.door.cookie(cookie_kind(self.paper.ballot_id)), self.door.settings.secure
        answer.set_cookie(set_cookie(name, text, secure=secure, seconds=self._seconds()))

    def _seconds(self) -> int | None:
        """Kept until the vote closes, so that one may stop and come back; on a shared device until it is closed."""
        if self.visitor.shared_device:
            return None
        return max(60, int((self.paper.closes_at - self.door.at).total_seconds()))


def cookie_kind(ballot_id: UUID) -> str:
    return f"d-{ballot_id.hex}"


def purpose(what: str, visitor: Visitor, ballot_id: UUID) -> str:
    """What a sealed text is for: one voter, whoever acts for it, and one ballot; nothing else can read it."""
    who = str(visitor.person_id) if visitor.acts_for is None else f"{visitor.person_id} for {visitor.acts_for}"
    return f"{what}/{who}/{ballot_id}"


def forget_draft(answer: Redirect, door: Door, ballot_id: UUID) -> Redirect:
    answer.set_cookie(forget_cookie(door.cookie(cookie_kind(ballot_id)), secure=door.settings.secure))
    return answer


async def enter(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Booth:
    """Raises `NotOnTheRoll`, `WrongMoment` before opening and after closing, `NotFound`."""
    paper = await queries.paper(reading, ballot_id, visitor.voter_id, at=door.at, language=door.language.code)
    return Booth(door, society, visitor, paper, request.cookies.get(door.cookie(cookie_kind(ballot_id))))


def kept_draft(request: AnyRequest, door: Door, society: Society, visitor: Visitor, ballot_id: UUID) -> bytes | None:
    """What this browser keeps of an unfinished paper of this person, still packed."""
    cookie = request.cookies.get(door.cookie(cookie_kind(ballot_id)))
    return unsealed(society.key("cookies"), purpose("draft", visitor, ballot_id), cookie) if cookie else None


def has_draft(request: AnyRequest, door: Door, society: Society, visitor: Visitor, ballot_id: UUID) -> bool:
    """Whether this browser keeps an unfinished paper of this person."""
    return kept_draft(request, door, society, visitor, ballot_id) is not None


def ways_to_rank(contest: ContestView) -> int:
    """How many places one may give."""
    standing = sum(not candidate.withdrawn for candidate in contest.candidates)
    return min(contest.at_most, standing) if is_ranked(contest) else 1
