"""Limits that count each organisation, team or row of seats by itself (`per` in the rules), as an election keeps
them.

Such a limit is many limits: one for each organisation. Only those that can bind are counted with: where more stand
and go on sitting than the limit allows. Of an organisation, which chooses itself whom it sends, no more may stand
than could sit; in a row of seats as many as like stand, and the count passes over whoever comes too late
(invariant 57).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from govern.constituencies.boards.rules import Holder, refuses, share_of
from govern.constituencies.rulebook.book import Rulebook, cap_limit, citation
from govern.constituencies.rulebook.book.tables import Cap
from govern.errors import NotAllowed

#: Limits of those who choose themselves whom they send.
_SENDING = ("member_organisation",)


class ShareLimit(msgspec.Struct, frozen=True):
    """The limit of one organisation, team or row of seats: `held` of its seats go on being held."""

    cap: Cap
    share: str
    limit: int
    held: int

    @property
    def id(self) -> str:
        return f"{self.cap.id}:{self.share}"


class TooManyStand(NotAllowed):
    """More would stand for one organisation than could sit for it."""


def cap_of(limit_id: str) -> str:
    """The id of the rule behind a limit, whether it counts everybody or each by itself."""
    return limit_id.partition(":")[0]


def is_share(limit_id: str) -> bool:
    return ":" in limit_id


def share_limits(
    book: Rulebook, body: str, staying: Sequence[Holder], standing: Sequence[Holder]
) -> tuple[ShareLimit, ...]:
    """Every limit `per` something that could bind with these on the paper, in the order of the rules."""
    every = every_share(book, body, staying, standing)
    return tuple(limit for limit, wanted in every if limit.held + wanted > limit.limit)


def every_share(
    book: Rulebook, body: str, staying: Sequence[Holder], standing: Sequence[Holder]
) -> tuple[tuple[ShareLimit, int], ...]:
    """Every limit `per` something with these on the paper, and how many stand for it: whether it can bind or not."""
    found = []
    for cap in _caps(book, body):
        limit = int(cap_limit(cap, book.body(body).seats))
        for share in sorted({share for one in standing if (share := share_of(cap, one)) is not None}):
            held = sum(share_of(cap, one) == share for one in staying)
            wanted = sum(share_of(cap, one) == share for one in standing)
            found.append((ShareLimit(cap, share, limit, held), wanted))
    return tuple(found)


def _caps(book: Rulebook, body: str) -> list[Cap]:
    return [cap for cap in book.caps_on(body) if cap.per is not None and refuses(cap)]


def limited_by(limits: Sequence[ShareLimit], one: Holder) -> tuple[str, ...]:
    """The ids of those of these limits that count somebody."""
    return tuple(limit.id for limit in limits if share_of(limit.cap, one) == limit.share)


def each_share(
    book: Rulebook, body: str, standing: Mapping[str, Holder]
) -> tuple[tuple[ShareLimit, tuple[str, ...]], ...]:
    """For the papers: each organisation's, team's or row's own limit, with the options that count under it."""
    found = []
    for cap in _caps(book, body):
        groups: dict[str, list[str]] = {}
        for option, one in standing.items():
            if (share := share_of(cap, one)) is not None:
                groups.setdefault(share, []).append(option)
        limit = int(cap_limit(cap, book.body(body).seats))
        found += [(ShareLimit(cap, share, limit, 0), tuple(options)) for share, options in sorted(groups.items())]
    return tuple(found)


def may_stand(
    book: Rulebook, body: str, staying: Sequence[Holder], standing: Sequence[Holder], newcomer: Holder, sent_by: str
) -> None:
    """Whether one more may stand for an organisation. Raises `TooManyStand` with who sits or stands and the rule."""
    for cap in _caps(book, body):
        share = share_of(cap, newcomer)
        if cap.per not in _SENDING or share is None:
            continue
        limit = int(cap_limit(cap, book.body(body).seats))
        there = [one.name for one in (*staying, *standing) if share_of(cap, one) == share]
        if len(there) >= limit:
            raise TooManyStand(
                "{organisation} may hold at most {limit} seats on {body} ({rule}). For it sit, or stand already: "
                "{names}. Take one of these names back first.",
                field="person",
                organisation=sent_by,
                limit=limit,
                body=book.body(body).name,
                rule=citation(f"cap.{cap.id}", book),
                names=tuple(there),
            )
