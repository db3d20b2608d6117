"""What members are written about their peer: that they choose again soon, or that the peer stops."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.representation.models import PeerMandate, PeerOffice
from govern.constituencies.representation.rules import WhyOver, peers_vote
from govern.constituencies.rulebook import queries as rulebook
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.identity.rules import Site, day_of
from govern.languages import LANGUAGES, Language
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.record import Event
from govern.sentences import Sentence

REVIEW = "mandate_review"
OVER = "peer_over"
#: So long before the review a member is written to, once.
BEFORE = timedelta(days=30)

Written = tuple[Sentence, tuple[Sentence | str, ...]]
"""Subject and paragraphs."""
Worded = Callable[[str], Written]
"""A letter by the language of its reader."""


async def remind_due(writing: AsyncSession, *, site: Site, at: datetime) -> int:
    """To every member whose choice is looked at within a month and who has not been told. Returns how many letters.

    Whoever has no mail address is on the office's list of reviews that are due.
    """
    today = day_of(at)
    if not peers_vote((await rulebook.in_force(writing, today)).rulebook):
        return 0
    found = await writing.execute(
        select(PeerMandate, PeerOffice.person_id)
        .join(PeerOffice, PeerOffice.id == PeerMandate.office_id)
        .where(
            PeerMandate.reminded_on.is_(None),
            PeerMandate.ended_on.is_(None),
            PeerMandate.from_on <= today,
            PeerMandate.review_by >= today,
            PeerMandate.review_by <= today + BEFORE,
            or_(PeerMandate.to_on.is_(None), PeerMandate.to_on > today),
            PeerOffice.to_on > today,
        )
        .order_by(PeerMandate.review_by, PeerMandate.id)
    )
    rows = [(mandate, peer) for mandate, peer in found]
    people = await identity.people_by_id(writing, {m.member_id for m, _ in rows} | {peer for _, peer in rows})
    written = 0
    for mandate, peer in rows:
        mandate.reminded_on = today
        words = _due(people[peer].name, mandate.review_by, site)
        written += await write(writing, REVIEW, f"mandate:{mandate.id}", [people[mandate.member_id]], words, site, at)
    if rows:
        facts: dict[str, str | int | bool | None] = {"letters": written}
        await record.add(writing, Event("mandate.reminded", "mandates", at, None, facts))
    return written


def _due(peer: str, review_by: date, site: Site) -> Worded:
    def words(language: str) -> Written:
        return Sentence("Who votes for you if you don't: please choose again"), (
            Sentence("{peer} votes for you when you do not vote yourself. You chose that.", peer=peer),
            Sentence("It ends by itself after {day}, unless you choose again:", day=review_by),
            site.page(language, "me/peers"),
            Sentence("You need not do anything. Then only you vote for yourself."),
        )

    return words


async def tell_over(writing: AsyncSession, office_id: UUID, on: date, *, site: Site, at: datetime) -> int:
    """To everybody carried until now: their peer stops, from when, and what they can do. Returns how many letters.

    Call it after the office was ended: those whose choice had not lapsed by that day are told.
    """
    office = await writing.get_one(PeerOffice, office_id)
    mine = await writing.scalars(
        select(PeerMandate.member_id).where(
            PeerMandate.office_id == office_id, PeerMandate.ended_on.is_(None), PeerMandate.review_by >= on
        )
    )
    people = await identity.people_by_id(writing, {office.person_id, *mine})
    peer = people.pop(office.person_id)

    def words(language: str) -> Written:
        first = (
            Sentence("{peer} was recalled by the group and is no longer a peer from {day}.", peer=peer.name, day=on)
            if office.why_over is WhyOver.RECALLED
            else Sentence("{peer} is no longer a peer from {day}.", peer=peer.name, day=on)
        )
        return Sentence("Your peer stops: {peer}", peer=peer.name), (
            first,
            Sentence("From that day nobody votes for you. You vote yourself, or choose another peer:"),
            site.page(language, "me/peers"),
        )

    about = f"peer_office:{office_id}"
    told = await write(writing, OVER, about, list(people.values()), words, site, at)
    facts: dict[str, str | int | bool | None] = {"letters": told}
    await record.add(writing, Event("peer.over-told", about, at, None, facts))
    return told


async def write(
    writing: AsyncSession,
    kind: str,
    about: str,
    people: Collection[PersonView],
    words: Worded,
    site: Site,
    at: datetime,
) -> int:
    """One letter to each of these who has a mail address. Returns how many."""
    drafts = []
    for person in people:
        if person.email is None:
            continue
        language = LANGUAGES.get(person.language) or LANGUAGES["en"]
        subject, parts = words(language.code)
        drafts.append(
            Draft(
                to_address=person.email,
                kind=kind,
                about=about,
                language=language.code,
                subject=language.say(subject),
                body=_body(language, person, parts, site),
                person_id=person.id,
            )
        )
    await post.write_all(writing, drafts, at=at)
    return len(drafts)


def _body(language: Language, person: PersonView, parts: tuple[Sentence | str, ...], site: Site) -> str:
    hello = Sentence("Hello {name},", name=person.first_name)
    foot = Sentence("From {society}", society=site.name)
    said = [part if isinstance(part, str) else language.say(part) for part in (hello, *parts, foot)]
    return "\n\n".join(said) + "\n"


__all__ = ["remind_due", "tell_over", "write"]
