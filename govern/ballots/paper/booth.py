"""Somebody at a paper, wherever they sit: what they have chosen so far, and where each page of the paper is."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.response import Redirect

from govern.ballots.paper.drafts import Draft, is_ranked, new_draft, packed, unpacked
from govern.ballots.paper.views import ContestView, PaperView
from govern.errors import NotFound
from govern.web.cookies import sealed, set_cookie, unsealed
from govern.web.door import Door


class Keeping:
    """How a browser keeps an unfinished paper: under which name, sealed with which key, for which use alone."""

    def __init__(self, key: bytes, purpose: str, cookie: str) -> None:
        self.key = key
        self.purpose = purpose
        self.cookie = cookie


class AnyBooth:
    """One voter with one paper. `draft` is None before the first answer and after the vote was sent.

    `others` is there where the paper is for those who asked them to vote, `beside` where somebody helps; `directs` is
    who votes for the voter as this paper says.
    """

    #: Whether this is only tried: then nothing is sealed and nothing sent.
    practice = False
    others: object | None = None
    directs = ""

    def __init__(self, door: Door, paper: PaperView, stem: str, keeping: Keeping, kept: str | None) -> None:
        """`stem` begins the addresses of this paper within the society; `kept` is the cookie, if there is one."""
        self.door = door
        self.paper = paper
        self.stem = stem
        self.keeping = keeping
        content = unsealed(keeping.key, keeping.purpose, kept) if kept else None
        self.draft: Draft | None = unpacked(content, paper) if content is not None else None

    @property
    def beside(self) -> object | None:
        return None

    def whose(self) -> dict[str, Any]:
        """What every page is told: the paper, for whom it is, who sits beside, whether it is practice."""
        told = {"paper": self.paper, "others": self.others, "directs": self.directs}
        return told | {"beside": self.beside, "practice": self.practice}

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
        return self.door.here(self.stem + (f"/{rest}" if rest else ""))

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
        text = sealed(self.keeping.key, self.keeping.purpose, packed(draft))
        name, secure = self.door.cookie(self.keeping.cookie), self.door.settings.secure
        answer.set_cookie(set_cookie(name, text, secure=secure, seconds=self._seconds()))

    def _seconds(self) -> int | None:
        """Kept until the vote closes, so that one may stop and come back; None: until the browser is closed."""
        return self.until_the_close()

    def until_the_close(self) -> int:
        return max(60, int((self.paper.closes_at - self.door.at).total_seconds()))


def ways_to_rank(contest: ContestView) -> int:
    """How many places one may give."""
    standing = sum(not candidate.withdrawn for candidate in contest.candidates)
    return min(contest.at_most, standing) if is_ranked(contest) else 1
