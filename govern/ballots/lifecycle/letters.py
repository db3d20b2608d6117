"""What a ballot writes to people, in their language. No letter holds a choice.

The kinds `ballot_reminder` and `ballot_receipt` tell who has voted and who has not: the outbox shows nobody whom they
went to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import OWN, Ballot, CastEnvelope, MemberHandle, PaperArrival
from govern.ballots.queries.guarding import guards_of
from govern.ballots.rules import can_vote_until
from govern.ballots.rules.secrecy import level_in_short
from govern.ballots.seal.fingerprint import fingerprint
from govern.constituencies.register import queries as register
from govern.database import in_language
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.identity.rules import Site, day_of
from govern.languages import LANGUAGES, Language
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.sentences import Sentence

OPEN = "ballot_open"
REMINDER = "ballot_reminder"
RECEIPT = "ballot_receipt"
WITHDRAWN = "ballot_withdrawn"
RESULT = "ballot_result"

Written = tuple[Sentence, tuple[Sentence | str, ...]]
"""Subject and paragraphs."""


def _title(ballot: Ballot, language: str) -> str:
    """What the vote is called. The outbox shows subjects to officers: of a forum that is not there for them, none."""
    if ballot.hidden:
        return LANGUAGES[language].say(Sentence("a vote of one of your forums"))
    return in_language(ballot.title, language)


async def tell_open(writing: AsyncSession, ballot: Ballot, *, site: Site, at: datetime) -> int:
    """To everybody on the roll: voting is open, until when, and the fingerprint of the papers (decision 23)."""
    words = fingerprint(ballot.manifest_hash or b"")
    level = level_in_short(await guards_of(writing, ballot))

    def written(language: str) -> Written:
        title = _title(ballot, language)
        return Sentence("Voting is open: {title}", title=title), (
            can_vote_until(ballot.closes_at, in_the_room=ballot.in_the_room),
            site.page(language, f"ballots/{ballot.id}"),
            Sentence("You can vote again until then. Only your last vote counts."),
            level,
            Sentence("The fingerprint of the papers is: {words}", words=" ".join(words)),
            Sentence("If you vote on another screen with other words, something is wrong. Call us."),
        )

    return await write_all(writing, OPEN, f"ballot:{ballot.id}", await _roll(writing, ballot.id), written, site, at)


async def remind(writing: AsyncSession, ballot: Ballot, *, site: Site, at: datetime) -> int:
    """To everybody on the roll who has not voted themself, on a screen or on paper. Returns how many letters."""
    voted = select(CastEnvelope.handle).where(CastEnvelope.ballot_id == ballot.id, CastEnvelope.channel.in_(OWN))
    waiting = select(MemberHandle.person_id).where(
        MemberHandle.ballot_id == ballot.id,
        MemberHandle.handle.not_in(voted),
        MemberHandle.handle.not_in(select(PaperArrival.handle).where(PaperArrival.ballot_id == ballot.id)),
    )
    people = await identity.people_by_id(writing, await writing.scalars(waiting))

    def written(language: str) -> Written:
        title = _title(ballot, language)
        return Sentence("You can still vote: {title}", title=title), (
            Sentence("Your envelope is not in the box yet."),
            can_vote_until(ballot.closes_at, in_the_room=ballot.in_the_room),
            site.page(language, f"ballots/{ballot.id}"),
            Sentence("You may also leave it. No officer sees who got this email."),
        )

    return await write_all(writing, REMINDER, f"ballot:{ballot.id}", people.values(), written, site, at)


async def send_receipt(
    writing: AsyncSession, ballot: Ballot, person: PersonView, code: str, *, site: Site, at: datetime
) -> bool:
    """The receipt by mail, where somebody wants it; and what to do if they did not vote. False without an address."""

    def written(language: str) -> Written:
        title = _title(ballot, language)
        return Sentence("Your vote is in: {title}", title=title), (
            Sentence("The code of your envelope is {code}.", code=code),
            Sentence("It shows that your envelope is in the box. It does not show what you chose."),
            Sentence("You can vote again until {day}. Only your last vote counts.", day=ballot.closes_at),
            Sentence("If you did not cast this vote, say so here before the count:"),
            site.page(language, f"ballots/{ballot.id}/not-mine"),
        )

    return await write_all(writing, RECEIPT, f"ballot:{ballot.id}", [person], written, site, at) == 1


async def tell_papers_came(
    writing: AsyncSession, ballot: Ballot, handles: Iterable[str], *, site: Site, at: datetime
) -> int:
    """To each member whose paper two tellers have logged: it came; and what to do if they sent none."""
    theirs = select(MemberHandle.person_id).where(
        MemberHandle.ballot_id == ballot.id, MemberHandle.handle.in_(list(handles))
    )
    people = await identity.people_by_id(writing, await writing.scalars(theirs))

    def written(language: str) -> Written:
        title = _title(ballot, language)
        return Sentence("Your paper has come: {title}", title=title), (
            Sentence("Two tellers have your envelope. It stays closed until voting has ended."),
            Sentence("If you sent no paper, say so here before the count:"),
            site.page(language, f"ballots/{ballot.id}/not-mine"),
        )

    return await write_all(writing, RECEIPT, f"ballot:{ballot.id}", people.values(), written, site, at)


async def tell_withdrawn(writing: AsyncSession, ballot: Ballot, reason: str, *, site: Site, at: datetime) -> int:
    """To everybody on the roll: there is no vote; what was cast stays sealed for ever."""

    def written(language: str) -> Written:
        title = _title(ballot, language)
        return Sentence("This vote was withdrawn: {title}", title=title), (
            Sentence("The reason: {reason}", reason=reason),
            Sentence("Envelopes in the box stay sealed. Nobody opens them. You will hear of a new vote."),
        )

    return await write_all(
        writing, WITHDRAWN, f"ballot:{ballot.id}", await _roll(writing, ballot.id), written, site, at
    )


async def tell_recovered(writing: AsyncSession, ballot: Ballot, *, site: Site, at: datetime) -> int:
    """To everybody on the roll: the box was put back; look whether your envelope is in it, or hand in its receipt."""

    def written(language: str) -> Written:
        title = _title(ballot, language)
        return Sentence("Look whether your envelope is still in the box: {title}", title=title), (
            Sentence("The box of this vote was put back to an older copy after a failure. Envelopes may be lost."),
            Sentence("If you have voted, see here whether your envelope is in the box:"),
            site.page(language, f"ballots/{ballot.id}/box"),
            Sentence("If it is not, hand in the file of your receipt, or vote again."),
            can_vote_until(ballot.closes_at, in_the_room=ballot.in_the_room),
        )

    return await write_all(writing, OPEN, f"ballot:{ballot.id}", await _roll(writing, ballot.id), written, site, at)


async def tell_result(
    writing: AsyncSession,
    ballot: Ballot,
    outcomes: Callable[[str], tuple[Sentence, ...]],
    *,
    site: Site,
    at: datetime,
) -> int:
    """To everybody on the roll: what came of it, in a sentence for each question. `outcomes` is asked by language."""

    def written(language: str) -> Written:
        title = _title(ballot, language)
        return Sentence("The result: {title}", title=title), (
            *outcomes(language),
            Sentence("The result page says why, and how to check it:"),
            site.page(language, f"ballots/{ballot.id}/result"),
        )

    return await write_all(writing, RESULT, f"ballot:{ballot.id}", await _roll(writing, ballot.id), written, site, at)


async def _roll(writing: AsyncSession, ballot_id: UUID) -> Iterable[PersonView]:
    """Everybody on the roll, as we can write to them."""
    ids = await writing.scalars(select(MemberHandle.person_id).where(MemberHandle.ballot_id == ballot_id))
    return (await identity.people_by_id(writing, ids)).values()


async def write_all(
    writing: AsyncSession,
    kind: str,
    about: str,
    people: Iterable[PersonView],
    written: Callable[[str], Written],
    site: Site,
    at: datetime,
) -> int:
    """One letter to each who has an address; each language is worded once.

    What is for an organisation goes to its own address and to whoever represents it, once each.
    """
    worded = {code: _worded(LANGUAGES[code], *written(code)) for code in LANGUAGES}
    drafts = []
    for person, organisation in await _with_representatives(writing, list(people), at):
        if person.email is None:
            continue
        language = LANGUAGES.get(person.language) or LANGUAGES["en"]
        subject, body = worded[language.code]
        hello = language.say(Sentence("Hello {name},", name=person.first_name))
        if organisation is not None:
            acting = Sentence(
                "This is about the vote of {organisation}, which you represent.", organisation=organisation
            )
            hello = f"{hello}\n\n{language.say(acting)}"
        foot = language.say(Sentence("From {society}", society=site.name))
        drafts.append(
            Draft(
                to_address=person.email,
                kind=kind,
                about=about,
                language=language.code,
                subject=subject,
                body=f"{hello}\n\n{body}\n\n{foot}\n",
                person_id=person.id,
            )
        )
    await post.write_all(writing, drafts, at=at)
    return len(drafts)


async def _with_representatives(
    writing: AsyncSession, people: list[PersonView], at: datetime
) -> list[tuple[PersonView, str | None]]:
    """These people, and for each organisation among them the human who acts for it, with the organisation's name."""
    organisations = {person.id: person for person in people if person.is_organisation}
    if not organisations:
        return [(person, None) for person in people]
    acting = await register.representatives_of(writing, organisations, day_of(at))
    humans = await identity.people_by_id(writing, acting.values())
    told: list[tuple[PersonView, str | None]] = []
    for person in people:
        human = humans.get(acting[person.id]) if person.id in acting else None
        if human is None or human.email is None or human.email != person.email:
            told.append((person, None))
        if human is not None:
            told.append((human, person.name))
    return told


def _worded(language: Language, subject: Sentence, parts: tuple[Sentence | str, ...]) -> tuple[str, str]:
    body = "\n\n".join(part if isinstance(part, str) else language.say(part) for part in parts)
    return language.say(subject), body
