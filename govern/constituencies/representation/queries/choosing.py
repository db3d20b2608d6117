"""What a member is told before they choose a peer: who the peers of their groups are, and what a peer may not do."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation import rules
from govern.constituencies.representation.lifecycle.standing import someone
from govern.constituencies.representation.models import PeerOffice
from govern.constituencies.representation.queries.peers import MandateView, PeerLine, lines_of, who_votes_for
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.plain import decision_name
from govern.constituencies.rulebook.rules import group_name
from govern.errors import GovernError, NotFound
from govern.languages import LANGUAGES
from govern.sentences import Sentence


class Choosable(msgspec.Struct, frozen=True):
    """A peer whom a member may choose. `full`: they carry as many as the rules allow."""

    line: PeerLine
    constituency: str
    full: bool


class PeerRules(msgspec.Struct, frozen=True):
    """What the rules say of peers, in a page's words: kinds a peer votes on, kinds kept, how long a choice holds.

    `review_by` is where a choice made today is looked at again.
    """

    kinds: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]
    clause: Sentence
    style: str
    months: int
    most: int | None
    review_by: date


class Choosing(msgspec.Struct, frozen=True):
    """A member before a choice. `why_not`: why nobody can vote for them. `mine`: what they chose, as it stands."""

    why_not: Sentence | None
    peers: tuple[Choosable, ...]
    mine: tuple[MandateView, ...]
    said: PeerRules | None


async def choosing(reading: AsyncSession, member_id: UUID, on: date, language: str) -> Choosing:
    """The peers of the member's groups on a day, and what the member has chosen."""
    book = (await rulebook.in_force(reading, on)).rulebook
    try:
        rules.check_enabled(book)
    except GovernError as refusal:
        return Choosing(refusal.message, (), (), None)
    member = (await someone(reading, [member_id], on))[member_id]
    groups = [group for group in book.peer.constituencies if group in member.groups]
    if not groups:
        names = tuple(group_name(book.constituency(group), language) for group in book.peer.constituencies)
        why = Sentence(
            "Peers are elected for these groups only: {groups} ({rule}). You vote yourself.",
            groups=names,
            rule=citation("peer.constituencies", book),
        )
        return Choosing(why, (), (), None)
    offices = tuple(
        await reading.scalars(
            select(PeerOffice).where(
                PeerOffice.constituency.in_(groups),
                PeerOffice.person_id != member_id,
                PeerOffice.from_on <= on,
                PeerOffice.to_on > on,
            )
        )
    )
    lines = await lines_of(reading, offices, book, on, language)
    peers = tuple(
        Choosable(line, office.constituency, line.most is not None and line.carried >= line.most)
        for office, line in zip(offices, lines, strict=True)
        if line.may
    )
    mine = await who_votes_for(reading, member_id, on, language)
    in_order = tuple(sorted(peers, key=lambda one: (one.full, one.line.name)))
    return Choosing(None, in_order, mine or (), said(book, on, language))


async def choosable(reading: AsyncSession, member_id: UUID, office_id: UUID, on: date, language: str) -> Choosable:
    """One peer of the member's groups. Raises `NotFound`."""
    found = await choosing(reading, member_id, on, language)
    for one in found.peers:
        if one.line.id == office_id:
            return one
    raise NotFound("There is no such peer for you to choose. Go to your page about peers and choose from there.")


def said(book: Rulebook, on: date, language: str) -> PeerRules:
    """The rules of peers for a page."""
    kept, say = book.peer.not_for or (), LANGUAGES[language].say
    names = {kind.id: say(decision_name(book, kind.id, language)) for kind in book.resolutions}
    months = book.peer.opt_in_renew_months or rules.YEARLY
    return PeerRules(
        tuple((kind, name) for kind, name in names.items() if kind not in kept),
        tuple(names[kind] for kind in kept),
        citation("peer.not_for", book),
        book.peer.style or "judgement",
        months,
        book.peer.max_represented,
        rules.review_on(book, on),
    )


def last_day(said_rules: PeerRules, line: PeerLine) -> date:
    """Until when a choice made today holds, if nobody renews it: the review, or the end of the peer's office."""
    return min(said_rules.review_by, line.to_on - timedelta(days=1))
