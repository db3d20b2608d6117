"""What is written about proxies: to whoever was named, that they were, and that it has ended; to the member, that
their paper was entered, or that somebody does not do it. No letter says how to vote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation.lifecycle import letters
from govern.constituencies.representation.lifecycle.letters import Written
from govern.constituencies.representation.queries.proxies import ProxyView
from govern.database import in_language
from govern.identity import queries as identity
from govern.identity.rules import Site
from govern.sentences import Sentence

NAMED = "proxy_named"
ENDED = "proxy_ended"
DECLINED = "proxy_declined"
ENTERED = "proxy_entered"


async def tell_named(
    writing: AsyncSession,
    view: ProxyView,
    title: dict[str, str],
    starts_at: datetime,
    *,
    attends: bool,
    site: Site,
    at: datetime,
) -> bool:
    """To whoever was named: for whom, at which meeting, and that they may say no."""

    def written(language: str) -> Written:
        parts = (
            Sentence(
                "{member} has named you to vote for them at this meeting: {title}.",
                member=view.member,
                title=in_language(title, language),
            ),
            Sentence("It is on {moment}.", moment=starts_at),
            Sentence("You need not do it. Here you see what is left to you, and can say that you do not do it:"),
            site.page(language, f"meetings/{view.meeting_id}/proxy"),
        )
        come = Sentence("You can vote for them only at the meeting, once you are checked in there.")
        return Sentence("{member} asks you to vote for them", member=view.member), (
            *parts,
            *((come,) if attends else ()),
        )

    return await _write(writing, NAMED, view, view.holder_id, written, site, at)


async def tell_entered(
    writing: AsyncSession, view: ProxyView, title: dict[str, str], *, site: Site, at: datetime
) -> bool:
    """To the member: an officer entered their paper. So nobody can be named in their place unseen."""

    def written(language: str) -> Written:
        return Sentence("We have your paper: {holder} votes for you", holder=view.holder), (
            Sentence(
                "We entered your paper for this meeting: {title}. It says that {holder} votes for you.",
                title=in_language(title, language),
                holder=view.holder,
            ),
            Sentence("Did you not send it, or have you changed your mind? Take it back here, or call us:"),
            site.page(language, f"meetings/{view.meeting_id}/proxy"),
        )

    return await _write(writing, ENTERED, view, view.member_id, written, site, at)


async def tell_ended(
    writing: AsyncSession, view: ProxyView, title: dict[str, str], *, site: Site, at: datetime
) -> bool:
    """To whoever was named: the member took it back, or named somebody else."""

    def written(language: str) -> Written:
        return Sentence("You do not vote for {member} any more", member=view.member), (
            Sentence(
                "{member} has taken back that you vote for them at this meeting: {title}.",
                member=view.member,
                title=in_language(title, language),
            ),
            Sentence("There is nothing for you to do."),
        )

    return await _write(writing, ENDED, view, view.holder_id, written, site, at)


async def tell_declined(
    writing: AsyncSession, view: ProxyView, title: dict[str, str], *, site: Site, at: datetime
) -> bool:
    """To the member: the person they named does not do it. They can vote themself, or name somebody else in time."""

    def written(language: str) -> Written:
        return Sentence("{holder} does not vote for you", holder=view.holder), (
            Sentence(
                "{holder} says that they do not vote for you at this meeting: {title}.",
                holder=view.holder,
                title=in_language(title, language),
            ),
            Sentence("You can vote yourself, or name somebody else until {moment}:", moment=view.until),
            site.page(language, f"meetings/{view.meeting_id}/proxy"),
        )

    return await _write(writing, DECLINED, view, view.member_id, written, site, at)


async def tell_cannot(
    writing: AsyncSession, view: ProxyView, title: dict[str, str], *, site: Site, at: datetime
) -> bool:
    """To the member: the person they named cannot do it. Why is not said."""

    def written(language: str) -> Written:
        return Sentence("{holder} does not vote for you", holder=view.holder), (
            Sentence(
                "{holder} cannot vote for you at this meeting: {title}.",
                holder=view.holder,
                title=in_language(title, language),
            ),
            Sentence("You can vote yourself, or name somebody else until {moment}:", moment=view.until),
            site.page(language, f"meetings/{view.meeting_id}/proxy"),
        )

    return await _write(writing, DECLINED, view, view.member_id, written, site, at)


async def _write(
    writing: AsyncSession,
    kind: str,
    view: ProxyView,
    to: UUID | None,
    written: Callable[[str], Written],
    site: Site,
    at: datetime,
) -> bool:
    people = await identity.people_by_id(writing, [] if to is None else [to])
    told = await letters.write(writing, kind, f"meeting:{view.meeting_id}", people.values(), written, site, at)
    return told > 0


__all__ = ["tell_cannot", "tell_declined", "tell_ended", "tell_entered", "tell_named"]
