"""After a vote that was sent with help: the member is told by whom, and the secretary of a supporter at the limit.

The vote itself goes the way of every vote (`voting.cast`, with its `support`). What is told here is written in a
transaction of its own, by the page that sent the vote, or a little later by the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.casting.supporters import helped_in
from govern.ballots.lifecycle.letters import Written, write_all
from govern.ballots.models import Ballot, VoteSupport
from govern.ballots.rules import supporting as rules
from govern.ballots.rules.supporting import HELP_WORDS, Help, Way
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import citation
from govern.database import in_language
from govern.identity import queries as identity
from govern.identity.rules import Site, day_of
from govern.permissions import Role
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society

SUPPORTED = "ballot_supported"
AT_LIMIT = "support_limit"


async def tell_support_due(society: Society, *, at: datetime, site: Site) -> None:
    """Whoever has not been told yet of a vote that was sent with help in their name."""
    async with society.store.reading() as reading:
        if not await reading.scalar(select(func.count()).where(VoteSupport.told.is_(False))):
            return
    async with society.store.writing() as writing:
        await tell_of_support(writing, site=site, at=at)


async def tell_of_support(writing: AsyncSession, *, site: Site, at: datetime) -> int:
    """One letter to each member about each vote that was sent with help. Returns how many votes were told of."""
    found = select(VoteSupport).where(VoteSupport.told.is_(False)).with_for_update()
    rows = tuple(await writing.scalars(found))
    for row in rows:
        await _tell_member(writing, row, site, at)
        row.told = True
    await writing.flush()
    for ballot_id, supporter in {(row.ballot_id, row.supporter_id) for row in rows if row.way is Way.BESIDE}:
        await _warn_of_limit(writing, ballot_id, supporter, site, at)
    if rows:
        await record.add(writing, Event("votes.support_told", "support", at, facts={"votes": len(rows)}))
    return len(rows)


async def _tell_member(writing: AsyncSession, row: VoteSupport, site: Site, at: datetime) -> None:
    ballot = await writing.get_one(Ballot, row.ballot_id)
    member = await identity.person(writing, row.member_id)
    by = (await identity.person(writing, row.supporter_id)).name
    given = help_words(row.help)
    heard = None if row.witness_id is None else (await identity.person(writing, row.witness_id)).name
    how = (
        Sentence("{name} helped you to send your vote. The help was: {help}.", name=by, help=given)
        if heard is None
        else Sentence("{name} read the paper to you on the telephone, and {other} listened.", name=by, other=heard)
    )

    def written(language: str) -> Written:
        title = in_language(ballot.title, language)
        return Sentence("A vote of yours was sent with help: {title}", title=title), (
            how,
            Sentence("Nobody wrote down what you chose, and it must be kept secret."),
            Sentence(
                "If this was not your choice, vote again until {day}. Only your last vote counts.",
                day=ballot.closes_at,
            ),
            site.page(language, f"ballots/{ballot.id}"),
            Sentence("You choose who helps you, and you can end it in one press here:"),
            site.page(language, "me/supporters"),
        )

    await write_all(writing, SUPPORTED, f"ballot:{ballot.id}", [member], written, site, at)


async def _warn_of_limit(
    writing: AsyncSession, ballot_id: UUID, supporter_id: UUID, site: Site, at: datetime
) -> None:
    """The secretary hears that a supporter has helped as many as the rules let them; never whom."""
    ballot = await writing.get_one(Ballot, ballot_id)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    helped = (await helped_in(writing, ballot_id, [supporter_id]))[supporter_id]
    if not rules.is_at_limit(book, helped):
        return
    supporter = await identity.person(writing, supporter_id)
    clause = citation("support.max_members_in_a_ballot", book)

    def written(language: str) -> Written:
        title = in_language(ballot.title, language)
        return Sentence("A supporter has reached the limit: {title}", title=title), (
            Sentence(
                "{name} has helped {count} member to vote.",
                "{name} has helped {count} members to vote.",
                len(helped),
                name=supporter.name,
                count=len(helped),
            ),
            Sentence("That is as many as the rules allow in one ballot ({clause}).", clause=clause),
            Sentence("Nothing has to be done. Another member who asks {name} is refused.", name=supporter.name),
        )

    secretaries = await identity.holders(writing, Role.SECRETARY, day_of(at))
    await write_all(writing, AT_LIMIT, f"ballot:{ballot_id}", secretaries, written, site, at)


def help_words(given: Sequence[str]) -> tuple[Sentence, ...]:
    """The help as it is said, in the order in which it is always named."""
    return tuple(words for help, words in HELP_WORDS.items() if help.value in given and Help(help))
