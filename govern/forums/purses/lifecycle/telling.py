"""Letters about shared money: a share is asked for, an answer was written down for somebody, a spend is settled; and
to whoever asked the fund, what its panel decided. Officers see that there are such letters, and no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.rules import pounds
from govern.database import in_language
from govern.forums.gatherings.lifecycle.letters import Part, Written, letter_to
from govern.forums.purses.models import Asked, Pot, Spend
from govern.forums.purses.rules import COMES_AGAIN, AskStage, SpendState
from govern.identity import queries as identity
from govern.identity.rules import Site
from govern.post import lifecycle as post
from govern.post.rules import PURSE
from govern.sentences import Sentence

TOGETHER = Sentence("Nothing of your share is spent on it. All who share decide together: say yes or no.")


def _what(pot: Pot, spend: Spend, language: str) -> Sentence:
    return Sentence(
        "{pot}: {what}, {amount}.",
        pot=in_language(pot.name, language),
        what=in_language(spend.what, language),
        amount=pounds(spend.total_pence),
    )


async def tell_asked(
    writing: AsyncSession,
    pot: Pot,
    spend: Spend,
    parts: Mapping[UUID, int],
    others: Collection[UUID],
    *,
    site: Site,
    at: datetime,
) -> None:
    """Everybody whose yes is needed for a spend; and `others`, who decide about it together with them."""
    wanted = {*parts, *others} - {spend.proposed_by}
    people = await identity.people_by_id(writing, wanted)

    def written_for(person_id: UUID) -> Written:
        own = _own(parts[person_id]) if person_id in parts else (TOGETHER,)
        return lambda language: (
            Sentence("We ask you about money you share"),
            (
                Sentence("Somebody asks to spend this:"),
                _what(pot, spend, language),
                *own,
                Sentence("You can answer here, or tell your facilitator:"),
                site.page(language, f"pots/{pot.id}/spends/{spend.id}"),
            ),
        )

    drafts = [
        letter_to(person, written_for(person.id), kind=PURSE, about=f"pot:{pot.id}", site=site)
        for person in people.values()
    ]
    await post.write_all(writing, drafts, at=at)


def _own(pence: int) -> tuple[Sentence, ...]:
    return (
        Sentence("Of your share it would be {amount}.", amount=pounds(pence)),
        Sentence("Nothing of it is spent without your own yes. A no is a good answer too."),
    )


async def tell_noted(
    writing: AsyncSession, pot: Pot, spend: Spend, person_id: UUID, yes: bool, there: str, *, site: Site, at: datetime
) -> None:
    """Somebody else wrote an answer down: whose it is reads what it says."""
    person = await identity.person(writing, person_id)
    said = Sentence("They wrote down: yes.") if yes else Sentence("They wrote down: no.")

    def written(language: str) -> tuple[Sentence, tuple[Part, ...]]:
        return Sentence("Your answer was written down"), (
            Sentence("Your facilitator wrote down your answer about this:"),
            _what(pot, spend, language),
            said,
            Sentence("Who was there: {there}", there=there),
            Sentence("Is this wrong? Tell your facilitator, or look here:"),
            site.page(language, f"pots/{pot.id}/spends/{spend.id}"),
        )

    await post.write(writing, letter_to(person, written, kind=PURSE, about=f"pot:{pot.id}", site=site), at=at)


async def tell_settled(
    writing: AsyncSession, pot: Pot, spend: Spend, concerned: Collection[UUID], *, site: Site, at: datetime
) -> None:
    """It is spent, or it is not: all whose answer it needed, whoever asked, and whoever wrote an answer down."""
    came = (
        Sentence("It is spent. Everybody whose money it is said yes.")
        if spend.state is SpendState.SPENT
        else Sentence("It is not spent. Your money stays where it is.")
    )

    def written(language: str) -> tuple[Sentence, tuple[Part, ...]]:
        return Sentence("What became of it: money you share"), (
            _what(pot, spend, language),
            came,
            Sentence("You can read it here:"),
            site.page(language, f"pots/{pot.id}/spends/{spend.id}"),
        )

    people = await identity.people_by_id(writing, concerned)
    drafts = [letter_to(one, written, kind=PURSE, about=f"pot:{pot.id}", site=site) for one in people.values()]
    await post.write_all(writing, drafts, at=at)


async def tell_decided(writing: AsyncSession, row: Asked, person_id: UUID, *, site: Site, at: datetime) -> None:
    """To whoever asked the fund: granted or not, and what they can do now. Nobody else reads who that is."""
    person = await identity.person(writing, person_id)
    answer = Sentence("The panel does not grant it.")
    if row.stage is AskStage.GRANTED:
        answer = Sentence("The panel grants it. You get {amount}.", amount=pounds(row.pence))
    elif row.stage is AskStage.NO_MONEY:
        answer = Sentence("The panel agreed. There is not enough in the fund now, so nothing is paid.")
    again = Sentence("You can ask once more, with what is new. The panel does not know who you are.")
    paid = Sentence("Whoever keeps the fund pays it out. The panel does not know who you are.")

    def written(language: str) -> tuple[Sentence, tuple[Part, ...]]:
        return Sentence("What the fund decided"), (
            Sentence("You asked the fund for people in need, under the code {code}.", code=row.code),
            answer,
            again if row.stage in COMES_AGAIN else paid,
            Sentence("You can read it here:"),
            site.page(language, "fund"),
        )

    draft = letter_to(person, written, kind=PURSE, about=f"fund_asked:{row.id}", site=site)
    await post.write(writing, draft, at=at)
