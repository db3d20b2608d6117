"""Third chapter: those who signed up are told, each in their language: by mail, or by whoever looks after the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.forums.activities.models import Activity, Offer, SignUp
from govern.forums.activities.rules import ANSWER_WORDS, News, pounds
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.identity.rules import Site
from govern.languages import LANGUAGES
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.sentences import Sentence

Written = tuple[Sentence, tuple[Sentence | str, ...]]
"""Subject and paragraphs."""


async def tell(
    writing: AsyncSession, row: Activity, people: Sequence[SignUp], news: News, *, site: Site | None, at: datetime
) -> int:
    """A mail to everybody who has an address; of the others it is noted that somebody has to tell them.

    Returns how many mails were written.
    """
    known = await identity.people_by_id(writing, [one.person_id for one in people])
    drafts = []
    for one in people:
        person = known[one.person_id]
        if person.email is None or site is None:
            one.to_tell = news
            continue
        one.to_tell = None
        drafts.append(_draft(person, f"activity_{news.value}", f"activity:{row.id}", _written(row, news, site), site))
    await post.write_all(writing, drafts, at=at)
    return len(drafts)


async def tell_answered(writing: AsyncSession, offer: Offer, forum: str, *, site: Site, at: datetime) -> None:
    """To whoever offered something: what the forum says to it. `forum` is its name."""
    if offer.offered_by is None or offer.answer is None:
        return
    person = await identity.person(writing, offer.offered_by)
    if person.email is None:
        return
    said = ANSWER_WORDS[offer.answer]

    def written(language: str) -> Written:
        return Sentence("An answer to what you offered"), (
            Sentence("You offered to {forum}: {words}", forum=forum, words=offer.words),
            Sentence("The answer: {answer}.", answer=said),
            *((offer.answer_words,) if offer.answer_words else ()),
            site.page(language, f"forums/{offer.forum_id}/offers"),
        )

    draft = _draft(person, "offer_answered", f"offer:{offer.id}", written, site)
    await post.write(writing, draft, at=at)


def _written(row: Activity, news: News, site: Site) -> Callable[[str], Written]:
    def written(language: str) -> Written:
        title = in_language(row.title, language)
        page = site.page(language, f"activities/{row.id}")
        plan: tuple[Sentence | str, ...] = (*_plan(row, language), page)
        back = Sentence("If you cannot come, take it back on that page. Then somebody else can have your place.")
        if news is News.MOVED_UP:
            there = Sentence("There is a place for you now at: {title}.", title=title)
            return Sentence("You have a place: {title}", title=title), (there, *plan, back)
        if news is News.CHANGED:
            changed = Sentence("The plan has changed. This is how it is now: {title}.", title=title)
            return Sentence("Changed: {title}", title=title), (changed, *plan, back)
        if news is News.CALLED_OFF:
            off = Sentence("This does not take place: {title}.", title=title)
            return Sentence("Called off: {title}", title=title), (off, row.called_off_why or "", page)
        soon = Sentence("You signed up for: {title}.", title=title)
        return Sentence("Soon: {title}", title=title), (soon, *plan, back)

    return written


def _plan(row: Activity, language: str) -> tuple[Sentence, ...]:
    place = in_language(row.place, language)
    return (
        Sentence("When: {moment}", moment=row.starts_at)
        if row.starts_at
        else Sentence("The day is still to be agreed."),
        *((Sentence("Where: {place}", place=place),) if place else ()),
        *((Sentence("Cost for each person: {amount}", amount=pounds(row.cost_pence)),) if row.cost_pence else ()),
    )


def _draft(person: PersonView, kind: str, about: str, written: Callable[[str], Written], site: Site) -> Draft:
    language = LANGUAGES.get(person.language, LANGUAGES["en"])
    subject, parts = written(language.code)
    hello = language.say(Sentence("Hello {name},", name=person.first_name))
    body = "\n\n".join(part if isinstance(part, str) else language.say(part) for part in parts if part)
    foot = language.say(Sentence("From {society}", society=site.name))
    return Draft(
        to_address=person.email or "",
        kind=kind,
        about=about,
        language=language.code,
        subject=language.say(subject)[:300],
        body=f"{hello}\n\n{body}\n\n{foot}\n",
        person_id=person.id,
    )
