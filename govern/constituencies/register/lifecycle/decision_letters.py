"""What an applicant is told: that we have it, what was decided and why, and what they can do (M43)."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.models import Application
from govern.constituencies.register.rules import ApplicationStage
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import plain_group_name
from govern.identity.rules import Site, grouped
from govern.languages import LANGUAGES, Language
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.sentences import Sentence

RECEIVED, DECIDED = "application_received", "application_decided"
HOW = "join/mine"


class Told(msgspec.Struct, frozen=True):
    """A letter in the applicant's language: its subject and its paragraphs."""

    subject: str
    parts: tuple[str, ...]


async def tell_received(writing: AsyncSession, row: Application, code: str, *, site: Site, at: datetime) -> None:
    """The number and the code with which they see it again."""
    language = _spoken(row)
    said = _worded(
        language,
        row,
        Sentence("We have your application"),
        Sentence("Number {number}, code {code}.", number=row.number, code=grouped(code)),
        Sentence("With both you can see how it stands, or take it back:"),
        site.page(language.code, HOW),
        Sentence("You will hear from us when it is decided."),
    )
    await _write(writing, RECEIVED, row, said, site, at)


async def tell_decision(writing: AsyncSession, row: Application, book: Rulebook, *, site: Site, at: datetime) -> None:
    await _write(writing, DECIDED, row, decision(row, book, site), site, at)


def decision(row: Application, book: Rulebook, site: Site) -> Told:
    """The decision as it stands now, for the outbox and for paper."""
    language = _spoken(row)
    group = plain_group_name(book.constituency(row.constituency), language.code)
    if row.stage in (ApplicationStage.ADMITTED, ApplicationStage.OVERTURNED):
        subject = Sentence("You are a member of {society}", society=site.name)
        parts: tuple[Sentence | str, ...] = (
            Sentence("You belong to this group from today on: {group}.", group=group),
            *((Sentence("The reason: {reason}", reason=row.appeal_reason),) if row.appeal_reason else ()),
            Sentence("You can sign in here with your email address, or with a code from a letter:"),
            site.page(language.code, "sign-in"),
        )
    elif row.stage is ApplicationStage.UPHELD:
        subject = Sentence("Your appeal was decided")
        parts = (
            Sentence("We looked at it again. The decision stands: you are not admitted to {group}.", group=group),
            Sentence("The reason: {reason}", reason=row.appeal_reason or ""),
            Sentence("You can apply again when something has changed."),
        )
    else:
        subject = Sentence("Your application was not accepted")
        parts = (
            Sentence("You asked to belong to this group: {group}.", group=group),
            Sentence("The reason: {reason}", reason=row.reason or ""),
            *_how_to_appeal(book),
            site.page(language.code, HOW),
            Sentence("You can also write to us or call us."),
        )
    return _worded(language, row, subject, *parts)


def _how_to_appeal(book: Rulebook) -> tuple[Sentence, ...]:
    needed = rules.appellants_needed(book)
    first = Sentence("If you think this is wrong, you can ask us to look again. Somebody else decides then.")
    if needed == 1:
        return first, Sentence("Here you can do that, with the number and the code of your application:")
    together = Sentence(
        "{n} members carry an appeal together. They do not live together and are not close relatives.", n=needed
    )
    return first, together, Sentence("Here you can do that, with the number and the code of your application:")


async def _write(writing: AsyncSession, kind: str, row: Application, said: Told, site: Site, at: datetime) -> None:
    """Into the outbox; whoever has no address is told on paper, which the office prints."""
    if row.email is None:
        return
    language = _spoken(row)
    foot = language.say(Sentence("From {society}", society=site.name))
    draft = Draft(
        to_address=row.email,
        kind=kind,
        about=f"application:{row.id}",
        language=language.code,
        subject=said.subject,
        body="\n\n".join((*said.parts, foot)) + "\n",
        person_id=row.person_id,
    )
    await post.write(writing, draft, at=at)


def _worded(language: Language, row: Application, subject: Sentence, *parts: Sentence | str) -> Told:
    hello = language.say(Sentence("Hello {name},", name=row.first_name or row.name))
    said = (part if isinstance(part, str) else language.say(part) for part in parts)
    return Told(language.say(subject), (hello, *said))


def _spoken(row: Application) -> Language:
    return LANGUAGES.get(row.language) or LANGUAGES["en"]
