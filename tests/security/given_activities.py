"""Given in the walked forum: something planned that people signed up for, something done with a photograph, an offer,
and somebody's address for their calendar. The member organises both and offers something."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from PIL import Image
from sqlalchemy import select

from govern.documents import photographs
from govern.forums.activities import lifecycle as activities
from govern.forums.activities.lifecycle import OfferDraft, Outcome
from govern.forums.activities.models import Picture, SignUp
from govern.forums.activities.rules import OfferKind, OpenTo, Plan, Way
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.society import Society


def a_photograph() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, "PNG")
    return made.getvalue()


async def a_day_out(
    society: Society, canary: str, member: UUID, officer: UUID, ids: dict[str, str], at: datetime
) -> None:
    """`officer` leads the forum and enters who called."""
    forum, called = UUID(ids["forum_id"]), UUID(ids["person_id"])
    kept = await photographs.keep(society.uploads(), a_photograph())
    plan = Plan(title=f"{canary} walk", place="Pont", open_to=OpenTo.SOCIETY)
    ahead = Plan(title=f"{canary} trip", starts_at=at + timedelta(days=40), places=12, open_to=OpenTo.SOCIETY)
    async with society.store.writing() as writing:
        # While another forum speaks through it nobody can close it, whoever walks by and presses the button.
        families = ForumDraft(layer="family", name={"en": f"{canary} families"}, linked_to=forum)
        await gatherings.found_forum(writing, families, by=None, at=at)
        done = await activities.plan(writing, forum, plan, "en", organiser=member, by=member, at=at)
        await activities.note_outcome(writing, done, Outcome(came=3, held_on=at.date()), by=member, at=at)
        await activities.give_hours(writing, done, "", 90, by=member, at=at)
        trip = await activities.plan(writing, forum, ahead, "en", organiser=member, by=member, at=at)
        await activities.sign_up(writing, trip, member, Way.PAGE, "A seat", by=member, at=at)
        await activities.sign_up(writing, trip, called, Way.PHONE, None, by=officer, at=at)
        signed = await writing.scalar(select(SignUp.id).where(SignUp.person_id == called))
        # Looked at where people sign up, so that every address has what it shows.
        writing.add(
            Picture(
                activity_id=trip,
                description="A hill",
                consent="All of them said yes",
                added_at=at,
                **msgspec.structs.asdict(kept),
            )
        )
        wanted = OfferDraft(kind=OfferKind.VENUE, words="A room on Mondays")
        offer = await activities.make_offer(writing, forum, wanted, by=member, at=at)
        feed = await activities.make_feed(writing, society.key("codes"), member, at=at)
    token = activities.token_of(society.key("codes"), feed)
    ids |= {"activity_id": str(trip), "sign_up_id": str(signed), "offer_id": str(offer)}
    ids |= {"photograph_id": str(kept.id), "feed_token": token, "forum_year": "2026"}
