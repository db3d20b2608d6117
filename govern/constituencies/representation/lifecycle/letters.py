"""What members are written about their peer: that they choose again soon, that a choice was noted for them or ended,
that the peer stops. By mail, or by post to whoever has no mail address."""

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
NOTED = "mandate_noted"
ENDED = "mandate_ended"
#: So long before the review a member is written to, once.
BEFORE = timedelta(days=30)

Written = tuple[Sentence, tuple[Sentence | str, ...]]
"""Subject and paragraphs."""
Worded = Callable[[str], Written]
"""A letter by the language of its reader."""


async def remind_due(writing: AsyncSession, *, site: Site, at: datetime) -> int:
    """To every member whose choice is looked at within a month, once. Returns how many letters."""
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
        if office.why_over is WhyOver.ELECTED_AGAIN:
            return Sentence("Your peer was elected again: {peer}", peer=peer.name), (
                Sentence("{peer} was elected again and begins anew on {day}.", peer=peer.name, day=on),
                Sentence("From that day nobody votes for you until you choose again. You can do it here:"),
                site.page(language, "me/peers"),
            )
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


async def tell_noted(writing: AsyncSession, mandate: PeerMandate, *, site: Site, at: datetime) -> int:
    """To a member for whom somebody wrote down which peer they want: what is noted, and how they end it."""
    office = await writing.get_one(PeerOffice, mandate.office_id)
    ids = {office.person_id, mandate.member_id} | ({mandate.noted_by} if mandate.noted_by else set())
    people = await identity.people_by_id(writing, ids)
    peer, noter = people[office.person_id].name, people[mandate.noted_by].name if mandate.noted_by else site.name

    def words(language: str) -> Written:
        return Sentence("We wrote down that you want {peer} to vote for you", peer=peer), (
            Sentence("{noter} wrote this down on {day}.", noter=noter, day=day_of(at)),
            Sentence("{peer} votes for you when you do not vote yourself.", peer=peer),
            Sentence("It ends by itself after {day}, unless you choose again.", day=mandate.review_by),
            Sentence("Is this not what you want? Then end it here, or call us. It ends at once:"),
            site.page(language, "me/peers"),
        )

    return await write(writing, NOTED, f"mandate:{mandate.id}", [people[mandate.member_id]], words, site, at)


async def tell_ended(writing: AsyncSession, mandate_id: UUID, *, site: Site, at: datetime) -> int:
    """To a member whose mandate somebody else ended: from when nobody votes for them, and what they can do."""
    mandate = await writing.get_one(PeerMandate, mandate_id)
    office = await writing.get_one(PeerOffice, mandate.office_id)
    people = await identity.people_by_id(writing, {office.person_id, mandate.member_id})
    peer, on = people[office.person_id].name, mandate.ended_on
    assert on is not None

    def words(language: str) -> Written:
        return Sentence("{peer} does not vote for you any more", peer=peer), (
            Sentence("It ended on {day}.", day=on),
            Sentence("From that day nobody votes for you. You vote yourself, or choose another peer:"),
            site.page(language, "me/peers"),
            Sentence("Did you not want this? Call us."),
        )

    told = await write(writing, ENDED, f"mandate:{mandate_id}", [people[mandate.member_id]], words, site, at)
    facts: dict[str, str | int | bool | None] = {"letters": told}
    await record.add(writing, Event("mandate.ended-told", f"mandate:{mandate_id}", at, None, facts))
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
    """One letter to each of these, by post to whoever has no mail address. Returns how many."""
    drafts = []
    for person in people:
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
                format=person.format,
            )
        )
    await post.write_all(writing, drafts, at=at)
    return len(drafts)


def _body(language: Language, person: PersonView, parts: tuple[Sentence | str, ...], site: Site) -> str:
    hello = Sentence("Hello {name},", name=person.first_name)
    foot = Sentence("From {society}", society=site.name)
    said = [part if isinstance(part, str) else language.say(part) for part in (hello, *parts, foot)]
    return "\n\n".join(said) + "\n"


__all__ = ["remind_due", "tell_ended", "tell_noted", "tell_over", "write"]
