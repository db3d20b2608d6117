"""What somebody has chosen and not sent yet: held by their own browser in a sealed cookie, and nowhere else.

Decision 24. The cookie is bound to one person and one ballot, no script can read it, and its length says nothing:
what is in it is filled up to a round size. It is thrown away when the vote is cast.
"""

import hashlib
import secrets
from collections.abc import Iterable

import msgspec

from govern.ballots.paper.views import ContestView, PaperView
from govern.ballots.rules import NO, YES, ContestKind, Method

#: The content is filled up to a multiple of this many bytes, so that its length does not tell how many were chosen.
ROUND = 512
#: How many bytes stand for one option. Cookies are small; these are looked up again on the paper.
SHORT = 6

Marks = tuple[str, ...]


class Moved(msgspec.Struct, frozen=True):
    """What the last button of a list did: which way (`up`, `down`, `out`), and whom it was about."""

    way: str
    option: str


class Draft(msgspec.Struct, frozen=True):
    """Choices so far. A contest that is not in `answers` has not been answered; one with no marks was left blank."""

    id: bytes
    answers: dict[str, Marks] = {}
    moved: Moved | None = None

    def has(self, contest: ContestView) -> bool:
        return str(contest.id) in self.answers

    def marks(self, contest: ContestView) -> Marks:
        return self.answers.get(str(contest.id), ())

    def answering(self, contest: ContestView, marks: Marks) -> "Draft":
        return Draft(self.id, {**self.answers, str(contest.id): marks})

    def moving(self, contest: ContestView, marks: Marks, moved: Moved) -> "Draft":
        return Draft(self.id, {**self.answers, str(contest.id): marks}, moved)

    def told(self) -> "Draft":
        """The same choices, after the page has said what the last button did."""
        return Draft(self.id, self.answers)

    def token(self) -> bytes:
        """32 bytes that stand for this draft with just these choices. The same form sent twice carries the same, so
        it makes one vote; changed choices, or a new draft after casting, make another."""
        return _token(self.id, _short_answers(self))


def new_draft() -> Draft:
    return Draft(secrets.token_bytes(16))


def options_of(contest: ContestView) -> Marks:
    """What can be marked on this contest's slip, in the order of the paper. Somebody who stepped down stays on it."""
    if contest.kind is ContestKind.RESOLUTION:
        return YES, NO
    return tuple(str(candidate.id) for candidate in contest.candidates)


def is_ranked(contest: ContestView) -> bool:
    return contest.kind is ContestKind.ELECTION and contest.method is Method.STV


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """The cookie's content, as short as it can be."""

    id: bytes
    answers: dict[bytes, bytes]
    way: str
    option: bytes
    filling: bytes


def packed(draft: Draft) -> bytes:
    """The content of the cookie, always a multiple of `ROUND` bytes."""
    answers = _short_answers(draft)
    moved = draft.moved or Moved("", "")
    bare = _Kept(draft.id, answers, moved.way, _short(moved.option), b"\x00" * ROUND)
    over = len(msgspec.msgpack.encode(bare)) % ROUND
    filled = msgspec.structs.replace(bare, filling=b"\x00" * (2 * ROUND - over))
    return msgspec.msgpack.encode(filled)


def unpacked(content: bytes, paper: PaperView) -> Draft | None:
    """The draft again, as far as it fits this paper; None where the content is not a draft."""
    try:
        kept = msgspec.msgpack.decode(content, type=_Kept)
    except msgspec.MsgspecError:
        return None
    answers: dict[str, Marks] = {}
    everything: dict[bytes, str] = {}
    for contest in paper.contests:
        options = {_short(option): option for option in options_of(contest)}
        everything |= options
        marks = kept.answers.get(_short(str(contest.id)))
        if marks is not None:
            found = (options.get(marks[at : at + SHORT]) for at in range(0, len(marks), SHORT))
            answers[str(contest.id)] = _fitting(contest, (option for option in found if option))
    option = everything.get(kept.option)
    return Draft(kept.id, answers, Moved(kept.way, option) if option else None)


def token_in(content: bytes) -> bytes | None:
    """`Draft.token()` of what the cookie holds, without looking at the paper; None where it is not a draft."""
    try:
        kept = msgspec.msgpack.decode(content, type=_Kept)
    except msgspec.MsgspecError:
        return None
    return _token(kept.id, kept.answers)


def _token(draft_id: bytes, answers: dict[bytes, bytes]) -> bytes:
    content = msgspec.msgpack.encode([draft_id, sorted(answers.items())])
    return hashlib.sha256(b"cast\x00" + content).digest()


def _short_answers(draft: Draft) -> dict[bytes, bytes]:
    return {_short(contest): b"".join(map(_short, marks)) for contest, marks in draft.answers.items()}


def _fitting(contest: ContestView, marks: Iterable[str]) -> Marks:
    return tuple(dict.fromkeys(marks))[: contest.at_most]


def _short(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:SHORT]


# --- Putting in order: every change is made by a control that the voter works (service-standard.md P12) -------------


def placed(marks: Marks, place: int, option: str) -> Marks:
    """The list with `option` at `place` (from 1), in the stead of whoever stood there, and nowhere else."""
    kept = [mark for mark in (*marks[: place - 1], "", *marks[place:]) if mark != option]
    return tuple(option if mark == "" else mark for mark in kept)


def moved(marks: Marks, way: str, option: str) -> Marks:
    """The list after one of its buttons: `up`, `down` or `out`. At the edge, or for a stranger, nothing changes."""
    if option not in marks:
        return marks
    at = marks.index(option)
    without = marks[:at] + marks[at + 1 :]
    if way == "out":
        return without
    to = at - 1 if way == "up" else at + 1
    if way not in ("up", "down") or not 0 <= to < len(marks):
        return marks
    return (*without[:to], option, *without[to:])
