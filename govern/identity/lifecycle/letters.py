"""What identity writes to people by mail, in their language, put into the outbox with the step that caused it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.identity import rules
from govern.identity.models import Person
from govern.identity.rules import Site
from govern.languages import LANGUAGES, Language
from govern.permissions import OFFICERS, ROLE_NAMES, Role
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.sentences import Sentence

#: The post shows the text of this kind to nobody: it holds a way in.
SIGN_IN = "sign_in"
SET_UP = "set_up"
NOTICE = "identity_notice"

SIGN_IN_AS_OFFICER = Sentence("Officers sign in with a password and a code from a telephone.")
SET_UP_BOTH = Sentence("Open this link to set up both. It is good once, for 24 hours:")
PASSKEYS_GONE = Sentence("The passkeys that you had are removed. You can add them again when you are signed in.")
NOT_YOU = Sentence("If it was not you, tell another officer at once. They can end your sessions.")


def sign_in_mail(*, site: Site, language: str, address: str, token: str, code: str, first_name: str | None) -> Draft:
    """The mail with a link and a code. Made for unknown addresses too, and thrown away, so that both take as long."""
    return _draft(
        SIGN_IN,
        address,
        language,
        Sentence("Sign in to {society}", society=site.name),
        Sentence("Hello {name},", name=first_name) if first_name else Sentence("Hello,"),
        Sentence("You asked to sign in. Open this link in the browser where you asked:"),
        site.page(_spoken(language).code, f"sign-in/link/{token}"),
        Sentence("Or type this code there: {code}", code=rules.grouped(code)),
        Sentence("Both are good once, for 10 minutes."),
        Sentence("If you did not ask, do nothing. Nobody can sign in without this mail."),
    )


async def office_given(
    writing: AsyncSession,
    person: Person,
    role: Role,
    from_on: date,
    decision: str,
    token: str | None,
    *,
    site: Site,
    at: datetime,
) -> None:
    """The mail to somebody appointed, with the link to set up their sign-in where they have none yet."""
    code = _spoken(person.language).code
    ways: tuple[Sentence | str, ...] = (Sentence("You sign in as you do now."),)
    if token is not None:
        ways = (SIGN_IN_AS_OFFICER, SET_UP_BOTH, site.page(code, f"set-up/{token}"))
    elif role in OFFICERS:
        ways = (SIGN_IN_AS_OFFICER, site.page(code, "sign-in/officer"))
    await _tell(
        writing,
        SET_UP if token else NOTICE,
        person,
        person.email,
        Sentence("You have an office in {society}", society=site.name),
        Sentence("Your office: {role}. It begins on {day}.", role=ROLE_NAMES[role], day=from_on),
        Sentence("It follows this decision: {decision}", decision=decision),
        *ways,
        Sentence("If you did not expect this, call us before you do anything."),
        at=at,
    )


async def office_ended(
    writing: AsyncSession, person: Person, role: Role, to_on: date, reason: str, *, site: Site, at: datetime
) -> None:
    """Said to whoever held the office."""
    await _tell(
        writing,
        NOTICE,
        person,
        person.email,
        Sentence("An office of yours in {society} ends", society=site.name),
        Sentence("Your office: {role}. Its last day is {day}.", role=ROLE_NAMES[role], day=to_on),
        Sentence("The reason that was given: {reason}", reason=reason),
        Sentence("If you did not expect this, call us."),
        at=at,
    )


async def officer_set_up(writing: AsyncSession, person: Person, token: str, *, site: Site, at: datetime) -> None:
    """The mail with which an officer sets a password and an authenticator."""
    await _tell(
        writing,
        SET_UP,
        person,
        person.email,
        Sentence("Set up your sign-in as an officer of {society}", society=site.name),
        Sentence("You hold an office."),
        SIGN_IN_AS_OFFICER,
        SET_UP_BOTH,
        site.page(_spoken(person.language).code, f"set-up/{token}"),
        Sentence("If you did not expect this, tell the secretary before you do anything."),
        at=at,
    )


async def password_changed(
    writing: AsyncSession, person: Person, *, no_passkeys: bool = False, site: Site, at: datetime
) -> None:
    """Said to the officer, so that a change they did not make does not stay unseen (ASVS 6.3.7)."""
    await _tell(
        writing,
        NOTICE,
        person,
        person.email,
        Sentence("Your officer sign-in was changed"),
        Sentence("Your password and authenticator for {society} were set on {when}.", society=site.name, when=at),
        *((PASSKEYS_GONE,) if no_passkeys else ()),
        NOT_YOU,
        at=at,
    )


async def own_sign_in_changed(
    writing: AsyncSession, person: Person, what: Sentence, *, site: Site, at: datetime
) -> None:
    """The same for one half, changed by whoever is signed in as this officer."""
    await _tell(
        writing,
        NOTICE,
        person,
        person.email,
        Sentence("Your officer sign-in was changed"),
        what,
        Sentence("Society: {society}. Time: {when}.", society=site.name, when=at),
        Sentence("Wherever else you were signed in, you are signed out."),
        NOT_YOU,
        at=at,
    )


async def codes_made(writing: AsyncSession, person: Person, *, site: Site, at: datetime) -> None:
    """Said when an officer makes codes for a letter, so that nobody comes in as somebody else unseen."""
    await _tell(
        writing,
        NOTICE,
        person,
        person.email,
        Sentence("A letter with sign-in codes is on its way to you"),
        Sentence("An officer of {society} made sign-in codes for you on {when}.", society=site.name, when=at),
        Sentence("If no letter comes within a week, call us."),
        at=at,
    )


async def address_changed(writing: AsyncSession, person: Person, old: str, *, site: Site, at: datetime) -> None:
    """Said to the address that was left."""
    await _tell(
        writing,
        NOTICE,
        person,
        old,
        Sentence("Your email address was changed"),
        Sentence("{society} writes to another email address from now on.", society=site.name),
        Sentence("If you did not ask for this, call us."),
        at=at,
    )


async def address_rests(writing: AsyncSession, person: Person, until: datetime, *, site: Site, at: datetime) -> None:
    """Said in place of a link to an address that was changed while people vote."""
    await _tell(
        writing,
        NOTICE,
        person,
        person.email,
        Sentence("You cannot sign in with this address yet"),
        Sentence(
            "Your email address at {society} was changed a short time ago, and a vote is open.", society=site.name
        ),
        Sentence("Links come to this address from {when} on.", when=until),
        Sentence("To vote before that, use a code from a letter. Call us if you have none."),
        at=at,
    )


async def write_to(
    writing: AsyncSession, person_id: UUID, subject: Sentence, *parts: Sentence | str, site: Site, at: datetime
) -> bool:
    """A letter to one person about what became of something they asked for. False where we have no address."""
    person = await writing.get_one(Person, person_id)
    foot = Sentence("From {society}", society=site.name)
    await _tell(writing, NOTICE, person, person.email, subject, *parts, foot, at=at)
    return person.email is not None


async def _tell(
    writing: AsyncSession,
    kind: str,
    person: Person,
    address: str | None,
    subject: Sentence,
    *parts: Sentence | str,
    at: datetime,
) -> None:
    """A letter to one person, greeted by name; nobody is written to who has no address."""
    if address is None:
        return
    greeting = Sentence("Hello {name},", name=person.first_name)
    draft = _draft(kind, address, person.language, subject, greeting, *parts)
    await post.write(writing, msgspec.structs.replace(draft, person_id=person.id), at=at)


def _spoken(language: str) -> Language:
    return LANGUAGES.get(language) or LANGUAGES["en"]


def _draft(kind: str, address: str, language: str, subject: Sentence, *parts: Sentence | str) -> Draft:
    reader = _spoken(language)
    body = "\n\n".join(part if isinstance(part, str) else reader.say(part) for part in parts)
    return Draft(
        to_address=address,
        kind=kind,
        about="identity",
        language=reader.code,
        subject=reader.say(subject),
        body=body + "\n",
    )
